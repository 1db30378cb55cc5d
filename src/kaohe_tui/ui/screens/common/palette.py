"""Search everything that can be done on a screen by a few letters: the palette.

Not Textual's own: that one reads sentences as markup, which a person's name can break.
"""

from collections.abc import Sequence
from functools import cache

from textual.app import ComposeResult
from textual.widgets import Input

from kaohe_tui.domain.rules.finding import is_spelled
from kaohe_tui.domain.text import LONGEST
from kaohe_tui.ui.frame.modal import KaoheModal
from kaohe_tui.ui.keys.commands import Command, folded, shown_key
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.choose import CANCEL
from kaohe_tui.ui.screens.moving.lists import PickScreen
from kaohe_tui.ui.widgets.answerline import AnswerLine
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.words import N_, _, language

ACCEPT = Command(("enter",), "accept", N_("Confirm"), N_("Run the selected item."))
"""Runs the command of the cursor."""


class Palette(KaoheModal[Command | None], PickScreen[Command | None]):
    """The commands of a screen; the result is the one chosen, or None after Esc.

    Args:
        commands: each with the reason why it cannot be used now, or None.
    """

    TITLE_MSGID = N_("Commands")
    """The screen's name in its help."""
    # Home and End move within what is typed.
    KEYS = (ACCEPT, *(each for each in MOVES if each.action not in ("first", "last")), CANCEL)
    """Running a command, moving in the list, the way back."""
    AUTO_FOCUS = "Input"
    """The line to search in has the focus at once."""

    def __init__(self, commands: Sequence[tuple[Command, str | None]]) -> None:
        super().__init__()
        self._all = tuple(commands)
        self._found = self._all

    def compose(self) -> ComposeResult:
        """Compose the line to search in, over the matching commands."""
        yield from self.compose_frame(AnswerLine(max_length=LONGEST), PickList(self._lines()))

    def _lines(self) -> list[tuple[str, str]]:
        lines = []
        for command, reason in self._found:
            key = shown_key(command)
            label = f"{_(command.label)} ({key})" if key else _(command.label)
            note = _("not now: {reason}").format(reason=reason) if reason else _(command.help)
            lines.append((label, note))
        return lines

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the commands whose words hold what was typed."""
        event.stop()
        typed = "".join(folded(character) for character in event.value.strip())
        self._found = tuple(each for each in self._all if _is_meant(each[0], typed))
        self.pick.show(self._lines())

    def do_accept(self) -> None:
        """Choose the command of the cursor."""
        if self._found:
            self.dismiss(self._found[self.pick.cursor][0])


def _is_meant(command: Command, typed: str) -> bool:
    """Return whether a command's words contain the text, or its label is spelled so."""
    if typed in " ".join((_(command.label), _(command.help), command.action)).lower():
        return True
    is_pinyin = language() == "zh_CN" and typed.isascii() and typed.isalpha()
    return is_pinyin and is_spelled(_spelled(_(command.label)), typed)


@cache
def _spelled(label: str) -> str:
    # What it needs takes a quarter of a second to import: only once somebody types letters here.
    from kaohe_tui.files.roster.spelling import spelling

    return spelling(label)
