"""Lets the power fail behind each call that a whole meeting makes to its disk.

``python -m benchmarks.reliability.powerloss [--subsets N] [--seed N]`` records a meeting held
without a screen, makes of it what may be on the disk at each point, opens that, and prints one
line: how many points and states, how many acknowledged changes were lost or half there. Exit code
1 where there were any.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults import shim
from tests.faults.powerloss import lose_power, record


def main() -> int:
    """Hold the meeting, let the power fail, and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--subsets", type=int, default=12, help="random states a point (12)")
    arguments.add_argument("--seed", type=int, default=1, help="of the states (1)")
    given = arguments.parse_args()
    if not shim.IS_POSSIBLE:
        print("needs Linux and a C compiler")
        return 2
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        trace = record(folder, "whole")
        (folder / "states").mkdir()
        report = lose_power(folder / "states", trace, given.subsets, given.seed)
    print(report)
    for each in report.wrong:
        print(each)
    return int(bool(report.wrong))


if __name__ == "__main__":
    sys.exit(main())
