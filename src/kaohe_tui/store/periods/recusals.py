"""Store pairs that are not owed (回避), by codes: they are set before a period opens."""

from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, delete, select
from sqlalchemy import text as statement

from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.tables.columns import recusal

_KEY = (recusal.c.period_key, recusal.c.tier_key, recusal.c.rater_code, recusal.c.ratee_code)
_OF_PERIOD = (
    select(*_KEY, recusal.c.reason)
    .where(recusal.c.period_key == bindparam("period"))
    .order_by(*_KEY)
)
_PUT = statement(
    "INSERT INTO recusal (period_key, tier_key, rater_code, ratee_code, reason)"
    " VALUES (:period, :tier, :rater, :ratee, :reason)"
    " ON CONFLICT (period_key, tier_key, rater_code, ratee_code)"
    " DO UPDATE SET reason = excluded.reason"
)


@dataclass(frozen=True, slots=True)
class Recusal:
    """A rater who does not rate a ratee in one tier of one period."""

    period: str
    """Key of the period."""
    tier: str
    """Key of the tier."""
    rater: str
    """Code of the rater."""
    ratee: str
    """Code of the ratee."""
    reason: str
    """Why; may be empty."""


def put_recusal(tx: Transaction, recusal: Recusal) -> None:
    """Set a recusal; one of the same pair gets the new reason."""
    tx.execute(_PUT, asdict(recusal))


def remove_recusal(tx: Transaction, period: str, tier: str, rater: str, ratee: str) -> None:
    """Lift the pair's recusal, where there is one."""
    pair = zip(_KEY, (period, tier, rater, ratee), strict=True)
    tx.execute(delete(recusal).where(*(column == value for column, value in pair)))


def recusals(tx: Transaction, period_key: str) -> tuple[Recusal, ...]:
    """List the period's recusals, in the order of their codes."""
    return tuple(Recusal(*row) for row in tx.execute(_OF_PERIOD, {"period": period_key}).all())
