"""How many wrong PINs there were: by the table of operators, or by the record where something else
than kaohe changed that."""

from dataclasses import replace
from datetime import datetime

from kaohe_tui.domain import pins
from kaohe_tui.domain.record import SignedIn, SignInFailed
from kaohe_tui.store import guards, recordpages
from kaohe_tui.store.engine import Transaction
from kaohe_tui.store.failures import ForeignChange
from kaohe_tui.store.operators import StoredOperator


def waits(failures: int, since: str) -> str:
    """Until when no PIN is taken after so many wrong ones, the last of them at ``since``; ISO 8601,
    empty for no waiting."""
    until = pins.waits_until(failures, datetime.fromisoformat(since))
    return until.isoformat(timespec="seconds") if until else ""


def is_kept(tx: Transaction) -> bool:
    """Whether wrong PINs are counted among the operators: not where something else than kaohe
    changed those. To sign in, and to say what is wrong, has to be possible even so."""
    try:
        guards.check_table(tx, "operator")
    except ForeignChange:
        return False
    return True


def counted(tx: Transaction, found: StoredOperator) -> StoredOperator:
    """The operator with the wrong PINs that were counted, by the record where it is not the table
    that tells."""
    if is_kept(tx):
        return found
    failures, until = 0, ""
    for entry in recordpages.of_events(tx, [SignedIn, SignInFailed]):
        match entry.event:
            case SignedIn(operator=found.name):
                failures, until = 0, ""
            case SignInFailed(operator=found.name):
                failures += 1
                until = waits(failures, entry.at)
    return replace(found, failures=failures, waits_until=until)
