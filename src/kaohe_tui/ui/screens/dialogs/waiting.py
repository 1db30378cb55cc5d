"""Wait for a slow disk before a step that must not come before the marks."""

from collections.abc import Callable

from textual.app import ComposeResult

from kaohe_tui.ui.frame.modal import KaoheModal
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_

_LOOK_EVERY = 0.05
"""Seconds between two looks whether the disk is done."""


class WaitForDisk(KaoheModal[bool]):
    """The band that waits for the disk; false where Esc went back before.

    Args:
        told: what is waited for, as one sentence; asked again and again.
        back: what Esc does, as one sentence.
        waits: whether there is still something to wait for.
    """

    TITLE_MSGID = N_("Waiting for the disk")
    """The screen's name in its help."""
    STAYS = False
    """It closes by itself, so nothing else is said on it."""
    KEYS = (Command(("escape",), "back", N_("Back"), N_("Go back to the ballot without waiting.")),)
    """Going back without waiting."""

    def __init__(self, sentence: Callable[[], str], back: str, waits: Callable[[], bool]) -> None:
        super().__init__()
        self._told = sentence
        self._back = back
        self._waits = waits

    def compose(self) -> ComposeResult:
        """Compose what is waited for, and the way back."""
        yield from self.compose_frame(
            TextLine(self._told(), id="waiting-told", classes="heading"),
            TextLine(self._back, classes="note"),
        )

    def on_mount(self) -> None:
        """Look at the disk every ``_LOOK_EVERY`` seconds."""
        self.set_interval(_LOOK_EVERY, self._look)

    def _look(self) -> None:
        self.query_one("#waiting-told", TextLine).show(self._told())
        if self.is_active and not self._waits():
            self.dismiss(result=True)

    def do_back(self) -> None:
        """Go back to the ballot."""
        self.dismiss(result=False)
