"""Open a database and count its standings, for a thread beside the keys."""

from pathlib import Path
from typing import TYPE_CHECKING

from kaohe_tui.words import language

if TYPE_CHECKING:
    from kaohe_tui.services.counting.board import Board
    from kaohe_tui.services.room.room import Room

# The services are imported when they are called: the first frame does without them.


def open_room(path: Path, *, demo: bool = False, read_only: bool = False) -> "tuple[Room, Board]":
    """Open a database, or build the sample bureau in it, and count its current period.

    Raises:
        Refusal: see ``enter_as_can_be``, ``enter_room`` and ``make_demo``.
    """
    if demo:
        from kaohe_tui.services.database.sample import make_demo

        room = make_demo(path, language())
    elif read_only:
        from kaohe_tui.services.database.opening import enter_room

        room = enter_room(path, read_only=True)
    else:
        from kaohe_tui.services.database.opening import enter_as_can_be

        room = enter_as_can_be(path)
    return room, counted(room)


def counted(room: "Room") -> "Board":
    """Read the standings of the period of the next step, before a key is waited for."""
    from kaohe_tui.services.counting.board import Board
    from kaohe_tui.services.tiers import next_thing

    # The first look finds something new whatever there is: have it before anything is read.
    room.refresh()
    return Board(room, next_thing.place(room))
