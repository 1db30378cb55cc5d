"""Hold what is being written beside its place; remove what a killed program left there.

Both are called ``.kaohe-…``. The writer has it locked, and the system releases the lock however the
program ends: what belongs to this user and is locked by nobody was left behind. It may hold who
gave which mark, so it goes as soon as something is written to the same folder again.
"""

import os
import re
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

PLACING = "placing"
"""The list of the places to which ``new-0``, ``new-1``, ... in a workplace are going.

A place is a path from the folder above on, one a line; what was in a place before is ``old-0``,
``old-1``, ... The list is removed once all files are in their places.
"""
_PREFIX = ".kaohe-"
_NAME = re.compile(re.escape(_PREFIX) + r"[a-z0-9_]{8}")
_STALE_AFTER = 600
"""Seconds after which nobody is still writing, where nothing can be locked."""


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """Make a private folder (mode 0700) in a folder; remove it at the end of the block.

    What was left behind in ``folder`` is removed first.
    """
    clear(folder)
    place = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
    # Until it is locked somebody else may take it for left behind.
    while (lock := _hold_lock(place, unsure=True)) is None and os.name != "nt":
        place = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        _release(lock)


@contextmanager
def temporary(folder: Path) -> Iterator[tuple[int, Path]]:
    """Open a private file (mode 0600) in a folder for writing; yield it with its path.

    It is removed at the end of the block unless it was renamed; what was left behind in ``folder``
    is removed first.
    """
    clear(folder)
    handle, name = tempfile.mkstemp(prefix=_PREFIX, dir=folder)
    while not _lock(handle, unsure=True):
        os.close(handle)
        handle, name = tempfile.mkstemp(prefix=_PREFIX, dir=folder)
    path = Path(name)
    try:
        yield handle, path
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def clear(folder: Path) -> None:
    """Remove what a program of this user left in a folder when it was killed."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name):
                with suppress(OSError):
                    _remove_if_left(Path(entry.path))


def _remove_if_left(path: Path) -> None:
    status = path.lstat()
    if os.name == "nt":
        if time.time() - status.st_mtime < _STALE_AFTER:
            return
    elif status.st_uid != os.geteuid():
        return
    is_folder = stat.S_ISDIR(status.st_mode)
    if not is_folder and not stat.S_ISREG(status.st_mode):
        return
    lock = _hold_lock(path, unsure=False)
    if lock is None and os.name != "nt":
        return
    try:
        if is_folder:
            _take_back(path)
            shutil.rmtree(path)
        else:
            path.unlink()
    finally:
        _release(lock)


def _take_back(place: Path) -> None:
    """Undo a placing that was cut off.

    What had already come to its place is removed, and what was there before comes back. A file that
    is no longer the one that was put there stays.
    """
    try:
        names = (place / PLACING).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return
    for number, name in enumerate(names):
        new, old, target = place / f"new-{number}", place / f"old-{number}", place.parent / name
        is_there = os.path.lexists(target)
        if is_there and not (new.exists() and os.path.samestat(target.lstat(), new.lstat())):
            continue
        if old.exists():
            old.replace(target)
        elif is_there:
            target.unlink()


def _hold_lock(path: Path, *, unsure: bool) -> int | None:
    """Return a descriptor that keeps the lock on a file or folder.

    Returns:
        None where another program has it, or there is no such thing. ``unsure``: see ``_lock``.
    """
    if sys.platform == "win32":
        return None
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    if _lock(descriptor, unsure=unsure):
        return descriptor
    os.close(descriptor)
    return None


def _lock(descriptor: int, *, unsure: bool) -> bool:
    """Lock what a descriptor refers to; false where another program has it.

    Where the disk knows no locks, the answer is ``unsure``.
    """
    if sys.platform != "win32":
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return unsure
    return True


def _release(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)
