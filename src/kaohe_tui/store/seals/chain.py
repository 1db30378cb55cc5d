"""Write to the record when a transaction ends: its entries, chained, and its seals.

A seal is the SHA-256 of all rows of one table, of all ballots of one tier or of one ballot, as they
are after the entry that carries it. Every entry seals the tables that its transaction changed; so a
row that was changed by anything but kaohe no longer fits the last seal of its table. Before a table
is first written in a transaction it is compared with that seal: otherwise the next one would make
good whatever another program did. What is keyed on ballots changes with every key: a ballot is
sealed when it is handed in, and before that held by its sum (see ``sums``); a tier when it closes.
"""

import re
from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy import event as happening
from sqlalchemy.engine import Engine

from kaohe_tui.domain.record.chain import FIELDS, link
from kaohe_tui.domain.record.events import Event
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.text import harmless
from kaohe_tui.store.failures import Damaged
from kaohe_tui.store.seals import guards, seals, sums

_PENDING: Final = "pending_entries"
_CHANGED: Final = "changed_tables"
_SEALED: Final = "pending_seals"
_GUARDED: Final = "guarded"
_WRITES = re.compile(r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\"?(\w+)")
_CLOSED = text(
    f"SELECT period_id, number FROM tier_step WHERE state = '{StepState.CLOSED}' ORDER BY 1, 2"
)
_HEAD = text("SELECT entries, chain FROM record_head WHERE id = 1")
_PUT_HEAD = text("UPDATE record_head SET entries = :entries, chain = :chain WHERE id = 1")
_COLUMNS = ", ".join(("id", *FIELDS, "chain"))
_ADD = text(
    f"INSERT INTO record ({_COLUMNS}) VALUES"
    f" ({', '.join(f':{name}' for name in ('id', *FIELDS, 'chain'))})"
)


def watch(engine: Engine) -> None:
    """Make every transaction on the engine's connections note which tables it changes."""
    happening.listen(engine, "before_cursor_execute", _note_table)


def _note_table(connection: Connection, _cursor: object, statement: str, *_others: object) -> None:
    match = _WRITES.match(statement)
    if not match:
        return
    tables = connection.info.setdefault(_CHANGED, set())
    if match[1] in tables:
        return
    tables.add(match[1])
    if connection.info.get(_GUARDED):
        guards.check_table(connection, match[1])


def begin(tx: Connection, *, guarded: bool = True) -> None:
    """Forget what a transaction before left behind when it was taken back.

    Args:
        tx: the transaction.
        guarded: whether a sealed table is compared with its seal before it is first written; not
            where the tables themselves are made or changed.
    """
    tx.info[_PENDING] = []
    tx.info[_SEALED] = {}
    tx.info[_CHANGED] = set()
    tx.info[_GUARDED] = guarded
    sums.begin(tx)


def add(tx: Connection, at: str, actor: str, event: Event) -> None:
    """Add an event's entry, to be written when the transaction ends; it cannot be read before.

    Args:
        tx: the transaction.
        at: the time, ISO 8601 with its offset.
        actor: who acts.
        event: what happens.
    """
    entry = {"at": at, "actor": actor, "action": event.word, **event.to_fields()._asdict()}
    # As it will be read: a file's name may hold anything.
    tx.info[_PENDING].append({name: harmless(value) for name, value in entry.items()})


def seal_tier(tx: Connection, period_id: int, tier_no: int) -> None:
    """Seal a tier's ballots in the transaction's last entry."""
    name = seals.tier_name(period_id, tier_no)
    tx.info[_SEALED][name] = seals.digest_of_tier(tx, period_id, tier_no)


def seal(tx: Connection, digests: Mapping[str, str]) -> None:
    """Put seals into the transaction's last entry.

    Args:
        tx: the transaction.
        digests: by the names that ``seals`` gives to what is sealed.
    """
    tx.info[_SEALED].update(digests)


def seal_ballot(tx: Connection, ballot_id: int, digest: str = "") -> None:
    """Seal one ballot in the transaction's last entry; it has no sum from now on.

    Args:
        tx: the transaction.
        ballot_id: which one.
        digest: of what it says now, where that is known.
    """
    sums.drop(tx, [ballot_id])
    seal(tx, {seals.ballot_name(ballot_id): digest or seals.digest_of_ballot(tx, ballot_id)})


def seal_all(tx: Connection, fitting: Collection[str] | None) -> None:
    """Seal every table and their shape in the transaction's last entry, after an upgrade.

    Args:
        tx: the transaction.
        fitting: what fitted its seal before; what did not keeps the old one, which it does not fit,
            so that it stays known. None: there were no seals, closed tiers are sealed too.
    """
    for table in (seals.SHAPE, *seals.sealed_tables(tx)):
        if fitting is None or table in fitting or guards.last_seal(tx, table) is None:
            seal(tx, {table: guards.digest_now(tx, table)})
        else:
            tx.info[_CHANGED].discard(table)
    if fitting is None:
        for period_id, tier_no in tx.execute(_CLOSED).all():
            seal_tier(tx, period_id, tier_no)


def changed(tx: Connection) -> frozenset[str]:
    """Return the tables that the transaction changed."""
    return frozenset(tx.info[_CHANGED])


def is_unrecorded(tx: Connection) -> bool:
    """Return whether the transaction changed something without an entry for it."""
    return bool(tx.info[_CHANGED] - seals.UNSEALED) and not tx.info[_PENDING]


def end(tx: Connection) -> None:
    """Write the entries that were added, the last one with the seals, and the sums.

    It is called before the transaction is committed.
    """
    sums.end(tx)
    entries = tx.info[_PENDING]
    if not entries:
        return
    sealed = dict(tx.info[_SEALED])
    for table in tx.info[_CHANGED] - seals.UNSEALED:
        sealed[table] = seals.digest_of_table(tx, table)
    number, chain = head(tx)
    guards.check_head(tx, number, chain)
    if not number:
        sealed[seals.SHAPE] = seals.digest_of_shape(tx)
    for entry in entries:
        number += 1
        entry["seal"] = seals.to_json(sealed) if entry is entries[-1] else ""
        chain = link(chain, number, entry)
        tx.execute(_ADD, {**entry, "id": number, "chain": chain})
    tx.execute(_PUT_HEAD, {"entries": number, "chain": chain})
    begin(tx)


def head(tx: Connection) -> tuple[int, str]:
    """Return the number of the record's entries, and the hash of the last one."""
    row = tx.execute(_HEAD).first()
    if row is None:
        raise Damaged
    return row[0], row[1]
