"""Show the standings beside a ballot, where there is room for both."""

from textual.containers import Vertical

from kaohe_tui.domain.ballot.sheet import Sheet
from kaohe_tui.services.counting.board import Board
from kaohe_tui.ui.frame.host import Sitting, app_of
from kaohe_tui.ui.widgets.standings.view import StandingsView
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import _

BESIDE = 124
"""Columns of a terminal from which on the standings stand beside the ballot."""


class LiveStandings(Vertical):
    """The standings of the class in which the cursor's ratee is."""

    def __init__(self, sheet: Sheet) -> None:
        """Follow the cursor of a sheet."""
        super().__init__(
            TextLine(_("Live standings"), id="ballot-live", classes="heading"),
            StandingsView(full=False),
            TextLine(id="ballot-withheld", classes="note"),
            id="ballot-beside",
        )
        self._sheet = sheet
        self._drawn: Board | None = None

    @property
    def has_room(self) -> bool:
        """Whether they stand there: on a wide terminal, and never before a rater."""
        is_wide = self.screen.size.width >= BESIDE
        return is_wide and app_of(self).sitting is not Sitting.RATER

    def on_mount(self) -> None:
        """Draw them for the first time."""
        self.show()

    def on_resize(self) -> None:
        """Draw them where there was no room before."""
        self.show()

    def follow_count(self, *, moved: bool) -> None:
        """Draw them again where a count has changed them."""
        # A board that was made anew, since others wrote, knows of the change from the start.
        if moved or app_of(self).board is not self._drawn:
            self.show()

    def show(self) -> None:
        """Draw the standings as they are now."""
        if not self.has_room or not self.children:
            return
        self._drawn = board = app_of(self).board
        view = self.query_one(StandingsView)
        role = None if self._sheet.at_end else self._sheet.rows[self._sheet.row].ratee.role
        view.show(board.standings, board.period_room.scheme, board.moves, role=role)
        self.query_one("#ballot-live", TextLine).show(_("Live standings") + view.scale)
        self.query_one("#ballot-withheld", TextLine).show(board.withheld())
