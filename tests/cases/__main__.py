"""python -m tests.cases [NAME ...]

Plays all cases, or those whose names begin so, and prints a table of what holds. Exit code 1 where
one does not that has to, or one does that is listed as not done yet; 2 where no case fits.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from kaohe_tui.domain.width import fit
from tests.cases.case import cases, not_yet
from tests.cases.playing import play

_NAME = 24


def main(names: Sequence[str]) -> int:
    """Play what is named, and print what came of it."""
    waiting, wrong = not_yet(), 0
    chosen = [case for case in cases() if not names or case.id.startswith(tuple(names))]
    began, counts = time.monotonic(), dict.fromkeys(("holds", "not yet", "FAILS"), 0)
    for case in chosen:
        with TemporaryDirectory(prefix="kaohe-case-") as folder:
            failed = play(case, Path(folder).resolve())
        reason = waiting.get(case.id)
        end = ("not yet" if reason else "FAILS") if failed else "FAILS" if reason else "holds"
        counts[end] += 1
        print(f"{fit(case.id, _NAME)} {fit(end, 8)} {case.title}", flush=True)
        if end == "not yet":
            print(f"{'':{_NAME}} {'':8} ({reason})")
        if end == "FAILS":
            wrong += 1
            told = failed or "it holds now: take it off the list of what is not done yet"
            print("\n".join(f"{'':{_NAME}} {'':8} {line}" for line in told.splitlines()[:30]))
    told = ", ".join(f"{count} {end}" for end, count in counts.items())
    print(f"{len(chosen)} cases: {told}; {time.monotonic() - began:.0f} s")
    return 2 if not chosen else int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
