"""Lets the power fail behind each call that kaohe makes to its disk.

``python -m benchmarks.reliability.powerloss [--subsets N] [--seed N]`` records a meeting held
without a screen, makes of it what may be on the disk at each point, opens that, and prints one
line: how many points and states, how many acknowledged changes were lost or half there. With
``--steps`` it does the same with a backup, an automatic copy, restores and an export, a line each;
``--only STEP`` with one of these alone; ``--every N`` leaves out most of the points between calls
that only write. ``--short`` holds a meeting of one tier. Exit code 1 where anything was wrong.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults import shim
from tests.faults.powerloss import lose_power, record
from tests.faults.powersteps import NAMES, lose


def main() -> int:
    """Let the power fail, and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--subsets", type=int, default=12, help="random states a point (12)")
    arguments.add_argument("--seed", type=int, default=1, help="of the states (1)")
    arguments.add_argument("--steps", action="store_true", help="copies, restores, an export")
    arguments.add_argument("--every", type=int, default=1, help="of the steps' writes (1)")
    arguments.add_argument("--short", action="store_true", help="a meeting of one tier")
    arguments.add_argument("--only", choices=NAMES, help="one of the steps alone")
    given = arguments.parse_args()
    if not shim.IS_POSSIBLE:
        print("needs Linux and a C compiler")
        return 2
    wrong = _steps(given) if given.steps else _meeting(given)
    for each in wrong:
        print(" ".join(each.split()))
    return int(bool(wrong))


def _meeting(given: argparse.Namespace) -> list[str]:
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        trace = record(folder, "short" if given.short else "whole")
        (folder / "states").mkdir()
        report = lose_power(folder / "states", trace, given.subsets, given.seed)
    print(report)
    return report.wrong


def _steps(given: argparse.Namespace) -> list[str]:
    wrong = []
    for step in [given.only] if given.only else NAMES:
        with TemporaryDirectory() as name:
            folder = Path(name).resolve()
            report = lose(folder, step, subsets=given.subsets, seed=given.seed, every=given.every)
        print(f"{step}: {report}", flush=True)
        wrong += report.wrong
    return wrong


if __name__ == "__main__":
    sys.exit(main())
