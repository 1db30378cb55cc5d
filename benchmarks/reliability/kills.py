"""Kills kaohe hard while a ballot is keyed, again and again, through a pseudo-terminal.

``python -m benchmarks.reliability.kills [--count N] [--jobs N] [--seed N]`` prints one line: how
often it was killed and in what, how many marks had been shown as saved by then, how many of them
were lost, how many databases were not sound. Exit code 1 where anything was.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import reduce
from operator import add
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.killing import Killing, Report, bureau

_TELL_EVERY = 25
"""Kills of a clerk after which the figures so far are told on standard error."""


def kills(count: int, seed: int) -> Report:
    """So many kills of one clerk's program, on one database.

    Args:
        count: how many.
        seed: of the moments.
    """
    # On the disk that the project lies on, and not in memory.
    with TemporaryDirectory(prefix=".kills-", dir=Path.cwd()) as folder:
        killing = Killing(bureau(Path(folder).resolve()), seed)
        for so_far in range(_TELL_EVERY, count, _TELL_EVERY):
            print(f"seed {seed}:", killing.run(so_far), file=sys.stderr, flush=True)
        return killing.run(count)


def main() -> int:
    """Kill it, and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=1000, help="kills (1000)")
    arguments.add_argument("--jobs", type=int, default=2, help="clerks at once (2)")
    arguments.add_argument("--seed", type=int, default=1, help="of the moments (1)")
    given = arguments.parse_args()
    shares = [(given.count + job) // given.jobs for job in range(given.jobs)]
    with ProcessPoolExecutor(given.jobs) as pool:
        reports = pool.map(kills, shares, range(given.seed, given.seed + given.jobs))
        report = reduce(add, reports)
    print(report)
    wrong = report.lost + report.unsound + report.disorder + report.stuck
    for each in wrong:
        print(each)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
