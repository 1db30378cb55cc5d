"""Sums of what no entry seals: what a row counts is kept for good, so it is literally this."""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

import pytest

from kaohe_tui.store.database import checking
from kaohe_tui.store.database.engine import Database, Transaction
from kaohe_tui.store.seals import sums
from tests.store.rows import filled

MASK = 2**62 - 1


def drawn(text: str) -> int:
    """What a row counts, from its literal form."""
    return int.from_bytes(blake2b(text.encode("ascii"), digest_size=8).digest(), "big") & MASK


RATING = {
    5: drawn("rating(2, 5, 600, 400)"),
    6: drawn("rating(2, 6, 500)"),
    7: drawn("rating(3, 7, 0, 1000)"),
    9: drawn("rating(3, 9, 1, 1)"),
}
PARTS = {
    5: drawn("part_mark(2, 5, 0, 1, 250)") + drawn("part_mark(2, 5, 0, 0, 350)"),
    7: drawn("part_mark(3, 7, 0, 0, 0)"),
}
ABSTAINED = {5: drawn("abstention(3, 5)"), 8: drawn("abstention(1, 8)")}
ON = {
    ballot: (RATING.get(ballot, 0) + PARTS.get(ballot, 0) + ABSTAINED.get(ballot, 0)) & MASK
    for ballot in range(5, 10)
}
"""Ballot's id -> the sum of what stands on it."""
BALLOTS = (
    drawn("ballot(5, 1, 0, 1, 'handed_in', 1, '\\u7532', '00ff')"),
    drawn("ballot(6, 1, 0, None, 'handed_in', 1, '', 'aa')"),
    drawn("ballot(7, 1, 0, None, 'handed_in', 1, '', 'bb')"),
    drawn("ballot(8, 1, 0, 3, 'keyed', 2, '\\u4e59', '')"),
    drawn("ballot(9, 1, 1, 1, 'open', 1, '', '')"),
)
RECEIPTS = (
    drawn("receipt('ZYXW2345', 1, 0)"),
    drawn("receipt('ABCD2345', 1, 0)"),
    drawn("receipt('ABCD9999', 1, 1)"),
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """One open period, filled past kaohe: nothing has a sum."""
    made = filled(tmp_path / "kaohe.db")
    yield made
    made.close()


@pytest.fixture
def tx(database: Database) -> Iterator[Transaction]:
    with database.writing() as opened:
        yield opened


def stored(tx: Transaction) -> dict[int, int]:
    """The sums on disk."""
    rows = tx.exec_driver_sql("SELECT ballot_id, sum FROM ballot_sum").all()
    return {row[0]: row[1] for row in rows}


@pytest.mark.parametrize(
    ("table", "row", "text"),
    [
        ("rating", (2, 5, 600, 400, None, None), "rating(2, 5, 600, 400)"),
        ("rating", (2, 5, None, 400, None), "rating(2, 5, None, 400)"),
        ("rating", (2, None), "rating(2,)"),
        ("rating", (None, None), "rating()"),
        ("rating", (), "rating()"),
        ("receipt", ("甲", 0), "receipt('\\u7532', 0)"),
    ],
)
def test_what_a_row_counts(table: str, row: tuple[object, ...], text: str) -> None:
    assert sums.number(table, row) == drawn(text)


def test_what_a_row_counts_is_below_the_mask() -> None:
    numbers = [sums.number("rating", (each,)) for each in range(300)]
    assert max(numbers) <= MASK
    assert max(numbers) > MASK // 2
    assert len(set(numbers)) == 300


def test_the_sum_of_what_stands_on_ballots(tx: Transaction) -> None:
    assert sums.of_ballots(tx, 1, [5, 6, 7, 8, 9, 10]) == {**ON, 10: 0}
    assert sums.of_ballots(tx, 2, [5]) == {5: 0}
    assert sums.of_ballots(tx, 1, []) == {}


def test_the_sum_of_very_many_ballots(tx: Transaction) -> None:
    asked = [*range(1000, 1499), 5, 6, *range(2000, 2498), 7, 8, 9]
    found = sums.of_ballots(tx, 1, asked)
    assert list(found) == asked
    assert {ballot: total for ballot, total in found.items() if total} == ON


def test_the_sum_of_all_ballots_and_receipts(tx: Transaction) -> None:
    assert sums.of_all(tx) == (sum(BALLOTS) + sum(RECEIPTS)) & MASK


def test_a_database_without_sums_gets_those_of_what_is_there(tx: Transaction) -> None:
    """None for a ballot that is in under a name: an entry may seal it."""
    sums.start(tx)
    assert stored(tx) == {0: sums.of_all(tx), 6: ON[6], 7: ON[7], 8: ON[8], 9: ON[9]}
    assert sums.kept(tx) == stored(tx)


# -- changes -------------------------------------------------------------------------------------


def test_a_difference_is_written_when_the_transaction_ends(tx: Transaction) -> None:
    for difference in (5, 4):
        sums.add(tx, 9, difference)
    assert (stored(tx), sums.kept(tx)) == ({}, {9: 9})
    assert not sums.has(tx, 9)
    sums.end(tx)
    assert (stored(tx), sums.kept(tx)) == ({9: 9}, {9: 9})
    assert sums.has(tx, 9)
    assert not sums.has(tx, 8)
    sums.add(tx, 9, -2)
    assert sums.kept(tx) == {9: 7}
    sums.end(tx)
    sums.end(tx)
    assert stored(tx) == {9: 7}


def test_a_sum_runs_over_at_the_mask(tx: Transaction) -> None:
    sums.add(tx, 9, MASK)
    sums.end(tx)
    sums.add(tx, 9, 3)
    assert sums.kept(tx) == {9: 2}
    sums.end(tx)
    assert stored(tx) == {9: 2}
    sums.add(tx, 8, -1)
    sums.add(tx, 7, 5 * (MASK + 1) + 1)
    sums.end(tx)
    assert stored(tx) == {9: 2, 8: MASK, 7: 1}


def test_an_empty_sum_is_none(tx: Transaction) -> None:
    for difference in (3, -3):
        sums.add(tx, 9, difference)
    sums.end(tx)
    assert (stored(tx), sums.kept(tx)) == ({}, {})
    sums.put(tx, 9, 3)
    sums.put(tx, 8, 4)
    sums.add(tx, 9, -3)
    assert sums.kept(tx) == {8: 4}
    sums.end(tx)
    assert stored(tx) == {8: 4}


def test_an_empty_sum_of_another_program_is_kept_in_sight(tx: Transaction) -> None:
    tx.exec_driver_sql("INSERT INTO ballot_sum VALUES (9, 0), (8, 0)")
    assert sums.kept(tx) == {9: 0, 8: 0}
    sums.add(tx, 9, 5)
    sums.end(tx)
    assert stored(tx) == {9: 5, 8: 0}


def test_what_a_transaction_left_behind_is_forgotten(tx: Transaction) -> None:
    sums.add(tx, 9, 5)
    sums.begin(tx)
    sums.end(tx)
    assert stored(tx) == {}


def test_a_sum_is_put_dropped_and_made_anew(tx: Transaction) -> None:
    sums.add(tx, 9, 5)
    sums.put(tx, 9, 8)
    assert (stored(tx), sums.kept(tx)) == ({9: 8}, {9: 8})
    sums.put(tx, 9, 4)
    sums.put(tx, 8, 1)
    assert stored(tx) == {9: 4, 8: 1}
    sums.add(tx, 9, 5)
    sums.drop(tx, [9])
    sums.end(tx)
    assert stored(tx) == {8: 1}
    sums.put(tx, 8, 0)
    assert stored(tx) == {}
    sums.drop(tx, [])
    sums.add(tx, 6, 3)
    sums.renew(tx, 1, [6, 9, 10])
    sums.end(tx)
    assert stored(tx) == {6: ON[6], 9: ON[9]}


def test_whether_a_ballot_says_what_its_sum_tells(tx: Transaction) -> None:
    sums.start(tx)
    for ballot in (6, 7, 8, 9, 10):
        assert sums.holds(tx, 1, ballot)
    assert not sums.holds(tx, 1, 5)
    sums.put(tx, 9, ON[9] + 1)
    assert not sums.holds(tx, 1, 9)
    sums.put(tx, 10, 1)
    assert not sums.holds(tx, 1, 10)
    tx.exec_driver_sql("UPDATE ballot_sum SET sum = 0 WHERE ballot_id = 10")
    assert not sums.holds(tx, 1, 10)


CHANGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "a mark": ("UPDATE rating SET mark_0 = 7 WHERE ballot_id = 9", ("rating",)),
    "a rating gone": ("DELETE FROM rating WHERE ballot_id = 9", ("rating", "abstention")),
    "an abstention": ("INSERT INTO abstention VALUES (3, 9)", ("abstention",)),
    "a part": ("INSERT INTO part_mark VALUES (3, 9, 0, 2, 5)", ("rating", "part_mark")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_in_a_row_is_carried_along(tx: Transaction, change: str) -> None:
    sums.start(tx)
    statement, tables = CHANGES[change]
    with sums.row_changing(tx, 9, 3, *tables):
        tx.exec_driver_sql(statement)
    assert sums.holds(tx, 1, 9)
    sums.end(tx)
    assert sums.holds(tx, 1, 9)
    assert (stored(tx).get(9) or 0) == sums.of_ballots(tx, 1, [9])[9]


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_beside_it_is_not(tx: Transaction, change: str) -> None:
    sums.start(tx)
    statement, tables = CHANGES[change]
    for ballot, ratee in ((9, 2), (8, 3)):
        with sums.row_changing(tx, ballot, ratee, *tables):
            tx.exec_driver_sql(statement)
            tx.exec_driver_sql("DELETE FROM part_mark WHERE ballot_id = 9")
            tx.exec_driver_sql("DELETE FROM abstention WHERE ballot_id = 9")
        assert stored(tx)[9] == sums.kept(tx)[9] == ON[9]


def test_rows_that_are_added_are_carried_along(tx: Transaction) -> None:
    sums.start(tx)
    tx.exec_driver_sql("INSERT INTO abstention VALUES (1, 9), (2, 9), (3, 6)")
    sums.rows_added(tx, "abstention", [(1, 9), (2, 9), (3, 6)])
    sums.end(tx)
    for ballot in (6, 9):
        assert sums.holds(tx, 1, ballot)


def _state(tx: Transaction) -> None:
    with sums.ballots_changing(tx, [8, 9]):
        tx.exec_driver_sql("UPDATE ballot SET state = 'void', nonce = 'x' WHERE id IN (8, 9)")


def _gone(tx: Transaction) -> None:
    with sums.ballots_changing(tx, [8]):
        tx.exec_driver_sql("DELETE FROM abstention WHERE ballot_id = 8")
        tx.exec_driver_sql("DELETE FROM ballot WHERE id = 8")


def _made(tx: Transaction) -> None:
    tx.exec_driver_sql(
        "INSERT INTO ballot (id, period_id, tier_no, rater_id, state, keying, keyed_by, nonce)"
        " VALUES (20, 1, 1, 2, 'open', 1, '甲', ''), (21, 1, 1, 3, 'open', 1, '', '')"
    )
    sums.ballots_added(tx, [20, 21])


def _receipt(tx: Transaction) -> None:
    tx.exec_driver_sql("INSERT INTO receipt VALUES ('QQQQ2345', 1, 1)")
    sums.receipt_added(tx, "QQQQ2345", 1, 1)


@pytest.mark.parametrize("change", [_state, _gone, _made, _receipt])
def test_what_changes_in_ballots_themselves_is_carried_along(
    tx: Transaction, change: Callable[[Transaction], None]
) -> None:
    sums.start(tx)
    before = stored(tx)[0]
    change(tx)
    sums.end(tx)
    assert stored(tx)[0] == sums.of_all(tx) != before


def test_bytes_that_are_no_text_count_too(database: Database) -> None:
    """What is hashed is read as it is in the file."""
    statement = "UPDATE ballot SET keyed_by = CAST(x'ff' AS TEXT) WHERE id = 9"
    with database.writing() as tx:
        sums.start(tx)
        with sums.ballots_changing(tx, [9]):
            tx.exec_driver_sql(statement)
    with database.reading() as tx:
        assert stored(tx)[0] == sums.of_all(tx)
        expected = (*BALLOTS[:4], drawn("ballot(9, 1, 1, 1, 'open', 1, '\\udcff', '')"), *RECEIPTS)
        assert stored(tx)[0] == sum(expected) & MASK


def test_the_ballots_whose_sums_are_wrong(tx: Transaction) -> None:
    sums.start(tx)
    there = checking.ballots(tx)
    assert checking.wrong_sums(tx, [b for b in there if b.id != 5]) == {}
    assert checking.wrong_sums(tx, []) == {}
    assert checking.wrong_sums(tx, there) == {5: ON[5]}
    tx.exec_driver_sql("UPDATE ballot_sum SET sum = sum + 1 WHERE ballot_id IN (0, 6)")
    tx.exec_driver_sql("DELETE FROM ballot_sum WHERE ballot_id = 7")
    assert checking.wrong_sums(tx, there) == {
        0: sums.of_all(tx), 5: ON[5], 6: ON[6], 7: ON[7]
    }  # fmt: skip
