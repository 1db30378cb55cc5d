"""The app: one room, one period in view, and the screens over them."""

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import Screen

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.ui.base import BASE_TCSS, KaoheAppBase
from kaohe_tui.ui.screens.opening import Opening
from kaohe_tui.words import _

if TYPE_CHECKING:
    from kaohe_tui.meeting.board import Board
    from kaohe_tui.meeting.room import Room

STYLES = BASE_TCSS.parent


class KaoheApp(KaoheAppBase[None]):
    """What the screens share.

    Attributes:
        path: the database that is open or about to be opened.
        period: the key of the period in view.
    """

    CSS_PATH = [BASE_TCSS, *sorted(set(STYLES.glob("*.tcss")) - {BASE_TCSS})]

    def __init__(self, path: Path, *, demo: bool = False) -> None:
        """Make the app.

        Args:
            path: the database; where there is none, the first screen offers to make one.
            demo: make the sample bureau at ``path`` first.
        """
        super().__init__()
        self.path = path
        self.demo = demo
        self.period = ""
        self._room: Room | None = None
        self._board: Board | None = None
        self._board_of = ("", 0)

    def get_default_screen(self) -> Screen[None]:
        """Paint something before the store is loaded, with no empty screen below it: Textual would
        lay that one out as well, and paint everything once more for it."""
        first = Opening()
        # As for a screen that was pushed: switching to another one takes it away again.
        first._push_result_callback(first, None)
        return first

    @property
    def room(self) -> "Room":
        """The open database.

        Raises:
            Refusal: before one is open.
        """
        if self._room is None:
            raise Refusal(_("No database is open yet."))
        return self._room

    @property
    def board(self) -> "Board":
        """The standings of the period in view, kept up to date by whoever changes a rating; read
        anew after a step was taken or another program was seen to write."""
        from kaohe_tui.meeting.board import Board

        wanted = (self.period, self.room.generation)
        if self._board is None or self._board_of != wanted:
            self._board, self._board_of = Board(self.room, self.period), wanted
        return self._board

    def take_room(self, room: "Room", period: str, board: "Board | None" = None) -> None:
        """Hold the meeting in this room from now on.

        Args:
            room: the open database.
            period: the one to view.
            board: its standings, where they were read already.
        """
        if self._room is not None and self._room is not room:
            self._room.close()
        self._room = room
        self.path = room.database.path
        self.view_period(period)
        self._board, self._board_of = board, (period, room.generation)

    def start_is_over(self) -> None:
        """Look for garbage from now on, but not among what was made until now: it stays."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    def view_period(self, period: str) -> None:
        """Put another period in view."""
        self.period = period
        self._board = None

    def renew(self) -> None:
        """After a step was taken, or another program changed something: read all anew."""
        self.room.forget()
        self._board = None

    def on_unmount(self) -> None:
        """Let go of the file; everything is on disk already."""
        if self._room is not None:
            self._room.close()
            self._room = None


def run(path: Path, *, demo: bool = False) -> int:
    """Run the app in this terminal.

    Args:
        path: the database.
        demo: make the sample bureau at ``path`` first.

    Returns:
        The exit code of the process.
    """
    # Nothing made while starting is garbage: looking for some would cost 100 ms.
    gc.disable()
    return KaoheApp(path, demo=demo).run_to_end()
