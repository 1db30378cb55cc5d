"""Filling in a form as a rater would."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from kaohe_tui.files.forms.write import FIRST_LINE, MARKS_FROM
from kaohe_tui.files.sheets.open_book import read_book

_SHEET = "xl/worksheets/sheet1.xml"


def fill(path: Path, cells: Mapping[str, str | int]) -> Path:
    """Write into cells of the form (``F12``), all else staying as it is; returns the path."""
    with zipfile.ZipFile(path) as archive:
        parts = {each.filename: archive.read(each) for each in archive.infolist()}
    sheet = parts[_SHEET].decode()
    for cell, value in cells.items():
        body = f"<v>{value}</v>"
        kind = ""
        if isinstance(value, str):
            body, kind = f"<is><t>{escape(value)}</t></is>", ' t="inlineStr"'
        # A cell is empty (<c .../>) or holds text (<c ...>...</c>).
        pattern = rf'<c r="{cell}"( s="\d+")?( t="\w+")?(/>|>.*?</c>)'
        sheet, count = re.subn(pattern, rf'<c r="{cell}"\1{kind}>{body}</c>', sheet)
        assert count == 1, cell
    parts[_SHEET] = sheet.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    path.write_bytes(out.getvalue())
    return path


def all_marks(path: Path, marks: tuple[int, ...]) -> Path:
    """The same marks for everybody on the form."""
    people = len(read_book(path).sheets[0].rows) - FIRST_LINE + 1
    return fill(
        path,
        {
            f"{chr(ord('A') + MARKS_FROM + at)}{FIRST_LINE + line}": mark
            for line in range(people)
            for at, mark in enumerate(marks)
        },
    )
