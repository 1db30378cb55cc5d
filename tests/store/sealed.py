"""A database with one open period whose tables are sealed by one entry, and what is done to it."""

from pathlib import Path

from kaohe_tui.domain.record.chain import FIELDS
from kaohe_tui.domain.record.events import Upgraded
from kaohe_tui.store.database.engine import Database, Transaction
from kaohe_tui.store.database.migrations import HEAD
from kaohe_tui.store.seals import chain, sums
from tests.services.changed_copies import change
from tests.store.rows import filled_further

AT = "2026-11-30T03:41:09+08:00"
EVENT = Upgraded(before=HEAD, revision=HEAD)
"""Tells of nothing."""
VETO = "INSERT INTO veto VALUES ('q1', 's1', '', '', '', '', '', {}, '廉政', '', '')"


def make(path: Path) -> Database:
    """A database filled row by row; the entry seals every table that has a row."""
    return filled_further(path, _seal)


def _seal(tx: Transaction) -> None:
    sums.start(tx)
    chain.add(tx, AT, "陈静", EVENT)


def foreign(database: Database, *statements: str) -> None:
    """What another program does."""
    change(database.path, *statements)


def entry(database: Database, number: int) -> dict[str, str]:
    with database.reading() as tx:
        columns = ", ".join((*FIELDS, "chain"))
        row = tx.exec_driver_sql(f"SELECT {columns} FROM record WHERE id = {number}").one()
    return dict(zip((*FIELDS, "chain"), row, strict=True))
