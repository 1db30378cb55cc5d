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


def _check_whole(steps: Steps) -> None:
    """Refuse a period that goes by its tiers, or that was called off."""
    if steps.tiers:
        raise Refusal(
            "period-holds-tiers",
            N_("{period} holds tiers, and is opened and closed with them; name one of: {known}."),
            period=steps.period.name,
            known=", ".join(step.tier.key for step in steps.tiers),
        )
    steps.check_held()


def check_open_whole(steps: Steps) -> None:
    """Refuse to open a period without tiers that may not be opened.

    Raises:
        Refusal: when it holds a tier, is open or closed already, or was called off.
    """
    _check_whole(steps)
    if steps.opened:
        raise Refusal(
            "period-begun",
            N_("{period} was opened already; it can be closed, or reopened with a reason."),
            period=steps.period.name,
        )


def check_close_whole(steps: Steps) -> None:
    """Refuse to close a period without tiers that may not be closed.

    Raises:
        Refusal: when it holds a tier, is not open, or was called off.
    """
    _check_whole(steps)
    if not steps.opened or steps.ended:
        raise Refusal(
            "period-not-running",
            N_("{period} is not open, so it cannot be closed."),
            period=steps.period.name,
        )


def check_reopen_whole(steps: Steps, reason: str) -> None:
    """Refuse to reopen a period without tiers that may not be reopened.

    Raises:
        Refusal: when it holds a tier, is not closed, was called off, or no reason is given.
    """
    _check_whole(steps)
    if not steps.ended:
        raise Refusal("period-not-ended", N_("{period} is not closed."), period=steps.period.name)
    if not reason:
        raise Refusal(
            "reason-missing", N_("Reopening {period} needs a reason."), period=steps.period.name
        )


def check_take_back_whole(steps: Steps, reason: str, *, closed_once: bool) -> None:
    """Refuse to take back the opening of a period without tiers where it has to stay.

    Args:
        steps: the period's.
        reason: why; kept in the record.
        closed_once: whether it was closed before: then results may rest on it.

    Raises:
        Refusal: when it holds a tier, is not open, was closed before, was called off, or no reason
            is given.
    """
    check_close_whole(steps)
    if closed_once:
        raise Refusal(
            "period-closed-once",
            N_("{period} was closed once: close it again; its opening cannot be taken back."),
            period=steps.period.name,
        )
    if not reason:
        raise Refusal(
            "reason-missing",
            N_("Taking the opening of {period} back needs a reason."),
            period=steps.period.name,
        )
