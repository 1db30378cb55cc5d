"""Read which periods are called off from the record; no table keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import text

from kaohe_tui.domain.record.events import PeriodCalledOff, PeriodHeldAfterAll
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.seals import chain

_CHAIN_AT = text("SELECT chain FROM record WHERE id = :entries")
_SINCE = text(
    "SELECT action, period, reason FROM record WHERE id > :entries"
    f" AND action IN ('{PeriodCalledOff.action}', '{PeriodHeldAfterAll.action}') ORDER BY id"
)


@dataclass(frozen=True, slots=True)
class CalledOff:
    """The periods that are called off, as far as a record was read."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    """Period's key -> why it is not held."""
    entries: int = 0
    """The number of entries read."""
    chain: str = ""
    """The hash of the last entry that was read."""


def called_off(tx: Transaction, seen: CalledOff) -> CalledOff:
    """Return which periods are called off now.

    Args:
        tx: the transaction.
        seen: what was read before: of the same record only what came since is read.
    """
    entries, last = chain.head(tx)
    at = {"entries": seen.entries}
    if tx.execute(_CHAIN_AT, at).scalar() != (seen.chain or None):
        # It was put back to a copy meanwhile.
        seen, at = CalledOff(), {"entries": 0}
    reasons = dict(seen.reasons)
    for action, period, reason in tx.execute(_SINCE, at).all():
        if action == PeriodCalledOff.action:
            reasons[period] = reason or "-"
        else:
            reasons.pop(period, None)
    return CalledOff(reasons, entries, last)
