"""Show one person of the standings, and go through them in order of rank."""

from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.moving.people import OnePerson
from kaohe_tui.ui.screens.standings.showing import Showing, showing
from kaohe_tui.words import N_

NEIGHBOURS = (
    Command(("left",), "previous", N_("Higher"), N_("The person before, in order of rank.")),
    Command(("right",), "next", N_("Lower"), N_("The person after, in order of rank.")),
)
"""The keys that show the person before or after, in order of rank."""
BACK = Command(("escape",), "back", N_("Back"), N_("Go back."))
"""Leaves the screen."""


class RankedPerson(OnePerson):
    """One person of the standings, in order of rank; for ``NEIGHBOURS`` and ``BACK``.

    Args:
        code: the person to begin with.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self._shown: Showing | None = None

    def draw(self, shown: Showing, code: str) -> None:
        """Write everything about the person.

        Raises:
            Refusal: when there is nothing to show; then nothing has been written.
        """
        raise NotImplementedError

    def neighbour(self, by: int) -> str:
        """Return the code of the person so many ranks lower; the same one at the ends."""
        return self._shown.neighbour(self.code, by) if self._shown else self.code

    def show(self, code: str) -> None:
        """Show a person of the standings as they may be seen now."""
        shown = showing(app_of(self))
        self.draw(shown, code)
        self.code, self._shown = code, shown
        self.refresh_keys()
