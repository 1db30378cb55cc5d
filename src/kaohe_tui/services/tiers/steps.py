"""Open, close and reopen tiers; set and lift recusals."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kaohe_tui.domain.record.events import (
    BallotMissing,
    PeriodClosed,
    PeriodOpened,
    PeriodReopened,
    RecusalLifted,
    Recused,
    TierClosed,
    TierOpened,
    TierReopened,
)
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.pairs import Pair, owed_by_raters, rates
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.rules.steps import PeriodState, StepState
from kaohe_tui.domain.text import clean
from kaohe_tui.services.counting import lacking, overview
from kaohe_tui.services.integrity import intact
from kaohe_tui.services.paper import forms
from kaohe_tui.services.record import contents
from kaohe_tui.services.result import freezing
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import secrecy
from kaohe_tui.services.tiers.closing_sheet import NOBODY, Signers
from kaohe_tui.store.access import codes
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.periods import people, periods, recusals, schemes
from kaohe_tui.store.seals.chain import seal, seal_tier
from kaohe_tui.store.seals.seals import tier_name
from kaohe_tui.words import N_


def open_tier(room: Room, period: str, tier: str, *, out_of_order: bool = False) -> None:
    """Open a tier; the first one opens the period and freezes its roster and scheme.

    Args:
        room: the room.
        period: the period's key.
        tier: the tier's key.
        out_of_order: whether it may be opened before those that come first.

    Raises:
        Refusal: when its turn has not come (see ``Steps.check_open``), or nobody rates anybody
            in any tier: with roster and scheme frozen that could no longer be corrected.
    """
    with room.acting() as tx:
        period_room = room.period(period)
        period_room.steps.check_open(tier, out_of_order=out_of_order)
        if period_room.id is None:
            _check_anybody_rates(period_room)
        begun = period_room.id
        period_id = begin_period(room, tx, period_room) if begun is None else begun
        periods.set_tier_state(tx, period_id, period_room.tier_number(tier), StepState.OPEN)
        first = period_room.steps.earlier(tier)
        room.note(tx, TierOpened(period=period, tier=tier, ahead_of=first.key if first else ""))


def _check_anybody_rates(period_room: PeriodRoom) -> None:
    """Refuse to open a period in which nobody rates anybody in any tier.

    A single tier of that kind is opened and closed empty.
    """
    if any(
        owed_by_raters(period_room.scheme, tier, period_room.roster)
        for tier in period_room.scheme.tiers
    ):
        return
    raise Refusal(
        "nobody-rates",
        N_("No rater in the roster has anybody to rate in any tier: check roster and scheme."),
    )


def begin_period(room: Room, tx: Transaction, period_room: PeriodRoom) -> int:
    """Open the period with its roster and scheme as they are from now on; return its id."""
    period_id = periods.open_period(
        tx,
        period_room.key,
        schemes.current_scheme(tx).id,
        period_room.scheme_fingerprint,
        period_room.roster_fingerprint,
        [t.key for t in period_room.scheme.tiers],
    )
    people.freeze_roster(tx, period_id, period_room.roster)
    room.note(
        tx,
        PeriodOpened(
            period=period_room.key,
            scheme_digest=period_room.scheme_fingerprint,
            roster_digest=period_room.roster_fingerprint,
        ),
    )
    return period_id


def missing_by_raters(room: Room, period: str, tier: str) -> dict[str, int]:
    """Return how many ratings each rater of the tier still owes; 0 is left out.

    What the ballots in a secret tier's urn lack stands together, under an empty code.

    Raises:
        Refusal: when the scheme has no such period or tier.
    """
    period_room = room.period(period)
    period_room.steps.state_of(tier)
    progress = overview.progress(room, period_room)[period_room.tier_number(tier)]
    missing = {line.rater.code: line.missing for line in progress.raters if line.missing > 0}
    return missing | ({"": progress.unrated} if progress.unrated else {})


def close_tier(
    room: Room,
    period: str,
    tier: str,
    reason: str = "",
    signers: Signers = NOBODY,
    reasons: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Close a tier; the last one closes the period and freezes its result.

    Args:
        room: the room.
        period: the period's key.
        tier: the tier's key.
        reason: kept in the record; needed where ratings, forms or figures are missing.
        signers: who signs the closing sheet; kept in the record.
        reasons: rater's code -> why that one's ballot is missing, where it is not ``reason``, which
            may be empty where each has its own; each is an entry of its own.

    Raises:
        Refusal: when it is not open, something is missing or does not reconcile and no reason is
            given, a reason is given for somebody who owes nothing, or the same person would sign
            for both.
    """
    reason = clean(reason)
    signers = signers.checked()
    with room.acting() as tx:
        period_room = room.period(period)
        missing = missing_by_raters(room, period, tier) if period_room.id is not None else {}
        own = _own_reasons(period_room, missing, reasons)
        unexplained = sum(count for code, count in missing.items() if code not in own)
        period_room.steps.check_close(tier, unexplained, reason)
        lacking.check_close(tx, after := period_room.with_state(tier, StepState.CLOSED), reason)
        forms.check_close(tx, period_room, tier, reason)
        _seal_closed(room, tx, period_room, tier)
        _note_missing(room, tx, period_room, tier, own, reason)
        room.note(tx, _closed(period_room, tier, missing, signers, reason))
        if after.steps.closed:
            end_period(room, tx, after)
    secrecy.tidy(room, at_most=None)


