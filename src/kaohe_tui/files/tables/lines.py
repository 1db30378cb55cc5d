"""Take the lines of a table that are about people, and leave the others out.

Rule: docs/files.md, "Tables".
"""

from collections.abc import Sequence
from typing import NamedTuple

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import few
from kaohe_tui.files.decode import shown
from kaohe_tui.files.sheets.book import Sheet
from kaohe_tui.files.sheets.odd_cells import MERGED, OddCell
from kaohe_tui.files.sheets.places import column_name, on_sheet
from kaohe_tui.files.sheets.reader import Row
from kaohe_tui.files.tables.columns import Columns, Line
from kaohe_tui.files.tables.doubts import Doubt, Option
from kaohe_tui.files.tables.head import Head, Kind
from kaohe_tui.files.tables.row_kinds import Looks, RowKind
from kaohe_tui.files.tables.words import folded
from kaohe_tui.words import N_, _


class LeftOut(NamedTuple):
    """A line that is about nobody."""

    line: int
    """The line in the file, counted from 1."""
    kind: RowKind
    """Why it was left out."""
    text: str
    """What stands in its first filled cell."""


def titles(rows: Sequence[Sequence[str]], head: Head) -> list[LeftOut]:
    """Return the lines above the headings that hold something."""
    return [
        LeftOut(line, RowKind.TITLE, first_of(cells))
        for line, cells in enumerate(rows[: head.first - 1], 1)
        if any(map(str.strip, cells))
    ]


def lines_of(
    sheet: Sheet, head: Head, kind: Kind, columns: Columns
) -> tuple[list[Line], list[LeftOut]]:
    """Return the lines about people, and those that are left out."""
    left = titles(sheet.rows, head)
    looks = _looks(sheet, head, kind, columns)
    covered = _covered(sheet, head, kind, columns)
    wide = {(area.top, area.left) for area in sheet.merged if area.right > area.left}
    tops = _tops(sheet, kind, columns)
    people: list[Row] = []
    numbers: set[int] = set()
    for line, cells in enumerate(sheet.rows[head.last :], head.last + 1):
        filled_at = next((at for at, cell in enumerate(cells) if cell.strip()), None)
        if filled_at is None:
            continue
        row_kind = looks.kind_of(cells, is_wide=(line, filled_at + 1) in wide)
        if row_kind in (RowKind.GROUP, RowKind.NOTE) and tops.get(line, 0) in numbers:
            row_kind = RowKind.PERSON
        if row_kind is RowKind.PERSON:
            numbers.add(line)
            for at, value in covered.get(line, {}).items():
                cells = _put(cells, at, value)
            people.append(Row(line, cells, sheet.name))
        else:
            left.append(LeftOut(line, row_kind, first_of(cells)))
    last = people[-1].line if people else 0
    left = [each for each in left if each.kind is not RowKind.EMPTY or each.line < last]
    outside = _outside(columns, people)
    lines = []
    for row in people:
        beside = [cell for cell in row.cells[outside:] if cell.strip()]
        left += [LeftOut(row.line, RowKind.NOTE, cell.strip()) for cell in beside[:1]]
        lines.append(line_of(columns, row._replace(cells=row.cells[:outside]) if beside else row))
    return lines, sorted(left)


def _looks(sheet: Sheet, head: Head, kind: Kind, columns: Columns) -> Looks:
    """Return what the lines of a table are told by."""
    positions = columns.positions
    heads = (head.texts, *sheet.rows[head.first - 1 : head.last])
    who = (*kind.who, "", "")
    return Looks(
        headings=[[folded(text) for text in row] for row in heads],
        code=positions.get(who[0]),
        name=positions.get(who[1]),
        serial=positions.get("serial"),
        is_somebody=kind.is_somebody,
    )


def _tops(sheet: Sheet, kind: Kind, columns: Columns) -> dict[int, int]:
    """Return each line over which somebody's code or name is merged, with the area's first line.

    Such a line is that person's, whatever else stands in it.
    """
    who = {columns.positions[each] for each in kind.who if each in columns.positions}
    return {
        line: area.top
        for area in sheet.merged
        if area.left == area.right and area.left - 1 in who
        for line in range(area.top + 1, min(area.bottom, len(sheet.rows)) + 1)
    }


