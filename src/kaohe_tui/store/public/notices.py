"""Store the public notices (公示), numbered per period. They are added and never changed."""

from typing import Any

from sqlalchemy import bindparam, insert, select

from kaohe_tui.domain.public.dossier import PublicNotice
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.tables.columns import notice

_ALL = (
    select(
        notice.c.period_key,
        notice.c.number,
        notice.c.fingerprint,
        notice.c.posted_on,
        notice.c.until,
        notice.c.posted_by,
    )
    .where(notice.c.period_key == bindparam("key"))
    .order_by(notice.c.number)
)
_LATEST = _ALL.order_by(None).order_by(notice.c.number.desc()).limit(1)


def add(
    tx: Transaction, key: str, fingerprint: str, posted_on: str, until: str, posted_by: str = ""
) -> int:
    """Store a notice and return its number, which counts the key's notices from 1.

    Args:
        tx: the transaction.
        key: the period's key, or ``entries.YEAR``.
        fingerprint: of the result that it announces.
        posted_on: ISO date.
        until: ISO date: the last day on which objections are taken.
        posted_by: who posted it.
    """
    before = latest(tx, key)
    number = before.number + 1 if before else 1
    values: dict[str, Any] = {
        "period_key": key,
        "number": number,
        "fingerprint": fingerprint,
        "posted_on": posted_on,
        "until": until,
        "posted_by": posted_by,
    }
    tx.execute(insert(notice), values)
    return number


def latest(tx: Transaction, key: str) -> PublicNotice | None:
    """Return the newest notice of a period or the year; None before the first."""
    row = tx.execute(_LATEST, {"key": key}).first()
    return PublicNotice(*row) if row else None


def every(tx: Transaction, key: str) -> tuple[PublicNotice, ...]:
    """List every notice of a period or the year, oldest first."""
    return tuple(PublicNotice(*row) for row in tx.execute(_ALL, {"key": key}).all())
