"""Move the cursor of a list, and scroll the text that stands over it."""

from dataclasses import replace

from textual.containers import VerticalScroll
from textual.screen import ScreenResultType

from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.words import N_

_PAGES = {
    "page_up": N_("Scroll the text above one page up."),
    "page_down": N_("Scroll the text above one page down."),
}
TEXT_AND_LIST_MOVES = tuple(
    replace(move, help=_PAGES.get(move.action, move.help)) for move in MOVES
)
"""The keys of such a screen: lines of the list, pages of the text."""


class TextOverList(ListScreen[ScreenResultType]):
    """A list with a text over it; where the list is empty every key scrolls the text."""

    @property
    def scroller(self) -> VerticalScroll:
        """The text."""
        return self.query_one(VerticalScroll)

    def move(self, by: int) -> None:
        """Move the cursor by so many lines; in an empty list, scroll the text."""
        if self.pick.count:
            super().move(by)
        else:
            self._scroll(by)

    @property
    def length(self) -> int:
        """How many lines the list has, or the text where the list is empty."""
        return super().length or self.scroller.virtual_size.height

    def do_page_up(self) -> None:
        """Scroll the text one page up."""
        self._scroll(-self.scroller.size.height)

    def do_page_down(self) -> None:
        """Scroll the text one page down."""
        self._scroll(self.scroller.size.height)

    def _scroll(self, by: int) -> None:
        self.scroller.scroll_relative(y=by, animate=False)
