"""Keep copies of a database, by themselves and where somebody asks for one."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.database.opening import enter_room, look
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import secrecy
from kaohe_tui.store.database import copies, keeping
from kaohe_tui.store.database.copies import Copy
from kaohe_tui.store.database.whole_file import Progress
from kaohe_tui.store.seals import chain
from kaohe_tui.words import N_, _

__all__ = [
    "WHYS",
    "Copied",
    "Copy",
    "backup",
    "copied_now",
    "copies_of",
    "keep_copy",
]

WHYS = {
    "import": N_("before an import"),
    "opening": N_("before a period was begun"),
    "closing": N_("before a tier was closed"),
    "reopening": N_("before a tier was reopened"),
    "taking-back": N_("before an opening was taken back"),
    "calling-off": N_("before a period was called off"),
    "correction": N_("before a closed result was corrected"),
    "change": N_("before roster or scheme changed"),
    "restore": N_("before another backup was restored"),
    "by-hand": N_("made by hand"),
}
"""Reason of a copy -> the message that says what it was made before."""
WORTH_A_THREAD = 8 * 1024 * 1024
"""Bytes of a database up to which copying is not noticed."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds."""

    entries: int
    """The number of entries in the copy's record."""
    head: str
    """The hash of the last one; empty without entries."""
    size: int
    """The size of the copy in bytes."""
    finding: str = ""
    """The first thing in it that does not hold; empty where all does."""


def backup(database: Path, target: Path, progress: Progress | None = None) -> Copied:
    """Write a consistent copy of a database, also while others work in it, and check it.

    A database whose check fails is copied too: it may be needed to find out what happened.

    Args:
        database: the file that is copied.
        target: where the copy goes, readable by its owner alone; nothing may be there.
        progress: called with how many pages are copied, of how many; None: not called.

    Returns:
        What the copy holds.

    Raises:
        Refusal: when the database cannot be read or must not be copied now, or the copy cannot be
            written.
    """
    room = look(database)
    try:
        _check_secrecy(room)
        # What a copying to there that was killed has left holds all that the database holds.
        copies.clean(target)
        keeping.backup(room.database, target, progress=progress)
    finally:
        room.close()
    copy = enter_room(target, read_only=True)
    try:
        with copy.database.reading() as tx:
            head = chain.head(tx)
        return Copied(*head, size=target.stat().st_size, finding=_finding_in(copy))
    finally:
        copy.close()


def _finding_in(copy: Room) -> str:
    """Return the first thing that does not hold in a copy; empty where all does."""
    from kaohe_tui.services.integrity import verifying

    return next(iter(verifying.verify(copy).findings), "")


def copies_of(database: Path) -> tuple[Copy, ...]:
    """Return the copies that kaohe made of a database, the newest first."""
    return copies.copies(database)


def copied_now(room: Room, progress: Progress | None = None) -> tuple[Copy, str]:
    """Make a copy because somebody asks for it.

    Returns:
        The copy, and the first thing in it that does not hold; empty where all does.

    Raises:
        Refusal: when it cannot be made.
    """
    _check_secrecy(room)
    copy_made = keeping.keep(room.database, "by-hand", datetime.now(), progress)
    copy = enter_room(copy_made.path, read_only=True)
    try:
        return copy_made, _finding_in(copy)
    finally:
        copy.close()


def keep_copy(room: Room, why: str, progress: Progress | None = None) -> str:
    """Make a copy before a step that much depends on.

    A step must not become impossible because there is no room for a copy: the person who takes it
    is warned and decides.

    Args:
        room: where the meeting is held.
        why: one of ``WHYS``.
        progress: called with how many pages are copied, of how many; None: not called.

    Returns:
        Why there is none, as one sentence; empty where there is one.
    """
    try:
        _check_secrecy(room)
        keeping.keep(room.database, why, datetime.now(), progress)
    except Refusal as refusal:
        return _("No backup was made before this step: {why}").format(why=refusal)
    return ""


def is_large(room: Room) -> bool:
    """Return whether copying takes long enough to be shown."""
    try:
        return room.database.path.stat().st_size > WORTH_A_THREAD
    except OSError:
        return False


def _check_secrecy(room: Room) -> None:
    if reason := not_now(room):
        raise Refusal("secret-ballots-would-show", reason)


def not_now(room: Room) -> str:
    """Say why the database must not be copied now; empty where it may.

    While a secret tier is open and partly handed in, two copies between two ballots would reveal
    whose each is.
    """
    return secrecy.may_be_copied(room)
