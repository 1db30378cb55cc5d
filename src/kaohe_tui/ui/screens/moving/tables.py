"""Move the cursor of a standings table, by the same keys on every screen."""

from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.moving.moves import Moving
from kaohe_tui.ui.widgets.standings.view import StandingsView
from kaohe_tui.words import N_

MOVES = (
    Command(("up", "k"), "up", N_("Up"), N_("One person up."), in_bar=False, in_palette=False),
    Command(
        ("down", "j"), "down", N_("Down"), N_("One person down."), in_bar=False, in_palette=False
    ),
    Command(
        ("pageup",), "page_up", N_("Page up"), N_("One page up."), in_bar=False, in_palette=False
    ),
    Command(
        ("pagedown",),
        "page_down",
        N_("Page down"),
        N_("One page down."),
        in_bar=False,
        in_palette=False,
    ),
    Command(
        ("home",), "first", N_("First"), N_("To the first person."), in_bar=False, in_palette=False
    ),
    Command(
        ("end",), "last", N_("Last"), N_("To the last person."), in_bar=False, in_palette=False
    ),
)
"""The keys that move the cursor; the help alone shows them."""


class TableMoving(Moving):
    """Moves the cursor of a screen's ``StandingsView``, by ``MOVES``."""

    @property
    def view(self) -> StandingsView:
        """The table whose cursor moves."""
        raise NotImplementedError

    def move(self, by: int) -> None:
        """Move the cursor by so many people."""
        self.view.move(by)

    @property
    def page(self) -> int:
        """How many people are seen at once."""
        return self.view.page

    @property
    def length(self) -> int:
        """How many people there are."""
        return self.view.count
