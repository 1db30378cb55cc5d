"""Show one person of the standings, and go through them in order of rank."""

from kaohe_tui.ui.frame.filled import FilledScreen
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.standings.showing import Showing, showing
from kaohe_tui.words import N_, _

NEIGHBOURS = (
    Command(("left",), "previous", N_("Higher"), N_("The person before, in order of rank.")),
    Command(("right",), "next", N_("Lower"), N_("The person after, in order of rank.")),
)
"""The keys that show the person before or after, in order of rank."""
BACK = Command(("escape",), "back", N_("Back"), N_("Go back."))
"""Leaves the screen."""


class OnePerson(FilledScreen[str]):
    """The methods behind ``NEIGHBOURS`` and ``BACK``; its result is the last person's code.

    Args:
        code: the person to begin with.
    """

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code
        """The code of the person who is shown."""
        self._shown: Showing | None = None

    def draw(self, shown: Showing, code: str) -> None:
        """Write everything about the person.

        Raises:
            Refusal: when there is nothing to show; then nothing has been written.
        """
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show the person."""
        self.attempt(self.fill)

    def why_not(self, command: Command) -> str | None:
        """Refuse to go beyond the ends of the list."""
        if command.action == "previous" and self._neighbour(-1) == self.code:
            return _("This is the first person of the list.")
        if command.action == "next" and self._neighbour(1) == self.code:
            return _("This is the last person of the list.")
        return None

    def fill(self) -> None:
        """Show the person."""
        self._show(self.code)

    def _neighbour(self, by: int) -> str:
        return self._shown.neighbour(self.code, by) if self._shown else self.code

    def _show(self, code: str) -> None:
        shown = showing(app_of(self))
        self.draw(shown, code)
        self.code, self._shown = code, shown
        self.refresh_keys()

    def do_previous(self) -> None:
        """Show the person one rank higher."""
        self._show(self._neighbour(-1))

    def do_next(self) -> None:
        """Show the person one rank lower."""
        self._show(self._neighbour(1))

    def do_back(self) -> None:
        """Go back."""
        self.dismiss(self.code)
