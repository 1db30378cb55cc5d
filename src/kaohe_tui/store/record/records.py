"""Read the record: who did what, when and why. ``store.seals.chain`` adds to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import RowMapping, bindparam, select

from kaohe_tui.domain.record import events
from kaohe_tui.domain.record.events import Event, Texts
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.tables.columns import record

_ALL = select(
    record.c.id,
    record.c.at,
    record.c.actor,
    record.c.action,
    record.c.period,
    record.c.tier,
    record.c.subject,
    record.c.old,
    record.c.new,
    record.c.reason,
    record.c.seal,
    record.c.chain,
).order_by(record.c.id)
_TIMES = select(record.c.id, record.c.at).order_by(record.c.id)
_Happened = TypeVar("_Happened", bound=Event)
_OF_PERIOD = _ALL.where(record.c.period == bindparam("period_key"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record; what does not apply is empty."""

    id: int
    """The entry's number, from 1."""
    at: str
    """ISO 8601 with its offset."""
    actor: str
    """Name of the operator who acted."""
    action: str
    """The event's name in the record."""
    period: str
    """Key of the period."""
    tier: str
    """Key of the tier."""
    subject: str
    """The thing or person it is about."""
    old: str
    """The old state."""
    new: str
    """The new state."""
    reason: str
    """Why."""
    seal: str
    """Digests of what the transaction changed, as JSON; see ``store.seals.chain``."""
    chain: str
    """The entry's hash; see ``domain.record.chain``."""

    @property
    def event(self) -> Event:
        """The event; read from the texts each time."""
        texts = Texts(self.period, self.tier, self.subject, self.old, self.new, self.reason)
        return events.read(self.action, texts)


def times(tx: Transaction) -> list[tuple[int, str]]:
    """List (number, time) of each entry, in their order."""
    return [(number, at) for number, at in tx.execute(_TIMES)]


def latest(
    tx: Transaction, kind: type[_Happened], period: str = "", tier: str = ""
) -> tuple[Entry, _Happened] | None:
    """Return the newest line of such an event, and the event; None without one.

    Args:
        tx: the transaction.
        kind: the event's class.
        period: of this period and tier alone, where it is not empty.
        tier: see ``period``.
    """
    statement = _ALL.where(record.c.action == kind.action)
    statement = statement.order_by(None).order_by(record.c.id.desc())
    if period:
        statement = statement.where(record.c.period == period, record.c.tier == tier)
    return next(_of_kind(tx.execute(statement).mappings(), kind), None)


def _of_kind(
    rows: Iterable[RowMapping], kind: type[_Happened]
) -> Iterator[tuple[Entry, _Happened]]:
    for row in rows:
        entry = Entry(**row)
        event = entry.event
        if isinstance(event, kind):
            yield entry, event


def entries(tx: Transaction, period_key: str | None = None) -> tuple[Entry, ...]:
    """Return the period's lines, or all of them where no period is named, oldest first."""
    if period_key is None:
        rows = tx.execute(_ALL).mappings().all()
    else:
        rows = tx.execute(_OF_PERIOD, {"period_key": period_key}).mappings().all()
    return tuple(Entry(**row) for row in rows)
