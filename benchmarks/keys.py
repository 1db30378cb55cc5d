"""A digit in the ballot, from the key to the last byte painted, beside other programs' keys.

All run at the same time in terminals of the same size and are asked by turns.
"""

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from time import perf_counter

from tests.terminal import Terminal

from benchmarks.bureau import MAXIMA, at_ballot, bureau, codes, marks_of_row, scratch
from benchmarks.measure import Figure, Sample, milliseconds
from benchmarks.peers.commit import RawCommits

SIZES = ((80, 24), (200, 50))
PEOPLE = 60
BALLOTS = 30
"""So many ballots are in already: the standings have something to rank."""
_ROOT = Path(__file__).parent.parent
_EDITED = 0.3  # VisiData draws again a while after an edit.


def run(quick: bool) -> list[Figure]:
    """Measure at both sizes.

    Args:
        quick: a few rows only.
    """
    figures = []
    with scratch() as folder:
        for number, size in enumerate(SIZES):
            measured = _measure(folder / str(number), size, 3 if quick else 24)
            figures += _figures(f"{size[0]}x{size[1]}", measured)
    return figures


@dataclass
class _Times:
    """Milliseconds of each kind of key; of kaohe also a row's mean."""

    shows: list[float]
    finishes: list[float]
    ends_row: list[float]
    mean: list[float]
    grid: list[float]
    commit: list[float]
    others: dict[str, list[float]]


def _measure(folder: Path, size: tuple[int, int], rows: int) -> _Times:
    desk = bureau(folder, PEOPLE, ballots=BALLOTS)
    rater = codes(PEOPLE)[0]
    times = _Times([], [], [], [], [], [], {})
    typed: list[tuple[int, ...]] = []
    with ExitStack() as stack:
        raw = RawCommits(folder / "raw.db")
        stack.callback(raw.close)
        grid = stack.enter_context(_peer(["-m", "benchmarks.peers.grid", str(PEOPLE)], size))
        others = _others(stack, folder, size)
        terminal = stack.enter_context(at_ballot(desk, rater, size))
        for number in range(rows):
            typed.append(marks_of_row(number))
            _one_row(terminal, typed[-1], times, lambda: _ms(grid, "7"), raw)
            for name, key in others.items():
                times.others.setdefault(name, []).append(key())
    _prove(desk.marks(), rater, typed)
    return times


def _one_row(
    terminal: Terminal,
    marks: tuple[int, ...],
    times: _Times,
    grid: Callable[[], float],
    raw: RawCommits,
) -> None:
    """Key a row of marks of two digits; after each digit the grid and the disk have a turn."""
    taken = []
    for column, mark in enumerate(marks):
        for place, digit in enumerate(str(mark)):
            taken.append(_ms(terminal, digit))
            kind = times.finishes if place else times.shows
            (times.ends_row if place and column == len(marks) - 1 else kind).append(taken[-1])
            times.grid.append(grid())
            begun = perf_counter()
            raw.commit()
            times.commit.append((perf_counter() - begun) * 1000)
    times.mean.append(sum(taken) / len(taken))


def _ms(terminal: Terminal, keys: str, quiet: float = 0.025) -> float:
    return terminal.burst(keys, quiet).seconds * 1000


def _prove(marks: dict[tuple[str, str, int], int], rater: str, rows: list[tuple[int, ...]]) -> None:
    """Every digit that was timed is in the database file."""
    ratees = [code for code in codes(PEOPLE) if code != rater]
    for ratee, row in zip(ratees, rows, strict=False):
        for column, mark in enumerate(row):
            found = marks.get((rater, ratee, column))
            if found != mark * 10:
                raise RuntimeError(f"{ratee}, {column}: {mark} was keyed, {found} is on disk")


def _peer(arguments: list[str], size: tuple[int, int]) -> Terminal:
    """A Python program that is ready for keys."""
    return _ready(Terminal([sys.executable, *arguments], columns=size[0], lines=size[1], cwd=_ROOT))


