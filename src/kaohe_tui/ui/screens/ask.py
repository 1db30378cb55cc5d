"""Asking for a reason, and for a deliberate yes."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Key
from textual.widgets import Input, Static

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import LONGEST, clean
from kaohe_tui.ui.base import KaoheModal
from kaohe_tui.ui.commands import Command, find
from kaohe_tui.words import N_, _

_CHOICES = 9
"""Ready answers that a digit can choose."""


class Ask(KaoheModal[str | None]):
    """A sentence from the person: a ready one by its digit, or a free one; None after Esc.

    A digit puts the ready answer into the line, where it may be changed; Enter takes the line.

    Args:
        question: what is asked.
        choices: ready answers, at most nine.
        minimum: the fewest characters that are taken, without spaces at the ends.
        consequences: what the answer will do, a line each.
        initial: what stands in the line at first.
    """

    TITLE_MSGID = N_("Giving an answer")
    AUTO_FOCUS = ""
    HELP_TEXT = (
        N_(
            "The digits fill in a ready answer, without an input method; 0 or Tab lets you write "
            "your own."
        ),
    )
    COMMANDS = (
        Command(("enter",), "accept", N_("Accept"), N_("Accept the answer.")),
        Command(
            tuple("123456789"),
            "digit",
            N_("ready answer"),
            N_("Fill in the ready answer with that number."),
            shown_as="1-9",
        ),
        Command(("0", "tab"), "write", N_("Write"), N_("Write an answer of your own.")),
        Command(("escape",), "cancel", N_("Back"), N_("Go back; nothing is changed.")),
    )

    def __init__(
        self,
        question: str,
        *,
        choices: Sequence[str] = (),
        minimum: int = 1,
        consequences: Sequence[str] = (),
        initial: str = "",
    ) -> None:
        super().__init__()
        self._question = question
        self._initial = initial
        self._choices = tuple(choices[:_CHOICES])
        self._minimum = minimum
        self._consequences = tuple(consequences)

    def again(self) -> "Ask":
        """The same question, to be asked once more."""
        return Ask(
            self._question,
            choices=self._choices,
            minimum=self._minimum,
            consequences=self._consequences,
            initial=self._initial,
        )

    def on_mount(self) -> None:
        """Begin in the line where there is nothing else to choose from."""
        if not self._choices:
            self.query_one(Input).focus()

    def compose(self) -> ComposeResult:
        """The question, what follows from it, the ready answers, the line to write in."""
        yield from self.compose_frame(
            Static(self._question, markup=False, classes="heading"),
            *(Static(line, markup=False, classes="note") for line in self._consequences),
            *(
                Static(f" {number}  {choice}", markup=False)
                for number, choice in enumerate(self._choices, 1)
            ),
            Horizontal(
                Static(_("Answer:") + " ", classes="ask-label"),
                Input(self._initial, select_on_focus=False, max_length=LONGEST),
                classes="ask-line",
            ),
        )

    def all_commands(self) -> tuple[Command, ...]:
        """The keys of the ready answers only where there are some."""
        return tuple(
            command
            for command in super().all_commands()
            if self._choices or command.action not in ("digit", "write")
        )

    def on_key(self, event: Key) -> None:
        """Writing simply begins: what is no key of this screen goes into the line."""
        line = self.query_one(Input)
        written = event.character and event.is_printable and not line.has_focus
        if written and self.is_current and find(self.all_commands(), event) is None:
            event.stop()
            line.focus()
            line.insert_text_at_cursor(event.character or "")
            return
        super().on_key(event)

    def do_digit(self) -> None:
        """Put the ready answer of the digit pressed into the line; a digit that no ready answer
        has begins an answer of one's own."""
        number = int(self.pressed)
        if number > len(self._choices):
            line = self.query_one(Input)
            line.focus()
            line.insert_text_at_cursor(self.pressed)
            return
        line = self.query_one(Input)
        line.value = self._choices[number - 1]
        line.cursor_position = len(line.value)

    def do_write(self) -> None:
        """Let the person write."""
        self.query_one(Input).focus()

    def do_accept(self) -> None:
        """Take the line, if it says enough."""
        answer = clean(self.query_one(Input).value)
        if len(answer) < self._minimum:
            ready = _("Type an answer or pick one.") if self._choices else _("Type an answer.")
            raise Refusal(ready)
        self.dismiss(answer)

    def do_cancel(self) -> None:
        """Take nothing."""
        self.dismiss(None)


class Confirm(KaoheModal[bool]):
    """A deliberate yes to what cannot be taken back: only Y or + confirms, Enter does not.

    Args:
        question: what is about to happen.
        consequences: what it brings, a line each.
        yes: what the key does, in a word or two, already in the person's language.
    """

    TITLE_MSGID = N_("Confirming")
    COMMANDS = (
        Command(("y", "plus"), "confirm", N_("Yes"), N_("Confirm, with the consequences shown.")),
        Command(("escape", "n"), "cancel", N_("Back"), N_("Go back; nothing is changed.")),
        Command(
            ("enter",),
            "nothing",
            N_("nothing"),
            N_("Does nothing here, so that nobody confirms out of habit."),
            in_bar=False,
        ),
    )

    def __init__(self, question: str, consequences: Sequence[str], yes: str) -> None:
        super().__init__()
        self._question = question
        self._consequences = tuple(consequences)
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The question, its consequences and the key that confirms."""
        yield from self.compose_frame(
            Static(self._question, markup=False, classes="heading"),
            *(Static(line, markup=False) for line in self._consequences),
            Static(
                _("Y or +: {yes}   Esc: go back, nothing is changed").format(yes=self._yes),
                markup=False,
                classes="note",
            ),
        )

    def do_confirm(self) -> None:
        """Yes."""
        self.dismiss(True)

    def do_cancel(self) -> None:
        """No."""
        self.dismiss(False)

    def do_nothing(self) -> None:
        """Say which key confirms."""
        raise Refusal(_("Press Y or + to confirm, or Esc to go back."))
