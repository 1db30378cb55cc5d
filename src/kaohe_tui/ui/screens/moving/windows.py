"""Move the cursor of a list that is read window by window."""

from dataclasses import replace

from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.widgets.windowlist import WindowList
from kaohe_tui.words import N_

WINDOW_MOVES = (
    *(replace(move, in_bar=False) for move in MOVES),
    Command(("home",), "first", N_("Newest"), N_("To the newest entry."), False, False),
    Command(("end",), "last", N_("Oldest"), N_("To the oldest entry."), False, False),
)
"""The keys that move the cursor; the help alone shows them."""


class WindowMoving:
    """The methods behind ``WINDOW_MOVES``, for a screen with a ``WindowList``."""

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

    def do_up(self) -> None:
        """Move one entry towards the newest."""
        self.go_to(self.listing.cursor - 1)

    def do_down(self) -> None:
        """Move one entry towards the oldest."""
        self.go_to(self.listing.cursor + 1)

    def do_page_up(self) -> None:
        """Move a page towards the newest."""
        self.go_to(self.listing.cursor - self.listing.page)

    def do_page_down(self) -> None:
        """Move a page towards the oldest."""
        self.go_to(self.listing.cursor + self.listing.page)

    def do_first(self) -> None:
        """Go to the newest entry."""
        self.go_to(0)

    def do_last(self) -> None:
        """Go to the oldest entry."""
        self.go_to(self.listing.count - 1)
