"""Rooms on real files that are closed at the end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database import connections
from tests.bureau import new_room, scheme_text

MakeRoom = Callable[[str], Room]


@pytest.fixture(autouse=True)
def _no_power_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here cuts the power: do not wait for the disk with every mark."""
    pragmas = [p for p in connections.PRAGMAS if not p.startswith("synchronous")]
    monkeypatch.setattr(connections, "PRAGMAS", (*pragmas, "synchronous=OFF"))


@pytest.fixture
def make_room(tmp_path: Path) -> Iterator[MakeRoom]:
    """Makes the bureau's database from a scheme's text; once a test."""
    made: list[Room] = []

    def make(scheme: str) -> Room:
        made.append(new_room(tmp_path, scheme))
        return made[-1]

    yield make
    for room in made:
        room.close()


@pytest.fixture
def room(make_room: MakeRoom) -> Room:
    """The bureau before its first period, every row revealed as it is keyed."""
    return make_room(scheme_text())


@pytest.fixture
def second(room: Room) -> Iterator[Room]:
    """Another program in the same file."""
    other = enter_room(room.database.path)
    yield other
    other.close()
