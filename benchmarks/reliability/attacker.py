"""Tries to find out who gave which marks in secret tiers, from the raw bytes of the files.

``python -m benchmarks.reliability.attacker --meetings 200`` plays meetings of a secret tier with
random ballots through the meeting's own verbs, and lets an attacker who has the files, and knows
who handed in when and who left with which receipt, match the ratings of each person to the raters.
What he gets right is set beside what guessing gets right; the same is done with three kaohes that
are weaker on purpose, so that it is known to find something where there is something to be found.
"""

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from benchmarks.reliability.guessing import ORDERS, SHUFFLES, Seen, by_chance, matches, remnants
from benchmarks.reliability.weaker import KINDS
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.database import copies as keeping
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.database import connections
from kaohe_tui.store.record import records

SCHEME = """name = "r"
year = 2026
[scoring]
method = "tiers"
step = "1"
[[indicators]]
key = "work"
name = "work"
points = 60
[[indicators]]
key = "rest"
name = "rest"
points = 40
[[tiers]]
key = "peer"
name = "peer"
raters = ["staff"]
ratees = ["staff"]
scope = "all"
weight = 100
secret = true
[[periods]]
key = "q1"
name = "q1"
weight = 100
"""
RATERS = 9
LEAST = 0.0005
"""A strategy that guessing would equal less often than this has found something."""

# -- the meetings --------------------------------------------------------------------------------


@dataclass
class Tried:
    """What came of all meetings of one kind."""

    right: dict[str, int] = field(default_factory=dict)
    """Strategy -> how many it has right."""
    guesses: list[int] = field(default_factory=lambda: [0] * SHUFFLES)
    """How many each guesser has right."""
    ratings: int = 0
    remnants: int = 0
    told: int = 0
    """Entries of the record that name who handed in, or carry a digest of it."""
    copies: int = 0
    """Copies that could be made between two ballots."""

    def p_value(self, name: str) -> float:
        """How often guessing does at least as well."""
        right = self.right[name]
        return (1 + sum(each >= right for each in self.guesses)) / (1 + len(self.guesses))

    @property
    def finds(self) -> list[str]:
        """The strategies that found something."""
        return [name for name in self.right if self.p_value(name) <= LEAST]


def template(folder: Path) -> Path:
    """A database with the tier open and nothing handed in."""
    (folder / "scheme.toml").write_text(SCHEME, encoding="utf-8")
    lines = [f"s{n},name{n},,staff," for n in range(RATERS)]
    roster = "\n".join(["code,name,section,role,supervisors", *lines])
    (folder / "roster.csv").write_text(roster, encoding="utf-8")
    path = folder / "template.db"
    room = Room(new_year(path, folder / "scheme.toml", folder / "roster.csv").database)
    steps.open_tier(room, "q1", "peer")
    room.close()
    return path


def play(source: Path, chance: random.Random, opened: Tried, closed: Tried) -> None:
    """One meeting; the attacker looks once in the middle, and once when the tier is closed."""
    path = source.with_name("meeting.db")
    shutil.copyfile(source, path)
    room = enter_room(path)
    try:
        here = room.period("q1")
        order = list(here.roster.people)
        chance.shuffle(order)
        seen_at = chance.randrange(2, len(order))
        truth: dict[tuple[int, int], tuple[int, ...]] = {}
        receipts: dict[int, str] = {}
        for count, rater in enumerate(order, 1):
            number = here.ids[rater.code]
            receipts[number] = _key(room, rater, truth, chance)
            if count == seen_at:
                _begin(room, order[count].code if count < len(order) else "")
                opened.copies += _copies(path)
                _look(room, order[:count], receipts, truth, chance, opened)
        steps.close_tier(room, "q1", "peer")
        _look(room, order, receipts, truth, chance, closed)
    finally:
        room.close()
        path.unlink()


def _key(
    room: Room,
    rater: Person,
    truth: dict[tuple[int, int], tuple[int, ...]],
    chance: random.Random,
) -> str:
    here = room.period("q1")
    ballot = OpenBallot(room, "q1", "peer", rater.code)
    for row in ballot.sheet.rows:
        marks = (chance.randrange(61) * 10, chance.randrange(41) * 10)
        truth[here.ids[rater.code], here.ids[row.ratee.code]] = marks
        for indicator, mark in enumerate(marks):
            ballot.mark(row.ratee.code, indicator, mark)
    ballot.sheet = OpenBallot(room, "q1", "peer", rater.code).sheet
    ballot.hand_in()
    return ballot.receipt


