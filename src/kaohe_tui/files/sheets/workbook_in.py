"""Read the sheet of an .xlsx that Excel shows on opening, in a separate process.

Rule: docs/files.md, "Tables".

The library that knows the format makes room for a whole sheet at once, and a file made for the
purpose ends the process that called it. So it runs in another process (``workbook_sheet``), with
little memory and time, after the zip was checked for a bomb.
"""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TypedDict

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.decode import in_file, read_bytes, shown
from kaohe_tui.files.sheets import book, workbook_sheet
from kaohe_tui.files.sheets.odd_cells import OddCell
from kaohe_tui.files.sheets.zips import check_zip, unpacks_to_too_much
from kaohe_tui.words import N_, _

LIMIT = 16 * 1024 * 1024
"""Bytes that an .xlsx may have on disk."""
_SECONDS = 60
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of a file that Excel locked with a password, and of an old .xls."""
_ALIKE = 2
"""The number of headings that two sheets share before either may be the one that is meant."""
_NAMED = 3
"""The number of a row's first cells that say whose row it is."""
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")


class Sheet(NamedTuple):
    """A sheet that was read."""

    name: str
    """The sheet's name on its tab."""
    rows: Sequence[Sequence[str]]
    """All rows, empty ones too; a cell that is not what it looks like is an ``OddCell``."""


class _Sheet(TypedDict):
    """The output of ``workbook_sheet``; rows and columns are counted from 1."""

    sheet: str
    """The sheet's name on its tab."""
    rows: list[list[str]]
    """All rows as text, empty ones too."""
    odd: list[tuple[int, int, str]]
    """Cells that are not what they look like: (row, column, why), in order."""
    hidden_rows: list[int]
    """The rows that Excel does not show."""
    hidden_columns: list[int]
    """The columns that Excel does not show."""
    filtered: bool
    """Whether a filter is set on the sheet."""
    merged: list[str]
    """The ranges of merged cells, such as ``A1:E1``."""
    unread: bool
    """Whether an error kept the library from reading: only cells with an error have text."""
    others: list[tuple[str, list[str]]]
    """The other sheets that are shown and not empty: (name, first filled row)."""


def sheet_shown(path: Path) -> Sheet:
    """Return the sheet that Excel shows on opening.

    Raises:
        Refusal: when the file cannot be read, is no workbook, is locked, holds macros, opens on a
            hidden sheet, or unpacks to too much; when another sheet could be the one that is
            meant; when something is hidden, or cells are merged.
    """
    sheet = _read(path)
    _check_others(sheet, path.name)
    _check_read(sheet, path.name)
    _check_hidden(sheet, path.name)
    _check_merged(sheet, path.name)
    return Sheet(sheet["sheet"], _rows(sheet))


def read_sheet(path: Path) -> book.Sheet:
    """Return the sheet that Excel shows on opening, with what is hidden and merged on it.

    Raises:
        Refusal: as ``sheet_shown`` does, but for what is hidden or merged.
    """
    sheet = _read(path)
    _check_others(sheet, path.name)
    _check_read(sheet, path.name)
    return book.Sheet(
        sheet["sheet"],
        _rows(sheet),
        [_area(match) for each in sheet["merged"] if (match := _RANGE.fullmatch(each))],
        frozenset(sheet["hidden_rows"]),
        frozenset(sheet["hidden_columns"]),
        sheet["filtered"],
    )


def _area(match: re.Match[str]) -> book.Area:
    left, right = (_column_number(match[at]) for at in (1, 3))
    return book.Area(int(match[2]), left, int(match[4]), right)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _rows(sheet: _Sheet) -> list[list[str]]:
    for line, column, oddity in sheet["odd"]:
        cells = sheet["rows"][line - 1]
        cells[column - 1] = OddCell(cells[column - 1], oddity)
    return sheet["rows"]


def _read(path: Path) -> _Sheet:
    """Return what the other process reads of a workbook that is sound."""
    data = read_bytes(path, LIMIT)
    if data.startswith(_LOCKED):
        raise in_file(
            path.name,
            "workbook-locked",
            N_("The workbook is locked by a password or is an old .xls; save it as a plain .xlsx."),
        )
    names = check_zip(data, path.name, _unreadable(path.name))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise in_file(
            path.name,
            "workbook-with-macros",
            N_("The workbook contains macros; save it as .xlsx without them."),
        )
    return _sheet(data, path.name)


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


