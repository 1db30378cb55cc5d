"""Weigh the periods of the year together. Rule: docs/scoring.md, "The year"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from kaohe_tui.domain.entries.entries import GroupFacts
from kaohe_tui.domain.entries.vetoes import forcing_veto
from kaohe_tui.domain.numbers import half_up, shown
from kaohe_tui.domain.rules.forms.forms import Forms
from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.rules.scheme.periods import Period, Span
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.ranking import Entry, ValueOf, in_order
from kaohe_tui.domain.standings.scoring import ReviewScore
from kaohe_tui.domain.standings.standings import (
    Standing,
    Standings,
    component_value,
    indicator_score,
    rated_in_year,
    tier_mean,
)
from kaohe_tui.domain.standings.tally import MarksOf
from kaohe_tui.domain.year.spans import mean_of, year_sums

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """The result of one period of the year."""

    period: Period
    """The period as the scheme of the year has it: its weight counts."""
    scheme: Scheme
    """The scheme the period was held under."""
    standings: Standings | None
    """The frozen ones; None while the period is not closed."""
    marks_of: MarksOf
    """Asked only where an indicator must break a tie."""
    grades: Mapping[str, str]
    """Code -> grade: decided, else proposed; empty while the period is not closed."""
    facts: GroupFacts
    """The group's entries and decisions of the period."""
    waiting: frozenset[str] = frozenset()
    """Codes of those whose grade the group has still to decide; their ``grades`` are proposals."""
    called_off: str = ""
    """Why the period is not held; empty where it is."""


class Gave(StrEnum):
    """The state of a period in a person's year: it counts, or the reason why it does not."""

    COUNTED = "counted"
    """The person has a total there, and it counts."""
    CALLED_OFF = "called_off"
    """The period is not held."""
    NOT_CLOSED = "not_closed"
    """The period has no result yet."""
    NOT_THERE = "not_there"
    """The person was not in the period's roster, or not rated in it."""
    NO_SCORE = "no_score"
    """The person was to be rated, but no rating counts."""


@dataclass(frozen=True, slots=True)
class PeriodShare:
    """One period's part in one person's year."""

    period: Period
    """The period, with its weight in the year."""
    gave: Gave
    """Whether it counts, or why it does not."""
    total: Fraction | None
    """The person's total in points, exact; None where it does not count."""
    rank: int | None
    """The person's rank in the period; None without one."""
    grade: str
    """Name of the grade, decided or else proposed; empty for none."""
    decimals: int
    """Decimal places of the total when it was frozen; the year may be shown with others."""
    waits: bool = False
    """Whether the group still has to decide the grade; until then it is a proposal."""
    called_off: str = ""
    """Why the period is not held; empty where it is."""

    @property
    def posted(self) -> str:
        """The total as it was posted; empty where there is none."""
        return "" if self.total is None else shown(self.total, self.decimals)


@dataclass(frozen=True, slots=True)
class YearRow:
    """One person's year."""

    person: Person
    """The person."""
    shares: tuple[PeriodShare, ...]
    """All periods of the scheme, in its order."""
    numerator: Fraction
    """Sum of weight x value over the spans, and the periods beside them, that count."""
    denominator: Fraction
    """Sum of their weights."""

    def counted(self, span: Span) -> tuple[PeriodShare, ...]:
        """List the periods of a span that count."""
        return tuple(s for s in self.shares if s.period.span == span and s.gave is Gave.COUNTED)

    def value_of(self, span: Span) -> Fraction | None:
        """Return a span's value, exact; None where none of its periods counts."""
        return mean_of((s.period.weight, s.total) for s in self.counted(span))

    def posted(self, part: Period | Span, decimals: int) -> str:
        """Return what a period or a span gave, as it is shown; empty where there is none."""
        if isinstance(part, Span):
            value = self.value_of(part)
            return "" if value is None else shown(value, decimals)
        return next(share.posted for share in self.shares if share.period == part)


@dataclass(frozen=True)
class Year:
    """The year's standings, and where each figure comes from."""

    standings: Standings
    """``review.score`` and ``total`` are both the year's value; there are no tiers."""
    rows: Mapping[str, YearRow]
    """Code of a person -> their line; those who left too."""
    left: tuple[Standing, ...] = ()
    """People with a result in some period who left the roster: with a value, but without rank and
    grade, and not counted in any quota."""
    listed: Standings = field(init=False, repr=False, compare=False)
    """The standings with the people who left at the end, for lists."""

    def __post_init__(self) -> None:
        """Join the standings and those who left."""
        both = (*self.standings.rows, *self.left)
        everybody = Standings(self.standings.scheme_method, self.standings.decimals, both)
        object.__setattr__(self, "listed", everybody)

    @property
    def called_off(self) -> Mapping[Period, str]:
        """The periods that are not held, each with the reason."""
        shares = next(iter(self.rows.values())).shares if self.rows else ()
        return {each.period: each.called_off for each in shares if each.called_off}

    @property
    def is_held(self) -> bool:
        """Whether there is a period with a weight that was not called off."""
        shares = next(iter(self.rows.values())).shares if self.rows else ()
        return any(each.period.weighs and not each.called_off for each in shares)

    def has_left(self, code: str) -> bool:
        """Return whether the person is one of those who left."""
        return any(row.person.code == code for row in self.left)


