"""A database whose bytes were changed from outside: one sentence that says so."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kaohe_tui.store.ballots import ratings
from kaohe_tui.store.database.engine import Database, Transaction
from kaohe_tui.store.periods import people, periods, schemes
from tests.refused import refused
from tests.store.conftest import ROSTER, Filled
from tests.store.recipes import added


def _spoil(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    assert len(old) == len(new)
    path.write_bytes(content.replace(old, new))


def _read(tx: Transaction) -> None:
    schemes.current_scheme(tx)
    found = periods.period(tx, "q1")
    if found:
        people.participants(tx, found.id)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"CREATE TABLE rating", b"CRE\xffTE TABLE \xfe\xfdting"),
        ("农业科".encode(), "农业科".encode()[:-1] + b"\xff"),
        (b"[scheme]", b"[sch\xffme]"),
        (b"middle901", b"muddle901"),
        (b"peerwaiting", b"peerwaitinx"),
    ],
)
def test_changed_bytes_are_named_as_damage(filled: Filled, old: bytes, new: bytes) -> None:
    path = filled.database.path
    filled.database.close()
    _spoil(path, old, new)
    with refused("database-damaged") as caught:
        _open_and_read(path)
    assert str(caught.value) == f"{path} is damaged. Restore a backup."


def _open_and_read(path: Path) -> None:
    database = Database.open(path, read_only=True)
    try:
        with database.reading() as tx:
            _read(tx)
    finally:
        database.close()


def test_a_row_that_leads_nowhere_is_damage_and_a_fault_of_ours_is_none(filled: Filled) -> None:
    database = filled.database
    with pytest.raises(KeyError), database.reading():
        raise KeyError("of ours")
    with closing(sqlite3.connect(database.path)) as other:
        other.execute("INSERT INTO rating (ratee_id, ballot_id, mark_0) VALUES (77, 88, 10)")
        other.commit()
    codes = {number: code for code, number in filled.ids.items()}
    with refused("database-damaged"), database.reading() as tx:
        assert codes[ratings.of_ratee(tx, 77, added(1)).ballots[0]]


def test_a_role_that_nobody_has_is_damage(filled: Filled) -> None:
    database = filled.database
    with database.writing() as tx:
        people.put_roster(tx, ROSTER)
        tx.exec_driver_sql("UPDATE person SET role = 'boss'")
    with refused("database-damaged"), database.reading() as tx:
        people.roster(tx)
