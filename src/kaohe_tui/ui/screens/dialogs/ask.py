"""Ask for a reason, and for a deliberate yes."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypedDict

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Key
from textual.widgets import Static
from textual.widgets.input import Selection

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import LONGEST, clean
from kaohe_tui.ui.frame.modal import KaoheModal
from kaohe_tui.ui.keys.commands import Command, find
from kaohe_tui.ui.keys.pieces import came_with, is_text
from kaohe_tui.ui.screens.dialogs.taking import taken
from kaohe_tui.ui.widgets.answerline import AnswerLine, paste_into
from kaohe_tui.words import N_, _

_CHOICES = 9
"""Ready answers that a digit can choose."""
_SHORT = 12
"""Characters of an answer that is typed again rather than corrected: a number, a date."""


class Asked(TypedDict, total=False):
    """What a question may have beside its words; see ``Ask``."""

    choices: Sequence[str]
    """Ready answers, at most nine; none by default."""
    minimum: int
    """The fewest characters that are taken, without spaces at the ends; 1 by default."""
    consequences: Sequence[str]
    """What the answer will do, a line each; none by default."""
    initial: str
    """What stands in the line at first; nothing by default."""
    take: Callable[[str], object]
    """Gets the answer, and raises ``Refusal`` for a wrong one; any is taken by default."""
    own: bool
    """Whether an answer of one's own may be written; it may by default."""


