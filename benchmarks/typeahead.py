"""Typing faster than the screen is drawn: every mark must end in its own cell."""

import time
from collections.abc import Callable
from pathlib import Path

from tests.terminal import Terminal
from tests.whole.desk import Desk, wait_until

from benchmarks.bureau import MAXIMA, at_ballot, bureau, codes, marks_of_row, scratch
from benchmarks.keys import BALLOTS, PEOPLE
from benchmarks.measure import Figure, Sample

PACE = 50
"""Keys a second."""


def run(quick: bool) -> list[Figure]:
    """Type at that pace, then everything in one write.

    Args:
        quick: fewer keys.
    """
    rows = 10 if quick else 40
    keys = rows * len(MAXIMA) * 2
    with scratch() as folder:
        paced = _wrong(folder / "paced", rows, _type_paced)
        burst = _wrong(folder / "burst", rows, _type_at_once)
    return [
        Figure(f"{keys} keys, {PACE} a second", paced, "wrong cells", None, 0, of_most=True),
        Figure(f"{keys} keys in one write", burst, "wrong cells", None, 0, of_most=True),
    ]


def _type_paced(terminal: Terminal, keys: str) -> None:
    begun = time.perf_counter()
    for number, key in enumerate(keys):
        terminal.send(key)
        terminal.settle(0)
        time.sleep(max(begun + (number + 1) / PACE - time.perf_counter(), 0))


def _type_at_once(terminal: Terminal, keys: str) -> None:
    terminal.send(keys)


def _wrong(folder: Path, rows: int, type_keys: Callable[[Terminal, str], None]) -> Sample:
    """How many cells hold anything but what was typed for them."""
    desk = bureau(folder, PEOPLE, ballots=BALLOTS)
    rater = codes(PEOPLE)[0]
    marks = [marks_of_row(number) for number in range(rows)]
    ratees = [code for code in codes(PEOPLE) if code != rater]
    wanted = {
        (rater, ratee, column): mark * 10
        for ratee, row in zip(ratees, marks, strict=False)
        for column, mark in enumerate(row)
    }
    with at_ballot(desk, rater, (140, 40)) as terminal:
        type_keys(terminal, "".join(str(mark) for row in marks for mark in row))
        _wait_for_the_last(terminal, desk, rater, len(wanted))
    found = _of(desk, rater)
    wrong = sum(found.get(cell) != wanted.get(cell) for cell in found.keys() | wanted.keys())
    return Sample((float(wrong),), "cells")


def _wait_for_the_last(terminal: Terminal, desk: Desk, rater: str, count: int) -> None:
    try:
        wait_until(terminal, lambda: len(_of(desk, rater)) >= count, 30)
    except AssertionError:
        # Some are missing: the comparison tells.
        return


def _of(desk: Desk, rater: str) -> dict[tuple[str, str, int], int]:
    return {cell: value for cell, value in desk.marks().items() if cell[0] == rater}
