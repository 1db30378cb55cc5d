"""Compute what stands on a person's sheet: means, components, what was entered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.explain.component_lines import component_lines, factor_lines
from kaohe_tui.domain.numbers import UNIT, plain, shown
from kaohe_tui.domain.public.dossier import Dossier, RatingState
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.domain.standings.withholding import FEWEST, is_hidden
from kaohe_tui.files.papers.pages import NOTHING
from kaohe_tui.words import _

Means = Mapping[tuple[str, str], tuple[Fraction, ...]]
"""(person's code, tier's key) -> points, one mean an indicator; only what may be shown."""


def indicator_means(dossier: Dossier) -> tuple[Means, frozenset[tuple[str, str]]]:
    """Return the mean of each indicator over all ratings that count, nothing trimmed.

    Returns:
        The means that may be shown, and the (code, tier) whose breakdown is withheld: those of a
        secret tier with fewer than ``FEWEST`` ratings.
    """
    marks: dict[tuple[str, str], list[tuple[int, ...]]] = {}
    for rating in dossier.ratings:
        if rating.state is RatingState.COUNTED:
            marks.setdefault((rating.ratee, rating.tier), []).append(rating.marks)
    secret = {tier.key for tier in dossier.scheme.tiers if tier.secret}
    withheld = frozenset(k for k, rows in marks.items() if k[1] in secret and len(rows) < FEWEST)
    means = {
        key: tuple(Fraction(sum(column), len(rows) * UNIT) for column in zip(*rows, strict=True))
        for key, rows in marks.items()
        if key not in withheld
    }
    return means, withheld


def median(values: Iterable[Fraction]) -> Fraction | None:
    """Return the middle value, or the mean of the middle two; None without values."""
    ordered = sorted(values)
    if not ordered:
        return None
    half, is_odd = divmod(len(ordered), 2)
    return ordered[half] if is_odd else (ordered[half - 1] + ordered[half]) / 2


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet."""

    title: str
    """The heading above the table."""
    headings: tuple[str, ...]
    """The headings of the columns; none where only notes are shown."""
    lines: tuple[tuple[str, ...], ...]
    """The rows, with a cell for each heading."""
    notes: tuple[str, ...] = ()
    """Sentences below the table."""


def component_table(dossier: Dossier, row: Standing) -> Iterator[Table]:
    """Yield the table of components and factors; none in a scheme without them."""
    scheme, review = dossier.scheme, row.review
    extra = dossier.extras.get(row.person.code)
    hidden = is_hidden(scheme, review)
    components = component_lines(scheme, review, extra.rules if extra else (), is_hidden=hidden)
    if not components:
        return
    lines = [
        (
            each.name,
            plain(each.score.points),
            each.step,
            NOTHING
            if each.score.value is None
            else shown(each.score.value, dossier.standings.decimals),
        )
        for each in components
    ]
    lines += [
        (factor.name, "×", factor.score.figure or "1", NOTHING)
        for factor in factor_lines(scheme, review)
    ]
    headings = (_("Component"), _("Full marks"), _("How it comes about"), _("Counted"))
    yield Table(_("The components of the score"), headings, tuple(lines))


def adjustment_table(dossier: Dossier, code: str) -> Iterator[Table]:
    """Yield the table of bonuses and deductions; none for a person without any."""
    extra = dossier.extras.get(code)
    if extra is None or not extra.rules:
        return
    lines = tuple(
        (
            each.rule.name,
            _("Bonus") if each.rule.bonus else _("Deduction"),
            str(each.count),
            plain(each.raw),
            NOTHING if each.rule.cap is None else plain(each.rule.cap),
            plain(each.points),
            _("; ").join(
                a.evidence
                for a in dossier.facts.adjustments
                if a.code == code and a.rule == each.rule.key and a.counts
            ),
        )
        for each in extra.rules
    )
    caps = (
        (_("All bonuses together count at most {points} points."), dossier.scheme.bonus_cap),
        (_("All deductions together count at most {points} points."), dossier.scheme.deduction_cap),
    )
    headings = (
        _("Rule"),
        _("Kind"),
        _("Times"),
        _("Before the cap"),
        _("Cap"),
        _("Counted"),
        _("Evidence"),
    )
    notes = tuple(sentence.format(points=plain(cap)) for sentence, cap in caps if cap is not None)
    yield Table(_("Bonuses and deductions"), headings, lines, notes)
