"""Store ratings and their marks, in tenths: one row a rating, one column an indicator.

A row's columns are slots, numbered from 0; ``domain.rules.forms`` says what is in them. A mark
is one statement. The sum that a recipe makes is NULL while a mark that it needs is, so that a
rating that is not whole has no total. This module does not check a ballot's or a tier's state: the
caller does.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import compress
from typing import NamedTuple

from sqlalchemy import TextClause, text

from kaohe_tui.domain.numbers import UNIT
from kaohe_tui.domain.rules.forms.forms import Recipe, Term
from kaohe_tui.domain.rules.scheme.form import MOST_INDICATORS
from kaohe_tui.store.ballots import parts
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.driver import raw
from kaohe_tui.store.seals import sums

_KEY = "ratee_id = :ratee_id AND ballot_id = :ballot_id"
_ALL_COLUMNS = ", ".join(f"mark_{number}" for number in range(MOST_INDICATORS))
_PUT = tuple(
    text(
        f"INSERT INTO rating (ratee_id, ballot_id, mark_{number})"
        " VALUES (:ratee_id, :ballot_id, :value) ON CONFLICT (ratee_id, ballot_id)"
        f" DO UPDATE SET mark_{number} = excluded.mark_{number}"
    )
    for number in range(MOST_INDICATORS)
)
_CLEAR = tuple(
    text(f"UPDATE rating SET mark_{number} = NULL WHERE {_KEY}")
    for number in range(MOST_INDICATORS)
)
_REMOVE_EMPTY = text(f"DELETE FROM rating WHERE {_KEY} AND coalesce({_ALL_COLUMNS}) IS NULL")
_ROW = f"SELECT {_ALL_COLUMNS} FROM rating WHERE ratee_id = ? AND ballot_id = ?"
_REMOVE = text(f"DELETE FROM rating WHERE {_KEY}")
_NO_MARKS: tuple[int | None, ...] = (None,) * MOST_INDICATORS
_NOT_WHOLE = -1
"""The total, in a scan, of a rating that is not whole."""

# json reads a list of numbers in half the time that int() takes for each.
_NUMBERS = json.JSONDecoder().raw_decode


class Rated(NamedTuple):
    """The whole ratings that one ratee got."""

    ballots: Sequence[int]
    """The ids of the ballots, in order."""
    totals: Sequence[int]
    """The total of each, in parts of a point."""


NO_RATINGS = Rated((), ())
"""The ratings of a ratee who got none."""


def put_mark(
    tx: Transaction, ballot_id: int, ratee_id: int, indicator_no: int, value: int | None
) -> None:
    """Set one mark, or take it away with None.

    Args:
        tx: the transaction.
        ballot_id: whose ballot.
        ratee_id: whom it rates; an abstention there is the caller's to take back first.
        indicator_no: the indicator's place in the scheme, from 0.
        value: tenths of a point, 0..``MOST``.
    """
    key = {"ratee_id": ratee_id, "ballot_id": ballot_id}
    before = marks_on(tx, ballot_id, ratee_id) or _NO_MARKS
    if value is None:
        tx.execute(_CLEAR[indicator_no], key)
        tx.execute(_REMOVE_EMPTY, key)
    else:
        tx.execute(_PUT[indicator_no], key | {"value": value})
    after = (*before[:indicator_no], value, *before[indicator_no + 1 :])
    change = [
        sums.number("rating", (ratee_id, ballot_id, *marks)) if marks != _NO_MARKS else 0
        for marks in (before, after)
    ]
    sums.add(tx, ballot_id, change[1] - change[0])


def mark_on(tx: Transaction, ballot_id: int, ratee_id: int, indicator_no: int) -> int | None:
    """Return one mark as it stands; None where there is none."""
    row = marks_on(tx, ballot_id, ratee_id)
    return row[indicator_no] if row else None


def marks_on(tx: Transaction, ballot_id: int, ratee_id: int) -> tuple[int | None, ...]:
    """Return a row's marks, all columns of it; empty where there is no row."""
    # The driver's own way: every key of a ballot asks.
    row = raw(tx).execute(_ROW, (ratee_id, ballot_id)).fetchone()
    return row or ()


def remove_row(tx: Transaction, ballot_id: int, ratee_id: int) -> None:
    """Delete all marks of one ratee, and all parts of them."""
    with sums.row_changing(tx, ballot_id, ratee_id, "rating"):
        tx.execute(_REMOVE, {"ratee_id": ratee_id, "ballot_id": ballot_id})
    parts.remove_row(tx, ballot_id, ratee_id)


def put_row(tx: Transaction, ballot_id: int, ratee_id: int, values: Sequence[int | None]) -> None:
    """Make the row's marks exactly these, in the indicators' order; None is no mark.

    Its parts go: they are put after it, where there are any.
    """
    remove_row(tx, ballot_id, ratee_id)
    if any(value is not None for value in values):
        row = (ratee_id, ballot_id, *values)
        add_rows(tx, len(values), [row])
        sums.rows_added(tx, "rating", [row])


def add_rows(tx: Transaction, indicators: int, rows: Sequence[Sequence[int | None]]) -> int:
    """Add ratings that are not there yet; one that is there already is left as it is.

    What they count in ``store.seals.sums`` is the caller's to carry along, where they have a sum.

    Args:
        tx: the transaction.
        indicators: how many marks each row has.
        rows: each with ratee id, ballot id, and the marks in the indicators' order.

    Returns:
        How many were added.
    """
    if not rows:
        return 0
    # The driver's own way: a province has a million rows.
    return int(tx.exec_driver_sql(_add(indicators), list(rows)).rowcount)


