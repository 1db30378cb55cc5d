"""Find the copies that kaohe makes by itself: their folder, their names, whether they hold.

Beside ``year.db`` there is a folder ``year.db.backups``, and in it files such as
``20260302-140233-before-closing.db``. Nothing is touched that has no such name.
"""

import os
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.store import failures
from kaohe_tui.store.database import checking
from kaohe_tui.store.database.connections import Connections, revision_of
from kaohe_tui.store.database.migrations import HEAD

WHYS: Final = (
    *("import", "opening", "closing", "reopening", "taking-back", "calling-off", "correction"),
    *("change", "restore", "by-hand"),
)
"""The occasions before which a copy is made; ``by-hand``: an operator asked for it."""
STALE_AFTER: Final = 600
"""Seconds after which nobody is still writing a temporary file."""
_NAME = re.compile(r"(\d{8}-\d{6})(?:-(\d+))?-(?:before-)?(" + "|".join(WHYS) + r")\.db")
STAMP: Final = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a database."""

    path: Path
    """The path of the file."""
    at: datetime
    """Local time."""
    why: str
    """One of ``WHYS``."""
    size: int
    """Bytes."""


def folder_of(database: Path) -> Path:
    """Return the folder of a database's copies; it may not be there yet."""
    return Path(f"{os.path.realpath(database)}.backups")


def is_trusted(database: Path) -> bool:
    """Return whether the folder, or a link in its place, belongs to a trusted user.

    Trusted are this process's user, the database's owner and the system: others who may write
    the folder above could put a link to anywhere.
    """
    if os.name == "nt":
        return True
    folder, owners = folder_of(database), {0, os.geteuid()}
    with suppress(OSError):
        owners.add(database.stat().st_uid)
    with suppress(OSError):
        return {folder.lstat().st_uid, folder.stat().st_uid} <= owners
    return False


def copies(database: Path) -> tuple[Copy, ...]:
    """List the copies, the newest first; none where the folder cannot be read."""
    dated: list[tuple[datetime, int, Copy]] = []
    if not is_trusted(database):
        return ()
    try:
        with os.scandir(folder_of(database)) as entries:
            for entry in entries:
                match = _NAME.fullmatch(entry.name)
                if match and entry.is_file(follow_symlinks=False):
                    with suppress(ValueError):
                        at = datetime.strptime(match[1], STAMP)
                        copy = Copy(Path(entry.path), at, match[3], entry.stat().st_size)
                        dated.append((at, int(match[2] or 1), copy))
    except OSError:
        return ()
    dated.sort(key=lambda each: each[:2], reverse=True)
    return tuple(copy for _at, _number, copy in dated)


def newest_sound(database: Path) -> Path | None:
    """Return the newest copy whose file, chain and seals hold; None where there is none.

    None, too, where another program keeps a copy from being checked: an older one would not be
    the newest.
    """
    for copy in copies(database):
        holding = holds(copy.path, sealed=True)
        if holding is not False:
            return copy.path if holding else None
    return None


def holds(file: Path, *, sealed: bool = False) -> bool | None:
    """Return whether a copy and its record's chain hold; None where another program is in the way.

    The chain of a copy by an older kaohe is checked when it is restored and upgraded.

    Args:
        file: the copy.
        sealed: whether what the record seals has to hold as well.
    """
    connections = Connections(file, "ro")
    try:
        with connections.to_read() as tx:
            tx.exec_driver_sql("BEGIN")
            revision = revision_of(tx, file)
            if revision != HEAD:
                return _is_older(revision) and checking.is_sound(file)
            if not checking.file_is_sound(tx) or checking.first_broken_entry(tx):
                return False
            return not sealed or checking.all_fits(tx)
    except Refusal:
        return False
    except failures.FROM_DISK as error:
        return None if isinstance(failures.refusal(error, file), failures.Busy) else False
    finally:
        connections.close()


def _is_older(revision: str) -> bool:
    """Return whether an older kaohe left that revision, not a newer one."""
    from kaohe_tui.store.database.migrations import run

    return run.known(revision)


def clean(database: Path) -> None:
    """Remove the temporary files that a program left behind when it died."""
    path = Path(os.path.realpath(database))
    stem, suffix = re.escape(path.stem), re.escape(path.suffix or ".db")
    names = rf"{re.escape(path.name)}|{stem}\.replaced-[\d-]+{suffix}"
    beside = re.compile(rf"\.({names})\.\w+\.new(-journal)?")
    unfinished = re.compile(rf"\.({_NAME.pattern})\.\w+\.new(-journal)?")
    folder = folder_of(database)
    for place, pattern in ((folder.parent, beside), (folder, unfinished)):
        with suppress(OSError), os.scandir(place) as entries:
            for entry in entries:
                if pattern.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                    with suppress(OSError):
                        if time.time() - entry.stat().st_mtime > STALE_AFTER:
                            Path(entry.path).unlink()
