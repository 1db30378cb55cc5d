"""The first sheet of an .xlsx, read by a program of its own. Rule: docs/files.md.

The library that knows the format makes room for a whole sheet at once, and a file made for the
purpose ends the program that asked it to. So it is asked in another one (``workbook_sheet``), with
little memory and time, after the zip was found to be no bomb.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files import workbook_sheet
from kaohe_tui.files.decode import in_file, read_bytes
from kaohe_tui.files.zips import check_zip, unpacks_to_too_much
from kaohe_tui.words import _

LIMIT = 16 * 1024 * 1024
"""Bytes that an .xlsx may have on disk."""
_SECONDS = 60
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file begins that Excel locked with a password, and one of the old .xls kind."""


def workbook_rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows of the first sheet with their numbers in Excel, counted from 1.

    Raises:
        Refusal: when the file cannot be read, is no workbook, is locked, holds macros, hides its
            first sheet, or unpacks to too much.
    """
    data = read_bytes(path, LIMIT)
    if data.startswith(_LOCKED):
        raise in_file(
            path.name,
            _("The workbook is locked by a password or is an old .xls; save it as a plain .xlsx."),
        )
    names = check_zip(data, path.name, _unreadable(path.name))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise in_file(path.name, _("The workbook contains macros; save it as .xlsx without them."))
    return enumerate(_sheet(data, path.name), 1)


def _sheet(data: bytes, file: str) -> list[list[str]]:
    """The rows of the first sheet, as the other program reads them."""
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
            file, _("Not enough memory to read the workbook; close other programs and try again.")
        ) from error
    match done.returncode:
        case 0:
            rows: list[list[str]] = json.loads(done.stdout)
            return rows
        case workbook_sheet.UNREADABLE:
            raise _unreadable(file)
        case workbook_sheet.HIDDEN:
            raise in_file(file, _("The first sheet is hidden; show it, or save the table alone."))
        case _:
            raise unpacks_to_too_much(file)


def _unreadable(file: str) -> Refusal:
    return in_file(file, _("This is not a readable .xlsx workbook; save it again."))
