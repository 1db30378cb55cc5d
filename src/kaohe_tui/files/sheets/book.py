"""Hold what a file shows in its cells, sheet by sheet, before anybody asks what it means.

Rule: docs/files.md, "Tables".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """A range of cells that are merged; rows and columns are counted from 1, both ends in it."""

    top: int
    """The first row."""
    left: int
    """The first column."""
    bottom: int
    """The last row."""
    right: int
    """The last column."""

    def cells(self) -> Iterator[tuple[int, int]]:
        """Yield (row, column) of every cell that is covered."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet of a workbook, the table of a document, or a text file as a whole."""

    name: str
    """The name on its tab; empty for a text file."""
    rows: Sequence[Sequence[str]]
    """All rows from the first, empty ones too, as they are shown; a cell that is not what it looks
    like is an ``OddCell``. A merged value stands in the first cell of its area alone."""
    merged: Sequence[Area] = ()
    """The merged cells."""
    hidden_rows: frozenset[int] = frozenset()
    """The filled rows that are not shown, counted from 1."""
    hidden_columns: frozenset[int] = frozenset()
    """The filled columns that are not shown, counted from 1."""
    filtered: bool = False
    """Whether a filter is set, which may be what hides rows."""
    struck: frozenset[tuple[int, int]] = frozenset()
    """Row and column, from 1, of the cells whose text is struck through."""
    above: Sequence[str] = ()
    """The paragraphs of a document before the table, up to the table before it."""
    below: Sequence[str] = ()
    """The paragraphs of a document behind the table, up to the next one."""


@dataclass(frozen=True, slots=True)
class Book:
    """What a file shows."""

    file: str
    """The file's name, for refusals."""
    sheets: Sequence[Sheet]
    """The sheets that are shown and hold something, in the order of their tabs."""
    opens_on: str = ""
    """The name of the sheet that is shown on opening."""
    digest: str = ""
    """The SHA-256 of the file, in hexadecimal digits."""