def _outside(columns: Columns, rows: Sequence[Row]) -> int:
    """Return the position from which on cells are beside the table, and notes at most.

    A column without a heading, empty in every line, is between them and the table: half a line that
    slipped to the right would fill it.
    """
    texts = columns.texts
    last = max((at for at, text in enumerate(texts) if text), default=-1)
    widest = max((len(row.cells) for row in rows), default=0)
    gap = last + 1
    if gap < widest and not any(row.cells[gap].strip() for row in rows if gap < len(row.cells)):
        return gap
    return max(widest, gap)


def line_of(columns: Columns, row: Row) -> Line:
    """Return a line; refuse one with a filled cell below no heading.

    Raises:
        Refusal: as said; half a line that slipped to the right could be taken wrongly.
    """
    line = Line(columns, row)
    for at, cell in enumerate(row.cells):
        if cell and cell.strip() and (at >= len(columns.texts) or not columns.texts[at]):
            raise line.fault(
                "", "cells-too-many", N_("The line has more cells than there are headings.")
            )
    return line


def first_of(cells: Sequence[str]) -> str:
    """Return what stands in the first filled cell of a line."""
    return next(cell.strip() for cell in cells if cell.strip())


def _put(cells: Sequence[str], at: int, value: str) -> list[str]:
    return [*cells[:at], *[""] * (at - len(cells)), value, *cells[at + 1 :]]


def _covered(sheet: Sheet, head: Head, kind: Kind, columns: Columns) -> dict[int, dict[int, str]]:
    """Return what merged cells below the headings hold: line -> position -> value.

    A value counts for every line that its area covers, in the area's first column. In the area's
    other columns, and in a column of which each line has a cell of its own, it is an ``OddCell``,
    and refused.
    """
    own = {columns.positions[each] for each in kind.own if each in columns.positions}
    covered: dict[int, dict[int, str]] = {}
    taken = columns.positions.values()
    for area in sheet.merged:
        if not head.last < area.top <= len(sheet.rows):
            continue
        cells = sheet.rows[area.top - 1]
        value = cells[area.left - 1] if area.left <= len(cells) else ""
        if not value.strip():
            continue
        for line in range(area.top, min(area.bottom, len(sheet.rows)) + 1):
            for at in range(area.left - 1, area.right):
                if at not in taken:
                    continue
                is_shared = at == area.left - 1 and (at not in own or area.top == area.bottom)
                covered.setdefault(line, {})[at] = value if is_shared else OddCell(value, MERGED)
    return covered


def check_hidden(file: str, sheet: Sheet, columns: Columns, lines: Sequence[Line]) -> None:
    """Refuse a sheet in which somebody's line, or a column that is taken, is not shown."""
    for line in lines:
        if line.row.line in sheet.hidden_rows:
            message = (
                N_("row {line} ({who}) is hidden by a filter; show all rows, or delete it.")
                if sheet.filtered
                else N_("row {line} ({who}) is hidden; show it, or delete it.")
            )
            who = line.person() or "–"
            hidden = Refusal("cells-hidden", message, line=line.row.line, who=who)
            raise on_sheet(file, sheet.name, hidden)
    for column, at in columns.positions.items():
        if at + 1 in sheet.hidden_columns:
            raise on_sheet(
                file,
                sheet.name,
                Refusal(
                    "cells-hidden",
                    N_("column {column} ({heading}) is hidden; show it, or delete it."),
                    column=column_name(at + 1),
                    heading=shown(columns.headings.get(column, "")),
                ),
            )


OUT = "out"
"""The answer that leaves struck lines out."""


def struck_lines(
    sheet: Sheet, columns: Columns, lines: Sequence[Line]
) -> tuple[list[Line], Doubt] | None:
    """Return the lines in which something is struck through that is read, and what is asked of it.

    None where nothing is: a note may be struck through.
    """
    places = [at + 1 for key, at in columns.positions.items() if key != "clerk_note"]
    struck = [
        line
        for line in lines
        if sheet.struck and any((line.row.line, at) in sheet.struck for at in places)
    ]
    if not struck:
        return None
    names = few([line.named() for line in struck])
    question = _("Struck through in lines: {lines}; are they left out?").format(lines=names)
    options = (Option(OUT, _("leave them out")), Option("take", _("take them all the same")))
    return struck, Doubt(f"struck {sheet.name}", question, options, "")
