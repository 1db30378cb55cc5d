"""The year that leaves a row in every table, made once for a module, and a room on a copy of it."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database import connections
from tests.services.every_table import every_table
from tests.services.tampering import Change, force


def make_year(factory: pytest.TempPathFactory) -> Path:
    """The finished year; never to be changed."""
    with pytest.MonkeyPatch.context() as patch:
        pragmas = [p for p in connections.PRAGMAS if not p.startswith("synchronous")]
        patch.setattr(connections, "PRAGMAS", (*pragmas, "synchronous=OFF"))
        return every_table(factory.mktemp("year"))


@contextmanager
def changed(year: Path, folder: Path, *statements: str) -> Iterator[Room]:
    """A room on a copy of which another program changed something."""
    path = folder / "copy.db"
    shutil.copyfile(year, path)
    path.chmod(0o600)
    change(path, *statements)
    room = enter_room(path)
    yield room
    room.close()


def change(path: Path, *statements: str) -> None:
    """What another program does, guards out of the way and put back word for word."""
    assert force(path, Change("", "", tuple((statement, ()) for statement in statements)))


def loosened(path: Path, table: str, statement: str) -> None:
    """Put a value of another kind into a column, as a single changed byte does."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        named = f"WHERE name = '{table}'"
        [(strict,)] = other.execute(f"SELECT sql FROM sqlite_master {named}")
        guards = (
            f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'"
        )
        triggers = other.execute(guards).fetchall()
        for name, _sql in triggers:
            other.execute(f"DROP TRIGGER {name}")
        loose = strict.replace(" TEXT", "").replace("STRICT", "")
        for sql, then in ((loose, statement), (strict, "SELECT 1")):
            other.execute("PRAGMA writable_schema = 1")
            other.execute(f"UPDATE sqlite_master SET sql = ? {named}", (sql,))
            other.execute("PRAGMA writable_schema = RESET")
            other.execute(then)
        for _name, sql in triggers:
            other.execute(sql)
