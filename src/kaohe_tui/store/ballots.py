"""Ballots and the marks on them, in tenths of a point.

A mark is one statement. A row's indicators are numbered by their place in the scheme, from 0.
Nothing here looks at a ballot's or a tier's state: that is the caller's rule.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, text, update

from kaohe_tui.store import parts
from kaohe_tui.store.engine import Transaction
from kaohe_tui.store.parts import PartMarks
from kaohe_tui.store.tables import ballot

_HEADS = (
    select(ballot.c.id, ballot.c.tier_no, ballot.c.rater_id, ballot.c.state)
    .where(ballot.c.period_id == bindparam("period_id"))
    .order_by(ballot.c.tier_no, ballot.c.rater_id)
)
_HEAD = _HEADS.where(
    ballot.c.tier_no == bindparam("tier_no"), ballot.c.rater_id == bindparam("rater_id")
)
_HEAD_BY_ID = select(ballot.c.id, ballot.c.tier_no, ballot.c.rater_id, ballot.c.state).where(
    ballot.c.id == bindparam("ballot_id")
)
_BEGIN = insert(ballot).returning(ballot.c.id)
_SET_STATE = (
    update(ballot).where(ballot.c.id == bindparam("ballot_id")).values(state=bindparam("new_state"))
)
# A ballot's marks lie scattered under its ratees: they are looked up ratee by ratee, which needs
# no second index to keep up with every mark.
_OF_BALLOT = (
    " FROM ballot JOIN participant ON participant.period_id = ballot.period_id"
    " CROSS JOIN {table} WHERE ballot.id = :ballot_id"
    " AND {table}.ratee_id = participant.id AND {table}.ballot_id = ballot.id"
)
_MARKS = text(
    "SELECT mark.ratee_id, mark.indicator_no, mark.value" + _OF_BALLOT.format(table="mark")
)
_ABSTAINED = text("SELECT abstention.ratee_id" + _OF_BALLOT.format(table="abstention"))
_PUT = text(
    "INSERT INTO mark (ratee_id, ballot_id, indicator_no, value)"
    " VALUES (:ratee_id, :ballot_id, :indicator_no, :value)"
    " ON CONFLICT (ratee_id, ballot_id, indicator_no) DO UPDATE SET value = excluded.value"
)
_REMOVE = text(
    "DELETE FROM mark"
    " WHERE ratee_id = :ratee_id AND ballot_id = :ballot_id AND indicator_no = :indicator_no"
)
_REMOVE_ROW = text("DELETE FROM mark WHERE ratee_id = :ratee_id AND ballot_id = :ballot_id")
_ABSTAIN = text(
    "INSERT INTO abstention (ratee_id, ballot_id) VALUES (:ratee_id, :ballot_id)"
    " ON CONFLICT (ratee_id, ballot_id) DO NOTHING"
)
_TAKE_BACK = text("DELETE FROM abstention WHERE ratee_id = :ratee_id AND ballot_id = :ballot_id")
# In the order in which the marks lie, so that nothing is sorted.
_TOTALS_OF_PERIOD = (
    "SELECT ratee_id, ballot_id, SUM(value) AS total, COUNT(*) AS given FROM mark"
    " WHERE ratee_id IN (SELECT id FROM participant WHERE period_id = :period_id)"
    " GROUP BY ratee_id, ballot_id"
)
_TOTALS = text(_TOTALS_OF_PERIOD)
_TOTALS_OF = text(
    "SELECT ratee_id, ballot_id, SUM(value), COUNT(*) FROM mark"
    " WHERE ratee_id = :ratee_id GROUP BY ratee_id, ballot_id"
)
_MARKS_OF = text(
    "SELECT ballot_id, indicator_no, value FROM mark"
    " WHERE ratee_id = :ratee_id ORDER BY ballot_id, indicator_no"
)
_ABSTENTIONS = text(
    "SELECT ratee_id, ballot_id FROM abstention"
    " WHERE ratee_id IN (SELECT id FROM participant WHERE period_id = :period_id)"
)
_ABSTENTIONS_OF = text("SELECT ballot_id FROM abstention WHERE ratee_id = :ratee_id")
_PROGRESS = text(
    "SELECT ballot_id, SUM(CASE WHEN given >= :indicators THEN 1 ELSE 0 END), COUNT(*)"
    f" FROM ({_TOTALS_OF_PERIOD}) AS rating GROUP BY ballot_id"
)

Total = tuple[int, int, int, int]
"""(ratee id, ballot id, sum of the marks in tenths, number of marks)."""


@dataclass(frozen=True, slots=True)
class BallotHead:
    """Whose ballot it is, and where it stands."""

    id: int
    tier_no: int
    """The tier's place in the scheme, from 0."""
    rater_id: int
    state: str
    """``open``, ``handed_in`` or ``void``."""


