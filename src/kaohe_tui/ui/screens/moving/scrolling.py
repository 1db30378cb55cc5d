"""Scroll a text that is longer than the screen, by the same keys on every screen."""

from textual.containers import VerticalScroll

from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.words import N_

SCROLLS = (
    Command(("up", "k"), "up", N_("Up"), N_("Scroll one line up."), False, False),
    Command(("down", "j"), "down", N_("Down"), N_("Scroll one line down."), False, False),
    Command(("pageup",), "page_up", N_("Page up"), N_("Scroll one page up."), False, False),
    Command(("pagedown",), "page_down", N_("Page down"), N_("Scroll one page down."), False, False),
    Command(("home",), "first", N_("First"), N_("Scroll to the beginning."), False, False),
    Command(("end",), "last", N_("Last"), N_("Scroll to the end."), False, False),
)
"""Keys for scrolling, left out of the key bar; ``MOVES`` are the ones in the bar."""


class Scrolling:
    """The methods behind ``SCROLLS``, and behind ``MOVES`` where nothing is chosen."""

    @property
    def scroller(self) -> VerticalScroll:
        """The part that scrolls."""
        raise NotImplementedError

    def _scroll(self, by: int) -> None:
        self.scroller.scroll_relative(y=by, animate=False)

    def do_up(self) -> None:
        """Scroll one line up."""
        self._scroll(-1)

    def do_down(self) -> None:
        """Scroll one line down."""
        self._scroll(1)

    def do_page_up(self) -> None:
        """Scroll one page up."""
        self._scroll(-self.scroller.size.height)

    def do_page_down(self) -> None:
        """Scroll one page down."""
        self._scroll(self.scroller.size.height)

    def do_first(self) -> None:
        """Scroll to the first line."""
        self.scroller.scroll_home(animate=False)

    def do_last(self) -> None:
        """Scroll to the last line."""
        self.scroller.scroll_end(animate=False)
