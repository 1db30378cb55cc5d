"""Reads ratings out of the raw bytes of a SQLite file, without SQLite: where they lie, and what is
left of those that were removed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_MARKS = 30
_COLUMNS = _MARKS + 2
_WIDTHS = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 8: 0, 9: 0}
_LEAF, _INTERIOR = 10, 2
_MOST = 1000
"""Tenths of a point of a mark."""


@dataclass(frozen=True, slots=True)
class Found:
    """One rating as it lies in the file."""

    at: int
    """The byte where its record begins."""
    page: int
    cell: int
    """Its place among the page's cells, which stand in key order; -1 of a remnant."""
    ratee: int
    ballot: int
    marks: tuple[int, ...]


def live(data: bytes) -> list[Found]:
    """The ratings in the cells of the file's pages, page by page in key order."""
    found: list[Found] = []
    for number, page, head in _pages(data):
        if page[head] not in (_LEAF, _INTERIOR):
            continue
        count = int.from_bytes(page[head + 3 : head + 5])
        first = head + (8 if page[head] == _LEAF else 12)
        for cell in range(count):
            at = int.from_bytes(page[first + 2 * cell : first + 2 * cell + 2])
            start = at + (0 if page[head] == _LEAF else 4)
            _size, begin = _varint(page, start)
            if record := _record(page, begin):
                offset = number * len(page) + begin
                found.append(Found(offset, number, cell, *record))
    return found


def carved(data: bytes) -> list[Found]:
    """Whatever looks like a rating, wherever it lies: in free pages, in gaps, in a journal."""
    found = []
    at = data.find(bytes([_COLUMNS + 1]))
    while at != -1:
        if record := _record(data, at):
            found.append(Found(at, 0, -1, *record))
        at = data.find(bytes([_COLUMNS + 1]), at + 1)
    return found


def text_offsets(data: bytes, texts: Iterable[str]) -> dict[str, int]:
    """Where each text stands first; those that are nowhere are left out."""
    places = {text: data.find(text.encode()) for text in texts}
    return {text: at for text, at in places.items() if at != -1}


def _pages(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    size = int.from_bytes(data[16:18])
    for number in range(len(data) // size):
        yield number, data[number * size : (number + 1) * size], 100 if number == 0 else 0


def _record(data: bytes, at: int) -> tuple[int, int, tuple[int, ...]] | None:
    """The ratee, the ballot and the marks of a record that begins there; None where none does."""
    head = data[at : at + _COLUMNS + 1]
    if len(head) <= _COLUMNS or head[0] != _COLUMNS + 1 or not set(head[1:]) <= _WIDTHS.keys():
        return None
    place = at + _COLUMNS + 1
    values: list[int | None] = []
    for kind in head[1:]:
        width = _WIDTHS[kind]
        if kind == 0:
            values.append(None)
        elif kind in (8, 9):
            values.append(kind - 8)
        else:
            values.append(int.from_bytes(data[place : place + width], signed=True))
        place += width
    ratee, ballot, *marks = values
    whole = tuple(mark for mark in marks if mark is not None)
    if not ratee or not ballot or not whole or any(not 0 <= mark <= _MOST for mark in whole):
        return None
    return ratee, ballot, whole


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for byte in range(8):
        value = value << 7 | data[at + byte] & 0x7F
        if data[at + byte] < 0x80:
            return value, at + byte + 1
    return value << 8 | data[at + 8], at + 9
