"""Store ballots, their states and abstentions; marks are in ``store.ballots.ratings``.

This module does not check a ballot's or a tier's state: the caller does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, text, update

from kaohe_tui.domain.ballot.state import BallotState, Keying
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.store.ballots import parts, ratings
from kaohe_tui.store.ballots.parts import PartMarks
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.periods.periods import TIER_STATES
from kaohe_tui.store.seals import guards, sums
from kaohe_tui.store.tables.columns import ballot, tier_step

_STATES = {state.value: state for state in BallotState}
"""Word in the database -> state: cheaper than making one, and every key of a ballot does it."""
_COLUMNS = (ballot.c.id, ballot.c.tier_no, ballot.c.rater_id, ballot.c.state)
_OF_PERIOD = select(*_COLUMNS).where(ballot.c.period_id == bindparam("period_id"))
_TIERS = select(tier_step.c.number).where(tier_step.c.period_id == bindparam("period_id"))
_HEADS = _OF_PERIOD.where(
    ballot.c.keying == Keying.FIRST.value, ballot.c.tier_no.in_(_TIERS)
).order_by(ballot.c.tier_no, ballot.c.rater_id, ballot.c.id)
_HEAD = _OF_PERIOD.where(
    ballot.c.tier_no == bindparam("tier_no"),
    ballot.c.rater_id == bindparam("rater_id"),
    ballot.c.keying == bindparam("keying"),
)
_HEAD_BY_ID = select(*_COLUMNS).where(ballot.c.id == bindparam("ballot_id"))
_STANDING = text(
    "SELECT tier_step.state, ballot.id, ballot.state FROM tier_step LEFT JOIN ballot"
    " ON ballot.period_id = tier_step.period_id AND ballot.tier_no = tier_step.number"
    " AND ballot.rater_id = :rater_id AND ballot.keying = :keying"
    " WHERE tier_step.period_id = :period_id AND tier_step.number = :tier_no"
)
_MAKE = text(
    "INSERT INTO ballot (period_id, tier_no, rater_id, state, keying, keyed_by, nonce)"
    f" VALUES (:period_id, :tier_no, :rater_id, '{BallotState.OPEN}', :keying, '', '')"
)
_SET_STATE = (
    update(ballot).where(ballot.c.id == bindparam("ballot_id")).values(state=bindparam("new_state"))
)
_TAKE_RATER = text("UPDATE ballot SET rater_id = NULL WHERE id = :ballot_id")
_GIVE_RATER = text("UPDATE ballot SET rater_id = :new_rater WHERE id = :ballot_id")
_HAND_IN = text(
    f"UPDATE ballot SET state = '{BallotState.HANDED_IN}', nonce = :new_nonce WHERE id = :ballot_id"
)
_ABSTAINED = text("SELECT abstention.ratee_id" + parts.OF_BALLOT.format(table="abstention"))
_ABSTAIN = text(
    "INSERT INTO abstention (ratee_id, ballot_id) VALUES (:ratee_id, :ballot_id)"
    " ON CONFLICT (ratee_id, ballot_id) DO NOTHING"
)
_TAKE_BACK = text("DELETE FROM abstention WHERE ratee_id = :ratee_id AND ballot_id = :ballot_id")
_ABSTENTIONS = text(
    "SELECT ratee_id, ballot_id FROM abstention"
    " WHERE ratee_id IN (SELECT id FROM participant WHERE period_id = :period_id)"
)
_ABSTENTIONS_OF = text("SELECT ballot_id FROM abstention WHERE ratee_id = :ratee_id")


@dataclass(frozen=True, slots=True)
class BallotHead:
    """A ballot's rater and state."""

    id: int
    """The ballot's id."""
    tier_no: int
    """The tier's place in the scheme, from 0."""
    rater_id: int | None
    """The participant's id; None for a ballot of nobody: a place in a secret tier's urn."""
    state: BallotState
    """Its state."""


@dataclass(frozen=True, slots=True)
class BallotFacts:
    """A ballot with everything that stands on it."""

    head: BallotHead
    """Its rater and state."""
    marks: Mapping[int, Mapping[int, int]]
    """Ratee id -> indicator number -> mark; only ratees that have a mark, or a part of one."""
    abstentions: frozenset[int]
    """Ratee ids."""
    parts: PartMarks
    """The points of parts, where indicators are keyed part by part."""


def heads(tx: Transaction, period_id: int) -> tuple[BallotHead, ...]:
    """Return the period's ballots, tier by tier.

    Second keyings are left out, and ballots that another program put into a tier that is not
    there.
    """
    return tuple(map(_head, tx.execute(_HEADS, {"period_id": period_id}).all()))


def head_of(
    tx: Transaction, period_id: int, tier_no: int, rater_id: int, keying: int = Keying.FIRST.value
) -> BallotHead | None:
    """Return the rater's ballot in the tier; None while it has not been begun."""
    key = {"period_id": period_id, "tier_no": tier_no, "rater_id": rater_id, "keying": keying}
    row = tx.execute(_HEAD, key).first()
    return _head(row) if row else None


def standing(
    tx: Transaction, period_id: int, tier_no: int, rater_id: int, keying: int = Keying.FIRST.value
) -> tuple[StepState | None, BallotHead | None]:
    """Return the tier's state and the rater's ballot in it, None while it is not begun.

    The state is None where there is no such period any more.

    Every key of a ballot asks for both: one question is cheaper than two.
    """
    key = {"period_id": period_id, "tier_no": tier_no, "rater_id": rater_id, "keying": keying}
    row = tx.execute(_STANDING, key).first()
    if row is None:
        return None, None
    tier_state, ballot_id, state = row
    head = None if ballot_id is None else BallotHead(ballot_id, tier_no, rater_id, _STATES[state])
    return TIER_STATES[tier_state], head


