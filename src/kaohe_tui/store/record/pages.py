"""Read the record in parts: the numbers of the entries that fit, and a window of them.

A year may have a hundred thousand entries: what is kept of them in memory is their numbers.
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import text

from kaohe_tui.domain.record.event import Where
from kaohe_tui.domain.record.events import EVENTS, Event, RecordKind, Texts
from kaohe_tui.domain.record.fields.value import Codes
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.record.records import Entry
from kaohe_tui.store.seals import chain

_COLUMNS = "id, at, actor, action, period, tier, subject, old, new, reason, seal, chain"
_MOST = 500
"""Entries that are asked for in one statement."""
_TEXTS = ("actor", "action", "subject", "old", "new", "reason")
"""The columns that a text is looked for in."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; an empty field does not limit them."""

    person: str = ""
    """A code: the entry is about the person, or names the code."""
    operator: str = ""
    """Name of the operator who acted, exactly as the record has it."""
    kind: RecordKind | None = None
    """The kind they are sorted under; None for all."""
    period: str | None = None
    """Key of the period; "" for entries of no period, None for all."""
    tier: str = ""
    """Key of the tier."""
    since: str = ""
    """The first day, ISO."""
    text: str = ""
    """Text that stands anywhere in the entry; the case of Latin letters is ignored."""


def count(tx: Transaction) -> int:
    """Return how many entries the record has; their numbers are 1 to this."""
    return chain.head(tx)[0]


def numbers(tx: Transaction, search: Wanted, after: int = 0) -> Sequence[int]:
    """Return the numbers of the entries that fit, oldest first.

    Args:
        tx: the transaction.
        search: which.
        after: only later ones than this.
    """
    if search == Wanted():
        return range(after + 1, count(tx) + 1)
    conditions, values = _conditions(search)
    where = " AND ".join(["id > :after", *conditions])
    statement = text(f"SELECT id FROM record WHERE {where} ORDER BY id")
    return array("q", tx.execute(statement, {**values, "after": after}).scalars())


def entries(tx: Transaction, entry_numbers: Iterable[int]) -> tuple[Entry, ...]:
    """Return the entries of these numbers, in the order asked; missing ones are left out."""
    ordered = list(entry_numbers)
    by_number: dict[int, Entry] = {}
    for start in range(0, len(ordered), _MOST):
        id_list = ", ".join(str(int(number)) for number in ordered[start : start + _MOST])
        rows = tx.execute(text(f"SELECT {_COLUMNS} FROM record WHERE id IN ({id_list})"))
        by_number |= {row["id"]: Entry(**row) for row in rows.mappings()}
    return tuple(by_number[number] for number in ordered if number in by_number)


def actors(tx: Transaction) -> list[str]:
    """List everybody who acted, in the order of their names."""
    return list(tx.execute(text("SELECT DISTINCT actor FROM record ORDER BY actor")).scalars())


def of_period(tx: Transaction, period: str, events: Iterable[type[Event]]) -> tuple[Entry, ...]:
    """Return the period's entries of these events, oldest first, without seal and hash."""
    actions = _quoted(sorted({each.action for each in events}))
    statement = (
        "SELECT id, at, actor, action, period, tier, subject, old, new, reason, '', ''"
        f" FROM record WHERE period = :period AND action IN ({actions}) ORDER BY id"
    )
    return tuple(Entry(*row) for row in tx.execute(text(statement), {"period": period}))


def of_events(tx: Transaction, events: Iterable[type[Event]]) -> Iterator[Entry]:
    """Yield all entries of these events, oldest first, without seal and hash."""
    actions = _quoted(sorted({each.action for each in events}))
    result = tx.execute(
        text(
            "SELECT id, at, actor, action, period, tier, subject, old, new, reason, '', ''"
            f" FROM record WHERE action IN ({actions}) ORDER BY id"
        )
    )
    while rows := result.fetchmany(_MOST):
        yield from (Entry(*row) for row in rows)


def _conditions(search: Wanted) -> tuple[list[str], dict[str, str]]:
    """Return SQL conditions, all of which must hold, and their values."""
    conditions: list[str] = []
    values: dict[str, str] = {}
    if search.kind is not None:
        other = search.kind is RecordKind.OTHER
        actions = {each.action for each in EVENTS if other or each.kind is search.kind}
        conditions.append(f"action {'NOT IN' if other else 'IN'} ({_quoted(sorted(actions))})")
    if search.since:
        conditions.append("at >= :since")
        values["since"] = search.since
    for column in ("operator", "period", "tier"):
        value: str | None = getattr(search, column)
        if value or (column == "period" and value is not None):
            conditions.append(f"{'actor' if column == 'operator' else column} = :{column}")
            values[column] = value
    if search.person:
        conditions.append(f"({_of_person()})")
        values |= _as_person(search.person)
    if search.text:
        matches = " OR ".join(f"{column} LIKE :text ESCAPE '\\'" for column in _TEXTS)
        conditions.append(f"({matches})")
        values["text"] = f"%{_literally(search.text)}%"
    return conditions, values


@cache
def _of_person() -> str:
    """Return the condition for entries about a person, by the places of codes in events.

    A code is about the person only as a whole: never within another code, nor where a number counts
    something. What this kaohe does not know is looked for as a subject.
    """
    subject = [each for each in EVENTS if "subject" in each.layout]
    of_many = [each for each in subject if Where("subject", Codes.ONE) not in each.codes()]
    conditions = [f"(subject = :code AND NOT ({' OR '.join(map(_is, of_many))}))"]
    # A pair stands in no other text, so that its action need not be asked for.
    conditions += [f"subject LIKE :{name} ESCAPE '\\'" for name in ("first", "second")]
    for codes, condition in _WITHIN.items():
        places = {(where.column, each.action) for each in EVENTS for where in each.codes()
                  if where.codes is codes}  # fmt: skip
        for column in sorted({column for column, _action in places}):
            actions = sorted(action for each, action in places if each == column)
            conditions.append(
                f"(action IN ({_quoted(actions)}) AND {condition.format(column=column)})"
            )
    return " OR ".join(conditions)


_WITHIN = {
    Codes.OWING: "instr(';' || {column}, :owing) > 0",
    Codes.LISTED: "instr(replace(replace({column}, ':', ';'), ' ', ';') || ';', :listed) > 0",
    Codes.QUOTED: "instr({column}, :quoted) > 0",
}
"""The conditions that find a code in a text that holds several."""


def _is(event: type[Event]) -> str:
    """Return the condition for entries of that class: its action, and its form where shared."""
    condition = f"action = '{event.action}'"
    if len(Event.known[event.action]) > 1:
        empty = (each for each in Texts._fields if each not in event.layout)
        condition += "".join(f" AND {each} = ''" for each in empty)
    return f"({condition})"


def _quoted(actions: Iterable[str]) -> str:
    return ", ".join(f"'{action}'" for action in actions)


def _as_person(code: str) -> dict[str, str]:
    literal = _literally(code)
    return {
        "code": code,
        "first": f"{literal}>%",
        "second": f"%>{literal}",
        "owing": f";{code}:",
        "listed": f";{code};",
        "quoted": json.dumps(code, ensure_ascii=False),
    }


def _literally(typed: str) -> str:
    """Escape typed text so that LIKE takes it literally."""
    return typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
