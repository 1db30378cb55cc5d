"""Writes the tables of ``shapes`` to files of each kind."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import xlsxwriter
import xlwt

from kaohe_tui.files.sheets.book import Book, Sheet
from tests.files.sheets.books import ods, ods_table, ods_text

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")
SEPARATORS = (",", "\t", ";", "，")


def write_text(path: Path, book: Book, encoding: str, separator: str) -> Path:
    """Write the first sheet as text; what merged cells hold stands in the first of them."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows(book.sheets[0].rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def write_workbook(path: Path, book: Book, numbers: int = -1) -> Path:
    """Write all sheets as .xlsx, with what is merged and hidden.

    Args:
        path: where to.
        book: what.
        numbers: the position of a column of codes that are numbers in a format; -1 for none.
    """
    with xlsxwriter.Workbook(path) as workbook:
        for sheet in book.sheets:
            page = workbook.add_worksheet(sheet.name)
            for line, row in enumerate(sheet.rows):
                for at, text in enumerate(row):
                    if at == numbers and text.isdecimal():
                        shown_as = workbook.add_format({"num_format": "0" * len(text)})
                        page.write_number(line, at, int(text), shown_as)
                    elif text:
                        page.write_string(line, at, text)
            for area in sheet.merged:
                text = _text(sheet, area.top, area.left)
                page.merge_range(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1, text)
            if sheet.filtered:
                page.autofilter(0, 0, len(sheet.rows), 1)
            for line in sheet.hidden_rows:
                page.set_row(line - 1, None, None, {"hidden": True})
            for column in sheet.hidden_columns:
                page.set_column(column - 1, column - 1, None, None, {"hidden": True})
            if sheet.name == book.opens_on:
                page.activate()
    return path


def write_old_workbook(path: Path, book: Book) -> Path:
    """Write all sheets as .xls, with what is merged."""
    workbook = xlwt.Workbook(encoding="utf-8")
    for sheet in book.sheets:
        page = workbook.add_sheet(sheet.name)
        covered = {cell for area in sheet.merged for cell in area.cells()}
        for area in sheet.merged:
            text = _text(sheet, area.top, area.left)
            page.write_merge(area.top - 1, area.bottom - 1, area.left - 1, area.right - 1, text)
        for line, row in enumerate(sheet.rows, 1):
            for at, text in enumerate(row, 1):
                if text and (line, at) not in covered:
                    page.write(line - 1, at - 1, text)
    workbook.save(str(path))
    return path


def write_open_document(path: Path, book: Book) -> Path:
    """Write all sheets as .ods, with what is merged."""
    path.write_bytes(ods("".join(map(_ods_sheet, book.sheets))))
    return path


def _ods_sheet(sheet: Sheet) -> str:
    tops = {(area.top, area.left): area for area in sheet.merged}
    covered = {cell for area in sheet.merged for cell in area.cells()} - tops.keys()
    rows = []
    for line, row in enumerate(sheet.rows, 1):
        cells = []
        for at, text in enumerate(row, 1):
            if (line, at) in covered:
                cells.append("<table:covered-table-cell/>")
                continue
            area, more = tops.get((line, at)), ""
            if area:
                more = (
                    f'table:number-columns-spanned="{area.right - area.left + 1}" '
                    f'table:number-rows-spanned="{area.bottom - area.top + 1}"'
                )
            cells.append(ods_text(escape(text).replace("\n", "</text:p><text:p>"), more))
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return ods_table("".join(rows), sheet.name)


def write_document(path: Path, book: Book) -> Path:
    """Write the first sheet as a table of a .docx, with what is merged."""
    sheet, document = book.sheets[0], docx.Document()
    table = document.add_table(len(sheet.rows), max(map(len, sheet.rows)))
    for line, row in enumerate(sheet.rows):
        for at, text in enumerate(row):
            table.cell(line, at).text = text
    for area in sheet.merged:
        first = table.cell(area.top - 1, area.left - 1)
        text = first.text
        first.merge(table.cell(area.bottom - 1, area.right - 1)).text = text
    document.save(str(path))
    return path


def _text(sheet: Sheet, line: int, column: int) -> str:
    row = sheet.rows[line - 1]
    return row[column - 1] if column <= len(row) else ""
