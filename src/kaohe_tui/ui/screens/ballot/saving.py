"""Save a ballot beside the keys: what the disk answers late, and what has to wait for it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Literal

from textual.message import Message

from kaohe_tui.domain.ballot.effect import Outcome
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme import Reveal
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting.board import Board
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.screens.dialogs.waiting import WaitForDisk
from kaohe_tui.ui.widgets.ballot.grid import BallotGrid
from kaohe_tui.ui.widgets.statusline import StatusLine
from kaohe_tui.words import _, _n

AT_ONCE = 0.4
"""Seconds that a step waits for the disk before it says so: most disks have answered by then."""
AGAIN = 0.2
"""Seconds until the standings are counted again, where another program was in the way."""
AT_THE_END = 3.0
"""Seconds that the disk has when the program ends: fewer than the end by a signal may take."""

Left = Literal["handed_in", "paused"]
"""How a ballot was left: handed in, or paused to be carried on later."""


class SavingScreen(KaoheScreen[Left]):
    """A screen that saves a ballot's marks through a writer beside the keys.

    A change that is not on disk yet has its sign in the grid and is counted in the status line; the
    standings follow when it is on disk.
    """

    class Answered(Message):
        """Says that the disk has answered, or lets wait for long."""

    def __init__(self, ballot: OpenBallot) -> None:
        """Begin with a ballot that a thread writes."""
        super().__init__()
        self._ballot = ballot
        self._sheet = ballot.sheet
        self._quiet = asyncio.Event()
        """Set while nothing waits for the disk."""
        self._told = ""
        """What the status line last said of changes that wait."""
        self._which = (ballot.tier.key, ballot.rater.code)
        self._place_of = {row.ratee.code: place for place, row in enumerate(self._sheet.rows)}
        self._whole = {row.ratee.code for row in self._sheet.rows if not row.is_missing}
        """Whose ratings were whole when they were last counted."""
        self._uncounted: set[str] = set()
        """Whose ratings changed on disk since the standings were counted."""
        self._counted = False
        self._counts_again = False
        self._board_drawn: Board | None = None
        """The board that the standings were drawn from."""
        ballot.write_beside(lambda: self.post_message(self.Answered()))

    def show_changes(self) -> None:
        """Draw the lines around the grid again, after a mark was saved or refused late."""
        raise NotImplementedError

    def show_standings(self) -> None:
        """Draw the standings again."""
        raise NotImplementedError

    # -- what waits --------------------------------------------------------------------------

    def tell(self, outcome: Outcome) -> None:
        """Say what a key did; where there is nothing to say, what is not on disk yet."""
        self._told = self._unsaved()
        self.say(outcome.says or self._told, kind="refused" if outcome.refused else "info")

    def _unsaved(self) -> str:
        count = self._ballot.waits
        if not count:
            return ""
        told = _n(
            "* {count} change is not on disk yet", "* {count} changes are not on disk yet", count
        ).format(count=count)
        if self._ballot.is_held_up:
            told += _(": another program is writing the database")
        return told

    def on_saving_screen_answered(self) -> None:
        """Show what became of the changes that waited."""
        try:
            outcomes = self._ballot.catch_up()
        except Refusal as refusal:
            outcomes = [Outcome(says=str(refusal), refused=True)]
        if not self._ballot.waits:
            self._quiet.set()
        if not self.is_attached:
            return
        refused = [outcome for outcome in outcomes if outcome.refused]
        grid = self.query_one(BallotGrid)
        for outcome in outcomes:
            grid.draw(outcome)
        if refused:
            grid.draw_all()
            self.tell(refused[-1])
            self.refresh_keys()
        elif self.query_one(StatusLine).text in ("", self._told):
            self.tell(Outcome())
        self.count(outcome.changed for outcome in outcomes if outcome.changed)
        self.show_changes()

    def count(self, codes: Iterable[str]) -> None:
        """Count again whose ratings changed, as soon as no change waits for the disk."""
        self._uncounted.update(code for code in codes if self._is_felt(code))
        self._counts_again = False
        if self._uncounted and not self._ballot.waits and self.is_attached:
            self.attempt(self._count)

    def _is_felt(self, code: str) -> bool:
        """Return whether a change of somebody's row can change the standings.

        A row counts once it is whole, or handed in as it is.
        """
        was = code in self._whole
        is_whole = not self._sheet.rows[self._place_of[code]].is_missing
        (self._whole.add if is_whole else self._whole.discard)(code)
        return was or is_whole or self._ballot.is_handed_in

    def _count(self) -> None:
        if self._ballot.tier.seen is not Reveal.ROW and not self._ballot.is_handed_in:
            self._uncounted.clear()
            return
        # The first change may have begun the ballot: only then is it new to the board.
        which = self._which if not self._counted or self._ballot.is_handed_in else None
        app = app_of(self)
        moved = app.room.glance(lambda: app.count(self._uncounted, which))
        if moved is None:
            if not self._counts_again:
                self._counts_again = True
                self.set_timer(AGAIN, lambda: self.count(()))
            return
        self._counted = True
        self._uncounted.clear()
        # A board that was made anew, since others wrote, knows of the change from the start.
        if moved or app.board is not self._board_drawn:
            self.show_standings()

    # -- what has to wait --------------------------------------------------------------------

    def when_saved(self, step: Callable[[], object]) -> Awaitable[None] | None:
        """Take a step at once, or as soon as every change is on disk."""
        if self._ballot.waits:
            return self._wait_and(step)
        step()
        return None

    async def _wait_and(self, step: Callable[[], object]) -> None:
        if await self.saved():
            step()

    async def saved(self, back: str = "") -> bool:
        """Wait until every change is on disk; false where one is not, or Esc gave up waiting.

        Args:
            back: what Esc does; by default, it goes back to the ballot, which stays as it is.
        """
        if self._ballot.waits:
            self._quiet.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._quiet.wait(), AT_ONCE)
        if self._ballot.waits:
            back = back or _("Esc: back to the ballot; it is saved as soon as the disk responds")
            band = WaitForDisk(self._unsaved, back, lambda: self._ballot.waits > 0)
            if not await self.app.push_screen_wait(band):
                return False
        return self._sheet.loss is None

    async def handed_in(self, control_total: int | None = None) -> bool:
        """Hand in and wait for the disk; false where it was refused, or Esc gave up waiting.

        Args:
            control_total: see ``OpenBallot.hand_in``.
        """
        self._ballot.hand_in(control_total)
        if not await self.saved(_("Esc: do not hand in, back to the ballot")):
            self._ballot.give_up()
            while self._ballot.waits:
                self._quiet.clear()
                await self._quiet.wait()
        return self._ballot.is_handed_in

    def do_quit(self) -> Awaitable[None] | None:
        """Leave the program, with every change on disk."""
        return self.when_saved(self.app.exit)

    def pause_now(self) -> None:
        """Keep what is typed, as far as it is a mark, and save everything to disk.

        Somebody else is about to sit down.
        """
        self._sheet.settle()
        self._ballot.leave(AT_THE_END)

    def on_unmount(self) -> None:
        """Save what still waits, however the ballot is left, or say that it was lost.

        The screen is gone by then where the program ends; the terminal is as it was.
        """
        lost = self._ballot.leave(AT_THE_END)
        app = app_of(self)
        if lost:
            told = _n(
                "The last change to {name}'s ballot was not saved: check it.",
                "The last {count} changes to {name}'s ballot were not saved: check it.",
                lost,
            )
            app.tell_at_end(told.format(count=lost, name=self._ballot.rater.name))
        if self._uncounted:
            # Nobody counts them here any more: all is read anew where it is next shown.
            app.view_period(app.period)
