"""Write the rules that a workbook's formulas follow, and the whole-number weights they use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.entries.told import entry_rules
from kaohe_tui.domain.numbers import plain, points
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.classes import ByClass, number_for
from kaohe_tui.domain.rules.scheme.components import Component, Source
from kaohe_tui.domain.rules.scheme.periods import Period, Span
from kaohe_tui.domain.rules.scheme.scheme import Method, RankBy, Scheme
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.rules.tier_words import (
    least_words,
    limits_words,
    trim_words,
    weight_numbers,
    weight_words,
)
from kaohe_tui.domain.year import spans
from kaohe_tui.domain.year.words import period_weight
from kaohe_tui.files.workbook.exact import whole_numbers
from kaohe_tui.files.workbook.grid import Cell, Column, Grid
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Weights:
    """Whole numbers in the proportion of weights: a line a tier, in the year a period or span.

    Where weights go by class, each of the sets that people have is a column.
    """

    columns: Mapping[tuple[Fraction, ...], Column]
    """The weights as in the scheme -> their column."""

    def of(self, weights: tuple[Fraction, ...]) -> Column:
        """Return the column of these weights."""
        return self.columns[weights]


@dataclass(frozen=True, slots=True)
class Rules:
    """The sheet of rules, and its weights."""

    grid: Grid
    """The sheet."""
    weights: Weights
    """The weights, by person."""


def rules(dossier: Dossier, *, is_exact: bool) -> Rules:
    """Return the sheet of rules: weights first, a line each, then everything else.

    Args:
        dossier: its scheme and fingerprints.
        is_exact: whether the formulas' numbers are short enough to be exact.
    """
    scheme = dossier.scheme
    if dossier.year is None:
        weighed = [(tier.name, _tier(scheme, tier)) for tier in scheme.tiers]
        people = (row.person for row in dossier.standings.rows)
        sets = {tier_weights(scheme, person): _class(scheme, person) for person in people}
        sets = sets or {tier_weights(scheme): ""}
    else:
        off = dossier.year.called_off
        weighed = [(part.name, _part(scheme, part, off)) for part in spans.columns(scheme.periods)]
        sets = {period_weights(scheme): ""}
    lines = [
        *weighed,
        *_scheme_lines(scheme),
        *_result_lines(dossier),
        (_("Rounding"), _rounding(is_exact=is_exact)),
    ]
    grid = Grid(_("Rules"), scheme.name, frozen=1)
    grid.add(_("Item"), [name for name, _text in lines])
    grid.add(_("What applies"), [text for _name, text in lines])
    columns = {}
    for weights, name in sets.items():
        heading = _("Weight in the formulas")
        if len(sets) > 1:
            heading = _("{name}: {tiers}").format(name=name, tiers=heading)
        cells: list[Cell] = [*whole_numbers(weights), *([None] * (len(lines) - len(weights)))]
        columns[weights] = grid.add(heading, cells, "0")
    return Rules(grid, Weights(columns))


def tier_weights(scheme: Scheme, person: Person | None = None) -> tuple[Fraction, ...]:
    """Return what each tier weighs for a person, as in the scheme; for nobody 0 by class."""
    classes = scheme.classes_of(person) if person else ()
    return tuple(number_for(tier.weight, classes) for tier in scheme.tiers)


def period_weights(scheme: Scheme) -> tuple[Fraction, ...]:
    """Return what each period and span weighs, in the order of ``spans.columns``."""
    return tuple(part.weight for part in spans.columns(scheme.periods))


def _class(scheme: Scheme, person: Person) -> str:
    """Return the name of the class that a person's weights go by."""
    classes = scheme.classes_of(person)
    tables = (t.weight.fitting(classes) for t in scheme.tiers if isinstance(t.weight, ByClass))
    return scheme.class_name(next((fitting[0] for fitting in tables if fitting), person.role.value))


