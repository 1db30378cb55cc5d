"""Save a ballot beside the keys: what the disk answers late, and what has to wait for it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, Literal

from textual.message import Message

from kaohe_tui.domain.ballot.effect import Outcome
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import with_code
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.screens.dialogs.waiting import WaitForDisk
from kaohe_tui.ui.widgets.statusline import StatusLine
from kaohe_tui.words import _, _n

AT_ONCE = 0.4
"""Seconds that a step waits for the disk before it says so: most disks have answered by then."""
AT_THE_END = 3.0
"""Seconds that the disk has when the program ends: fewer than the end by a signal may take."""

Left = Literal["handed_in", "paused"]
"""How a ballot was left: handed in, or paused to be carried on later."""


class Answered(Message):
    """Says that the disk has answered, or lets wait for long."""


class Saving:
    """What of a ballot is not on disk yet, and the steps that wait for it.

    A thread writes. A change that it has not written has its sign in the grid and is counted in
    the status line.
    """

    def __init__(self, screen: KaoheScreen[Any], ballot: OpenBallot) -> None:
        """Let a thread write the ballot.

        Args:
            screen: where it is keyed; gets ``Answered``.
            ballot: what is keyed.
        """
        self._screen = screen
        self._ballot = ballot
        self._quiet = asyncio.Event()
        """Set while nothing waits for the disk."""
        self._told = ""
        """What the status line last said of changes that wait."""
        ballot.write_beside(lambda: screen.post_message(Answered()))

    # -- what waits --------------------------------------------------------------------------

    def tell(self, outcome: Outcome) -> None:
        """Say what a key did; where there is nothing to say, what is not on disk yet."""
        self._told = self._unsaved()
        text = outcome.says or self._told
        self._screen.say(text, kind="refused" if outcome.refused else "info")

    def tell_what_waits(self) -> None:
        """Say what is not on disk now, unless something else is said."""
        if self._screen.query_one(StatusLine).text in ("", self._told):
            self.tell(Outcome())

    def _unsaved(self) -> str:
        count = self._ballot.waits
        if not count:
            return ""
        sentence = _n(
            "* {count} change is not on disk yet", "* {count} changes are not on disk yet", count
        ).format(count=count)
        if self._ballot.is_held_up:
            sentence += _(": another program is writing the database")
        return sentence

    def answers(self) -> Sequence[Outcome]:
        """Return what became of the changes that waited."""
        try:
            outcomes = self._ballot.catch_up()
        except Refusal as refusal:
            outcomes = [Outcome(says=str(refusal), refused=True)]
        if not self._ballot.waits:
            self._quiet.set()
        return outcomes

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
            if not await app_of(self._screen).push_screen_wait(band):
                return False
        return self._ballot.sheet.loss is None

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

    def end(self) -> None:
        """Save what still waits, however the ballot is left, or say at the end that it was lost.

        The screen is gone by then where the program ends; the terminal is as it was.
        """
        lost = self._ballot.leave(AT_THE_END)
        if lost:
            message = _n(
                "The last change to {name}'s ballot was not saved: check it.",
                "The last {count} changes to {name}'s ballot were not saved: check it.",
                lost,
            )
            sentence = message.format(count=lost, name=with_code(self._ballot.rater))
            app_of(self._screen).tell_at_end(sentence)
