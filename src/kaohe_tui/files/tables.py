"""Tables as people hand them in: .csv in any usual encoding, .xlsx. Every cell is text.

Rule: docs/files.md, "Tables".
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import at_line, in_file, name_of, read_text
from kaohe_tui.files.workbook_in import workbook_rows
from kaohe_tui.words import _

LIMIT = 64 * 1024 * 1024
"""Bytes that a .csv may have."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line that holds something."""

    line: int
    """Counted from 1 in the file, empty lines counted too."""
    cells: tuple[str, ...]
    """As written, spaces and all."""


@dataclass(frozen=True, slots=True)
class Table:
    """A whole table, its headings being the first row."""

    file: str
    rows: tuple[Row, ...]


def read_table(path: Path) -> Table:
    """All rows of a table that hold something.

    Raises:
        Refusal: as ``rows`` does.
    """
    return Table(path.name, tuple(rows(path)))


def rows(path: Path) -> Iterator[Row]:
    """The rows of a table that hold something, one at a time.

    Raises:
        Refusal: when the name ends neither in .csv nor in .xlsx, the file cannot be read or is
            too large, or (while iterating) a line is broken.
    """
    match path.suffix.lower():
        case ".csv":
            return _filled(_csv_rows(read_text(path, LIMIT), path.name))
        case ".xlsx":
            return _filled(workbook_rows(path))
        case _ if path.is_dir():
            raise in_file(name_of(path), _("This is a folder; name a file."))
        case _:
            raise in_file(
                name_of(path), _("Only .csv and .xlsx files can be read; save it as one.")
            )


def _filled(numbered: Iterator[tuple[int, Sequence[str]]]) -> Iterator[Row]:
    for line, cells in numbered:
        if any(cell and not cell.isspace() for cell in cells):
            yield Row(line, tuple(cells))


def _csv_rows(text: str, file: str) -> Iterator[tuple[int, Sequence[str]]]:
    # Not strict, an unclosed quotation mark would swallow the rest of the file.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _broken(file, line) from error
        if cells is None:
            return
        yield line, cells
        line = reader.line_num + 1


def _broken(file: str, line: int) -> Refusal:
    return at_line(
        file, line, _("The quotation marks do not match, or a cell is too long; correct the line.")
    )
