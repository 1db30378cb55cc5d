"""Hand in a ballot that its rater confirms, within the transaction that does so."""

from collections.abc import Sequence

from kaohe_tui.domain.ballot.row import Row, check_levels
from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.paper.double_entry import check_total
from kaohe_tui.domain.record.events import HandedIn
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import secrecy
from kaohe_tui.store.access import codes
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.seals import sums
from kaohe_tui.store.seals.seals import digest_of_ballot, new_nonce


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
    """
    by_code = codes.spend(
        tx, period_room.opened_id, period_room.tier_number(tier.key), period_room.ids[rater.code]
    )
    if tier.secret:
        return secrecy.cast(room, tx, period_room, tier, ballot)
    handed_in = HandedIn(
        period=period_room.key,
        tier=tier.key,
        rater=rater.code,
        lacking=missing,
        digest=_close(room, tx, ballot),
        by_code=by_code,
    )
    room.note(tx, handed_in)
    return None


def _close(room: Room, tx: Transaction, ballot: int) -> str:
    """Close a ballot that bears its rater's name, and return its digest for the record."""
    ballots.seal(tx, ballot, BallotState.HANDED_IN, room.actor, new_nonce())
    sums.drop(tx, [ballot])
    return digest_of_ballot(tx, ballot)
