"""Keying while another program writes the same file: the keys go on, and no mark goes astray.

The lock is the one that shuts readers out too, as an import of a province takes it.
"""

import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.terminal import Terminal
from tests.whole.desk import Desk, to_ballot

from benchmarks.measure import Figure, Sample, milliseconds
from kaohe_tui.services.counting.overview import pairs
from kaohe_tui.services.database import sample
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.ballots import ballots

TIER, RATER, COLUMNS = "middle", "33", 5
QUIET = 0.06
"""Seconds without a byte after which a key is taken as painted; more than a late mark waits."""
PACE = 50
"""Keys a second."""
HELD = 3.0
"""Seconds of the lock that is typed through."""


def run(quick: bool) -> list[Figure]:
    """Measure digits one by one with a free disk and under the lock, then type through one.

    Args:
        quick: a few rows only.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        sample.make_demo(folder / "made.db").close()
        free, locked = _one_by_one(_desk(folder, "one"), 3 if quick else 12)
        wrong, keys = _through(_desk(folder, "paced"), quick)
    later = Sample((locked.p99 - free.p99,), "ms")
    return [
        Figure("a digit while another program writes", locked, "with a free disk", free, 1.5),
        Figure(
            f"its p99 ({locked.p99:.0f} ms) less that with a free disk", later, "limit", goal=50
        ),
        Figure(f"{keys} keys, {PACE} a second, {HELD:.0f} s locked", wrong, "wrong cells", goal=0),
    ]


def _desk(folder: Path, name: str) -> Desk:
    (folder / name).mkdir()
    return Desk(folder / name, Path(shutil.copy(folder / "made.db", folder / name / "year.db")))


@contextmanager
def _locked(desk: Desk) -> Iterator[None]:
    """Another connection has the file to itself."""
    with closing(sqlite3.connect(desk.database, isolation_level=None, timeout=20)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def _marks(rows: int) -> list[int]:
    """Marks of two digits for so many rows; each is finished by its second."""
    return [30 + row % 10 if column == 0 else 10 + row % 5 for row in range(rows) for column in
            range(COLUMNS)]  # fmt: skip


def _one_by_one(desk: Desk, rows: int) -> tuple[Sample, Sample]:
    marks = _marks(2 * rows)
    keys = "".join(map(str, marks))
    with desk.start() as terminal:
        to_ballot(terminal, RATER)
        terminal.settle(0.3)
        free = [_painted(terminal, key) for key in keys[: len(keys) // 2]]
        with _locked(desk):
            locked = [_painted(terminal, key) for key in keys[len(keys) // 2 :]]
        terminal.wait_gone("not on disk yet")
        if wrong := _wrong(desk, marks):
            raise AssertionError(f"{wrong} wrong cells\n{terminal.text()}")
    return milliseconds(free), milliseconds(locked)


def _painted(terminal: Terminal, key: str) -> float:
    """Milliseconds from a key to the last byte of what it painted."""
    terminal.bytes_since()
    before, begun = len(terminal.log), time.perf_counter()
    terminal.send(key)
    last = begun
    while time.perf_counter() - last < QUIET or len(terminal.log) == before:
        seen = len(terminal.log)
        terminal.settle(0.001, timeout=0)
        if len(terminal.log) > seen:
            last = time.perf_counter()
    return (last - begun) * 1000


def _through(desk: Desk, quick: bool) -> tuple[Sample, int]:
    marks = _marks(18 if quick else len(desk.staff()))
    keys = "".join(map(str, marks))
    with desk.start() as terminal:
        to_ballot(terminal, RATER)
        terminal.settle(0.3)
        begun = time.perf_counter()
        with _locked(desk):
            typed = _paced(terminal, keys, begun, HELD)
        _paced(terminal, keys[typed:], time.perf_counter(), None)
        terminal.wait_gone("not on disk yet")
        terminal.settle(0.3)
    return Sample((float(_wrong(desk, marks)),), "cells"), len(keys)


def _paced(terminal: Terminal, keys: str, begun: float, seconds: float | None) -> int:
    """Type at the pace until the keys or the seconds are over; how many keys that were."""
    for number, key in enumerate(keys):
        now = time.perf_counter()
        if seconds is not None and now > begun + seconds:
            return number
        time.sleep(max(begun + number / PACE - now, 0))
        terminal.send(key)
        terminal.bytes_since()
    return len(keys)


def _wrong(desk: Desk, marks: Sequence[int]) -> int:
    """How many cells of the ballot hold anything but what was typed for them."""
    room = enter_room(desk.database, read_only=True)
    try:
        found = _on_disk(room)
    finally:
        room.close()
    wanted = [mark * 10 for mark in marks] + [None] * (len(found) - len(marks))
    return sum(one != other for one, other in zip(found, wanted, strict=True))


def _on_disk(room: Room) -> list[int | None]:
    """The ballot's cells, row by row as on the screen: tenths of a point, None where empty."""
    here = room.period(sample.ANNUAL)
    number = here.tier_number(TIER)
    with room.database.reading() as tx:
        ballot = ballots.head_of(tx, here.opened_id, number, here.ids[RATER])
        marks = ballots.facts(tx, ballot.id).marks if ballot else {}
    ratees = (here.ids[ratee.code] for ratee in pairs(room, sample.ANNUAL, TIER)[RATER])
    return [marks.get(ratee, {}).get(column) for ratee in ratees for column in range(COLUMNS)]
