"""Check the steps of a whole period: called off, held after all; opened and closed without a tier.

Every function returns nothing or raises a Refusal that says why not.
"""

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.steps import Steps
from kaohe_tui.words import N_


def check_call_off(steps: Steps, reason: str) -> None:
    """Refuse to call off a period that may not be called off.

    Raises:
        Refusal: when it was called off already, has its result, or no reason is given.
    """
    name = steps.period.name
    if steps.called_off:
        raise Refusal(
            "period-called-off",
            N_("{period} was called off already ({reason})."),
            period=name,
            reason=steps.called_off,
        )
    if steps.opened and steps.closed:
        raise Refusal(
            "period-closed",
            N_("{period} is closed and has its result: reopen one of its tiers first."),
            period=name,
        )
    if not reason:
        raise Refusal("reason-missing", N_("Calling {period} off needs a reason."), period=name)


def check_hold_after_all(steps: Steps, reason: str) -> None:
    """Refuse to hold a period after all where that may not be.

    Raises:
        Refusal: when it was not called off, or no reason is given.
    """
    name = steps.period.name
    if not steps.called_off:
        raise Refusal("period-not-called-off", N_("{period} was not called off."), period=name)
    if not reason:
        raise Refusal(
            "reason-missing", N_("Holding {period} after all needs a reason."), period=name
        )
