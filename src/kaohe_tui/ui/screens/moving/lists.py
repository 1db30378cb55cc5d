"""Move the cursor of a screen that is a list."""

from textual.screen import ScreenResultType

from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.widgets.picklist import PickList


class ListScreen(KaoheScreen[ScreenResultType]):
    """A screen with one ``PickList``, whose cursor the commands of ``MOVES`` move."""

    @property
    def pick(self) -> PickList:
        """The list whose cursor moves."""
        return self.query_one(PickList)

    def fill(self) -> None:
        """Fill the screen's lines; called again after the language was switched."""

    async def recompose(self) -> None:
        """Draw everything again, the cursor where it was."""
        cursor = self.pick.cursor
        await super().recompose()
        self.fill()
        self.move(cursor - self.pick.cursor)

    def moved(self) -> None:
        """Follow the cursor to another line; does nothing in this class."""

    def move(self, by: int) -> None:
        """Move the cursor by so many lines."""
        self.pick.move(by)
        self.moved()

    def do_up(self) -> None:
        """Move one line up."""
        self.move(-1)

    def do_down(self) -> None:
        """Move one line down."""
        self.move(1)

    def do_page_up(self) -> None:
        """Move one page up."""
        self.move(-self.pick.page())

    def do_page_down(self) -> None:
        """Move one page down."""
        self.move(self.pick.page())

    def do_first(self) -> None:
        """Go to the first line."""
        self.move(-self.pick.count)

    def do_last(self) -> None:
        """Go to the last line."""
        self.move(self.pick.count)


class FollowingList(ListScreen[ScreenResultType]):
    """A list that shows at once what other programs change; its ``fill`` keeps the cursor."""

    def follow(self) -> None:
        """Fill the lines anew."""
        self.fill()