def _seal_closed(room: Room, tx: Transaction, period_room: PeriodRoom, tier: str) -> None:
    """Store that the tier is closed, and seal its ballots as they are from now on.

    Raises:
        ForeignChange: when one of them does not say what was keyed and handed in.
    """
    digest = intact.check_tier(room, tx, period_room.key, tier)
    number = period_room.tier_number(tier)
    periods.set_tier_state(tx, period_room.opened_id, number, StepState.CLOSED)
    secrecy.cast_rest(room, tx, period_room, period_room.scheme.tier(tier))
    codes.withdraw_all(tx, period_room.opened_id, number)
    if period_room.scheme.tier(tier).secret:
        # What was never confirmed went into the urn just now.
        seal_tier(tx, period_room.opened_id, number)
    else:
        seal(tx, {tier_name(period_room.opened_id, number): digest})


def _note_missing(
    room: Room,
    tx: Transaction,
    period_room: PeriodRoom,
    tier: str,
    own: Mapping[str, str],
    reason: str,
) -> None:
    """Record each missing ballot whose reason is another than that of the whole tier."""
    for rater, why in own.items():
        if why != reason:
            room.note(tx, BallotMissing(period=period_room.key, tier=tier, rater=rater, reason=why))


def _closed(
    period_room: PeriodRoom, tier: str, missing: Mapping[str, int], signers: Signers, reason: str
) -> TierClosed:
    """Return the event of the closing."""
    return TierClosed(
        period=period_room.key,
        tier=tier,
        missing=missing,
        counted_by=signers.counted,
        supervised_by=signers.supervised,
        reason=reason,
    )


def end_period(room: Room, tx: Transaction, period_room: PeriodRoom, reason: str = "") -> None:
    """Close the period, which has nothing left to close, and freeze its result."""
    periods.set_period_state(tx, period_room.opened_id, PeriodState.CLOSED)
    number, digest = freezing.freeze(room, tx, period_room)
    room.note(tx, PeriodClosed(period=period_room.key, number=number, digest=digest, reason=reason))


def _own_reasons(
    period_room: PeriodRoom, missing: Mapping[str, int], reasons: Mapping[str, str]
) -> dict[str, str]:
    """Return the reasons for single raters, cleaned, in the order of the roster.

    Raises:
        Refusal: for somebody who owes nothing.
    """
    for code in reasons:
        if not missing.get(code):
            name = period_room.person(code).name
            raise Refusal(
                "no-ballot-owed",
                N_("{name} ({code}) has no ballot to hand in for this tier: no reason is needed."),
                name=name,
                code=code,
            )
    cleaned = {code: clean(reasons[code]) for code in missing if code in reasons}
    return {code: why for code, why in cleaned.items() if why}


