"""The urn of a secret tier: what goes into it, what stays, and that the file is made anew."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kaohe_tui.store.database import checking
from kaohe_tui.store.database.engine import Database, Transaction
from kaohe_tui.store.seals import sums
from kaohe_tui.store.secrecy import urn
from tests.refused import refused
from tests.store.sealed import make

HEAD = (1, 1)
"""The tier in which one ballot is begun: number 9, with one rating; it has no urn yet."""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = make(tmp_path / "kaohe.db")
    yield made
    made.close()


@pytest.fixture
def tx(database: Database) -> Iterator[Transaction]:
    with database.writing(guarded=False) as opened:
        yield opened


def rows(tx: Transaction, table: str, where: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in tx.exec_driver_sql(f"SELECT * FROM {table} WHERE {where}").all()]


def adds_up(tx: Transaction) -> bool:
    """Whether every sum is that of what stands there; number 5 is in under its rater's name."""
    return checking.wrong_sums(tx, [b for b in checking.ballots(tx) if b.id != 5]) == {}


def test_the_places_of_a_tier(tx: Transaction) -> None:
    assert urn.places(tx, 1, 0) == [6, 7]
    assert urn.places(tx, *HEAD) == []
    assert urn.places(tx, 2, 0) == []


def test_an_urn_has_two_places_for_each_rating(tx: Transaction) -> None:
    made = urn.make(tx, *HEAD, 3)
    assert made == urn.places(tx, *HEAD) == [10, 11, 12, 13, 14, 15]
    found = rows(tx, "ballot", "tier_no = 1 AND rater_id IS NULL")
    assert {row[1:7] for row in found} == {(1, 1, None, "handed_in", 1, "")}
    nonces = {str(row[7]) for row in found}
    assert len(nonces) == 6
    assert {len(nonce) for nonce in nonces} == {32}
    assert adds_up(tx)


def test_an_urn_is_not_made_where_something_waits_for_it(tx: Transaction) -> None:
    tx.exec_driver_sql("INSERT INTO ballot_sum VALUES (11, 5)")
    with refused("foreign-change") as info:
        urn.make(tx, *HEAD, 1)
    assert "added marks to a ballot that did not have them" in str(info.value.values["what"])


def test_all_that_is_on_a_ballot_goes_into_the_urn(tx: Transaction) -> None:
    tx.exec_driver_sql("INSERT INTO abstention VALUES (2, 9)")
    tx.exec_driver_sql("INSERT INTO part_mark VALUES (3, 9, 0, 1, 5)")
    sums.renew(tx, 1, [9])
    into = urn.make(tx, *HEAD, 1)
    assert not urn.is_bare(tx, 9)
    urn.cast(tx, 9, into)
    assert urn.is_bare(tx, 9)
    assert rows(tx, "ballot", "id = 9") == [(9, 1, 1, 1, "handed_in", 1, "", "")]
    assert not sums.has(tx, 9)
    [rating] = rows(tx, "rating", "ballot_id IN (10, 11)")
    [part] = rows(tx, "part_mark", "ballot_id IN (10, 11)")
    [abstention] = rows(tx, "abstention", "ballot_id IN (10, 11)")
    assert (rating[0], rating[2:4], part) == (3, (1, 1), (3, rating[1], 0, 1, 5))
    assert abstention[0] == 2
    assert urn.is_due(tx)
    assert adds_up(tx)


def test_what_is_there_already_stays_alone(tx: Transaction) -> None:
    """Another rating of the same person goes to the other place, whichever was drawn first."""
    for _try in range(8):
        tx.exec_driver_sql("UPDATE rating SET ballot_id = 9 WHERE mark_29 = 7")
        into = urn.places(tx, *HEAD) or urn.make(tx, *HEAD, 1)
        tx.exec_driver_sql("DELETE FROM rating WHERE ballot_id IN (10, 11)")
        tx.exec_driver_sql("DELETE FROM abstention WHERE ballot_id IN (10, 11)")
        tx.exec_driver_sql("INSERT INTO abstention VALUES (3, 10)")
        urn.cast(tx, 9, into)
        assert [row[:2] for row in rows(tx, "rating", "ballot_id > 9")] == [(3, 11)]
        tx.exec_driver_sql("UPDATE rating SET ballot_id = 9 WHERE ballot_id = 11")


def test_places_are_drawn_at_random(tx: Transaction) -> None:
    into = urn.make(tx, *HEAD, 4)
    drawn = set()
    for _try in range(60):
        urn.cast(tx, 9, into)
        [(place,)] = tx.exec_driver_sql("SELECT ballot_id FROM rating WHERE ballot_id > 9").all()
        drawn.add(place)
        tx.exec_driver_sql(f"UPDATE rating SET ballot_id = 9 WHERE ballot_id = {place}")
    assert len(drawn) > 4


