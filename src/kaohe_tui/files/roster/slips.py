"""Find cells that stand in the wrong column: they slipped aside, or two were exchanged.

A cell is told by its look (a number, a date, a text) and by words that stand in another column.
Rule: docs/files.md, "What is doubtful".
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from kaohe_tui.files.tables.columns import Line

_WORDS = ("name", "section", "identity")
"""The columns in which a word of another column is looked for."""
_TEXTS = ("section", "identity")
"""The columns in which a number is none of the words."""
_LOOKS = re.compile(
    r"(?P<short>\d{1,4})|(?P<long>\d{5,13}[\dXx]{0,5})|(?P<date>\d+[./年-][\d./年月日-]*)|(?P<none>)"
)
"""The looks that a cell may have beside that of a text."""
_COMPARED = 6
"""Lines from which on their looks are compared."""
_CHECKED = ("serial", "supervisors")
"""The columns whose cells are checked otherwise."""
_UNLIKE = 20
"""Of so many lines one may look otherwise than its column does."""


def slips(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the position of a line, and of a cell in it that may be in the wrong column.

    No more than one cell of a line is told.
    """
    cells = list(zip_longest(*(line.row.cells for line in lines), fillvalue=""))
    columns = [tuple(map(str.strip, each)) for each in cells]
    if len(lines) < 2:
        return
    suspects = {*_numbers(lines, columns), *_by_word(lines, columns)}
    if len(lines) >= _COMPARED:
        positions = lines[0].columns.positions
        checked = {positions[each] for each in _CHECKED if each in positions}
        suspects |= {each for each in _by_look(columns) if each[1] not in checked}
    first: dict[int, int] = {}
    for at, column in sorted(suspects):
        first.setdefault(at, column)
    yield from first.items()


def _look(text: str) -> str:
    if text and not text[0].isdecimal():
        # Most cells are words: this spares them the search.
        return "text"
    match = _LOOKS.fullmatch(text)
    return (match.lastgroup or "none") if match else "text"


def _numbers(lines: Sequence[Line], columns: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Yield numbers and dates in columns of words."""
    for each in _TEXTS:
        column = lines[0].columns.positions.get(each)
        if column is None or column >= len(columns):
            continue
        looks = Counter(map(_look, columns[column]))
        if looks["text"] * 2 > sum(looks.values()) - looks["none"]:
            for at, text in enumerate(columns[column]):
                if _look(text) not in ("text", "none"):
                    yield at, column


def _by_look(columns: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Yield cells that look like those beside their column, in lines where another is unlike too.

    Only columns count of which nearly all cells have one look.
    """
    usual: list[str] = []
    unlike: dict[int, set[int]] = {}
    for column, texts in enumerate(columns):
        looks = [_look(text) for text in texts]
        look, count = Counter(looks).most_common(1)[0]
        others = len(texts) - count
        usual.append(look if others <= max(1, len(texts) // _UNLIKE) else "")
        if usual[-1] and others:
            for at, other in enumerate(looks):
                if other != look:
                    unlike.setdefault(at, set()).add(column)
    for at, places in unlike.items():
        for column in sorted(places):
            look = _look(columns[column][at])
            beside = [usual[near] for near in (column - 1, column + 1) if 0 <= near < len(usual)]
            if look != "none" and look in beside and len(places) > 1:
                yield at, column


def _by_word(lines: Sequence[Line], columns: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Yield words that stand once in their column, and in another one for others.

    What the line has in that other column stands there once, as where two cells were exchanged.
    """
    counts = [Counter(texts) for texts in columns]
    once = [{text for text, count in each.items() if count == 1 and text} for each in counts]
    taken = lines[0].columns.positions
    for name in _WORDS:
        column = taken.get(name)
        if column is None or column >= len(columns):
            continue
        for other, others in enumerate(counts):
            if other == column or (name == "name" and other == taken.get("supervisors")):
                continue
            for text in once[column] & others.keys():
                at = columns[column].index(text)
                beside = columns[other][at]
                # A cell that slipped aside leaves an empty one.
                is_left = not beside and abs(other - column) == 1
                if is_left or (beside != text and others[beside] == 1):
                    yield at, column
