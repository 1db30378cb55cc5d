"""Read a table of text, many rows at a time.

Every cell is text. What fits into memory is read by ``open_book``. Rule: docs/files.md, "Tables".
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kaohe_tui.files.sheets.text_in import LIMIT, lines_of

Progress = Callable[[int, int], None]
"""Called with (bytes read, all bytes) of a file now and then."""


class Row(NamedTuple):
    """One line that holds something."""

    line: int
    """The line in the file, counted from 1, empty lines counted too."""
    cells: Sequence[str]
    """The texts as shown, spaces and all."""
    sheet: str = ""
    """The name of a workbook's sheet; empty for a text file."""


class Block(NamedTuple):
    """Rows of a table that follow each other, empty ones too, each on a line of its own."""

    first: int
    """The line of the first row, counted from 1 in the file."""
    rows: Sequence[Sequence[str]]
    """The cells of each row as shown; an empty row has none, or empty ones."""
    sheet: str = ""
    """The name of a workbook's sheet; empty for a text file."""

    def filled(self) -> Iterator[Row]:
        """Yield the rows that hold something."""
        for line, cells in enumerate(self.rows, self.first):
            if any(map(str.strip, cells)):
                yield Row(line, cells, self.sheet)


def rows(path: Path) -> Iterator[Row]:
    """Return the rows of a text that hold something, one at a time.

    Raises:
        Refusal: as ``blocks`` does.
    """
    return (row for block in blocks(path, LIMIT) for row in block.filled())


def blocks(path: Path, limit_bytes: int, progress: Progress | None = None) -> Iterator[Block]:
    """Yield all rows of a text, many at a time.

    Args:
        path: the file.
        limit_bytes: what it may have; no more than some hundred lines of it are in memory at a
            time.
        progress: called with the bytes read, and with all of them; None: not called.

    Raises:
        Refusal: when the file cannot be read, is no text, or is too large, or a line is broken;
            what comes before that line comes before the refusal.
    """
    for first, lines, read, size in lines_of(path, limit_bytes):
        yield Block(first, lines)
        if progress is not None:
            progress(read, size)
