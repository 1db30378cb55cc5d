"""Sort names by their strokes (姓氏笔画), the custom of public notices."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from kaohe_tui.domain.rules.people import Person

_DATA = Path(__file__).parent / "strokes.txt"
_SILENT = frozenset("·•‧・ \u3000")
"""Stand between the parts of a name and have no strokes."""


def strokes_of(character: str) -> int | None:
    """Return how many strokes a character has; None where the data lacks it."""
    place = _places().get(character)
    return place[0] if place else None


def by_strokes(people: Iterable[Person]) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """Sort people by the strokes of their names.

    Names are compared character by character from the surname on: fewer strokes first, then the
    kinds of strokes one after another (横竖撇点折), so that people of one surname stand together. A
    name that ends comes before one that goes on; equal names keep the order given.

    Returns:
        Everybody in order, and those whose names have a character that the data lacks: they stand
        last, in the order given.
    """
    sorted_people: list[tuple[tuple[tuple[int, int], ...], Person]] = []
    unsorted: list[Person] = []
    for person in people:
        key = _key(person.name)
        if key is None:
            unsorted.append(person)
        else:
            sorted_people.append((key, person))
    sorted_people.sort(key=lambda pair: pair[0])
    return (*(person for _key, person in sorted_people), *unsorted), tuple(unsorted)


def _key(name: str) -> tuple[tuple[int, int], ...] | None:
    places = _places()
    written = [c for c in name if c not in _SILENT]
    key = tuple(places[c] for c in written if c in places)
    return key if key and len(key) == len(written) else None


@cache
def _places() -> Mapping[str, tuple[int, int]]:
    """Return character -> (number of strokes, place among those of the same number)."""
    lines = [x for x in _DATA.read_text("utf-8").splitlines() if not x.startswith("#")]
    return {
        character: (strokes, place)
        for strokes, line in enumerate(lines, 1)
        for place, character in enumerate(line)
    }
