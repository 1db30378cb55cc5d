"""A screen that is a table of standings."""

from textual.app import ComposeResult

from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.widgets.standings.view import StandingsView


class TableScreen(KaoheScreen[None]):
    """Nothing but a table."""

    def __init__(self, view: StandingsView) -> None:
        super().__init__()
        self.view = view

    def compose(self) -> ComposeResult:
        """The table."""
        yield from self.compose_frame(self.view)
