"""Lets the disk fill up, and fail, at each call that a whole meeting makes to it.

``python -m benchmarks.reliability.diskfaults [--every N] [--short]`` does each verb of a meeting
again and again, another call failing each time, and prints one line: how many runs were done all
the same, how many refused in a sentence, how many went wrong. Exit code 1 where any did.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults import shim


def main() -> int:
    """Hold the meeting, and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--every", type=int, default=1, help="only every N-th call (1)")
    arguments.add_argument("--short", action="store_true", help="one tier, each kind of verb once")
    given = arguments.parse_args()
    if not shim.IS_POSSIBLE:
        print("needs Linux and a C compiler")
        return 2
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        (folder / "disk").mkdir()
        told = shim.run(
            "tests.faults.failing",
            [str(folder / "disk"), "short" if given.short else "whole", str(given.every)],
            shim.environment(folder, folder / "disk"),
        )
    print(told, end="")
    return int(len(told.splitlines()) > 1)


if __name__ == "__main__":
    sys.exit(main())
