"""Measure text on a terminal: a Chinese character takes two cells."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from typing import Literal

Align = Literal["left", "right", "center"]
"""The side of its cells at which the text stands."""
_NO_CELL = {"Mn", "Me", "Cf"}


def cell_width(text: str) -> int:
    """Count the cells of the text; ambiguous characters count as one, combining ones as none."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def pad(text: str, width: int, align: Align = "left") -> str:
    """Fill the text with spaces to ``width`` cells; longer text is returned as it is."""
    missing = max(width - cell_width(text), 0)
    if align == "left":
        return text + " " * missing
    if align == "right":
        return " " * missing + text
    left = missing // 2
    return " " * left + text + " " * (missing - left)


def cut(text: str, width: int) -> str:
    """Cut the text to at most ``width`` cells; ``…`` shows that something is cut off."""
    if cell_width(text) <= width:
        return text
    return clip(text, width - 1) + "…" if width > 0 else ""


def fit(text: str, width: int, align: Align = "left") -> str:
    """Bring the text to exactly ``width`` cells: cut with ``…`` or filled with spaces."""
    return pad(cut(text, width), width, align)


def widest(texts: Iterable[str], limit: int) -> int:
    """Return the width of a column of these texts in cells, no wider than ``limit``."""
    return min(max(map(cell_width, texts), default=0), limit)


def columns(
    rows: Sequence[Sequence[str]], right: Collection[int] = (), gap: str = "   "
) -> list[str]:
    """Lay rows of as many texts each out below each other, a column as wide as its widest text.

    Args:
        rows: the texts of each line.
        right: the columns, from 0, whose texts stand at the right: numbers.
        gap: what stands between two columns.
    """
    widths = [max(map(cell_width, column)) for column in zip(*rows, strict=True)]
    return [
        gap.join(
            pad(text, width, "right" if n in right else "left")
            for n, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def clip(text: str, width: int) -> str:
    """Cut the text to ``width`` cells without a sign, to set one behind it or go on below."""
    characters, cells = [], 0
    for character in text:
        cells += _cells(character)
        if cells > width:
            break
        characters.append(character)
    return "".join(characters)


def _cells(character: str) -> int:
    if unicodedata.category(character) in _NO_CELL:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
