"""Which periods are called off: what the record says last of each, which no table keeps beside."""

from collections.abc import Mapping

from kaohe_tui.domain.record import PeriodCalledOff, PeriodHeldAfterAll
from kaohe_tui.store import recordpages
from kaohe_tui.store.engine import Transaction


def called_off(tx: Transaction) -> Mapping[str, str]:
    """Period's key -> why it is not held; the periods that are held are left out."""
    found: dict[str, str] = {}
    for entry in recordpages.of_events(tx, (PeriodCalledOff, PeriodHeldAfterAll)):
        match entry.event:
            case PeriodCalledOff(period=period, reason=reason):
                found[period] = reason or "-"
            case PeriodHeldAfterAll(period=period):
                found.pop(period, None)
    return found