def test_a_second_keying_goes(tx: Transaction) -> None:
    tx.exec_driver_sql(
        "INSERT INTO ballot VALUES (20, 1, 1, 1, 'keyed', 2, '乙', ''), "
        "(21, 1, 1, 3, 'keyed', 2, '乙', '')"
    )
    sums.ballots_added(tx, [20, 21])
    for table, values in (
        ("rating (ratee_id, ballot_id, mark_0)", "(3, 20, 5), (3, 21, 5)"),
        ("abstention", "(2, 20), (2, 21)"),
        ("part_mark", "(1, 20, 0, 0, 1), (1, 21, 0, 0, 1)"),
    ):
        tx.exec_driver_sql(f"INSERT INTO {table} VALUES {values}")
    sums.renew(tx, 1, [20, 21])
    urn.cast(tx, 9, urn.make(tx, *HEAD, 1))
    for table in ("rating", "abstention", "part_mark"):
        assert rows(tx, table, "ballot_id = 20") == []
        assert len(rows(tx, table, "ballot_id = 21")) == 1
    assert rows(tx, "ballot", "id = 20") == []
    assert not sums.has(tx, 20)
    assert sums.has(tx, 21)
    assert adds_up(tx)


def test_a_bare_ballot_is_handed_in_by_nobody(tx: Transaction) -> None:
    urn.bare(tx, [])
    assert not urn.is_due(tx)
    tx.exec_driver_sql("DELETE FROM rating WHERE ballot_id = 9")
    tx.exec_driver_sql("DELETE FROM ballot_sum WHERE ballot_id = 9")
    with sums.ballots_changing(tx, [9]):
        tx.exec_driver_sql("UPDATE ballot SET keyed_by = '甲', nonce = 'x' WHERE id = 9")
    urn.bare(tx, iter([9]))
    assert rows(tx, "ballot", "id = 9") == [(9, 1, 1, 1, "handed_in", 1, "", "")]
    assert urn.is_due(tx)
    assert adds_up(tx)


def test_how_many_ballots_were_taken(tx: Transaction) -> None:
    """Neither places nor second keyings nor what is begun count."""
    assert urn.taken(tx, 1, 0) == 1
    assert urn.taken(tx, *HEAD) == 0
    assert urn.taken(tx, 2, 0) == 0
    tx.exec_driver_sql("UPDATE ballot SET state = 'handed_in'")
    assert urn.taken(tx, 1, 0) == 1
    assert urn.taken(tx, *HEAD) == 1


@pytest.mark.parametrize(
    ("ballot", "bare"), [(5, False), (6, False), (7, False), (8, False), (9, False), (10, True)]
)
def test_whether_something_is_on_a_ballot(tx: Transaction, ballot: int, bare: bool) -> None:
    assert urn.is_bare(tx, ballot) == bare


def test_an_urn_that_a_file_fills(tx: Transaction) -> None:
    into = urn.make(tx, *HEAD, 5)
    tx.exec_driver_sql("INSERT INTO abstention VALUES (3, 12)")
    tx.exec_driver_sql("INSERT INTO part_mark VALUES (3, 13, 0, 0, 1)")
    filling = urn.Urn(tx, into)
    assert filling.places == into
    free = filling[3]
    assert sorted(free) == [place for place in into if place not in (12, 13)]
    assert filling[3] is free
    assert sorted(filling[2]) == into
    orders = {tuple(urn.Urn(tx, into)[2]) for _try in range(5)}
    assert len(orders) > 1


# -- the file ------------------------------------------------------------------------------------


def make_due(database: Database) -> None:
    with database.writing() as tx:
        tx.exec_driver_sql("PRAGMA user_version=1")


def is_due(database: Database) -> bool:
    with database.reading() as tx:
        return urn.is_due(tx)


def size(database: Database) -> int:
    with database.reading() as tx:
        pages = tx.exec_driver_sql("PRAGMA page_count").scalar_one()
        found: int = pages * tx.exec_driver_sql("PRAGMA page_size").scalar_one()
    return found


@pytest.mark.parametrize(("more", "swept"), [(None, True), (0, True), (1, True), (-1, False)])
def test_the_file_is_made_anew_where_that_is_due(
    database: Database, more: int | None, swept: bool
) -> None:
    at_most = None if more is None else size(database) + more
    assert urn.sweep(database, at_most=1)
    make_due(database)
    assert is_due(database)
    assert urn.sweep(database, at_most=at_most) == swept
    assert is_due(database) != swept


def test_nothing_that_was_taken_out_is_left_in_the_file(database: Database) -> None:
    with database.writing(guarded=False) as tx:
        tx.exec_driver_sql("UPDATE receipt SET code = 'GONE2345' WHERE code = 'ZYXW2345'")
        tx.exec_driver_sql("DELETE FROM receipt WHERE code = 'GONE2345'")
    make_due(database)
    assert urn.sweep(database)
    with closing(sqlite3.connect(database.path)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert b"GONE2345" not in database.path.read_bytes()


def test_another_program_in_the_way_leaves_it_due(database: Database) -> None:
    make_due(database)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM ballot").fetchall()
        assert not urn.sweep(database)
    assert is_due(database)
    assert urn.sweep(database)
