"""Run as a program that reads the sheet of an .xlsx that Excel shows on opening.

The file comes on standard input, JSON goes to standard output. See ``workbook_in``.

It is a program of its own because the library asks for the memory of every cell up to the farthest
one that the file names, and ends the whole program where there is none.
"""

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

if sys.platform != "win32":
    import resource

from kaohe_tui.files.sheets.workbook_scan import DATE, ERROR, FRACTION, Scan, Unsafe, book_of

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

UNREADABLE = 3
"""The exit code for a file that is no workbook."""
HIDDEN = 4
"""The exit code where Excel does not show the sheet that the workbook opens on."""
TEXT = 64 * 1024 * 1024
"""Bytes that the program writes at most."""
_MEMORY = 1024 * 1024 * 1024
_SECONDS = 30
_LARGE = 5
_NEAR = 1000
"""Cells beyond the last value at which an odd one may stand."""
_EXACT = 10**15
"""The number from which on Excel has lost digits."""

_Value = str | int | float | bool | date | datetime | time | timedelta


def main() -> int:
    """Read the workbook, write its sheet, and return the exit code."""
    _limit()
    from python_calamine import CalamineError

    data = sys.stdin.buffer.read()
    try:
        answer = _read(data)
    except (CalamineError, ValueError, OSError, KeyError, zipfile.BadZipFile, RuntimeError):
        answer = _errors(data)
    except (ParseError, ExpatError, Unsafe):
        return UNREADABLE
    if answer is None:
        return UNREADABLE
    if not answer:
        return HIDDEN
    output = json.dumps(answer, ensure_ascii=False).encode()
    if len(output) > TEXT:
        return _LARGE
    sys.stdout.buffer.write(output)
    return 0


def _read(data: bytes) -> dict[str, Any] | None:
    """Return what is on the sheet; None without any sheet, an empty dict for one not shown."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    if not book.sheets_metadata:
        return None
    parts = book_of(data)
    if not _is_shown(book, parts.active):
        return {}
    values = _values(book, parts.active)
    answer = _rows_with_oddities(values, parts.scan(parts.active))
    answer["sheet"] = book.sheet_names[parts.active]
    answer["others"] = list(_others(book, parts.active))
    return answer


def _errors(data: bytes) -> dict[str, Any] | None:
    """Return the cells with an error of a sheet that cannot be read; None where there are none."""
    try:
        parts = book_of(data)
        scan = parts.scan(parts.active)
    except Exception:  # noqa: BLE001 - it was found unreadable already
        return None
    if not any(oddity == ERROR for oddity, _shown in scan.odd.values()):
        return None
    answer = _rows_with_oddities([], scan)
    return answer | {"sheet": parts.names[parts.active], "others": [], "unread": True}


def _is_shown(book: "CalamineWorkbook", number: int) -> bool:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    metadata = book.sheets_metadata[number]
    return metadata.visible == SheetVisibleEnum.Visible and metadata.typ == SheetTypeEnum.WorkSheet


def _values(book: "CalamineWorkbook", number: int) -> list[list[_Value]]:
    return book.get_sheet_by_index(number).to_python(skip_empty_area=False)


def _others(book: "CalamineWorkbook", number: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and first filled row of each other sheet that is shown and not empty."""
    for other, name in enumerate(book.sheet_names):
        if other != number and _is_shown(book, other):
            first = next((row for row in _values(book, other) if any(map(_text, row))), None)
            if first is not None:
                yield name, [_text(value) for value in first]


def _rows_with_oddities(values: list[list[_Value]], scan: Scan) -> dict[str, Any]:
    """Return the rows as text, and what is odd in them, as ``workbook_in`` reads it."""
    oddities = {at: oddity for at, oddity in scan.odd.items() if _is_inside(values, at)}
    rows = []
    for line, row in enumerate(values, 1):
        texts = []
        for column, value in enumerate(row, 1):
            text, oddity = _text(value), _oddity(value)
            digits = scan.padded.get((line, column))
            if digits and text.isascii() and text.isdigit():
                text = text.zfill(digits)
            elif oddity:
                oddities.setdefault((line, column), (oddity, text))
            texts.append(text)
        rows.append(texts)
    for (line, column), (_why_odd, shown) in oddities.items():
        rows[line - 1][column - 1] = rows[line - 1][column - 1] or shown
    return {
        "rows": rows,
        "odd": [(*at, oddity) for at, (oddity, _shown) in sorted(oddities.items())],
        "hidden_rows": scan.hidden_rows,
        "hidden_columns": scan.hidden_columns,
        "filtered": scan.filtered,
        "merged": scan.merged,
        "unread": False,
    }


def _is_inside(values: list[list[_Value]], at: tuple[int, int]) -> bool:
    """Return whether there is a cell, extending the rows up to it where it is near."""
    line, column = at
    if line > len(values) + _NEAR or column > max(map(len, values), default=0) + _NEAR:
        return False
    while len(values) < line:
        values.append([])
    row = values[line - 1]
    row.extend([""] * (column - len(row)))
    return True


def _oddity(value: _Value) -> str:
    """Return why a value is odd; empty where it is not."""
    match value:
        case bool():
            return ""
        case date() | time() | timedelta():
            return DATE
        case float() if not value.is_integer() or abs(value) >= _EXACT:
            return FRACTION
        case int() if abs(value) >= _EXACT:
            return FRACTION
        case _:
            return ""


def _limit() -> None:
    """Take no more memory and time than any honest workbook needs; Windows has no such call."""
    if sys.platform != "win32":
        for kind, limit in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS)):
            _soft, hard = resource.getrlimit(kind)
            limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            # macOS does not take every limit.
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (limit, hard))
        # A core file would hold what the workbook holds.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _text(value: _Value) -> str:
    """Return a cell as Excel shows it: whole numbers without ``.0``, 15 significant digits."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return f"{value:.15g}"
        case _:
            return str(value)


if __name__ == "__main__":
    sys.exit(main())
