"""What is kept and read: a durable mark, a million ratings taken and opened, their room on disk."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Figure, Sample, by_turns, milliseconds
from benchmarks.provinces import FIVE, PERIOD, TIER, Size, opened
from benchmarks.start import memory_of, painted, plain_environment
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.store.database.connections import PRAGMAS

PROVINCE = Size(3010, 301)
"""3,010 people, 300 raters each: 903,000 ratings of five marks."""
TENTH = Size(301, 301)
"""The same for one section, where it must go fast."""
_AGGREGATE = """
SELECT count(*), sum(total) FROM (
  SELECT ratee_id, tier_no, sum(x) AS total, count(x), min(x), max(x) FROM (
    SELECT ratee_id, ballot_id, mark_0 + mark_1 + mark_2 + mark_3 + mark_4 AS x FROM rating)
  JOIN ballot ON ballot.id = ballot_id WHERE state = 'handed_in' GROUP BY ratee_id, tier_no)
"""
"""What standings with one extreme trimmed need of a period: sum, count and extremes of each person
in each tier, struck-out ballots left out."""


def run(quick: bool) -> list[Figure]:
    """Measure it all.

    Args:
        quick: a tenth of the people, fewer rounds.
    """
    size = TENTH if quick else PROVINCE
    with TemporaryDirectory() as name:
        folder = Path(name)
        figures = _durable_mark(folder, 200 if quick else 1000)
        figures += _import(size, folder, 1 if quick else 3)
        return figures + _opening(folder / "taken" / "kaohe.db", size, 3 if quick else 7)


def _durable_mark(folder: Path, rounds: int) -> list[Figure]:
    """One accepted key: the whole verb with its checks, beside one INSERT and COMMIT."""
    place = folder / "mark"
    place.mkdir()
    room, _file = opened(Size(301, 301, reveal="row"), place)
    ballot = OpenBallot(room, PERIOD, TIER, "P0001")
    ratees = [row.ratee.code for row in ballot.sheet.rows if row.takes_marks]
    turn, again = count(), count()

    def put(number: int, value: int) -> None:
        ballot.mark(ratees[number // len(FIVE)], number % len(FIVE), value)

    def ours() -> None:
        number = next(turn)
        put(number, number % 150)

    def corrected() -> None:
        number = next(again)
        put(number, number % 150 + 1)

    raw = _raw(place)
    raw_turn = count()

    def peer() -> None:
        number = next(raw_turn)
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO mark VALUES (?, 1, 0, ?)", (number, number % 150))
        raw.execute("COMMIT")

    for _ in range(20):
        ours()
        peer()
    mine, its = by_turns(rounds, ours, peer)
    changed, other = by_turns(rounds, corrected, peer)
    room.close()
    raw.close()
    beside = "raw sqlite3: INSERT, COMMIT"
    return [
        Figure("one durable mark", mine, beside, its, 1.5),
        Figure("one mark corrected, with its entry in the record", changed, beside, other),
    ]


def _raw(folder: Path) -> sqlite3.Connection:
    """A database of one table, with kaohe's pragmas, on the same file system."""
    raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
    for pragma in PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")
    raw.execute(
        "CREATE TABLE mark (ratee INTEGER NOT NULL, rater INTEGER NOT NULL, indicator INTEGER"
        " NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (ratee, rater, indicator))"
        " STRICT, WITHOUT ROWID"
    )
    return raw


def _import(size: Size, folder: Path, rounds: int) -> list[Figure]:
    """A file of all ballots, beside sqlite3's own import of the same file into one plain table."""
    taken = folder / "taken"
    taken.mkdir()
    room, ballots = opened(size, taken)
    room.close()
    empty = shutil.copy(taken / "kaohe.db", folder / "empty.db")
    memory: list[float] = []

    def ours() -> None:
        shutil.copy(empty, taken / "kaohe.db")
        arguments = ["--db", str(taken / "kaohe.db"), "import", str(ballots), "--period", PERIOD]
        memory.append(_peak(_program(*arguments)))

    def peer() -> None:
        (folder / "raw.db").unlink(missing_ok=True)
        subprocess.run(
            ["sqlite3", str(folder / "raw.db"), ".mode csv", f".import {ballots} t"], check=True
        )

    mine, its = by_turns(rounds, ours, peer)
    room = enter_room(taken / "kaohe.db")
    room.close()
    bytes_a_mark = (taken / "kaohe.db").stat().st_size / size.marks
    what = f"{size.marks:,} marks"
    return [
        Figure(f"importing {what}", mine, "sqlite3 .import of the same CSV", its, 4),
        Figure(f"memory while importing {what}", Sample(tuple(memory), "MB"), "limit", None, 300),
        Figure(
            f"the database, {what}, all told",
            Sample((bytes_a_mark,), "bytes a mark"),
            "limit",
            None,
            24,
        ),
    ]


def _program(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "kaohe_tui", "--lang", "en", *arguments]


def _peak(command: list[str]) -> float:
    """Run a command to its end; returns the most memory it took, in MB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{command} ended with {status}")
    return usage.ru_maxrss / 1024


def _opening(database: Path, size: Size, rounds: int) -> list[Figure]:
    """From the start to the standings on the screen, beside one aggregate over the same file."""
    told = _best_total(database)
    command = _program("--db", str(database))
    environment = plain_environment(database.parent)

    def ours() -> None:
        taken.append(painted(command, [told], environment)[0])

    def peer() -> None:
        done = subprocess.run(
            ["sqlite3", str(database), _AGGREGATE], check=True, capture_output=True, text=True
        )
        if not done.stdout.startswith(f"{size.people}|"):
            raise RuntimeError(done.stdout)

    taken: list[float] = []
    ours()
    peer()
    taken.clear()
    _mine, its = by_turns(rounds, ours, peer)
    what = f"opening {size.people:,} people, {size.ratings:,} ratings"
    return [
        Figure(
            f"{what}, to standings on screen", milliseconds(taken), "one SQL aggregate", its, 1.5
        ),
        Figure(
            f"{what}, memory",
            Sample((memory_of(command, told, environment),), "MB"),
            "limit",
            None,
            300,
        ),
    ]


def _best_total(database: Path) -> str:
    """The total that stands first in the standings."""
    done = subprocess.run(
        _program("--db", str(database), "standings", "--json"),
        check=True,
        capture_output=True,
        text=True,
    )
    return str(json.loads(done.stdout)["standings"][0]["total"])
