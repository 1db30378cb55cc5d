"""A screen over the bureau of eight whose first quarter is closed."""

from pathlib import Path
from typing import Any

from textual.screen import Screen

from kaohe_tui.services.room.room import Room
from tests.bureau import new_room
from tests.prepared import copied
from tests.services.closed_quarter import SCHEME, close_quarter
from tests.ui.meeting_app import MeetingApp


def ruled_app(folder: Path, period: str, screen: Screen[Any]) -> MeetingApp:
    """The screen over a new database; ``q1`` is closed and ``q2`` waits."""
    return MeetingApp(copied(folder / "kaohe.db", _closed), period, screen)


def _closed(folder: Path) -> Room:
    room = new_room(folder, SCHEME)
    close_quarter(room)
    return room
