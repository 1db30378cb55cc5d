"""Changes two finished years behind kaohe's back, row by row and byte by byte.

``python -m benchmarks.reliability.tamper [--bytes N] [--seed N] [--later N] [--every N] [--alone]``
prints what share was found by ``kaohe verify``, what share SQLite refused, and for what was neither
why it changes nothing of meaning: all that the file says, as SQL, is the same. After a change of a
row that was found, somebody goes on working with the file: one to three steps that write the same
table, after which it still has to be found; of a table with many rows, after every N-th such
change. With ``--alone``, ``scripts/verify_alone.py`` is asked too, and it counts where they differ.
Exit code 1 where a change was not found, or washed clean, or the two did not agree.
"""

import argparse
import random
import shutil
import sys
from collections import Counter
from itertools import islice
from pathlib import Path

from tests.alone import differing
from tests.services.every_table import every_table
from tests.services.tampering import Change, changes, dump, findings, finished, force
from tests.trust.cheap import cheap, memory
from tests.trust.runs import same_again

_FOUND, _WASHED = "found after later steps", "WASHED CLEAN by later steps"
_DISAGREED = "DISAGREED"
_FEW = 40
"""After so many changes of one table steps are taken each time."""


def rows(year: Path, copy: Path, given: argparse.Namespace) -> Counter[str]:
    """Every change of a row, or one of so many: how it ended -> how often.

    Args:
        year: what is changed.
        copy: where each change is made.
        given: what was asked for, see ``main``.
    """
    ends: Counter[str] = Counter()
    of_table: Counter[str] = Counter()
    some = random.Random(given.seed)
    for change in islice(changes(year), 0, None, given.every):
        shutil.copyfile(year, copy)
        if not force(copy, change):
            ends["refused by SQLite"] += 1
            continue
        if given.alone and (told := differing(copy)):
            ends[_DISAGREED] += 1
            print(_DISAGREED, change, told)
        if not findings(copy):
            ends["NOT FOUND"] += 1
            print("NOT FOUND", change)
        else:
            ends["found"] += 1
            of_table[change.table] += 1
            number = of_table[change.table]
            if given.later and (number <= _FEW or not number % given.later):
                ends[_goes_on(copy, change, some)] += 1
    return ends


def _goes_on(copy: Path, change: Change, some: random.Random) -> str:
    """Take steps that write the table: whether the change is found after them."""
    said = same_again(copy, some, change.table, some.randrange(1, 4))
    if findings(copy):
        return _FOUND
    print("WASHED CLEAN", change, "by:", *said, sep="\n  ")
    return _WASHED


def flipped(year: Path, copy: Path, count: int, seed: int, *, alone: bool = False) -> Counter[str]:
    """So many changed bytes: how it ended -> how often."""
    content, said, some = year.read_bytes(), dump(year), random.Random(seed)
    ends: Counter[str] = Counter()
    for _number in range(count):
        place, value = some.randrange(len(content)), some.randrange(1, 256)
        changed = bytearray(content)
        changed[place] ^= value
        copy.write_bytes(changed)
        if alone and (told := differing(copy)):
            ends["DISAGREED"] += 1
            print("DISAGREED: byte", place, "xor", value, told)
        if findings(copy):
            ends["found"] += 1
        elif dump(copy) == said:
            ends["changes nothing that the file says"] += 1
        else:
            ends["NOT FOUND"] += 1
            print("NOT FOUND: byte", place, "xor", value)
    return ends


def main() -> int:
    """Try everything, and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bytes", type=int, default=5000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--later", type=int, default=50, help="0: no steps (50)")
    arguments.add_argument("--every", type=int, default=1, help="try one of so many rows' changes")
    arguments.add_argument("--alone", action="store_true", help="ask verify_alone.py as well")
    given = arguments.parse_args()
    wrong = False
    with cheap(), memory() as folder:
        copy = folder / "copy.db"
        for make in (finished, every_table):
            (folder / make.__name__).mkdir()
            year = make(folder / make.__name__)
            for what, ends in (
                ("single-row changes", rows(year, copy, given)),
                (
                    "single-byte changes",
                    flipped(year, copy, given.bytes, given.seed, alone=given.alone),
                ),
            ):
                told = ", ".join(f"{end} {count}" for end, count in ends.most_common())
                tried = ends.total() - ends[_FOUND] - ends[_WASHED] - ends[_DISAGREED]
                print(f"{make.__name__}: {tried} {what}: {told}")
                wrong = wrong or ends["NOT FOUND"] + ends[_WASHED] + ends[_DISAGREED] > 0
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
