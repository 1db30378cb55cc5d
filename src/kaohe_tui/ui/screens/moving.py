"""Moving the cursor of a standings table; the same keys on every screen that has one."""

from kaohe_tui.ui.commands import Command
from kaohe_tui.ui.widgets.standings import StandingsView
from kaohe_tui.words import N_

MOVES = (
    Command(("up", "k"), "up", N_("Up"), N_("One person up."), False, False),
    Command(("down", "j"), "down", N_("Down"), N_("One person down."), False, False),
    Command(("pageup",), "page_up", N_("Page up"), N_("One page up."), False, False),
    Command(("pagedown",), "page_down", N_("Page down"), N_("One page down."), False, False),
    Command(("home",), "first", N_("First"), N_("To the first person."), False, False),
    Command(("end",), "last", N_("Last"), N_("To the last person."), False, False),
)


class Moving:
    """What the commands in ``MOVES`` do, for a screen with a ``StandingsView``."""

    @property
    def view(self) -> StandingsView:
        """The table whose cursor moves."""
        raise NotImplementedError

    def do_up(self) -> None:
        """One person up."""
        self.view.move(-1)

    def do_down(self) -> None:
        """One person down."""
        self.view.move(1)

    def do_page_up(self) -> None:
        """One page up."""
        self.view.move(-self.view.page)

    def do_page_down(self) -> None:
        """One page down."""
        self.view.move(self.view.page)

    def do_first(self) -> None:
        """To the first person."""
        self.view.move(-self.view.count)

    def do_last(self) -> None:
        """To the last person."""
        self.view.move(self.view.count)
