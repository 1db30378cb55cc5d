"""Find the rater whom a score sheet names beside its table (评分人：…)."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from kaohe_tui.files.sheets.book import Book, Sheet

_LABELS = "评分人|打分人|评议人|测评人|评价人|考核人|评委|rater"
_AFTER = r"(?:姓名|编号|[(（]?(?:签[名字章]|盖章|手签)[)）]?)*"
_LABEL = re.compile(rf"(?:{_LABELS}){_AFTER}\s*[:：]?", re.IGNORECASE)
_WITHIN = re.compile(
    rf"(?:^|[\s,，;；、|/])(?:{_LABELS}){_AFTER}\s*[:：]\s*(?P<value>.*)", re.IGNORECASE | re.DOTALL
)
_NEXT = re.compile(r"[\s,，;；、|]+\S{1,8}[:：].*", re.DOTALL)
_LINE = "_＿…—-. \u3000"
"""What a line to write on is made of."""


class Named(NamedTuple):
    """A rater named beside a table."""

    row: int
    """The row, counted from 1."""
    column: int
    """The column, counted from 1."""
    texts: tuple[str, ...]
    """What may be the name, the likeliest first."""


def raters_named(sheet: Sheet, rows: Sequence[int]) -> list[Named]:
    """Return the raters that are named in some rows, each counted from 1."""
    named: list[Named] = []
    for row in rows:
        named += _in_row(row, sheet.rows[row - 1])
    return named


def _in_row(row: int, cells: Sequence[str]) -> Iterator[Named]:
    filled = [(at, cell.strip()) for at, cell in enumerate(cells) if cell.strip()]
    for number, (at, text) in enumerate(filled):
        if _LABEL.fullmatch(text):
            beside = filled[number + 1 : number + 2]
            if beside and not re.search(r"[:：]", beside[0][1]):
                yield from _named(row, *beside[0])
        elif match := _WITHIN.search(text):
            yield from _named(row, at, match["value"])


def _named(row: int, at: int, value: str) -> Iterator[Named]:
    texts = [value, _NEXT.sub("", " " + value)]
    texts += re.split(r"\s{2,}|[,，;；|]", value.strip())[:1] + value.split()[:1]
    plain = dict.fromkeys(unicodedata.normalize("NFKC", text).strip(_LINE) for text in texts)
    if names := tuple(filter(None, plain)):
        yield Named(row, at + 1, names)


def raters_beside(book: Book) -> dict[str, list[Named]]:
    """Return whom the paragraphs of a document name, by the name of the table that it is beside.

    A paragraph between two tables belongs to the one below, unless it is the last one that is
    followed by a rater, and the first has none before it. Their row and column are 0.
    """
    sheets = book.sheets
    above = [_in_paragraphs(each.above) for each in sheets]
    below = [_in_paragraphs(each.below) for each in sheets]
    if not (above and above[0] and below[-1]):
        chosen = below if above and below[-1] else above
        return {each.name: named for each, named in zip(sheets, chosen, strict=True)}
    for at in range(1, len(sheets)):
        # Behind each table stands its rater once more, and before the next one that of the next.
        half, rest = divmod(len(above[at]), 2)
        if not rest:
            below[at - 1], above[at] = above[at][:half], above[at][half:]
    return {each.name: above[at] + below[at] for at, each in enumerate(sheets)}


def _in_paragraphs(texts: Sequence[str]) -> list[Named]:
    named: list[Named] = []
    for text in texts:
        cells = text.split("\t") if "\t" in text and not _WITHIN.search(text) else [text]
        named += (Named(0, 0, each.texts) for each in _in_row(0, cells))
    return named


def without_labels(book: Book) -> tuple[Book, dict[str, list[int]]]:
    """Return a book without the rows that hold nothing but a label and a name beside it.

    Below a table such a row would look like somebody's.

    Returns:
        The book, and by the sheet's name the rows, counted from 1.
    """
    taken: dict[str, list[int]] = {}
    sheets = []
    for sheet in book.sheets:
        rows = list(sheet.rows)
        for at, cells in enumerate(rows):
            filled = [cell.strip() for cell in cells if cell.strip()]
            if 1 <= len(filled) <= _FEW and _is_label(filled):
                taken.setdefault(sheet.name, []).append(at + 1)
                rows[at] = [""] * len(cells)
        sheets.append(replace(sheet, rows=rows))
    return replace(book, sheets=sheets), taken


_FEW = 4
"""Cells that a row of label and name has at most: a date may stand beside."""


def _is_label(filled: Sequence[str]) -> bool:
    pairs = len(filled) % 2 == 0 and any(_LABEL.fullmatch(text) for text in filled[::2])
    return pairs or (len(filled) == 1 and bool(_LABEL.fullmatch(filled[0])))
