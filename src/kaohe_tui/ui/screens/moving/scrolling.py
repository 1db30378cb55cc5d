"""Scroll a text that is longer than the screen, by the same keys on every screen."""

from textual.containers import VerticalScroll

from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.moving.moves import Moving
from kaohe_tui.words import N_

SCROLLS = (
    Command(("up", "k"), "up", N_("Up"), N_("Scroll one line up."), in_bar=False, in_palette=False),
    Command(
        ("down", "j"),
        "down",
        N_("Down"),
        N_("Scroll one line down."),
        in_bar=False,
        in_palette=False,
    ),
    Command(
        ("pageup",),
        "page_up",
        N_("Page up"),
        N_("Scroll one page up."),
        in_bar=False,
        in_palette=False,
    ),
    Command(
        ("pagedown",),
        "page_down",
        N_("Page down"),
        N_("Scroll one page down."),
        in_bar=False,
        in_palette=False,
    ),
    Command(
        ("home",),
        "first",
        N_("First"),
        N_("Scroll to the beginning."),
        in_bar=False,
        in_palette=False,
    ),
    Command(("end",), "last", N_("Last"), N_("Scroll to the end."), in_bar=False, in_palette=False),
)
"""Keys for scrolling, left out of the key bar; ``MOVES`` are the ones in the bar."""


class Scrolling(Moving):
    """Moves through a text, by ``SCROLLS``, or by ``MOVES`` where nothing is chosen."""

    @property
    def scroller(self) -> VerticalScroll:
        """The part that scrolls."""
        raise NotImplementedError

    def move(self, by: int) -> None:
        """Scroll by so many lines."""
        self.scroller.scroll_relative(y=by, animate=False)

    @property
    def page(self) -> int:
        """How many lines are seen at once."""
        return self.scroller.size.height

    @property
    def length(self) -> int:
        """How many lines there are."""
        return self.scroller.virtual_size.height
