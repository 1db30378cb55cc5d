"""Open a database: to work in it, or to read in it without changing it."""

from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import secrecy
from kaohe_tui.store.database.engine import Database
from kaohe_tui.store.database.network import caution
from kaohe_tui.store.failures import Busy, Unwritable
from kaohe_tui.words import _

__all__ = ["Unwritable", "can_be_read", "caution", "enter_as_can_be", "enter_room", "look"]


def enter_room(path: Path, *, read_only: bool = False, why: str = "") -> Room:
    """Open the database at ``path``; finish what is due in one that can be written.

    Args:
        path: the file.
        read_only: nothing is written or made.
        why: why that is so, where nobody asked for it.

    Raises:
        Refusal: when it is not there, not ours, newer, locked or cannot be written.
    """
    room = Room(Database.open(path, read_only=read_only, why=why))
    if not read_only:
        room.unlinked = secrecy.settle(room)
    return room


def look(path: Path) -> Room:
    """Open a database to read in it; it may be one that cannot be written.

    Where reading alone does not do, because the last writer was killed in the middle, or the
    database is of an older kaohe or its upgrade was cut off, it is opened for writing, which sets
    that right.

    Raises:
        Refusal: when it is not there, not ours, newer or locked.
    """
    try:
        return _settled(enter_room(path, read_only=True))
    except Busy:
        # A second try would wait for the same lock once more.
        raise
    except Refusal as refusal:
        try:
            return enter_room(path)
        except Busy:
            raise
        except Refusal:
            raise refusal from None


def _settled(room: Room) -> Room:
    """Return the room; where an upgrade was cut off, one opened for writing, which ends it.

    See ``secrecy.is_linked``.
    """
    try:
        if not secrecy.is_linked(room):
            return room
        settled = enter_room(room.database.path)
    except Refusal:
        return room
    room.close()
    return settled


def enter_as_can_be(path: Path) -> Room:
    """Open a database to work in it; where file or folder cannot be written, to read in it.

    Such a room says why nothing can be changed in it.

    Raises:
        Refusal: see ``enter_room``; when it can neither be written nor read, the first reason.
    """
    try:
        return enter_room(path)
    except Unwritable as refusal:
        why = _(
            "{path} or its folder is not writable: it is opened read-only, and nothing can be "
            "changed. Make both writable and start kaohe again, or work on a copy."
        ).format(path=path)
        try:
            return enter_room(path, read_only=True, why=why)
        except Refusal:
            raise refusal from None


def can_be_read(path: Path) -> bool:
    """Return whether a database that cannot be written can at least be read."""
    try:
        enter_room(path, read_only=True).close()
    except Refusal:
        return False
    return True
