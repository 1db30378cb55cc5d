"""Show what was understood of a table before anything of it is stored, and ask what is doubtful.

Rule: docs/files.md, "What is doubtful".
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import shown
from kaohe_tui.files.tables.doubts import UNASKED, Choices, Doubt, Reading
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.taking import taken
from kaohe_tui.ui.screens.dialogs.working import beside
from kaohe_tui.ui.screens.moving.text_over_list import TEXT_AND_LIST_MOVES, TextOverList
from kaohe_tui.ui.screens.tables.answers import DIGITS, Answers
from kaohe_tui.ui.screens.tables.questions import Questions
from kaohe_tui.ui.widgets.statusline import REFUSED
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.ui.widgets.wrappedlist import WrappedList
from kaohe_tui.words import N_, _

Taken = TypeVar("Taken")
_SOON = 0.3
"""Seconds that a file may be read without a word about it."""


@dataclass(frozen=True, slots=True)
class Agreed(Generic[Taken]):
    """A table that was taken as it was shown."""

    reading: Reading[Taken]
    """What was understood of it."""
    choices: Choices
    """What was answered; what was not, is taken as proposed."""


def roster_title(file: str) -> str:
    """Return what stands over a roster's file in its preview."""
    return _("The roster {file}, before it is taken").format(file=shown(file))


def _nothing_more(_value: object) -> Sequence[Doubt]:
    return ()


