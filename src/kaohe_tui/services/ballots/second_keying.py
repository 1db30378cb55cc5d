"""Compare paper that was keyed twice: a second clerk keys blind, a third settles differences.

Until that is done nothing of the form counts. The first keying is the ballot; the second one is a
ballot of its own that goes once the two are compared and settled.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kaohe_tui.domain.ballot.row import Row
from kaohe_tui.domain.ballot.state import BallotProgress, BallotState, Keying
from kaohe_tui.domain.paper import double_entry
from kaohe_tui.domain.record.events import KeyedFirst, KeyedSecond
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, with_code
from kaohe_tui.domain.rules.scheme.tiers import Entry, Tier
from kaohe_tui.domain.text import name_key
from kaohe_tui.services.ballots import handing_in
from kaohe_tui.services.ballots.saving import rows_of
from kaohe_tui.services.counting.overview import TierProgress
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy.secrecy import Cast
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.ballots.ballots import BallotHead
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.entries import tasks
from kaohe_tui.store.paper import comparisons
from kaohe_tui.store.paper.comparisons import Comparison
from kaohe_tui.store.seals import chain
from kaohe_tui.store.seals.guards import check_ballot
from kaohe_tui.store.seals.seals import new_nonce
from kaohe_tui.words import N_, _, _n


@dataclass(frozen=True, slots=True)
class Both:
    """The two keyings of one form, in a transaction."""

    period_room: PeriodRoom
    """The period."""
    tier: Tier
    """The tier, keyed twice."""
    rater: Person
    """The person whose form it is."""
    first: BallotHead
    """The first keying, which is the ballot."""
    second: BallotHead
    """The second keying, removed once the two are settled."""
    first_by: str
    """The name of the clerk who made the first keying."""
    second_by: str
    """The name of the clerk who made the second keying."""
    first_rows: Sequence[Row]
    """The rows of the first keying, in roster order."""
    second_rows: Sequence[Row]
    """The rows of the second keying, in the same order."""

    @property
    def cells(self) -> int:
        """The number of cells that were keyed.

        Of a secret tier it is all that the form has: the number left empty would lead from the
        rater to the ballot.
        """
        if self.tier.secret:
            return sum(len(row.marks) for row in self.first_rows if not row.recused)
        return double_entry.cells(self.first_rows, self.second_rows)

    @property
    def key(self) -> tuple[int, int, int]:
        """The period's id, the tier's place in the scheme, the rater's id."""
        period_room = self.period_room
        return (
            period_room.opened_id,
            period_room.tier_number(self.tier.key),
            period_room.ids[self.rater.code],
        )


def next_keying(room: Room, period_room: PeriodRoom, tier: Tier, rater: Person) -> Keying:
    """Return which keying of the rater's ballot is due.

    Raises:
        Refusal: when the person acting has keyed it before, or both are done and differ.
    """
    if tier.entry is Entry.SINGLE:
        return Keying.FIRST
    key = period_room.opened_id, period_room.tier_number(tier.key), period_room.ids[rater.code]
    with room.database.reading() as tx:
        first = ballots.head_of(tx, *key)
        second = ballots.head_of(tx, *key, Keying.SECOND)
        if first is None or first.state is not BallotState.KEYED:
            return Keying.FIRST
        if second is not None and second.state is BallotState.KEYED:
            raise Refusal(
                "entries-differ",
                N_("The two entries of {name}'s ballot differ and have to be resolved."),
                name=with_code(rater),
            )
        _check_other(room, rater, comparisons.keyed_by(tx, first.id))
    return Keying.SECOND


def keyed_here(room: Room, period_room: PeriodRoom, tier: Tier) -> frozenset[str]:
    """Return the codes of the raters whose form the person acting has keyed, first or second.

    That person can neither key nor settle them.
    """
    if tier.entry is Entry.SINGLE or period_room.id is None:
        return frozenset()
    own = name_key(room.actor)
    with room.database.reading() as tx:
        keyed = comparisons.keyed(tx, period_room.id, period_room.tier_number(tier.key))
    by_own = {rater_id for rater_id, by in keyed if name_key(by) == own}
    return frozenset(code for code, rater_id in period_room.ids.items() if rater_id in by_own)


def _check_other(room: Room, rater: Person, first_by: str) -> None:
    """Refuse a second keying by the person who made the first."""
    if name_key(room.actor) == name_key(first_by):
        raise Refusal(
            "clerk-same",
            N_(
                "{clerk} made the first entry of {name}'s ballot; the second must be made by "
                "somebody else."
            ),
            clerk=first_by,
            name=with_code(rater),
        )


