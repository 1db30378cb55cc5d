"""Take the opening of a tier back, while nothing is in.

Taking back the period's first one takes the period's opening back too. Rule: docs/record.md,
"Openings taken back".
"""

from dataclasses import dataclass

from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.record.events import OpeningTakenBack, PeriodTakenBack, TierClosed
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.text import clean
from kaohe_tui.services.ballots import claims
from kaohe_tui.services.counting import overview
from kaohe_tui.services.integrity import intact
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.access import codes
from kaohe_tui.store.database import checking
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.periods import openings, periods, results
from kaohe_tui.store.record import records
from kaohe_tui.store.seals import guards
from kaohe_tui.words import _, _n


@dataclass(frozen=True, slots=True)
class TakingBack:
    """What taking an opening back brings."""

    tier: str
    """The tier's name."""
    period: str
    """The period's name."""
    is_first: bool
    """Whether the period's opening is taken back with it."""
    begun: int
    """The number of half-keyed ballots: what is on them will be gone."""
    codes: int
    """The number of one-time codes that will no longer work."""
    keyed: tuple[str, ...]
    """A sentence on each ballot that another program has now."""

    @property
    def consequences(self) -> tuple[str, ...]:
        """Everything it brings, a sentence each."""
        sentences = [_("No ballot is in; {tier} can be opened again.").format(tier=self.tier)]
        if self.begun:
            sentences = [
                _n(
                    "{count} ballot is partly entered: its marks will be gone.",
                    "{count} ballots are partly entered: their marks will be gone.",
                    self.begun,
                ).format(count=self.begun)
            ]
        if self.codes:
            sentences.append(
                _n(
                    "{count} one-time code is no longer valid; make new ones later.",
                    "{count} one-time codes are no longer valid; make new ones later.",
                    self.codes,
                ).format(count=self.codes)
            )
        if self.is_first:
            sentences.append(
                _(
                    "{period} is not begun then: roster and scheme can be changed for it as before."
                ).format(period=self.period)
            )
        return (*sentences, *self.keyed)


def check(room: Room, period: str, tier: str, reason: str = "-") -> TakingBack:
    """Return what taking the opening of a tier back would bring.

    Args:
        room: the room.
        period: the period's key.
        tier: the tier's key.
        reason: the reason; ``-`` while it has not been asked for yet.

    Raises:
        Refusal: when it cannot be taken back; see ``Steps.check_take_back``.
    """
    period_room = room.period(period)
    period_room.steps.state_of(tier)
    progress = overview.progress(room, period_room)[period_room.tier_number(tier)]
    with room.database.reading() as tx:
        _check(tx, period_room, tier, reason)
        coded = len(codes.of_tier(tx, period_room.opened_id, period_room.tier_number(tier)))
    return TakingBack(
        tier=progress.tier.name,
        period=period_room.steps.period.name,
        is_first=period_room.steps.is_only_opening(tier),
        begun=sum(line.state is BallotProgress.BEGUN for line in progress.raters),
        codes=coded,
        keyed=tuple(each.told for each in claims.being_keyed(room, period, progress)),
    )


def why_not(room: Room, period: str, tier: str) -> str:
    """Say why the opening of a tier cannot be taken back; empty where it can.

    Args:
        room: the room.
        period: the period's key.
        tier: the tier's key.
    """
    period_room = room.period(period)
    try:
        with room.database.reading() as tx:
            _check(tx, period_room, tier, "-")
    except Refusal as refusal:
        return str(refusal)
    return ""


def _check(tx: Transaction, period_room: PeriodRoom, tier: str, reason: str) -> None:
    period_room.steps.state_of(tier)
    in_hand, closed_once = 0, False
    if period_room.id is not None:
        in_hand = openings.in_hand(tx, period_room.id, period_room.tier_number(tier))
        closed_once = records.latest(tx, TierClosed, period_room.key, tier) is not None
        # An older kaohe may have recorded a closing as an event that is not known any more.
        closed_once |= results.latest(tx, period_room.id) is not None
    period_room.steps.check_take_back(tier, in_hand, reason, closed_once=closed_once)


def take_back(room: Room, period: str, tier: str, reason: str, *, discard: bool = False) -> None:
    """Take the opening of a tier back; if it is the period's only one, the period's as well.

    What is half-keyed in it is gone, and so are its one-time codes and numbers of forms.

    Args:
        room: the room.
        period: the period's key.
        tier: the tier's key.
        reason: why; kept in the record.
        discard: whether half-keyed ballots may go.

    Raises:
        Refusal: when it cannot be taken back, ballots are half-keyed and may not go, or something
            on them was changed past kaohe.
    """
    reason = clean(reason)
    with room.acting() as tx:
        period_room = room.period(period)
        _check(tx, period_room, tier, reason)
        begun = check(room, period, tier).begun
        if begun and not discard:
            raise _half_keyed(period_room, tier, begun)
        _check_untouched(room, tx, period, tier)
        number = period_room.tier_number(tier)
        openings.clear_tier(tx, period_room.opened_id, number)
        room.note(tx, OpeningTakenBack(period=period, tier=tier, ballots=begun, reason=reason))
        if period_room.steps.is_only_opening(tier):
            openings.clear_period(tx, period_room.opened_id)
            room.note(tx, PeriodTakenBack(period=period, reason=reason))
        else:
            periods.set_tier_state(tx, period_room.opened_id, number, StepState.WAITING)


def _half_keyed(period_room: PeriodRoom, tier: str, begun: int) -> Refusal:
    return Refusal.plural(
        "ballots-begun",
        "{tier}: {count} ballot is partly entered, and its marks would be gone.",
        "{tier}: {count} ballots are partly entered, and their marks would be gone.",
        begun,
        tier=period_room.scheme.tier(tier).name,
    )


def _check_untouched(room: Room, tx: Transaction, period: str, tier: str) -> None:
    """Refuse where something that is about to go was changed past kaohe.

    Its traces would go with it.

    Raises:
        ForeignChange: naming the first thing.
    """
    intact.check_tier(room, tx, period, tier)
    if next(checking.strays(tx), None):
        raise guards.refusal(_("A ballot has marks for somebody who is not on it."))
