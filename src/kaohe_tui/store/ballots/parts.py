"""Store the points of an indicator's parts where it is keyed part by part, in tenths of a point.

The mark of an indicator is beside it, in ``store.ballots.ratings``; the caller writes both.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import text

from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.seals import sums

_PUT = text(
    "INSERT INTO part_mark (ratee_id, ballot_id, indicator_no, part_no, value)"
    " VALUES (:ratee_id, :ballot_id, :indicator_no, :part_no, :value)"
)
_REMOVE = text(
    "DELETE FROM part_mark"
    " WHERE ratee_id = :ratee_id AND ballot_id = :ballot_id AND indicator_no = :indicator_no"
)
_REMOVE_ROW = text("DELETE FROM part_mark WHERE ratee_id = :ratee_id AND ballot_id = :ballot_id")
# What is on a ballot lies scattered under its ratees: it is looked up ratee by ratee, which needs
# no second index to keep up with every mark.
OF_BALLOT: Final = (
    " FROM ballot JOIN participant ON participant.period_id = ballot.period_id"
    " CROSS JOIN {table} WHERE ballot.id = :ballot_id"
    " AND {table}.ratee_id = participant.id AND {table}.ballot_id = ballot.id"
)
"""Query for the rows of a table, keyed by ratee and ballot, that belong to one ballot."""
_OF_BALLOT = text(
    "SELECT part_mark.ratee_id, part_mark.indicator_no, part_mark.part_no, part_mark.value"
    + OF_BALLOT.format(table="part_mark")
)
_WITHOUT_MARKS = text(
    "SELECT ballot_id, COUNT(DISTINCT ratee_id) FROM part_mark"
    " WHERE ratee_id IN (SELECT id FROM participant WHERE period_id = :period_id)"
    " AND NOT EXISTS (SELECT 1 FROM rating WHERE rating.ratee_id = part_mark.ratee_id"
    " AND rating.ballot_id = part_mark.ballot_id) GROUP BY ballot_id"
)

PartMarks = Mapping[tuple[int, int], Mapping[int, int]]
"""(ratee id, indicator number) -> part number -> tenths of a point."""


def of_ballot(tx: Transaction, ballot_id: int) -> PartMarks:
    """Return everything that stands in the parts of a ballot."""
    part_marks: dict[tuple[int, int], dict[int, int]] = {}
    for ratee_id, indicator_no, part_no, value in tx.execute(_OF_BALLOT, {"ballot_id": ballot_id}):
        part_marks.setdefault((ratee_id, indicator_no), {})[part_no] = value
    return part_marks


def put(
    tx: Transaction, ballot_id: int, ratee_id: int, indicator_no: int, values: Sequence[int | None]
) -> None:
    """Make the points of an indicator's parts exactly these.

    Args:
        tx: the transaction.
        ballot_id: whose ballot.
        ratee_id: whom it rates.
        indicator_no: the indicator's place in the scheme, from 0.
        values: tenths of a point, 0..``MOST``, in the parts' order; None is nothing.
    """
    key = {"ratee_id": ratee_id, "ballot_id": ballot_id, "indicator_no": indicator_no}
    rows = [
        key | {"part_no": number, "value": value}
        for number, value in enumerate(values)
        if value is not None
    ]
    with sums.row_changing(tx, ballot_id, ratee_id, "part_mark"):
        tx.execute(_REMOVE, key)
        if rows:
            tx.execute(_PUT, rows)


def remove_row(tx: Transaction, ballot_id: int, ratee_id: int) -> None:
    """Delete all parts of one ratee."""
    with sums.row_changing(tx, ballot_id, ratee_id, "part_mark"):
        tx.execute(_REMOVE_ROW, {"ratee_id": ratee_id, "ballot_id": ballot_id})


def rows_without_marks(tx: Transaction, period_id: int) -> list[tuple[int, int]]:
    """Return, for each ballot, how many ratees have parts but no mark: (ballot id, count)."""
    rows = tx.execute(_WITHOUT_MARKS, {"period_id": period_id}).all()
    return [tuple(row) for row in rows]
