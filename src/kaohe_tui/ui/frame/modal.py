"""Hold what every question does that stands over the screen which asks it."""

from collections.abc import Iterator

from textual.containers import Vertical
from textual.screen import ScreenResultType
from textual.widget import Widget

from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import HELP
from kaohe_tui.ui.widgets.keybar import KeyBar
from kaohe_tui.ui.widgets.statusline import Grown, StatusLine

_HIGHEST = 22
"""Lines of the 24 that a question takes at most, with the lines below it."""


class KaoheModal(KaoheScreen[ScreenResultType]):
    """A question over the screen that asks it, in a band above the status line."""

    SHARED_KEYS = (HELP,)
    """The help alone: a question is answered before anything else."""

    @property
    def is_modal(self) -> bool:
        """True, as of Textual's ModalScreen, which would bring styles of its own."""
        return True

    def compose_frame(self, *body: Widget) -> Iterator[Widget]:
        """Compose the band, as high as its body, over the two lines of every screen."""
        yield Vertical(*body, classes="band")
        yield StatusLine()
        yield KeyBar()

    def on_screen_suspend(self) -> None:
        """Make room for the question that this one leads to."""
        self.query(".band").set(display=False)

    def on_screen_resume(self) -> None:
        """Stand again."""
        self.query(".band").set(display=True)

    def on_grown(self, event: Grown) -> None:
        """Let no long refusal cover the line that it is about."""
        below = event.height + 1  # And the key bar.
        for band in self.query(".band"):
            band.styles.margin = (0, 0, below, 0)
            band.styles.max_height = _HIGHEST - below
