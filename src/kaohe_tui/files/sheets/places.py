"""Read the one sheet that is shown on opening, where nothing in it is merged or hidden.

Rule: docs/files.md, "Tables".
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.decode import in_file, name_of, shown
from kaohe_tui.files.sheets import book
from kaohe_tui.files.sheets.kinds.facts import FRACTION, SHOWN
from kaohe_tui.files.sheets.odd_cells import OddCell
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.words import N_, _

_ALIKE = 2
"""The number of headings that two sheets share before either may be the one that is meant."""
_NAMED = 3
"""The number of a row's first cells that say whose row it is."""


class Sheet(NamedTuple):
    """A sheet that was read."""

    name: str
    """The sheet's name on its tab; empty for a text file."""
    rows: Sequence[Sequence[str]]
    """All rows, empty ones too; a cell that is not what it looks like is an ``OddCell``."""


def sheet_shown(path: Path) -> Sheet:
    """Return the sheet that is shown on opening.

    A cell that shows another number than it holds has the one that it holds.

    Raises:
        Refusal: as ``read_book`` does; when the file opens on a hidden sheet; when another sheet
            could be the one that is meant; when something is hidden, or cells are merged.
    """
    file, whole = name_of(path), read_book(path)
    if not whole.opens_on and any(each.name for each in whole.sheets):
        raise in_file(
            file,
            "workbook-sheet-unclear",
            N_("The sheet that it opens on is hidden or no table; show the table and save."),
        )
    empty = book.Sheet(whole.opens_on, [])
    sheet = next((each for each in whole.sheets if each.name == whole.opens_on), empty)
    others = [each for each in whole.sheets if each is not sheet]
    _check_others(sheet, others, file)
    _check_hidden(sheet, file)
    _check_merged(sheet, file)
    return Sheet(sheet.name, [[*map(_stored, cells)] for cells in sheet.rows])


def _stored(cell: str) -> str:
    """Return a cell with the number that it holds, where it shows another one."""
    if not isinstance(cell, OddCell) or cell.oddity != SHOWN:
        return cell
    return cell.stored if cell.stored.isdigit() else OddCell(cell.stored, FRACTION)


def column_name(number: int) -> str:
    """Return the letters of a column counted from 1: ``5`` is ``E``, ``27`` is ``AA``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def on_sheet(file: str, sheet: str, refusal: Refusal) -> Refusal:
    """Return a refusal with its place: a sheet of a workbook."""
    return refusal.within(N_("sheet “{sheet}”: {fault}"), sheet=shown(sheet)).at(shown(file))


def in_sheet(file: str, sheet: str, code: str, message: str, /, **values: object) -> Refusal:
    """Return the refusal of a sheet; see ``Refusal``."""
    return on_sheet(file, sheet, Refusal(code, message, **values))


def _check_others(sheet: book.Sheet, others: Sequence[book.Sheet], file: str) -> None:
    """Refuse a workbook in which another sheet looks like the one that is read."""
    headings = _headings(sheet)
    alike = [each.name for each in others if len(headings & _headings(each)) >= _ALIKE]
    if alike or (not headings and others):
        names = alike or [each.name for each in others]
        raise in_file(
            file,
            "workbook-sheet-unclear",
            N_(
                "It opens on the sheet “{sheet}”, but there is a table on {others} too; save the "
                "one that is meant in a file of its own."
            ),
            sheet=shown(sheet.name),
            others=_(", ").join(_("“{name}”").format(name=shown(name)) for name in names),
        )


def _headings(sheet: book.Sheet) -> set[str]:
    """Return what the first filled row of a sheet holds, as headings are compared."""
    first = next((row for row in sheet.rows if any(row)), ())
    return {name_key(cell) for cell in first if cell.strip()}


def _check_hidden(sheet: book.Sheet, file: str) -> None:
    """Refuse a sheet with filled rows or columns that Excel does not show."""
    rows = sheet.rows
    for line in sorted(sheet.hidden_rows):
        if line <= len(rows) and any(map(str.strip, rows[line - 1])):
            message = (
                N_("row {line} ({who}) is hidden by a filter; show all rows, or delete it.")
                if sheet.filtered
                else N_("row {line} ({who}) is hidden; show it, or delete it.")
            )
            person = _who(rows[line - 1])
            raise in_sheet(file, sheet.name, "cells-hidden", message, line=line, who=person)
    for column in sorted(sheet.hidden_columns):
        cells = [row[column - 1] for row in rows if len(row) >= column]
        if any(map(str.strip, cells)):
            first = next(cell.strip() for cell in cells if cell.strip())
            raise in_sheet(
                file,
                sheet.name,
                "cells-hidden",
                N_("column {column} ({heading}) is hidden; show it, or delete it."),
                column=column_name(column),
                heading=shown(first),
            )


def _check_merged(sheet: book.Sheet, file: str) -> None:
    """Refuse merged cells that hold something, but for a title alone over the headings."""
    rows = sheet.rows
    top = next((line for line, row in enumerate(rows, 1) if any(map(str.strip, row))), 0)
    for area in sheet.merged:
        line = area.top
        row = rows[line - 1] if line <= len(rows) else []
        if not any(map(str.strip, row)) or (line == top and _is_alone(row)):
            continue
        raise in_sheet(
            file,
            sheet.name,
            "cells-merged",
            N_("the cells {area} ({who}) are merged; split them and fill in each one."),
            area=_range(area),
            who=_who(row),
        )


def _range(area: book.Area) -> str:
    """Return the name of merged cells, such as ``A1:E1``."""
    first = f"{column_name(area.left)}{area.top}"
    return f"{first}:{column_name(area.right)}{area.bottom}"


def _is_alone(row: Sequence[str]) -> bool:
    return sum(bool(cell.strip()) for cell in row) == 1


def _who(row: Sequence[str]) -> str:
    """Return the first cells of a row, by which its person is known."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return shown(" ".join(filled[:_NAMED]))
