"""Keep secret tiers secret: cast confirmed ballots, and say when the database may be copied.

Rule: docs/secrecy.md. A ballot that is keyed is its rater's, so that keying can go on. Once it is
confirmed, who took part is known, and not what: see ``store.secrecy.urn``.
"""

from dataclasses import dataclass

from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.record.events import NamesRemoved, SecretHandedIn
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.pairs import expected, owed_by_raters
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.rules.steps import PeriodState, StepState
from kaohe_tui.domain.standings.withholding import FEWEST, exposed
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.periods import periods as periods_store
from kaohe_tui.store.seals.chain import seal_tier
from kaohe_tui.store.secrecy import receipts, urn
from kaohe_tui.words import N_, _, _n

_CONFIRMABLE = (BallotState.OPEN, BallotState.KEYED)


@dataclass(frozen=True, slots=True)
class Cast:
    """A ballot that went into the urn."""

    receipt: str
    """Eight characters; see ``shown`` for how a person reads them."""
    place: int
    """The id of a ballot without a rater in the tier's urn."""


def cast(room: Room, tx: Transaction, period_room: PeriodRoom, tier: Tier, ballot: int) -> Cast:
    """Confirm a rater's ballot of a secret tier, within the transaction that does so.

    All that is on it goes into the urn. The record says that one more ballot was taken, and neither
    whose nor what; once the transaction is committed, ``tidy`` removes the traces in the file.

    Args:
        room: who acts, and when.
        tx: the transaction.
        period_room: the period.
        tier: a secret tier.
        ballot: the id of the rater's ballot, first keying.
    """
    number = period_room.tier_number(tier.key)
    places = places_of(tx, period_room, tier)
    urn.cast(tx, ballot, places)
    note_taken(room, tx, period_room, tier)
    return Cast(receipts.issue(tx, period_room.opened_id, number), places[0])


def cast_rest(room: Room, tx: Transaction, period_room: PeriodRoom, tier: Tier) -> int:
    """Put what stands on ballots never confirmed into the urn too, when a secret tier closes.

    It counts, as in any other tier, and must not be left with its rater's name. Nobody holds the
    receipts of these ballots; after a reopening they are handed in. A ballot that waits for its
    second keying does not count, and stays as it is.

    Returns:
        How many there were.
    """
    if not tier.secret:
        return 0
    number, count = period_room.tier_number(tier.key), 0
    for head in ballots.heads(tx, period_room.opened_id):
        if head.tier_no != number or head.rater_id is None or head.state is not BallotState.OPEN:
            continue
        if urn.is_bare(tx, head.id):
            continue
        cast(room, tx, period_room, tier, head.id)
        count += 1
    return count


def unlink(room: Room) -> int:
    """Put into the urn what older versions of kaohe kept with the names of secret tiers' raters.

    One entry of the record for each tier says how many ballots there were. Ballots that were voided
    keep their rater.

    Returns:
        How many ballots there were.
    """
    with room.database.reading() as tx:
        keys = [facts.key for facts in periods_store.periods(tx)]
    count = 0
    for key in keys:
        period_room = room.period(key)
        for step in period_room.steps.tiers:
            if step.tier.secret:
                count += _unlink_tier(
                    room, period_room, step.tier, closed=step.state is StepState.CLOSED
                )
    return count


def is_linked(room: Room) -> bool:
    """Return whether ballots of secret tiers are still with their raters' names.

    They are where an upgrade from an older version of kaohe was cut off before ``unlink`` was done.

    Raises:
        Refusal: when the database cannot be read.
    """
    with room.database.reading() as tx:
        if not urn.is_due(tx):
            return False
        keys = [facts.key for facts in periods_store.periods(tx)]
    for period_room in map(room.period, keys):
        for number, step in enumerate(period_room.steps.tiers):
            if step.tier.secret:
                with room.database.reading() as tx:
                    if _linked(tx, period_room, number, closed=step.state is StepState.CLOSED):
                        return True
    return False


def _linked(tx: Transaction, period_room: PeriodRoom, number: int, *, closed: bool) -> list[int]:
    """Return the ballots of a secret tier that are to be put into the urn."""
    states = (BallotState.HANDED_IN, *_CONFIRMABLE) if closed else (BallotState.HANDED_IN,)
    return [
        head.id
        for head in ballots.heads(tx, period_room.opened_id)
        if head.tier_no == number
        and head.rater_id is not None
        and head.state in states
        and not urn.is_bare(tx, head.id)
    ]


def _unlink_tier(room: Room, period_room: PeriodRoom, tier: Tier, *, closed: bool) -> int:
    number = period_room.tier_number(tier.key)
    with room.acting() as tx:
        linked = _linked(tx, period_room, number, closed=closed)
        if linked:
            places = places_of(tx, period_room, tier)
        for ballot in linked:
            urn.cast(tx, ballot, places)
            receipts.issue(tx, period_room.opened_id, number)
        if linked:
            room.note(tx, NamesRemoved(period=period_room.key, tier=tier.key, ballots=len(linked)))
            if closed:
                seal_tier(tx, period_room.opened_id, number)
    return len(linked)


