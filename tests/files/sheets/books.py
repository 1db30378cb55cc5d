"""Makes small files of every kind that hold the same sheet, and says what a book of them shows."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import docx
import xlsxwriter
import xlwt

from kaohe_tui.files.sheets.book import Book
from kaohe_tui.files.sheets.odd_cells import OddCell

ROWS = [["编号", "姓名", "科室"], ["01", "周正", "办公室"], ["02", "钱英", "综合科"]]
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(
    f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text", "style")
)


def xlsx(change: Callable[[Any, Any], object] | None = None) -> bytes:
    """An .xlsx with the rows, and what ``change`` (book, sheet) does to it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名单")
        for line, cells in enumerate(ROWS):
            sheet.write_row(line, 0, cells)
        if change:
            change(book, sheet)
    return stream.getvalue()


def xls(change: Callable[[Any, Any], object] | None = None) -> bytes:
    """An .xls with the rows, and what ``change`` (book, sheet) does to it."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单", cell_overwrite_ok=True)
    for line, cells in enumerate(ROWS):
        for at, text in enumerate(cells):
            sheet.write(line, at, text)
    if change:
        change(book, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ods(body: str = "", *, styles: str = "", extra: Mapping[str, str] | None = None) -> bytes:
    """An .ods of the rows, or of other tables."""
    body = body or ods_table("".join(ods_row(*cells) for cells in ROWS))
    content = (
        f'<?xml version="1.0"?><office:document-content {_SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": _ODS, "content.xml": content, **(extra or {})})


def ods_table(rows: str, name: str = "名单", more: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{rows}</table:table>'


def ods_row(*texts: str) -> str:
    return f"<table:table-row>{''.join(map(ods_text, texts))}</table:table-row>"


def ods_text(text: str, more: str = "") -> str:
    return ods_cell(f"<text:p>{text}</text:p>", f'office:value-type="string" {more}')


def ods_cell(inside: str, more: str = "") -> str:
    return f"<table:table-cell {more}>{inside}</table:table-cell>"


def docx_of(change: Callable[[Any, Any], object] | None = None) -> bytes:
    """A .docx with the rows, and what ``change`` (document, table) does to it."""
    document = docx.Document()
    document.add_paragraph("考核名单如下。")
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for line, cells in enumerate(ROWS):
        for at, text in enumerate(cells):
            table.cell(line, at).text = text
    if change:
        change(document, table)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def text(separator: str = ",", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(map(separator.join, ROWS)).encode(encoding)


KINDS: Mapping[str, bytes] = {
    "xlsx": xlsx(),
    "xls": xls(),
    "ods": ods(),
    "docx": docx_of(),
    "comma": text(),
    "tab": text("\t", "utf-16"),
    "semicolon": text(";", "gb18030"),
    "full-width comma": text("，"),
    "no mark": text("\t", "utf-16-le"),
    "no mark, big": text(",", "utf-16-be"),
    "mark": text(",", "utf-8-sig"),
}
"""A file of each kind, all of the same rows."""


def cells_of(book: Book, at: int = 0) -> list[list[tuple[str, str, str] | str]]:
    """Return a sheet's rows; an odd cell as (text, oddity, stored)."""
    return [
        [(str(c), c.oddity, c.stored) if isinstance(c, OddCell) else c for c in row]
        for row in book.sheets[at].rows
    ]
