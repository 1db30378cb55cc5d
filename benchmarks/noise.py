"""A line gone mad: a megabyte of random bytes as if typed, and the memory that they take."""

import re
from pathlib import Path
from random import Random

from tests.whole.desk import to_ballot

from benchmarks.bureau import PERIOD, sample_bureau, scratch
from benchmarks.measure import Figure, Sample

MEGABYTE = 1 << 20
LIMIT = 300
"""MiB that the program may hold at its peak."""


def run(quick: bool) -> list[Figure]:
    """Send noise to an open ballot of the sample bureau until the program has read all of it.

    Args:
        quick: a quarter of it.
    """
    size = MEGABYTE // 4 if quick else MEGABYTE
    with scratch() as folder:
        desk = sample_bureau(folder / "noise", PERIOD)
        with desk.start() as terminal:
            to_ballot(terminal, desk.staff()[0])
            # Without Q, which quits once Escape has led to the first screen.
            terminal.send(Random(2026).randbytes(size).translate(None, b"qQ"))
            peak = peak_of(terminal.pid)
    return [Figure(f"{size >> 10} KiB of noise", Sample((peak,), "MiB"), "limit", goal=LIMIT)]


def peak_of(pid: int) -> float:
    """The most memory that a process held so far, in MiB; Linux alone tells it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("ascii"))
    assert found is not None
    return int(found[1]) / 1024
