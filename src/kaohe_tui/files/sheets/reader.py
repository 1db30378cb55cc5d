"""Read tables as people hand them in: .csv or .txt in any usual encoding, .xlsx.

Every cell is text. Rule: docs/files.md, "Tables".
"""

import csv
import os
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, TextIO

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import at_line, in_file, name_of, open_text
from kaohe_tui.files.sheets.workbook_in import sheet_shown
from kaohe_tui.words import N_

LIMIT = 64 * 1024 * 1024
"""Bytes that a .csv may have whose rows are kept in memory."""

Progress = Callable[[int, int], None]
"""Called with (bytes read, all bytes) of a file now and then."""
AT_ONCE = 512
"""Lines that are read in one go: what fits into a processor's cache is faster than more."""
_LINE_END = re.compile("\r\n|\r|\n")


class Row(NamedTuple):
    """One line that holds something."""

    line: int
    """The line in the file, counted from 1, empty lines counted too."""
    cells: Sequence[str]
    """The texts as written, spaces and all."""
    sheet: str = ""
    """The name of a workbook's sheet; empty for a .csv."""


class Block(NamedTuple):
    """Rows of a table that follow each other, empty ones too, each on a line of its own."""

    first: int
    """The line of the first row, counted from 1 in the file."""
    rows: Sequence[Sequence[str]]
    """The cells of each row as written; an empty row has none, or empty ones."""
    sheet: str = ""
    """The name of a workbook's sheet; empty for a .csv."""

    def filled(self) -> Iterator[Row]:
        """Yield the rows that hold something."""
        for line, cells in enumerate(self.rows, self.first):
            if any(map(str.strip, cells)):
                yield Row(line, cells, self.sheet)


def rows(path: Path) -> Iterator[Row]:
    """Return the rows of a table that hold something, one at a time.

    Raises:
        Refusal: as ``blocks`` does.
    """
    return (row for block in blocks(path, LIMIT) for row in block.filled())


def blocks(path: Path, limit_bytes: int, progress: Progress | None = None) -> Iterator[Block]:
    """Return all rows of a table, many at a time.

    Args:
        path: the file.
        limit_bytes: what a .csv may have; no more than some hundred lines are in memory at a time.
        progress: called with the bytes read of a .csv, and with all of them; None: not called.

    Raises:
        Refusal: when the name ends neither in .csv or .txt nor in .xlsx, or (while iterating) the
            file cannot be read or is too large, or a line is broken; what comes before that line
            comes before the refusal.
    """
    match path.suffix.lower():
        case ".csv" | ".txt":
            return _csv_blocks(path, limit_bytes, progress)
        case ".xlsx":
            return _workbook_blocks(path)
        case _ if os.path.isdir(path):  # noqa: PTH112 - never raises
            raise in_file(name_of(path), "folder-given", N_("This is a folder; name a file."))
        case _:
            raise in_file(
                name_of(path),
                "file-kind-unknown",
                N_("Only .csv and .xlsx files can be read; save it as one."),
            )


def _workbook_blocks(path: Path) -> Iterator[Block]:
    name, rows = sheet_shown(path)
    return (Block(line, [cells], name) for line, cells in enumerate(rows, 1))


def _csv_blocks(path: Path, limit_bytes: int, progress: Progress | None) -> Iterator[Block]:
    with open_text(path, limit_bytes) as (text, stream):
        size = os.fstat(stream.fileno()).st_size
        # Not strict, an unclosed quotation mark would swallow the rest of the file.
        try:
            lines, dialect = _lines(text)
        except UnicodeDecodeError as error:
            raise _broken(path.name, 1) from error
        reader = csv.reader(lines, dialect, strict=True)
        line = 1
        while True:
            rows: list[list[str]] = []
            fault: Exception | None = None
            try:
                rows.extend(islice(reader, AT_ONCE))
            except (csv.Error, UnicodeDecodeError) as error:
                fault = error
            if fault is None and reader.line_num - line + 1 == len(rows):
                yield Block(line, rows)
                line += len(rows)
            else:
                # A cell of several lines, or no way to tell.
                for cells in rows:
                    yield Block(line, [cells])
                    line += 1 + sum(len(_LINE_END.findall(cell)) for cell in cells)
            if fault is not None:
                raise _broken(path.name, line) from fault
            if progress is not None:
                progress(stream.tell(), size)
            if not rows:
                return


def _lines(text: TextIO) -> tuple[Iterator[str], type[csv.Dialect]]:
    """Return all lines of a file, and how their cells are separated.

    By a tab where the first line that is filled has tabs and no comma, which is how Excel writes
    "Unicode text", else by a comma.
    """
    lines: list[str] = []
    for line in text:
        lines.append(line)
        if line.strip("\r\n ,\t"):
            break
    first = lines[-1] if lines else ""
    tabs = "\t" in first and "," not in first
    return chain(lines, text), csv.excel_tab if tabs else csv.excel


def _broken(file: str, line: int) -> Refusal:
    return at_line(
        file,
        line,
        "quotation-marks-wrong",
        N_("The quotation marks do not match, or a cell is too long; correct the line."),
    )
