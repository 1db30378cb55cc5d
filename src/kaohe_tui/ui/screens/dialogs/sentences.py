"""Tell a few sentences over the whole screen, a paragraph each, until Enter."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.moving.scrolling import Scrolling
from kaohe_tui.words import N_, _


class Sentences(Scrolling, KaoheScreen[None]):
    """What a person has to know before going on; Enter leaves.

    Args:
        title: the heading, in the language in use.
        sentences: a paragraph each.
    """

    TITLE_MSGID = N_("To be read")
    """The screen's name in its help."""
    HELP_TEXT = (N_("This is shown once. Enter goes on."),)
    """When the screen is shown."""
    KEYS = (
        Command(("enter", "escape"), "go_on", N_("Go on"), N_("Go on to the meeting.")),
        *MOVES,
    )
    """Going on to the meeting, and scrolling."""

    def __init__(self, title: str, sentences: Sequence[str]) -> None:
        super().__init__()
        self._heading = title
        self._sentences = tuple(sentences)

    def compose(self) -> ComposeResult:
        """Compose a paragraph for each sentence."""
        yield from self.compose_frame(
            Static(self._heading, markup=False, classes="heading"),
            VerticalScroll(
                *(
                    Static(f"\n{each}", markup=False, classes="happened")
                    for each in self._sentences
                ),
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
