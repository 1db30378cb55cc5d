"""A screen that is a list: moving its cursor."""

from typing import ClassVar

from textual.screen import ScreenResultType

from kaohe_tui.ui.base import KaoheScreen
from kaohe_tui.ui.commands import Command
from kaohe_tui.ui.widgets.picklist import PickList


class ListScreen(KaoheScreen[ScreenResultType]):
    """A screen with one ``PickList``, whose cursor the commands of ``MOVES`` move."""

    # Again, because mypy compares a class with its immediate bases only.
    COMMANDS: ClassVar[tuple[Command, ...]] = ()

    @property
    def pick(self) -> PickList:
        """The list."""
        return self.query_one(PickList)

    def fill(self) -> None:
        """Write what stands on the screen; called again after the language was switched."""

    async def recompose(self) -> None:
        """Draw everything again, the cursor where it was."""
        cursor = self.pick.cursor
        await super().recompose()
        self.fill()
        self.move(cursor - self.pick.cursor)

    def moved(self) -> None:
        """Called after the cursor moved; does nothing here."""

    def move(self, by: int) -> None:
        """Move the cursor by so many lines."""
        self.pick.move(by)
        self.moved()

    def do_up(self) -> None:
        """One line up."""
        self.move(-1)

    def do_down(self) -> None:
        """One line down."""
        self.move(1)

    def do_page_up(self) -> None:
        """One page up."""
        self.move(-self.pick.page())

    def do_page_down(self) -> None:
        """One page down."""
        self.move(self.pick.page())

    def do_first(self) -> None:
        """To the first line."""
        self.move(-self.pick.count)

    def do_last(self) -> None:
        """To the last line."""
        self.move(self.pick.count)
