"""Show what the rater of a secret ballot takes along, on a screen not left by habit."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.words import N_, _

QUIET = 0.5
"""Seconds in which every key is ignored: it was meant for the ballot before."""


class Receipt(KaoheScreen[None]):
    """A receipt and nothing else; it is gone with the screen and kept with no name."""

    TITLE_MSGID = N_("The receipt")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "The receipt is a random code. It leads to no ballot and to nobody; kaohe cannot show "
            "it a second time."
        ),
        N_(
            "Once the tier is closed, the list of all receipts can be posted, and the command "
            "receipt tells whether the ballot of a receipt is counted."
        ),
    )
    """What the receipt is, and how it is checked."""
    KEYS = (Command(("plus",), "written", N_("Written down"), N_("The receipt is written down.")),)
    """One key, which no other screen takes out of habit."""
    quiet: ClassVar[float] = QUIET
    """Seconds in which every key is ignored; tests make it shorter."""

    def __init__(self, receipt: str) -> None:
        """Begin with the receipt's text."""
        super().__init__()
        self._receipt = receipt
        self._listening = False

    def compose(self) -> ComposeResult:
        """Compose the receipt, its purpose, and the key."""
        yield from self.compose_frame(
            Vertical(
                Static(_("The ballot is in. Write your receipt down:"), markup=False),
                Static(" ".join(self._receipt), markup=False, classes="heading", id="receipt-code"),
                Static(_("With it you can check later that the ballot is counted."), markup=False),
                Static(_("Press + when it is written down."), markup=False, id="receipt-key"),
                id="receipt",
            )
        )

    def on_mount(self) -> None:
        """Throw away what was typed ahead, and listen only after a moment."""
        app_of(self).drain_input()
        self.set_timer(self.quiet, self._listen)

    def _listen(self) -> None:
        app_of(self).drain_input()
        self._listening = True

    def run_command(self, command: Command) -> None:
        """Run a command, but none in the first moment."""
        if self._listening:
            super().run_command(command)

    def do_written(self) -> None:
        """Close: the rater has written it down."""
        self.dismiss(None)
