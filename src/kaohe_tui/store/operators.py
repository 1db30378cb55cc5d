"""Operators and their duties; a PIN is here only as its hash."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy import text as statement

from kaohe_tui.store.engine import Transaction
from kaohe_tui.store.trust_tables import operator

ACTIVE = "active"
RETIRED = "retired"
_ALL = select(operator).order_by(operator.c.id)
_NAMED = select(operator).where(operator.c.name == bindparam("wanted"))
# Asked with every key of a ballot: as short as it can be.
_STANDING = statement(
    "SELECT EXISTS (SELECT 1 FROM operator),"
    " (SELECT duty FROM operator WHERE id = :id AND state = 'active')"
)


_KNOWN = statement("SELECT EXISTS (SELECT 1 FROM record WHERE action = 'add_operator')")


@dataclass(frozen=True, slots=True)
class StoredOperator:
    """One operator."""

    id: int
    name: str
    duty: str
    pin: str
    """The PIN's hash."""
    state: str
    failures: int
    """Wrong PINs since the last right one."""
    waits_until: str
    """ISO 8601; before that no PIN is taken. Empty where nothing is waited for."""

    @property
    def is_active(self) -> bool:
        """Whether the operator may still sign in."""
        return self.state == ACTIVE


def operators(tx: Transaction) -> tuple[StoredOperator, ...]:
    """All operators, retired ones among them, in the order in which they were made."""
    return tuple(StoredOperator(**row) for row in tx.execute(_ALL).mappings())


def named(tx: Transaction, name: str) -> StoredOperator | None:
    """The operator of that name."""
    row = tx.execute(_NAMED, {"wanted": name}).mappings().first()
    return StoredOperator(**row) if row else None


def standing(tx: Transaction, id: int | None) -> tuple[bool, str | None]:
    """Whether there are operators at all, and the duty that the one of that id has now.

    Args:
        tx: the transaction.
        id: of whoever signed in; None for nobody.

    Returns:
        None for the duty where nobody signed in, or the operator was retired.
    """
    are_some, duty = tx.execute(_STANDING, {"id": id}).one()
    return bool(are_some), duty


def are_recorded(tx: Transaction) -> bool:
    """Whether the record tells of operators; kaohe never takes one out."""
    return bool(tx.execute(_KNOWN).scalar_one())


def hosts(tx: Transaction) -> int:
    """How many hosts may sign in."""
    of_hosts = (operator.c.duty == "host") & (operator.c.state == ACTIVE)
    return tx.execute(select(func.count()).select_from(operator).where(of_hosts)).scalar_one()


def add(tx: Transaction, name: str, duty: str, pin: str) -> None:
    """Make an operator."""
    values = {"name": name, "duty": duty, "pin": pin, "state": ACTIVE}
    tx.execute(insert(operator).values(**values, failures=0, waits_until=""))


def change(tx: Transaction, id: int, **values: str | int) -> None:
    """Change columns of one operator."""
    tx.execute(update(operator).where(operator.c.id == id).values(**values))