def _part(scheme: Scheme, part: Period | Span, off: Mapping[Period, str]) -> str:
    if isinstance(part, Span):
        return _("weight {weight}").format(weight=plain(part.weight))
    text = period_weight(part)
    if called_off := off.get(part):
        text += _("; ") + _("called off: {reason}").format(reason=called_off)
    own = scheme.for_period(part.key)
    if own.not_held:
        held = _(", ").join(tier.name for tier in own.tiers)
        text += _("; ") + _("{period} holds only: {tiers}.").format(period=part.name, tiers=held)
    return text


def _tier(scheme: Scheme, tier: Tier) -> str:
    parts = [_("weight {weight}").format(weight=weight_numbers(tier))]
    if isinstance(tier.weight, ByClass) or not tier.weight:
        parts = [weight_words(scheme, tier)]
    if tier.trim_from:
        parts.append(trim_words(tier))
    elif tier.trim:
        parts.append(_("the {trim} highest and lowest trimmed").format(trim=tier.trim))
    if least := least_words(tier):
        parts.append(least)
    if limits := limits_words(tier):
        parts.append(limits)
    if tier.secret:
        parts.append(_("secret: raters are shown as numbers, different for each person rated"))
    return _("; ").join(parts)


def _scheme_lines(scheme: Scheme) -> list[tuple[str, str]]:
    names = {tier.key: tier.name for tier in scheme.tiers}
    names |= {each.key: each.name for each in scheme.components}
    names |= {each.key: each.name for each in scheme.indicators}
    keys = [names.get(key, key) for key in scheme.tie_break]
    by_tiers = scheme.method is Method.TIERS
    lines = [
        (
            _("Method"),
            _("means of the tiers, weighted; a tier without ratings is left out of both sums")
            if by_tiers
            else _("all ratings together, each counted by its tier's weight"),
        ),
        *(
            [(_("Not held in this period"), _(", ").join(t.name for t in scheme.not_held))]
            if scheme.not_held
            else []
        ),
        (
            _("Ranking"),
            _("each role apart") if scheme.rank is RankBy.BY_ROLE else _("all in one list"),
        ),
        (_("Ties"), _("; ").join(keys) if keys else _("stay shared")),
        (_("Decimals"), str(scheme.decimals)),
        (_("Step of a mark"), points(scheme.step)),
    ]
    caps: Sequence[tuple[str, Fraction | None]] = (
        (_("Cap of all bonuses"), scheme.bonus_cap),
        (_("Cap of all deductions"), scheme.deduction_cap),
        (_("Ceiling of the total"), scheme.ceiling),
    )
    lines += [(name, plain(cap)) for name, cap in caps if cap is not None]
    components = [(each.name, component_told(each, scheme)) for each in scheme.components]
    return [*lines, *components, *entry_rules(scheme)]


def component_told(component: Component, scheme: Scheme) -> str:
    """Say where the points of a component come from."""
    points = _("{points} points").format(points=plain(component.most))
    match component.source:
        case Source.BALLOTS:
            names = [tier.name for tier in scheme.tiers if tier.key in component.tiers]
            origin = _("from the ratings of {tiers}").format(tiers=_(", ").join(names))
        case Source.FULL:
            origin = _("begins full")
        case Source.OFFICE:
            origin = _("a figure of the office")
        case Source.UNIT:
            origin = _("the total of the section")
        case Source.SHARE:
            origin = _("the share of the ratings of {tier} at “{level}” or better").format(
                tier=scheme.tier(component.tiers[0]).name, level=component.level
            )
    return _("; ").join((points, origin))


def _result_lines(dossier: Dossier) -> list[tuple[str, str]]:
    lines = [(_("Scheme's fingerprint"), dossier.scheme_fingerprint)]
    if dossier.result_number:
        lines.append((_("Result number"), str(dossier.result_number)))
    if dossier.at:
        lines.append((_("Locked at"), dossier.at))
    fingerprint = dossier.fingerprint or _("provisional")
    return [*lines, (_("Result's fingerprint"), fingerprint)]


def _rounding(*, is_exact: bool) -> str:
    if is_exact:
        return _("half up, in whole numbers: the formulas give exactly the same figures")
    return _(
        "The numbers of this scheme are too long for a spreadsheet's whole numbers: the last "
        "decimal of a formula may differ where a value is exactly halfway. kaohe's own figures "
        "are the valid ones."
    )
