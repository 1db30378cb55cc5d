"""Names on the disk: whether something has one, and giving one to a finished file."""

import os
from pathlib import Path


def give(temporary: Path, target: Path) -> None:
    """Rename a file, in one step, to a name that nobody has.

    Args:
        temporary: the file, in the same folder as its new name or on the same disk.
        target: the new name.

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
        temporary.unlink()


def is_missing(path: Path) -> bool:
    """Whether nothing has that name; false where the system does not let one look."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def has_kept(database: Path) -> bool:
    """Whether something that kaohe kept of a database is beside its name."""
    real = Path(os.path.realpath(database))
    own = f"{real.stem}.replaced-", f"{real.stem}.before-", f"{real.name}.backups", f".{real.name}."
    try:
        return any(entry.name.startswith(own) for entry in os.scandir(real.parent))
    except OSError:
        return False
