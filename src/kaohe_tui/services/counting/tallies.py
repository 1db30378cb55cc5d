"""Count the stored ratings of each person in each tier."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.rules.forms.forms import Recipe
from kaohe_tui.domain.rules.pairs import expected, owed_pairs, ratees_of
from kaohe_tui.domain.rules.scheme.tiers import Entry, Reveal
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.standings.standings import Standings, standings
from kaohe_tui.domain.standings.tally import TierTally
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.progress import Answers
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.ballots import ballots, parts, ratings
from kaohe_tui.store.ballots.ballots import BallotHead
from kaohe_tui.store.ballots.ratings import NO_RATINGS, Rated, Scanned
from kaohe_tui.store.database.engine import Transaction


class Counting:
    """Which ballots count, and what each person is owed, as the ballots stand now.

    A tier's ``reveal`` holds while it is not closed: ``row`` counts every whole rating, ``ballot``
    those of ballots handed in, ``tier`` none. Once closed, every whole rating counts, also of a
    ballot that was never handed in. Of a tier that is keyed twice, only ballots whose two keyings
    were compared count, closed or not.
    """

    def __init__(self, period_room: PeriodRoom, heads: Sequence[BallotHead]) -> None:
        """Prepare for one period's ballots."""
        self.period_room = period_room
        """The period."""
        tiers = period_room.scheme.tiers
        self.counted = {h.id: tiers[h.tier_no].key for h in heads if _shown(period_room, h)}
        """Ballot's id -> tier's key, of the ballots that count now."""
        self._expected = {
            t.key: expected(
                period_room.scheme, t, period_room.roster, period_room.recused_in(t.key)
            )
            for t in tiers
        }
        self._units = {tier.key: period_room.forms.unit(tier) for tier in tiers}
        self._recused: Counter[tuple[str, str]] = Counter()
        for tier in tiers:
            pairs = owed_pairs(
                period_room.scheme, tier, period_room.roster, period_room.recused_in(tier.key)
            )
            self._recused.update((tier.key, ratee) for _, ratee in pairs)
        self._void: Counter[tuple[str, str]] = Counter()
        for head in heads:
            if head.state is BallotState.VOID and head.rater_id is not None:
                tier = tiers[head.tier_no]
                rater = period_room.roster[period_room.codes[head.rater_id]]
                recused = period_room.recused_in(tier.key)
                for ratee in ratees_of(
                    period_room.scheme, tier, period_room.roster, rater, recused
                ):
                    self._void[tier.key, ratee.code] += 1
        self._void_ids = {head.id for head in heads if head.state is BallotState.VOID}

    def tally(self, code: str, rated: Rated, abstained: Iterable[int] = ()) -> dict[str, TierTally]:
        """Return what is counted of one person, tier by tier.

        Args:
            code: the person.
            rated: the whole ratings on disk.
            abstained: the ballots that abstain from the person.
        """
        tiers = list(map(self.counted.get, rated.ballots))
        words = [self.counted.get(ballot) for ballot in abstained]
        return {
            key: TierTally(
                totals=_of_tier(rated.totals, tiers, key),
                expected=counts[code],
                abstained=words.count(key),
                recused=self._recused[key, code],
                void=self._void[key, code],
                unit=self._units[key],
            )
            for key, counts in self._expected.items()
            if code in counts
        }

    def take(self, head: BallotHead) -> None:
        """Count one ballot as it stands now: it was begun, or its state changed."""
        tier = self.period_room.scheme.tiers[head.tier_no]
        self.counted.pop(head.id, None)
        if _shown(self.period_room, head):
            self.counted[head.id] = tier.key
        if head.rater_id is None or (head.state is BallotState.VOID) == (head.id in self._void_ids):
            return
        self._void_ids ^= {head.id}
        rater = self.period_room.roster[self.period_room.codes[head.rater_id]]
        recused = self.period_room.recused_in(tier.key)
        for ratee in ratees_of(
            self.period_room.scheme, tier, self.period_room.roster, rater, recused
        ):
            self._void[tier.key, ratee.code] += 1 if head.state is BallotState.VOID else -1


