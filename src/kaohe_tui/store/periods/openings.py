"""Undo an opening: delete all that a tier, or a period, got by being opened.

Ballots that are in keep an opening from being taken back; the caller checks that.
"""

from typing import Final

from sqlalchemy import text

from kaohe_tui.domain.ballot.state import BallotState, Keying
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.paper import comparisons

_OF: Final = " WHERE period_id = :period_id"
_OF_TIER: Final = " WHERE period_id = :period_id AND tier_no = :tier_no"
_IS_IN: Final = f" AND state <> '{BallotState.OPEN}'"
_BALLOTS = text("SELECT id FROM ballot" + _OF_TIER)
_IN_HAND = text(
    f"SELECT max((SELECT count(*) FROM ballot{_OF_TIER}{_IS_IN} AND keying = {Keying.FIRST:d}"
    " AND rater_id IS NOT NULL),"
    f" (SELECT count(*) FROM receipt{_OF_TIER}),"
    f" EXISTS (SELECT 1 FROM ballot{_OF_TIER}{_IS_IN}))"
)
_BESIDE: Final = ("rater_code", "comparison", "forms")
_OF_PERIOD: Final = ("roster_group", "participant", "tier_step")
_SINCE = text(
    "SELECT 1 FROM record WHERE id > :entries AND period = :period"
    " AND action = :action AND tier = :tier LIMIT 1"
)


def in_hand(tx: Transaction, period_id: int, tier_no: int) -> int:
    """Count the ballots of a tier that are handed in, struck out or keyed once.

    0 where an opening left nothing but what is half-keyed. A receipt counts as well: it was
    issued for a ballot.
    """
    key = {"period_id": period_id, "tier_no": tier_no}
    return int(tx.execute(_IN_HAND, key).scalar_one())


def clear_tier(tx: Transaction, period_id: int, tier_no: int) -> None:
    """Remove the ballots of a tier with all that stands on them, its codes and numbers of forms.

    Args:
        tx: the transaction.
        period_id: the period.
        tier_no: the tier's place in the scheme, from 0.
    """
    key = {"period_id": period_id, "tier_no": tier_no}
    for ballot_id in tx.execute(_BALLOTS, key).scalars().all():
        comparisons.remove(tx, period_id, ballot_id)
    for table in _BESIDE:
        # A DELETE that finds nothing would count as a change of the table.
        if tx.execute(text(f"SELECT 1 FROM {table}{_OF_TIER} LIMIT 1"), key).first():
            tx.execute(text(f"DELETE FROM {table}{_OF_TIER}"), key)


def clear_period(tx: Transaction, period_id: int) -> None:
    """Remove a period of which no tier has any ballot: its frozen roster and its tiers."""
    key = {"period_id": period_id}
    for table in _OF_PERIOD:
        if tx.execute(text(f"SELECT 1 FROM {table}{_OF}"), key).first():
            tx.execute(text(f"DELETE FROM {table}{_OF}"), key)
    tx.execute(text("DELETE FROM period WHERE id = :period_id"), key)


def taken_back_since(tx: Transaction, entries: int, period: str, tier: str, action: str) -> bool:
    """Return whether a tier's opening was taken back after the record had so many entries.

    Args:
        tx: the transaction.
        entries: how many.
        period: the period's key.
        tier: the tier's key.
        action: what the record calls it.
    """
    key = {"entries": entries, "period": period, "tier": tier, "action": action}
    return tx.execute(_SINCE, key).first() is not None
