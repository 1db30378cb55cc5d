"""Keep in an entry what was understood of a file: sheet, headings, what was left out."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from kaohe_tui.domain.record.fields.value import Value
from kaohe_tui.domain.record.words import Names
from kaohe_tui.domain.text import few
from kaohe_tui.words import _

_NAMED = 12
"""Columns, or lines, that one sentence names."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of a table; nothing is empty but what the table has none of."""

    sheet: str = ""
    """The name of the sheet; empty for a text file."""
    head: tuple[int, ...] = ()
    """The lines of the headings, counted from 1: the first and the last; empty for nothing kept."""
    columns: tuple[str, ...] = ()
    """The headings of the columns that were left out."""
    lines: tuple[int, ...] = ()
    """The lines that were left out, but for empty ones."""
    file: str = ""
    """The name of the file, where the entry does not hold it elsewhere."""
    more: tuple["Understood", ...] = ()
    """What was understood of the further sheets of the file that were taken."""


NOTHING = Understood()
"""What entries say that do not keep it."""


def read_understood(text: str) -> Understood:
    """Read what an entry says.

    Raises:
        ValueError: when it says something else.
    """
    if not text:
        return NOTHING
    try:
        return _of_parts(*json.loads(text))
    except TypeError as error:
        raise ValueError(text) from error


def _of_parts(
    sheet: str,
    head: Sequence[int],
    columns: Sequence[str],
    lines: Sequence[int],
    file: str = "",
    *more: Sequence[Any],
) -> Understood:
    others = tuple(_of_parts(*each) for each in more)
    return Understood(sheet, tuple(head), tuple(columns), tuple(lines), file, others)


def write_understood(understood: Understood) -> str:
    """Return the text for an entry: JSON, or none where nothing is kept."""
    if understood == NOTHING:
        return ""
    return json.dumps(_parts(understood), ensure_ascii=False, separators=(",", ":"))


def _parts(understood: Understood) -> tuple[object, ...]:
    parts: tuple[object, ...]
    parts = (understood.sheet, understood.head, understood.columns, understood.lines)
    if understood.file or understood.more:
        parts += (understood.file, *map(_parts, understood.more))
    return parts


def understood_lines(understood: Understood, _names: Names, _period: str) -> Iterator[str]:
    """Yield what was understood, a sentence each."""
    if not understood.head:
        return
    if understood.file:
        yield _("The file: {file}.").format(file=understood.file)
    rows = "–".join(map(str, dict.fromkeys(understood.head)))
    if understood.sheet:
        sentence = _("Sheet “{sheet}”, headings in line {rows}.")
        yield sentence.format(sheet=understood.sheet, rows=rows)
    else:
        yield _("Headings in line {rows}.").format(rows=rows)
    if understood.columns:
        yield _("Columns left out: {columns}.").format(columns=few(understood.columns, _NAMED))
    if understood.lines:
        lines = few([str(line) for line in understood.lines], _NAMED)
        yield _("Lines left out: {lines}.").format(lines=lines)
    for each in understood.more:
        yield from understood_lines(each, _names, _period)


UnderstoodOf = Annotated[
    Understood,
    Value(
        r"(?:\[.*\])?",
        read_understood,
        write_understood,
        lambda one, names, p: " ".join(understood_lines(one, names, p)),
        understood_lines,
    ),
]
"""What was understood of a file; empty where the entry does not keep it."""
