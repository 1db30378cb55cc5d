"""Store the one-time codes of raters, as hashes."""

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, select
from sqlalchemy import text as statement

from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.tables.columns import rater_code

_OF_TIER = select(rater_code.c.rater_id, rater_code.c.code).where(
    rater_code.c.period_id == bindparam("period"), rater_code.c.tier_no == bindparam("tier")
)
_OF_RATER = "WHERE period_id = :period AND tier_no = :tier AND rater_id = :rater"
_ONE = statement(f"SELECT code FROM rater_code {_OF_RATER}")
_SPEND = statement(f"DELETE FROM rater_code {_OF_RATER}")
_PUT = statement(
    "INSERT INTO rater_code (period_id, tier_no, rater_id, code)"
    " VALUES (:period, :tier, :rater, :code)"
    " ON CONFLICT (period_id, tier_no, rater_id) DO UPDATE SET code = excluded.code"
)


def of_tier(tx: Transaction, period_id: int, tier_no: int) -> Mapping[int, str]:
    """Return rater's id -> hash of the code, for all who still have one."""
    rows = tx.execute(_OF_TIER, {"period": period_id, "tier": tier_no}).all()
    return {row.rater_id: row.code for row in rows}


def of_rater(tx: Transaction, period_id: int, tier_no: int, rater_id: int) -> str | None:
    """Return the hash of the rater's code; None where there is none."""
    which = {"period": period_id, "tier": tier_no, "rater": rater_id}
    return tx.execute(_ONE, which).scalar()


def put(tx: Transaction, period_id: int, tier_no: int, codes: Mapping[int, str]) -> None:
    """Store the hashes of new codes in the place of earlier ones."""
    for rater, code in codes.items():
        which = {"period": period_id, "tier": tier_no, "rater": rater, "code": code}
        tx.execute(_PUT, which)


def spend(tx: Transaction, period_id: int, tier_no: int, rater_id: int) -> bool:
    """Delete the rater's code; return whether there was one."""
    which = {"period": period_id, "tier": tier_no, "rater": rater_id}
    if tx.execute(_ONE, which).scalar() is None:
        # A DELETE that finds nothing would count as a change of the table.
        return False
    tx.execute(_SPEND, which)
    return True


def withdraw_all(tx: Transaction, period_id: int, tier_no: int) -> int:
    """Delete every code of a tier; return how many there were."""
    count = len(of_tier(tx, period_id, tier_no))
    if count:
        of_one = (rater_code.c.period_id == period_id) & (rater_code.c.tier_no == tier_no)
        tx.execute(delete(rater_code).where(of_one))
    return count
