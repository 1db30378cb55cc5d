"""The year that leaves a row in every table, made once for a module, and a room on a copy of it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kaohe_tui.meeting.room import Room
from kaohe_tui.store import connections
from tests.meeting.every_table import every_table
from tests.meeting.tampering import Change, force


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
    room = Room.enter(path)
    yield room
    room.close()


def change(path: Path, *statements: str) -> None:
    """What another program does, guards out of the way and put back word for word."""
    assert force(path, Change("", "", tuple((statement, ()) for statement in statements)))
