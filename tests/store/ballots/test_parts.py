"""What stands in the parts of indicators, on disk."""

import pytest
from sqlalchemy.exc import IntegrityError

from kaohe_tui.store.ballots import ballots, parts, ratings
from tests.store.conftest import Filled


def test_parts_become_exactly_what_is_put(filled: Filled) -> None:
    one, two = filled.ids["003"], filled.ids["901"]
    with filled.database.writing() as tx:
        parts.put(tx, filled.ballot, one, 0, [100, None, 0])
        parts.put(tx, filled.ballot, one, 1, [10])
        parts.put(tx, filled.ballot, two, 0, [20])
        parts.put(tx, filled.ballot, one, 0, [None, 70])
        parts.put(tx, filled.ballot, one, 1, [None])
        assert parts.of_ballot(tx, filled.ballot) == {(one, 0): {1: 70}, (two, 0): {0: 20}}
        parts.remove_row(tx, filled.ballot, one)
        assert parts.of_ballot(tx, filled.ballot) == {(two, 0): {0: 20}}


def test_rows_with_parts_alone_are_begun(filled: Filled) -> None:
    one, two = filled.ids["003"], filled.ids["901"]
    with filled.database.writing() as tx:
        parts.put(tx, filled.ballot, one, 0, [100, 50])
        parts.put(tx, filled.ballot, one, 1, [10])
        parts.put(tx, filled.ballot, two, 0, [20, 30])
        ratings.put_mark(tx, filled.ballot, two, 0, 50)
        assert parts.rows_without_marks(tx, filled.period) == [(filled.ballot, 1)]
        facts = ballots.facts(tx, filled.ballot)
        assert facts.marks == {one: {}, two: {0: 50}}
        ratings.put_row(tx, filled.ballot, two, [60])
        ballots.set_abstention(tx, filled.ballot, one, on=True)
        assert parts.of_ballot(tx, filled.ballot) == {}


@pytest.mark.parametrize("value", [-1, 99991])
def test_no_part_is_out_of_range(filled: Filled, value: int) -> None:
    with pytest.raises(IntegrityError), filled.database.writing() as tx:
        parts.put(tx, filled.ballot, filled.ids["003"], 0, [value])