def settle(room: Room) -> int:
    """Finish what is due when a database is opened for writing: see ``unlink`` and ``tidy``.

    It never fails: where another program is in the way, it is done the next time.

    Returns:
        How many ballots were still with their raters' names.
    """
    try:
        with room.database.reading() as tx:
            if not urn.is_due(tx):
                return 0
        count = unlink(room)
    except Refusal:
        return 0
    tidy(room, at_most=None)
    return count


def places_of(tx: Transaction, period_room: PeriodRoom, tier: Tier) -> list[int]:
    """Return the ids of the ballots without a rater in a tier's urn; make them if needed."""
    which = period_room.opened_id, period_room.tier_number(tier.key)
    if places := urn.places(tx, *which):
        return places
    counts = expected(
        period_room.scheme, tier, period_room.roster, period_room.recused_in(tier.key)
    )
    return urn.make(tx, *which, max(counts.values(), default=0))


def note_taken(room: Room, tx: Transaction, period_room: PeriodRoom, tier: Tier) -> None:
    """Record that the n-th ballot was taken."""
    count = urn.taken(tx, period_room.opened_id, period_room.tier_number(tier.key))
    room.note(tx, SecretHandedIn(period=period_room.key, tier=tier.key, number=count))


def tidy(room: Room, *, at_most: int | None = urn.SMALL) -> bool:
    """Rewrite the file where a ballot went into an urn since that was last done.

    It never fails: what could not be done now is done after the next ballot, or when a tier closes.

    Args:
        room: no transaction of this thread may be open.
        at_most: bytes of a file for which it is done; None: of any.

    Returns:
        Whether nothing is left to do.
    """
    return urn.sweep(room.database, at_most=at_most)


def check_named(tier: Tier) -> None:
    """Refuse to single out a ballot that was handed in, in a secret tier.

    Raises:
        Refusal: when the tier is secret.
    """
    if tier.secret:
        raise Refusal(
            "ballot-in-urn",
            N_(
                "{tier} is secret: nobody can tell any more which ballot was whose, so none can "
                "be given back or voided."
            ),
            tier=tier.name,
        )


def exposed_in_words(period_room: PeriodRoom, tier: Tier) -> str:
    """Warn of people who get too few ratings in a secret tier; empty where nobody does."""
    few, single = exposed(
        period_room.scheme, tier, period_room.roster, period_room.recused_in(tier.key)
    )
    if single:
        return _n(
            "Not secret for {count} person: everybody knows who the only rater is.",
            "Not secret for {count} people: everybody knows who the only rater is.",
            single,
        ).format(count=single)
    if few:
        return _n(
            "{count} person gets fewer than {fewest} ratings: anyone who knows some of them can "
            "work out the rest.",
            "{count} people get fewer than {fewest} ratings: anyone who knows some of them can "
            "work out the rest.",
            few,
        ).format(count=few, fewest=FEWEST)
    return ""


def shown(code: str) -> str:
    """Return a receipt as a person writes it down: two groups of four."""
    half = receipts.LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def typed(text: str) -> str:
    """Return a typed receipt in its kept form: capitals or not, with or without the dash."""
    return "".join(text.split()).replace("-", "").upper()


def may_be_copied(room: Room) -> str:
    """Check whether the database may be copied: two copies can reveal whose a ballot is.

    Returns:
        Why not and when it can be done, one sentence; empty where a copy reveals nothing.
    """
    with room.database.reading() as tx:
        opened = [facts for facts in periods_store.periods(tx) if facts.state is PeriodState.OPEN]
    for facts in opened:
        period_room = room.period(facts.key)
        if period_room.steps.called_off:
            # Nothing more comes in: see ``calling_off``, which never lets this one be held again.
            continue
        with room.database.reading() as tx:
            heads = ballots.heads(tx, period_room.opened_id)
        for number, step in enumerate(period_room.steps.tiers):
            if not step.tier.secret or step.state is StepState.CLOSED:
                continue
            own = [h for h in heads if h.tier_no == number and h.rater_id is not None]
            owed = owed_by_raters(
                period_room.scheme,
                step.tier,
                period_room.roster,
                period_room.recused_in(step.tier.key),
            )
            taken = sum(h.state is BallotState.HANDED_IN for h in own)
            begun = any(h.state in _CONFIRMABLE for h in own)
            if begun or 0 < taken < len(owed):
                return _(
                    "{tier} is secret and not all ballots are in: a backup now could reveal who "
                    "gave which marks. It can be made once every ballot is in or the tier is "
                    "closed."
                ).format(tier=step.tier.name)
    return ""
