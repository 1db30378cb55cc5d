"""Store what the leading group entered: adjustments, vetoes, absences, exemptions, grades.

Entries are added, approved and withdrawn, never removed. This module checks neither a
period's state nor the scheme: the caller does.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Select, Table, bindparam, insert, select, update

from kaohe_tui.domain.entries.documents import document_key
from kaohe_tui.domain.entries.entries import (
    Absence,
    Act,
    Adjustment,
    Decision,
    EntryKind,
    Exemption,
    ExemptionKind,
    Figure,
    GroupFacts,
    Places,
    VetoEntry,
)
from kaohe_tui.domain.record.events import (
    APPROVED,
    ENTERED,
    WITHDRAWN,
    Event,
    GradeDecided,
    GradeTakenBack,
    OfEntry,
)
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.record import pages
from kaohe_tui.store.tables import columns

_TABLES: dict[type, Table] = {
    Adjustment: columns.adjustment,
    VetoEntry: columns.veto,
    Exemption: columns.exemption,
    Absence: columns.absence,
    Figure: columns.figure,
    Decision: columns.decision,
}


def _of_period(table: Table) -> Select[Any]:
    return select(table).where(table.c.period_key == bindparam("period")).order_by(table.c.id)


_SELECTS = {kind: _of_period(table) for kind, table in _TABLES.items()}

_ACTS: Mapping[type[Event], tuple[Act, EntryKind]] = {
    **{event: (Act.APPROVED, kind) for kind, event in APPROVED.items()},
    **{event: (Act.ENTERED, kind) for kind, event in ENTERED.items()},
    **{event: (Act.WITHDRAWN, kind) for kind, event in WITHDRAWN.items()},
}
_TOLD = (*_ACTS, GradeDecided, GradeTakenBack)

Kept = Adjustment | VetoEntry | Exemption | Absence | Figure
"""Entries that can be withdrawn."""

_KINDS: dict[EntryKind, type[Kept]] = {
    EntryKind.ADJUSTMENT: Adjustment,
    EntryKind.VETO: VetoEntry,
    EntryKind.EXEMPTION: Exemption,
    EntryKind.ABSENCE: Absence,
    EntryKind.FIGURE: Figure,
}


def facts(tx: Transaction, period: str) -> GroupFacts:
    """Return all that was entered for a period, or for the year ("" as key), oldest first."""
    decisions = tuple(Decision(**row) for row in _rows(tx, Decision, period))
    return GroupFacts(
        adjustments=tuple(Adjustment(**row) for row in _rows(tx, Adjustment, period)),
        vetoes=tuple(VetoEntry(**row) for row in _rows(tx, VetoEntry, period)),
        exemptions=tuple(Exemption(**row) for row in _rows(tx, Exemption, period)),
        absences=tuple(Absence(**row) for row in _rows(tx, Absence, period)),
        figures=tuple(Figure(**row) for row in _rows(tx, Figure, period)),
        decisions=decisions,
        places=_places(tx) if decisions else Places(),
    )


def _places(tx: Transaction) -> Places:
    """Return the record's numbers for the acts of the group, in whatever period.

    A decision of the year may lapse by an entry of any period.
    """
    entries: dict[tuple[Act, EntryKind, int], int] = {}
    decisions: dict[tuple[str, str], tuple[int, ...]] = {}
    for line in pages.of_events(tx, _TOLD):
        match line.event:
            case (GradeDecided() | GradeTakenBack()) as event:
                key = event.period, event.person
                decisions[key] = (*decisions.get(key, ()), line.id)
            case OfEntry() as event:
                entries[*_ACTS[type(event)], event.number] = line.id
    return Places(entries, decisions)


def entry(tx: Transaction, kind: EntryKind, number: int) -> Kept | None:
    """Return the entry of that kind and id, whatever its period; None where there is none."""
    entry_type = _KINDS[kind]
    table = _TABLES[entry_type]
    row = tx.execute(select(table).where(table.c.id == number)).mappings().first()
    return entry_type(**_values(row, entry_type)) if row else None


def same_adjustments(
    tx: Transaction, code: str, rule: str, evidence: str, level: str = "", matter: str = ""
) -> dict[str, int]:
    """Return the ids of adjustments that stand for the same thing, by their periods' keys.

    Args:
        tx: the transaction.
        code: the person's.
        rule: the rule's key.
        evidence: the document, however it is spelt.
        level: the rule's level; empty for none.
        matter: what it is for; empty for none.
    """
    table = columns.adjustment
    rows = tx.execute(
        select(table.c.period_key, table.c.id, table.c.evidence)
        .where(table.c.code == code, table.c.rule == rule, table.c.withdrawn_at == "")
        .where(table.c.level == level, table.c.matter == matter)
        .order_by(table.c.id)
    )
    document = document_key(evidence)
    return {period: int(entry) for period, entry, other in rows if document_key(other) == document}


def add(tx: Transaction, entry: Kept | Decision) -> int:
    """Store an entry and return its id; the id it carries is ignored."""
    table = _TABLES[type(entry)]
    values = asdict(entry)
    del values["id"]
    values["period_key"] = values.pop("period")
    result = tx.execute(insert(table).returning(table.c.id), values)
    return int(result.scalar_one())


def approve(tx: Transaction, entry: Adjustment | Figure, by: str, at: str) -> None:
    """Mark an entry as approved: it counts from now on."""
    table = _TABLES[type(entry)]
    tx.execute(update(table).where(table.c.id == entry.id).values(approved_by=by, approved_at=at))


def withdraw(tx: Transaction, entry: Kept, by: str, at: str, reason: str) -> None:
    """Mark an entry as withdrawn; it stays in the register with the reason."""
    table = _TABLES[type(entry)]
    tx.execute(
        update(table)
        .where(table.c.id == entry.id)
        .values(withdrawn_by=by, withdrawn_at=at, withdrawn_reason=reason)
    )


def _rows(tx: Transaction, kind: type, period: str) -> list[dict[str, Any]]:
    rows = tx.execute(_SELECTS[kind], {"period": period}).mappings().all()
    return [_values(row, kind) for row in rows]


def _values(row: Mapping[Any, Any], kind: type) -> dict[str, Any]:
    """Return a row's values by the names of the domain's fields."""
    values = dict(row)
    values["period"] = values.pop("period_key")
    if kind is Exemption:
        values["kind"] = ExemptionKind(values["kind"])
    return values
