"""Store operators and their duties; of a PIN only its hash."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy import text as statement

from kaohe_tui.domain.access.duties import Duty, OperatorState
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.tables.columns import operator

_ALL = select(operator).order_by(operator.c.id)
_NAMED = select(operator).where(operator.c.name == bindparam("wanted"))
# Asked with every key of a ballot: as short as it can be.
_STANDING = statement(
    "SELECT EXISTS (SELECT 1 FROM operator),"
    f" (SELECT duty FROM operator WHERE id = :id AND state = '{OperatorState.ACTIVE}')"
)


_KNOWN = statement("SELECT EXISTS (SELECT 1 FROM record WHERE action = 'add_operator')")


@dataclass(frozen=True, slots=True)
class StoredOperator:
    """One operator."""

    id: int
    """The operator's id."""
    name: str
    """The name, unique among the operators."""
    duty: str
    """A value of ``duties.Duty``."""
    pin: str
    """The PIN's hash."""
    state: str
    """A value of ``duties.OperatorState``."""
    failures: int
    """Wrong PINs since the last right one."""
    waits_until: str
    """ISO 8601: no PIN is accepted before; empty for no delay."""

    @property
    def is_active(self) -> bool:
        """True while the operator may sign in."""
        return self.state == OperatorState.ACTIVE


def operators(tx: Transaction) -> tuple[StoredOperator, ...]:
    """List all operators in the order they were added, retired ones among them."""
    return tuple(StoredOperator(**row) for row in tx.execute(_ALL).mappings())


def named(tx: Transaction, name: str) -> StoredOperator | None:
    """Return the operator of that name; None where there is none."""
    row = tx.execute(_NAMED, {"wanted": name}).mappings().first()
    return StoredOperator(**row) if row else None


def standing(tx: Transaction, operator_id: int | None) -> tuple[bool, str | None]:
    """Return whether there are operators at all, and the duty of the one with that id.

    Args:
        tx: the transaction.
        operator_id: of the operator who signed in; None for nobody.

    Returns:
        None for the duty where nobody signed in, or the operator was retired.
    """
    are_some, duty = tx.execute(_STANDING, {"id": operator_id}).one()
    return bool(are_some), duty


def are_recorded(tx: Transaction) -> bool:
    """Return whether the record mentions operators; kaohe never removes one."""
    return bool(tx.execute(_KNOWN).scalar_one())


def hosts(tx: Transaction) -> int:
    """Count the hosts who may sign in."""
    of_hosts = (operator.c.duty == Duty.HOST) & (operator.c.state == OperatorState.ACTIVE)
    return tx.execute(select(func.count()).select_from(operator).where(of_hosts)).scalar_one()


def add(tx: Transaction, name: str, duty: str, pin: str) -> None:
    """Make an operator."""
    values = {"name": name, "duty": duty, "pin": pin, "state": OperatorState.ACTIVE}
    tx.execute(insert(operator).values(**values, failures=0, waits_until=""))


def change(tx: Transaction, operator_id: int, **values: str | int) -> None:
    """Change columns of one operator."""
    tx.execute(update(operator).where(operator.c.id == operator_id).values(**values))
