"""Move the cursor over a ballot. It knows rows, not what is typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from kaohe_tui.domain.ballot.row import Row

_ARROWS = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown")
MOVES = frozenset([*_ARROWS, "enter", "space", " ", "tab", "shift+tab", "ctrl+home", "ctrl+end"])
"""The keys that move."""


@dataclass(slots=True)
class Cursor:
    """A cell of a ballot. ``row == len(rows)`` is the line below the last: handing in."""

    rows: Sequence[Row]
    """The ballot's rows, shared with ``Book.rows``."""
    row: int = 0
    """Index of the row, 0..``len(rows)``."""
    column: int = 0
    """Index of the indicator, from 0."""
    part: int = 0
    """Index of the indicator's part, from 0; 0 where it has none."""
    past_last: bool = False
    """Whether it came to the line below the rows past the last cell, and not down a column."""

    @property
    def columns(self) -> int:
        """The number of columns of its row; on the line below the last, of the last."""
        return self._columns_of(self.row)

    def _columns_of(self, row: int) -> int:
        return len(self.rows[min(row, len(self.rows) - 1)].marks) if self.rows else 1

    @property
    def at_end(self) -> bool:
        """True on the line below the last row."""
        return self.row >= len(self.rows)

    @property
    def place(self) -> tuple[int, int, int]:
        """Where a key works: (row, column, part)."""
        return self.row, self.column, self.part

    def move(self, key: str, page: int) -> None:
        """Follow one of the keys in ``MOVES``.

        Args:
            key: the key.
            page: how many rows a page has.
        """
        match key:
            case "enter" | "space" | " " | "tab":
                self.advance()
            case "shift+tab":
                self.retreat()
            case "left" | "right":
                distance = 1 if key == "right" else -1
                self._step(self.row, max(0, min(self.columns - 1, self.column + distance)))
            case "up" | "down" | "pageup" | "pagedown":
                distance = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}[key]
                row = max(0, min(len(self.rows), self.row + distance))
                last = self._columns_of(row) - 1
                at_last = distance < 0 and self.past_last
                self._step(row, last if at_last else min(self.column, last))
            case "home" | "end":
                self._step(self.row, 0 if key == "home" else self.columns - 1)
            case "ctrl+home" | "ctrl+end":
                if key == "ctrl+home":
                    self._step(0, 0)
                else:
                    self._to_end()

    def go_to(self, row: int, column: int, part: int | None = None) -> None:
        """Go to a cell; without ``part``, to its first part that is missing."""
        self.row, self.column, self.past_last = row, column, False
        if part is None:
            part = 0 if self.at_end else self.rows[row].first_missing(column)
        self.part = part

    def _step(self, row: int, column: int) -> None:
        """Go to a cell; a cursor that is in it already keeps its part."""
        if (row, column) != (self.row, self.column):
            self.go_to(row, column)

    def advance(self) -> None:
        """Go to the next place that is keyed: the next part, else the next cell."""
        if not self.at_end and self.part + 1 < self._stops:
            self.part += 1
        else:
            self.next_cell()

    def next_cell(self) -> None:
        """Go to the next cell that is keyed: to the right, else the next row, else the end."""
        if self.at_end:
            return
        if self.rows[self.row].takes_marks and self.column + 1 < self.columns:
            self.go_to(self.row, self.column + 1)
        else:
            self.next_row()

    def next_row(self) -> None:
        """Go to the first cell of the next row that takes marks, or to the end."""
        row = self.row + 1
        while row < len(self.rows) and not self.rows[row].takes_marks:
            row += 1
        if row < len(self.rows):
            self.go_to(row, 0)
        else:
            self._to_end()

    def _to_end(self) -> None:
        """Go to the line below the rows, from which ↑ leads back to the last cell."""
        self.go_to(len(self.rows), 0)
        self.past_last = True

    def retreat(self) -> None:
        """Go to the place keyed before; stay where there is none."""
        if self.part:
            self.part -= 1
            return
        row, column = self.row, self.column - 1
        if column < 0 or self.at_end:
            row -= 1
            while row >= 0 and not self.rows[row].takes_marks:
                row -= 1
            column = self._columns_of(row) - 1
        if row >= 0:
            self.go_to(row, column)
            self.part = self._stops - 1

    @property
    def _stops(self) -> int:
        row = self.rows[self.row]
        return row.stops(self.column) if row.takes_marks else 1

    def to_missing(self) -> None:
        """Go to the first cell that owes a mark, or to the end."""
        for number, row in enumerate(self.rows):
            if row.takes_marks and None in row.marks:
                self.go_to(number, row.marks.index(None))
                return
        self._to_end()
