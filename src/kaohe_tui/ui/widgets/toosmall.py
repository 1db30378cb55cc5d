"""Cover a screen that the terminal has become too small for; nothing under it changes."""

from typing import Any

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from kaohe_tui.words import _

MIN_WIDTH = 80
"""Columns of the smallest terminal that the screens are drawn for."""
MIN_HEIGHT = 24
"""Lines of the smallest terminal that the screens are drawn for."""


def too_small(width: int, height: int) -> bool:
    """Return whether a terminal of that many cells is too small for the screens."""
    return width < MIN_WIDTH or height < MIN_HEIGHT


class TooSmall(Widget):
    """Says how large the terminal is and how large it has to be, over everything else."""

    def render(self) -> Content:
        """Write the sentence, wrapped to the width there is."""
        width, height = self.app.size
        return Content(
            _(
                "The terminal is {width}x{height}; kaohe needs {min_width}x{min_height}. Enlarge "
                "the window: nothing is lost. Q quits."
            ).format(width=width, height=height, min_width=MIN_WIDTH, min_height=MIN_HEIGHT)
        )


def cover_if_needed(screen: Screen[Any]) -> None:
    """Cover the screen where the terminal is too small for it, and uncover it where it is not."""
    covers = screen.query(TooSmall)
    if not too_small(*screen.app.size):
        covers.remove()
    elif covers:
        covers.first().refresh()
    else:
        # The class keeps it where the rest is composed again.
        screen.mount(TooSmall(classes="-textual-system"))
