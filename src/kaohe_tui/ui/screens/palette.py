"""The palette: everything that can be done on a screen, searched by a few letters.

Not Textual's own: that one reads sentences as markup, which a person's name can break.
"""

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.widgets import Input

from kaohe_tui.domain.text import LONGEST
from kaohe_tui.ui.base import KaoheModal
from kaohe_tui.ui.commands import Command, folded, shown_key
from kaohe_tui.ui.screen import KaoheScreen
from kaohe_tui.ui.screens.choose import CANCEL, MOVES
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.words import N_, _

ACCEPT = Command(("enter",), "accept", N_("Confirm"), N_("Run the selected item."))


class Palette(KaoheModal[Command | None]):
    """The commands of a screen; the result is the one chosen, or None after Esc.

    Args:
        commands: each with the reason why it cannot be used now, or None.
    """

    TITLE_MSGID = N_("Commands")
    COMMANDS = (ACCEPT, *MOVES, CANCEL)
    AUTO_FOCUS = "Input"

    def __init__(self, commands: Sequence[tuple[Command, str | None]]) -> None:
        super().__init__()
        self._all = tuple(commands)
        self._found = self._all

    def compose(self) -> ComposeResult:
        """The line to search in, over what was found."""
        yield from self.compose_frame(Input(max_length=LONGEST), PickList(self._lines()))

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
        wanted = "".join(folded(character) for character in event.value.strip())
        self._found = tuple(
            (command, reason)
            for command, reason in self._all
            if wanted in " ".join((_(command.label), _(command.help), command.action)).lower()
        )
        self.query_one(PickList).show(self._lines())

    def do_up(self) -> None:
        """One line up."""
        self.query_one(PickList).move(-1)

    def do_down(self) -> None:
        """One line down."""
        self.query_one(PickList).move(1)

    def do_page_up(self) -> None:
        """One page up."""
        pick = self.query_one(PickList)
        pick.move(-pick.page())

    def do_page_down(self) -> None:
        """One page down."""
        pick = self.query_one(PickList)
        pick.move(pick.page())

    def do_accept(self) -> None:
        """Choose the command of the cursor."""
        if self._found:
            self.dismiss(self._found[self.query_one(PickList).cursor][0])

    def do_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)


def open_palette(screen: KaoheScreen[Any]) -> None:
    """Offer the screen's commands, and let the screen run the one chosen."""

    def run(command: Command | None) -> None:
        if command is not None:
            screen.run_command(command)

    offered = [command for command in screen.all_commands() if command.in_palette]
    screen.app.push_screen(Palette([(c, screen.barred(c)) for c in offered]), run)
