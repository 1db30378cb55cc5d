"""Say what keeps a person from the best grades (``bars``, vetoes), and the head from any.

Rule: docs/scoring.md, "Grades".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.entries.entries import GroupFacts
from kaohe_tui.domain.numbers import half_up, plain, shown
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.entries import VetoEffect
from kaohe_tui.domain.rules.scheme.periods import Period, PeriodKind
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that keeps a person from the best grades."""

    sentence: str
    """What it is, with the grade that it bars."""
    worst: int = 0
    """Place of the worst grade that it bars, from 0; every better one is barred too."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one closed period came to for one person."""

    period: Period
    """The period."""
    has_total: bool
    """Whether the person has a total there."""
    grade: str
    """Name of the grade, decided or else proposed; empty for none."""
    means: Mapping[str, Fraction]
    """Tier's key -> the person's mean there, in points."""


Course = Mapping[str, Sequence[Outcome]]
"""Person's code -> what the closed periods of the year came to, in the scheme's order."""


def bars_on(
    scheme: Scheme, row: Standing, facts: GroupFacts, course: Course | None = None
) -> tuple[Bar, ...]:
    """List everything that bars the person, in the scheme's order of conditions.

    Args:
        scheme: its ``bars`` and vetoes.
        row: the person's standing in the period, or in the year.
        facts: of the period or, for the year, of all its periods.
        course: what the year's periods came to; None for a single period, where the conditions on
            all of them say nothing.
    """
    if not scheme.grades:
        return ()
    top = scheme.grades[0].label(row.person.identity)
    outcomes = None if course is None else course.get(row.person.code, ())
    conditions = (*_entries(scheme, top, row.person.code, facts), *_means(scheme, top, row))
    if outcomes is not None:
        conditions = (*conditions, *_periods(scheme, top, outcomes))
    return (*_vetoes(scheme, row.person, facts), *map(Bar, conditions))


def head_sentence(scheme: Scheme, *, vetoed: bool) -> str:
    """Say why the head has no grade; a veto does not change that."""
    sentence = _("The {head} is scored, but gets no rank and no grade here.")
    if vetoed:
        sentence = _(
            "The {head} is scored, but gets no rank and no grade here, not by a veto either."
        )
    return sentence.format(head=scheme.role_name(Role.HEAD))


def _vetoes(scheme: Scheme, person: Person, facts: GroupFacts) -> Iterator[Bar]:
    for entry in facts.vetoes_on(person.code):
        veto = scheme.veto_for(entry.ground)
        if veto is not None and veto.effect is VetoEffect.BAR:
            worst = scheme.grade_place(veto.grade)
            label = scheme.grades[worst].label(person.identity)
            sentence = _("barred from {grade}: a one-vote veto, {ground}.")
            if worst:
                sentence = _("barred from {grade} and better: a one-vote veto, {ground}.")
            yield Bar(sentence.format(grade=label, ground=entry.ground), worst)
        else:
            top = scheme.grades[0].label(person.identity)
            yield Bar(_("barred from {grade}: a one-vote veto.").format(grade=top))


def _entries(scheme: Scheme, top: str, code: str, facts: GroupFacts) -> Iterator[str]:
    """Yield what the entries about a person bar from."""
    for key in scheme.bars.deductions:
        if facts.times(code, key):
            yield _("barred from {grade}: a deduction for “{rule}”.").format(
                grade=top, rule=scheme.rule(key).name
            )
    for key, most in scheme.bars.events.items():
        if (times := facts.times(code, key)) >= most:
            yield _("barred from {grade}: “{rule}” {times} times, {most} or more.").format(
                grade=top, rule=scheme.rule(key).name, times=times, most=most
            )
    for kind in scheme.absences:
        days = facts.absent_days(code, kind.key)
        if kind.bars_from is not None and days >= kind.bars_from:
            sentence = _("barred from {grade}: {kind}, {days} days, {least} or more.")
            least = plain(kind.bars_from)
            yield sentence.format(grade=top, kind=kind.name, days=plain(days), least=least)
    days, limit = facts.absent_days(code), scheme.bars.absence_days
    if limit is not None and days > limit:
        yield _("barred from {grade}: {days} days of absence, more than {most}.").format(
            grade=top, days=plain(days), most=plain(limit)
        )


def _means(scheme: Scheme, top: str, row: Standing) -> Iterator[str]:
    means = {tier.tier: tier.mean for tier in row.review.tiers}
    for key, least in scheme.bars.tiers.items():
        mean = means.get(key)
        if mean is not None and _is_below(mean, least, scheme.decimals):
            yield _("barred from {grade}: {mean} in “{tier}”, below {least}.").format(
                grade=top,
                mean=shown(mean, scheme.decimals),
                tier=scheme.tier(key).name,
                least=plain(least),
            )


def _is_below(mean: Fraction, least: Fraction, decimals: int) -> bool:
    """Compare the mean as it is shown, like a total with a grade's minimum."""
    return Fraction(half_up(mean, decimals), 10**decimals) < least


def _periods(scheme: Scheme, top: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield what the periods of the year bar from."""
    if (required := scheme.bars.quarter_grade) and not any(
        _reaches(scheme, each.grade, required)
        for each in outcomes
        if each.period.kind is PeriodKind.QUARTERLY
    ):
        sentence = _("barred from {grade}: no quarter at or above {wanted}.")
        yield sentence.format(grade=top, wanted=required)
    if required := scheme.bars.lowest_grade:
        for each in outcomes:
            if each.has_total and not _reaches(scheme, each.grade, required):
                sentence = _("barred from {grade}: “{period}” is not at or above {wanted}.")
                yield sentence.format(grade=top, period=each.period.name, wanted=required)
    for key, least in scheme.bars.tiers.items():
        for each in outcomes:
            mean = each.means.get(key)
            if mean is not None and _is_below(mean, least, scheme.decimals):
                sentence = _(
                    "barred from {grade}: {mean} in “{tier}” of “{period}”, below {least}."
                )
                yield sentence.format(
                    grade=top,
                    mean=shown(mean, scheme.decimals),
                    tier=scheme.tier(key).name,
                    period=each.period.name,
                    least=plain(least),
                )


def _reaches(scheme: Scheme, grade: str, required: str) -> bool:
    names = [each.name for each in scheme.grades]
    return grade in names[: names.index(required) + 1]
