"""List the receipts of secret ballots, and look up whether a ballot is in the count."""

from dataclasses import dataclass

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy.secrecy import shown, typed
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.periods import periods
from kaohe_tui.store.seals import guards, seals
from kaohe_tui.store.secrecy import receipts, urn
from kaohe_tui.words import N_


@dataclass(frozen=True, slots=True)
class Counted:
    """A receipt whose ballot is in the count."""

    receipt: str
    """The receipt in two groups of four."""
    period: str
    """The period's name."""
    tier: str
    """The tier's name."""
    ballots: int
    """The number of ballots handed in in the tier."""
    closed: bool
    """Whether the tier is closed; its ballots are then as they were when it closed."""


def posted(room: Room, period: str, tier: str) -> list[str]:
    """Return the receipts of a closed secret tier, in two groups each, in alphabetical order.

    Raises:
        Refusal: when the tier is not secret or not closed, has no such key, or what is in the
            database does not agree.
    """
    period_room = room.period(period)
    state = period_room.steps.state_of(tier)
    rules = period_room.scheme.tier(tier)
    if not rules.secret:
        raise Refusal(
            "tier-not-secret", N_("{tier} is not secret: it has no receipts."), tier=rules.name
        )
    if state is not StepState.CLOSED:
        raise Refusal(
            "tier-not-closed",
            N_("The receipts of {tier} can be posted once it is closed."),
            tier=rules.name,
        )
    number = period_room.tier_number(tier)
    with room.database.reading() as tx:
        _check(tx, period_room, number)
        return [shown(code) for code in receipts.of_tier(tx, period_room.opened_id, number)]


def look_up(room: Room, text: str) -> Counted:
    """Check that the ballot of a receipt is in the count; what it says stays unknown.

    Args:
        room: the room; it is only read in.
        text: as typed, capitals or not, with or without the dash.

    Raises:
        Refusal: when no ballot has that receipt, receipts and ballots of its tier do not agree in
            number, or the ballots of the closed tier are not those that it was closed with.
    """
    code = typed(text)
    with room.database.reading() as tx:
        place = receipts.find(tx, code)
        opened = {facts.id: facts.key for facts in periods.periods(tx)}
    if place is None or place[0] not in opened:
        raise Refusal(
            "receipt-unknown",
            N_("There is no ballot with the receipt “{receipt}”."),
            receipt=shown(code),
        )
    period_room = room.period(opened[place[0]])
    step = period_room.steps.tiers[place[1]]
    with room.database.reading() as tx:
        count = _check(tx, period_room, place[1])
    closed = step.state is StepState.CLOSED
    return Counted(shown(code), period_room.steps.period.name, step.tier.name, count, closed)


def _check(tx: Transaction, period_room: PeriodRoom, number: int) -> int:
    """Return how many ballots a tier has; refuse one whose receipts or seal do not agree."""
    name = period_room.scheme.tiers[number].name
    count = urn.taken(tx, period_room.opened_id, number)
    issued = receipts.count(tx, period_room.opened_id, number)
    if count != issued:
        raise Refusal(
            "foreign-change",
            N_(
                "{tier} has {ballots} ballots but {receipts} receipts: something was changed"
                " behind kaohe's back."
            ),
            tier=name,
            ballots=count,
            receipts=issued,
        )
    closed = period_room.steps.tiers[number].state is StepState.CLOSED
    if closed and not _is_sealed(tx, period_room.opened_id, number):
        raise Refusal(
            "foreign-change",
            N_(
                "The ballots of {tier} are not the ones it was closed with: something was "
                "changed behind kaohe's back."
            ),
            tier=name,
        )
    return count


def _is_sealed(tx: Transaction, period_id: int, number: int) -> bool:
    """Return whether a closed tier's ballots are what their last seal says."""
    sealed = guards.last_seal(tx, seals.tier_name(period_id, number))
    return sealed is not None and sealed.digest == seals.digest_of_tier(tx, period_id, number)
