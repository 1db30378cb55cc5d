"""Manage the copies that kaohe makes by itself: their folder, their names, how long they stay.

Beside ``year.db`` there is a folder ``year.db.backups``, and in it files such as
``20260302-140233-before-closing.db``. Nothing is touched that has no such name.
"""

import filecmp
import os
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.store.database import checking
from kaohe_tui.store.database.engine import Database, backup
from kaohe_tui.store.database.whole_file import Progress, is_sound
from kaohe_tui.store.failures import Busy, Older
from kaohe_tui.words import _

LATEST: Final = 20
"""The newest copies that are kept."""
DAYS: Final = 10
"""Number of days before those of which the newest copy is kept as well."""
WHYS: Final = (
    *("import", "opening", "closing", "reopening", "taking-back", "calling-off", "correction"),
    *("change", "restore", "by-hand"),
)
"""What a copy may be made before; ``by-hand``: an operator asked for it."""
STALE_AFTER: Final = 600
"""Seconds after which nobody is still writing a temporary file."""
_NAME = re.compile(r"(\d{8}-\d{6})(?:-(\d+))?-(?:before-)?(" + "|".join(WHYS) + r")\.db")
_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a database."""

    path: Path
    """Where it lies."""
    at: datetime
    """Local time."""
    why: str
    """One of ``WHYS``."""
    size: int
    """Bytes."""


def folder_of(database: Path) -> Path:
    """Return the folder of a database's copies; it may not be there yet."""
    return Path(f"{os.path.realpath(database)}.backups")


def _is_trusted(database: Path) -> bool:
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
    if not _is_trusted(database):
        return ()
    try:
        with os.scandir(folder_of(database)) as entries:
            for entry in entries:
                named = _NAME.fullmatch(entry.name)
                if named and entry.is_file(follow_symlinks=False):
                    with suppress(ValueError):
                        at = datetime.strptime(named[1], _STAMP)
                        copy = Copy(Path(entry.path), at, named[3], entry.stat().st_size)
                        dated.append((at, int(named[2] or 1), copy))
    except OSError:
        return ()
    dated.sort(key=lambda each: each[:2], reverse=True)
    return tuple(copy for _at, _number, copy in dated)


def keep(database: Database, why: str, now: datetime, progress: Progress | None = None) -> Copy:
    """Make a copy and delete those that are too many.

    Where nothing has changed since the newest copy, that one is the copy.

    Args:
        database: what is copied.
        why: one of ``WHYS``.
        now: local time.
        progress: called with the pages copied and the pages in all.

    Raises:
        Refusal: when it cannot be made, and why.
    """
    folder = folder_of(database.path)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Refusal(
            _("{path} cannot be written ({reason}); nothing was made.").format(
                path=folder, reason=error.strerror
            )
        ) from error
    if not _is_trusted(database.path):
        raise Refusal(
            _("{path} belongs to another user; no backup was made there.").format(path=folder)
        )
    before = copies(database.path)
    target = _free(folder, why, now)
    backup(database, target, progress=progress)
    if before and filecmp.cmp(before[0].path, target, shallow=False):
        target.unlink()
        return before[0]
    newest = next(copy for copy in copies(database.path) if copy.path.name == target.name)
    _rotate(copies(database.path))
    return newest


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
    try:
        opened = Database.open(file, read_only=True)
    except Busy:
        return None
    except Older:
        return is_sound(file)
    except Refusal:
        return False
    try:
        with opened.reading() as tx:
            if not checking.file_is_sound(tx) or checking.first_broken_entry(tx):
                return False
            return not sealed or checking.all_fits(tx)
    except Busy:
        return None
    except Refusal:
        return False
    finally:
        opened.close()


def clean(database: Path) -> None:
    """Remove the temporary files that a program left behind when it died."""
    real = Path(os.path.realpath(database))
    stem, suffix = re.escape(real.stem), re.escape(real.suffix or ".db")
    names = rf"{re.escape(real.name)}|{stem}\.replaced-[\d-]+{suffix}"
    beside = re.compile(rf"\.({names})\.\w+\.new(-journal)?")
    inside = re.compile(rf"\.({_NAME.pattern})\.\w+\.new(-journal)?")
    folder = folder_of(database)
    for place, pattern in ((folder.parent, beside), (folder, inside)):
        with suppress(OSError), os.scandir(place) as entries:
            for entry in entries:
                if pattern.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                    with suppress(OSError):
                        if time.time() - entry.stat().st_mtime > STALE_AFTER:
                            Path(entry.path).unlink()


def _free(folder: Path, why: str, now: datetime) -> Path:
    """Return a name that is not taken; several copies may be made in one second."""
    reason = why if why == "by-hand" else f"before-{why}"
    stamp, number, numbered = now.strftime(_STAMP), 1, ""
    while any(folder.glob(f"{stamp}{numbered}-[!0-9]*.db")):
        number += 1
        numbered = f"-{number}"
    return folder / f"{stamp}{numbered}-{reason}.db"


def _rotate(newest_first: Sequence[Copy]) -> None:
    """Delete copies that are neither among the newest nor the newest of one of the last days."""
    days: dict[str, Copy] = {}
    for copy in newest_first[LATEST:]:
        days.setdefault(copy.at.strftime("%Y%m%d"), copy)
    kept = {copy.path for copy in list(days.values())[:DAYS]}
    for copy in newest_first[LATEST:]:
        if copy.path not in kept:
            with suppress(OSError):
                copy.path.unlink()
