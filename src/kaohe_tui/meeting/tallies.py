"""From the facts on disk to what is counted: the ratings of each person in each tier."""

from collections import Counter
from collections.abc import Iterable, Sequence

from kaohe_tui.domain.owed import expected, owed_pairs, ratees_of
from kaohe_tui.domain.scheme import Reveal
from kaohe_tui.domain.standings import Standings, standings
from kaohe_tui.domain.steps import StepState
from kaohe_tui.domain.tally import TierTally
from kaohe_tui.meeting.room import PeriodRoom
from kaohe_tui.store import ballots
from kaohe_tui.store.ballots import BallotHead
from kaohe_tui.store.engine import Transaction

VOID = "void"
HANDED_IN = "handed_in"


class Counting:
    """Which ballots count, and what each person is owed, as the ballots stand now.

    A tier's ``reveal`` holds while it is not closed: ``row`` counts every whole rating, ``ballot``
    those of ballots handed in, ``tier`` none. Once closed, every whole rating counts, also of a
    ballot that was never handed in.
    """

    def __init__(self, here: PeriodRoom, heads: Sequence[BallotHead]) -> None:
        """Prepare for one period's ballots."""
        self.here = here
        tiers = here.scheme.tiers
        self.counted = {h.id: tiers[h.tier_no].key for h in heads if _shown(here, h)}
        self._expected = {
            t.key: expected(here.scheme, t, here.roster, here.recused_in(t.key)) for t in tiers
        }
        self._recused: Counter[tuple[str, str]] = Counter()
        for tier in tiers:
            pairs = owed_pairs(here.scheme, tier, here.roster, here.recused_in(tier.key))
            self._recused.update((tier.key, ratee) for _, ratee in pairs)
        self._void: Counter[tuple[str, str]] = Counter()
        for head in heads:
            if head.state == VOID:
                tier = tiers[head.tier_no]
                rater = here.roster[here.codes[head.rater_id]]
                recused = here.recused_in(tier.key)
                for ratee in ratees_of(here.scheme, tier, here.roster, rater, recused):
                    self._void[tier.key, ratee.code] += 1

    def tally(
        self, code: str, totals: Iterable[tuple[int, int, int]], abstained: Iterable[int]
    ) -> dict[str, TierTally]:
        """What is counted of one person, tier by tier.

        Args:
            code: the person.
            totals: (ballot, sum of marks, number of marks) of each rating on disk.
            abstained: the ballots that abstain from the person.
        """
        whole = len(self.here.scheme.indicators)
        sums: dict[str, list[int]] = {}
        for ballot, total, count in totals:
            if count == whole and ballot in self.counted:
                sums.setdefault(self.counted[ballot], []).append(total)
        words = Counter(self.counted[b] for b in abstained if b in self.counted)
        return {
            key: TierTally(
                totals=tuple(sums.get(key, ())),
                expected=counts[code],
                abstained=words[key],
                recused=self._recused[key, code],
                void=self._void[key, code],
            )
            for key, counts in self._expected.items()
            if code in counts
        }


def counting(tx: Transaction, here: PeriodRoom) -> Counting:
    """Which ballots of the period count now."""
    heads = ballots.heads(tx, here.id) if here.id is not None else ()
    return Counting(here, heads)


def all_tallies(tx: Transaction, counts: Counting) -> dict[str, dict[str, TierTally]]:
    """What is counted of everybody."""
    here = counts.here
    totals: dict[str, list[tuple[int, int, int]]] = {}
    abstained: dict[str, list[int]] = {}
    if here.id is not None:
        for ratee, ballot, total, count in ballots.totals(tx, here.id):
            totals.setdefault(here.codes[ratee], []).append((ballot, total, count))
        for ratee, ballot in ballots.abstentions(tx, here.id):
            abstained.setdefault(here.codes[ratee], []).append(ballot)
    return {
        p.code: counts.tally(p.code, totals.get(p.code, ()), abstained.get(p.code, ()))
        for p in here.roster
    }


def tally_of(tx: Transaction, counts: Counting, code: str) -> dict[str, TierTally]:
    """What is counted of one person, read from that person's rows alone."""
    ratee = counts.here.ids[code]
    rows = [(ballot, total, count) for _, ballot, total, count in ballots.totals_of(tx, ratee)]
    return counts.tally(code, rows, ballots.abstentions_of(tx, ratee))


def marks_of(
    tx: Transaction, counts: Counting, code: str
) -> dict[str, tuple[tuple[int, ...], ...]]:
    """The marks of each counted rating of one person, tier by tier, in the indicators' order."""
    whole = len(counts.here.scheme.indicators)
    rows: dict[int, dict[int, int]] = {}
    if counts.here.id is not None:
        for ballot, indicator, value in ballots.marks_of(tx, counts.here.ids[code]):
            rows.setdefault(ballot, {})[indicator] = value
    found: dict[str, list[tuple[int, ...]]] = {}
    for ballot, marks in rows.items():
        if len(marks) == whole and ballot in counts.counted:
            ordered = tuple(marks[number] for number in range(whole))
            found.setdefault(counts.counted[ballot], []).append(ordered)
    return {tier: tuple(ratings) for tier, ratings in found.items()}


def standings_in(tx: Transaction, here: PeriodRoom) -> Standings:
    """Everybody's score and rank from the facts, as they may be seen now."""
    counts = counting(tx, here)
    return standings(
        here.scheme,
        here.roster,
        all_tallies(tx, counts),
        lambda code: marks_of(tx, counts, code),
        here.extras,
    )


def _shown(here: PeriodRoom, head: BallotHead) -> bool:
    """Whether the ballot's ratings may be counted in what is shown now."""
    if head.state == VOID:
        return False
    step = here.steps.tiers[head.tier_no]
    if step.state is StepState.CLOSED:
        return True
    match step.tier.reveal:
        case Reveal.ROW:
            return True
        case Reveal.BALLOT:
            return head.state == HANDED_IN
        case Reveal.TIER:
            return False
