"""Gives a finished file its name, where nobody has that name: what is there is never replaced."""

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
