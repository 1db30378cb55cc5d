"""Enter the paper forms of a tier, and reconcile them with the ballots."""

from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.paper.reconciliation import Forms, check_number
from kaohe_tui.domain.record.events import FormsEntered
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.pairs import owed_by_raters
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.paper import forms as store
from kaohe_tui.words import N_


def enter(
    room: Room,
    period: str,
    tier: str,
    *,
    handed_out: int | None = None,
    returned: int | None = None,
) -> None:
    """Enter how many forms of an open tier were handed out or came back; None keeps a number.

    Raises:
        Refusal: when the tier is not open, or a number is not from 0 to ``forms.MOST``.
    """
    with room.acting() as tx:
        period_room = room.period(period)
        period_room.steps.check_scoring(tier)
        key = period_room.opened_id, period_room.tier_number(tier)
        before = store.get(tx, *key)
        old = before or (0, 0)
        new = (
            check_number(old[0] if handed_out is None else handed_out),
            check_number(old[1] if returned is None else returned),
        )
        store.put(tx, *key, *new)
        room.note(tx, FormsEntered(period=period, tier=tier, before=before, forms=new))


def of_tier(room: Room, period: str, tier: str) -> Forms | None:
    """Return the forms of a tier; None where nobody has entered any.

    Raises:
        Refusal: when the scheme has no such period or tier.
    """
    period_room = room.period(period)
    period_room.steps.state_of(tier)
    with room.database.reading() as tx:
        return _forms(tx, period_room, tier)


def check_close(tx: Transaction, period_room: PeriodRoom, tier: str, reason: str) -> None:
    """Refuse to close a tier whose forms do not reconcile.

    Raises:
        Refusal: when they do not reconcile and no reason is given.
    """
    forms = None if reason else _forms(tx, period_room, tier)
    if forms is not None and forms.faults:
        raise Refusal(
            "forms-do-not-add-up",
            N_("{tier}: {fault} Closing it needs a reason."),
            tier=period_room.scheme.tier(tier).name,
            fault=forms.faults[0],
        )


def _forms(tx: Transaction, period_room: PeriodRoom, key: str) -> Forms | None:
    if period_room.id is None:
        return None
    number, tier = period_room.tier_number(key), period_room.scheme.tier(key)
    entered = store.get(tx, period_room.id, number)
    if entered is None:
        return None
    heads = [head for head in ballots.heads(tx, period_room.id) if head.tier_no == number]
    done = {h.id for h in heads if h.state is BallotState.HANDED_IN and h.rater_id is not None}
    valid, abstained = len(done), None
    if not tier.secret:
        valid = len(done & store.marked(tx, period_room.id, number))
        abstained = len(done) - valid
    owed = owed_by_raters(period_room.scheme, tier, period_room.roster, period_room.recused_in(key))
    return Forms(
        owed=len(owed),
        handed_out=entered[0],
        returned=entered[1],
        valid=valid,
        void=sum(head.state is BallotState.VOID for head in heads),
        abstained=abstained,
        waiting=sum(head.state is BallotState.KEYED for head in heads),
    )
