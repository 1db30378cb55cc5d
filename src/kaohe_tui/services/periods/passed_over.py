"""Say which periods a period that is to be opened passes over."""

from kaohe_tui.domain.rules.steps import PeriodState
from kaohe_tui.services.counting import overview
from kaohe_tui.services.room.room import Room
from kaohe_tui.words import _, _n


def passed_over(room: Room, period: str) -> str:
    """Return the sentence that names the earlier periods neither begun nor called off.

    Empty where there are none, or the period was opened already.
    """
    names: list[str] = []
    for each, state in overview.periods(room):
        if each.key == period:
            return _sentence(names) if names and state is PeriodState.WAITING else ""
        if state is PeriodState.WAITING:
            names.append(each.name)
    return ""


def _sentence(names: list[str]) -> str:
    return _n(
        "{periods} has neither begun nor been called off.",
        "{periods} have neither begun nor been called off.",
        len(names),
    ).format(periods=_(", ").join(names))
