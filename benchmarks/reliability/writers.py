"""Several clerks at their own terminals key different ballots into one database.

``python -m benchmarks.reliability.writers [--writers N] [--minutes N] [--pace N]`` prints one line
of what was lost or doubled, and one of how long a key waited, beside one clerk alone. Exit code 1
where anything was lost, wrong or doubled.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.faults.killing import bureau
from tests.faults.writing import Report, write

_ALONE = 60.0
"""The most seconds that one clerk keys alone."""


def writing(writers: int, pace: float, seconds: float) -> Report:
    """So many clerks at once on a database of their own.

    Args:
        writers: how many.
        pace: keys a second of each.
        seconds: how long.
    """
    # On the disk that the project lies on, and not in memory.
    with TemporaryDirectory(prefix=".writers-", dir=Path.cwd()) as folder:
        return write(bureau(Path(folder).resolve()), writers, pace=pace, seconds=seconds)


def _waits(ordered: Sequence[float]) -> tuple[float, float, float]:
    return median(ordered), ordered[len(ordered) * 99 // 100], ordered[-1]


def main() -> int:
    """Key, and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--writers", type=int, default=8, help="clerks at once (8)")
    arguments.add_argument("--minutes", type=float, default=3, help="of keying (3)")
    arguments.add_argument("--pace", type=float, default=6, help="keys a second of each (6)")
    given = arguments.parse_args()
    seconds = given.minutes * 60
    alone = writing(1, given.pace, min(seconds, _ALONE))
    report = writing(given.writers, given.pace, seconds)
    print(report)
    ours, one = _waits(report.waits), _waits(alone.waits)
    names = ("median", "p99", "most")
    print(
        "; ".join(
            f"{name} wait for a key {each:.1f} ms, alone {other:.1f} ms ({each / other:.1f} times)"
            for name, each, other in zip(names, ours, one, strict=True)
        )
    )
    return int(bool(report.lost or report.wrong or report.doubled or report.unsound))


if __name__ == "__main__":
    sys.exit(main())