class Preview(TextOverList[Agreed[Taken] | None], Generic[Taken]):
    """What was understood of a table, what is in it, and what is doubtful as questions.

    After each answer the table is understood again. Where it cannot be taken, its faults are listed
    instead, and it is read again once they were corrected.

    Args:
        title: what is brought, with the file's name.
        read: understands the file with these answers; called in a thread. It may refuse, with a
            line for each fault.
        summary: says what is in it, a sentence each.
        further: returns what has to be asked beside what the table itself leaves in doubt.
        choices: what was answered when the file was shown before.
        is_alone: whether nothing else may be done while it is read, since that works on the room.
        take: gets the table that was agreed to, and raises ``Refusal`` where it does not do; see
            ``taken``.
        mend: asks what a refusal wants to know; returns whether the file is to be read again.
    """

    TITLE_MSGID = N_("A table before it is taken")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "Nothing of the file is stored yet. Above stands what was read and what was left out, "
            "then who or what is in it; look whether it is what you mean."
        ),
        N_(
            "Below stand the questions that the file leaves open, each with the answer that holds "
            "now: one that you gave, or one that kaohe proposes. The digit of a question, or Enter "
            "at the cursor, shows the answers; then the file is understood again."
        ),
        N_(
            "Where something is wrong, each fault stands there with its place. Correct it in WPS "
            "or Excel and save the file; R reads it again, and your answers are kept."
        ),
    )
    """What stands where, how to answer, and what to do about faults."""
    HIDES_UNUSABLE = True
    """Only what can be done with this table now stands in the bar."""
    KEYS = (
        Command(("enter",), "accept", N_("Answer"), N_("Answer the question at the cursor.")),
        Command(
            tuple(DIGITS),
            "digit",
            N_("that question"),
            N_("Answer the question with that number."),
            shown_as="1-9",
        ),
        Command(("y", "plus"), "take", N_("Take it"), N_("Take the table as it is shown.")),
        Command(
            ("r",),
            "again",
            N_("Read again"),
            N_("Read the file again, after it was corrected and saved."),
        ),
        *TEXT_AND_LIST_MOVES,
        Command(("escape",), "cancel", N_("Back"), N_("Go back; nothing is changed.")),
    )
    """Answering, taking the table, reading it again, moving, the way back."""

    def __init__(
        self,
        title: str,
        read: Callable[[Choices], Reading[Taken]],
        summary: Callable[[Taken], Sequence[str]],
        further: Callable[[Taken], Sequence[Doubt]] = _nothing_more,
        choices: Choices = UNASKED,
        *,
        is_alone: bool = False,
        take: Callable[[Agreed[Taken]], object] = str,
        mend: Callable[[Refusal], Awaitable[bool]] | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._read = read
        self._summary = summary
        self._further = further
        self._is_alone = is_alone
        self._take = take
        self._mend = mend
        self._questions = Questions(choices)
        """What is asked; where the file cannot be taken, what was asked before."""
        self._reading: Reading[Taken] | None = None
        self._paragraphs: Sequence[str] = ()
        self._is_busy = True
        self._rounds = 0
        """How often the file was read: of two at the same time the later one counts."""

    def compose(self) -> ComposeResult:
        """Compose the title, what was understood, and the questions."""
        yield from self.compose_frame(
            TextLine(self._title, classes="heading"),
            VerticalScroll(Static(id="preview-text", markup=False), can_focus=False),
            TextLine(id="preview-asked", classes="heading"),
            WrappedList([]),
        )

    def on_mount(self) -> None:
        """Read the file."""
        self.fill()
        self._begin()

    def fill(self) -> None:
        """Write what was understood, and the questions with the answers that hold now."""
        self.query_one("#preview-text", Static).update(Content("\n".join(self._paragraphs)))
        self.query_one("#preview-asked", TextLine).show(self._asked())
        cursor = self.pick.cursor
        lines = self._questions.lines()
        self.pick.show(lines)
        self.pick.display = bool(lines)
        self.set_class(not lines, "-unasked")
        self.move(cursor)
        self.refresh_keys()

    def refresh_words(self) -> None:
        """Draw everything again in the language now in use, what was understood too."""
        # A reading that ends while the screen is composed again would find none of its parts.
        self._rounds += 1
        self.call_next(self._in_other_words)

    async def _in_other_words(self) -> None:
        await self.recompose()
        self._begin()

    @property
    def choices(self) -> Choices:
        """What was answered so far."""
        return self._questions.choices

    def _asked(self) -> str:
        """Say which keys go on from here."""
        if self._reading is not None:
            return self._questions.sentence()
        if not self._paragraphs:
            return ""
        return _("It cannot be taken like this: correct the file, save it, press R.")

    # -- reading -----------------------------------------------------------------------------

    def _begin(self) -> None:
        """Read the file beside the keys; what takes long is told."""
        self._is_busy = True
        self._rounds += 1
        self.refresh_keys()
        self.set_timer(_SOON, self._tell_waiting)
        self.run_worker(self._understand(self._rounds))

    def _tell_waiting(self) -> None:
        if self._is_busy:
            self.say(_("Reading the file …"))

    async def _understand(self, number: int) -> None:
        """Understand the file with the answers so far, and show what came of it."""
        try:
            reading, refusal = await self._asked_for(), None
        except Refusal as fault:
            refusal = fault
        if number != self._rounds:
            return
        self.say("")
        self._is_busy = False
        try:
            if refusal is not None:
                raise refusal
            self._take_in(reading)
        except Refusal as fault:
            self._reading = None
            self._paragraphs = [REFUSED + line for line in str(fault).splitlines()]
        self.fill()
        self._to_unanswered()

    async def _asked_for(self) -> Reading[Taken]:
        try:
            return await self._in_a_thread()
        except Refusal as fault:
            if self._mend is None or not await self._mend(fault):
                raise
        return await self._in_a_thread()

    async def _in_a_thread(self) -> Reading[Taken]:
        if not self._is_alone:
            return await asyncio.to_thread(self._read, self.choices)
        sentence = _("Reading the file …")
        return await beside(app_of(self), sentence, lambda _report: self._read(self.choices))

    def _take_in(self, reading: Reading[Taken]) -> None:
        """Keep what was understood.

        Raises:
            Refusal: when something cannot be asked or said of it.
        """
        summary = self._summary(reading.value)
        self._questions.doubts = (*reading.doubts, *self._further(reading.value))
        self._reading = reading
        self._paragraphs = (*reading.told, *summary)

    def _to_unanswered(self) -> None:
        """Put the cursor on a question without an answer, if its own has one."""
        unanswered = self._questions.unanswered()
        if unanswered and self.pick.cursor not in unanswered:
            self.move(unanswered[0] - self.pick.cursor)

    # -- commands ----------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """Refuse what needs a table that is understood, and everything while it is being read."""
        if command.action not in ("accept", "digit", "take", "again"):
            return None
        if self._is_busy:
            return _("This takes a moment.")
        if command.action in ("accept", "digit") and not self._questions.doubts:
            return self._asked()
        if command.action == "take" and self._reading is None:
            return self._asked()
        return None

    async def do_digit(self) -> None:
        """Answer the question of that number."""
        place = self._questions.place(self.pressed)
        self.move(place - self.pick.cursor)
        await self.do_accept()

    async def do_accept(self) -> None:
        """Ask the question at the cursor, and understand the table again with the answer."""
        doubt = self._questions.doubts[self.pick.cursor]
        answer = await self.app.push_screen_wait(Answers(doubt, self.choices.answer(doubt)))
        if answer is None:
            return
        self._questions.choices = self.choices.with_answer(doubt, answer)
        self.fill()
        self._begin()

    def do_again(self) -> None:
        """Read the file again; the answers are kept."""
        self._begin()

    def do_take(self) -> Awaitable[None] | None:
        """Close with what is shown, once every question has an answer."""
        assert self._reading is not None
        self._to_unanswered()
        choices = self._questions.agreed(self._reading.digest)
        return taken(self, Agreed(self._reading, choices), self._take)
