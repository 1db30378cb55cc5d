"""Tables as people hand them in: .csv in any usual encoding, .xlsx. Every cell is text.

Rule: docs/files.md, "Tables".
"""

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import at_line, in_file, name_of, open_text
from kaohe_tui.files.workbook_in import workbook_rows
from kaohe_tui.words import _

LIMIT = 1024 * 1024 * 1024
"""Bytes that a .csv may have; no more than a line of it is in memory at a time."""

Progress = Callable[[int, int], None]
"""Told (bytes read, all bytes) of a file now and then."""
TOLD_EVERY = 4096
"""Rows between two tellings."""


class Row(NamedTuple):
    """One line that holds something."""

    line: int
    """Counted from 1 in the file, empty lines counted too."""
    cells: Sequence[str]
    """As written, spaces and all."""


def rows(path: Path, progress: Progress | None = None) -> Iterator[Row]:
    """The rows of a table that hold something, one at a time.

    Args:
        path: the file.
        progress: told how far a .csv is.

    Raises:
        Refusal: when the name ends neither in .csv nor in .xlsx, or (while iterating) the file
            cannot be read or is too large, or a line is broken.
    """
    match path.suffix.lower():
        case ".csv":
            return _csv_rows(path, progress)
        case ".xlsx":
            return _filled(workbook_rows(path))
        case _ if path.is_dir():
            raise in_file(name_of(path), _("This is a folder; name a file."))
        case _:
            raise in_file(
                name_of(path), _("Only .csv and .xlsx files can be read; save it as one.")
            )


def _filled(numbered: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Row]:
    for line, cells in numbered:
        if any(map(str.strip, cells)):
            yield Row(line, cells)


def _csv_rows(path: Path, progress: Progress | None) -> Iterator[Row]:
    with open_text(path, LIMIT) as (text, stream):
        size = os.fstat(stream.fileno()).st_size
        # Not strict, an unclosed quotation mark would swallow the rest of the file.
        reader = csv.reader(text, strict=True)
        new = tuple.__new__  # Row(...) without the call in between: see ballots_file.
        line = 1
        while True:
            begun = line
            try:
                for cells in islice(reader, TOLD_EVERY):
                    # The first cell tells it of nearly every line.
                    if (cells and cells[0].strip()) or any(map(str.strip, cells)):
                        yield new(Row, (line, cells))
                    line = reader.line_num + 1
            except (csv.Error, UnicodeDecodeError) as error:
                raise _broken(path.name, line) from error
            if progress is not None:
                progress(stream.tell(), size)
            if line == begun:
                return


def _broken(file: str, line: int) -> Refusal:
    return at_line(
        file, line, _("The quotation marks do not match, or a cell is too long; correct the line.")
    )
