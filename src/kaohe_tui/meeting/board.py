"""The standings as the meeting may see them now, kept up to date person by person."""

from collections.abc import Callable, Iterable, Mapping

from kaohe_tui.domain.explain import explain
from kaohe_tui.domain.explanation import Explanation
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.scheme import Reveal, Tier
from kaohe_tui.domain.scoring import ReviewScore, review_score
from kaohe_tui.domain.standings import Standings, rank
from kaohe_tui.domain.steps import StepState
from kaohe_tui.meeting import tallies
from kaohe_tui.meeting.room import Room
from kaohe_tui.words import _


class Board:
    """The standings of one period, derived from the facts and never stored.

    A change to one person's ratings costs reading that person's rows and ranking anew.
    """

    def __init__(self, room: Room, period: str) -> None:
        """Read everybody's ratings once.

        Raises:
            Refusal: when the scheme has no such period.
        """
        self._room = room
        self.period = period
        self.here = room.period(period)
        self._extras = self.here.extras
        with room.database.reading() as tx:
            self._counting = tallies.counting(tx, self.here)
            facts = tallies.facts(tx, self.here)
        found = tallies.tallied(self._counting, facts)
        tallies.keep_answers(room, self.here, found.answers)
        scheme = self.here.scheme
        self._scores: dict[str, ReviewScore] = {
            code: review_score(scheme, of_person) for code, of_person in found.tallies.items()
        }
        self.standings: Standings = self._rank()
        self.moves: Mapping[str, int] = {}
        """Code -> places won (positive) or lost by the last change that moved anything."""

    def withheld(self) -> str:
        """Why ratings of the open tier are not counted yet, in words; empty where they are."""
        told = [
            _("{tier}: shown when the tier is closed").format(tier=t.name) for t in self._hidden()
        ]
        return _(", ").join(told)

    def update(self, codes: Iterable[str], *, ballot_changed: bool = False) -> bool:
        """Count the people's ratings anew after something of theirs changed.

        Args:
            codes: the people whose ratings changed.
            ballot_changed: a ballot was begun, handed in, given back or struck out.

        Returns:
            Whether the standings are other than before.
        """
        scheme = self.here.scheme
        changed = False
        with self._room.database.reading() as tx:
            if ballot_changed:
                self._counting = tallies.counting(tx, self.here)
            for code in codes:
                score = review_score(scheme, tallies.tally_of(tx, self._counting, code))
                changed |= score != self._scores[code]
                self._scores[code] = score
        if changed:
            before = {r.person.code: r.rank for r in self.standings.rows}
            self.standings = self._rank()
            self.moves = _moves(before, self.standings) or self.moves
        return changed

    def explain(self, code: str) -> Explanation:
        """Every step from ratings to rank for one person.

        Raises:
            Refusal: when nobody of that code is rated in the period.
        """
        if code not in {r.person.code for r in self.standings.rows}:
            raise Refusal(_("Nobody with code “{code}” is rated in this period.").format(code=code))
        withheld = {tier.key for tier in self._hidden()}
        return explain(self.here.scheme, self.standings, code, withheld, self.here.facts)

    def _hidden(self) -> list[Tier]:
        """The tiers whose ratings may not be counted before they are closed."""
        return [
            step.tier
            for step in self.here.steps.tiers
            if step.state is StepState.OPEN and step.tier.reveal is Reveal.TIER
        ]

    def _rank(self) -> Standings:
        return rank(
            self.here.scheme, self.here.roster, self._scores, self._marks_of(), self._extras
        )

    def _marks_of(self) -> Callable[[str], Mapping[str, tuple[tuple[int, ...], ...]]]:
        def marks(code: str) -> Mapping[str, tuple[tuple[int, ...], ...]]:
            with self._room.database.reading() as tx:
                return tallies.marks_of(tx, self._counting, code)

        return marks


def _moves(before: Mapping[str, int | None], after: Standings) -> dict[str, int]:
    moves = {}
    for row in after.rows:
        old = before.get(row.person.code)
        if old is not None and row.rank is not None and old != row.rank:
            moves[row.person.code] = old - row.rank
    return moves
