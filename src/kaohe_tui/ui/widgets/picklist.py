"""Show a list with a cursor, drawn line by line; names in it are text, never markup."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from kaohe_tui.domain.width import cut

CURSOR = "▶"
"""The sign of the line that Enter takes, so that it does not depend on colour alone."""

Line = tuple[str, str]
"""(what a line says, a note beside it)."""


class PickList(Widget):
    """Shows as many lines as there is room for around the cursor; its screen moves the cursor.

    Component classes:
        picklist--cursor: the line of the cursor.
        picklist--note: the note beside a line.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"picklist--cursor", "picklist--note"}
    """The parts that style sheets can colour; see the class."""

    def __init__(self, lines: Sequence[Line], cursor: int = 0) -> None:
        super().__init__()
        self._lines = tuple(lines)
        self.cursor = max(min(cursor, len(lines) - 1), 0)
        """The line of the cursor, counted from 0."""

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines, with the cursor on the first."""
        self._lines = tuple(lines)
        self.cursor = 0
        self.refresh(layout=True)

    def move(self, by: int) -> None:
        """Move the cursor by so many lines, no further than the ends."""
        self.cursor = max(min(self.cursor + by, len(self._lines) - 1), 0)
        self.refresh()

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    @property
    def page(self) -> int:
        """How many lines are seen at once."""
        return max(self.size.height, 1)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Ask for one row a line, as far as there is room."""
        return max(len(self._lines), 1)

    def render(self) -> Content:
        """Draw the lines around the cursor."""
        room = self.page
        first = max(min(self.cursor - room // 2, len(self._lines) - room), 0)
        widest = max((cell_len(text) for text, _note in self._lines), default=0)
        drawn = [
            self._draw(index, widest) for index in range(first, min(first + room, len(self._lines)))
        ]
        return Content("\n").join(drawn)

    def _draw(self, index: int, widest: int) -> Content:
        text, note = self._lines[index]
        at_cursor = index == self.cursor
        sign = CURSOR if at_cursor else " "
        left = f" {sign} {set_cell_size(text, widest)}"
        whole = left + f"   {note}" if note else left.rstrip()
        line = Content(cut(whole, self.size.width))
        if not at_cursor:
            return line.stylize(self.get_visual_style("picklist--note"), len(left))
        padded = line.pad_right(max(self.size.width - line.cell_length, 0))
        return padded.stylize(self.get_visual_style("picklist--cursor"))
