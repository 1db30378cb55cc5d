"""The first sheet of an .xlsx, read by a program of its own. Rule: docs/files.md.

The library that knows the format makes room for a whole sheet at once, and a file made for the
purpose ends the program that asked it to. So it is asked in another one (``workbook_sheet``), with
little memory and time, after the zip was found to be no bomb.
"""

import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files import workbook_sheet
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

_SMALL = 1024 * 1024
_PIECE = 64 * 1024
_SECONDS = 60
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file begins that Excel locked with a password, and one of the old .xls kind."""
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


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
    _check(data, path.name)
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
        raise _large(file) from error
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
            raise _large(file)


def _large(file: str) -> Refusal:
    return in_file(file, _("The workbook unpacks to far too much; save only the table itself."))


def _unreadable(file: str) -> Refusal:
    return in_file(file, _("This is not a readable .xlsx workbook; save it again."))


def _check(data: bytes, file: str) -> None:
    """Refuse a zip that unpacks to too much, is damaged, whose sizes are a lie, or with macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > ENTRIES or sum(part.file_size for part in parts) > INFLATED:
                raise _large(file)
            for part in parts:
                if part.filename.lower().endswith("vbaproject.bin"):
                    raise in_file(file, _("The workbook holds macros; save it as .xlsx without."))
                if part.file_size > max(_SMALL, RATIO * part.compress_size):
                    raise _large(file)
                if part.compress_type not in _PLAIN:
                    raise _unreadable(file)
                with archive.open(part) as stream:
                    # To the end, which checks the length and the sum that the directory promises;
                    # in pieces, for ``read`` unpacks all at once before it looks at the length.
                    while stream.read(_PIECE):
                        pass
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError,
        NotImplementedError,
    ) as error:  # fmt: skip
        raise _unreadable(file) from error