def year(
    scheme: Scheme, roster: Roster, periods: Sequence[PeriodResult], facts: GroupFacts
) -> Year:
    """Weigh the closed periods together and rank people.

    Args:
        scheme: the year's: weights, ranking, tie-breaks.
        roster: whose year it is; their roles now are the classes they are ranked in.
        periods: all of the scheme's, in its order.
        facts: of all periods and of the year itself: a veto in any of them holds in the year.

    Returns:
        Everybody in the roster who has a total in some period or is rated now; a period without a
        total for a person has left both sums. Who is in the roster no more stands apart.
    """
    rows = {person.code: _row(person, periods) for person in roster}
    rated = {person.code for person in rated_in_year(scheme, roster)}
    counted = [row for row in rows.values() if row.denominator or row.person.code in rated]
    open_yet = any(result.standings is None for result in weighing(periods))
    entries = [
        _entry(scheme, row, vetoed=forcing_veto(scheme, facts, row.person.code) is not None)
        for row in counted
    ]
    ordered = in_order(scheme, entries, _tie_values(scheme, periods))
    lines = tuple(_standing(entry, rows[entry.person.code], open_yet=open_yet) for entry in ordered)
    rows_of_gone = {person.code: _row(person, periods) for person in _people_gone(roster, periods)}
    leaving = [
        (_entry(scheme, row, vetoed=forcing_veto(scheme, facts, code) is not None), row)
        for code, row in rows_of_gone.items()
    ]
    leavers = tuple(_standing(entry, row, open_yet=False) for entry, row in leaving)
    return Year(Standings(scheme.method, scheme.decimals, lines), rows | rows_of_gone, leavers)


def weighing(periods: Sequence[PeriodResult]) -> tuple[PeriodResult, ...]:
    """List the periods that make the year: those with a weight that are held."""
    return tuple(each for each in periods if each.period.weighs and not each.called_off)


def _people_gone(roster: Roster, periods: Sequence[PeriodResult]) -> tuple[Person, ...]:
    """List people in a closed period's standings who left the roster, as last seen there."""
    people: dict[str, Person] = {}
    for result in periods:
        for row in result.standings.rows if result.standings else ():
            if row.person.code not in roster:
                people[row.person.code] = row.person
    return tuple(people.values())


def merged(facts: Sequence[GroupFacts]) -> GroupFacts:
    """Join the facts of several periods; decisions and exemptions are the last one's alone.

    Args:
        facts: of the periods, the year's own last.
    """
    return GroupFacts(
        adjustments=tuple(a for each in facts for a in each.adjustments),
        vetoes=tuple(v for each in facts for v in each.vetoes),
        exemptions=facts[-1].exemptions,
        absences=tuple(a for each in facts for a in each.absences),
        figures=tuple(f for each in facts for f in each.figures),
        decisions=facts[-1].decisions,
        places=facts[-1].places,
    )


def _row(person: Person, periods: Sequence[PeriodResult]) -> YearRow:
    shares = tuple(_share(person.code, result) for result in periods)
    return YearRow(person, shares, *year_sums([(s.period, s.total) for s in shares]))


def _share(code: str, result: PeriodResult) -> PeriodShare:
    def share(outcome: Gave, standing: Standing | None = None) -> PeriodShare:
        if standing is None:
            return PeriodShare(result.period, outcome, None, None, "", result.scheme.decimals)
        grade = result.grades.get(code, "")
        decimals = result.scheme.decimals
        waits = code in result.waiting
        return PeriodShare(
            result.period, outcome, standing.total, standing.rank, grade, decimals, waits
        )

    if result.called_off:
        return replace(share(Gave.CALLED_OFF), called_off=result.called_off)
    if result.standings is None:
        return share(Gave.NOT_CLOSED)
    try:
        standing = result.standings.row(code)
    except KeyError:
        return share(Gave.NOT_THERE)
    return share(Gave.NO_SCORE if standing.total is None else Gave.COUNTED, standing)


def _entry(scheme: Scheme, row: YearRow, *, vetoed: bool) -> Entry:
    worth = row.numerator / row.denominator if row.denominator else None
    value = 0 if worth is None else half_up(worth, scheme.decimals)
    return Entry(row.person, worth, value, vetoed)


def _standing(entry: Entry, row: YearRow, *, open_yet: bool) -> Standing:
    return Standing(
        person=row.person,
        review=ReviewScore((), entry.total, open_yet),
        bonus=_NOTHING,
        deduction=_NOTHING,
        total=entry.total,
        rank=entry.rank,
        tied=entry.tied,
        vetoed=entry.vetoed,
        tie_breaks=tuple(entry.tie_breaks),
    )


def _tie_values(scheme: Scheme, periods: Sequence[PeriodResult]) -> ValueOf:
    """Return a key's value in the year: its values in the periods, weighed like the totals."""
    forms = [(result, Forms(result.scheme)) for result in periods]

    def value_of(key: str, entry: Entry) -> int | None:
        code = entry.person.code
        values = [(result.period, _value_in(result, own, key, code)) for result, own in forms]
        numerator, denominator = year_sums(values)
        return half_up(numerator / denominator, scheme.decimals) if denominator else None

    return value_of


def _value_in(result: PeriodResult, forms: Forms, key: str, code: str) -> Fraction | None:
    if result.standings is None:
        return None
    try:
        row = result.standings.row(code)
    except KeyError:
        return None
    if key in (tier.key for tier in result.scheme.tiers):
        return tier_mean(row.review, key)
    if key in (part.key for part in result.scheme.components):
        return component_value(row.review, key)
    return indicator_score(forms, key, row.person, result.marks_of(code))
