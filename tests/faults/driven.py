"""One meeting as a list of verbs, each one transaction, driven without a screen.

``python -m tests.faults.driven DATABASE [LENGTH]`` holds it under the shim, with a remark in the
record behind each verb that has returned.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal

from kaohe_tui.domain.ballot.sheet import Sheet
from kaohe_tui.domain.entries.entries import EntryKind
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.ballots import open_ballot
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting.overview import pairs
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.entries import entries
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from tests.bureau import KEYS
from tests.services.closed_quarter import SCHEME

PERIOD = "q1"
ROSTER = """code,name,section,role,supervisors
h,何局长,局领导,head,
l1,李副局长,局领导,leader,
m1,马科长,综合科,middle,l1
m2,毛科长,农业科,middle,l1
s1,单雄,综合科,staff,l1
s2,孙红,综合科,staff,l1
s3,王芳[/],农业科,staff,l1
"""
Length = Literal["short", "whole"]
"""Short: the first ballots of the first tier only."""
_SHORT = 2
"""How many ballots of a tier are keyed in a short meeting."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that somebody does at a meeting."""

    name: str
    act: Callable[[Room], object]
    """Does it; raises ``Refusal`` where it is not on disk."""


def make(database: Path, files: Path) -> None:
    """Make the bureau's database; its second tier is secret.

    Args:
        database: where it goes.
        files: a folder for the scheme and the roster.
    """
    scheme, roster = files / "scheme.toml", files / "roster.csv"
    # What is confirmed there is taken apart, and the file written anew.
    secret = SCHEME.replace('key = "middle"\n', 'key = "middle"\nsecret = true\n')
    scheme.write_text(secret, encoding="utf-8")
    roster.write_text(ROSTER, encoding="utf-8")
    new_year(database, scheme, roster).close()


def enter(database: Path) -> Room:
    """The room, with a clock that stands still: two runs leave the same words in the record."""
    room = enter_room(database)
    return Room(room.database, actor="陈静", clock=lambda: datetime(2026, 3, 31, 9, 30))


def meeting(database: Path, length: Length) -> Iterator[Verb]:
    """The verbs of a meeting, in their order.

    Args:
        database: asked who rates whom, as far as the meeting has come.
        length: how much of it.
    """
    tiers = KEYS if length == "whole" else KEYS[:1]
    yield Verb("recuse", lambda room: steps.recuse(room, PERIOD, ("s1", "s2"), "夫妻"))
    for tier in tiers:
        yield Verb(f"open {tier}", partial(steps.open_tier, period=PERIOD, tier=tier))
        yield from _ballots(database, tier, length)
        if tier == KEYS[0]:
            yield from _around()
            yield from _given_back(tier)
        yield _close(f"close {tier}", tier)
    if length == "whole":
        yield Verb(
            "correct", lambda room: entries.withdraw(room, EntryKind.ADJUSTMENT, 1, "录错了")
        )
        last = tiers[-1]
        yield Verb("reopen", lambda room: steps.reopen_tier(room, PERIOD, last, "漏评一人"))
        yield _close("close again", last)


def _close(name: str, tier: str) -> Verb:
    return Verb(name, partial(steps.close_tier, period=PERIOD, tier=tier, reason="散会"))


def _ballots(database: Path, tier: str, length: Length) -> Iterator[Verb]:
    room = enter_room(database)
    try:
        owed = {rater: [p.code for p in whom] for rater, whom in pairs(room, PERIOD, tier).items()}
    finally:
        room.close()
    for rater in [r for r, whom in owed.items() if whom][: None if length == "whole" else _SHORT]:
        for number, ratee in enumerate(owed[rater][: None if length == "whole" else 2]):
            if number == 1 and rater == "m1":
                yield _keys(tier, rater, ratee, "-")
                continue
            yield _keys(tier, rater, ratee, "5", str(number % 10))
            yield _keys(tier, rater, ratee, "3", str(number % 10))
        yield Verb(f"hand in {tier} {rater}", partial(_hand_in, tier=tier, rater=rater))


def _hand_in(room: Room, tier: str, rater: str) -> None:
    ballot = OpenBallot(room, PERIOD, tier, rater)
    try:
        ballot.hand_in()
    finally:
        ballot.leave()


def _keys(tier: str, rater: str, ratee: str, *keys: str) -> Verb:
    """The keys of one mark in the first open cell of a row, or of an abstention."""

    def act(room: Room) -> None:
        ballot = OpenBallot(room, PERIOD, tier, rater)
        try:
            _press(ballot.sheet, ratee, keys)
        finally:
            ballot.leave()

    return Verb(f"{tier} {rater} {ratee} {''.join(keys)}", act)


def _press(sheet: Sheet, ratee: str, keys: Sequence[str]) -> None:
    [place] = [n for n, row in enumerate(sheet.rows) if row.ratee.code == ratee]
    sheet.go_to(place)
    for key in keys:
        outcome = sheet.key(key)
        assert outcome is not None
        if outcome.refused:
            raise Refusal("not-saved", outcome.says)


def _around() -> Iterator[Verb]:
    yield Verb(
        "adjust", lambda room: entries.enter_adjustment(room, PERIOD, "s1", "research", 2, "简报")
    )
    yield Verb("approve", lambda room: entries.approve(room, 1, "h"))


def _given_back(tier: str) -> Iterator[Verb]:
    """The first ballot is given back, corrected, and handed in again."""
    yield Verb("give back", lambda room: open_ballot.give_back(room, PERIOD, tier, "l1", "漏一人"))
    yield _keys(tier, "l1", "m1", "4", "1")
    yield Verb("hand in again", lambda room: _hand_in(room, tier, "l1"))


def main(arguments: Sequence[str]) -> None:
    """Hold the meeting under the shim."""
    from tests.faults.shim import Shim

    database = Path(arguments[0])
    length: Length = "short" if arguments[1:] == ["short"] else "whole"
    shim = Shim()
    make(database, database.parent.parent)
    shim.remark("made")
    room = enter(database)
    for verb in meeting(database, length):
        verb.act(room)
        shim.remark(verb.name)
    room.close()


if __name__ == "__main__":
    main(sys.argv[1:])
