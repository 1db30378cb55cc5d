"""python -m benchmarks [NAME ...] [--quick]

Runs all benchmarks, or those named, and prints what they found. A whole run without --quick
writes the table into docs/performance.md.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from benchmarks import report
from benchmarks.measure import Figure

MODULES = (
    "keys",
    "output",
    "ballots",
    "typeahead",
    "noise",
    "paging",
    "scrolling",
    "slow",
    "locked",
    "start",
    "store",
    "standings",
    "calc",
)
"""Each a module of this package with ``run(quick: bool) -> list[Figure]``; in the table's order."""


def main(arguments: Sequence[str]) -> int:
    """Run what is named.

    Returns:
        The exit code: 2 for a name that there is not, 1 where a goal was missed.
    """
    quick = "--quick" in arguments
    names = [name for name in arguments if name != "--quick"]
    if unknown := [name for name in names if name not in MODULES]:
        print(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(MODULES)}.")
        return 2
    found: list[Figure] = []
    for name in names or MODULES:
        if find_spec(f"benchmarks.{name}") is None:
            print(f"{name}: not in this copy")
            continue
        print(f"{name} ...", file=sys.stderr, flush=True)
        figures: list[Figure] = import_module(f"benchmarks.{name}").run(quick)
        print(report.table(figures), flush=True)
        found += figures
    if not names and not quick:
        report.write(found)
    return int(any(figure.is_met is False for figure in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
