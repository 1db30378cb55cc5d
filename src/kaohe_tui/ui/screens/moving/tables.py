"""Move the cursor of a standings table, by the same keys on every screen."""

from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.widgets.standings.view import StandingsView
from kaohe_tui.words import N_

MOVES = (
    Command(("up", "k"), "up", N_("Up"), N_("One person up."), False, False),
    Command(("down", "j"), "down", N_("Down"), N_("One person down."), False, False),
    Command(("pageup",), "page_up", N_("Page up"), N_("One page up."), False, False),
    Command(("pagedown",), "page_down", N_("Page down"), N_("One page down."), False, False),
    Command(("home",), "first", N_("First"), N_("To the first person."), False, False),
    Command(("end",), "last", N_("Last"), N_("To the last person."), False, False),
)
"""The keys that move the cursor; the help alone shows them."""


class Moving:
    """The methods behind ``MOVES``, for a screen with a ``StandingsView``."""

    @property
    def view(self) -> StandingsView:
        """The table whose cursor moves."""
        raise NotImplementedError

    def do_up(self) -> None:
        """Move one person up."""
        self.view.move(-1)

    def do_down(self) -> None:
        """Move one person down."""
        self.view.move(1)

    def do_page_up(self) -> None:
        """Move one page up."""
        self.view.move(-self.view.page)

    def do_page_down(self) -> None:
        """Move one page down."""
        self.view.move(self.view.page)

    def do_first(self) -> None:
        """Go to the first person."""
        self.view.move(-self.view.count)

    def do_last(self) -> None:
        """Go to the last person."""
        self.view.move(self.view.count)
