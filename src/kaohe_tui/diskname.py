"""Name files on the disk: see whether a name is taken, give one, make it lasting."""

import os
from pathlib import Path
from stat import S_ISDIR, S_ISREG


def give(temporary: Path, target: Path, *, keeps: bool = False) -> None:
    """Rename a finished file, in one step, to a name that no other file has.

    Args:
        temporary: the file, in the same folder as its new name or on the same disk.
        target: the new name.
        keeps: whether it keeps its old name as well, where the disk knows second names.

    Raises:
        FileExistsError: something has that name, if only since a moment ago.
        OSError: the disk refuses; what has the name is as it was.
    """
    if os.name == "nt":
        # There a renaming itself refuses a name that is taken.
        temporary.rename(target)
        return
    try:
        os.link(temporary, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        # A memory stick's file system has no second names: the name is taken by an empty file,
        # which no other program of ours replaces.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            temporary.replace(target)
        except OSError:
            target.unlink(missing_ok=True)
            raise
    else:
        if not keeps:
            temporary.unlink()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder lasting; Windows has no such call, and does it by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_folder(path: Path) -> bool:
    """Return whether a folder has that name; false where the system does not let one look."""
    try:
        return S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        # The path's own method raises where a name is too long.
        return False


def file_size(path: Path) -> int:
    """Return the bytes of a file; 0 where there is none, or none that can be looked at."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return 0
    return status.st_size if S_ISREG(status.st_mode) else 0


def is_missing(path: Path) -> bool:
    """Return whether no file has that name; false where the system does not let one look."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def has_kept(database: Path) -> bool:
    """Return whether something that kaohe kept of a database is beside its name."""
    path = Path(os.path.realpath(database))
    beginnings = (
        f"{path.stem}.replaced-",
        f"{path.stem}.before-",
        f"{path.name}.backups",
        f"{path.name}.originals",
        f".{path.name}.",
    )
    try:
        return any(entry.name.startswith(beginnings) for entry in os.scandir(path.parent))
    except OSError:
        return False
