"""Count wrong PINs by the table of operators, or by the record where that table was changed."""

from dataclasses import replace
from datetime import datetime

from kaohe_tui.domain.access import pins
from kaohe_tui.domain.record.events import SignedIn, SignInFailed
from kaohe_tui.store.access.operators import StoredOperator
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.failures import ForeignChange
from kaohe_tui.store.record import pages
from kaohe_tui.store.seals import guards


def waits(failures: int, since: str) -> str:
    """Return until when no PIN is taken after so many wrong ones; empty where one is taken.

    Both ``since``, the time of the last one, and the result are ISO 8601.
    """
    until = pins.waits_until(failures, datetime.fromisoformat(since))
    return until.isoformat(timespec="seconds") if until else ""


def is_kept(tx: Transaction) -> bool:
    """Return whether wrong PINs are counted in the table of operators.

    They are not where something other than kaohe changed it. Signing in, and saying what is wrong,
    have to be possible even so.
    """
    try:
        guards.check_table(tx, "operator")
    except ForeignChange:
        return False
    return True


def counted(tx: Transaction, stored: StoredOperator) -> StoredOperator:
    """Return the operator with the wrong PINs that were counted.

    They come from the record where the table of operators was changed.
    """
    if is_kept(tx):
        return stored
    failures, until = 0, ""
    for entry in pages.of_events(tx, [SignedIn, SignInFailed]):
        match entry.event:
            case SignedIn(operator=stored.name):
                failures, until = 0, ""
            case SignInFailed(operator=stored.name):
                failures += 1
                until = waits(failures, entry.at)
    return replace(stored, failures=failures, waits_until=until)
