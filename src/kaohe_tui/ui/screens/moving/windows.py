"""Move the cursor of a list that is read window by window."""

from dataclasses import replace

from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.moving.moves import Moving
from kaohe_tui.ui.widgets.windowlist import WindowList
from kaohe_tui.words import N_

WINDOW_MOVES = (
    *(replace(move, in_bar=False) for move in MOVES),
    Command(("home",), "first", N_("Newest"), N_("To the newest entry."), False, False),
    Command(("end",), "last", N_("Oldest"), N_("To the oldest entry."), False, False),
)
"""The keys that move the cursor; the help alone shows them."""


class WindowMoving(Moving):
    """Moves the cursor of a screen's ``WindowList``, by ``WINDOW_MOVES``."""

    @property
    def listing(self) -> WindowList:
        """The list whose cursor moves."""
        raise NotImplementedError

    def moved(self) -> None:
        """Follow the cursor to another line; called after it moved."""
        raise NotImplementedError

    def go_to(self, place: int) -> None:
        """Put the cursor on a line, no further than the ends."""
        self.listing.move_to(place)
        self.moved()

    def move(self, by: int) -> None:
        """Move the cursor by so many entries, towards the oldest."""
        self.go_to(self.listing.cursor + by)

    @property
    def page(self) -> int:
        """How many entries are seen at once."""
        return self.listing.page

    @property
    def length(self) -> int:
        """How many entries there are."""
        return self.listing.count
