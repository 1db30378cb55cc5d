"""Run the app: one room, one period in view, and the screens over them."""

import asyncio
import gc
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.timer import Timer

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.ui.app import navigation
from kaohe_tui.ui.app.base import BASE_TCSS
from kaohe_tui.ui.app.sitting import SittingApp
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.screens.start.opening import Opening
from kaohe_tui.ui.terminal.textual_private import let_give_way
from kaohe_tui.words import N_

if TYPE_CHECKING:
    from kaohe_tui.services.counting.board import Board
    from kaohe_tui.services.room.room import Room
    from kaohe_tui.services.tiers.next_thing import Step

STYLES = BASE_TCSS.parent
"""The folder of the style sheets."""
LOOK_EVERY = 1.0
"""Seconds between two looks at what other programs wrote."""


class KaoheApp(SittingApp):
    """The app as its screens share it: the room, the period in view, the standings."""

    CSS_PATH = [BASE_TCSS, *sorted(set(STYLES.glob("*.tcss")) - {BASE_TCSS})]
    """All style sheets, the base first, so that a screen's own sheet can override it."""

    def __init__(
        self, path: Path, *, demo: bool = False, read_only: bool = False, name: str = ""
    ) -> None:
        """Make the app.

        Args:
            path: the database; where there is none, the first screen offers to make one.
            demo: make the sample bureau at ``path`` first.
            read_only: open it with nothing for writing.
            name: who works with it: the operator to begin with, or, where there are none, the name
                for the record; empty for the login name.
        """
        super().__init__()
        self.path = path
        """The database that is open or about to be opened."""
        self.demo = demo
        """Whether the sample bureau is to be built at ``path`` first."""
        self.read_only = read_only
        """Whether the database is opened without writing."""
        self.name_given = name
        """The name after ``--operator``; empty: ask, or take the login name."""
        self.period = ""
        """The key of the period in view; empty before a database is open."""
        self._room: Room | None = None
        self._board: Board | None = None
        self._board_of = 0
        """The room's generation that the board was read in."""
        self._looks: Timer | None = None
        self._is_following = False
        self._counted_meanwhile: list[tuple[tuple[str, ...], tuple[str, str] | None]] = []
        """The ``count`` calls since a recount of everybody began, to be repeated on its result."""

    def get_default_screen(self) -> Screen[None]:
        """Return a first screen that needs no store, with no empty screen below it.

        Textual would lay the empty one out as well, and paint everything once more for it.
        """
        first = Opening()
        let_give_way(first)
        return first

    @property
    def room(self) -> "Room":
        """The open database.

        Raises:
            Refusal: before one is open.
        """
        if self._room is None:
            raise Refusal("database-not-open", N_("No database is open yet."))
        return self._room

    @property
    def open_room(self) -> "Room | None":
        """The database that is open, if one is."""
        return self._room

    @property
    def board(self) -> "Board":
        """The standings of the period in view.

        ``count`` and ``look`` keep them up to date; they are read again after a step of the
        meeting.
        """
        from kaohe_tui.services.counting.board import Board

        if self._board is None:
            self._board, self._board_of = Board(self.room, self.period), self.room.generation
        return self._board

    def count(self, codes: Iterable[str], ballot: tuple[str, str] | None = None) -> bool:
        """Count people's ratings again after something of theirs changed; see ``Board.update``."""
        codes = tuple(codes)
        if self._is_following:
            self._counted_meanwhile.append((codes, ballot))
        return self.board.update(codes, ballot=ballot)

    def take_room(self, room: "Room", period: str, board: "Board | None" = None) -> None:
        """Hold the meeting in this room from now on.

        Args:
            room: the open database.
            period: the one to view.
            board: its standings, where they were read already.
        """
        from kaohe_tui.services.database.opening import caution

        is_another = self._room is None or self.path != room.database.path
        if self._room is not None and self._room is not room:
            self._room.close()
        self._room = room
        warning = room.database.why_not_written or caution(room.database.path)
        if warning and is_another and not self.read_only:
            self.reports.append(warning)
        if self.name_given:
            room.keyboard.call(self.name_given)
            self.is_named = True
        self.path = room.database.path
        self.view_period(period)
        self._board, self._board_of = board, room.generation
        if self._looks is None:
            self._looks = self.set_interval(LOOK_EVERY, self.look)

    # -- the work of other programs ----------------------------------------------------------

    def look(self) -> None:
        """See whether other programs changed the file, and take their changes over.

        A look costs a third of a millisecond. Counting everybody again may take half a second in a
        province: a thread does it, and until it is done the standings stay as they are.
        """
        if not self.screen_stack:
            # The app is ending: its screens are gone before the timer stops.
            return
        self.look_who_sits()
        if self._room is None or self._is_following or not isinstance(self.screen, KaoheScreen):
            return
        room, screen = self._room, self.screen
        before = room.generation
        if not screen.attempt(lambda: room.glance(room.refresh)):
            return
        if self._board is not None and self._board_of != room.generation:
            self._is_following = True
            self.run_worker(self._follow(room, self._board))
        elif room.generation != before:
            self._show_others_work()

    async def _follow(self, room: "Room", before: "Board") -> None:
        generation = room.generation
        self._counted_meanwhile.clear()
        try:
            read = await asyncio.to_thread(room.glance, lambda: _read_anew(room, before))
        except Refusal as refusal:
            if isinstance(self.screen, KaoheScreen):
                self.screen.say(str(refusal), kind="refused")
            return
        finally:
            self._is_following = False
        if read is None or self._board is not before or room.generation != generation:
            # Another program is in the way, or something was done here: the next look tries again.
            return
        twin, board = read
        room.take_over(twin)
        self._board, self._board_of = board, generation
        for codes, ballot in self._counted_meanwhile:
            board.update(codes, ballot=ballot)
        self._show_others_work()

    def _show_others_work(self) -> None:
        """Let the screen in view read again; one that is not made up yet reads all when it is."""
        if isinstance(self.screen, KaoheScreen) and self.screen.is_mounted:
            self.screen.attempt(self.screen.follow)
            self.screen.refresh_keys()

    def start_is_over(self) -> None:
        """Look for garbage from now on, but not among the objects of the start: they stay."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    def view_period(self, period: str) -> None:
        """Put another period in view."""
        self.period = period
        self._board = None

    def renew(self) -> None:
        """Read everything again after a step, or a change by another program."""
        self.room.forget()
        self._board = None

    async def go_on(self, step: "Step") -> None:
        """Take the one next step, on whichever screen it belongs."""
        await navigation.go_on(self, step)

    async def choose_year(self) -> None:
        """Offer the new year, the other years, and the standings of this one."""
        from kaohe_tui.ui.screens.database.new_year import after_the_year

        await after_the_year(self)

    def on_unmount(self) -> None:
        """Let go of the file; everything is on disk already."""
        if self._room is not None:
            self.sign_out()
            self._room.close()
            self._room = None


def _read_anew(room: "Room", before: "Board") -> "tuple[Room, Board]":
    """Read the period again, in a thread, and find out whose rank moved since."""
    from kaohe_tui.domain.standings.live import moves_between
    from kaohe_tui.services.counting.board import Board

    twin = room.twin()
    with room.database.beside():
        board = Board(twin, before.period)
    moved = moves_between(before.standings.of(None), board.standings.of(None))
    board.moves = moved or before.moves
    return twin, board


def run(path: Path, *, demo: bool = False, read_only: bool = False, name: str = "") -> int:
    """Run the app in this terminal.

    Args:
        path: the database.
        demo: make the sample bureau at ``path`` first.
        read_only: open it with nothing for writing.
        name: who works with it; see ``KaoheApp``.

    Returns:
        The exit code of the process.
    """
    # Nothing made while starting is garbage: looking for some would cost 100 ms.
    gc.disable()
    return KaoheApp(path, demo=demo, read_only=read_only, name=name).run_to_end()
