"""A database file: whether one is there, and how one gets there whole or not at all."""

import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.store import failures
from kaohe_tui.words import _


def check_file(path: Path) -> None:
    """Whether a file is there that may be a database: opening a pipe would wait for ever.

    Raises:
        Refusal: when there is none, or something else.
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Refusal(
            _("There is no database {path}; “kaohe new” makes one.").format(path=path)
        ) from error
    except OSError as error:
        raise failures.cannot_open(path) from error
    if stat.S_ISDIR(mode):
        raise Refusal(_("{path} is a folder, not a database.").format(path=path))
    if not stat.S_ISREG(mode):
        raise Refusal(_("{path} is not an ordinary file, so not a database.").format(path=path))


@contextmanager
def made_whole(path: Path) -> Iterator[Path]:
    """A temporary file beside ``path`` that takes its place when the block succeeds.

    It is readable by its owner alone, and so is the folder where it has to be made.

    Raises:
        Refusal: when the folder or the disk will not have it; nothing is left behind.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise _unwritable(path.parent, error) from error
    temporary = Path(name)
    try:
        yield temporary
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    except (DBAPIError, sqlite3.Error, UnicodeDecodeError) as error:
        if refusal := failures.refusal(error, path):
            raise refusal from error
        raise
    finally:
        temporary.unlink(missing_ok=True)
        temporary.with_name(f"{temporary.name}-journal").unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> Refusal:
    return Refusal(
        _("{path} cannot be written ({reason}); nothing was made.").format(
            path=path, reason=error.strerror
        )
    )


def _sync_folder(folder: Path) -> None:
    """Make a rename lasting; Windows has no such call, and does it by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
