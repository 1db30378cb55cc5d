"""A bare grid: one widget that draws line by line and refreshes the cell that a digit changed.

    python -m benchmarks.peers.grid ROWS

Everything else is stock Textual without animation: what a keystroke costs at the least.
"""

import sys

from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

COLUMNS = 8
LEFT = 24
WIDTH = 6


class Grid(Widget, can_focus=True):
    """Names on the left, numbers in columns, a cursor that digits go to."""

    DEFAULT_CSS = "Grid { height: 1fr; width: 100%; }"

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.cells = [["·"] * COLUMNS for _ in range(rows)]
        self.row = self.column = self.top = 0

    def on_key(self, event: events.Key) -> None:
        """A digit fills the cell and goes on; Page Down turns the page."""
        if event.key == "pagedown":
            self.row = min(self.row + self.size.height, len(self.cells) - 1)
            self.top = self.row
            self.refresh()
        elif event.character and event.character.isdigit():
            self.cells[self.row][self.column] = event.character
            self.draw_cell()
            self.column = (self.column + 1) % COLUMNS
            if not self.column:
                self.row = (self.row + 1) % min(len(self.cells), self.size.height)

    def draw_cell(self) -> None:
        """Draw the cell of the cursor and no more."""
        x = LEFT + self.column * WIDTH
        self.refresh(Region(x, self.row - self.top, WIDTH, 1))

    def render_line(self, y: int) -> Strip:
        """One row."""
        number = self.top + y
        if number >= len(self.cells):
            return Strip.blank(self.size.width)
        cells = "".join(cell.rjust(WIDTH) for cell in self.cells[number])
        text = f"{number + 1:>4} 欧阳明日香".ljust(LEFT - 5) + cells
        return Strip([Segment(text, self.rich_style)]).adjust_cell_length(self.size.width)


class GridApp(App[None]):
    """The grid alone."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.animation_level = "none"
        self._rows = rows

    def compose(self) -> ComposeResult:
        """The one widget."""
        yield Grid(self._rows)


if __name__ == "__main__":
    GridApp(int(sys.argv[1])).run(mouse=False)