def _begin(room: Room, rater: str) -> None:
    """Let the next one be in the middle of a ballot, as it is as a rule."""
    if rater:
        ballot = OpenBallot(room, "q1", "peer", rater)
        ballot.mark(ballot.sheet.rows[0].ratee.code, 0, 10)


def _copies(path: Path) -> int:
    target = path.with_name("copy.db")
    try:
        keeping.backup(path, target)
    except Refusal:
        return 0
    target.unlink()
    return 1


def _look(
    room: Room,
    order: Sequence[Person],
    receipts: dict[int, str],
    truth: dict[tuple[int, int], tuple[int, ...]],
    chance: random.Random,
    tried: Tried,
) -> None:
    here, path = room.period("q1"), room.database.path
    with room.database.reading() as tx:
        rows = tx.exec_driver_sql("SELECT id, rater_id, nonce FROM ballot").all()
        entries = records.entries(tx)
    journal = path.with_name(f"{path.name}-journal")
    seen = Seen(
        # Nobody else has the file open: that reading it drops SQLite's locks does no harm here.
        path.read_bytes(),
        [here.ids[person.code] for person in order],
        receipts,
        {row[0]: row[1] for row in rows if row[1] is not None},
        {row[0]: row[2] for row in rows if row[1] is None},
        truth,
    )
    tried.ratings += len(seen.rows)
    tried.remnants += remnants(seen, journal.read_bytes() if journal.exists() else b"")
    codes = {person.code for person in order}
    hand_ins = [entry for entry in entries if entry.action == "hand_in"]
    tried.told += sum(bool(e.subject in codes or e.old or e.new) for e in hand_ins)
    found = matches(seen, ORDERS)
    for name, ratees in found.items():
        tried.right[name] = tried.right.get(name, 0) + sum(right for right, _kinds in ratees)
    guesses = by_chance(chance, found)
    tried.guesses = [one + other for one, other in zip(tried.guesses, guesses, strict=True)]


def attack(kind: str, meetings: int, seed: int) -> tuple[Tried, Tried]:
    """Play and attack that many meetings; what was found while the tier was open, and after."""
    chance = random.Random(seed)
    opened, closed = Tried(), Tried()
    pragmas = [each for each in connections.PRAGMAS if not each.startswith("synchronous")]
    quick = mock.patch.object(connections, "PRAGMAS", (*pragmas, "synchronous=OFF"))
    with tempfile.TemporaryDirectory() as folder, quick, KINDS[kind]():
        source = template(Path(folder))
        for _meeting in range(meetings):
            play(source, chance, opened, closed)
    return opened, closed


def report(kind: str, stage: str, tried: Tried) -> Iterator[str]:
    """What came of it, as lines."""
    yield f"{kind}, {stage}: {tried.ratings} ratings"
    mean = sum(tried.guesses) / len(tried.guesses)
    for name, right in tried.right.items():
        yield f"  {name:36} {right:6} right, by chance {mean:8.1f}, p = {tried.p_value(name):.3f}"
    yield f"  remnants with a rater's number: {tried.remnants}; entries that tell: {tried.told}"
    if stage == "open":
        yield f"  copies between two ballots: {tried.copies}"


def main() -> int:
    """Run all kinds; 1 where kaohe tells something, or the attacker is too weak to find it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--meetings", type=int, default=100)
    parser.add_argument("--weaker", type=int, default=20, help="meetings of each weaker kaohe (20)")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    good = True
    for kind in KINDS:
        both = attack(kind, given.meetings if kind == "kaohe" else given.weaker, given.seed)
        for stage, tried in zip(("open", "closed"), both, strict=True):
            print("\n".join(report(kind, stage, tried)), flush=True)
        found = any(tried.finds for tried in both)
        leaks = any(tried.remnants or tried.told or tried.copies for tried in both)
        good = good and (not (found or leaks) if kind == "kaohe" else found)
    print("nothing found" if good else "SOMETHING IS WRONG")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
