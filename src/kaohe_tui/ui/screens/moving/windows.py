"""Move the cursor of a list that is read window by window."""

from dataclasses import replace

from textual.screen import ScreenResultType

from kaohe_tui.ui.frame.filled import FilledScreen
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.moving.moves import Moving
from kaohe_tui.ui.widgets.windowlist import WindowList
from kaohe_tui.words import N_

WINDOW_MOVES = (
    *(replace(move, in_bar=False) for move in MOVES),
    Command(
        ("home",), "first", N_("Newest"), N_("To the newest entry."), in_bar=False, in_palette=False
    ),
    Command(
        ("end",), "last", N_("Oldest"), N_("To the oldest entry."), in_bar=False, in_palette=False
    ),
)
"""The keys that move the cursor; the help alone shows them."""


class WindowScreen(Moving, FilledScreen[ScreenResultType]):
    """A screen with one ``WindowList``, whose cursor the commands of ``WINDOW_MOVES`` move."""

    @property
    def listing(self) -> WindowList:
        """The list whose cursor moves."""
        return self.query_one(WindowList)

    async def recompose(self) -> None:
        """Draw everything again, the cursor where it was."""
        cursor = self.listing.cursor
        await super().recompose()
        self.go_to(cursor)

    def moved(self) -> None:
        """Follow the cursor to another line; does nothing in this class."""

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
