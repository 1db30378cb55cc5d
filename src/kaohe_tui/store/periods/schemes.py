"""Store the schemes' files, as they were read."""

from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, text

from kaohe_tui.commandline import command_line
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.tables.columns import in_force
from kaohe_tui.store.tables.columns import scheme as schemes
from kaohe_tui.words import N_

_COLUMNS = select(schemes.c.id, schemes.c.text, schemes.c.fingerprint)
_CURRENT = _COLUMNS.join(in_force, in_force.c.scheme_id == schemes.c.id)
_BY_ID = _COLUMNS.where(schemes.c.id == bindparam("id"))
_PUT_IN_FORCE = text(
    "INSERT INTO in_force (id, scheme_id) VALUES (1, :id)"
    " ON CONFLICT (id) DO UPDATE SET scheme_id = excluded.scheme_id"
)
_BY_FINGERPRINT = select(schemes.c.id).where(schemes.c.fingerprint == bindparam("fingerprint"))


@dataclass(frozen=True, slots=True)
class StoredScheme:
    """A scheme's file."""

    id: int
    """The scheme's id."""
    text: str
    """The whole file."""
    fingerprint: str
    """SHA-256 of the text, from the caller; equal texts share one."""


def put_scheme(tx: Transaction, text: str, fingerprint: str) -> int:
    """Put a scheme in force and return its id; one that was there before keeps its own."""
    scheme_id = tx.execute(_BY_FINGERPRINT, {"fingerprint": fingerprint}).scalar()
    if scheme_id is None:
        values = {"text": text, "fingerprint": fingerprint}
        scheme_id = tx.execute(insert(schemes).returning(schemes.c.id), values).scalar_one()
    tx.execute(_PUT_IN_FORCE, {"id": scheme_id})
    return int(scheme_id)


def current_scheme(tx: Transaction) -> StoredScheme:
    """Return the scheme in force for the periods still to be opened.

    Raises:
        Refusal: when the database holds none.
    """
    row = tx.execute(_CURRENT).first()
    if row is None:
        raise Refusal(
            "scheme-missing",
            N_("The database has no scheme yet; “{command}” adds one."),
            command=command_line("new"),
        )
    return StoredScheme(*row)


def scheme(tx: Transaction, scheme_id: int) -> StoredScheme:
    """Return the scheme of that id, which must be there."""
    return StoredScheme(*tx.execute(_BY_ID, {"id": scheme_id}).one())
