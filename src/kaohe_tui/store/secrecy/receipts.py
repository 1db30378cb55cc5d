"""Store receipts of secret ballots: random codes that lead to no ballot and to no rater."""

import secrets
from typing import Final

from sqlalchemy import bindparam, func, select, text

from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.seals import sums
from kaohe_tui.store.tables.columns import receipt

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, O, 1, I and L, which are taken for each other on paper."""
LENGTH: Final = 8
"""Characters of a receipt."""
_ADD = text(
    "INSERT INTO receipt (code, period_id, tier_no) VALUES (:code, :period_id, :tier_no)"
    " ON CONFLICT (code) DO NOTHING"
)
_OF_TIER = (
    select(receipt.c.code)
    .where(receipt.c.period_id == bindparam("period_id"), receipt.c.tier_no == bindparam("tier_no"))
    .order_by(receipt.c.code)
)
_WHERE = select(receipt.c.period_id, receipt.c.tier_no).where(receipt.c.code == bindparam("code"))
_COUNT = select(func.count()).select_from(_OF_TIER.order_by(None).subquery())


def issue(tx: Transaction, period_id: int, tier_no: int) -> str:
    """Store a new receipt of a tier, drawn at random from ``ALPHABET``, and return it."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
        key = {"code": code, "period_id": period_id, "tier_no": tier_no}
        if tx.execute(_ADD, key).rowcount:
            sums.receipt_added(tx, code, period_id, tier_no)
            return code


def of_tier(tx: Transaction, period_id: int, tier_no: int) -> list[str]:
    """List a tier's receipts in alphabetical order, which hides when they were issued."""
    return list(tx.execute(_OF_TIER, {"period_id": period_id, "tier_no": tier_no}).scalars())


def count(tx: Transaction, period_id: int, tier_no: int) -> int:
    """Count the receipts of a tier."""
    key = {"period_id": period_id, "tier_no": tier_no}
    return int(tx.execute(_COUNT, key).scalar_one())


def find(tx: Transaction, code: str) -> tuple[int, int] | None:
    """Return the period's id and the tier's number of a receipt; None where there is none."""
    row = tx.execute(_WHERE, {"code": code}).first()
    return (row[0], row[1]) if row else None