def _sheet(data: bytes, file: str) -> _Sheet:
    """Return the sheet, as the other process reads it."""
    command = [sys.executable, "-P", "-X", "utf8", "-m", workbook_sheet.__name__]
    try:
        done = subprocess.run(
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise unpacks_to_too_much(file) from error
    except OSError as error:
        raise in_file(
            file,
            "memory-short",
            N_("Not enough memory to read the workbook; close other programs and try again."),
        ) from error
    match done.returncode:
        case 0:
            sheet: _Sheet = json.loads(done.stdout)
            return sheet
        case workbook_sheet.UNREADABLE:
            raise _unreadable(file)
        case workbook_sheet.HIDDEN:
            raise in_file(
                file,
                "workbook-sheet-unclear",
                N_("The sheet that it opens on is hidden or no table; show the table and save."),
            )
        case _:
            raise unpacks_to_too_much(file)


def _unreadable(file: str) -> Refusal:
    return in_file(
        file, "workbook-unreadable", N_("This is not a readable .xlsx workbook; save it again.")
    )


def _check_others(sheet: _Sheet, file: str) -> None:
    """Refuse a workbook in which another sheet looks like the one that is read."""
    first = next((row for row in sheet["rows"] if any(row)), [])
    headings = {name_key(cell) for cell in first if cell.strip()}
    alike = [
        name for name, row in sheet["others"] if len(headings & {*map(name_key, row)}) >= _ALIKE
    ]
    if alike or (not headings and sheet["others"]):
        names = alike or [name for name, _row in sheet["others"]]
        raise in_file(
            file,
            "workbook-sheet-unclear",
            N_(
                "It opens on the sheet “{sheet}”, but there is a table on {others} too; save the "
                "one that is meant in a file of its own."
            ),
            sheet=shown(sheet["sheet"]),
            others=_(", ").join(_("“{name}”").format(name=shown(name)) for name in names),
        )


def _check_read(sheet: _Sheet, file: str) -> None:
    """Refuse a sheet whose values the library could not read for an error in a cell."""
    if sheet["unread"]:
        line, column, _why = sheet["odd"][0]
        raise in_sheet(
            file,
            sheet["sheet"],
            "cell-unusable",
            N_("{cell} shows {error}; correct the formula, or write the value itself."),
            cell=f"{column_name(column)}{line}",
            error=shown(sheet["rows"][line - 1][column - 1]),
        )


def _check_hidden(sheet: _Sheet, file: str) -> None:
    """Refuse a sheet with filled rows or columns that Excel does not show."""
    rows = sheet["rows"]
    for line in sheet["hidden_rows"]:
        if line <= len(rows) and any(map(str.strip, rows[line - 1])):
            message = (
                N_("row {line} ({who}) is hidden by a filter; show all rows, or delete it.")
                if sheet["filtered"]
                else N_("row {line} ({who}) is hidden; show it, or delete it.")
            )
            person = _who(rows[line - 1])
            raise in_sheet(file, sheet["sheet"], "cells-hidden", message, line=line, who=person)
    for column in sheet["hidden_columns"]:
        cells = [row[column - 1] for row in rows if len(row) >= column]
        if any(map(str.strip, cells)):
            first = next(cell.strip() for cell in cells if cell.strip())
            raise in_sheet(
                file,
                sheet["sheet"],
                "cells-hidden",
                N_("column {column} ({heading}) is hidden; show it, or delete it."),
                column=column_name(column),
                heading=shown(first),
            )


def _check_merged(sheet: _Sheet, file: str) -> None:
    """Refuse merged cells that hold something, but for a title alone over the headings."""
    rows = sheet["rows"]
    top = next((line for line, row in enumerate(rows, 1) if any(map(str.strip, row))), 0)
    for area in sheet["merged"]:
        match = _RANGE.fullmatch(area)
        if match is None:
            continue
        line = int(match[2])
        row = rows[line - 1] if line <= len(rows) else []
        if not any(map(str.strip, row)) or (line == top and _is_alone(row)):
            continue
        raise in_sheet(
            file,
            sheet["sheet"],
            "cells-merged",
            N_("the cells {area} ({who}) are merged; split them and fill in each one."),
            area=area,
            who=_who(row),
        )


def _is_alone(row: Sequence[str]) -> bool:
    return sum(bool(cell.strip()) for cell in row) == 1


def _who(row: Sequence[str]) -> str:
    """Return the first cells of a row, by which its person is known."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return shown(" ".join(filled[:_NAMED]))
