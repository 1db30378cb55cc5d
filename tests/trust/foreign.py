"""Changes of a database by another program: guards dropped and put back word for word.

A change is drawn from its kind and a seed, so that the same one can be made again; kinds that
change several rows in one sense are in ``forging``.
"""

import json
import random
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

Forge = Callable[[sqlite3.Connection, random.Random], str]
"""Makes a change and tells it; empty where the database has nothing to change so."""
_STATES: Mapping[str, tuple[str, ...]] = {
    "ballot.state": ("open", "keyed", "handed_in", "void"),
    "tier_step.state": ("waiting", "open", "closed"),
    "period.state": ("open", "closed"),
    "operator.state": ("active", "retired"),
    "operator.duty": ("host", "clerk", "supervisor", "reviewer"),
    "declaration.state": ("declared", "presented", "reviewed", "approved", "posted", "in_force"),
    "opinion.verdict": ("agree", "light", "heavy"),
    "exemption.kind": ("undetermined", "not_assessed"),
    "matter.state": ("open", "closed"),
    "matter.kind": ("objection", "report", "review"),
    "participant.role": ("staff", "middle", "leader", "head"),
    "person.role": ("staff", "middle", "leader", "head"),
}
"""Columns of which it is known what stands in them."""


_WEIGHTS: Mapping[str, float] = dict.fromkeys(
    ("alembic_version", "in_force", "record", "record_head", "scheme"), 0.3
)
"""Of tables that have few rows, or that nothing can be changed in unseen, how often they are
drawn beside the others."""


@dataclass(frozen=True)
class Changed:
    """What was done to a file."""

    table: str
    """The table, or what a change of several is called."""
    kind: str
    told: str
    """Row and values."""

    @property
    def name(self) -> str:
        """For counting."""
        return f"{self.table} {self.kind}"

    def __str__(self) -> str:
        """In one line."""
        return f"{self.name}: {self.told}"


@contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """A transaction of another program's in which nothing is checked; taken back when it raises."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("synchronous=OFF", "ignore_check_constraints=ON", "foreign_keys=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        connection.execute("BEGIN IMMEDIATE")
        try:
            for name, _sql in guards:
                connection.execute(f"DROP TRIGGER {name}")
            yield connection
            # Put back word for word: nothing shows that they were away.
            for _name, sql in guards:
                connection.execute(sql)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def content(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, in an order of their own, and how all is declared."""
    declared = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql <> ''")
    return {"declared": sorted(declared.fetchall())} | {
        table: sorted(connection.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)
        for table in tables(connection)
    }


def tables(connection: sqlite3.Connection) -> list[str]:
    """The names of the tables."""
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        " ORDER BY name"
    )
    return [name for (name,) in found.fetchall()]


def change(path: Path, dice: random.Random, forges: Mapping[str, Forge]) -> Changed | None:
    """Change the file in one way drawn at random.

    Args:
        path: the database.
        dice: what is drawn from.
        forges: changes of several rows, by name; one in three is one of them.

    Returns:
        What was done; None where SQLite refuses it, or all says the same as before.
    """
    try:
        with unguarded(path) as connection:
            before = content(connection)
            if dice.random() < 0.35:
                name = dice.choice(list(forges))
                changed = Changed("several", name, forges[name](connection, dice))
            else:
                changed = one_row(connection, dice)
            if not changed.told or content(connection) == before:
                raise sqlite3.IntegrityError("nothing is changed")
    except sqlite3.Error:
        return None
    return changed


def one_row(connection: sqlite3.Connection, dice: random.Random) -> Changed:
    """Change, remove or add one row of a table.

    Raises:
        sqlite3.Error: when SQLite does not take it.
    """
    known = [
        table
        for table in tables(connection)
        if connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
    ]
    [table] = dice.choices(known, [_WEIGHTS.get(table, 1.0) for table in known])
    info = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    names = [name for _cid, name, *_rest in info]
    keys = [name for _cid, name, _type, _null, _default, pk in info if pk] or names
    rows = connection.execute(f"SELECT * FROM {table} ORDER BY {', '.join(keys)}").fetchall()
    row = dict(zip(names, dice.choice(rows), strict=True))
    where = " AND ".join(f"{name} IS ?" for name in keys)
    which = [row[name] for name in keys]
    kind = dice.choice(["changed", "changed", "changed", "removed", "doubled", "added"])
    told = json.dumps(which, ensure_ascii=False)
    if kind == "changed":
        name, value = _another(dice, table, names, row, rows)
        connection.execute(f"UPDATE {table} SET {name} = ? WHERE {where}", [value, *which])
        kind, told = f"{name} changed", f"{told} {row[name]!r:.60} -> {value!r:.60}"
    elif kind == "removed":
        connection.execute(f"DELETE FROM {table} WHERE {where}", which)
    else:
        row |= {keys[-1]: _far(row[keys[-1]], rows, names.index(keys[-1]))}
        if kind == "added":
            for _time in range(2):
                name, value = _another(dice, table, names, row, rows)
                row[name] = value
        places = ", ".join("?" * len(names))
        connection.execute(f"INSERT INTO {table} VALUES ({places})", list(row.values()))
        told += f" as {list(row.values())!r:.120}"
    return Changed(table, kind, told)


def _far(value: object, rows: list[tuple[object, ...]], place: int) -> object:
    """A key that no row has."""
    if isinstance(value, int):
        return max(row[place] for row in rows if isinstance(row[place], int)) + 1  # type: ignore[type-var, operator]
    return f"{value}x"


def _another(
    dice: random.Random,
    table: str,
    names: list[str],
    row: Mapping[str, object],
    rows: list[tuple[object, ...]],
) -> tuple[str, object]:
    """A column and another value that may well stand there."""
    name = dice.choice(names)
    old = row[name]
    place = names.index(name)
    found: list[object] = list(_STATES.get(f"{table}.{name}", ()))
    found += [other[place] for other in dice.sample(rows, min(len(rows), 5))]
    if isinstance(old, int):
        found += [old + 1, old - 1, old + 10, old - 10, 0]
    elif isinstance(old, str):
        found += ["", f"{old}x", old[:-1]]
    else:
        found += [10, 1]
    if isinstance(old, int) and name.startswith(("mark_", "rater_id")):
        found.append(None)
    others = [value for value in found if value != old]
    return name, dice.choice(others)