def reopen_tier(room: Room, period: str, tier: str, reason: str) -> None:
    """Reopen a closed tier; a tier that is open meanwhile waits until this one is closed again.

    Raises:
        Refusal: when it is not closed, or no reason is given.
    """
    reason = clean(reason)
    with room.acting() as tx:
        period_room = room.period(period)
        period_room.steps.check_reopen(tier, reason)
        intact.check_closed(room, tx, period, tier, secret=period_room.scheme.tier(tier).secret)
        if period_room.steps.current:
            number = period_room.tier_number(period_room.steps.current.key)
            periods.set_tier_state(tx, period_room.opened_id, number, StepState.WAITING)
        periods.set_tier_state(
            tx, period_room.opened_id, period_room.tier_number(tier), StepState.OPEN
        )
        if period_room.steps.closed:
            periods.set_period_state(tx, period_room.opened_id, PeriodState.OPEN)
            room.note(tx, PeriodReopened(period=period, reason=reason))
        # They counted while it was closed, and may be changed from now on.
        begun = contents.of_open_ballots(tx, period_room, period_room.scheme.tier(tier))
        room.note(tx, TierReopened(period=period, tier=tier, begun=begun, reason=reason))


def recuse(room: Room, period: str, pair: Pair, reason: str) -> Sequence[Tier]:
    """Recuse a pair in every tier of the period that is not open yet and owes it.

    Returns:
        The tiers in which it was set.

    Raises:
        Refusal: when somebody is unknown, no such tier owes the pair, or it is recused already.
    """
    reason = clean(reason)
    with room.acting() as tx:
        period_room = room.period(period)
        rater, ratee = (period_room.person(code) for code in pair)
        begun = tiers_begun(tx, period_room, rater.code)
        tiers = [
            tier
            for tier in _tiers_to_come(period_room)
            if rates(period_room.scheme, tier, rater, ratee)
            and pair not in period_room.recused_in(tier.key)
            and tier.key not in begun
        ]
        if not tiers:
            raise Refusal(
                "pair-not-rated",
                N_("In no tier still to be opened does {rater} rate {ratee}."),
                rater=period_room.roster.called(rater),
                ratee=period_room.roster.called(ratee),
            )
        for tier in tiers:
            recusals.put_recusal(tx, recusals.Recusal(period, tier.key, *pair, reason))
            room.note(
                tx,
                Recused(period=period, tier=tier.key, rater=pair[0], ratee=pair[1], reason=reason),
            )
    return tiers


def lift_recusal(room: Room, period: str, pair: Pair) -> Sequence[Tier]:
    """Lift a recusal in every tier of the period that is not open yet.

    Returns:
        The tiers in which it was lifted.

    Raises:
        Refusal: when the pair is recused in none of them.
    """
    with room.acting() as tx:
        period_room = room.period(period)
        tiers = [t for t in _tiers_to_come(period_room) if pair in period_room.recused_in(t.key)]
        if not tiers:
            raise Refusal(
                "pair-not-recused", N_("This pair is not recused in any tier still to be opened.")
            )
        for tier in tiers:
            recusals.remove_recusal(tx, period, tier.key, *pair)
            room.note(
                tx,
                RecusalLifted(period=period, tier=tier.key, rater=pair[0], ratee=pair[1]),
            )
    return tiers


def recusals_set(room: Room, period: str) -> tuple[recusals.Recusal, ...]:
    """Return every recusal of the period, with its reason."""
    with room.database.reading() as tx:
        return recusals.recusals(tx, period)


def _tiers_to_come(period_room: PeriodRoom) -> list[Tier]:
    return [s.tier for s in period_room.steps.tiers if s.state is StepState.WAITING]


def tiers_begun(tx: Transaction, period_room: PeriodRoom, rater: str) -> frozenset[str]:
    """Return the keys of the tiers in which the rater has a ballot.

    A tier that waits while an earlier one is reopened may hold some, and what was rated already
    cannot be recused beforehand.
    """
    if period_room.id is None:
        return frozenset()
    heads = ballots.heads(tx, period_room.id)
    tiers = period_room.scheme.tiers
    return frozenset(tiers[h.tier_no].key for h in heads if h.rater_id == period_room.ids[rater])
