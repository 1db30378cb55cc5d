"""Count again whose ratings a ballot changes, once the changes are on disk."""

from collections.abc import Callable, Iterable
from typing import Any

from kaohe_tui.domain.rules.scheme.tiers import Reveal
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.frame.screen import KaoheScreen

AGAIN = 0.2
"""Seconds until the standings are counted again, where another program was in the way."""


class Counting:
    """Whose ratings changed on a ballot since the standings were counted."""

    def __init__(
        self, screen: KaoheScreen[Any], ballot: OpenBallot, counted: Callable[[bool], None]
    ) -> None:
        """Begin with what the standings hold already.

        Args:
            screen: where the ballot is keyed.
            ballot: what is keyed.
            counted: called after counting, with whether the standings are other than before.
        """
        self._screen = screen
        self._ballot = ballot
        self._counted = counted
        self._which = (ballot.tier.key, ballot.rater.code)
        self._place_of = {row.ratee.code: place for place, row in enumerate(ballot.sheet.rows)}
        self._whole = {row.ratee.code for row in ballot.sheet.rows if not row.is_missing}
        """Whose ratings were whole when they were last counted."""
        self._waiting: set[str] = set()
        """Whose ratings changed on disk since the standings were counted."""
        self._has_counted = False
        self._counts_again = False

    def count(self, codes: Iterable[str]) -> None:
        """Count again whose ratings changed, as soon as no change waits for the disk."""
        self._waiting.update(code for code in codes if self._is_felt(code))
        self._counts_again = False
        if self._waiting and not self._ballot.waits and self._screen.is_attached:
            self._screen.attempt(self._count)

    def _is_felt(self, code: str) -> bool:
        """Return whether a change of a person's row can change the standings.

        A row counts once it is whole, or handed in as it is.
        """
        was = code in self._whole
        is_whole = not self._ballot.sheet.rows[self._place_of[code]].is_missing
        (self._whole.add if is_whole else self._whole.discard)(code)
        return was or is_whole or self._ballot.is_handed_in

    def _count(self) -> None:
        if self._ballot.tier.seen is not Reveal.ROW and not self._ballot.is_handed_in:
            self._waiting.clear()
            return
        # The first change may have begun the ballot: only then is it new to the board.
        which = self._which if not self._has_counted or self._ballot.is_handed_in else None
        app = app_of(self._screen)
        moved = app.room.glance(lambda: app.count(self._waiting, which))
        if moved is None:
            if not self._counts_again:
                self._counts_again = True
                self._screen.set_timer(AGAIN, lambda: self.count(()))
            return
        self._has_counted = True
        self._waiting.clear()
        self._counted(moved)

    def end(self) -> None:
        """Let all be read again where it is next shown: nobody counts any more what waits."""
        if self._waiting:
            app = app_of(self._screen)
            app.view_period(app.period)
