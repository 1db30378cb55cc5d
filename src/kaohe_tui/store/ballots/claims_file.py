"""Read and write the file beside a database that lists who keys which ballot.

People who may write the folder may put anything in its place. So it is used only where it is an
ordinary file of one's own or of the database's owner; no link leads away from it, and no pipe makes
anybody wait. Nothing in it is believed that cannot be a line, and nothing is written over but a
line or room that is empty.
"""

import errno
import json
import os
import stat
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kaohe_tui.domain.ballot.state import Keying
from kaohe_tui.domain.text import harmless_line
from kaohe_tui.words import _

SUFFIX = "-held"
"""The ending of the file's name, after the database's."""
_LINES = 64
_LENGTH = 256
"""Bytes of a line."""
_FIRST = 1 << 24
"""The place at which the ballots' bytes begin."""
_TIERS = 1 << 12
"""More tiers than a scheme has, so that no two ballots share a byte."""
_RATERS = 1 << 48
"""More participants than a database has; the place of the last one's byte is still a number that
the system takes."""


class Ballot(NamedTuple):
    """Identity of a ballot, the same in every process."""

    rater: int
    """The store's id of a participant."""
    tier: int
    """The tier's place in the scheme, from 0."""
    keying: Keying = Keying.FIRST
    """Which of its keyings."""

    @property
    def byte(self) -> int:
        """The byte of the file that stands for it."""
        return _FIRST + (self.rater * _TIERS + self.tier) * 2 + self.keying - 1


def opened(path: Path, flags: int) -> int:
    """Open the file beside a database and return its descriptor.

    Args:
        path: its path.
        flags: how it is opened; with ``O_CREAT`` it is made where nothing is there, and all who
            may write the database may then write it.

    Raises:
        OSError: when it cannot be opened, or what has its name must not be used.
    """
    for name in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"):
        flags |= getattr(os, name, 0)
    if flags & os.O_CREAT:
        with suppress(FileExistsError):
            return _create(path, flags)
        flags &= ~os.O_CREAT
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        # What a link, a socket and a folder are refused with.
        if error.errno in (errno.ELOOP, errno.ENXIO, errno.EISDIR):
            raise _foreign_file_error(path) from error
        raise
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1 or not _is_trusted(path, status):
            raise _foreign_file_error(path)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _create(path: Path, flags: int) -> int:
    descriptor = os.open(path, flags | os.O_EXCL, 0o600)
    if os.name != "nt":
        with suppress(OSError):
            database = _database_of(path).stat()
            os.fchown(descriptor, -1, database.st_gid)
            os.fchmod(descriptor, database.st_mode & 0o660 | 0o600)
    return descriptor


def _database_of(path: Path) -> Path:
    return Path(str(path).removesuffix(SUFFIX))


def _is_trusted(path: Path, status: os.stat_result) -> bool:
    """Return whether the file belongs to this process's user or the database's owner."""
    if os.name == "nt" or status.st_uid == os.geteuid():
        return True
    with suppress(OSError):
        return status.st_uid == _database_of(path).stat().st_uid
    return False


def _foreign_file_error(path: Path) -> OSError:
    return OSError(
        errno.EPERM,
        _("{file} is not an ordinary file of yours or of the database's owner").format(
            file=path.name
        ),
    )


def line_of(ballot: Ballot, holder: str, since: str) -> bytes:
    """Make a line of the file; a long name is cut."""
    while len(line := json.dumps([*ballot, holder, since], ensure_ascii=False).encode()) > _LENGTH:
        holder = holder[:-1]
    return line


def places(file: int) -> list[bytes]:
    """Return the line at each place; empty where there is room."""
    os.lseek(file, 0, os.SEEK_SET)
    data = os.read(file, _LINES * _LENGTH)
    return [data[at : at + _LENGTH].rstrip(b"\0") for at in range(0, _LINES * _LENGTH, _LENGTH)]


def read_line(text: bytes) -> tuple[Ballot, str, str] | None:
    """Read a line: ballot, holder, since when; None where it makes no sense."""
    try:
        rater, tier, keying, holder, since = json.loads(text)
        if not all(type(number) is int for number in (rater, tier, keying)):
            return None
        if not (type(holder) is str and type(since) is str):
            return None
        ballot = Ballot(rater, tier, Keying(keying))
        at = datetime.fromisoformat(since)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    if at.tzinfo is None:
        return None
    if not (0 <= rater < _RATERS and 0 <= tier < _TIERS):
        return None
    return ballot, harmless_line(holder), at.isoformat(timespec="seconds")


def is_of(text: bytes, ballot: Ballot) -> bool:
    """Return whether a line is about that ballot."""
    line = read_line(text)
    return line is not None and line[0] == ballot


def put(file: int, place: int, line: bytes) -> None:
    """Write a line; an empty one makes room."""
    os.lseek(file, place * _LENGTH, os.SEEK_SET)
    os.write(file, line.ljust(_LENGTH, b"\0"))
