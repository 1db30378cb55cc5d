"""A ballot's rows."""

import pytest

from kaohe_tui.domain.ballot.row import Marks, Row, RowState, rows_of
from tests.domain.strategies import person


@pytest.mark.parametrize(
    ("marks", "abstained", "recused", "state", "takes", "total"),
    [
        ((None, None), False, False, RowState.OPEN, True, None),
        ((0, None), False, False, RowState.BEGUN, True, 0),
        ((None, 15), False, False, RowState.BEGUN, True, 15),
        ((0, 0), False, False, RowState.DONE, True, 0),
        ((365, 140), False, False, RowState.DONE, True, 505),
        ((None, None), True, False, RowState.ABSTAINED, False, None),
        ((None, None), False, True, RowState.RECUSED, False, None),
        ((None, None), True, True, RowState.RECUSED, False, None),
    ],
)
def test_how_far_a_row_is(
    marks: Marks,
    abstained: bool,
    recused: bool,
    state: RowState,
    takes: bool,
    total: int | None,
) -> None:
    row = Row(person("a"), marks, abstained, recused)
    assert (row.state, row.takes_marks, row.total) == (state, takes, total)


def test_rows_begin_without_marks() -> None:
    people = [person("a"), person("b")]
    assert rows_of(people, 2) == [Row(people[0], (None, None)), Row(people[1], (None, None))]
