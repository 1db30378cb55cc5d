"""Keep track of who keys which ballot, in a small file ``<database>-held`` beside the database.

Each ballot that is keyed has a byte locked far behind the end of that file, so that no other
process can take it; the system lets go of the byte when its process ends, however it ends. The
file says who it is, for the others to see. A line whose byte nobody has locked was
left by a process that died; a line is wiped as soon as its ballot is left.

The locks of POSIX belong to a process and to a file: closing any descriptor of the file lets go of
all of them. So this module has one descriptor a file, open for as long as this process holds a
ballot, and never touches the database's own file.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kaohe_tui.store.ballots import filelocks
from kaohe_tui.store.ballots.claims_file import (
    SUFFIX,
    Ballot,
    is_of,
    line_of,
    opened,
    places,
    put,
    read_line,
)

__all__ = ["Ballot", "Claim", "Holder", "Taken", "claim", "forget_dead", "holders"]

_TABLE = 1 << 20
"""The byte that is locked while a line is written."""
_TRIES = 50
_BREATH = 0.002
"""Seconds between two tries: a process that only looks has a byte for some microseconds."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who has a ballot."""

    ballot: Ballot
    """Which ballot."""
    who: str
    """The name shown to the others."""
    since: str
    """ISO 8601 with its offset."""
    is_alive: bool
    """Whether it is held now; if not, its holder died."""
    is_ours: bool
    """Whether it is this process itself."""


class Taken(Exception):
    """Another process has the ballot."""

    def __init__(self, holder: Holder | None) -> None:
        """Keep the holder; None where that is not known."""
        super().__init__()
        self.holder = holder
        """The holder; None where that is not known."""


class Claim:
    """A ballot that this process holds, until ``release``."""

    def __init__(self, file: "_File", ballot: Ballot) -> None:
        """Hold a ballot; ``claim`` alone makes one."""
        self._file = file
        self._ballot: Ballot | None = ballot

    def release(self) -> None:
        """Release the ballot and wipe its line; the second time does nothing."""
        if self._ballot is not None:
            self._file.release(self._ballot)
            self._ballot = None


def claim(database: Path, ballot: Ballot, holder: str, since: str) -> Claim:
    """Take a ballot; this process may have it already.

    Args:
        database: the database's path.
        ballot: which one.
        holder: what the others see.
        since: the time, ISO 8601 with its offset.

    Raises:
        Taken: another process has it.
        OSError: the file beside the database cannot be made, used or locked.
    """
    file = _file_of(database)
    file.claim(ballot, holder, since)
    return Claim(file, ballot)


def holders(database: Path) -> tuple[Holder, ...]:
    """List who has which ballot, the dead among them; none where the file cannot be read."""
    return _file_of(database).holders()


def forget_dead(database: Path) -> None:
    """Wipe what the dead have left behind."""
    _file_of(database).forget_dead()


class _File:
    """The file of one database in this process; threads may share it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = threading.RLock()
        self._descriptor = -1
        self._ours: dict[Ballot, int] = {}
        """The ballots that this process has, with how often it took them."""

    def claim(self, ballot: Ballot, holder: str, since: str) -> None:
        """Take a ballot, with a line for the others to see."""
        with self._guard, self._opened(os.O_RDWR | os.O_CREAT) as file:
            if ballot not in self._ours:
                if not _lock_patiently(file, ballot.byte):
                    raise Taken(next((h for h in self._read(file) if h.ballot == ballot), None))
                try:
                    self._write(file, ballot, line_of(ballot, holder, since))
                except BaseException:
                    filelocks.unlock(file, ballot.byte)
                    raise
            self._ours[ballot] = self._ours.get(ballot, 0) + 1

    def release(self, ballot: Ballot) -> None:
        """Release a ballot once it was released as often as it was taken."""
        with self._guard, self._opened(os.O_RDWR) as file:
            self._ours[ballot] -= 1
            if self._ours[ballot]:
                return
            try:
                # On a full disk the line stays, and the next start takes it for one of the dead:
                # that must not keep the ballot from being left.
                with suppress(OSError):
                    self._wipe(file, ballot)
            finally:
                filelocks.unlock(file, ballot.byte)
                del self._ours[ballot]

    def holders(self) -> tuple[Holder, ...]:
        """List the holders; none where the file cannot be read."""
        try:
            with self._guard, self._opened(os.O_RDONLY) as file:
                return tuple(self._read(file))
        except OSError:
            return ()

    def forget_dead(self) -> None:
        """Wipe the lines of processes that died."""
        try:
            with self._guard, self._opened(os.O_RDWR) as file:
                for holder in self._read(file):
                    if not holder.is_alive and _lock_patiently(file, holder.ballot.byte):
                        try:
                            self._wipe(file, holder.ballot)
                        finally:
                            filelocks.unlock(file, holder.ballot.byte)
        except OSError:
            return

    @contextmanager
    def _opened(self, flags: int) -> Iterator[int]:
        """Give the one descriptor; it stays open while this process has a ballot."""
        if self._descriptor < 0:
            self._descriptor = opened(self._path, flags)
        try:
            yield self._descriptor
        finally:
            if not self._ours:
                os.close(self._descriptor)
                self._descriptor = -1

    def _read(self, file: int) -> Iterator[Holder]:
        for ballot, holder, since in filter(None, map(read_line, places(file))):
            ours = ballot in self._ours
            alive = ours or filelocks.is_locked(file, ballot.byte)
            yield Holder(ballot, holder, since, alive, ours)

    def _write(self, file: int, ballot: Ballot, line: bytes) -> None:
        """Put a line where there is room; where there is none the ballot is held without one."""
        with _table(file):
            texts = places(file)
            places_held = [place for place, text in enumerate(texts) if is_of(text, ballot)]
            free = [place for place, text in enumerate(texts) if not text]
            for place in (places_held or free)[:1]:
                put(file, place, line)

    def _wipe(self, file: int, ballot: Ballot) -> None:
        with _table(file):
            for place, text in enumerate(places(file)):
                if is_of(text, ballot):
                    put(file, place, b"")


_files: dict[str, _File] = {}
_files_guard = threading.Lock()


def _file_of(database: Path) -> _File:
    path = os.path.realpath(database) + SUFFIX
    with _files_guard:
        return _files.setdefault(path, _File(Path(path)))


def _lock_patiently(file: int, byte: int) -> bool:
    for _try in range(_TRIES):
        if filelocks.lock(file, byte):
            return True
        time.sleep(_BREATH)
    return False


@contextmanager
def _table(file: int) -> Iterator[None]:
    """Keep all others from writing a line, in the block.

    Raises:
        OSError: another process does so for too long.
    """
    if not _lock_patiently(file, _TABLE):
        raise TimeoutError
    try:
        yield
    finally:
        filelocks.unlock(file, _TABLE)
