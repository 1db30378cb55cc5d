"""Say at the start what happened when kaohe ended last time."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from kaohe_tui.services.database.aftermath import what_happened
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.moving.scrolling import Scrolling
from kaohe_tui.ui.terminal import faults
from kaohe_tui.words import N_, _


class Happened(Scrolling, KaoheScreen[None]):
    """The sentences on what happened last time, shown once; Enter leaves.

    Args:
        sentences: what happened, a paragraph each.
        heading: what stands over them; by default that it was last time.
    """

    TITLE_MSGID = N_("What happened last time")
    """The screen's name in its help."""
    HELP_TEXT = (N_("This is shown once, after kaohe or the machine was stopped while working."),)
    """When the screen is shown."""
    KEYS = (
        Command(("enter", "escape"), "go_on", N_("Go on"), N_("Go on to the meeting.")),
        *MOVES,
    )
    """Going on to the meeting, and scrolling."""

    def __init__(self, sentences: Sequence[str], heading: str = "") -> None:
        super().__init__()
        self._told = tuple(sentences)
        self._heading = heading

    def compose(self) -> ComposeResult:
        """Compose a paragraph for each sentence."""
        yield from self.compose_frame(
            Static(self._heading or _("What happened last time"), markup=False, classes="heading"),
            VerticalScroll(
                *(Static(f"\n{each}", markup=False, classes="happened") for each in self._told),
                can_focus=False,
            ),
            Static("▶ " + _("Go on") + "   [ Enter ]", markup=False, classes="heading"),
        )

    @property
    def scroller(self) -> VerticalScroll:
        """The paragraphs."""
        return self.query_one(VerticalScroll)

    def do_go_on(self) -> None:
        """Go on to the meeting."""
        self.dismiss()


def tell(app: Host, first: Screen[None]) -> None:
    """Say what happened last time, if anything did, as soon as the first screen is painted."""
    sentences = [*what_happened(app.room), *faults.untold()]
    if sentences:
        first.call_after_refresh(lambda: app.push_screen(Happened(sentences)))
