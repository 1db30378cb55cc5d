"""What SQLite could not do, as one sentence for a person."""

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _

_BUSY = N_(
    "Another program is writing {path}; nothing was saved. "
    "Close it there, or try again in a moment."
)
_READ_ONLY = N_(
    "{path} or its folder cannot be written; nothing was saved. "
    "Make both writable, or work on a copy."
)
_IO = N_(
    "The disk under {path} reports an error; nothing was saved. Check the disk and the connection."
)
_SENTENCES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: N_(
        "{path} or a file beside it cannot be opened; nothing was saved. "
        "Check the permissions of the file and of its folder."
    ),
    sqlite3.SQLITE_FULL: N_(
        "The disk is full; nothing was saved to {path}. Make room and try again."
    ),
    sqlite3.SQLITE_IOERR: _IO,
    sqlite3.SQLITE_PROTOCOL: _IO,
    sqlite3.SQLITE_CORRUPT: N_("{path} is damaged. Go back to a backup."),
    sqlite3.SQLITE_NOTADB: N_("{path} is not a kaohe database; it was left as it is."),
}


def code_of(error: BaseException) -> int:
    """SQLite's primary result code behind an error, 0 where there is none."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    code: int = getattr(origin, "sqlite_errorcode", 0)
    return code & 0xFF


def refusal(error: BaseException, path: Path) -> Refusal | None:
    """The sentence for an error of the disk, the file or a lock; None for a fault of ours."""
    sentence = _SENTENCES.get(code_of(error))
    return Refusal(_(sentence).format(path=path)) if sentence else None
