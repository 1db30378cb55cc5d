"""Go from person to person, one of them a screen."""

from kaohe_tui.ui.frame.filled import FilledScreen
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.words import _


class OnePerson(FilledScreen[str]):
    """The methods behind ``previous``, ``next`` and ``back``; the result is the last one's code.

    Args:
        code: the person to begin with.
    """

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code
        """The code of the person who is shown."""

    def show(self, code: str) -> None:
        """Show a person, who is then ``code``.

        Raises:
            Refusal: when there is nothing to show; then the one before stays.
        """
        raise NotImplementedError

    def neighbour(self, by: int) -> str:
        """Return the code of the person so many places further; the same one at the ends."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show the person."""
        self.attempt(self.fill)

    def fill(self) -> None:
        """Show the person as things stand now."""
        self.show(self.code)

    def why_not(self, command: Command) -> str | None:
        """Refuse to go beyond the ends of the list."""
        if command.action == "previous" and self.neighbour(-1) == self.code:
            return _("This is the first person of the list.")
        if command.action == "next" and self.neighbour(1) == self.code:
            return _("This is the last person of the list.")
        return None

    def do_previous(self) -> None:
        """Show the person before."""
        self.show(self.neighbour(-1))

    def do_next(self) -> None:
        """Show the person after."""
        self.show(self.neighbour(1))

    def do_back(self) -> None:
        """Go back."""
        self.dismiss(self.code)
