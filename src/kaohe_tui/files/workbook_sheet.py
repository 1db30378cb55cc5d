"""A program that reads the first sheet of an .xlsx: the file on standard input, JSON rows on
standard output. See ``workbook_in``.

It is a program of its own because the library asks for the memory of every cell up to the farthest
one that the file names, and ends the whole program where there is none.
"""

import io
import json
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta

UNREADABLE = 3
"""Its exit code for what is no workbook."""
HIDDEN = 4
"""Its exit code where the first sheet is not one that Excel shows."""
TEXT = 64 * 1024 * 1024
"""Bytes that it writes at most."""
_MEMORY = 1024 * 1024 * 1024
_SECONDS = 30
_LARGE = 5

_Value = str | int | float | bool | date | datetime | time | timedelta


def main() -> int:
    """Read, write; returns the exit code."""
    _limit()
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        if not book.sheets_metadata:
            return UNREADABLE
        first = book.sheets_metadata[0]
        if first.visible != SheetVisibleEnum.Visible or first.typ != SheetTypeEnum.WorkSheet:
            return HIDDEN
        values = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError):
        return UNREADABLE
    told = json.dumps([[_text(value) for value in row] for row in values], ensure_ascii=False)
    data = told.encode()
    if len(data) > TEXT:
        return _LARGE
    sys.stdout.buffer.write(data)
    return 0


def _limit() -> None:
    """Take no more memory and time than any honest workbook needs; Windows has no such call."""
    if sys.platform != "win32":
        import resource

        for kind, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS)):
            _soft, hard = resource.getrlimit(kind)
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            # macOS does not take every limit.
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, hard))
        # A core file would hold what the workbook holds.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _text(value: _Value) -> str:
    """A cell as Excel shows it: whole numbers without ``.0``, 15 significant digits."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return f"{value:.15g}"
        case _:
            return str(value)


if __name__ == "__main__":
    sys.exit(main())
