"""Lock single bytes of a file; the system releases them when their holder dies.

A locked byte need not be there: the files that are locked are shorter than what is locked.
"""

import os
import sys
from contextlib import suppress

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def lock(descriptor: int, place: int) -> bool:
    """Lock one byte for this process, without waiting.

    Args:
        descriptor: of a file that is open for writing.
        place: the byte.

    Returns:
        False where another process has it.

    Raises:
        OSError: when the file cannot be locked at all.
    """
    return _try(descriptor, place, exclusive=True)


def is_locked(descriptor: int, place: int) -> bool:
    """Return whether another process has the byte.

    Never ask for a byte that this process has itself: asking releases it.
    """
    if not _try(descriptor, place, exclusive=False):
        return True
    unlock(descriptor, place)
    return False


if sys.platform == "win32":

    def _try(descriptor: int, place: int, *, exclusive: bool) -> bool:
        os.lseek(descriptor, place, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def unlock(descriptor: int, place: int) -> None:
        """Release a byte."""
        os.lseek(descriptor, place, os.SEEK_SET)
        with suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def _try(descriptor: int, place: int, *, exclusive: bool) -> bool:
        # What is open for reading alone can only be locked for reading.
        kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
        try:
            fcntl.lockf(descriptor, kind | fcntl.LOCK_NB, 1, place)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def unlock(descriptor: int, place: int) -> None:
        """Release a byte."""
        with suppress(OSError):
            fcntl.lockf(descriptor, fcntl.LOCK_UN, 1, place)
