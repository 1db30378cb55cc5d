"""The first sheet of an .xlsx, after its zip was found to be no bomb. Rule: docs/files.md."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from kaohe_tui.files.decode import in_file, read_bytes
from kaohe_tui.words import _

LIMIT = 16 * 1024 * 1024
"""Bytes that an .xlsx may have on disk."""
INFLATED = 64 * 1024 * 1024
"""Bytes that all its parts together may have unpacked."""
ENTRIES = 2000
"""Parts that it may have."""
RATIO = 200
"""How many times its size a part may grow, once it is larger than ``_SMALL``."""
CELLS = 4_000_000
"""Rows times columns of a sheet's corner cell: the reader makes room for all of them."""

_SMALL = 1024 * 1024
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,9})["']""")

_Value = str | int | float | bool | date | datetime | time | timedelta


def workbook_rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows of the first sheet with their numbers in Excel, counted from 1.

    Raises:
        Refusal: when the file cannot be read, is no workbook, or unpacks to too much.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    data = read_bytes(path, LIMIT)
    _check(data, path.name)
    broken = in_file(path.name, _("This is not a readable .xlsx workbook; save it again."))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if not book.sheet_names:
            raise broken
        values = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError) as error:
        raise broken from error
    return ((line, [_text(value) for value in row]) for line, row in enumerate(values, 1))


def _check(data: bytes, file: str) -> None:
    """Refuse a zip that unpacks to too much, is damaged, or whose sizes are a lie."""
    large = in_file(file, _("The workbook unpacks to far too much; save only the table itself."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > ENTRIES or sum(part.file_size for part in parts) > INFLATED:
                raise large
            for part in parts:
                if part.file_size > max(_SMALL, RATIO * part.compress_size):
                    raise large
                # Reading checks the length and the sum that the directory promises.
                content = archive.read(part)
                if part.filename.lower().endswith(".xml") and _corner(content) > CELLS:
                    raise large
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError,
        NotImplementedError,
    ) as error:  # fmt: skip
        raise in_file(file, _("This is not a readable .xlsx workbook; save it again.")) from error


def _corner(sheet: bytes) -> int:
    """Rows times columns up to the farthest cell that a sheet names."""
    farthest_row = farthest_column = 1
    for letters, digits in _REFERENCE.findall(sheet):
        column = 0
        for letter in letters.upper():
            column = column * 26 + letter - ord("A") + 1
        farthest_row = max(farthest_row, int(digits))
        farthest_column = max(farthest_column, column)
    return farthest_row * farthest_column


def _text(value: _Value) -> str:
    """A cell as Excel shows it: whole numbers without ``.0``, 15 significant digits."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return f"{value:.15g}"
        case _:
            return str(value)
