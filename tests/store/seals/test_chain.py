"""What a transaction leaves in the record: its entries, chained, and its seals."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaohe_tui.domain.record.chain import link
from kaohe_tui.store.database import checking
from kaohe_tui.store.database.engine import Database
from kaohe_tui.store.failures import Damaged
from kaohe_tui.store.seals import chain, guards, seals, sums
from tests.store.sealed import AT, EVENT, VETO, entry, foreign, make


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = make(tmp_path / "kaohe.db")
    yield made
    made.close()


def test_the_first_entry_seals_what_changed_and_the_shape(database: Database) -> None:
    found = entry(database, 1)
    sealed = json.loads(found["seal"])
    filled = {"scheme", "period", "tier_step", "participant", "matter"}
    assert sealed.keys() == filled | {"shape"}
    with database.reading() as tx:
        assert sealed["shape"] == seals.digest_of_shape(tx)
        for table in filled:
            assert sealed[table] == seals.digest_of_table(tx, table)
    assert found["chain"] == link("", 1, found)
    assert (found["at"], found["actor"], found["action"]) == (AT, "陈静", "upgrade")


def test_the_last_of_several_entries_carries_the_seals(database: Database) -> None:
    with database.writing() as tx:
        tx.exec_driver_sql(VETO.format(1))
        for actor in ("甲", "乙"):
            chain.add(tx, AT, actor, EVENT)
        chain.seal(tx, {"b": "1", "a": "2"})
        chain.seal(tx, {"a": "3"})
        veto = seals.digest_of_table(tx, "veto")
    first, second, third = (entry(database, number) for number in (1, 2, 3))
    assert (second["actor"], second["seal"]) == ("甲", "")
    assert third["seal"] == f'{{"a":"3","b":"1","veto":"{veto}"}}'
    assert second["chain"] == link(first["chain"], 2, second)
    assert third["chain"] == link(second["chain"], 3, third)
    with database.reading() as tx:
        assert chain.head(tx) == (3, third["chain"])
    with database.writing() as tx:
        chain.add(tx, AT, "丙", EVENT)
    assert entry(database, 4)["seal"] == ""


def test_no_entry_is_written_where_none_was_added(database: Database) -> None:
    with database.writing() as tx:
        tx.exec_driver_sql("UPDATE ballot SET keyed_by = 'x' WHERE id = 9")
        chain.seal(tx, {"a": "1"})
    with database.reading() as tx:
        assert chain.head(tx)[0] == 1


def test_what_a_transaction_that_was_taken_back_left_is_forgotten(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as tx:  # noqa: PT012
        tx.exec_driver_sql(VETO.format(1))
        chain.seal(tx, {"a": "1"})
        chain.add(tx, AT, "甲", EVENT)
        raise ZeroDivisionError
    with database.writing() as tx:
        chain.add(tx, AT, "乙", EVENT)
    found = entry(database, 2)
    assert (found["actor"], found["seal"]) == ("乙", "")


@pytest.mark.parametrize(
    ("statement", "unrecorded"),
    [
        (VETO.format(1), True),
        ("  UPDATE matter SET about = 'x'", True),
        ("DELETE FROM matter", True),
        ("INSERT OR REPLACE INTO in_force VALUES (1, 1)", True),
        ("REPLACE INTO in_force VALUES (1, 1)", True),
        ('UPDATE "matter" SET about = about', True),
        ("UPDATE ballot SET keyed_by = 'x'", False),
        ("DELETE FROM receipt", False),
        ("SELECT 'UPDATE matter SET'", False),
    ],
)
def test_what_changed_needs_an_entry(database: Database, statement: str, unrecorded: bool) -> None:
    with database.writing(guarded=False) as tx:
        assert not chain.is_unrecorded(tx)
        tx.exec_driver_sql(statement)
        assert chain.is_unrecorded(tx) == unrecorded
        chain.add(tx, AT, "甲", EVENT)
        assert not chain.is_unrecorded(tx)
    assert bool(entry(database, 2)["seal"]) == unrecorded


def test_a_tier_and_a_ballot_are_sealed_as_they_are(database: Database) -> None:
    with database.writing() as tx:
        assert sums.has(tx, 9)
        chain.seal_tier(tx, 1, 1)
        chain.seal_ballot(tx, 9)
        assert not sums.has(tx, 9)
        chain.seal_ballot(tx, 8, "ab")
        assert not sums.has(tx, 8)
        chain.add(tx, AT, "甲", EVENT)
        assert json.loads(seals.to_json(tx.info["pending_seals"])) == {
            "ballots 1 1": seals.digest_of_tier(tx, 1, 1),
            "ballot 9": seals.digest_of_ballot(tx, 9),
            "ballot 8": "ab",
        }


def test_texts_are_written_as_they_will_be_read(database: Database) -> None:
    with database.writing() as tx:
        chain.add(tx, AT, "a\udcff\x00b", EVENT)
    assert "\udcff" not in entry(database, 2)["actor"]
    with database.reading() as tx:
        assert checking.first_broken_entry(tx) == 0


@pytest.mark.parametrize("had_seals", [False, True])
def test_an_upgrade_seals_everything(database: Database, had_seals: bool) -> None:
    foreign(database, "UPDATE tier_step SET state = 'closed' WHERE number = 1")
    with database.writing(guarded=False) as tx:
        tx.exec_driver_sql("UPDATE matter SET about = about || 'x'")
        chain.seal_all(tx, frozenset() if had_seals else None)
        chain.add(tx, AT, "甲", EVENT)
        tables = seals.sealed_tables(tx)
    sealed = json.loads(entry(database, 2)["seal"])
    # Where there were seals and nothing fitted them, only what had none gets one.
    filled = {"scheme", "period", "tier_step", "participant", "matter", "shape"}
    wanted = {*tables} - filled if had_seals else {"shape", *tables, "ballots 1 1"}
    assert sealed.keys() == wanted


def test_an_upgrade_leaves_the_seal_of_what_did_not_fit(database: Database) -> None:
    with database.writing(guarded=False) as tx:
        tx.exec_driver_sql("UPDATE matter SET about = about || 'x'")
        tx.exec_driver_sql("UPDATE scheme SET text = 'x'")
        chain.seal_all(tx, frozenset({"scheme", "shape"}))
        chain.add(tx, AT, "甲", EVENT)
        never = {name for name in seals.sealed_tables(tx) if not guards.last_seal(tx, name)}
    assert json.loads(entry(database, 2)["seal"]).keys() == never | {"scheme", "shape"}
    with database.reading() as tx:
        assert [table for table, _sealed in guards.foreign_tables(tx)] == ["matter"]


def test_a_record_without_a_head_is_damaged(database: Database) -> None:
    foreign(database, "DELETE FROM record_head")
    with database.reading() as tx, pytest.raises(Damaged):
        chain.head(tx)
