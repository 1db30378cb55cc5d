"""Turn what SQLite could not do into one sentence for a person."""

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_

_BUSY = (
    "database-busy",
    N_(
        "Another program is writing to {path}; nothing was saved. Close it there, or try again in "
        "a moment."
    ),
)
_BUSY_TO_READ = (
    "database-busy",
    N_(
        "Another program is writing to {path}, so it cannot be read now. Close it there, or try "
        "again in a moment."
    ),
)
_READ_ONLY = (
    "database-unwritable",
    N_(
        "{path} or its folder is not writable; nothing was saved. Make both writable, or work on a "
        "copy."
    ),
)
_CUT_SHORT = (
    "change-interrupted",
    N_(
        "A change to {path} was interrupted. It can only be undone where the file and its folder "
        "are writable. Have somebody with write access open it once, or copy it together with "
        "{path}-journal and open the copy."
    ),
)
_MOVED = (
    "database-moved",
    N_(
        "{path} was moved or replaced while it was open; nothing was saved. Quit kaohe and start "
        "it again."
    ),
)
_IO = (
    "disk-error",
    N_(
        "The disk with {path} reports an error; nothing was saved. Check the disk and the "
        "connection."
    ),
)
_LAST_SYNC = (
    "disk-error-at-end",
    N_(
        "The disk with {path} reported an error at the very end of saving: the last change may "
        "have been saved all the same. Check it, and check the disk and the connection."
    ),
)
"""The change is in the file; what failed is to make sure of it against a power cut."""
_DAMAGED = "database-damaged", N_("{path} is damaged. Restore a backup.")
_SENTENCES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: (
        "database-unopenable",
        N_(
            "{path} or a file beside it cannot be opened; nothing was saved. "
            "Check the permissions of the file and of its folder."
        ),
    ),
    sqlite3.SQLITE_FULL: (
        "disk-full",
        N_("The disk is full; nothing was saved to {path}. Free some space and try again."),
    ),
    sqlite3.SQLITE_IOERR: _IO,
    sqlite3.SQLITE_PROTOCOL: _IO,
    sqlite3.SQLITE_NOTADB: (
        "not-a-database",
        N_("{path} is not a kaohe database; it was left as it is."),
    ),
}
_BY_EXTENDED = {
    sqlite3.SQLITE_IOERR_DIR_FSYNC: _LAST_SYNC,
    sqlite3.SQLITE_READONLY_ROLLBACK: _CUT_SHORT,
    sqlite3.SQLITE_READONLY_DBMOVED: _MOVED,
}
"""The sentences that are others for one kind of an error."""
_READING = {
    sqlite3.SQLITE_BUSY: _BUSY_TO_READ,
    sqlite3.SQLITE_LOCKED: _BUSY_TO_READ,
    sqlite3.SQLITE_CANTOPEN: (
        "database-unopenable",
        N_(
            "{path} or a file beside it cannot be opened. "
            "Check the permissions of the file and of its folder."
        ),
    ),
    sqlite3.SQLITE_IOERR: (
        "disk-error",
        N_("The disk with {path} reports an error. Check the disk and the connection."),
    ),
}
"""The sentences that are others where nothing was to be saved."""
_CHANGED = (
    "Could not decode to UTF-8",
    "unsupported file format",
    "no such",
    "foreign key mismatch",
    "malformed",
)
"""The beginnings of sqlite3's messages about a text that is none, a head that no SQLite writes, or
a declaration that is missing or another one; it has no result code for these."""


class Busy(Refusal):
    """Another program's lock was waited for in vain; trying again at once means waiting again."""


class ForeignChange(Refusal):
    """Something is not as kaohe left it: another program changed it.

    Nothing is built on it until a supervisor has acknowledged it.
    """


class Unwritable(Refusal):
    """The file, its folder or the disk does not let this user write; reading may work."""


class Older(Refusal):
    """An older kaohe made the file: it has to be upgraded before anything is read from it."""


class Lost(Refusal):
    """There is no database at the place that anybody can work with.

    Nothing is there, or it is damaged, or no database of kaohe's. Nobody can sign in to that; a
    copy may take its place.
    """


class Damaged(Exception):
    """A row holds a value the database never accepts: its bytes were changed from outside."""


ODD = (LookupError, TypeError, ValueError)
"""The errors of a value that cannot be there: SQLite is then asked whether the file is sound."""
FROM_DISK = (SQLAlchemyError, sqlite3.Error, Damaged, *ODD)
"""The errors that reading and writing the file raises."""


def code_of(error: BaseException) -> int:
    """Return SQLite's primary result code behind an error; 0 where there is none."""
    return _extended(error) & 0xFF


def _extended(error: BaseException) -> int:
    """Return SQLite's whole result code behind an error; 0 where there is none."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    code: int = getattr(origin, "sqlite_errorcode", 0)
    return code


def refusal(error: BaseException, path: Path, *, reading: bool = False) -> Refusal | None:
    """Return the refusal for an error of the disk, the file or a lock; None for a fault of ours.

    It has no advice for a damaged file: see ``store.database.advice.refusal``.

    Args:
        error: what SQLite, its driver or the reading of a row raised.
        path: the database.
        reading: whether nothing was to be saved.
    """
    if is_damage(error):
        return damaged(path)
    code = code_of(error)
    extended = _extended(error)
    sentence = (
        _BY_EXTENDED.get(extended)
        # The change was taken back at opening, and its journal cannot be removed.
        or (_CUT_SHORT if reading and extended == sqlite3.SQLITE_IOERR_DELETE else None)
        or (_READING.get(code) if reading else None)
        or _SENTENCES.get(code)
    )
    if not sentence:
        return None
    # Only a write would set right what was cut short: reading does not work either.
    kind = Refusal if sentence == _CUT_SHORT else _KINDS.get(code, Refusal)
    return kind(*sentence, path=path)


_KINDS = {
    sqlite3.SQLITE_BUSY: Busy,
    sqlite3.SQLITE_LOCKED: Busy,
    sqlite3.SQLITE_READONLY: Unwritable,
    sqlite3.SQLITE_PERM: Unwritable,
    sqlite3.SQLITE_CANTOPEN: Unwritable,
    sqlite3.SQLITE_NOTADB: Lost,
}
"""The refusals that are of a kind of their own."""


def busy(path: Path) -> Busy:
    """Return the refusal for a database that another program writes."""
    return Busy(*_BUSY, path=path)


def damaged(path: Path) -> Lost:
    """Return the refusal for a database whose bytes were changed from outside."""
    return Lost(*_DAMAGED, path=path)


def cannot_open(path: Path) -> Refusal:
    """Return the refusal for a database that the system does not let us open."""
    return Refusal(*_READING[sqlite3.SQLITE_CANTOPEN], path=path)


def is_damage(error: BaseException) -> bool:
    """Return whether the error shows that bytes were changed from outside."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    if code_of(error) == sqlite3.SQLITE_CORRUPT:
        return True
    # The driver raises UnicodeDecodeError itself where SQLite quotes a schema that is no text.
    return isinstance(origin, (Damaged, UnicodeDecodeError)) or (
        isinstance(origin, sqlite3.OperationalError) and str(origin).startswith(_CHANGED)
    )
