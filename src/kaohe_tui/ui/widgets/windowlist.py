"""Show a list with a cursor that asks for the lines in view alone; text, never markup."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget

from kaohe_tui.domain.width import cut
from kaohe_tui.ui.widgets.picklist import CURSOR

Lines = Callable[[int, int], Sequence[str]]
"""(first place, how many) -> what the lines from that place on say."""


class WindowList(Widget):
    """Shows as many lines as there is room for; its screen moves the cursor.

    What it costs does not grow with the number of lines.

    Component classes:
        windowlist--cursor: the line of the cursor.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"windowlist--cursor"}
    """The parts that style sheets can colour; see the class."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Lines | None = None
        self._count = 0
        self._first = 0
        self.cursor = 0
        """The line of the cursor, counted from 0."""

    def show(self, count: int, lines: Lines, cursor: int = 0) -> None:
        """Show other lines.

        Args:
            count: how many there are.
            lines: gives those that are drawn.
            cursor: where the cursor stands.
        """
        self._count, self._lines = count, lines
        self.move_to(cursor)

    def move_to(self, place: int) -> None:
        """Put the cursor on a line, no further than the ends."""
        self.cursor = max(min(place, self._count - 1), 0)
        self._keep_in_view()
        self.refresh()

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self._count

    @property
    def page(self) -> int:
        """How many lines are seen at once."""
        return max(self.size.height, 1)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._keep_in_view()

    def _keep_in_view(self) -> None:
        room = self.page
        self._first = max(min(self._first, self.cursor), self.cursor - room + 1)
        self._first = max(min(self._first, self._count - room), 0)

    def render(self) -> Content:
        """Draw the lines in view."""
        if self._lines is None:
            return Content("")
        drawn = self._lines(self._first, self.page)
        return Content("\n").join(
            self._draw(self._first + number, text) for number, text in enumerate(drawn)
        )

    def _draw(self, place: int, text: str) -> Content:
        at_cursor = place == self.cursor
        line = Content(cut(f" {CURSOR if at_cursor else ' '} {text}", self.size.width))
        if not at_cursor:
            return line
        padded = line.pad_right(max(self.size.width - line.cell_length, 0))
        return padded.stylize(self.get_visual_style("windowlist--cursor"))
