"""Where the cursor stands on a ballot and where it may go. It knows rows, not marks or keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from kaohe_tui.domain.ballot import Row

_ARROWS = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown")
MOVES = frozenset([*_ARROWS, "enter", "space", " ", "tab", "shift+tab", "ctrl+home", "ctrl+end"])
"""The keys that move."""


@dataclass(slots=True)
class Cursor:
    """A cell of a ballot. ``row == len(rows)`` is the line below the last: handing in."""

    rows: Sequence[Row]
    columns: int
    row: int = 0
    column: int = 0

    @property
    def at_end(self) -> bool:
        """Whether it is on the line below the last row."""
        return self.row >= len(self.rows)

    def move(self, key: str, page: int) -> None:
        """Follow one of ``MOVES``.

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
                by = 1 if key == "right" else -1
                self.column = max(0, min(self.columns - 1, self.column + by))
            case "up" | "down" | "pageup" | "pagedown":
                by = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}[key]
                self.row = max(0, min(len(self.rows), self.row + by))
            case "home" | "end":
                self.column = 0 if key == "home" else self.columns - 1
            case "ctrl+home" | "ctrl+end":
                self.row, self.column = (0 if key == "ctrl+home" else len(self.rows)), 0

    def advance(self) -> None:
        """To the next cell that is keyed: to the right, else the next row, else the end."""
        if self.at_end:
            return
        if self.rows[self.row].takes_marks and self.column + 1 < self.columns:
            self.column += 1
        else:
            self.next_row()

    def next_row(self) -> None:
        """To the first cell of the next row that takes marks, or to the end."""
        self.column = 0
        self.row += 1
        while not self.at_end and not self.rows[self.row].takes_marks:
            self.row += 1

    def retreat(self) -> None:
        """To the cell keyed before; stays where there is none."""
        if self.column and not self.at_end:
            self.column -= 1
            return
        row = self.row - 1
        while row >= 0 and not self.rows[row].takes_marks:
            row -= 1
        if row >= 0:
            self.row, self.column = row, self.columns - 1

    def to_missing(self) -> None:
        """To the first cell that owes a mark, or to the end."""
        for number, row in enumerate(self.rows):
            if row.takes_marks and None in row.marks:
                self.row, self.column = number, row.marks.index(None)
                return
        self.row, self.column = len(self.rows), 0
