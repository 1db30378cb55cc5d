"""Find the line of a table or a key in a TOML file; tomllib does not say."""

import re
from collections.abc import Sequence
from itertools import islice

Place = tuple[str | int, ...]
"""The way to a value: keys, and positions (from 0) in lists of tables."""

_PART = re.compile(r""""([^"]*)"|'([^']*)'|([^\s."']+)""")
_FENCE = re.compile(r"\"{3}|'{3}")
_DEEPEST = 4
_LONGEST = 200


def _parts(dotted: str) -> list[str]:
    matches = islice(_PART.finditer(dotted[:_LONGEST]), _DEEPEST)
    return [match[1] or match[2] or match[3] or "" for match in matches]


class Lines:
    """Finder of the line of a place.

    It reads headers and keys line by line; what stands inside an inline table or behind a dotted
    key is answered with the nearest line known, so that an error is never without one.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[Place, int] = {}
        self._counts: dict[Place, int] = {}
        self._scan(text.split("\n"))

    def line(self, place: Place) -> int:
        """Return the line, counted from 1, of the place or of the nearest table around it."""
        for end in range(len(place), 0, -1):
            if number := self._lines.get(place[:end]):
                return number
        return 1

    def _scan(self, lines: Sequence[str]) -> None:
        table: Place = ()
        fence = ""
        for number, line in enumerate(lines, 1):
            if not fence:
                bare = line.strip()
                if bare.startswith("["):
                    name = bare.lstrip("[ \t").partition("]")[0]
                    table = self._enter(_parts(name), number, in_array=bare.startswith("[["))
                elif "=" in bare and not bare.startswith("#"):
                    self._note(table, _parts(bare.partition("=")[0]), number)
            fence = _fence_after(line, fence)

    def _enter(self, parts: list[str], number: int, *, in_array: bool) -> Place:
        place: Place = ()
        for part in parts[:-1]:
            place = (*place, part)
            if place in self._counts:
                place = (*place, self._counts[place] - 1)
        place = (*place, *parts[-1:])
        self._lines.setdefault(place, number)
        if in_array:
            self._counts[place] = self._counts.get(place, 0) + 1
            place = (*place, self._counts[place] - 1)
            self._lines[place] = number
        return place

    def _note(self, table: Place, parts: list[str], number: int) -> None:
        for end in range(1, len(parts) + 1):
            self._lines.setdefault((*table, *parts[:end]), number)


def _fence_after(line: str, fence: str) -> str:
    """Return the triple quotation mark that is open after the line, or an empty text.

    ``fence`` is the one that is open before the line.
    """
    for match in _FENCE.finditer(line):
        if not fence:
            fence = match[0]
        elif fence == match[0]:
            fence = ""
    return fence
