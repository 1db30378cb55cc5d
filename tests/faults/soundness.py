"""What a database file says, and whether it is whole."""

import sqlite3
from contextlib import closing
from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.store.database.engine import Database


def content(path: Path) -> str:
    """All rows of all tables, as one text; two files that say the same give the same text.

    Raises:
        sqlite3.Error: when SQLite cannot read them.
    """
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as asked:
        tables = asked.execute("SELECT * FROM sqlite_schema ORDER BY name, type").fetchall()
        said = [repr(tables)]
        for name in sorted(name for kind, name, *_rest in tables if kind == "table"):
            rows = asked.execute(f'SELECT * FROM "{name}"').fetchall()
            said += [name, *sorted(map(repr, rows))]
    return "\n".join(said)


def broken(path: Path) -> tuple[str, ...]:
    """What SQLite finds wrong with a file; nothing where it is whole."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as asked:
        found = [str(line) for (line,) in asked.execute("PRAGMA integrity_check")]
        astray = asked.execute("PRAGMA foreign_key_check").fetchall()
    return tuple(line for line in found if line != "ok") + tuple(map(str, astray))


def findings(path: Path) -> tuple[str, ...]:
    """All that SQLite and ``kaohe verify`` find wrong with a file."""
    room = enter_room(path)
    try:
        return broken(path) + verify(room).findings
    finally:
        room.close()


def opened(path: Path) -> str | None:
    """Open a database as the program does; returns why that was refused, None where it was not."""
    try:
        Database.open(path).close()
    except Refusal as refusal:
        return str(refusal)
    return None
