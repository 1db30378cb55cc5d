"""The record read in parts: the numbers of the entries that fit, and a window of them.

A year may have a hundred thousand entries: what is kept of them in memory is their numbers.
"""

import json
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from kaohe_tui.domain.record_words import NUMBERED
from kaohe_tui.store import chain
from kaohe_tui.store.engine import Transaction
from kaohe_tui.store.records import Entry

_COLUMNS = "id, at, actor, action, period, tier, subject, old, new, reason, seal, chain"
_MOST = 500
"""Entries that are asked for in one statement."""
_TEXTS = ("actor", "action", "subject", "old", "new", "reason")
"""The columns that a text is looked for in."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; what is empty asks for nothing."""

    person: str = ""
    """A code: the entry is about the person, or names the code."""
    operator: str = ""
    """Who did it, exactly as the record names him."""
    actions: tuple[str, ...] | None = None
    """The actions; None for all of them."""
    all_but: bool = False
    """All actions but those."""
    period: str | None = None
    """The period's key; "" for what belongs to no period, None for all."""
    tier: str = ""
    since: str = ""
    """The first day, ISO."""
    text: str = ""
    """Stands somewhere in the entry, whatever the case of Latin letters."""


def count(tx: Transaction) -> int:
    """How many entries the record has; their numbers are 1 to this."""
    return chain.head(tx)[0]


def numbers(tx: Transaction, wanted: Wanted, after: int = 0) -> Sequence[int]:
    """The numbers of the entries that fit, oldest first.

    Args:
        tx: the transaction.
        wanted: which.
        after: only later ones than this.
    """
    if wanted == Wanted():
        return range(after + 1, count(tx) + 1)
    conditions, values = _conditions(wanted)
    where = " AND ".join(["id > :after", *conditions])
    statement = text(f"SELECT id FROM record WHERE {where} ORDER BY id")
    return array("q", tx.execute(statement, {**values, "after": after}).scalars())


def entries(tx: Transaction, wanted: Iterable[int]) -> tuple[Entry, ...]:
    """The entries of these numbers, in the order given; one that is not there is left out."""
    asked = list(wanted)
    found: dict[int, Entry] = {}
    for start in range(0, len(asked), _MOST):
        listed = ", ".join(str(int(number)) for number in asked[start : start + _MOST])
        rows = tx.execute(text(f"SELECT {_COLUMNS} FROM record WHERE id IN ({listed})"))
        found |= {row["id"]: Entry(**row) for row in rows.mappings()}
    return tuple(found[number] for number in asked if number in found)


def actors(tx: Transaction) -> list[str]:
    """Everybody who did something, in the order of their names."""
    return list(tx.execute(text("SELECT DISTINCT actor FROM record ORDER BY actor")).scalars())


def of_period(tx: Transaction, period: str, actions: Collection[str]) -> tuple[Entry, ...]:
    """The period's entries of these actions, oldest first, without seal and hash."""
    listed = _listed(actions)
    asked = ", ".join(f":{name}" for name in listed)
    statement = (
        "SELECT id, at, actor, action, period, tier, subject, old, new, reason, '', ''"
        f" FROM record WHERE period = :period AND action IN ({asked}) ORDER BY id"
    )
    rows = tx.execute(text(statement), {"period": period} | listed)
    return tuple(Entry(*row) for row in rows)


def _listed(actions: Iterable[str]) -> dict[str, str]:
    return {f"action_{place}": action for place, action in enumerate(actions)}


def _conditions(wanted: Wanted) -> tuple[list[str], dict[str, str]]:
    """SQL conditions, all of which hold, and their values."""
    conditions: list[str] = []
    values: dict[str, str] = {}
    if wanted.actions is not None:
        listed = _listed(wanted.actions)
        values |= listed
        inside = "NOT IN" if wanted.all_but else "IN"
        conditions.append(f"action {inside} ({', '.join(f':{name}' for name in listed)})")
    if wanted.since:
        conditions.append("at >= :since")
        values["since"] = wanted.since
    for column in ("operator", "period", "tier"):
        given: str | None = getattr(wanted, column)
        if given or (column == "period" and given is not None):
            conditions.append(f"{'actor' if column == 'operator' else column} = :{column}")
            values[column] = given
    if wanted.person:
        conditions.append(f"({_OF_PERSON})")
        values |= _as_person(wanted.person)
    if wanted.text:
        looked = " OR ".join(f"{column} LIKE :text ESCAPE '\\'" for column in _TEXTS)
        conditions.append(f"({looked})")
        values["text"] = f"%{_literally(wanted.text)}%"
    return conditions, values


# A code is about the person only as a whole: it stands alone, in a pair, in a list of codes, or in
# what JSON keeps of ballots, never within another code. A number that counts something is no code,
# least of all that of the n-th ballot of a secret tier (``record_words.is_nth``).
_OF_PERSON = (
    f"(subject = :code AND action NOT IN {NUMBERED} AND NOT (action = 'hand_in' AND new = ''))"
    " OR subject LIKE :first ESCAPE '\\' OR subject LIKE :second ESCAPE '\\'"
    " OR (action = 'close_tier' AND instr(';' || old, :owing) > 0)"
    " OR (action = 'change_roster'"
    " AND instr(replace(replace(new, ':', ';'), ' ', ';') || ';', :listed) > 0)"
    " OR (substr(old, 1, 1) = '{' AND instr(old, :quoted) > 0)"
)


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
    """What is typed, as LIKE takes it for itself."""
    return typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
