"""Keep the standings, as the meeting may see them now, up to date person by person."""

from collections.abc import Iterable, Mapping

from kaohe_tui.domain.explain.explain import explain
from kaohe_tui.domain.explain.explanation import Explanation
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.tiers import Reveal, Tier
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.standings.composing import composed
from kaohe_tui.domain.standings.live import Moves, live_rows, somebody_moved
from kaohe_tui.domain.standings.scoring import ReviewScore
from kaohe_tui.domain.standings.standings import NO_EXTRA, Standings, all_scores
from kaohe_tui.services.counting import tallies
from kaohe_tui.services.counting.unit_totals import UnitTotals
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.words import N_, _


class Board:
    """The standings of one period, derived from the facts and never stored.

    A change to one person's ratings costs reading that person's rows and finding the person's new
    place, however many people there are.
    """

    def __init__(self, room: Room, period: str) -> None:
        """Read everybody's ratings once.

        Raises:
            Refusal: when the scheme has no such period.
        """
        self._room = room
        self.period = period
        """The period's key."""
        self.period_room = room.period(period)
        """The period as it stood when the board was made."""
        with room.database.reading() as tx:
            self._counting = tallies.counting(tx, self.period_room)
            facts = tallies.facts(tx, self.period_room)
        tallied = tallies.tallied(self._counting, facts)
        room.progress.keep(period, tallied.answers)
        scheme, roster = self.period_room.scheme, self.period_room.roster
        self._extras = self.period_room.extras
        self._units = UnitTotals(self.period_room)
        scores = all_scores(scheme, roster, tallied.tallies, self._extras)
        self._units.take(scores)
        self._rows = live_rows(scheme, roster, scores, self._marks_of, self._extras)
        self.standings = self._shown()
        """The standings that may be seen now: a snapshot, replaced by another after each change."""
        self.moves: Mapping[str, int] = {}
        """Code -> places won (positive) or lost by the last change that moved anything."""

    def withheld(self) -> str:
        """Say why ratings of the open tier are not counted yet; empty where they are."""
        reasons = [
            _("{tier}: shown when the tier is closed").format(tier=t.name) for t in self._hidden()
        ]
        return _(", ").join(reasons)

    @property
    def withheld_tiers(self) -> frozenset[str]:
        """The keys of the tiers whose ratings are not counted yet."""
        return frozenset(tier.key for tier in self._hidden())

    def update(self, codes: Iterable[str], *, ballot: tuple[str, str] | None = None) -> bool:
        """Count the people's ratings again after something of theirs changed.

        Args:
            codes: the people whose ratings changed.
            ballot: the tier and the rater of the ballot that was begun, handed in, given back or
                voided with it; a mark on one that the board has counted needs none.

        Returns:
            Whether the standings are other than before.
        """
        codes = tuple(codes)
        with self._room.database.reading() as tx:
            if ballot:
                tallies.count_ballot(tx, self._counting, *ballot)
            scores = self._scores(tx, codes)
            if fed := self._units.take(scores).difference(codes):
                # The total of a section changed, and so the scores of its people.
                scores |= self._scores(tx, fed)
                codes = (*codes, *fed)
        before, self._rows = self._rows, self._rows.put(scores, self._marks_of)
        if self._rows == before:
            return False
        self.standings = self._shown()
        if somebody_moved(before, self._rows, codes):
            self.moves = Moves(before, self._rows)
        return True

    def _scores(self, tx: Transaction, codes: Iterable[str]) -> dict[str, ReviewScore]:
        """Score people from what is on the disk, with the totals of sections as they are known."""
        return {
            code: composed(
                self.period_room.scheme,
                self.period_room.roster[code],
                tallies.tally_of(tx, self._counting, code),
                self._extras.get(code, NO_EXTRA),
                self._units.of(code),
            )
            for code in codes
        }

    def explain(self, code: str) -> Explanation:
        """Return every step from ratings to rank for one person.

        Raises:
            Refusal: when nobody of that code is rated in the period.
        """
        try:
            self.standings.row(code)
        except KeyError:
            raise Refusal(
                "person-not-rated",
                N_("Nobody with code “{code}” is rated in this period."),
                code=code,
            ) from None
        return explain(
            self.period_room.scheme,
            self.standings,
            code,
            self.withheld_tiers,
            self.period_room.facts,
        )

    def _hidden(self) -> list[Tier]:
        """Return the tiers whose ratings may not be counted before they are closed."""
        return [
            step.tier
            for step in self.period_room.steps.tiers
            if step.state is StepState.OPEN and step.tier.seen is Reveal.TIER
        ]

    def _shown(self) -> Standings:
        return Standings(
            self.period_room.scheme.method, self.period_room.scheme.decimals, self._rows
        )

    def _marks_of(self, code: str) -> Mapping[str, tuple[tuple[int, ...], ...]]:
        with self._room.database.reading() as tx:
            return tallies.marks_of(tx, self._counting, code)
