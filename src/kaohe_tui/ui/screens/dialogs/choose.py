"""Choose one line of a list."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from kaohe_tui.ui.frame.modal import KaoheModal
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.moving.lists import PickScreen
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.words import N_

ACCEPT = Command(("enter",), "accept", N_("Choose"), N_("Choose the selected line."))
"""Takes the line of the cursor."""
CANCEL = Command(("escape",), "cancel", N_("Back"), N_("Go back; nothing is changed."))
"""Leaves without a choice."""


class Choose(KaoheModal[str | None], PickScreen[str | None]):
    """A list to choose from by arrows and Enter; the result is the key, or None after Esc.

    Args:
        title: what is chosen.
        options: for each line its key, what it says and a note beside it; at least one.
        selected: the key where the cursor begins.
    """

    TITLE_MSGID = N_("Choosing from a list")
    """The screen's name in its help."""
    KEYS: ClassVar[tuple[Command, ...]] = (ACCEPT, *MOVES, CANCEL)
    """Taking a line, moving in the list, the way back."""

    def __init__(
        self, title: str, options: Sequence[tuple[str, str, str]], selected: str | None = None
    ) -> None:
        super().__init__()
        self._title = title
        self._options = tuple(options)
        self._at = next(
            (index for index, (key, _l, _n) in enumerate(options) if key == selected), 0
        )

    def compose(self) -> ComposeResult:
        """Compose the title over the list."""
        lines = [(label, note) for _key, label, note in self._options]
        yield from self.compose_frame(
            Static(self._title, markup=False, classes="heading"),
            PickList(lines, self._at),
            *self.below(),
        )

    def below(self) -> Sequence[Widget]:
        """Return the widgets under the list; none in this class."""
        return ()

    @property
    def current(self) -> str:
        """The key of the line of the cursor."""
        return self._options[self.pick.cursor][0]

    async def recompose(self) -> None:
        """Draw everything again, the cursor where it was."""
        self._at = self.pick.cursor
        await super().recompose()

    def do_accept(self) -> None:
        """Choose the selected line."""
        self.dismiss(self.current)
