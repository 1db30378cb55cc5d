"""States that a step on a whole file begins from, and the steps: the real verbs and commands."""

import gzip
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.database import copies
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import secrecy
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.database.engine import Database
from tests.bureau import key_ballot
from tests.faults import driven, exported_files

NAME = "kaohe.db"
FORMER = Path(__file__).parents[1] / "former"
KEPT_COPY = f"{NAME}.backups/20260301-080000-by-hand.db"
PAPERS = "papers.txt"
"""The names of the files that an export writes."""
_SECRET = "middle"
_COPIES = 31
"""Copies that are there before one more: two are let go of then."""
_TRIGGERS = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'record'"


def make_base(folder: Path) -> None:
    """Make what the states are made of: a meeting's database, a copy of before, a secret tier."""
    driven.make(folder / NAME, folder)
    copies.backup(folder / NAME, folder / "copy.db")
    room = driven.enter(folder / NAME)
    for verb in driven.meeting(folder / NAME, "short"):
        verb.act(room)
    room.close()
    _make_secret(folder)
    export(folder)


def _make_secret(folder: Path) -> None:
    shutil.copyfile(folder / NAME, folder / "secret.db")
    room = driven.enter(folder / "secret.db")
    steps.open_tier(room, driven.PERIOD, _SECRET)
    key_ballot(room, (driven.PERIOD, _SECRET, "m1")).leave()
    key_ballot(room, (driven.PERIOD, _SECRET, "m2"), hand_in=False).leave()
    room.close()
    shutil.copyfile(folder / "secret.db", folder / "due.db")
    with closing(sqlite3.connect(folder / "due.db")) as connection:
        connection.execute("PRAGMA user_version=1").close()


# -- the states ----------------------------------------------------------------------------------


def with_file(name: str, base: Path, folder: Path) -> None:
    shutil.copyfile(base / name, folder / NAME)


def to_export(base: Path, folder: Path) -> None:
    with_file(NAME, base, folder)
    (folder / PAPERS).write_text("\n".join(exported_files.written(base / "out")), encoding="utf-8")


def with_copy(base: Path, folder: Path) -> None:
    with_file(NAME, base, folder)
    _add_copy(base, folder)


def _add_copy(base: Path, folder: Path) -> None:
    (folder / KEPT_COPY).parent.mkdir()
    shutil.copyfile(base / "copy.db", folder / KEPT_COPY)


def with_copies(base: Path, folder: Path) -> None:
    with_copy(base, folder)
    for day in range(1, _COPIES):
        # They are only ever let go of: the same file under many names does.
        name = f"202601{day:02}-080000-before-closing.db"
        os.link(folder / KEPT_COPY, (folder / KEPT_COPY).with_name(name))


def damaged(base: Path, folder: Path) -> None:
    with_copy(base, folder)
    with (folder / NAME).open("r+b") as stream:
        stream.write(b"\0" * 4096)


def missing(base: Path, folder: Path) -> None:
    _add_copy(base, folder)


def missing_with_journal(base: Path, folder: Path) -> None:
    """Somebody took the database away when a program had been killed in the middle of a change."""
    _add_copy(base, folder)
    path = folder / "other.db"
    shutil.copyfile(base / NAME, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size=1").close()
        connection.execute("BEGIN IMMEDIATE").close()
        for (name,) in connection.execute(_TRIGGERS).fetchall():
            connection.execute(f'DROP TRIGGER "{name}"').close()
        connection.execute("UPDATE record SET actor = actor || 'x'").close()
        connection.execute("CREATE TABLE half AS SELECT a.* FROM record a, record b").close()
        journal = (folder / "other.db-journal").read_bytes()
        connection.execute("ROLLBACK").close()
    path.unlink()
    (folder / f"{NAME}-journal").write_bytes(journal)


def of_former(name: str, _base: Path, folder: Path) -> None:
    (folder / NAME).write_bytes(gzip.decompress((FORMER / f"{name}.db.gz").read_bytes()))


# -- the steps -----------------------------------------------------------------------------------


def hand_in(folder: Path) -> None:
    room = driven.enter(folder / NAME)
    ballot = OpenBallot(room, driven.PERIOD, _SECRET, "m2")
    ballot.hand_in()
    ballot.leave()
    room.close()


def sweep(folder: Path) -> bool:
    # Not entered as ever: that alone would make the file anew.
    room = Room(Database.open(folder / NAME))
    done = secrecy.tidy(room)
    room.close()
    return done


def copy(folder: Path) -> bool:
    room = driven.enter(folder / NAME)
    warning = copies.keep_copy(room, "closing")
    room.close()
    return not warning


def _run(folder: Path, *arguments: str) -> bool:
    from kaohe_tui.cli import run

    return run([*arguments, "--db", str(folder / NAME)]) == 0


def backup(folder: Path) -> bool:
    return _run(folder, "backup", str(folder / "backup.db"))


def restore(folder: Path) -> bool:
    return _run(folder, "restore", "--yes", str(folder / KEPT_COPY))


def export(folder: Path) -> bool:
    return _run(folder, "export", "--period", driven.PERIOD, str(folder / "out"))


def status(folder: Path) -> bool:
    return _run(folder, "status")
