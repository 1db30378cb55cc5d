"""Several clerks at their own terminals, keying different ballots into one database.

``python -m tests.faults.writing FOLDER PACE SECONDS MARKS RATER ...`` is one of them: it keys the
raters' ballots one after another, hands each in that is whole, and prints what it did as JSON.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from kaohe_tui.services.counting.overview import pairs
from kaohe_tui.services.database.opening import enter_room
from tests.faults import soundness
from tests.faults.killing import COLUMNS, PERIOD, TIER
from tests.terminal import Terminal
from tests.whole.desk import Cells, Desk, begin, choose, hand_in, to_raters

_ROOT = Path(__file__).parents[2]
_PATIENCE = 120
"""Seconds beyond the keying that a clerk's program may take to start and to end."""
_UNSAVED = "not on disk yet"


@dataclass
class Clerk:
    """What one clerk did and saw."""

    typed: dict[str, int] = field(default_factory=dict)
    """Rater -> how many marks of the ballot were keyed, from its first cell on."""
    handed_in: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    """Milliseconds from each key to the first byte that answers it."""
    late: int = 0
    """Keys behind which something was not on disk yet."""


@dataclass
class Report:
    """What came of it."""

    clerks: list[Clerk]
    lost: int
    """Cells that were keyed and are not on disk."""
    wrong: int
    """Cells on disk that were never keyed, or hold something else."""
    doubled: int
    """Ballots on disk beyond one for each that was begun; entries beyond one for each handed in."""
    unsound: tuple[str, ...]

    @property
    def waits(self) -> list[float]:
        """Milliseconds that all keys of all clerks waited, the shortest first."""
        return sorted(wait for clerk in self.clerks for wait in clerk.waits)

    def __str__(self) -> str:
        marks = sum(sum(clerk.typed.values()) for clerk in self.clerks)
        ballots = sum(len(clerk.handed_in) for clerk in self.clerks)
        return (
            f"{len(self.clerks)} writers, {len(self.waits)} keys, {marks} marks, {ballots} ballots "
            f"handed in: {self.lost} cells lost, {self.wrong} wrong, {self.doubled} ballots "
            f"doubled, {len(self.unsound)} findings; {sum(c.late for c in self.clerks)} keys with "
            f"something not on disk yet"
        )


def mark_of(rater: str, place: int) -> int:
    """The mark in a cell, in points: two digits, another one for each rater."""
    row, column = divmod(place, COLUMNS)
    start = int(rater)
    return 30 + (row + start) % 10 if column == 0 else 10 + (row * 3 + column + start) % 5


def write(desk: Desk, writers: int, *, pace: float, seconds: float, marks: int = 0) -> Report:
    """Let clerks key at once, and compare what they keyed with what is on disk.

    Args:
        desk: at the sample bureau, nothing keyed.
        writers: how many clerks; the raters are dealt out among them.
        pace: keys a second of each.
        seconds: how long they key.
        marks: of each clerk's first ballot, only so many, where it is not 0.
    """
    owed = _owed(desk)
    raters = list(owed)
    program = [sys.executable, "-m", "tests.faults.writing", str(desk.folder)]
    clerks = [
        subprocess.Popen(
            [*program, str(pace), str(seconds), str(marks), *raters[number::writers]],
            cwd=_ROOT,
            stdout=subprocess.PIPE,
        )
        for number in range(writers)
    ]
    told = [clerk.communicate(timeout=seconds + _PATIENCE)[0] for clerk in clerks]
    assert not any(clerk.returncode for clerk in clerks)
    return _compared(desk, owed, [Clerk(**json.loads(each)) for each in told])


def _owed(desk: Desk) -> dict[str, list[str]]:
    room = enter_room(desk.database)
    try:
        found = pairs(room, PERIOD, TIER)
    finally:
        room.close()
    return {rater: [person.code for person in people] for rater, people in found.items() if people}


def _compared(desk: Desk, owed: dict[str, list[str]], clerks: list[Clerk]) -> Report:
    wanted: Cells = {}
    for clerk in clerks:
        for rater, count in clerk.typed.items():
            for place in range(count):
                row, column = divmod(place, COLUMNS)
                wanted[rater, owed[rater][row], column] = mark_of(rater, place) * 10
    found, states = desk.marks(TIER), desk.states(TIER)
    begun = sum(bool(count) for clerk in clerks for count in clerk.typed.values())
    handed_in = sorted(rater for clerk in clerks for rater in clerk.handed_in)
    is_in = sorted(rater for rater, state in states.items() if state == "handed_in")
    return Report(
        clerks,
        lost=len(wanted.keys() - found.keys()),
        wrong=sum(wanted.get(cell) != mark for cell, mark in found.items()) + (is_in != handed_in),
        doubled=desk.count("ballot") - begun + desk.count("record WHERE action = 'hand_in'")
        - len(handed_in),
        unsound=soundness.findings(desk.database),
    )  # fmt: skip


class _Desk:
    """One clerk at the keyboard."""

    def __init__(self, terminal: Terminal, pace: float, until: float) -> None:
        self._terminal = terminal
        self._pace = pace
        self._until = until
        self.clerk = Clerk()

    def key(self, rater: str, places: int) -> bool:
        """Key a ballot from its first cell on; whether it was keyed to its end."""
        self.clerk.typed[rater] = 0
        due = perf_counter()
        for place in range(places):
            if perf_counter() > self._until:
                break
            for key in str(mark_of(rater, place)):
                self._press(key)
                due = max(due + 1 / self._pace, perf_counter())
                self._read_until(due)
            self.clerk.typed[rater] += 1
        self._terminal.wait_gone(_UNSAVED)
        return self.clerk.typed[rater] == places

    def _press(self, key: str) -> None:
        terminal = self._terminal
        terminal.bytes_since()
        before, begun = len(terminal.log), perf_counter()
        terminal.send(key)
        while len(terminal.log) == before:
            terminal.settle(5, timeout=0)
        self.clerk.waits.append((perf_counter() - begun) * 1000)

    def _read_until(self, due: float) -> None:
        while (rest := due - perf_counter()) > 0:
            self._terminal.settle(rest, timeout=0)
        self.clerk.late += _UNSAVED in self._terminal.text()


def main(arguments: Sequence[str]) -> None:
    """Be one clerk."""
    folder, pace, seconds, marks, *raters = arguments
    desk = Desk(Path(folder), Path(folder) / "year.db")
    owed = _owed(desk)
    with desk.start() as terminal:
        to_raters(terminal)
        at = _Desk(terminal, float(pace), perf_counter() + float(seconds))
        for rater in raters:
            choose(terminal, rater)
            begin(terminal)
            whole = len(owed[rater]) * COLUMNS
            if not at.key(rater, int(marks) or whole) or int(marks):
                break
            hand_in(terminal)
            at.clerk.handed_in.append(rater)
    json.dump(vars(at.clerk), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
