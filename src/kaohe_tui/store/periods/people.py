"""Store the current roster, and the rosters frozen when a period was opened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.failures import Damaged
from kaohe_tui.store.tables.columns import participant, person, roster_group

_LINE = ("code", "name", "section", "role", "supervisors", "identity", "clerk_note", "spelling")
_ROLES = frozenset(Role)
_ROSTER = select(*(person.c[name] for name in _LINE)).order_by(person.c.position)
_FROZEN = (
    select(participant.c.id, *(participant.c[name] for name in _LINE))
    .where(participant.c.period_id == bindparam("period_id"))
    .order_by(participant.c.position)
)
_IN_FORCE = 0
"""What stands for a period's id beside the groups of the roster in force."""
_GROUPS = (
    select(roster_group.c.code, roster_group.c.group_key)
    .where(roster_group.c.period_id == bindparam("period_id"))
    .order_by(roster_group.c.code, roster_group.c.group_key)
)


@dataclass(frozen=True)
class Participants:
    """A frozen roster, and each person's id in the other tables."""

    roster: Roster
    """The people, in order."""
    ids: Mapping[str, int]
    """Code -> participant id."""
    codes: Mapping[int, str]
    """Participant id -> code."""


def put_roster(tx: Transaction, roster: Roster) -> None:
    """Replace the current roster; frozen ones are not touched."""
    tx.execute(delete(person))
    if lines := _lines(roster):
        tx.execute(insert(person), lines)
    _put_groups(tx, _IN_FORCE, roster)


def roster(tx: Transaction) -> Roster:
    """Return the current roster, in the order it was put; empty before there is one."""
    groups = _groups(tx, _IN_FORCE)
    return Roster(tuple(_person(row, groups) for row in tx.execute(_ROSTER).all()))


def freeze_roster(tx: Transaction, period_id: int, roster: Roster) -> None:
    """Store the roster for the period; once only, when it is opened."""
    if lines := _lines(roster):
        tx.execute(insert(participant), [line | {"period_id": period_id} for line in lines])
    _put_groups(tx, period_id, roster)


def put_participant(tx: Transaction, period_id: int, one: Person) -> None:
    """Put a person into a period's roster, last, or over the line with the same code."""
    [line] = _lines(Roster((one,)))
    del line["position"]
    of_period = participant.c.period_id == period_id
    result = tx.execute(
        update(participant).where(of_period, participant.c.code == one.code).values(line)
    )
    if not result.rowcount:
        last = tx.execute(select(func.max(participant.c.position)).where(of_period)).scalar()
        place = 0 if last is None else last + 1
        tx.execute(insert(participant), [line | {"period_id": period_id, "position": place}])
    groups = roster_group.c
    tx.execute(delete(roster_group).where(groups.period_id == period_id, groups.code == one.code))
    _add_groups(tx, period_id, (one,))


def participants(tx: Transaction, period_id: int) -> Participants:
    """Return the roster frozen for the period."""
    rows = tx.execute(_FROZEN, {"period_id": period_id}).all()
    groups = _groups(tx, period_id)
    return Participants(
        Roster(tuple(_person(row, groups) for row in rows)),
        {row.code: row.id for row in rows},
        {row.id: row.code for row in rows},
    )


def _lines(roster: Roster) -> list[dict[str, Any]]:
    return [
        {
            "position": position,
            "code": one.code,
            "name": one.name,
            "section": one.section,
            "role": one.role.value,
            "supervisors": ";".join(one.supervisors),
            "identity": one.identity,
            "clerk_note": one.clerk_note,
            "spelling": one.spelling,
        }
        for position, one in enumerate(roster)
    ]


def _put_groups(tx: Transaction, period_id: int, people: Iterable[Person]) -> None:
    """Replace the groups of a roster."""
    tx.execute(delete(roster_group).where(roster_group.c.period_id == period_id))
    _add_groups(tx, period_id, people)


def _add_groups(tx: Transaction, period_id: int, people: Iterable[Person]) -> None:
    rows = [
        {"period_id": period_id, "code": one.code, "group_key": key}
        for one in people
        for key in one.groups
    ]
    if rows:
        tx.execute(insert(roster_group), rows)


def _groups(tx: Transaction, period_id: int) -> Mapping[str, tuple[str, ...]]:
    """Return the keys of the groups of those who are given any, by code, in their order."""
    groups: dict[str, tuple[str, ...]] = {}
    for row in tx.execute(_GROUPS, {"period_id": period_id}):
        groups[row.code] = (*groups.get(row.code, ()), row.group_key)
    return groups


def _person(row: Row[Any], groups: Mapping[str, tuple[str, ...]]) -> Person:
    if None in row or row.role not in _ROLES:
        raise Damaged
    return Person(
        row.code,
        row.name,
        row.section,
        Role(row.role),
        tuple(row.supervisors.split(";")) if row.supervisors else (),
        row.identity,
        row.clerk_note,
        row.spelling,
        groups.get(row.code, ()),
    )
