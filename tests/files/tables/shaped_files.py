"""Writes the tables of ``shapes`` to files of each kind."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import xlsxwriter
import xlwt

from kaohe_tui.files.sheets.book import Book, Sheet

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")
SEPARATORS = (",", "\t", ";", "，")


def write_text(path: Path, book: Book, encoding: str, separator: str) -> Path:
    """Write the first sheet as text; what merged cells hold stands in the first of them."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows(book.sheets[0].rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def write_workbook(path: Path, book: Book) -> Path:
    """Write all sheets as .xlsx, with what is merged and hidden."""
    with xlsxwriter.Workbook(path) as workbook:
        for sheet in book.sheets:
            page = workbook.add_worksheet(sheet.name)
            for line, row in enumerate(sheet.rows):
                for at, text in enumerate(row):
                    if text:
                        page.write_string(line, at, text)
            for area in sheet.merged:
                text = _text(sheet, area.top, area.left)
                page.merge_range(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1, text)
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


def _text(sheet: Sheet, line: int, column: int) -> str:
    row = sheet.rows[line - 1]
    return row[column - 1] if column <= len(row) else ""