@dataclass(frozen=True, slots=True)
class BallotFacts:
    """A ballot with all that stands on it."""

    head: BallotHead
    marks: Mapping[int, Mapping[int, int]]
    """Ratee id -> indicator number -> mark; only ratees that have a mark, or a part of one."""
    abstentions: frozenset[int]
    """Ratee ids."""
    parts: PartMarks


def heads(tx: Transaction, period_id: int) -> tuple[BallotHead, ...]:
    """The period's ballots, tier by tier."""
    return tuple(BallotHead(*row) for row in tx.execute(_HEADS, {"period_id": period_id}).all())


def head_of(tx: Transaction, period_id: int, tier_no: int, rater_id: int) -> BallotHead | None:
    """The rater's ballot in the tier; None while it has not been begun."""
    key = {"period_id": period_id, "tier_no": tier_no, "rater_id": rater_id}
    row = tx.execute(_HEAD, key).first()
    return BallotHead(*row) if row else None


def begin(tx: Transaction, period_id: int, tier_no: int, rater_id: int) -> BallotHead:
    """The rater's ballot in the tier, made where there is none."""
    if found := head_of(tx, period_id, tier_no, rater_id):
        return found
    key = {"period_id": period_id, "tier_no": tier_no, "rater_id": rater_id, "state": "open"}
    return BallotHead(int(tx.execute(_BEGIN, key).scalar_one()), tier_no, rater_id, "open")


def facts(tx: Transaction, ballot_id: int) -> BallotFacts:
    """The ballot, which must be there, with its marks and abstentions."""
    key = {"ballot_id": ballot_id}
    head = BallotHead(*tx.execute(_HEAD_BY_ID, key).one())
    marks: dict[int, dict[int, int]] = {}
    for ratee_id, indicator_no, value in tx.execute(_MARKS, key).all():
        marks.setdefault(ratee_id, {})[indicator_no] = value
    given = parts.of_ballot(tx, ballot_id)
    for ratee_id, _indicator_no in given:
        marks.setdefault(ratee_id, {})
    abstained = frozenset(tx.execute(_ABSTAINED, key).scalars().all())
    return BallotFacts(head, marks, abstained, given)


def set_state(tx: Transaction, ballot_id: int, state: str) -> None:
    """Move the ballot to ``open``, ``handed_in`` or ``void``."""
    tx.execute(_SET_STATE, {"ballot_id": ballot_id, "new_state": state})


def put_mark(
    tx: Transaction, ballot_id: int, ratee_id: int, indicator_no: int, value: int | None
) -> None:
    """Set one mark, or take it away with None.

    Args:
        tx: the transaction.
        ballot_id: whose ballot.
        ratee_id: whom it rates; an abstention there is the caller's to take back first.
        indicator_no: the indicator's place in the scheme, from 0.
        value: tenths of a point, 0..1000.
    """
    key = {"ratee_id": ratee_id, "ballot_id": ballot_id, "indicator_no": indicator_no}
    if value is None:
        tx.execute(_REMOVE, key)
    else:
        tx.execute(_PUT, key | {"value": value})


def _remove_row(tx: Transaction, key: Mapping[str, int]) -> None:
    tx.execute(_REMOVE_ROW, key)
    parts.remove_row(tx, key["ballot_id"], key["ratee_id"])


