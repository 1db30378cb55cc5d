"""Ask for a PIN over the screen that needs it; typed digits are not shown."""

from collections.abc import Awaitable, Callable

from textual.app import ComposeResult
from textual.widgets import Static

from kaohe_tui.domain.access.pins import FEWEST_DIGITS, MOST_DIGITS, check_pin, check_typed
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.ui.frame.modal import KaoheModal
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.choose import CANCEL
from kaohe_tui.ui.screens.dialogs.taking import taken
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _


class AskPin(KaoheModal[str | None]):
    """A PIN; None after Esc.

    Args:
        question: whose, or which.
        new: whether it is to be one that may be kept.
        refusal: why it is asked once more.
        take: gets the PIN, and raises ``Refusal`` where it is not the right one.
    """

    TITLE_MSGID = N_("Typing a PIN")
    """The screen's name in its help."""
    KEYS = (
        Command(("enter",), "accept", N_("Accept"), N_("Submit the PIN.")),
        Command(
            tuple("0123456789"),
            "digit",
            N_("PIN"),
            N_("Type the PIN; it is not shown."),
            in_palette=False,
            shown_as="0-9",
        ),
        Command(("backspace",), "shorten", N_("Correct"), N_("Delete the last digit.")),
        CANCEL,
    )
    """Submitting, the digits, Backspace, the way back."""

    def __init__(
        self,
        question: str,
        *,
        new: bool = False,
        refusal: str = "",
        take: Callable[[str], object] = str,
    ) -> None:
        super().__init__()
        self._question = question
        self._new = new
        self._refusal = refusal
        self._take = take
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Compose the question over the line."""
        rule = _("{fewest} to {most} digits, not all equal and not consecutive").format(
            fewest=FEWEST_DIGITS, most=MOST_DIGITS
        )
        yield from self.compose_frame(
            Static(self._question, markup=False, classes="heading"),
            *([Static(rule, markup=False, classes="note")] if self._new else []),
            TextLine(id="pin-asked"),
        )

    def on_mount(self) -> None:
        """Show an empty line, and why the PIN is asked for once more, if so."""
        self._show()
        if self._refusal:
            self.say(self._refusal, kind="refused")

    def _show(self) -> None:
        self.query_one("#pin-asked", TextLine).show(_("PIN:") + " " + "*" * len(self._typed) + "_")

    def do_digit(self) -> None:
        """Add a digit."""
        self._typed = (self._typed + self.pressed)[:MOST_DIGITS]
        self._show()

    def do_shorten(self) -> None:
        """Delete the last digit."""
        self._typed = self._typed[:-1]
        self._show()

    def do_accept(self) -> Awaitable[None] | None:
        """Take the PIN; a refused one is deleted from the line."""
        typed, self._typed = self._typed, ""
        self._show()
        if not typed:
            raise Refusal("pin-missing", N_("Type the PIN first."))
        return taken(self, check_pin(typed) if self._new else check_typed(typed), self._take)
