"""Hold what a sheet shows, as each kind of file is read, and write it for the other process."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

ERROR, FORMULA, DATE, FRACTION, SHOWN = "error", "formula", "date", "fraction", "shown"
"""Why a cell is odd: it shows an error; its formula was never calculated; it is a date or a time;
it is a number that can be no code; it shows another value than it holds."""

MOST_ROWS = 1_048_576
"""Rows that a sheet can have."""
MOST_COLUMNS = 16_384
"""Columns that a sheet can have."""
TEXT = 64 * 1024 * 1024
"""Bytes that all cells together may have, and what is written of them."""
_AREA = 20_000_000
"""Cells from the first to the farthest filled row and column, and those that are merged."""


class Damaged(Exception):
    """Raised where a file is not what its kind has to be."""


class TooLarge(Exception):
    """Raised where a file would fill the memory."""


class Locked(Exception):
    """Raised where a file is locked by a password."""


class Cell(NamedTuple):
    """What a cell shows."""

    text: str
    """The text as shown."""
    oddity: str = ""
    """Why it is odd; empty where it is not."""
    stored: str = ""
    """The value that is stored, where it is a number or a date."""


@dataclass
class Table:
    """A sheet, or a table of a document; rows and columns are counted from 1."""

    name: str
    """The name on its tab."""
    visible: bool = True
    """Whether the sheet itself is shown."""
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    """Row -> column -> text of each cell that holds something."""
    odd: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    """(row, column) -> (why, stored value) of the odd cells."""
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """The merged cells: first row, first column, last row, last column."""
    hidden_rows: set[int] = field(default_factory=set)
    """The rows that are not shown."""
    hidden_columns: set[int] = field(default_factory=set)
    """The columns that are not shown."""
    filtered: bool = False
    """Whether a filter is set."""
    struck: set[tuple[int, int]] = field(default_factory=set)
    """(row, column) of the cells whose text is struck through."""
    above: list[str] = field(default_factory=list)
    """The paragraphs of a document before it, up to the table before."""
    below: list[str] = field(default_factory=list)
    """The paragraphs of a document behind it, up to the next table."""
    size: int = 0
    """Characters of all cells."""

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Put a cell in its place; an empty one only where it is odd.

        Raises:
            Damaged: when there is no such place.
            TooLarge: when all cells together hold too much.
        """
        text, oddity, stored = cell
        if not text and not oddity:
            return
        if not (0 < row <= MOST_ROWS and 0 < column <= MOST_COLUMNS):
            raise Damaged
        self.size += len(text) + 1
        if self.size > TEXT:
            raise TooLarge
        cells = self.rows.get(row)
        if cells is None:
            cells = self.rows[row] = {}
        cells[column] = text
        if oddity:
            self.odd[row, column] = oddity, stored

    def facts(self) -> dict[str, Any]:
        """Return all of it as plain lists, for JSON; see ``open_book``.

        Raises:
            TooLarge: when the filled cells lie too far apart.
        """
        last = max(self.rows, default=0)
        width = max((max(cells) for cells in self.rows.values()), default=0)
        if last * width > _AREA:
            raise TooLarge
        merged = list(self._areas(last, width))
        for row, column in self._covered(merged):
            self.rows.get(row, {}).pop(column, None)
            self.odd.pop((row, column), None)
        rows = [self._row(row) for row in range(1, last + 1)]
        filled = {column for cells in self.rows.values() for column in cells}
        return {
            "name": self.name,
            "rows": rows,
            # One after the other, for a list of lists takes much longer.
            "odd": [each for at, why in sorted(self.odd.items()) for each in (*at, *why)],
            "merged": merged,
            "hidden_rows": sorted(row for row in self.hidden_rows if self.rows.get(row)),
            "hidden_columns": sorted(self.hidden_columns & filled),
            "filtered": self.filtered,
            "struck": sorted(at for at in self.struck if at[1] in self.rows.get(at[0], ())),
            "above": self.above,
            "below": self.below,
        }

    def _row(self, row: int) -> list[str]:
        cells = self.rows.get(row)
        if not cells:
            return []
        return [cells.get(column, "") for column in range(1, max(cells) + 1)]

    def _areas(self, last: int, width: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield the merged cells, a very large area only as far as anything is filled."""
        count = 0
        for top, left, bottom, right in self.merged:
            if (bottom - top + 1) * (right - left + 1) > width + last + MOST_COLUMNS:
                bottom, right = min(bottom, last), min(right, width)
            if bottom < top or right < left or (top, left) == (bottom, right):
                continue
            count += (bottom - top + 1) * (right - left + 1)
            if count > _AREA:
                raise TooLarge
            yield top, left, bottom, right

    def _covered(self, merged: list[tuple[int, int, int, int]]) -> Iterator[tuple[int, int]]:
        """Yield the places of what lies below merged cells, which nobody sees."""
        for top, left, bottom, right in merged:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1) if row in self.rows else ():
                    if (row, column) != (top, left):
                        yield row, column


@dataclass
class Tables:
    """What a file holds."""

    sheets: list[Table]
    """The sheets in the order of their tabs."""
    opens_on: str = ""
    """The name of the sheet that is shown on opening; empty where that one is hidden."""

    def facts(self) -> dict[str, Any]:
        """Return all of it as plain lists; sheets that are hidden or hold nothing are left out."""
        sheets = [each.facts() for each in self.sheets if each.visible and each.rows]
        if sum(each.size for each in self.sheets) > TEXT:
            raise TooLarge
        return {"sheets": [each for each in sheets if each["rows"]], "opens_on": self.opens_on}
