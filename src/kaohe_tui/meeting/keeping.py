"""Reading a database without changing it, and keeping a copy."""

from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.meeting import secrecy
from kaohe_tui.meeting.room import Room
from kaohe_tui.store import engine
from kaohe_tui.store.failures import Busy


def look(path: Path) -> Room:
    """Open a database to read in it; it may be one that cannot be written.

    Where reading alone does not do, because the last writer was killed in the middle or the
    database is of an older kaohe, it is opened for writing, which sets that right.

    Raises:
        Refusal: when it is not there, not ours, newer or locked.
    """
    try:
        return Room.enter(path, read_only=True)
    except Busy:
        # A second try would wait for the same lock once more.
        raise
    except Refusal as refusal:
        try:
            return Room.enter(path)
        except Refusal:
            raise refusal from None


def backup(database: Path, target: Path) -> None:
    """Write a consistent copy of a database, also while others work in it.

    Args:
        database: the file that is copied.
        target: where the copy goes, readable by its owner alone; nothing may be there.

    Raises:
        Refusal: when the database cannot be read, a secret tier is partly handed in, or the copy
            cannot be written.
    """
    room = look(database)
    try:
        if reason := secrecy.may_be_copied(room):
            raise Refusal(reason)
        engine.backup(room.database, target)
    finally:
        room.close()