def _ready(terminal: Terminal) -> Terminal:
    terminal.wait_for(lambda shown: bool(shown.text().strip()))
    terminal.settle(0.5)
    return terminal


def _others(
    stack: ExitStack, folder: Path, size: tuple[int, int]
) -> dict[str, Callable[[], float]]:
    """Name -> one keystroke; only of what is installed."""
    table = stack.enter_context(_peer(["-m", "benchmarks.peers.table"], size))
    entry = stack.enter_context(_peer(["-m", "benchmarks.peers.entry"], size))
    found = {
        "update_cell": lambda: _ms(table, "7", 0.1),
        "Input": lambda: _ms(entry, "7"),
    }
    if vim := which("vim"):
        line = [vim, "-u", "NONE", "-i", "NONE", "-N", "-n"]
        editor = stack.enter_context(
            _ready(Terminal(line, columns=size[0], lines=size[1], cwd=folder))
        )
        editor.send("i")
        editor.settle(0.3)
        found["vim"] = lambda: _ms(editor, "7")
    if find_spec("visidata"):
        sheet = stack.enter_context(_visidata(folder, size))
        found["VisiData, digit"] = lambda: _edit(sheet)
        found["VisiData, Enter"] = lambda: _ms(sheet, "\r", _EDITED)
    return found


def _visidata(folder: Path, size: tuple[int, int]) -> Terminal:
    lines = [",".join(f"i{number}" for number in range(len(MAXIMA)))]
    lines += [",".join(map(str, MAXIMA))] * PEOPLE
    path = folder / "sheet.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    program = [sys.executable, "-m", "visidata", "--config", os.devnull, str(path)]
    home = {"HOME": str(folder)}
    return _ready(Terminal(program, columns=size[0], lines=size[1], env=home, cwd=folder))


def _edit(sheet: Terminal) -> float:
    """Open the cell's editor, untimed, and type a digit."""
    sheet.send("e")
    sheet.settle(_EDITED)
    return _ms(sheet, "7")


def _figures(size: str, times: _Times) -> list[Figure]:
    mean, finishes = milliseconds(times.mean), milliseconds(times.finishes)
    ends = milliseconds(times.ends_row)
    least = milliseconds(times.grid) + milliseconds(times.commit)
    floor = "bare grid's key + raw durable commit"

    def row(what: str, ours: Sample, beside: str, peer: Sample, goal: float | None) -> Figure:
        return Figure(f"{what}, {size}", ours, beside, peer, goal)

    figures = [
        row("a row's digits, mean", mean, floor, least, 1.3),
        row("a digit that only shows", milliseconds(times.shows), floor, least, 1.3),
        row("a digit that finishes a mark, durable", finishes, floor, least, 1.3),
        row("a digit that ends a row, ranked again", ends, floor, least, None),
        row("a digit that only shows", milliseconds(times.shows), "bare grid's key alone",
            milliseconds(times.grid), None),
    ]  # fmt: skip
    for name, goal in (("update_cell", 1 / 12), ("Input", None), ("vim", None)):
        figures.append(_beside(size, mean, name, times.others.get(name), goal))
    digit, enter = times.others.get("VisiData, digit"), times.others.get("VisiData, Enter")
    both = [a + b for a, b in zip(digit, enter, strict=True)] if digit and enter else None
    figures.append(_beside(size, mean, "VisiData, a digit in the cell's editor", digit, 1))
    figures.append(_beside(size, finishes, "VisiData, that digit and Enter", both, 1))
    return figures


def _beside(
    size: str, ours: Sample, name: str, taken: list[float] | None, goal: float | None
) -> Figure:
    what = f"a row's digits, mean, {size}" if "Enter" not in name else f"a mark's last, {size}"
    if not taken:
        return Figure(what, ours, name, note=f"{name.split(',')[0]} is not installed here")
    return Figure(what, ours, name, milliseconds(taken), goal)
