"""Store how many paper forms of a tier were handed out and returned; find ballots with marks."""

from sqlalchemy import text

from kaohe_tui.store.database.engine import Transaction

_GET = text(
    "SELECT handed_out, returned FROM forms WHERE period_id = :period_id AND tier_no = :tier_no"
)
_PUT = text(
    "INSERT INTO forms (period_id, tier_no, handed_out, returned)"
    " VALUES (:period_id, :tier_no, :handed_out, :returned) ON CONFLICT (period_id, tier_no)"
    " DO UPDATE SET handed_out = excluded.handed_out, returned = excluded.returned"
)
_MARKED = text(
    "SELECT DISTINCT ballot_id FROM rating"
    " WHERE ratee_id IN (SELECT id FROM participant WHERE period_id = :period_id)"
    " AND ballot_id IN"
    " (SELECT id FROM ballot WHERE period_id = :period_id AND tier_no = :tier_no)"
)


def get(tx: Transaction, period_id: int, tier_no: int) -> tuple[int, int] | None:
    """Return (handed out, returned); None where nobody has entered them."""
    row = tx.execute(_GET, {"period_id": period_id, "tier_no": tier_no}).first()
    return (row[0], row[1]) if row else None


def put(tx: Transaction, period_id: int, tier_no: int, handed_out: int, returned: int) -> None:
    """Store both numbers in the place of earlier ones."""
    key = {"period_id": period_id, "tier_no": tier_no}
    tx.execute(_PUT, key | {"handed_out": handed_out, "returned": returned})


def marked(tx: Transaction, period_id: int, tier_no: int) -> frozenset[int]:
    """Return the ids of the tier's ballots that have a mark on them."""
    key = {"period_id": period_id, "tier_no": tier_no}
    return frozenset(tx.execute(_MARKED, key).scalars().all())