@cache
def _add(indicators: int) -> str:
    columns = ", ".join(["ratee_id", "ballot_id", *_columns(indicators)])
    places = ", ".join("?" * (indicators + 2))
    return (
        f"INSERT INTO rating ({columns}) VALUES ({places})"
        " ON CONFLICT (ratee_id, ballot_id) DO NOTHING"
    )


class Scanned(NamedTuple):
    """All ratings one ratee got, as two texts: reading them so costs a fifth of a row each."""

    ratee_id: int
    """The ratee's participant id."""
    ballots: str
    """The ids of the ballots, joined by commas."""
    totals: str
    """The total of each rating, joined by commas; ``_NOT_WHOLE`` where a mark is missing."""

    def parted(self) -> tuple[Rated, list[int]]:
        """Return the whole ratings, and the ballots on which a rating is begun but not whole."""
        ballots: list[int] = _NUMBERS(f"[{self.ballots}]")[0]
        totals: list[int] = _NUMBERS(f"[{self.totals}]")[0]
        if min(totals) != _NOT_WHOLE:
            return Rated(ballots, totals), []
        is_whole = [total != _NOT_WHOLE for total in totals]
        rated = Rated(tuple(compress(ballots, is_whole)), tuple(compress(totals, is_whole)))
        return rated, [b for b, full in zip(ballots, is_whole, strict=True) if not full]


def scan(tx: Transaction, period_id: int, people: Mapping[Recipe, Sequence[int]]) -> list[Scanned]:
    """Return every rating of the period that has a mark, ratee by ratee, void ballots too.

    Read whole, so that no lock is held while the numbers are worked with.

    Args:
        tx: the transaction.
        period_id: the period.
        people: recipe -> the ids of the ratees whose totals it makes.
    """
    scanned: list[Scanned] = []
    for recipe, ids in people.items():
        values = {"period_id": period_id}
        # Nearly always there is but one recipe: then nobody's id is looked at.
        limits = {} if len(people) == 1 else {"ids": json.dumps(ids)}
        rows = tx.execute(_scan(recipe, is_all=not limits), values | limits).all()
        scanned += [Scanned(*row) for row in rows]
    return scanned


@cache
def _scan(recipe: Recipe, *, is_all: bool) -> TextClause:
    chosen = "" if is_all else " AND ratee_id IN (SELECT value FROM json_each(:ids))"
    return text(
        f"SELECT ratee_id, group_concat(ballot_id), group_concat(ifnull({_total(recipe)},"
        f" {_NOT_WHOLE})) FROM rating"
        f" WHERE ratee_id IN (SELECT id FROM participant WHERE period_id = :period_id){chosen}"
        " GROUP BY ratee_id"
    )


def of_ratee(tx: Transaction, ratee_id: int, recipe: Recipe) -> Rated:
    """Return the whole ratings that one ratee got, ballot by ballot."""
    rows = tx.execute(_of_ratee(recipe), {"ratee_id": ratee_id}).all()
    return Rated(*zip(*rows, strict=True)) if rows else NO_RATINGS


@cache
def _of_ratee(recipe: Recipe) -> TextClause:
    total = _total(recipe)
    return text(
        f"SELECT ballot_id, {total} FROM rating"
        f" WHERE ratee_id = :ratee_id AND {total} IS NOT NULL ORDER BY ballot_id"
    )


def marks_of(
    tx: Transaction, ratee_id: int, slots: int
) -> dict[int, tuple[int, tuple[int | None, ...]]]:
    """Return the marks one ratee got: ballot id -> (the tier's place, marks by slot)."""
    rows = tx.execute(_marks_of(slots), {"ratee_id": ratee_id}).all()
    return {ballot_id: (tier_no, tuple(marks)) for ballot_id, tier_no, *marks in rows}


@cache
def _marks_of(slots: int) -> TextClause:
    return text(
        f"SELECT ballot_id, tier_no, {', '.join(_columns(slots))} FROM rating"
        " JOIN ballot ON ballot.id = ballot_id WHERE ratee_id = :ratee_id ORDER BY ballot_id"
    )


_OF_BALLOT = text(
    f"SELECT rating.ratee_id, {_ALL_COLUMNS}" + parts.OF_BALLOT.format(table="rating")
)


def of_ballot(tx: Transaction, ballot_id: int) -> dict[int, dict[int, int]]:
    """Return a ballot's marks: ratee id -> indicator number -> mark; without empty rows."""
    return {
        ratee_id: {number: value for number, value in enumerate(marks) if value is not None}
        for ratee_id, *marks in tx.execute(_OF_BALLOT, {"ballot_id": ballot_id}).all()
    }


def _columns(indicators: int) -> Iterable[str]:
    return (f"mark_{number}" for number in range(indicators))


def _total(recipe: Recipe) -> str:
    """Return the expression of a rating's total; NULL where a mark, or any tier, is missing."""
    sums = [" + ".join(map(_term, terms)) or "NULL" for terms in recipe]
    if len(set(sums)) <= 1:
        return sums[0] if sums else "NULL"
    cases = " ".join(f"WHEN {number} THEN {added}" for number, added in enumerate(sums))
    return f"CASE (SELECT tier_no FROM ballot WHERE ballot.id = ballot_id) {cases} END"


def _term(term: Term) -> str:
    slot, parts, levels = term
    if levels:
        cases = " ".join(f"WHEN {n * UNIT} THEN {each}" for n, each in enumerate(levels, 1))
        return f"CASE mark_{slot} {cases} END"
    return f"mark_{slot}" if parts == 1 else f"mark_{slot} * {parts}"
