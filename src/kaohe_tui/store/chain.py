"""What goes into the record when a transaction ends: its entries, chained, and its seals.

A seal is the SHA-256 of all rows of one table, or of all ballots of one tier, as they are after the
entry that carries it. Every entry seals the tables that its transaction changed; so a row that was
changed by anything but kaohe no longer fits the last seal of its table. What is keyed on ballots
changes with every key and is sealed tier by tier, when a tier is closed.
"""

import re
from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import Engine

from kaohe_tui.domain.chain import FIELDS, link
from kaohe_tui.domain.text import harmless
from kaohe_tui.store import seals
from kaohe_tui.store.failures import Damaged

_PENDING: Final = "pending_entries"
_CHANGED: Final = "changed_tables"
_SEALED: Final = "pending_seals"
_WRITES = re.compile(r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\"?(\w+)")
_HEAD = text("SELECT entries, chain FROM record_head WHERE id = 1")
_PUT_HEAD = text("UPDATE record_head SET entries = :entries, chain = :chain WHERE id = 1")
_COLUMNS = ", ".join(("id", *FIELDS, "chain"))
_ADD = text(
    f"INSERT INTO record ({_COLUMNS}) VALUES"
    f" ({', '.join(f':{name}' for name in ('id', *FIELDS, 'chain'))})"
)
_CLOSED = text("SELECT period_id, number FROM tier_step WHERE state = 'closed' ORDER BY 1, 2")


def watch(engine: Engine) -> None:
    """Let every transaction on the engine's connections know which tables it changed."""
    event.listen(engine, "before_cursor_execute", _note_table)


def _note_table(connection: Connection, _cursor: object, statement: str, *_others: object) -> None:
    if found := _WRITES.match(statement):
        connection.info.setdefault(_CHANGED, set()).add(found[1])


def begin(tx: Connection) -> None:
    """Forget what a transaction before left behind when it was taken back."""
    tx.info[_PENDING] = []
    tx.info[_SEALED] = {}
    tx.info[_CHANGED] = set()


def add(tx: Connection, entry: Mapping[str, str]) -> None:
    """Have an entry written when the transaction ends.

    Args:
        tx: the transaction.
        entry: the texts, by the names in ``FIELDS`` but ``seal``.
    """
    # As it will be read: a file's name may hold anything.
    tx.info[_PENDING].append({name: harmless(told) for name, told in entry.items()})


def seal_tier(tx: Connection, period_id: int, tier_no: int) -> None:
    """Have the transaction's last entry seal the ballots of a tier."""
    name = seals.tier_name(period_id, tier_no)
    tx.info[_SEALED][name] = seals.digest_of_tier(tx, period_id, tier_no)


def seal_all(tx: Connection) -> None:
    """Have the transaction's last entry seal every table, their shape, and every closed tier."""
    tx.info[_SEALED][seals.SHAPE] = seals.digest_of_shape(tx)
    tx.info[_CHANGED] |= set(seals.sealed_tables(tx))
    for period_id, tier_no in tx.execute(_CLOSED).all():
        seal_tier(tx, period_id, tier_no)


def is_unrecorded(tx: Connection) -> bool:
    """Whether the transaction changed something and has no entry that tells of it."""
    return bool(tx.info[_CHANGED] - seals.UNSEALED) and not tx.info[_PENDING]


def end(tx: Connection) -> None:
    """Write the entries that were added, the last one with the seals, before the transaction is
    committed."""
    entries = tx.info[_PENDING]
    if not entries:
        return
    sealed = dict(tx.info[_SEALED])
    for table in tx.info[_CHANGED] - seals.UNSEALED:
        sealed[table] = seals.digest_of_table(tx, table)
    number, chain = head(tx)
    if not number:
        sealed[seals.SHAPE] = seals.digest_of_shape(tx)
    for entry in entries:
        number += 1
        entry["seal"] = seals.told(sealed) if entry is entries[-1] else ""
        chain = link(chain, number, entry)
        tx.execute(_ADD, {**entry, "id": number, "chain": chain})
    tx.execute(_PUT_HEAD, {"entries": number, "chain": chain})
    begin(tx)


def head(tx: Connection) -> tuple[int, str]:
    """How many entries the record has, and the hash of the last one."""
    found = tx.execute(_HEAD).first()
    if found is None:
        raise Damaged
    return found[0], found[1]
