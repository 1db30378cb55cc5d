"""Move the cursor of a screen that is a list."""

from textual.screen import ScreenResultType

from kaohe_tui.ui.frame.filled import FilledScreen
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.screens.moving.moves import Moving
from kaohe_tui.ui.widgets.picklist import PickList


class PickScreen(Moving, KaoheScreen[ScreenResultType]):
    """A screen with one ``PickList``, whose cursor the commands of ``MOVES`` move."""

    @property
    def pick(self) -> PickList:
        """The list whose cursor moves."""
        return self.query_one(PickList)

    def moved(self) -> None:
        """Follow the cursor to another line; does nothing in this class."""

    def move(self, by: int) -> None:
        """Move the cursor by so many lines."""
        self.pick.move(by)
        self.moved()

    @property
    def page(self) -> int:
        """How many lines are seen at once."""
        return self.pick.page

    @property
    def length(self) -> int:
        """How many lines there are."""
        return self.pick.count


class ListScreen(PickScreen[ScreenResultType], FilledScreen[ScreenResultType]):
    """A screen that is such a list, filled once it is composed."""

    async def recompose(self) -> None:
        """Draw everything again, the cursor where it was."""
        cursor = self.pick.cursor
        await super().recompose()
        self.move(cursor - self.pick.cursor)


class FollowingList(ListScreen[ScreenResultType]):
    """A list that shows at once what other programs change; its ``fill`` keeps the cursor."""

    def follow(self) -> None:
        """Fill the lines again."""
        self.fill()
