"""Say at the start what happened when kaohe ended last time."""

from collections.abc import Sequence

from textual.screen import Screen

from kaohe_tui.services.database.aftermath import what_happened
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.screens.dialogs.sentences import Sentences
from kaohe_tui.ui.terminal import faults
from kaohe_tui.words import N_, _


class Happened(Sentences):
    """The sentences on what happened last time, shown once; Enter leaves."""

    TITLE_MSGID = N_("What happened last time")
    """The screen's name in its help."""
    HELP_TEXT = (N_("This is shown once, after kaohe or the machine was stopped while working."),)
    """When the screen is shown."""

    def __init__(self, sentences: Sequence[str]) -> None:
        """Begin with these sentences."""
        super().__init__(_("What happened last time"), sentences)


def tell(app: Host, first: Screen[None]) -> None:
    """Say what happened last time, if anything did, as soon as the first screen is painted."""
    sentences = [*what_happened(app.room), *faults.untold()]
    if sentences:
        first.call_after_refresh(lambda: app.push_screen(Happened(sentences)))
