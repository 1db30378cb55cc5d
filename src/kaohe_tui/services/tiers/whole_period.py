"""Open, close and reopen a period that holds no tier, or take its opening back.

Rule: docs/scoring.md, "A period without a tier".
"""

from kaohe_tui.domain.record.events import PeriodReopened, PeriodTakenBack
from kaohe_tui.domain.rules.period_steps import (
    check_close_whole,
    check_open_whole,
    check_reopen_whole,
    check_take_back_whole,
)
from kaohe_tui.domain.rules.steps import PeriodState
from kaohe_tui.domain.text import clean
from kaohe_tui.services.counting import lacking
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.periods import openings, periods, results


def open_period(room: Room, period: str) -> None:
    """Open a period that holds no tier; its roster and scheme are frozen.

    Raises:
        Refusal: when it holds one, was opened already, or was called off.
    """
    with room.acting() as tx:
        period_room = room.period(period)
        check_open_whole(period_room.steps)
        steps.begin_period(room, tx, period_room)


def close_period(room: Room, period: str, reason: str = "") -> None:
    """Close a period that holds no tier, and freeze its result.

    Args:
        room: the room.
        period: the period's key.
        reason: why something is missing; kept in the record.

    Raises:
        Refusal: when it holds a tier, is not open, was called off, or lacks something and no
            reason is given.
    """
    reason = clean(reason)
    with room.acting() as tx:
        period_room = room.period(period)
        check_close_whole(period_room.steps)
        lacking.check_close(tx, after := period_room.as_ended(), reason)
        steps.end_period(room, tx, after, reason)


def reopen_period(room: Room, period: str, reason: str) -> None:
    """Reopen a closed period that holds no tier; closing it again freezes another result.

    Raises:
        Refusal: when it holds a tier, is not closed, was called off, or no reason is given.
    """
    reason = clean(reason)
    with room.acting() as tx:
        period_room = room.period(period)
        check_reopen_whole(period_room.steps, reason)
        periods.set_period_state(tx, period_room.opened_id, PeriodState.OPEN)
        room.note(tx, PeriodReopened(period=period, reason=reason))


def check_take_back(room: Room, period: str, reason: str = "-") -> None:
    """Refuse where the opening of the period cannot be taken back.

    Args:
        room: the room.
        period: the period's key.
        reason: the reason; ``-`` while it has not been asked for yet.

    Raises:
        Refusal: see ``period_steps.check_take_back_whole``.
    """
    with room.database.reading() as tx:
        _check_take_back(tx, room.period(period), reason)


def _check_take_back(tx: Transaction, period_room: PeriodRoom, reason: str) -> None:
    closed_once = period_room.id is not None and results.latest(tx, period_room.id) is not None
    check_take_back_whole(period_room.steps, reason, closed_once=closed_once)


def take_back(room: Room, period: str, reason: str) -> None:
    """Take the opening of a period that holds no tier back: roster and scheme are free again.

    Args:
        room: the room.
        period: the period's key.
        reason: why; kept in the record.

    Raises:
        Refusal: when it cannot be taken back.
    """
    reason = clean(reason)
    with room.acting() as tx:
        period_room = room.period(period)
        _check_take_back(tx, period_room, reason)
        openings.clear_period(tx, period_room.opened_id)
        room.note(tx, PeriodTakenBack(period=period, reason=reason))
