"""Kills kaohe hard while it makes, moves or rewrites a whole file, again and again.

``python -m benchmarks.reliability.killsteps [--count N] [--jobs N] [--seed N] [--only KINDS]``
tries the VACUUM after a secret ballot, automatic copies, ``kaohe backup``, ``kaohe restore`` into a
sound database and over a damaged or missing one, ``kaohe export``, and the leading on of a database
of each former version. It prints a line of figures for each kind, then a line for each thing that
the next start did not find as it has to be. Exit code 1 where there was any.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.killsteps import KINDS, Report, kill


def _share(count: int, seed: int, kinds: tuple[str, ...]) -> Report:
    # On the disk that the project lies on, and not in memory.
    with TemporaryDirectory(prefix=".kills-", dir=Path.cwd()) as folder:
        return kill(Path(folder).resolve(), count, seed, kinds)


def main() -> int:
    """Kill it, and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=700, help="kills (700)")
    arguments.add_argument("--jobs", type=int, default=2, help="processes at once (2)")
    arguments.add_argument("--seed", type=int, default=1, help="of the moments (1)")
    arguments.add_argument("--only", default=",".join(KINDS), help="kinds, with commas")
    given = arguments.parse_args()
    kinds = tuple(given.only.split(","))
    if unknown := set(kinds) - set(KINDS):
        arguments.error(f"unknown: {', '.join(unknown)}")
    shares = [(given.count + job) // given.jobs for job in range(given.jobs)]
    seeds = range(given.seed, given.seed + given.jobs)
    report = Report()
    with ProcessPoolExecutor(given.jobs) as pool:
        for each in pool.map(_share, shares, seeds, [kinds] * given.jobs):
            report.add(each)
    for kind, figures in report.kinds.items():
        print(f"{kind}: {figures}")
    for wrong in report.wrong:
        print(" ".join(wrong.split()))
    return int(bool(report.wrong))


if __name__ == "__main__":
    sys.exit(main())
