"""Hand in a ballot that its rater confirms, within the transaction that does so."""

from collections.abc import Iterable, Sequence

from kaohe_tui.domain.ballot.limits import Break, Rated, broken, rated
from kaohe_tui.domain.ballot.row import Row, check_levels
from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.paper.double_entry import check_total
from kaohe_tui.domain.record.events import HandedIn, SecretVoided, VoidedByLimit
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, with_code
from kaohe_tui.domain.rules.scheme.limits import OnBreak
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import secrecy
from kaohe_tui.store.access import codes
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.seals import chain, sums
from kaohe_tui.store.seals.seals import digest_of_ballot, new_nonce
from kaohe_tui.store.secrecy import urn
from kaohe_tui.words import N_


def check_rows(tier: Tier, rows: Sequence[Row], control_total: int | None) -> None:
    """Refuse a ballot that cannot be handed in as it was entered.

    Args:
        tier: its tier.
        rows: all its rows.
        control_total: the total on the paper where the tier asks for it, in tenths of a point.

    Raises:
        Refusal: when a total stands for no level, or that on the paper is not the sum of the marks.
    """
    check_levels(rows)
    if tier.control_total:
        check_total(rows, control_total)


def confirm(
    room: Room,
    tx: Transaction,
    period_room: PeriodRoom,
    tier: Tier,
    rater: Person,
    ballot: int,
    missing: int,
) -> secrecy.Cast | None:
    """Hand a ballot in: from now on it is closed to its rater.

    Its hash goes into the record, so that a mark changed later no longer fits; not a secret one's.

    Args:
        room: who acts, and when.
        tx: the transaction.
        period_room: the period.
        tier: the tier.
        rater: whose ballot it is.
        ballot: its id.
        missing: how many ratings it still owes.

    Returns:
        What became of a secret one; None for others.

    Raises:
        Refusal: when it breaks a limit of the tier. One that is voided for that is handed in first.
    """
    void = broken_on(tx, period_room, tier, rater, ballot)
    by_code = codes.spend(
        tx, period_room.opened_id, period_room.tier_number(tier.key), period_room.ids[rater.code]
    )
    if tier.secret:
        return _cast(room, tx, period_room, tier, ballot, is_void=bool(void))
    which = period_room.key, tier.key, rater.code
    _close(room, tx, which, ballot, missing, by_code=by_code)
    if void:
        void_for(room, tx, which, ballot, void)
    return None


def _cast(
    room: Room,
    tx: Transaction,
    period_room: PeriodRoom,
    tier: Tier,
    ballot: int,
    *,
    is_void: bool,
) -> secrecy.Cast:
    """Hand in a ballot of a secret tier; of a void one nothing stays, and nobody's name is told."""
    if is_void:
        urn.discard(tx, ballot)
    taken = secrecy.cast(room, tx, period_room, tier, ballot)
    if is_void:
        number = urn.taken(tx, period_room.opened_id, period_room.tier_number(tier.key))
        room.note(tx, SecretVoided(period=period_room.key, tier=tier.key, number=number))
    return taken


def broken_on(
    tx: Transaction, period_room: PeriodRoom, tier: Tier, rater: Person, ballot: int
) -> str:
    """Check what stands on a ballot on disk; see ``check_limits``."""
    ratings = ratings_on(tx, period_room, tier, ballot).values()
    return check_limits(period_room, tier, rater, ratings)


def ratings_on(
    tx: Transaction, period_room: PeriodRoom, tier: Tier, ballot: int
) -> dict[str, Rated]:
    """Return the ratings on a ballot that have all their marks, by ratee; for a tier's limits."""
    if not tier.limits:
        return {}
    ratings: dict[str, Rated] = {}
    for number, marks_on in ballots.facts(tx, ballot).marks.items():
        ratee = period_room.roster[period_room.codes[number]]
        form = period_room.forms.of(tier, ratee)
        if rating := rated(ratee, form, [marks_on.get(each.slot) for each in form.columns]):
            ratings[ratee.code] = rating
    return ratings


def check_limits(
    period_room: PeriodRoom,
    tier: Tier,
    rater: Person,
    ratings: Iterable[Rated],
) -> str:
    """Refuse a ballot that breaks a limit of its tier.

    Returns:
        Why the ballot is to be voided; empty where it keeps to every limit.

    Raises:
        Refusal: naming the rater, and what to change for each limit that is broken.
    """
    breaks = broken(tier.limits, [*ratings], period_room.scheme.full)
    refusing = [each for each in breaks if each.limit.on_break is OnBreak.REFUSE]
    if refusing:
        raise _refusal(tier, rater, refusing)
    return str(_refusal(tier, rater, breaks)) if breaks else ""


def _refusal(tier: Tier, rater: Person, breaks: Sequence[Break]) -> Refusal:
    refusal = Refusal(
        "limit-broken",
        N_("{name}'s ballot in {tier} breaks a limit: {fault}"),
        name=with_code(rater),
        tier=tier.name,
        fault=breaks[0].sentence,
    )
    for each in breaks[1:]:
        refusal = refusal.followed_by(each.sentence)
    return refusal


def void_for(
    room: Room, tx: Transaction, which: tuple[str, str, str], ballot: int, reason: str
) -> None:
    """Void a ballot that was just taken, for the limit that it breaks.

    Args:
        room: who acts, and when.
        tx: the transaction.
        which: keys of period and tier, and the rater's code.
        ballot: its id.
        reason: what ``check_limits`` returned.
    """
    period, tier, rater = which
    ballots.set_state(tx, ballot, BallotState.VOID)
    chain.seal_ballot(tx, ballot)
    room.note(tx, VoidedByLimit(period=period, tier=tier, rater=rater, reason=reason))


def _close(
    room: Room,
    tx: Transaction,
    which: tuple[str, str, str],
    ballot: int,
    missing: int,
    *,
    by_code: bool,
) -> None:
    """Close and record a ballot that bears its rater's name."""
    period, tier, rater = which
    ballots.seal(tx, ballot, BallotState.HANDED_IN, room.actor, new_nonce())
    sums.drop(tx, [ballot])
    handed_in = HandedIn(
        period=period,
        tier=tier,
        rater=rater,
        lacking=missing,
        digest=digest_of_ballot(tx, ballot),
        by_code=by_code,
    )
    room.note(tx, handed_in)
