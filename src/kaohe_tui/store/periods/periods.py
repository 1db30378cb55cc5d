"""Store the periods that were opened, and the states of their tiers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, insert, select, update

from kaohe_tui.domain.rules.steps import PeriodState, StepState
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.failures import Damaged
from kaohe_tui.store.tables.columns import period as period_table
from kaohe_tui.store.tables.columns import tier_step

TIER_STATES = {state.value: state for state in StepState}
"""Word in the database -> state of a tier."""
_STATES = {state.value: state for state in (PeriodState.OPEN, PeriodState.CLOSED)}
_PERIODS = select(
    period_table.c.id,
    period_table.c.key,
    period_table.c.state,
    period_table.c.scheme_id,
    period_table.c.scheme_fingerprint,
    period_table.c.roster_fingerprint,
).order_by(period_table.c.id)
_PERIOD = _PERIODS.where(period_table.c.key == bindparam("key"))
_TIERS = select(tier_step.c.number, tier_step.c.key, tier_step.c.state, tier_step.c.period_id)
_ALL_TIERS = _TIERS.order_by(tier_step.c.period_id, tier_step.c.number)
_TIERS_OF = _ALL_TIERS.where(
    tier_step.c.period_id
    == select(period_table.c.id).where(period_table.c.key == bindparam("key")).scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class TierFacts:
    """A tier's state."""

    number: int
    """Its place in the scheme's order, from 0."""
    key: str
    """The tier's key in the scheme."""
    state: StepState
    """Its state."""


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """A period that has been opened."""

    id: int
    """The period's id."""
    key: str
    """The period's key in the scheme."""
    state: PeriodState
    """OPEN or CLOSED."""
    scheme_id: int
    """The id of the scheme it was opened under."""
    scheme_fingerprint: str
    """SHA-256 of that scheme's file."""
    roster_fingerprint: str
    """SHA-256 of its frozen roster, as it is now."""
    tiers: tuple[TierFacts, ...]
    """The tiers, in the scheme's order."""


def periods(tx: Transaction) -> tuple[PeriodFacts, ...]:
    """List all periods in the order they were opened."""
    return _read(tx, _PERIODS, _ALL_TIERS, {})


def period(tx: Transaction, key: str) -> PeriodFacts | None:
    """Return the period of that key; None while it has not been opened."""
    facts = _read(tx, _PERIOD, _TIERS_OF, {"key": key})
    return facts[0] if facts else None


def open_period(
    tx: Transaction,
    key: str,
    scheme_id: int,
    scheme_fingerprint: str,
    roster_fingerprint: str,
    tier_keys: Sequence[str],
) -> int:
    """Open a period with all its tiers waiting, and return its id."""
    facts = {
        "key": key,
        "state": PeriodState.OPEN,
        "scheme_id": scheme_id,
        "scheme_fingerprint": scheme_fingerprint,
        "roster_fingerprint": roster_fingerprint,
    }
    result = tx.execute(insert(period_table).returning(period_table.c.id), facts)
    period_id = int(result.scalar_one())
    steps = [
        {"period_id": period_id, "number": number, "key": tier, "state": StepState.WAITING}
        for number, tier in enumerate(tier_keys)
    ]
    if steps:
        tx.execute(insert(tier_step), steps)
    return period_id


def set_tier_state(tx: Transaction, period_id: int, number: int, state: StepState) -> None:
    """Move a tier to another state."""
    tx.execute(
        update(tier_step)
        .where(tier_step.c.period_id == period_id, tier_step.c.number == number)
        .values(state=state)
    )


def set_period_state(tx: Transaction, period_id: int, state: PeriodState) -> None:
    """Move a period to OPEN or CLOSED."""
    tx.execute(update(period_table).where(period_table.c.id == period_id).values(state=state))


def set_roster_fingerprint(tx: Transaction, period_id: int, fingerprint: str) -> None:
    """Store the fingerprint of a period's corrected roster."""
    tx.execute(
        update(period_table)
        .where(period_table.c.id == period_id)
        .values(roster_fingerprint=fingerprint)
    )


def _read(
    tx: Transaction, heads: Select[Any], tiers: Select[Any], values: Mapping[str, str]
) -> tuple[PeriodFacts, ...]:
    steps: dict[int, list[TierFacts]] = {}
    for number, key, state, period_id in tx.execute(tiers, values).all():
        if state not in TIER_STATES:
            raise Damaged
        steps.setdefault(period_id, []).append(TierFacts(number, key, TIER_STATES[state]))
    periods = []
    for row in tx.execute(heads, values).mappings().all():
        if row["state"] not in _STATES:
            raise Damaged
        fields = {**row, "state": _STATES[row["state"]]}
        periods.append(PeriodFacts(**fields, tiers=tuple(steps.get(row["id"], ()))))
    return tuple(periods)
