"""A year that is over, and everything that could be done to its file behind kaohe's back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from kaohe_tui.domain.entries.entries import EntryKind, ExemptionKind
from kaohe_tui.domain.public.matter import MatterKind
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.tasks.task import Task, Verdict
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.entries import entries
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.public import matters, notices
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tasks import tasks
from kaohe_tui.services.tiers import steps
from kaohe_tui.services.year import grades
from tests.bureau import KEYS, key_tier, new_room
from tests.services.graded_year import GRADES, ROSTER, graded_scheme, hold, marks

ADJUSTMENTS = """
[[adjustments]]
key = "praise"
name = "表扬"
kind = "bonus"
points = "0.5"
cap = "3"
"""
DAY = date(2026, 3, 1)


def finished(folder: Path) -> Path:
    """A database with every period closed and a row in each table that the meeting fills."""
    scheme = graded_scheme(GRADES + ADJUSTMENTS).replace(
        'name = "工作业绩"\npoints = 60\n', 'name = "工作业绩"\npoints = 60\nsource = "goals"\n'
    )
    room = new_room(folder, scheme, ROSTER)
    _declare(room)
    steps.recuse(room, "q1", ("s1", "s2"), "夫妻")
    hold(room, "q1")
    hold(room, "q2")
    first = entries.enter_adjustment(room, "annual", "s2", "praise", 2, "县委通报")
    entries.approve(room, first, "h")
    second = entries.enter_adjustment(room, "annual", "s3", "praise", 1, "误录")
    entries.withdraw(room, EntryKind.ADJUSTMENT, second, "录错了人")
    entries.enter_veto(room, "annual", "s5", "廉政", "县纪发〔2026〕3号", "县纪委")
    entries.absent(room, "annual", "s4", Fraction(3, 2), "病假")
    entries.exempt(room, "annual", "m2", ExemptionKind.UNDETERMINED, "新任职")
    for tier in KEYS:
        steps.open_tier(room, "annual", tier)
        key_tier(room, "annual", tier, lambda code: marks("q1", code))
        steps.close_tier(room, "annual", tier)
    grades.decide(room, "annual", "s1", "称职", "集体研究")
    today = date.fromisoformat(room.now()[:10])
    notices.post(room, "q1", today, "办公室", "等次待研究")
    number = matters.take(
        room,
        kind=MatterKind.OBJECTION,
        about="对得分有异议",
        period="q1",
        code="s3",
        received_on=DAY,
    )
    matters.step(room, number, "已核对评分表")
    room.close()
    return room.database.path


def _declare(room: Room) -> None:
    tasks.declare(room, "s1", [Task("统计月报", "零差错", "双人复核", "差错一次扣2分", 600)])
    tasks.present(room, "s1")
    tasks.opinion(room, "s1", "s2", Verdict.AGREE, "合适")


@dataclass(frozen=True)
class Change:
    """One change of one row."""

    table: str
    what: str
    statements: tuple[tuple[str, tuple[object, ...]], ...]

    def __str__(self) -> str:
        return f"{self.table}: {self.what}"


def changes(path: Path) -> Iterator[Change]:
    """Every row taken out, put in once more, and changed in every column."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        )
        for (table,) in found.fetchall():
            yield from _changes_of(connection, table)


def _changes_of(connection: sqlite3.Connection, table: str) -> Iterator[Change]:
    info = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    names = [name for _cid, name, *_rest in info]
    keys = [name for _cid, name, _type, _null, _default, pk in info if pk] or names
    where = " AND ".join(f"{name} IS ?" for name in keys)
    for row in connection.execute(f'SELECT * FROM "{table}"').fetchall():
        values = dict(zip(names, row, strict=True))
        which = tuple(values[name] for name in keys)
        yield Change(table, f"{which} taken out", ((f"DELETE FROM {table} WHERE {where}", which),))
        copy = values | {keys[-1]: _other(values[keys[-1]], far=True)}
        places = ", ".join("?" * len(names))
        yield Change(
            table,
            f"{which} put in once more",
            ((f"INSERT INTO {table} VALUES ({places})", tuple(copy.values())),),
        )
        for name in names:
            changed = (_other(values[name]), *which)
            yield Change(
                table,
                f"{which} {name} changed",
                ((f"UPDATE {table} SET {name} = ? WHERE {where}", changed),),
            )


def _other(value: object, *, far: bool = False) -> object:
    """Another value of the same kind."""
    match value:
        case None:
            return 10
        case int():
            return value + (1_000_000 if far else 1)
        case _:
            return f"{value}x"


def force(path: Path, change: Change) -> bool:
    """Do it with everything put out of the way that can be; false where SQLite refuses."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA ignore_check_constraints=ON")
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        connection.execute("BEGIN")
        try:
            for name, _sql in guards:
                connection.execute(f"DROP TRIGGER {name}")
            for statement, values in change.statements:
                connection.execute(statement, values)
            # Put back word for word: nothing shows that they were away.
            for _name, sql in guards:
                connection.execute(sql)
        except sqlite3.Error:
            connection.execute("ROLLBACK")
            return False
        connection.execute("COMMIT")
    return True


def findings(path: Path) -> tuple[str, ...]:
    """What kaohe says of the file; a refusal to open or read it is one."""
    try:
        room = enter_room(path, read_only=True)
    except Refusal as refusal:
        return (str(refusal),)
    try:
        return verify(room).findings
    except Refusal as refusal:
        return (str(refusal),)
    finally:
        room.close()


def dump(path: Path) -> str | None:
    """All that the file says, as SQL; None where SQLite cannot say it."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return "\n".join(connection.iterdump())
    except (sqlite3.Error, UnicodeDecodeError, ValueError):
        return None