def confirm(
    room: Room,
    tx: Transaction,
    period_room: PeriodRoom,
    tier: Tier,
    rater: Person,
    ballot: int,
    missing: int,
) -> Cast | None:
    """Hand in a keying: let the first of two wait, compare the second with it.

    Where both are the same it is handed in (``handing_in.confirm``), else it waits to be settled.

    Args:
        room: who acts, and when.
        tx: the transaction.
        period_room: the period.
        tier: the tier.
        rater: whose ballot it is.
        ballot: the id of what was keyed.
        missing: how many ratings it still owes.

    Returns:
        What became of a secret one that is handed in; None while it waits, and for others.

    Raises:
        Refusal: when the person acting keyed the first one too, or it breaks a limit.
        ForeignChange: when a keying does not say what was keyed.
    """
    check(tx, tier, rater, ballot)
    if tier.entry is Entry.SINGLE:
        return handing_in.confirm(room, tx, period_room, tier, rater, ballot, missing)
    handing_in.broken_on(tx, period_room, tier, rater, ballot)
    _close(room, tx, tier, ballot)
    key = period_room.opened_id, period_room.tier_number(tier.key), period_room.ids[rater.code]
    second = ballots.head_of(tx, *key, Keying.SECOND)
    if second is None or second.id != ballot:
        room.note(tx, KeyedFirst(period=period_room.key, tier=tier.key, rater=rater.code))
        return None
    return _compare(room, tx, period_room, tier, rater, missing)


def _close(room: Room, tx: Transaction, tier: Tier, ballot: int) -> None:
    """Close a keying to who made it; seal it too, but in a secret tier."""
    ballots.seal(tx, ballot, BallotState.KEYED, room.actor, "" if tier.secret else new_nonce())
    if not tier.secret:
        chain.seal_ballot(tx, ballot)


def _compare(
    room: Room, tx: Transaction, period_room: PeriodRoom, tier: Tier, rater: Person, missing: int
) -> Cast | None:
    """Compare the two keyings, both done; hand the ballot in where they are the same.

    Raises:
        Refusal: when the person acting keyed the first one too.
        ForeignChange: when the first one does not say what was keyed.
    """
    both = read(tx, period_room, tier, rater)
    assert both is not None
    check(tx, tier, rater, both.first.id)
    _check_other(room, rater, both.first_by)
    differing = double_entry.differences(both.first_rows, both.second_rows)
    keyed = KeyedSecond(
        period=period_room.key,
        tier=tier.key,
        rater=rater.code,
        first_by=both.first_by,
        differing=len(differing),
    )
    room.note(tx, keyed)
    if differing:
        return None
    result = Comparison(both.first_by, both.second_by, "", both.cells, 0, 0)
    return finish(room, tx, both, result, missing)


def check(tx: Transaction, tier: Tier, rater: Person, *ballot_ids: int) -> None:
    """Refuse to go on with a rater's ballots that do not say what was keyed or handed in.

    Raises:
        ForeignChange: when one does not.
    """
    which = _("The ballot of {name} in {tier}").format(name=with_code(rater), tier=tier.name)
    for ballot_id in ballot_ids:
        check_ballot(tx, ballot_id, which, secret=tier.secret)


def discard_second(
    tx: Transaction, period_id: int, first: BallotHead, tier: Tier, rater: Person
) -> None:
    """Remove the second keying of a ballot, begun or done, where there is one.

    Raises:
        ForeignChange: when it does not say what was keyed: nobody would see that any more.
    """
    if first.state is not BallotState.KEYED or first.rater_id is None:
        return
    second = ballots.head_of(tx, period_id, first.tier_no, first.rater_id, Keying.SECOND)
    if second is not None:
        check(tx, tier, rater, second.id)
        comparisons.remove(tx, period_id, second.id)


def finish(
    room: Room, tx: Transaction, both: Both, result: Comparison, missing: int
) -> Cast | None:
    """Keep the outcome of comparing, remove the second keying, and hand the ballot in.

    Args:
        room: who acts, and when.
        tx: the transaction.
        both: the two keyings.
        result: what comparing them came to.
        missing: how many ratings the ballot still owes.

    Returns:
        What became of a secret one.
    """
    comparisons.remove(tx, both.period_room.opened_id, both.second.id)
    comparisons.put(tx, both.key, result)
    return handing_in.confirm(
        room, tx, both.period_room, both.tier, both.rater, both.first.id, missing
    )


def read(tx: Transaction, period_room: PeriodRoom, tier: Tier, rater: Person) -> Both | None:
    """Return both keyings; None where there are not two that are done."""
    key = period_room.opened_id, period_room.tier_number(tier.key), period_room.ids[rater.code]
    first, second = ballots.head_of(tx, *key), ballots.head_of(tx, *key, Keying.SECOND)
    if first is None or second is None or {first.state, second.state} != {BallotState.KEYED}:
        return None
    own = tasks.in_force(tx) if period_room.scheme.goals else {}
    rows = [
        rows_of(period_room, tier, rater, ballots.facts(tx, head.id), own)
        for head in (first, second)
    ]
    by = [comparisons.keyed_by(tx, head.id) for head in (first, second)]
    return Both(period_room, tier, rater, first, second, by[0], by[1], rows[0], rows[1])


def waiting(progress: TierProgress) -> str:
    """Say how many ballots of a tier wait; empty where none does."""
    states = [line.state for line in progress.raters]
    once, differing = states.count(BallotProgress.KEYED), states.count(BallotProgress.DIFFERS)
    phrases = []
    if once:
        phrases.append(
            _n(
                "{count} ballot waits for the second entry",
                "{count} ballots wait for the second entry",
                once,
            ).format(count=once)
        )
    if differing:
        phrases.append(
            _n(
                "{count} ballot has differences to resolve",
                "{count} ballots have differences to resolve",
                differing,
            ).format(count=differing)
        )
    return _(", ").join(phrases)
