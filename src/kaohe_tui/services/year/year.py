"""Weigh the results of a room's periods into the year."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kaohe_tui.domain.entries.entries import YEAR, GroupFacts
from kaohe_tui.domain.grades.bars import Course, Outcome
from kaohe_tui.domain.grades.decision import Grading
from kaohe_tui.domain.grades.proposal import propose
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.standings import Standings
from kaohe_tui.domain.standings.tally import MarksOf
from kaohe_tui.domain.year import year as reckoning
from kaohe_tui.domain.year.year import PeriodResult, Year, merged
from kaohe_tui.services.counting import overview, tallies
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.entries import entries
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class YearView:
    """The year with all that its figures and grades come from, read in one go."""

    scheme: Scheme
    """The scheme of the year; see ``latest``."""
    roster: Roster
    """The people of the year; see ``latest``."""
    periods: tuple[PeriodResult, ...]
    """The result of each period, in the scheme's order."""
    facts: GroupFacts
    """What was entered for all periods and for the year itself.

    Decisions and exemptions are the year's own.
    """
    year: Year
    """The year's standings, and what each figure comes from."""
    grading: Grading
    """The year's proposed and decided grades."""


def year_of(room: Room) -> Year:
    """Return the year's standings, and what each figure comes from."""
    return view(room).year


def year_facts(room: Room) -> GroupFacts:
    """Return what was entered for all periods and for the year itself, together."""
    return view(room).facts


def period_results(room: Room) -> tuple[PeriodResult, ...]:
    """Return the result of each period of the year, in the scheme's order."""
    scheme, _roster = latest(room)
    return tuple(_result(room, scheme, period.key) for period in scheme.periods)


def view(room: Room) -> YearView:
    """Read the year once."""
    scheme, roster = latest(room)
    periods = period_results(room)
    with room.database.reading() as tx:
        own = entries.facts(tx, YEAR)
    facts = merged([*(each.facts for each in periods), own])
    year = reckoning.year(scheme, roster, periods, facts)
    proposals = propose(scheme, year.standings, facts, course(periods))
    held = reckoning.weighing(periods)
    closed = all(each.standings is not None for each in held)
    closed &= bool(held) or not any(each.called_off for each in periods)
    grading = Grading(_("the year"), scheme, year.standings, facts, proposals, closed)
    return YearView(scheme, roster, periods, facts, year, grading)


def latest(room: Room) -> tuple[Scheme, Roster]:
    """Return the scheme and the people of the year.

    They are those of the latest period opened and held, in the scheme's order; before the first,
    those in force. Periods that the scheme in force no longer has are not the year's: they were
    never begun, or were called off.
    """
    scheme, _fingerprint, roster = room.base()
    known = {period.key for period in scheme.periods}
    for period in reversed(scheme.periods):
        period_room = room.period(period.key)
        if period_room.id is not None and not period_room.steps.called_off:
            periods = tuple(each for each in period_room.whole.periods if each.key in known)
            return replace(period_room.whole, periods=periods), period_room.roster
    return scheme, roster


def course(periods: tuple[PeriodResult, ...]) -> Course:
    """Return what the closed periods came to, by person's code."""
    outcomes: dict[str, list[Outcome]] = {}
    for each in periods:
        if each.called_off or each.standings is None:
            continue
        for row in each.standings.rows:
            code = row.person.code
            means = {t.tier: t.mean for t in row.review.tiers if t.mean is not None}
            outcomes.setdefault(code, []).append(
                Outcome(each.period, row.total is not None, each.grades.get(code, ""), means)
            )
    return outcomes


def grading_of(period_room: PeriodRoom, standings: Standings, *, closed: bool) -> Grading:
    """Return the grades of one period's standings."""
    proposals = propose(period_room.scheme, standings, period_room.facts)
    name = period_room.steps.period.name
    return Grading(name, period_room.scheme, standings, period_room.facts, proposals, closed)


def _result(room: Room, scheme: Scheme, key: str) -> PeriodResult:
    period_room = room.period(key)
    frozen = overview.result(room, key)
    grading = grading_of(period_room, frozen.standings, closed=True) if frozen else None
    return PeriodResult(
        period=scheme.period(key),
        scheme=period_room.scheme,
        standings=frozen.standings if frozen else None,
        marks_of=_marks_of(room, period_room),
        grades=grading.finals if grading else {},
        facts=period_room.facts,
        called_off=period_room.steps.called_off,
        waiting=frozenset(grading.waiting) if grading else frozenset(),
    )


def _marks_of(room: Room, period_room: PeriodRoom) -> MarksOf:
    """Return a function that reads marks from disk on demand: only a tie over the year asks."""

    def marks(code: str) -> Mapping[str, tuple[tuple[int, ...], ...]]:
        with room.database.reading() as tx:
            return tallies.marks_of(tx, tallies.counting(tx, period_room), code)

    return marks
