"""Store yearly tasks (年度工作任务): declarations, their tasks and colleagues' opinions.

A declaration's tasks never change: a person declares again instead. This module does not
check the order of the steps: the caller does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy import text as statement

from kaohe_tui.domain.tasks.task import Declaration, Opinion, Task, TaskState, Verdict
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.tables.columns import declaration, opinion, task

_ALL = select(declaration).order_by(declaration.c.code, declaration.c.number)
_TASKS = select(task).order_by(task.c.declaration_id, task.c.position)
_OPINIONS = select(opinion).order_by(opinion.c.declaration_id, opinion.c.rater_code)
_NUMBER = select(func.max(declaration.c.number)).where(declaration.c.code == bindparam("code"))
_IN_FORCE = (
    select(
        declaration.c.code,
        task.c.title,
        task.c.target,
        task.c.measures,
        task.c.standard,
        task.c.points,
    )
    .join(task, task.c.declaration_id == declaration.c.id)
    .where(
        # Several of one person may have been in force one after another: the newest one holds.
        declaration.c.number
        == select(func.max((other := declaration.alias()).c.number))
        .where(other.c.code == declaration.c.code, other.c.state == TaskState.IN_FORCE.value)
        .scalar_subquery(),
    )
    .order_by(declaration.c.code, task.c.position)
)
_PUT_OPINION = statement(
    "INSERT INTO opinion (declaration_id, rater_code, verdict, remark)"
    " VALUES (:declaration, :rater, :verdict, :remark)"
    " ON CONFLICT (declaration_id, rater_code)"
    " DO UPDATE SET verdict = excluded.verdict, remark = excluded.remark"
)


def declare(tx: Transaction, code: str, tasks: Sequence[Task]) -> int:
    """Store a person's new declaration, numbered after the one before; return its number."""
    number = int(tx.execute(_NUMBER, {"code": code}).scalar_one() or 0) + 1
    declaration_id = tx.execute(
        insert(declaration).returning(declaration.c.id),
        {
            "code": code,
            "number": number,
            "state": TaskState.DECLARED.value,
            "reason": "",
            "posted_on": "",
        },
    ).scalar_one()
    rows = [
        asdict(each) | {"declaration_id": declaration_id, "position": position}
        for position, each in enumerate(tasks)
    ]
    if rows:
        tx.execute(insert(task), rows)
    return number


def set_state(
    tx: Transaction, declaration_id: int, state: TaskState, *, reason: str = "", posted_on: str = ""
) -> None:
    """Move a declaration to another state.

    Args:
        tx: the transaction.
        declaration_id: the declaration's id.
        state: the new one.
        reason: why it was returned; empty otherwise.
        posted_on: ISO date of the posting; empty before it.
    """
    tx.execute(
        update(declaration)
        .where(declaration.c.id == declaration_id)
        .values(state=state.value, reason=reason, posted_on=posted_on)
    )


def put_opinion(tx: Transaction, declaration_id: int, opinion: Opinion) -> None:
    """Store a colleague's opinion on a declaration, in the place of an earlier one."""
    tx.execute(
        _PUT_OPINION,
        {
            "declaration": declaration_id,
            "rater": opinion.rater,
            "verdict": opinion.verdict.value,
            "remark": opinion.remark,
        },
    )


def newest(tx: Transaction) -> Mapping[str, Declaration]:
    """Return everybody's newest declaration, by person's code."""
    return {each.code: each for each in declarations(tx)}


def declarations(tx: Transaction) -> tuple[Declaration, ...]:
    """List all declarations ever made, by code and number."""
    tasks: dict[int, list[Task]] = {}
    for row in tx.execute(_TASKS).mappings():
        values = dict(row)
        del values["position"]
        tasks.setdefault(values.pop("declaration_id"), []).append(Task(**values))
    opinions: dict[int, list[Opinion]] = {}
    for row in tx.execute(_OPINIONS).mappings():
        opinion = Opinion(row["rater_code"], Verdict(row["verdict"]), row["remark"])
        opinions.setdefault(row["declaration_id"], []).append(opinion)
    return tuple(
        _declaration(dict(row), tasks.get(row["id"], []), opinions.get(row["id"], []))
        for row in tx.execute(_ALL).mappings()
    )


def _declaration(row: dict[str, Any], tasks: list[Task], opinions: list[Opinion]) -> Declaration:
    row["state"] = TaskState(row["state"])
    return Declaration(**row, tasks=tuple(tasks), opinions=tuple(opinions))


def in_force(tx: Transaction) -> Mapping[str, tuple[Task, ...]]:
    """Return the tasks of everybody's newest declaration in force, by person's code."""
    by_code: dict[str, list[Task]] = {}
    for code, title, target, measures, standard, points in tx.execute(_IN_FORCE).all():
        by_code.setdefault(code, []).append(Task(title, target, measures, standard, points))
    return {code: tuple(tasks) for code, tasks in by_code.items()}
