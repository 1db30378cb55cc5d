"""Write the rules that a workbook's formulas follow, and the whole-number weights they use."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.numbers import plain, points
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.scheme.components import Component, Source
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.scheme import Method, RankBy, Scheme
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.files.workbook.exact import whole_numbers
from kaohe_tui.files.workbook.grid import Cell, Column, Grid
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Rules:
    """The sheet of rules, and its weights."""

    grid: Grid
    """The sheet."""
    weights: Column
    """Whole numbers in the weights' proportion: a line a tier, or for the year a line a period."""


def rules(dossier: Dossier, *, is_exact: bool) -> Rules:
    """Return the sheet of rules: weights first, a line each, then everything else.

    Args:
        dossier: its scheme and fingerprints.
        is_exact: whether the formulas' numbers are short enough to be exact.
    """
    scheme = dossier.scheme
    weighed: list[tuple[str, str, Fraction]]
    if dossier.year is None:
        weighed = [(tier.name, _tier(tier), tier.weight) for tier in scheme.tiers]
    else:
        weighed = [
            (p.name, _period(p, dossier.year.called_off.get(p, "")), p.weight)
            for p in scheme.periods
        ]
    lines = [
        *((name, text) for name, text, _weight in weighed),
        *_scheme_lines(scheme),
        *_result_lines(dossier),
        (_("Rounding"), _rounding(is_exact=is_exact)),
    ]
    grid = Grid(_("Rules"), scheme.name, frozen=1)
    grid.add(_("Item"), [name for name, _text in lines])
    grid.add(_("What applies"), [text for _name, text in lines])
    weights = whole_numbers(weight for _name, _text, weight in weighed)
    cells: list[Cell] = [*weights, *([None] * (len(lines) - len(weights)))]
    return Rules(grid, grid.add(_("Weight in the formulas"), cells, "0"))


def _period(period: Period, called_off: str) -> str:
    text = _("weight {weight}").format(weight=plain(period.weight))
    if called_off:
        text += _("; ") + _("called off: {reason}").format(reason=called_off)
    return text


def _tier(tier: Tier) -> str:
    parts = [_("weight {weight}").format(weight=plain(tier.weight))]
    if tier.trim:
        parts.append(_("the {trim} highest and lowest trimmed").format(trim=tier.trim))
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
    return lines + [(each.name, component_told(each, scheme)) for each in scheme.components]


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
