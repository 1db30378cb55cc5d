"""Store the register of objections, reports and reviews (异议、举报、复核), and the steps taken.

Who brought a matter leaves this module only through ``reporter``.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from kaohe_tui.domain.public.matter import Matter, MatterKind, MatterState, MatterStep
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.failures import Damaged
from kaohe_tui.store.tables.columns import matter, matter_step

_ALL = select(
    matter.c.id,
    matter.c.period_key.label("period"),
    matter.c.code,
    matter.c.about,
    matter.c.kind,
    (matter.c.from_whom == "").label("anonymous"),
    matter.c.received_on,
    matter.c.due_on,
    matter.c.handler,
    matter.c.state,
    matter.c.outcome,
    matter.c.correction,
).order_by(matter.c.id)
_ONE = _ALL.where(matter.c.id == bindparam("id"))
_REPORTER = select(matter.c.from_whom).where(matter.c.id == bindparam("id"))
_STEPS = (
    select(matter_step.c.at, matter_step.c.by, matter_step.c.text)
    .where(matter_step.c.matter_id == bindparam("id"))
    .order_by(matter_step.c.id)
)
_KINDS = frozenset(MatterKind)
_STATES = frozenset(MatterState)


def add(tx: Transaction, new: Matter, from_whom: str) -> int:
    """Store a new matter and return its id.

    Args:
        tx: the transaction.
        new: its own id is not looked at, nor whether it is anonymous.
        from_whom: who brought it; empty for nobody known.
    """
    values = {
        "period_key": new.period,
        "code": new.code,
        "about": new.about,
        "kind": new.kind.value,
        "from_whom": from_whom,
        "received_on": new.received_on,
        "due_on": new.due_on,
        "handler": new.handler,
        "state": new.state.value,
        "outcome": new.outcome,
        "correction": new.correction,
    }
    return int(tx.execute(insert(matter).returning(matter.c.id), values).scalar_one())


def put(tx: Transaction, new: Matter) -> None:
    """Store the changes of a matter; who brought it stays as it was."""
    values = {
        "period_key": new.period,
        "code": new.code,
        "about": new.about,
        "kind": new.kind.value,
        "received_on": new.received_on,
        "due_on": new.due_on,
        "handler": new.handler,
        "state": new.state.value,
        "outcome": new.outcome,
        "correction": new.correction,
    }
    tx.execute(update(matter).where(matter.c.id == new.id).values(**values))


def every(tx: Transaction) -> tuple[Matter, ...]:
    """List every matter, in the order they were entered."""
    return tuple(_matter(row) for row in tx.execute(_ALL).mappings().all())


def one(tx: Transaction, matter_id: int) -> Matter | None:
    """Return the matter of that id; None where there is none."""
    row = tx.execute(_ONE, {"id": matter_id}).mappings().first()
    return _matter(row) if row else None


def reporter(tx: Transaction, matter_id: int) -> str:
    """Return who brought the matter; empty where nobody is known."""
    return str(tx.execute(_REPORTER, {"id": matter_id}).scalar_one())


def add_step(tx: Transaction, matter_id: int, step: MatterStep) -> None:
    """Store a step taken about a matter; steps are never changed."""
    values = {"matter_id": matter_id, "at": step.at, "by": step.by, "text": step.text}
    tx.execute(insert(matter_step), values)


def steps(tx: Transaction, matter_id: int) -> tuple[MatterStep, ...]:
    """List the steps taken about the matter, oldest first."""
    return tuple(MatterStep(*row) for row in tx.execute(_STEPS, {"id": matter_id}).all())


def _matter(row: Mapping[Any, Any]) -> Matter:
    if row["kind"] not in _KINDS or row["state"] not in _STATES:
        raise Damaged
    enums = {"kind": MatterKind(row["kind"]), "state": MatterState(row["state"])}
    return Matter(**{**row, **enums})
