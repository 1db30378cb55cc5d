"""Make the small databases of former versions that ``tests/former`` keeps.

    git worktree add /somewhere <commit>
    .venv/bin/python -m scripts.former_databases /somewhere tests/former/0003

holds a small meeting with the program of that checkout and writes ``0003.db.gz`` and ``0003.json``,
what that program itself said of it. What the program cannot do yet is left out. Needed again only
where a form of the database comes to an end; see tests/former/README.md.
"""

import gzip
import json
import os
import random
import secrets
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from scripts.former_meeting import FIRST, Meeting, of

SEED = 2026
PERIODS = ("q1", "q2", "q3")


def main() -> None:
    """Make the database of the checkout in the first argument under the name in the second."""
    checkout, target = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    sys.path.insert(0, str(checkout / "src"))
    os.environ |= {"LOGNAME": "记录员", "LANG": "en", "LC_ALL": "C.UTF-8"}
    _be_the_same_each_time()
    with tempfile.TemporaryDirectory() as folder:
        meeting = Meeting(Path(folder), Path(folder) / "kaohe.db")
        meeting.hold()
        standings = {key: _standings(checkout, meeting.path, key) for key in PERIODS}
        meeting.add_operators()
        verified = meeting.verified()
        meeting.room.close()
        said = {"record": _record(meeting.path), "standings": standings, "verify": verified}
        with closing(sqlite3.connect(meeting.path)) as connection:
            connection.execute("VACUUM")
        packed = gzip.compress(meeting.path.read_bytes(), mtime=0)
    target.with_suffix(".db.gz").write_bytes(packed)
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
    target.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


def _be_the_same_each_time() -> None:
    """Draw from a seed, and let every entry be a minute later than the one before."""
    draw = random.Random(SEED)
    minutes = iter(range(1_000_000))
    secrets.token_hex = lambda nbytes=None: draw.randbytes(nbytes or 16).hex()
    secrets.choice = draw.choice
    secrets.randbelow = lambda exclusive_upper_bound: draw.randrange(exclusive_upper_bound)
    os.urandom = draw.randbytes
    room = of("services.room.room", "meeting.room").Room
    room.now = lambda _self: (FIRST + timedelta(minutes=next(minutes))).isoformat()


def _standings(checkout: Path, database: Path, period: str) -> Any:
    """What the program's own command says."""
    command = [sys.executable, "-m", "kaohe_tui", "--db", str(database), "standings"]
    done = subprocess.run(
        [*command, "--period", period, "--json"],
        env=os.environ | {"PYTHONPATH": str(checkout / "src")},
        check=True,
        capture_output=True,
    )
    return json.loads(done.stdout)


def _record(database: Path) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute("SELECT * FROM record ORDER BY id")]


if __name__ == "__main__":
    main()