def begin(
    tx: Transaction, period_id: int, tier_no: int, rater_id: int, keying: int = Keying.FIRST.value
) -> BallotHead:
    """Return the rater's ballot in the tier; make it where there is none."""
    key = period_id, tier_no, rater_id, keying
    return head_of(tx, *key) or make(tx, *key)


def make(
    tx: Transaction, period_id: int, tier_no: int, rater_id: int, keying: int = Keying.FIRST.value
) -> BallotHead:
    """Make a ballot for a rater who has none in the tier."""
    key = {"period_id": period_id, "tier_no": tier_no, "rater_id": rater_id, "keying": keying}
    head = BallotHead(tx.execute(_MAKE, key).lastrowid, tier_no, rater_id, BallotState.OPEN)
    guards.check_new(tx, head.id)
    sums.ballots_added(tx, [head.id])
    return head


def facts(tx: Transaction, ballot_id: int) -> BallotFacts:
    """Return a ballot, which must be there, with its marks and abstentions."""
    key = {"ballot_id": ballot_id}
    head = _head(tx.execute(_HEAD_BY_ID, key).one())
    marks = ratings.of_ballot(tx, ballot_id)
    part_marks = parts.of_ballot(tx, ballot_id)
    for ratee_id, _indicator_no in part_marks:
        marks.setdefault(ratee_id, {})
    abstained = frozenset(tx.execute(_ABSTAINED, key).scalars().all())
    return BallotFacts(head, marks, abstained, part_marks)


def seal(tx: Transaction, ballot_id: int, state: BallotState, keyed_by: str, nonce: str) -> None:
    """Move the ballot to a state in which it is not keyed any more.

    Args:
        tx: the transaction.
        ballot_id: which one.
        state: the new one.
        keyed_by: who keyed it; empty of a ballot of nobody.
        nonce: random, so that its hash cannot be guessed.
    """
    values = {"state": state, "keyed_by": keyed_by, "nonce": nonce}
    with sums.ballots_changing(tx, [ballot_id]):
        tx.execute(update(ballot).where(ballot.c.id == ballot_id).values(values))


def set_state(tx: Transaction, ballot_id: int, state: BallotState) -> None:
    """Move the ballot to another state."""
    with sums.ballots_changing(tx, [ballot_id]):
        tx.execute(_SET_STATE, {"ballot_id": ballot_id, "new_state": state})


def give_to(tx: Transaction, raters: Mapping[int, int]) -> None:
    """Give ballots to other raters, who have none beside these in the tier.

    Args:
        tx: the transaction.
        raters: ballot id -> the rater's id.
    """
    rows = [{"ballot_id": ballot_id, "new_rater": rater} for ballot_id, rater in raters.items()]
    with sums.ballots_changing(tx, list(raters)):
        # One rater has one ballot at any moment: they are nobody's for one.
        tx.execute(_TAKE_RATER, rows)
        tx.execute(_GIVE_RATER, rows)


def hand_in(tx: Transaction, nonces: Mapping[int, str]) -> None:
    """Move ballots that a file brought to HANDED_IN.

    Args:
        tx: the transaction.
        nonces: ballot id -> random, so that its hash cannot be guessed.
    """
    rows = [{"ballot_id": ballot_id, "new_nonce": nonce} for ballot_id, nonce in nonces.items()]
    if rows:
        with sums.ballots_changing(tx, list(nonces)):
            tx.execute(_HAND_IN, rows)


def set_abstention(tx: Transaction, ballot_id: int, ratee_id: int, *, on: bool) -> None:
    """Set or take back an abstention. Setting it removes the row's marks for good."""
    key = {"ratee_id": ratee_id, "ballot_id": ballot_id}
    if on:
        ratings.remove_row(tx, ballot_id, ratee_id)
    with sums.row_changing(tx, ballot_id, ratee_id, "abstention"):
        tx.execute(_ABSTAIN if on else _TAKE_BACK, key)


def add_abstentions(tx: Transaction, rows: Iterable[tuple[int, int]]) -> int:
    """Add abstentions that are not there yet; the rows must have no marks.

    What they count in ``store.seals.sums`` is the caller's to carry along, where they have a sum.

    Args:
        tx: the transaction.
        rows: (ratee id, ballot id) of each.

    Returns:
        How many were added.
    """
    keys = [{"ratee_id": ratee_id, "ballot_id": ballot_id} for ratee_id, ballot_id in rows]
    return int(tx.execute(_ABSTAIN, keys).rowcount) if keys else 0


def abstentions(tx: Transaction, period_id: int) -> list[tuple[int, int]]:
    """List all abstentions of the period: (ratee id, ballot id)."""
    return [tuple(row) for row in tx.execute(_ABSTENTIONS, {"period_id": period_id}).all()]


def abstentions_of(tx: Transaction, ratee_id: int) -> list[int]:
    """List the ids of the ballots that abstain on one ratee."""
    return list(tx.execute(_ABSTENTIONS_OF, {"ratee_id": ratee_id}).scalars().all())


def _head(row: Sequence[Any]) -> BallotHead:
    ballot_id, tier_no, rater_id, state = row
    return BallotHead(ballot_id, tier_no, rater_id, _STATES[state])