def _of_tier(totals: Sequence[int], tiers: Sequence[str | None], key: str) -> tuple[int, ...]:
    """Return the totals that are listed with the tier's key."""
    # As a rule all or none of a person's ratings, or a few of hundreds.
    count = tiers.count(key)
    if count == len(tiers):
        return tuple(totals)
    return tuple([t for t, tier in zip(totals, tiers, strict=True) if tier == key]) if count else ()


def counting(tx: Transaction, period_room: PeriodRoom) -> Counting:
    """Return which ballots of the period count now."""
    heads = ballots.heads(tx, period_room.id) if period_room.id is not None else ()
    return Counting(period_room, heads)


def count_ballot(tx: Transaction, counts: Counting, tier: str, rater: str) -> None:
    """Count the rater's ballot in the tier as it stands now; nothing where there is none."""
    period_room = counts.period_room
    number, rater_id = period_room.tier_number(tier), period_room.ids[rater]
    if head := ballots.head_of(tx, period_room.opened_id, number, rater_id):
        counts.take(head)


@dataclass(frozen=True)
class Facts:
    """All that stands on the ballots of a period, as it came from the disk in one go."""

    ratings: Sequence[Scanned]
    """Each rated person's totals on all ballots; see ``store.ballots.ratings.scan``."""
    abstentions: Sequence[tuple[int, int]]
    """Pairs of (ratee's id, ballot's id)."""
    parts_alone: Sequence[tuple[int, int]]
    """Pairs of (ballot's id, number of ratees with parts of marks but no whole mark)."""


@dataclass(frozen=True)
class Tallied:
    """The counts that follow from the facts of a period."""

    tallies: dict[str, dict[str, TierTally]]
    """Person's code -> tier's key -> what is counted."""
    answers: dict[int, Answers]
    """Ballot's id -> its progress, of the ballots that have anything on them."""


def facts(tx: Transaction, period_room: PeriodRoom) -> Facts:
    """Read everything at once. ``tallied`` then works on it without a lock on the file."""
    if period_room.id is None:
        return Facts((), (), ())
    people: dict[Recipe, list[int]] = {}
    for person in period_room.roster:
        if person.code in period_room.ids:
            recipe = period_room.forms.recipe(person)
            people.setdefault(recipe, []).append(period_room.ids[person.code])
    return Facts(
        ratings.scan(tx, period_room.id, people),
        ballots.abstentions(tx, period_room.id),
        parts.rows_without_marks(tx, period_room.id),
    )


def tallied(counts: Counting, facts: Facts) -> Tallied:
    """Return what is counted of everybody, and the progress of every ballot."""
    period_room = counts.period_room
    abstained: dict[int, list[int]] = {}
    for ratee, ballot in facts.abstentions:
        abstained.setdefault(ratee, []).append(ballot)
    whole = Counter(ballot for _, ballot in facts.abstentions)
    only_begun = Counter(dict(facts.parts_alone))
    tallies: dict[str, dict[str, TierTally]] = {}
    for scanned in facts.ratings:
        rated, unfinished = scanned.parted()
        whole.update(rated.ballots)
        if unfinished:
            only_begun.update(unfinished)
        code = period_room.codes[scanned.ratee_id]
        tallies[code] = counts.tally(code, rated, abstained.pop(scanned.ratee_id, ()))
    for person in period_room.roster:
        if person.code not in tallies:
            words = abstained.get(period_room.ids.get(person.code, 0), ())
            tallies[person.code] = counts.tally(person.code, NO_RATINGS, words)
    answers = {ballot: (whole[ballot], whole[ballot]) for ballot in whole}
    for ballot, count in only_begun.items():
        answers[ballot] = (whole[ballot], whole[ballot] + count)
    return Tallied(tallies, answers)


