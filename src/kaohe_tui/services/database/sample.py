"""Make the sample bureau in the middle of its annual review, by the same verbs as a real one."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from kaohe_tui.domain.public.matter import MatterKind
from kaohe_tui.domain.rules.marks import parse_mark
from kaohe_tui.domain.tasks.task import Verdict
from kaohe_tui.files.ballots.given import Stretch
from kaohe_tui.files.ballots.understand import ballots_in
from kaohe_tui.files.sheets.reader import rows
from kaohe_tui.resources import sample_file
from kaohe_tui.services.ballots.importing import take
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.entries import entries
from kaohe_tui.services.periods import roster_and_scheme
from kaohe_tui.services.public import matters, notices
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tasks import tasks
from kaohe_tui.services.tiers import steps
from kaohe_tui.words import LANGUAGES

QUARTERS = ("q1", "q2", "q3")
"""The keys of the periods that the sample closes, in order."""
ANNUAL = "annual"
"""The key of the period that the sample leaves open."""


def make_demo(path: Path, language: str = LANGUAGES[0]) -> Room:
    """Make the sample bureau.

    Tasks are in force, three quarters closed, the annual review in its second tier with some
    ballots in and one half-keyed; an objection is open.

    Args:
        path: where it goes.
        language: what names, rules and tasks are written in; every figure is the same in all.

    Raises:
        Refusal: when something is at ``path``.
    """

    def file(name: str) -> Path:
        return sample_file(name, language)

    around = tomllib.loads(file("year.toml").read_text(encoding="utf-8"))
    calendar = _Calendar(around["held"][QUARTERS[0]])
    room = new_year(path, file("scheme.toml"), file("roster-q1.csv"), calendar)
    scheme = room.rules()[0]
    tiers = [tier.key for tier in scheme.tiers]
    for period in QUARTERS:
        calendar.days_ago = around["held"][period]
        _hold(room, list(ballots_in(file(f"ballots-{period}.csv"), scheme)), around, period)
        _make_public(room, calendar, around, period)
        if period == QUARTERS[0]:
            roster_and_scheme.change_roster(room, file("roster.csv"))
            _declare(room, calendar, around["tasks"], file("tasks.csv"))
    calendar.days_ago = around["held"][ANNUAL]
    stretches = list(ballots_in(file("ballots-annual.csv"), scheme))
    score(room, stretches, ANNUAL, tiers[0])
    _enter(room, around, ANNUAL)
    steps.close_tier(room, ANNUAL, tiers[0])
    score(room, stretches, ANNUAL, tiers[1])
    key_half(room, file("half-keyed.csv"), ANNUAL)
    return room


def _hold(room: Room, stretches: list[Stretch], around: Mapping[str, Any], period: str) -> None:
    """Score and close every tier of a period; enter the group's decisions during the first."""
    tiers = [tier.key for tier in room.rules()[0].tiers]
    for tier in tiers:
        score(room, stretches, period, tier)
        if tier == tiers[0]:
            _enter(room, around, period)
        steps.close_tier(room, period, tier)


@dataclass
class _Calendar:
    """A clock that can be set back: the sample's year lies behind the day it is made."""

    days_ago: int = 0
    """Days by which the clock is set back; 0: now."""

    def __call__(self) -> datetime:
        return datetime.now() - timedelta(days=self.days_ago)

    @property
    def today(self) -> date:
        """The day that the clock shows."""
        return self().date()


def score(room: Room, stretches: Iterable[Stretch], period: str, tier: str) -> None:
    """Open a tier and take its ballots from ratings of several tiers."""
    steps.open_tier(room, period, tier)
    of_tier = [stretch for stretch in stretches if stretch.tier == tier]
    take(room, of_tier, period, f"ballots-{period}.csv")


def key_half(room: Room, file: Path, period: str) -> None:
    """Key the marks of a file one by one, as at the keyboard, and leave the ballot there."""
    scheme = room.period(period).scheme
    heading, *lines = (row.cells for row in rows(file))
    for cells in lines:
        line = dict(zip(heading, cells, strict=True))
        ballot = OpenBallot(room, period, line["tier"], line["rater"])
        for number, indicator in enumerate(scheme.indicators):
            if text := line[indicator.key]:
                mark = parse_mark(text, indicator.points, scheme.step)
                ballot.mark(line["ratee"], number, mark)
        ballot.leave()


def _of(around: Mapping[str, Any], table: str, period: str) -> list[dict[str, Any]]:
    return [line for line in around[table] if line["period"] == period]


def _enter(room: Room, around: Mapping[str, Any], period: str) -> None:
    """Enter what the leading group enters while the period is open."""
    for line in _of(around, "adjustments", period):
        cells = line["person"], line["rule"], line["count"], line["evidence"]
        entered = entries.enter_adjustment(room, period, *cells)
        if line["approved_by"]:
            entries.approve(room, entered, line["approved_by"])
    for line in _of(around, "vetoes", period):
        cells = line["person"], line["ground"], line["document"], line["authority"]
        entries.enter_veto(room, period, *cells)
    for line in _of(around, "absences", period):
        entries.absent(room, period, line["person"], Fraction(line["days"]), line["reason"])


def _make_public(room: Room, calendar: _Calendar, around: Mapping[str, Any], period: str) -> None:
    """Post the notice of a closed period, and register the objections to it."""
    for line in _of(around, "notices", period):
        calendar.days_ago = line["days_ago"]
        notices.post(room, period, calendar.today, room.actor)
    for line in _of(around, "matters", period):
        calendar.days_ago = line["days_ago"]
        taken = matters.take(
            room,
            kind=MatterKind(line["kind"]),
            period=period,
            code=line["person"],
            about=line["about"],
            from_whom=line["from_whom"],
        )
        matters.assign(room, taken, line["handler"])
        matters.step(room, taken, line["step"])


def _declare(room: Room, calendar: _Calendar, days: Mapping[str, int], file: Path) -> None:
    """Take everybody's tasks from declaration to force; one person's are found too light."""
    calendar.days_ago = days["declared"]
    tasks.import_tasks(room, file)
    everybody = [person.code for person in room.base()[2]]
    tasks.present(room, everybody)
    for code, following in zip(everybody, [*everybody[1:], everybody[0]], strict=True):
        verdict = Verdict.LIGHT if code == everybody[-1] else Verdict.AGREE
        tasks.opinion(room, code, following, verdict)
    tasks.end_opinions(room, everybody)
    head, *others = room.base()[2].people
    tasks.approve(room, [person.code for person in others], head.name)
    tasks.approve(room, head.code, others[0].name)
    calendar.days_ago = days["posted"]
    tasks.post(room, everybody, calendar.today)
    calendar.days_ago = days["in_force"]
    tasks.put_in_force(room, everybody)
