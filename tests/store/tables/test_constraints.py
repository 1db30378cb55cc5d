"""What the tables themselves refuse, whatever the program above them does."""

import pytest
from sqlalchemy.exc import IntegrityError

from kaohe_tui.domain.record.events import Unknown
from kaohe_tui.store.ballots import ballots, ratings
from kaohe_tui.store.database.engine import Database
from kaohe_tui.store.periods import people, results, schemes
from kaohe_tui.store.seals import chain
from tests.refused import refused
from tests.store.conftest import Filled
from tests.store.recipes import added


@pytest.mark.parametrize("value", [99991, -1, 50.5, "many"])
def test_a_value_that_is_no_mark_is_refused(filled: Filled, value: int) -> None:
    with pytest.raises(IntegrityError), filled.database.writing() as tx:
        ratings.put_mark(tx, filled.ballot, filled.ids["003"], 0, value)
    with filled.database.reading() as tx:
        assert ratings.scan(tx, filled.period, {added(3): ()}) == []


@pytest.mark.parametrize("where", ["ballot", "ratee"])
def test_a_mark_belongs_to_a_ballot_and_a_person(filled: Filled, where: str) -> None:
    ballot = 99 if where == "ballot" else filled.ballot
    ratee = 99 if where == "ratee" else filled.ids["003"]
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), filled.database.writing() as tx:
        ratings.put_mark(tx, ballot, ratee, 0, 10)


def test_a_ballot_belongs_to_a_tier_of_its_period(filled: Filled) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), filled.database.writing() as tx:
        ballots.begin(tx, filled.period, 7, filled.ids["003"])


def test_a_state_that_is_none_is_refused(filled: Filled) -> None:
    with pytest.raises(IntegrityError, match="ck_ballot_state"), filled.database.writing() as tx:
        tx.exec_driver_sql("UPDATE ballot SET state = 'lost'")


def test_a_code_stands_once_in_a_frozen_roster(filled: Filled) -> None:
    with filled.database.writing() as tx:
        frozen = people.participants(tx, filled.period).roster
    with pytest.raises(IntegrityError, match="UNIQUE"), filled.database.writing() as tx:
        people.freeze_roster(tx, filled.period, frozen)


@pytest.mark.parametrize("table", ["record", "result"])
@pytest.mark.parametrize(
    "verb",
    [
        "UPDATE {table} SET at = 'x'",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ],
)
def test_the_record_and_the_results_are_append_only(filled: Filled, table: str, verb: str) -> None:
    with filled.database.writing() as tx:
        chain.add(tx, "t", "陈静", Unknown(stored="new"))
        results.freeze(tx, filled.period, "t", "{}", "f")
    with pytest.raises(IntegrityError, match="append-only"), filled.database.writing() as tx:
        tx.exec_driver_sql(verb.format(table=table))
    with filled.database.reading() as tx:
        assert tx.exec_driver_sql(f"SELECT at FROM {table}").scalars().all() == ["t"]


def test_a_reading_transaction_cannot_write_and_the_next_one_can(filled: Filled) -> None:
    with refused("database-unwritable"), filled.database.reading() as tx:
        ratings.put_mark(tx, filled.ballot, filled.ids["003"], 0, 10)
    with filled.database.writing() as tx:
        ratings.put_mark(tx, filled.ballot, filled.ids["003"], 0, 20)


def test_an_error_does_not_show_marks(filled: Filled) -> None:
    with pytest.raises(IntegrityError) as caught, filled.database.writing() as tx:
        ratings.put_mark(tx, filled.ballot, filled.ids["003"], 0, 777777)
    assert "777777" not in str(caught.value)


def test_a_block_that_raises_leaves_nothing(filled: Filled) -> None:
    with pytest.raises(IntegrityError), filled.database.writing() as tx:
        ratings.add_rows(tx, 3, [(filled.ids["003"], filled.ballot, 10, 20, 500000)])
    with filled.database.reading() as tx:
        assert ratings.scan(tx, filled.period, {added(3): ()}) == []


def test_a_database_without_a_scheme_says_so(database: Database) -> None:
    with refused("scheme-missing"), database.reading() as tx:
        schemes.current_scheme(tx)
