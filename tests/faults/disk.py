"""A disk that loses its power: what may be on it after each call that a program made.

Nothing is certain but what was synced: of a file's bytes since its last sync, and of a folder's
names since the folder's, any part may be there. Each write is kept or lost by sectors.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path, PurePosixPath
from typing import Self

from tests.faults.shim import Done

SECTOR = 512

Files = Mapping[str, bytes]
"""A folder as it is found: name, with ``/`` between folders -> content; names of the same
file have the very same object."""
_ROOT = "."
_NAMES = 3
"""First and last names that are kept or lost alone."""


@dataclass(slots=True)
class _File:
    synced: bytearray = field(default_factory=bytearray)
    since: list[Done] = field(default_factory=list)


class Disk:
    """One folder on a disk, with what is certain and what is not."""

    def __init__(self) -> None:
        """An empty folder."""
        self._files: dict[int, _File] = {}
        self._folders: dict[int, str] = {}
        """Folders in it, by their numbers."""
        self._names: dict[str, int] = {}
        self._names_since: list[Done] = []

    @classmethod
    def of(cls, folder: Path) -> Self:
        """A disk on which all that is in a folder is certain."""
        disk = cls()
        for path in sorted(folder.rglob("*")):
            number, name = path.stat().st_ino, path.relative_to(folder).as_posix()
            disk._names[name] = number
            if path.is_dir():
                disk._folders[number] = name
            else:
                disk._files[number] = _File(bytearray(path.read_bytes()))
        return disk

    def do(self, done: Done) -> None:
        """Take one more call."""
        match done.kind:
            case "C":
                # The number of a file that is gone may be given anew.
                self._files[done.file] = _File()
                self._folders.pop(done.file, None)
                self._names_since.append(done)
            case "K":
                self._folders[done.file] = done.name
                self._names_since.append(done)
            case "W" | "T":
                self._files[done.file].since.append(done)
            case "S":
                file = self._files[done.file]
                for each in file.since:
                    _apply(file.synced, each)
                file.since.clear()
            case "U" | "R" | "L":
                self._names_since.append(done)
            case "D":
                self._sync(self._folders.get(done.file, _ROOT))

    def _sync(self, folder: str) -> None:
        """Make sure of the names in one folder."""
        rest = []
        for each in self._names_since:
            if _folder_of(each) == folder:
                _rename(self._names, each)
            else:
                rest.append(each)
        self._names_since = rest

    def after(self, keeps: Callable[[], bool], rest: random.Random | None = None) -> Files:
        """The folder as it may be found.

        Args:
            keeps: asked for each sector and each name that is not certain, in order.
            rest: fills what a lost write leaves open below one that was kept; zeros without it.
        """
        names = dict(self._names)
        for done in self._names_since:
            if keeps():
                _rename(names, done)
        there = {
            name: number
            for name, number in names.items()
            if number in self._files and _is_reached(name, names)
        }
        read = {n: self._read(self._files[n], keeps, rest) for n in dict.fromkeys(there.values())}
        return {name: read[number] for name, number in there.items()}

    def by_name(self) -> Iterator[Files]:
        """With all but one of the names that are not certain, and with that one alone, each of the
        first and the last in its turn; all that was written is there."""
        count = len(self._names_since)
        for place in {*range(min(count, _NAMES)), *range(max(0, count - _NAMES), count)}:
            for alone in (True, False):
                keeps = [(n == place) is alone for n in range(count)]
                yield self.after(chain(keeps, repeat(True)).__next__)

    def dropped(self) -> Files:
        """Nothing is there but what is certain."""
        return self.after(lambda: False)

    def kept(self) -> Files:
        """All is there."""
        return self.after(lambda: True)

    @staticmethod
    def _read(file: _File, keeps: Callable[[], bool], rest: random.Random | None) -> bytes:
        content = bytearray(file.synced)
        for done in file.since:
            for part in _sectors(done):
                if keeps():
                    _apply(content, part, rest)
        return bytes(content)


def _sectors(done: Done) -> list[Done]:
    """A write cut where one sector of the disk ends and the next begins."""
    if done.kind != "W":
        return [done]
    parts, at = [], 0
    while at < len(done.data):
        end = at + SECTOR - (done.place + at) % SECTOR
        parts.append(Done("W", done.file, done.place + at, "", done.data[at:end]))
        at = end
    return parts


def _apply(content: bytearray, done: Done, rest: random.Random | None = None) -> None:
    missing = done.place - len(content)
    if missing > 0:
        content += rest.randbytes(missing) if rest else bytes(missing)
    if done.kind == "T":
        del content[done.place :]
    else:
        content[done.place : done.place + len(done.data)] = done.data


def _folder_of(done: Done) -> str:
    """The folder whose entry it is; of what has two names, that of the new one."""
    name = done.data.decode() if done.kind in "RL" else done.name
    return str(PurePosixPath(name).parent)


def _is_reached(name: str, names: Mapping[str, int]) -> bool:
    """Whether the folders above are there."""
    return all(str(each) in names for each in PurePosixPath(name).parents if str(each) != _ROOT)


def _rename(names: dict[str, int], done: Done) -> None:
    match done.kind:
        case "C" | "K":
            names[done.name] = done.file
        case "U":
            names.pop(done.name, None)
        case "R":
            # Of a file whose own name was lost nothing is left to rename.
            if done.name in names:
                names[done.data.decode()] = names.pop(done.name)
        case "L":
            if done.name in names:
                names[done.data.decode()] = names[done.name]
