"""A disk that loses its power: what may be on it after each call that a program made.

Nothing is certain but what was synced: of a file's bytes since its last sync, and of a folder's
names since the folder's, any part may be there. Each write is kept or lost by sectors.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.faults.shim import Done

SECTOR = 512

Files = Mapping[str, bytes]
"""A folder as it is found: name -> content."""


@dataclass(slots=True)
class _File:
    synced: bytearray = field(default_factory=bytearray)
    since: list[Done] = field(default_factory=list)


class Disk:
    """One folder on a disk, with what is certain and what is not."""

    def __init__(self) -> None:
        """An empty folder."""
        self._files: dict[int, _File] = {}
        self._names: dict[str, int] = {}
        self._names_since: list[Done] = []

    def do(self, done: Done) -> None:
        """Take one more call."""
        match done.kind:
            case "C":
                # The number of a file that is gone may be given anew.
                self._files[done.file] = _File()
                self._names_since.append(done)
            case "W" | "T":
                self._files[done.file].since.append(done)
            case "S":
                file = self._files[done.file]
                for each in file.since:
                    _apply(file.synced, each)
                file.since.clear()
            case "U" | "R":
                self._names_since.append(done)
            case "D":
                for each in self._names_since:
                    _rename(self._names, each)
                self._names_since.clear()

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
        return {
            name: self._read(self._files[number], keeps, rest) for name, number in names.items()
        }

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


def _rename(names: dict[str, int], done: Done) -> None:
    match done.kind:
        case "C":
            names[done.name] = done.file
        case "U":
            names.pop(done.name, None)
        case "R":
            # Of a file whose own name was lost nothing is left to rename.
            if done.name in names:
                names[done.data.decode()] = names.pop(done.name)
