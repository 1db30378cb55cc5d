"""Take an answer: every key has its effect before the next one is looked at."""

from typing import Protocol, runtime_checkable

from textual import events
from textual.widgets import Input

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import LONGEST
from kaohe_tui.ui.keys.commands import Command, find
from kaohe_tui.words import N_

_EDITS = {
    "backspace": "delete_left",
    "delete": "delete_right",
    "left": "cursor_left",
    "right": "cursor_right",
    "home": "home",
    "end": "end",
}


@runtime_checkable
class TakesKeys(Protocol):
    """What the line asks of its screen."""

    @property
    def takes_keys(self) -> bool:
        """Whether keys are meant for it."""

    def all_commands(self) -> tuple[Command, ...]:
        """Return every command that has a key on it."""

    def on_key(self, event: events.Key) -> None:
        """Run the command that the key belongs to."""


class AnswerLine(Input):
    """Textual's line, whose keys come in their order however fast they are typed.

    Textual takes a character at once, but Backspace and Enter only on their way back through the
    screen: of 12⌫3⏎ in one packet it would make 12 with the 3 taken away again.
    """

    def on_key(self, event: events.Key) -> None:
        """Edit at once, and run the screen's commands at once."""
        screen = self.screen
        if not isinstance(screen, TakesKeys):
            return
        is_ours = event.key in _EDITS
        if screen.takes_keys and is_ours:
            getattr(self, f"action_{_EDITS[event.key]}")()
        elif screen.takes_keys and (
            event.is_printable or find(screen.all_commands(), event) is None
        ):
            return
        elif screen.takes_keys:
            screen.on_key(event)
        event.stop()
        event.prevent_default()


def paste_into(line: Input, text: str) -> None:
    """Put a text where the line's cursor is, in place of what is selected.

    Raises:
        Refusal: when the line cannot hold it: nothing is cut off unseen.
    """
    begin, end = sorted(line.selection)
    longest = line.max_length or LONGEST
    if len(line.value) - (end - begin) + len(text) > longest:
        raise Refusal(
            "text-too-long",
            N_("The text is longer than {longest} characters; shorten it."),
            longest=longest,
        )
    line.replace(text, begin, end)
