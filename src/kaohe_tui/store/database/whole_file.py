"""Check whether a database file is there and sound, and make one whole or not at all."""

import filecmp
import os
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from kaohe_tui import diskname
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.store import failures
from kaohe_tui.store.database import advice
from kaohe_tui.store.database.checking import is_sound
from kaohe_tui.store.database.connections import connect
from kaohe_tui.words import N_

PAGES_AT_ONCE = 2000
"""Pages of 4 KiB copied between two reports of progress."""
Progress = Callable[[int, int], object]
"""Called with (done, whole)."""


def check_file(path: Path) -> None:
    """Refuse a path that is no ordinary file: opening a pipe would wait for ever.

    Raises:
        Refusal: when there is none, or something else.
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise advice.missing(path) from error
    except OSError as error:
        raise failures.cannot_open(path) from error
    if stat.S_ISDIR(mode):
        raise Refusal("folder-given", N_("{path} is a folder, not a database."), path=path)
    if not stat.S_ISREG(mode):
        raise Refusal(
            "not-a-file", N_("{path} is not an ordinary file, so not a database."), path=path
        )


def check_free(path: Path) -> None:
    """Refuse a path where a database cannot be made.

    Nothing may have its name or that of its journal, which SQLite would take for the new one's
    and play back into it.

    Raises:
        Refusal: naming what is there.
    """
    for each in (path, Path(f"{path}-journal")):
        if os.path.lexists(each):
            raise _file_exists(each)


def _file_exists(path: Path) -> Refusal:
    return Refusal("file-exists", N_("{path} already exists; it was left as it is."), path=path)


@contextmanager
def made_aside(path: Path) -> Iterator[Path]:
    """Give an empty temporary file beside ``path``, deleted at the end of the block.

    It is readable by its owner alone, and so is the folder where it has to be made.

    Raises:
        Refusal: when the folder will not have it.
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
    finally:
        temporary.unlink(missing_ok=True)
        temporary.with_name(f"{temporary.name}-journal").unlink(missing_ok=True)


@contextmanager
def made_whole(path: Path) -> Iterator[Path]:
    """Give a temporary file beside ``path`` that gets that name when the block succeeds.

    It is readable by its owner alone, and so is the folder where it has to be made.

    Raises:
        Refusal: when something has the name, if only since the block began, or the folder or the
            disk will not have it; nothing is left behind, and nothing is replaced.
    """
    check_free(path)
    with made_aside(path) as temporary, _as_refusal(path):
        yield temporary
        diskname.give(temporary, path)
        diskname.sync_folder(path.parent)


@contextmanager
def _as_refusal(path: Path) -> Iterator[None]:
    """Turn an error that stops a file from being made into one sentence."""
    try:
        yield
    except FileExistsError as error:
        raise _file_exists(path) from error
    except OSError as error:
        raise _unwritable(path, error) from error
    except (DBAPIError, sqlite3.Error, UnicodeDecodeError) as error:
        if refusal := advice.refusal(error, path):
            raise refusal from error
        raise


def keep_before(path: Path, revision: str) -> None:
    """Keep a copy of a database before it is upgraded to a revision.

    What was kept before stays: where it holds something else, the copy gets another name.

    Args:
        path: the database; nobody may write it meanwhile.
        revision: the one it is upgraded to.

    Raises:
        Refusal: when the copy cannot be made.
    """
    with made_aside(path) as temporary, _as_refusal(path):
        copy_checked(path, temporary)
        for number in count(1):
            numbered = f"-{number}" if number > 1 else ""
            backup = path.with_name(f"{path.stem}.before-{revision}{numbered}{path.suffix}")
            with suppress(FileExistsError):
                diskname.give(temporary, backup)
                break
            if filecmp.cmp(temporary, backup, shallow=False):
                break
        diskname.sync_folder(path.parent)


def was_cut_short(path: Path) -> bool:
    """Return whether a change was begun and never ended."""
    if not Path(f"{os.path.realpath(path)}-journal").exists():
        return False
    try:
        with closing(connect(path, "ro", 0)) as connection:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_ROLLBACK
    return False


def copy_pages(source: Path, target: Path, progress: Progress | None = None) -> None:
    """Copy a database as it stands at one moment into an empty file.

    Others may read meanwhile; writers wait for the end.
    """
    with closing(connect(source, "ro")) as origin, closing(connect(target, "rw")) as copy:
        # Otherwise the copying begins again after every write of another program.
        origin.execute("BEGIN")
        origin.execute("SELECT count(*) FROM sqlite_master").fetchall()

        def report(_status: int, left: int, whole: int) -> None:
            if progress is not None:
                progress(whole - left, whole)

        origin.backup(copy, pages=PAGES_AT_ONCE, progress=report)


def copy_checked(source: Path, target: Path, progress: Progress | None = None) -> None:
    """Copy a database into an empty file and check the copy.

    Raises:
        Refusal: when it does not.
    """
    copy_pages(source, target, progress)
    if not is_sound(target):
        raise advice.damaged(source)


def _unwritable(path: Path, error: OSError) -> Refusal:
    return Refusal(
        "file-unwritable",
        N_("{path} cannot be written ({reason}); nothing was made."),
        path=path,
        reason=error.strerror,
    )
