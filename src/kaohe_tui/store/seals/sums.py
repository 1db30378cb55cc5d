"""Keep sums over what no entry of the record seals yet, updated with every change of it.

What is keyed on a ballot changes with every key, and has no entry of its own. So each row counts as
a number drawn from its content, and table ``ballot_sum`` keeps the sum of the numbers of all that
stands on a ballot, and, under the id 0, of all ballots and receipts themselves. Every write
subtracts the number of the row as it was and adds that of the row as it becomes. A row that another
program changed, removed or added is then missing in the sum for good, whatever is keyed later.

A ballot on which nothing stands has no sum, and none has any more once an entry of the record
carries its digest, or once its contents went into the urn of a secret tier, whose ballots of nobody
have theirs.

This holds against programs that do not know it; one that does can make the sum fit. What an entry
has sealed is held by the record.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import Connection

from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.rules.scheme.form import MOST_INDICATORS
from kaohe_tui.store.driver import exactly, raw

_BYTES = 8
_MASK: Final = (1 << 62) - 1
"""Two sums stay within SQLite's whole numbers when they are added."""
_PENDING: Final = "pending_sums"
BALLOTS: Final = 0
"""The id that stands for all ballots and receipts among the ids of ballots."""
_ADD = (
    "INSERT INTO ballot_sum (ballot_id, sum) VALUES (?, ?) ON CONFLICT (ballot_id)"
    f" DO UPDATE SET sum = (sum + excluded.sum) & {_MASK}"
)
_SET = "INSERT INTO ballot_sum (ballot_id, sum) VALUES (?, ?)"
_DROP = "DELETE FROM ballot_sum WHERE ballot_id = ?"
_DROP_EMPTY = f"{_DROP} AND sum = 0"
_MAY_HAVE = (
    f"SELECT id, period_id FROM ballot WHERE state IN ('{BallotState.OPEN}', '{BallotState.KEYED}')"
    " OR rater_id IS NULL"
)
_KEPT = "SELECT ballot_id, sum FROM ballot_sum"
_MARKS = ", ".join(f"mark_{number}" for number in range(MOST_INDICATORS))
_KEY = " WHERE ratee_id = ? AND ballot_id = ?"
_ROWS = {
    "rating": f"SELECT ratee_id, ballot_id, {_MARKS} FROM rating",
    "abstention": "SELECT ratee_id, ballot_id FROM abstention",
    "part_mark": "SELECT ratee_id, ballot_id, indicator_no, part_no, value FROM part_mark",
}
"""The contents of ballots, table by table, in the order of the columns that are counted."""
_BALLOT: Final = (
    "SELECT id, period_id, tier_no, rater_id, state, keying, keyed_by, nonce FROM ballot"
)
_RECEIPT: Final = "SELECT code, period_id, tier_no FROM receipt"
_AT_ONCE = 500
"""Ids that are asked for in one statement."""


def number(table: str, row: Sequence[object]) -> int:
    """Return the number a row counts as: 62 bits drawn from its content.

    Empty columns at its end do not matter.

    Args:
        table: the row's.
        row: its columns, in the order in which this module reads them.
    """
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    form = f"{table}{tuple(row[:end])!a}".encode("ascii")
    return int.from_bytes(blake2b(form, digest_size=_BYTES).digest()) & _MASK


def begin(tx: Connection) -> None:
    """Forget what a transaction before left behind when it was taken back."""
    tx.info[_PENDING] = {}


def add(tx: Connection, ballot_id: int, difference: int) -> None:
    """Add to a ballot's sum when the transaction ends."""
    pending: dict[int, int] = tx.info[_PENDING]
    pending[ballot_id] = pending.get(ballot_id, 0) + difference


def end(tx: Connection) -> None:
    """Write the sums that changed, before the transaction is committed."""
    pending: dict[int, int] = tx.info[_PENDING]
    if not pending:
        return
    changes = [(ballot, change & _MASK) for ballot, change in pending.items() if change & _MASK]
    raw(tx).executemany(_ADD, changes).close()
    raw(tx).executemany(_DROP_EMPTY, [(ballot,) for ballot, _by in changes]).close()
    begin(tx)


# -- what stands on ballots ------------------------------------------------------------------------


@contextmanager
def row_changing(tx: Connection, ballot_id: int, ratee_id: int, *tables: str) -> Iterator[None]:
    """Update the sum by what the block changes in a ballot's rows on one ratee.

    Args:
        tx: the transaction.
        ballot_id: the ballot.
        ratee_id: whom it rates.
        tables: those of ``rating``, ``abstention`` and ``part_mark`` that may change.
    """
    before = _of_pair(tx, ballot_id, ratee_id, tables)
    yield
    add(tx, ballot_id, _of_pair(tx, ballot_id, ratee_id, tables) - before)


def rows_added(tx: Connection, table: str, rows: Iterable[Sequence[object]]) -> None:
    """Update the sums by rows that were added to ballots.

    Args:
        tx: the transaction.
        table: the table.
        rows: each with ratee id, ballot id and the other columns.
    """
    for row in rows:
        ballot_id = row[1]
        assert isinstance(ballot_id, int)
        add(tx, ballot_id, number(table, row))


def _of_pair(tx: Connection, ballot_id: int, ratee_id: int, tables: Iterable[str]) -> int:
    return sum(
        number(table, row)
        for table in tables
        for row in _driver_rows(tx, _ROWS[table] + _KEY, (ratee_id, ballot_id))
    )


