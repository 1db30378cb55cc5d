"""Find a person by pinyin, initials, code or name on a plain keyboard."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.finding import find
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.width import fit, widest
from kaohe_tui.ui.frame.modal import KaoheModal
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import TYPING_MOVES
from kaohe_tui.ui.screens.dialogs.choose import ACCEPT, CANCEL
from kaohe_tui.ui.screens.moving.lists import PickScreen
from kaohe_tui.ui.widgets.ballot.layout import WIDEST_NAME
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

LONGEST = 24
"""Characters that can be typed to find somebody."""


class Find(KaoheModal[str | None], PickScreen[str | None]):
    """People, fewer with every key; the result is a code, or None after Esc.

    The screen takes the keys itself, so that a burst of them lands whole.

    Args:
        title: whom one is looking for.
        people: the people, each with a note beside the name.
    """

    TITLE_MSGID = N_("Finding a person")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "Type pinyin initials (wf), pinyin (wangfang), a code, or a part of the name; no input "
            "method is needed."
        ),
    )
    """What can be typed."""
    KEYS = (
        ACCEPT,
        *TYPING_MOVES,
        Command(
            ("backspace",),
            "shorten",
            N_("Correct"),
            N_("Delete the last character."),
            in_palette=False,
        ),
        CANCEL,
    )
    """Choosing, moving by keys that are no letters, Backspace, the way back."""

    def __init__(self, title: str, people: Sequence[tuple[Person, str]]) -> None:
        super().__init__()
        self._title = title
        self._people = [person for person, _note in people]
        self._notes = {person.code: note for person, note in people}
        self._typed = ""
        self._found = list(self._people)

    def compose(self) -> ComposeResult:
        """Compose what is typed, over the people it may mean."""
        yield from self.compose_frame(
            TextLine(self._title, classes="heading"),
            TextLine(id="find-typed"),
            PickList(self._lines()),
        )

    def on_mount(self) -> None:
        """Show that nothing is typed yet."""
        self._show()

    def on_key(self, event: events.Key) -> None:
        """Narrow the list by a character; every other key is a command."""
        character = event.character
        if self.takes_keys and character and character.isprintable() and not character.isspace():
            event.stop()
            event.prevent_default()
            if len(self._typed) < LONGEST:
                self._typed += character
                self._narrow()

    def take_pasted(self, text: str) -> None:
        """Look for pasted text as if it were typed."""
        self._typed = (self._typed + "".join(text.split()))[:LONGEST]
        self._narrow()

    def do_shorten(self) -> None:
        """Delete the last character."""
        self._typed = self._typed[:-1]
        self._narrow()

    def do_accept(self) -> None:
        """Take the person under the cursor."""
        if not self._found:
            raise Refusal("nobody-found", N_("Nobody found; correct what you typed."))
        self.dismiss(self._found[self.pick.cursor].code)

    def _narrow(self) -> None:
        self._found = find(self._people, self._typed)
        self.pick.show(self._lines())
        self._show()

    def _show(self) -> None:
        prompt = _("Type pinyin, initials, code or name: {typed}").format(typed=self._typed + "_")
        if not self._found:
            prompt += "   " + _("nobody")
        self.query_one("#find-typed", TextLine).show(prompt)

    def _lines(self) -> list[tuple[str, str]]:
        code = widest((p.code for p in self._people), WIDEST_NAME)
        name = widest((p.name for p in self._people), WIDEST_NAME)
        return [
            (f"{fit(p.code, code)} {fit(p.name, name)}  {p.section}", self._notes[p.code])
            for p in self._found
        ]