class Ask(KaoheModal[str | None]):
    """A sentence from the person: a ready one by its digit, or a free one; None after Esc.

    A digit puts the ready answer into the line, where it may be changed; Enter takes the line. It
    is empty at first, so that nobody gives a reason by the habit of Enter. A digit that no ready
    answer has is text, with those before it: so a year or a date begins.

    An answer that is refused stays in the line, with the refusal below it, until it is mended or
    Esc leads back: keys that were meant to mend it must not reach the screen below.

    Args:
        question: what is asked.
        choices: ready answers, at most nine.
        minimum: the fewest characters that are taken, without spaces at the ends.
        consequences: what the answer will do, a line each.
        initial: what stands in the line at first: a value (a path, a count, a date), never a
            reason.
        take: gets the answer, and raises ``Refusal`` where it does not do; what may be refused
            later is done by it as well (see ``taken``), so that the question stands until then.
        own: whether an answer of one's own may be written; else only the ready ones are taken.
    """

    TITLE_MSGID = N_("Giving an answer")
    """The screen's name in its help."""
    AUTO_FOCUS = ""
    """Empty: keys choose a ready answer at first; ``on_mount`` focuses the line if there is
    none."""
    HELP_TEXT = (
        N_(
            "The digits fill in a ready answer, without an input method; 0 or Tab lets you write "
            "your own, where digits are digits, and Tab leads back to the ready answers. A date or "
            "a year may be typed at once."
        ),
        N_(
            "What stands in the line at first is taken by Enter; writing replaces it. Only a "
            "reason or a signature has to be chosen or written."
        ),
        N_("An answer that is refused stays in the line; mend it, or Esc leads back."),
    )
    """How to choose, to write and to mend an answer."""
    KEYS = (
        Command(("enter",), "accept", N_("Accept"), N_("Accept the answer.")),
        Command(
            tuple("123456789"),
            "digit",
            N_("ready answer"),
            N_("Fill in the ready answer with that number."),
            shown_as="1-9",
        ),
        Command(("0", "tab"), "write", N_("Write"), N_("Write an answer of your own.")),
        Command(
            ("tab",), "choose", N_("Ready answers"), N_("Choose a ready answer by its digit again.")
        ),
        Command(("escape",), "cancel", N_("Back"), N_("Go back; nothing is changed.")),
    )
    """Enter, the ready answers, writing, choosing again, and the way back."""

    def __init__(
        self,
        question: str,
        *,
        choices: Sequence[str] = (),
        minimum: int = 1,
        consequences: Sequence[str] = (),
        initial: str = "",
        take: Callable[[str], object] = str,
        own: bool = True,
    ) -> None:
        super().__init__()
        self._question = question
        self._choices = tuple(choices[:_CHOICES])
        self._digits = ""
        """The digits that chose what stands in the line, as they were typed."""
        self._initial = initial
        self._minimum = minimum
        self._consequences = tuple(consequences)
        self._take = take
        self._own = own
        self._is_writing = not self._choices

    def on_mount(self) -> None:
        """Begin in the line where there is nothing else to choose from.

        What stands in the line is selected: writing replaces it.
        """
        line = self.query_one(AnswerLine)
        line.selection = Selection(0, len(line.value))
        if self._is_writing:
            line.focus()

    def on_screen_resume(self) -> None:
        """Go on in the line, which lost the keys to the question that this one led to."""
        if self._is_writing:
            self.query_one(AnswerLine).focus()

    def compose(self) -> ComposeResult:
        """Compose the question, what follows from it, the ready answers and the line."""
        yield from self.compose_frame(
            Static(self._question, markup=False, classes="heading"),
            *(Static(line, markup=False, classes="note") for line in self._consequences),
            *(
                Static(f" {number}  {choice}", markup=False)
                for number, choice in enumerate(self._choices, 1)
            ),
            Horizontal(
                Static(_("Answer:") + " ", classes="ask-label"),
                AnswerLine(self._initial, select_on_focus=False, max_length=LONGEST),
                classes="ask-line",
            ),
        )

    def all_commands(self) -> tuple[Command, ...]:
        """Return the commands without those that do nothing now.

        A digit chooses until the line is written into, then it is one; where only ready answers are
        taken nothing is written.
        """
        out = {"digit", "write"} if self._is_writing else {"choose"}
        if not self._choices or not self._own:
            out |= {"write", "choose"}
        return tuple(each for each in super().all_commands() if each.action not in out)

    def on_key(self, event: Key) -> None:
        """Give the line what is written; every other key is a command."""
        if not self.takes_keys or not self._is_written(event):
            super().on_key(event)
            return
        event.stop()
        event.prevent_default()

    def _is_written(self, event: Key) -> bool:
        """Write the key into the line, if it belongs there; return whether it does.

        Writing simply begins: what is no key of this screen goes into the line, and so do all the
        keys after it that came here before the line had the focus; text that came in one piece is
        all text, whatever it begins with.
        """
        if is_text(came_with(event), len(self._choices)):
            if not self.attempt(self._check_own):
                return True
            self._set_writing(is_writing=True)
        if not self._own:
            return False
        written = event.character if event.is_printable else None
        if written and (self._is_writing or find(self.all_commands(), event) is None):
            if len(self._digits) > 1:
                self._write_anew(self._digits)
            self._write(written)
            return True
        if event.key == "backspace":
            self._begin_to_write()
            self.query_one(AnswerLine).action_delete_left()
            return True
        return False

    def _write(self, text: str) -> None:
        """Put something where the line's cursor is, in place of what is selected."""
        self._begin_to_write()
        line = self.query_one(AnswerLine)
        line.replace(text, *line.selection)

    def _write_anew(self, text: str) -> None:
        """Put something in place of the whole line."""
        line = self.query_one(AnswerLine)
        line.selection = Selection(0, len(line.value))
        self._write(text)

    def take_pasted(self, text: str) -> None:
        """Write pasted text into the line, wherever the focus is.

        Raises:
            Refusal: when the line cannot hold it.
        """
        self._check_own()
        self._begin_to_write()
        paste_into(self.query_one(AnswerLine), text)

    def do_digit(self) -> None:
        """Put the ready answer of the digit pressed into the line.

        A digit without a ready answer begins an answer of one's own, or goes on with the digits
        before it.
        """
        number = int(self.pressed)
        if number > len(self._choices):
            self._check_own()
            self._write_anew(self._digits + self.pressed)
            return
        self._digits += self.pressed
        line = self.query_one(AnswerLine)
        line.value = self._choices[number - 1]
        line.cursor_position = len(line.value)

    def _check_own(self) -> None:
        """Refuse to write where only the ready answers are taken."""
        if not self._own:
            raise Refusal(
                "answer-not-offered",
                N_("Only these answers are taken here: press 1 to {last}."),
                last=len(self._choices),
            )

    def do_write(self) -> None:
        """Let the person write: from now on a digit is one; 0 behind another one is already."""
        if self.pressed and self._digits:
            self._write_anew(self._digits + self.pressed)
        else:
            self._begin_to_write()

    def _begin_to_write(self) -> None:
        # The focus comes after the keys that were typed with this one.
        self._set_writing(is_writing=True)
        self.query_one(AnswerLine).focus()

    def do_choose(self) -> None:
        """Let a digit choose a ready answer again."""
        self._set_writing(is_writing=False)
        self.set_focus(None)

    def _set_writing(self, *, is_writing: bool) -> None:
        """Say whether a digit is one, and show the keys as they are then."""
        self._digits = ""
        if is_writing != self._is_writing:
            self._is_writing = is_writing
            self.refresh_keys()

    def do_accept(self) -> Awaitable[None] | None:
        """Take the line, if it says enough and is what was asked for."""
        line = self.query_one(AnswerLine)
        # Where it is refused, the next keys mend the answer: a short one is typed anew.
        begin = 0 if len(line.value) <= _SHORT else len(line.value)
        line.selection = Selection(begin, len(line.value))
        answer, self._digits = clean(line.value), ""
        if len(answer) < self._minimum:
            self._check_own()
            if self._choices:
                raise Refusal("answer-missing", N_("Type an answer or pick one."))
            raise Refusal("answer-missing", N_("Type an answer."))
        return taken(self, answer, self._take)


class Confirm(KaoheModal[bool]):
    """A deliberate yes to what cannot be taken back: only Y or + confirms, Enter does not.

    Args:
        question: what is about to happen.
        consequences: what it brings, a line each.
        yes: what the key does, in a word or two, already in the person's language.
    """

    TITLE_MSGID = N_("Confirming")
    """The screen's name in its help."""
    KEYS = (
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
    """Yes, the way back, and Enter, which does nothing but say which key confirms."""

    def __init__(self, question: str, consequences: Sequence[str], yes: str) -> None:
        super().__init__()
        self._question = question
        self._consequences = tuple(consequences)
        self._yes = yes

    def compose(self) -> ComposeResult:
        """Compose the question, its consequences and the key that confirms."""
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
        """Close with a yes."""
        self.dismiss(result=True)

    def do_cancel(self) -> None:
        """Close with a no."""
        self.dismiss(result=False)

    def do_nothing(self) -> None:
        """Say which key confirms."""
        raise Refusal("not-confirmed", N_("Press Y or + to confirm, or Esc to go back."))
