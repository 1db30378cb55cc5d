"""Explain a screen: what it is for, and all its keys."""

from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len, set_cell_size
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import Command, shown_key
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.moving.scrolling import Scrolling
from kaohe_tui.words import N_, _, _n


class Help(Scrolling, KaoheScreen[None]):
    """The explanation of another screen.

    Args:
        about: the screen explained; its declarations are read, it is not touched.
    """

    TITLE_MSGID = N_("Help")
    """The screen's name in its help."""
    KEYS = (
        Command(("escape", "enter", "question_mark", "f1"), "help", N_("Back"), N_("Go back.")),
        *MOVES,
    )
    """Leaving by the key that opened it, and scrolling."""

    def __init__(self, about: KaoheScreen[Any]) -> None:
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        """Compose title, paragraphs and keys."""
        title = self._about.TITLE_MSGID
        yield from self.compose_frame(
            Static(_(title) if title else _("Help"), markup=False, classes="heading"),
            VerticalScroll(
                *(Static(_(paragraph) + "\n", markup=False) for paragraph in self._about.HELP_TEXT),
                *(
                    Horizontal(
                        Static(left, markup=False, classes="help-key"),
                        Static(sentence, markup=False, classes="help-sentence"),
                        classes="help-row",
                    )
                    for left, sentence in key_rows(self._about.all_commands())
                ),
                Static("\n" + _("The mouse does nothing here; use the keyboard."), markup=False),
                can_focus=False,
            ),
        )

    @property
    def scroller(self) -> VerticalScroll:
        """All that is explained."""
        return self.query_one(VerticalScroll)

    def on_mount(self) -> None:
        """Say how much of the text is below, now and after each move."""
        self.watch(self.scroller, "scroll_y", self._say_more, init=False)

    def on_resize(self) -> None:
        """Count the lines again for another size."""
        self.call_after_refresh(self._say_more)

    def _say_more(self) -> None:
        """Say how many lines are below what is seen; nothing at the end."""
        more = max(self.length - self.page - round(self.scroller.scroll_offset.y), 0)
        sentence = _n("↓ {count} more line", "↓ {count} more lines", more)
        self.say(sentence.format(count=more) if more else "")

    def do_help(self) -> None:
        """Close the help."""
        self.dismiss()


def key_rows(commands: Sequence[Command]) -> list[tuple[str, str]]:
    """List key and label in columns, and the sentence beside, for each command with a key."""
    rows = [
        (shown_key(command), _(command.label), _(command.help))
        for command in commands
        if command.keys
    ]
    keys = max((cell_len(key) for key, _l, _h in rows), default=0)
    labels = max((cell_len(label) for _k, label, _h in rows), default=0)
    return [
        (f" {set_cell_size(key, keys)}  {set_cell_size(label, labels)}  ", sentence)
        for key, label, sentence in rows
    ]
