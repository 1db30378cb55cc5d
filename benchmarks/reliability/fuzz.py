"""Hostile files of every kind that kaohe reads, for as long as one likes.

``python -m benchmarks.reliability.fuzz [--seconds N] [--seed N] [--kind K ...]`` prints for each
kind how many files were tried, how many were refused in a sentence and taken, the slowest one, and
every other end: an exception, a sentence that a terminal may not get, a refusal that changed the
database. What failed is shrunk, printed and kept in the folder that is named.
"""

import argparse
import hashlib
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from tests.files.fuzzing import EDITS, JUNK, Bureau, Edit, Kind, bureau, edited, edited_inside

from kaohe_tui.store.database import connections

AT_ONCE = 150
"""Files of one kind before the next has its turn."""


@dataclass
class Tally:
    """What came of one kind of file."""

    ends: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    """Seconds of a processor: other programs may have the machine."""
    failures: dict[str, str] = field(default_factory=dict)
    """What went wrong -> where the file is kept."""

    def line(self, name: str) -> str:
        """The kind's line of the table."""
        ends = ", ".join(f"{count} {end}" for end, count in self.ends.most_common())
        return (
            f"{name:17} {self.ends.total():7} files: {ends};"
            f" slowest {self.slowest:.2f} s; {len(self.failures)} failures"
        )


def spent() -> float:
    """Seconds of a processor that this program and those it started took."""
    return sum(os.times()[:4])


def turn(desk: Bureau, kind: Kind, tally: Tally, number: int, keep: Path) -> None:
    """Try some files of one kind."""
    last = b""

    def attempt(data: bytes) -> None:
        nonlocal last
        last = data
        start = spent()
        told = desk.attempt(kind, data)
        tally.slowest = max(tally.slowest, spent() - start)
        tally.ends["taken" if told is None else "refused"] += 1

    @seed(number)
    @settings(
        max_examples=AT_ONCE, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink],
    )  # fmt: skip
    @given(st.one_of(st.tuples(EDITS, st.integers(-100, 200)), st.tuples(JUNK, st.just(0))))
    def tried(given_: tuple[list[Edit] | bytes, int]) -> None:
        change, part = given_
        if isinstance(change, bytes):
            attempt(change)
        elif kind.is_zip and part >= 0:
            attempt(edited_inside(kind.good, part, change))
        else:
            attempt(edited(kind.good, change))

    run: Callable[[], None] = tried
    try:
        run()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
        told = f"{type(error).__name__}: {error}"[:300]
        path = keep / f"{hashlib.sha256(last).hexdigest()[:12]}-{kind.name}"
        path.write_bytes(last)
        if told not in tally.failures:
            print("FAILED", told, path, flush=True)
        tally.failures[told] = str(path)


def main() -> None:
    """Try for so many seconds, and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--kind", action="append", default=[])
    asked = arguments.parse_args()
    keep = Path(tempfile.mkdtemp(prefix="kaohe-fuzz-"))
    # Nothing here cuts the power.
    pragmas = [each for each in connections.PRAGMAS if not each.startswith("synchronous")]
    with (
        patch.object(connections, "PRAGMAS", (*pragmas, "synchronous=OFF")),
        tempfile.TemporaryDirectory() as folder,
        bureau(Path(folder)) as desk,
    ):
        kinds = {
            name: kind for name, kind in desk.kinds().items() if name in (asked.kind or [name])
        }
        tallies = {name: Tally() for name in kinds}
        end, number = time.monotonic() + asked.seconds, asked.seed
        while time.monotonic() < end:
            for name, kind in kinds.items():
                turn(desk, kind, tallies[name], number, keep)
            number += 1
    for name, tally in tallies.items():
        print(tally.line(name))
    print(f"{sum(tally.ends.total() for tally in tallies.values())} files in {asked.seconds} s")
    if not any(tally.failures for tally in tallies.values()):
        keep.rmdir()


if __name__ == "__main__":
    main()
