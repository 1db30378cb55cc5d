"""The schemes' files, as they were read."""

from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.store.engine import Transaction
from kaohe_tui.store.tables import scheme as schemes
from kaohe_tui.words import _

_COLUMNS = select(schemes.c.id, schemes.c.text, schemes.c.fingerprint)
_NEWEST = _COLUMNS.order_by(schemes.c.id.desc()).limit(1)
_BY_ID = _COLUMNS.where(schemes.c.id == bindparam("id"))
_BY_FINGERPRINT = select(schemes.c.id).where(schemes.c.fingerprint == bindparam("fingerprint"))


@dataclass(frozen=True, slots=True)
class StoredScheme:
    """A scheme's file."""

    id: int
    text: str
    fingerprint: str
    """What the caller made of the text; equal texts share one."""


def put_scheme(tx: Transaction, text: str, fingerprint: str) -> int:
    """Keep a scheme's file and return its id; one that is there already keeps its own."""
    found = tx.execute(_BY_FINGERPRINT, {"fingerprint": fingerprint}).scalar()
    if found is not None:
        return int(found)
    made = tx.execute(
        insert(schemes).returning(schemes.c.id), {"text": text, "fingerprint": fingerprint}
    )
    return int(made.scalar_one())


def current_scheme(tx: Transaction) -> StoredScheme:
    """The newest scheme.

    Raises:
        Refusal: when the database holds none.
    """
    row = tx.execute(_NEWEST).first()
    if row is None:
        raise Refusal(_("The database holds no scheme yet; “kaohe new” puts one in."))
    return StoredScheme(*row)


def scheme(tx: Transaction, id: int) -> StoredScheme:
    """The scheme of that id, which must be there."""
    return StoredScheme(*tx.execute(_BY_ID, {"id": id}).one())
