"""Store second keyings of paper forms, who keyed which, and the results of comparing them."""

from dataclasses import astuple, dataclass

from sqlalchemy import text

from kaohe_tui.domain.ballot.state import BallotState, Keying
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.seals import sums

_KEYED_BY = text("SELECT keyed_by FROM ballot WHERE id = :ballot_id")
_KEYED = text(
    "SELECT rater_id, keyed_by FROM ballot WHERE period_id = :period_id AND tier_no = :tier_no"
    f" AND state = '{BallotState.KEYED}'"
)
_SECONDS = text(
    "SELECT tier_no, rater_id, id, state FROM ballot"
    f" WHERE period_id = :period_id AND keying = {Keying.SECOND:d}"
)
# What is on a ballot lies under its ratees: naming them spares a walk through all ratings.
_REMOVE = (
    *(
        text(
            f"DELETE FROM {table} WHERE ballot_id = :ballot_id AND ratee_id IN"
            " (SELECT id FROM participant WHERE period_id = :period_id)"
        )
        for table in ("rating", "abstention", "part_mark")
    ),
    text("DELETE FROM ballot WHERE id = :ballot_id AND period_id = :period_id"),
)
_PUT = text(
    "INSERT INTO comparison (period_id, tier_no, rater_id, first_by, second_by, settled_by, cells,"
    " first_wrong, second_wrong) VALUES (:period_id, :tier_no, :rater_id, :first_by, :second_by,"
    " :settled_by, :cells, :first_wrong, :second_wrong) ON CONFLICT (period_id, tier_no, rater_id)"
    " DO UPDATE SET first_by = excluded.first_by, second_by = excluded.second_by,"
    " settled_by = excluded.settled_by, cells = excluded.cells,"
    " first_wrong = excluded.first_wrong, second_wrong = excluded.second_wrong"
)
_OF = (
    " FROM comparison WHERE period_id = :period_id AND tier_no = :tier_no AND rater_id = :rater_id"
)
_ONE = text("SELECT first_by, second_by, settled_by, cells, first_wrong, second_wrong" + _OF)
_REMOVE_ONE = text("DELETE" + _OF)
_ALL = text(
    "SELECT first_by, second_by, settled_by, cells, first_wrong, second_wrong FROM comparison"
    " WHERE :period_id IS NULL OR period_id = :period_id ORDER BY period_id, tier_no, rater_id"
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result of comparing the two keyings of one form."""

    first_by: str
    """Name of the operator who keyed it first."""
    second_by: str
    """Name of the operator who keyed it second."""
    settled_by: str
    """Name of the operator who settled it; empty where both keyings agreed."""
    cells: int
    """Number of cells that were keyed."""
    first_wrong: int
    """Cells of the first keying that were settled otherwise."""
    second_wrong: int
    """Cells of the second keying that were settled otherwise."""


def keyed_by(tx: Transaction, ballot_id: int) -> str:
    """Return who handed a keying in; empty while nobody has."""
    return str(tx.execute(_KEYED_BY, {"ballot_id": ballot_id}).scalar_one())


def keyed(tx: Transaction, period_id: int, tier_no: int) -> list[tuple[int, str]]:
    """Return the rater's id and who handed it in, of each keying that waits.

    It waits for the other one or to be settled; of a form whose two keyings differ there are two.
    """
    rows = tx.execute(_KEYED, {"period_id": period_id, "tier_no": tier_no}).all()
    return [(rater_id, keyed_by) for rater_id, keyed_by in rows]


def seconds(tx: Transaction, period_id: int) -> dict[tuple[int, int], tuple[int, BallotState]]:
    """Return (tier's place, rater's id) -> (id, state) of each second keying."""
    rows = tx.execute(_SECONDS, {"period_id": period_id}).all()
    return {
        (tier_no, rater_id): (ballot, BallotState(state))
        for tier_no, rater_id, ballot, state in rows
    }


def remove(tx: Transaction, period_id: int, ballot_id: int) -> None:
    """Remove a ballot, a second keying say, with all that stands on it."""
    with sums.ballots_changing(tx, [ballot_id]):
        for statement in _REMOVE:
            tx.execute(statement, {"period_id": period_id, "ballot_id": ballot_id})
    sums.drop(tx, [ballot_id])


def put(tx: Transaction, key: tuple[int, int, int], comparison: Comparison) -> None:
    """Store the result of a comparison in the place of an earlier one of the same form.

    Args:
        tx: the transaction.
        key: period's id, tier's place, rater's id.
        comparison: what it came to.
    """
    names = ("period_id", "tier_no", "rater_id", *Comparison.__slots__)
    tx.execute(_PUT, dict(zip(names, (*key, *astuple(comparison)), strict=True)))


def exchange(tx: Transaction, tier: tuple[int, int], raters: tuple[int, int]) -> None:
    """Exchange the results of two raters' comparisons.

    Args:
        tx: the transaction.
        tier: period's id, tier's place.
        raters: the two, by their ids.
    """
    keys = [(*tier, rater) for rater in raters]
    pairs = [dict(zip(("period_id", "tier_no", "rater_id"), key, strict=True)) for key in keys]
    rows = [tx.execute(_ONE, each).first() for each in pairs]
    for each, row in zip(pairs, rows, strict=True):
        if row is not None:
            tx.execute(_REMOVE_ONE, each)
    for key, row in zip(reversed(keys), rows, strict=True):
        if row is not None:
            put(tx, key, Comparison(*row))


def comparisons(tx: Transaction, period_id: int | None = None) -> tuple[Comparison, ...]:
    """List the results of all comparisons; of all periods where none is named."""
    return tuple(Comparison(*row) for row in tx.execute(_ALL, {"period_id": period_id}).all())
