"""Changes two finished years behind kaohe's back, row by row and byte by byte.

``python -m benchmarks.reliability.tamper [--bytes N] [--seed N]`` prints what share was found by
``kaohe verify``, what share SQLite refused, and for what was neither why it changes nothing of
meaning: all that the file says, as SQL, is the same.
"""

import argparse
import random
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from tests.meeting.every_table import every_table
from tests.meeting.tampering import changes, dump, findings, finished, force


def rows(year: Path, copy: Path) -> Counter[str]:
    """Every change of a row: how it ended -> how often."""
    ends: Counter[str] = Counter()
    for change in changes(year):
        shutil.copyfile(year, copy)
        if not force(copy, change):
            ends["refused by SQLite"] += 1
        elif findings(copy):
            ends["found"] += 1
        else:
            ends["NOT FOUND"] += 1
            print("NOT FOUND", change)
    return ends


def flipped(year: Path, copy: Path, count: int, seed: int) -> Counter[str]:
    """So many changed bytes: how it ended -> how often."""
    content, said, some = year.read_bytes(), dump(year), random.Random(seed)
    ends: Counter[str] = Counter()
    for _number in range(count):
        place, value = some.randrange(len(content)), some.randrange(1, 256)
        changed = bytearray(content)
        changed[place] ^= value
        copy.write_bytes(changed)
        if findings(copy):
            ends["found"] += 1
        elif dump(copy) == said:
            ends["changes nothing that the file says"] += 1
        else:
            ends["NOT FOUND"] += 1
            print("NOT FOUND: byte", place, "xor", value)
    return ends


def main() -> None:
    """Try everything, and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bytes", type=int, default=5000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        for make in (finished, every_table):
            (Path(folder) / make.__name__).mkdir()
            year = make(Path(folder) / make.__name__)
            for what, ends in (
                ("single-row changes", rows(year, copy)),
                ("single-byte changes", flipped(year, copy, given.bytes, given.seed)),
            ):
                told = ", ".join(f"{end} {count}" for end, count in ends.most_common())
                print(f"{make.__name__}: {ends.total()} {what}: {told}")


if __name__ == "__main__":
    main()