def answers(tx: Transaction, room: Room, period_room: PeriodRoom) -> dict[int, Answers]:
    """Return the progress of every ballot of an open period with anything on it, by its id.

    It is counted once; after that, only the ballots that this room keyed since. What others change
    is noticed by the room, which then forgets.
    """
    known = room.progress.of(period_room.key)
    if known is None:
        known = tallied(counting(tx, period_room), facts(tx, period_room)).answers
        room.progress.keep(period_room.key, known)
    elif room.progress.is_changed:
        # Few: those keyed since this was last asked for.
        heads = [head.id for head in ballots.heads(tx, period_room.opened_id)]
        for ballot in room.progress.take_changed(heads):
            known[ballot] = _answers_on(tx, period_room, ballot)
    return known


def whole_on(tx: Transaction, period_room: PeriodRoom, ballot: int) -> int:
    """Return how many ratings and abstentions are whole on one ballot, or second keying."""
    return _answers_on(tx, period_room, ballot)[0]


def _answers_on(tx: Transaction, period_room: PeriodRoom, ballot: int) -> Answers:
    on_it = ballots.facts(tx, ballot)
    tier = period_room.scheme.tiers[on_it.head.tier_no]
    whole = sum(period_room.is_whole(tier, ratee, marks) for ratee, marks in on_it.marks.items())
    abstained = len(on_it.abstentions)
    return whole + abstained, len(on_it.marks) + abstained


def tally_of(tx: Transaction, counts: Counting, code: str) -> dict[str, TierTally]:
    """Return what is counted of one person, read from that person's rows alone."""
    ratee = counts.period_room.ids[code]
    recipe = counts.period_room.forms.recipe(counts.period_room.roster[code])
    rated = ratings.of_ratee(tx, ratee, recipe)
    return counts.tally(code, rated, ballots.abstentions_of(tx, ratee))


def marks_of(
    tx: Transaction, counts: Counting, code: str
) -> dict[str, tuple[tuple[int, ...], ...]]:
    """Return the marks of each counted rating of one person, by tier, in the form's order."""
    marks_of_tier: dict[str, list[tuple[int, ...]]] = {}
    for ballot, marks in whole_marks(tx, counts.period_room, code).items():
        if ballot in counts.counted:
            marks_of_tier.setdefault(counts.counted[ballot], []).append(marks)
    return {tier: tuple(rated) for tier, rated in marks_of_tier.items()}


def whole_marks(tx: Transaction, period_room: PeriodRoom, code: str) -> dict[int, tuple[int, ...]]:
    """Return the marks of each whole rating of one person on disk, by ballot.

    The marks are in tenths of a point, in the order of the person's form.
    """
    if period_room.id is None:
        return {}
    person, tiers = period_room.roster[code], period_room.scheme.tiers
    width = max(map(period_room.forms.width, tiers), default=1)
    marks_on = {}
    for ballot, (tier_no, stored) in ratings.marks_of(tx, period_room.ids[code], width).items():
        if marks := period_room.forms.of(tiers[tier_no], person).whole(stored):
            marks_on[ballot] = marks
    return marks_on


def standings_in(tx: Transaction, period_room: PeriodRoom) -> Standings:
    """Return everybody's score and rank from the facts, as they may be seen now."""
    counts = counting(tx, period_room)
    return standings(
        period_room.scheme,
        period_room.roster,
        tallied(counts, facts(tx, period_room)).tallies,
        lambda code: marks_of(tx, counts, code),
        period_room.extras,
    )


def _shown(period_room: PeriodRoom, head: BallotHead) -> bool:
    """Return whether the ballot's ratings may be counted in what is shown now."""
    if head.state in (BallotState.VOID, BallotState.KEYED):
        return False
    step = period_room.steps.tiers[head.tier_no]
    # Where a form is keyed twice, nothing counts that a second person has not keyed too.
    if step.tier.entry is Entry.DOUBLE and head.state is not BallotState.HANDED_IN:
        return False
    if step.state is StepState.CLOSED:
        return True
    match step.tier.seen:
        case Reveal.ROW:
            return True
        case Reveal.BALLOT:
            return head.state is BallotState.HANDED_IN
        case Reveal.TIER:
            return False
