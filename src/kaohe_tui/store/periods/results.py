"""Store the frozen results of closed periods. Triggers ensure that they never change."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select

from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.seals import guards
from kaohe_tui.store.tables.columns import result
from kaohe_tui.words import _

_OF_PERIOD = select(result.c.number, result.c.at, result.c.body, result.c.fingerprint).where(
    result.c.period_id == bindparam("period_id")
)
_LATEST = _OF_PERIOD.order_by(result.c.number.desc()).limit(1)
_ALL = _OF_PERIOD.order_by(result.c.number)
_NUMBERED = _OF_PERIOD.where(result.c.number == bindparam("number"))


@dataclass(frozen=True, slots=True)
class FrozenResult:
    """The result of a period when it was closed or corrected."""

    number: int
    """Number of the result within its period, from 1."""
    at: str
    """The time it was frozen, ISO 8601 with its offset."""
    body: str
    """The result as JSON; ``plain`` reads it."""
    fingerprint: str
    """SHA-256 of ``body``."""

    @property
    def plain(self) -> dict[str, Any]:
        """The frozen result as plain data.

        Raises:
            ForeignChange: when it is none any more.
        """
        try:
            contents = json.loads(self.body)
        except ValueError:
            contents = None
        if not isinstance(contents, dict):
            raise guards.refusal(_("A locked result was changed by a program other than kaohe."))
        return contents


def freeze(tx: Transaction, period_id: int, at: str, body: str, fingerprint: str) -> int:
    """Store a period's result and return its number."""
    before = latest(tx, period_id)
    number = before.number + 1 if before else 1
    tx.execute(
        insert(result),
        {
            "period_id": period_id,
            "number": number,
            "at": at,
            "fingerprint": fingerprint,
            "body": body,
        },
    )
    return number


def latest(tx: Transaction, period_id: int) -> FrozenResult | None:
    """Return the period's newest result; None while it was never closed."""
    row = tx.execute(_LATEST, {"period_id": period_id}).first()
    return FrozenResult(*row) if row else None


def all_of(tx: Transaction, period_id: int) -> tuple[FrozenResult, ...]:
    """List all results of the period, oldest first."""
    rows = tx.execute(_ALL, {"period_id": period_id}).all()
    return tuple(FrozenResult(*row) for row in rows)


def numbered(tx: Transaction, period_id: int, number: int) -> FrozenResult | None:
    """Return one of the period's results; None where there is none of that number."""
    row = tx.execute(_NUMBERED, {"period_id": period_id, "number": number}).first()
    return FrozenResult(*row) if row else None