def put_row(tx: Transaction, ballot_id: int, ratee_id: int, values: Sequence[int | None]) -> None:
    """Make the row's marks exactly these, in the indicators' order; None is no mark.

    Its parts go: they are put after it, where there are any.
    """
    _remove_row(tx, {"ratee_id": ratee_id, "ballot_id": ballot_id})
    add_rows(tx, ballot_id, [(ratee_id, values)])


def add_rows(
    tx: Transaction, ballot_id: int, rows: Iterable[tuple[int, Sequence[int | None]]]
) -> None:
    """Set the marks of many rows at once; a mark that is there already is replaced.

    Args:
        tx: the transaction.
        ballot_id: whose ballot.
        rows: ratee ids, each with its marks in the indicators' order; None leaves a place alone.
    """
    marks = [
        {"ratee_id": ratee_id, "ballot_id": ballot_id, "indicator_no": number, "value": value}
        for ratee_id, values in rows
        for number, value in enumerate(values)
        if value is not None
    ]
    if marks:
        tx.execute(_PUT, marks)


def set_abstention(tx: Transaction, ballot_id: int, ratee_id: int, on: bool) -> None:
    """Set or take back an abstention. Setting it removes the row's marks for good."""
    key = {"ratee_id": ratee_id, "ballot_id": ballot_id}
    if on:
        _remove_row(tx, key)
        tx.execute(_ABSTAIN, key)
    else:
        tx.execute(_TAKE_BACK, key)


def add_abstentions(tx: Transaction, ballot_id: int, ratee_ids: Iterable[int]) -> None:
    """Set many abstentions at once; the rows must have no marks."""
    rows = [{"ratee_id": ratee_id, "ballot_id": ballot_id} for ratee_id in ratee_ids]
    if rows:
        tx.execute(_ABSTAIN, rows)


def totals(tx: Transaction, period_id: int) -> list[Total]:
    """Every rating of the period that has a mark, ratee by ratee; void ballots too."""
    return [tuple(row) for row in tx.execute(_TOTALS, {"period_id": period_id}).all()]


def totals_of(tx: Transaction, ratee_id: int) -> list[Total]:
    """The same for one ratee."""
    return [tuple(row) for row in tx.execute(_TOTALS_OF, {"ratee_id": ratee_id}).all()]


def marks_of(tx: Transaction, ratee_id: int) -> list[tuple[int, int, int]]:
    """All marks that one ratee got: (ballot id, indicator number, tenths), ballot by ballot."""
    return [tuple(row) for row in tx.execute(_MARKS_OF, {"ratee_id": ratee_id}).all()]


def abstentions(tx: Transaction, period_id: int) -> list[tuple[int, int]]:
    """All abstentions of the period: (ratee id, ballot id)."""
    return [tuple(row) for row in tx.execute(_ABSTENTIONS, {"period_id": period_id}).all()]


def abstentions_of(tx: Transaction, ratee_id: int) -> list[int]:
    """The ids of the ballots that abstain on one ratee."""
    return list(tx.execute(_ABSTENTIONS_OF, {"ratee_id": ratee_id}).scalars().all())


def progress(tx: Transaction, period_id: int, indicators: int) -> dict[int, tuple[int, int]]:
    """How far each ballot is that has anything on it.

    Args:
        tx: the transaction.
        period_id: the period.
        indicators: how many marks make a row complete; an abstention completes it too.

    Returns:
        Ballot id -> (rows that are complete, rows that have anything).
    """
    key = {"period_id": period_id, "indicators": indicators}
    found = {ballot: (full, begun) for ballot, full, begun in tx.execute(_PROGRESS, key).all()}
    for ballot_id, alone in parts.rows_without_marks(tx, period_id):
        full, begun = found.get(ballot_id, (0, 0))
        found[ballot_id] = (full, begun + alone)
    for _ratee_id, ballot_id in abstentions(tx, period_id):
        full, begun = found.get(ballot_id, (0, 0))
        found[ballot_id] = (full + 1, begun + 1)
    return found
