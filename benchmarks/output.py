"""Bytes that a digit sends to the terminal, with the standings beside the ballot or without."""

from pathlib import Path

from tests.terminal import Terminal

from benchmarks.bureau import at_ballot, bureau, codes, marks_of_row, scratch
from benchmarks.keys import BALLOTS, PEOPLE
from benchmarks.measure import Figure, Sample

SIZES = ((80, 24), (140, 40), (200, 50))
"""In the first one there is no room for standings beside the ballot."""
STILL, MOVED = 200, 1500
"""The most bytes of a digit that leaves the standings as they are, and of one that changes them."""


def run(quick: bool) -> list[Figure]:
    """Count at each size.

    Args:
        quick: a few rows only.
    """
    figures = []
    medians: list[Sample] = []
    with scratch() as folder:
        for number, size in enumerate(SIZES):
            still, moved, turned = _count(folder / str(number), size, 4 if quick else 40)
            told = f"{size[0]}x{size[1]}"
            medians.append(Sample((still.median,), "bytes"))
            for what, sent, goal in (
                ("a digit, standings as they were", still, STILL),
                ("a digit that ends a row, new standings", moved, MOVED),
            ):
                limit = "the limit, for the most"
                figures.append(Figure(f"{what}, {told}", sent, limit, None, goal, of_most=True))
            what = f"one that also turns to the next half page, {told}"
            if turned.values:
                figures.append(Figure(what, turned, "told for comparison"))
    figures.append(
        Figure("a digit's bytes at 200x50", medians[2], "the same at 80x24", medians[0], 1.05)
    )
    return figures


def _count(folder: Path, size: tuple[int, int], rows: int) -> tuple[Sample, Sample, Sample]:
    desk = bureau(folder, PEOPLE, ballots=BALLOTS)
    still: list[float] = []
    moved: list[float] = []
    turned: list[float] = []
    with at_ballot(desk, codes(PEOPLE)[0], size) as terminal:
        for number in range(rows):
            seen = _rows_seen(terminal)
            digits = "".join(map(str, marks_of_row(number)))
            sent = [float(len(terminal.burst(digit, 0.06).data)) for digit in digits]
            still += sent[:-1]
            (moved if _rows_seen(terminal) == seen else turned).append(sent[-1])
    bytes_of = [Sample(tuple(values), "bytes") for values in (still, moved, turned)]
    return bytes_of[0], bytes_of[1], bytes_of[2]


def _rows_seen(terminal: Terminal) -> str:
    """Which rows of the ballot are seen, as ``1-18 / 59`` over the grid; no standings beside it."""
    return terminal.line(2).partition("/")[0]