def of_ballots(tx: Connection, period_id: int, ballot_ids: Sequence[int]) -> dict[int, int]:
    """Return the sum of all that stands on each of these ballots now; 0 for nothing.

    Args:
        tx: the transaction.
        period_id: their period.
        ballot_ids: which.
    """
    totals = dict.fromkeys(ballot_ids, 0)
    ratees = f"ratee_id IN (SELECT id FROM participant WHERE period_id = {int(period_id)})"
    for id_list in _listed(ballot_ids):
        for table, rows in _ROWS.items():
            for row in _driver_rows(tx, f"{rows} WHERE {ratees} AND ballot_id IN ({id_list})"):
                totals[row[1]] += number(table, row)
    return {ballot_id: total & _MASK for ballot_id, total in totals.items()}


def renew(tx: Connection, period_id: int, ballot_ids: Sequence[int]) -> None:
    """Set the sums of ballots to what stands on them, once that is known to be right."""
    for ballot_id, total in of_ballots(tx, period_id, ballot_ids).items():
        put(tx, ballot_id, total)


def put(tx: Connection, ballot_id: int, total: int) -> None:
    """Set a sum to what was seen, once an operator has acknowledged it."""
    drop(tx, [ballot_id])
    if total:
        tx.exec_driver_sql(_SET, (ballot_id, total))


def drop(tx: Connection, ballot_ids: Sequence[int]) -> None:
    """Delete the sums of ballots: an entry of the record seals them, or they are gone."""
    _forget(tx, ballot_ids)
    if ballot_ids:
        tx.exec_driver_sql(_DROP, [(ballot_id,) for ballot_id in ballot_ids])


def _forget(tx: Connection, ballot_ids: Iterable[int]) -> None:
    for ballot_id in ballot_ids:
        tx.info[_PENDING].pop(ballot_id, None)


def has(tx: Connection, ballot_id: int) -> bool:
    """Return whether a sum is kept for a ballot."""
    return bool(_driver_rows(tx, f"{_KEPT} WHERE ballot_id = ?", (ballot_id,)))


def kept(tx: Connection) -> dict[int, int]:
    """Return every sum by the ballot's id, as it will be when the transaction ends.

    No sum is 0, unless something else than kaohe put it there.
    """
    totals: dict[int, int] = dict(_driver_rows(tx, _KEPT))
    for ballot_id, change in tx.info.get(_PENDING, {}).items():
        if change & _MASK and (total := (totals.pop(ballot_id, 0) + change) & _MASK):
            totals[ballot_id] = total
    return totals


def start(tx: Connection) -> None:
    """Fill in the sums of a database that has none, from what is there now."""
    begin(tx)
    add(tx, BALLOTS, of_all(tx))
    for period_id, ballot_ids in _summed(tx).items():
        for ballot_id, total in of_ballots(tx, period_id, ballot_ids).items():
            add(tx, ballot_id, total)
    end(tx)


def _summed(tx: Connection) -> dict[int, list[int]]:
    """Return the ballots that may have a sum: period's id -> their ids."""
    ballots: dict[int, list[int]] = {}
    for ballot_id, period_id in _driver_rows(tx, _MAY_HAVE):
        ballots.setdefault(period_id, []).append(ballot_id)
    return ballots


def holds(tx: Connection, period_id: int, ballot_id: int) -> bool:
    """Return whether a ballot that no entry seals yet still has what was keyed on it."""
    total = of_ballots(tx, period_id, [ballot_id])[ballot_id]
    return (total or None) == kept(tx).get(ballot_id)


# -- ballots and receipts themselves ---------------------------------------------------------------


@contextmanager
def ballots_changing(tx: Connection, ballot_ids: Sequence[int]) -> Iterator[None]:
    """Update the sum by what the block changes in ballots: state, who keyed them, nonce."""
    before = _of_ids(tx, ballot_ids)
    yield
    add(tx, BALLOTS, _of_ids(tx, ballot_ids) - before)


def ballots_added(tx: Connection, ballot_ids: Sequence[int]) -> None:
    """Update the sum by ballots that were made."""
    add(tx, BALLOTS, _of_ids(tx, ballot_ids))


def receipt_added(tx: Connection, code: str, period_id: int, tier_no: int) -> None:
    """Update the sum by a receipt that was issued."""
    add(tx, BALLOTS, number("receipt", (code, period_id, tier_no)))


def _of_ids(tx: Connection, ballot_ids: Sequence[int]) -> int:
    with exactly(tx):
        return sum(
            number("ballot", row)
            for id_list in _listed(ballot_ids)
            for row in _driver_rows(tx, f"{_BALLOT} WHERE id IN ({id_list})")
        )


def of_all(tx: Connection) -> int:
    """Return the sum of all ballots and receipts that are there now."""
    with exactly(tx):
        total = sum(number("ballot", row) for row in _driver_rows(tx, _BALLOT))
        total += sum(number("receipt", row) for row in _driver_rows(tx, _RECEIPT))
    return total & _MASK


def _listed(ids: Sequence[int]) -> Iterator[str]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ", ".join(str(int(each)) for each in ids[start : start + _AT_ONCE])


def _driver_rows(
    tx: Connection, statement: str, values: tuple[int, ...] = ()
) -> list[tuple[Any, ...]]:
    # The driver's own way: every key of a ballot asks.
    return raw(tx).execute(statement, values).fetchall()
