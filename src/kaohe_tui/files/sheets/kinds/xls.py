"""Read an .xls or WPS's .et: every sheet's cells as shown, and what is merged, hidden, filtered."""

import io
from typing import TYPE_CHECKING, Any

from kaohe_tui.files.sheets.kinds.facts import ERROR, Cell, Damaged, Locked, Table, Tables
from kaohe_tui.files.sheets.kinds.formats import Formats

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_TEXT, _NUMBER, _DATE, _YES_NO, _ERROR = 1, 2, 3, 4, 5
"""The kinds of cells, as the library numbers them."""


def read(data: bytes) -> Tables:
    """Return what a workbook holds.

    Raises:
        Locked: when a password locks it.
        Damaged: when it cannot be read; and whatever the library raises then.
    """
    import xlrd

    try:
        # What the library has to say of the file goes nowhere.
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise Locked from error
        raise Damaged from error
    sheets = [_table(book, number) for number in range(book.nsheets)]
    seen = [
        table.name
        for number, table in enumerate(sheets)
        if table.visible and book.sheet_by_index(number).sheet_visible
    ]
    first = [table.name for table in sheets if table.visible]
    return Tables(sheets, (seen or first or [""])[0])


def _table(book: "Book", number: int) -> Table:
    sheet = book.sheet_by_index(number)
    table = Table(sheet.name, sheet.visibility == 0)
    if not table.visible:
        return table
    formats = Formats(from_1904=bool(book.datemode))
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind = sheet.cell_type(row, column)
            if _TEXT <= kind <= _ERROR:
                value = sheet.cell_value(row, column)
                table.put(row + 1, column + 1, _cell(book, sheet, (row, column), value, formats))
                style = book.xf_list[sheet.cell_xf_index(row, column)]
                if book.font_list[style.font_index].struck_out:
                    table.struck.add((row + 1, column + 1))
    for top, bottom, left, right in sheet.merged_cells:
        table.merged.append((top + 1, left + 1, bottom, right))
    table.hidden_rows |= {
        at + 1 for at, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0
    }
    table.hidden_columns |= {
        at + 1 for at, info in sheet.colinfo_map.items() if info.hidden or info.width == 0
    }
    table.filtered = any(
        "_FilterDatabase" in name.name and name.scope == number for name in book.name_obj_list
    )
    return table


def _cell(book: "Book", sheet: "Sheet", at: tuple[int, int], value: Any, formats: Formats) -> Cell:
    """Return what a cell shows."""
    from xlrd import error_text_from_code

    match sheet.cell_type(*at):
        case 1:
            return Cell(value)
        case 4:
            return Cell("TRUE" if value else "FALSE")
        case 5:
            return Cell(error_text_from_code.get(value, "#N/A"), ERROR)
        case _:
            return formats.cell(float(value), _code(book, sheet, at))


def _code(book: "Book", sheet: "Sheet", at: tuple[int, int]) -> str:
    """Return the format of a cell."""
    style = book.xf_list[sheet.cell_xf_index(*at)]
    known = book.format_map.get(style.format_key)
    code = known.format_str if known is not None else ""
    return "" if code in ("General", "@", "G/通用格式") else code
