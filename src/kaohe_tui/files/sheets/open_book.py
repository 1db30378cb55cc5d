"""Read whatever file of tables a clerk brings; its kind is told by what is in it, not by its name.

Rule: docs/files.md, "Tables".

What a workbook or a document holds is read by another process (``kinds.program``), with little
memory and time, after the zip was checked for a bomb: a file made for the purpose can end the
process that reads it. Text is read here.
"""

import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, TypedDict

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import in_file, name_of, opened, read_bytes
from kaohe_tui.files.sheets import text_in
from kaohe_tui.files.sheets.book import Area, Book, Sheet
from kaohe_tui.files.sheets.kinds import program
from kaohe_tui.files.sheets.odd_cells import OddCell
from kaohe_tui.files.sheets.zips import check_zip, unpacks_to_too_much
from kaohe_tui.words import N_, _

LIMIT = 16 * 1024 * 1024
"""Bytes that a workbook or a document may have on disk."""
_SECONDS = 60
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of an .xls, an .et, an old .doc, and of anything that Excel locked."""
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"


class _Facts(TypedDict):
    """A sheet as the other process writes it; rows and columns are counted from 1."""

    name: str
    """The name on its tab."""
    rows: list[list[str]]
    """All rows as text, empty ones too."""
    odd: list[Any]
    """Cells that are not what they look like: row, column, why, stored value, and so on."""
    merged: list[tuple[int, int, int, int]]
    """The merged cells: first row, first column, last row, last column."""
    hidden_rows: list[int]
    """The filled rows that are not shown."""
    hidden_columns: list[int]
    """The filled columns that are not shown."""
    filtered: bool
    """Whether a filter is set."""
    struck: list[tuple[int, int]]
    """Row and column of the cells whose text is struck through."""
    above: list[str]
    """The paragraphs of a document before the table."""
    below: list[str]
    """The paragraphs of a document behind the table."""


def read_book(path: Path) -> Book:
    """Return what a file shows: a workbook's sheets, a document's tables, a text's lines.

    A row of a text stands at the number of its line in the file.

    Raises:
        Refusal: when the file cannot be read, is of no kind that can, is damaged, locked or too
            large, holds macros, or unpacks to too much.
    """
    file = name_of(path)
    is_text = not is_packed(path)
    data = read_bytes(path, text_in.LIMIT if is_text else LIMIT)
    if is_text:
        rows = text_in.rows_of(data, file)
        book = Book(file, [Sheet("", rows)] if rows else [])
    else:
        book = _read_packed(data, file)
    return replace(book, digest=sha256(data).hexdigest())


def is_packed(path: Path) -> bool:
    """Return whether a file is a workbook or a document by its first bytes, and no text.

    Raises:
        Refusal: when it cannot be read.
    """
    with opened(path, sys.maxsize) as stream:
        return stream.read(len(_COMPOUND)).startswith((*_ZIPS, _COMPOUND))


def _read_packed(data: bytes, file: str) -> Book:
    kind = _compound_kind(data, file) if data.startswith(_COMPOUND) else _zip_kind(data, file)
    facts = _run(kind, data, file)
    sheets = [_sheet(each, is_document=kind == "docx") for each in facts["sheets"]]
    opens_on = facts["opens_on"]
    if kind == "docx" and opens_on:
        opens_on = _("table {number}").format(number=opens_on)
    return Book(file, sheets, opens_on)


def _compound_kind(data: bytes, file: str) -> str:
    """Return the kind of what is in a file of the old format."""
    if _holds(data, "EncryptedPackage"):
        raise _locked(file)
    if _holds(data, "_VBA_PROJECT_CUR") or _holds(data, "_VBA_PROJECT"):
        raise _with_macros(file)
    if _holds(data, "WordDocument"):
        raise in_file(
            file,
            "document-too-old",
            N_("This is an old Word document (.doc); open it in WPS or Word and save it as .docx."),
        )
    return "xls"


def _holds(data: bytes, name: str) -> bool:
    """Return whether a file of the old format has an entry of that name in its directory."""
    entry = name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little")
    return entry in data


def _zip_kind(data: bytes, file: str) -> str:
    """Return the kind of what is in a zip, after all of it was unpacked once."""
    names = check_zip(data, file, _unreadable(file))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _with_macros(file)
    if "word/document.xml" in names:
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "mimetype" in names and "content.xml" in names:
        mimetype = zipfile.ZipFile(BytesIO(data)).read("mimetype")[:200]
        if mimetype.decode("latin-1").startswith(_OPEN_DOCUMENT):
            if b"manifest:encryption-data" in _part(data, "META-INF/manifest.xml"):
                raise _locked(file)
            return "ods"
    raise _unreadable(file)


def _part(data: bytes, name: str) -> bytes:
    archive = zipfile.ZipFile(BytesIO(data))
    return archive.read(name) if name in archive.namelist() else b""


class _Output(TypedDict):
    """What the other process writes."""

    sheets: list[_Facts]
    """The sheets that are shown and hold something."""
    opens_on: str
    """The name of the sheet that is shown on opening."""


def _run(kind: str, data: bytes, file: str) -> _Output:
    """Return what the file holds, as the other process reads it."""
    command = [sys.executable, "-P", "-X", "utf8", "-m", program.__name__, kind]
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
            facts: _Output = json.loads(done.stdout)
            return facts
        case program.UNREADABLE:
            raise _unreadable(file)
        case program.LOCKED:
            raise _locked(file)
        case _:
            raise unpacks_to_too_much(file)


def _sheet(facts: _Facts, *, is_document: bool) -> Sheet:
    rows: Sequence[list[str]] = facts["rows"]
    odd_cells, known = iter(facts["odd"]), dict[tuple[str, str, str], OddCell]()
    for row, column, oddity, stored in zip(odd_cells, odd_cells, odd_cells, odd_cells, strict=True):
        cells = rows[row - 1]
        key = cells[column - 1], oddity, stored
        if key not in known:
            known[key] = OddCell(*key)
        cells[column - 1] = known[key]
    name = facts["name"]
    return Sheet(
        _("table {number}").format(number=name) if is_document else name,
        rows,
        [Area(*area) for area in facts["merged"]],
        frozenset(facts["hidden_rows"]),
        frozenset(facts["hidden_columns"]),
        facts["filtered"],
        frozenset((row, column) for row, column in facts["struck"]),
        facts["above"],
        facts["below"],
    )


def _unreadable(file: str) -> Refusal:
    return in_file(
        file,
        "workbook-unreadable",
        N_("The file is damaged or no table; open it in WPS or Excel and save it as .xlsx."),
    )


def _locked(file: str) -> Refusal:
    return in_file(
        file,
        "workbook-locked",
        N_("The file is locked by a password; take the password away and save it."),
    )


def _with_macros(file: str) -> Refusal:
    return in_file(
        file,
        "workbook-with-macros",
        N_("The workbook contains macros; save it as .xlsx without them."),
    )
