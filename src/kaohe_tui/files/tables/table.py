"""Understand a table: which sheet, which headings, which lines are people.

Rule: docs/files.md, "Tables".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaohe_tui.domain.record.fields.understood import Understood
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import few
from kaohe_tui.files.decode import shown
from kaohe_tui.files.sheets.book import Book, Sheet
from kaohe_tui.files.tables.choosing import Chosen, check_headings, choose
from kaohe_tui.files.tables.columns import Columns, Line
from kaohe_tui.files.tables.doubts import Choices, Doubt
from kaohe_tui.files.tables.head import Head, Kind
from kaohe_tui.files.tables.lines import (
    OUT,
    LeftOut,
    check_hidden,
    first_of,
    lines_of,
    struck_lines,
)
from kaohe_tui.files.tables.row_kinds import RowKind
from kaohe_tui.files.tables.which_sheet import at_head, which_sheet
from kaohe_tui.words import _, _n

_NAMED = 12
"""Columns, or lines, that one sentence names."""


@dataclass(frozen=True, slots=True)
class Table:
    """What was understood of a file, before its lines are read."""

    file: str
    """The file's name."""
    sheet: str
    """The name of the sheet; empty for a text file."""
    head: Head
    """The headings."""
    columns: Columns
    """Which cell holds which column."""
    lines: Sequence[Line]
    """The lines about people, with what merged cells hold for all that they cover."""
    left_columns: Mapping[int, str]
    """Position, from 0, and heading of each column that was left out."""
    left_rows: Sequence[LeftOut]
    """The lines that were left out, but for empty ones and numbers alone below all others."""
    doubts: Sequence[Doubt]
    """What is not clear of sheet and headings."""

    def understood(self) -> Understood:
        """Return what the record keeps of it."""
        left_columns = list(self.left_columns.values())
        return kept(self.sheet, self.head, left_columns, self.left_rows, self.file)

    def told(self) -> list[str]:
        """Return what was read and what was left out, a sentence each."""
        left_columns = list(self.left_columns.values())
        place = self.file, self.sheet, self.head
        return read_in_words(*place, len(self.lines), left_columns, self.left_rows)


def kept(
    sheet: str,
    head: Head,
    left_columns: Sequence[str],
    left_rows: Sequence[LeftOut],
    file: str = "",
) -> Understood:
    """Return what the record keeps of a table; see ``Understood`` and ``read_in_words``."""
    columns = tuple(map(shown, left_columns))
    lines = tuple(each.line for each in left_rows)
    return Understood(sheet, (head.first, head.last), columns, lines, shown(file))


def read_in_words(
    file: str,
    sheet: str,
    head: Head,
    count: int,
    left_columns: Sequence[str],
    left_rows: Sequence[LeftOut],
) -> list[str]:
    """Return what was read of a table and what was left out, a sentence each.

    Args:
        file: the file's name.
        sheet: the name of the sheet; empty for a text file.
        head: the headings.
        count: the number of lines read.
        left_columns: the headings of the columns that were left out.
        left_rows: the lines that were left out, but for empty ones.
    """
    rows = head.first if head.first == head.last else f"{head.first}–{head.last}"
    if sheet:
        sentence = _n(
            "{file}, sheet “{sheet}”: headings in line {rows}, {count} line read.",
            "{file}, sheet “{sheet}”: headings in line {rows}, {count} lines read.",
            count,
        )
    else:
        sentence = _n(
            "{file}: headings in line {rows}, {count} line read.",
            "{file}: headings in line {rows}, {count} lines read.",
            count,
        )
    place = {"file": shown(file), "sheet": shown(sheet)}
    sentences = [sentence.format(**place, rows=rows, count=count)]
    if left_columns:
        names = [shown(text) for text in left_columns]
        sentences.append(_("Columns left out: {columns}.").format(columns=few(names, _NAMED)))
    if left_rows:
        sentences.append(_("Lines left out: {lines}.").format(lines=_named(left_rows)))
    return sentences


def _named(left_rows: Sequence[LeftOut]) -> str:
    """Name lines that were left out, each with its kind and what stands in it."""
    lines = [
        _("{line} ({kind}: {text})").format(
            line=each.line, kind=each.kind.label, text=shown(each.text)
        )
        for each in left_rows
    ]
    return few(lines, _NAMED)


def understand(book: Book, kind: Kind, choices: Choices) -> Table:
    """Return what is understood of a file as a table of that kind.

    Args:
        book: the file.
        kind: what the table may hold.
        choices: what was answered before.

    Raises:
        Refusal: when no sheet has the headings, the sheet chosen is not there, two tables stand
            side by side, or something that matters is hidden.
    """
    sheet, head, doubts = which_sheet(book, kind, choices)
    below = sheet.rows[head.last :]
    try:
        chosen = choose(kind, head, below, choices)
    except Refusal as refusal:
        raise at_head(book.file, sheet, head, refusal) from refusal
    columns = columns_of(book.file, sheet, kind, head, chosen)
    lines, left_rows = lines_of(sheet, head, kind, columns)
    check_hidden(book.file, sheet, columns, lines)
    struck = struck_lines(sheet, columns, lines)
    if struck and choices.answer(struck[1]) == OUT:
        numbers = {line.row.line for line in struck[0]}
        left_rows += (LeftOut(n, RowKind.STRUCK, first_of(sheet.rows[n - 1])) for n in numbers)
        left_rows.sort()
        lines = [line for line in lines if line.row.line not in numbers]
    return Table(
        file=book.file,
        sheet=sheet.name,
        head=head,
        columns=columns,
        lines=lines,
        left_columns=dict(sorted(chosen.left_out.items())),
        left_rows=left_rows,
        doubts=(*doubts, *chosen.doubts, *([struck[1]] if struck else ())),
    )


def columns_of(file: str, sheet: Sheet, kind: Kind, head: Head, chosen: Chosen) -> Columns:
    """Return the columns chosen.

    Raises:
        Refusal: naming the first column that must be there and is not.
    """
    try:
        check_headings(kind, chosen)
    except Refusal as refusal:
        raise at_head(file, sheet, head, refusal) from refusal
    headings = {column: head.texts[at] for column, at in chosen.positions.items()}
    return Columns(file, chosen.positions, headings, head.texts)
