"""Put ballots right: restore a voided one, move one keyed under the wrong rater, exchange two."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from kaohe_tui.domain.ballot.state import BallotState, Keying
from kaohe_tui.domain.record.events import BallotMoved, BallotsExchanged, Reinstated
from kaohe_tui.domain.record.things import key as thing
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.pairs import ratees_of
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.tiers import Entry, Tier
from kaohe_tui.domain.text import clean, few
from kaohe_tui.services.ballots import claims
from kaohe_tui.services.ballots.second_keying import check
from kaohe_tui.services.integrity.verifying import followed
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.ballots import claims as holding
from kaohe_tui.store.ballots.ballots import BallotFacts
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.paper import comparisons
from kaohe_tui.store.seals import chain
from kaohe_tui.words import N_

_Keyings = Mapping[Keying, BallotFacts]
"""A rater's ballots in a tier: which keying -> the ballot with all that stands on it."""


def restore(room: Room, period: str, tier: str, rater: str, reason: str) -> BallotState:
    """Let a ballot that was voided stand again as it stood before.

    Args:
        room: who acts, and when.
        period: the period's key.
        tier: the tier's key.
        rater: the rater's code.
        reason: why.

    Returns:
        HANDED_IN; or KEYED, of one that waits for its second keying again.

    Raises:
        Refusal: when the tier is not open, the ballot was not voided, no reason is given, or
            the tier is secret and it would have to go into the urn.
        ForeignChange: when it does not say what was handed in.
    """
    reason = _reason(reason)
    with room.acting() as tx:
        period_room = room.period(period)
        period_room.steps.check_scoring(tier)
        rules, person = period_room.scheme.tier(tier), period_room.person(rater)
        head = ballots.head_of(
            tx, period_room.opened_id, period_room.tier_number(tier), period_room.ids[rater]
        )
        if head is None or head.state is not BallotState.VOID:
            raise Refusal(
                "ballot-not-voided",
                N_("{name}'s ballot is not voided."),
                name=period_room.roster.called(person),
            )
        standing = _state_before(tx, period_room, rules, person)
        if rules.secret and standing is BallotState.HANDED_IN:
            raise _goes_into_urn(rules, period_room.roster.called(person))
        check(tx, rules, person, head.id)
        ballots.set_state(tx, head.id, standing)
        event = Reinstated(period=period, tier=tier, rater=rater, standing=standing, reason=reason)
        room.note(tx, event)
    return standing


def _goes_into_urn(tier: Tier, rater: str) -> Refusal:
    return Refusal(
        "ballot-goes-into-urn",
        N_(
            "{tier} is secret: {name}'s ballot can only be given back; once it is handed "
            "in again it goes into the urn."
        ),
        tier=tier.name,
        name=rater,
    )


def move(room: Room, period: str, tier: str, rater: str, other: str, reason: str) -> None:
    """Give a ballot that was keyed under the wrong rater to the right one, who has none.

    Args:
        room: who acts, and when.
        period: the period's key.
        tier: the tier's key.
        rater: under whom it was keyed.
        other: whose it is.
        reason: why.

    Raises:
        Refusal: when the tier is not open or is secret, there is no ballot, the other has one,
            does not rate somebody who is rated on it, somebody keys either, or no reason is given.
        ForeignChange: when a ballot does not say what was keyed or handed in.
    """
    reason = _reason(reason)
    with _both(room, period, tier, rater, other) as (tx, period_room, one, two):
        if _is_any(two):
            raise Refusal(
                "ballot-already-there",
                N_(
                    "{other} has a ballot in {tier} already: exchange the two, or first deal with "
                    "that one."
                ),
                other=period_room.roster.called(period_room.person(other)),
                tier=period_room.scheme.tier(tier).name,
            )
        _exchange(tx, period_room, tier, (rater, one), (other, two))
        moved = BallotMoved(period=period, tier=tier, rater=rater, other=other, reason=reason)
        room.note(tx, moved)


def exchange(room: Room, period: str, tier: str, rater: str, other: str, reason: str) -> None:
    """Exchange two ballots, each keyed under the other's rater.

    Args:
        room: who acts, and when.
        period: the period's key.
        tier: the tier's key.
        rater: the one.
        other: the other.
        reason: why.

    Raises:
        Refusal: when the tier is not open or is secret, one of them has no ballot or does not rate
            somebody who is rated on the other's, somebody keys either, or no reason is given.
        ForeignChange: when a ballot does not say what was keyed or handed in.
    """
    reason = _reason(reason)
    with _both(room, period, tier, rater, other) as (tx, period_room, one, two):
        if not _is_any(two):
            raise _no_ballot(period_room, tier, other)
        _exchange(tx, period_room, tier, (rater, one), (other, two))
        room.note(
            tx, BallotsExchanged(period=period, tier=tier, rater=rater, other=other, reason=reason)
        )


def _reason(text: str) -> str:
    reason = clean(text)
    if not reason:
        raise Refusal("reason-missing", N_("This needs a reason."))
    return reason


def _state_before(
    tx: Transaction, period_room: PeriodRoom, tier: Tier, rater: Person
) -> BallotState:
    """Return the state that a ballot had before it was voided."""
    if tier.entry is Entry.SINGLE:
        return BallotState.HANDED_IN
    # Only the record knows whether the two keyings had been compared.
    struck = followed(tx).struck.get(thing("ballot", period_room.key, tier.key, rater.code))
    return BallotState.KEYED if struck == BallotState.KEYED else BallotState.HANDED_IN


@contextmanager
def _both(
    room: Room, period: str, tier: str, rater: str, other: str
) -> Iterator[tuple[Transaction, PeriodRoom, _Keyings, _Keyings]]:
    """Yield what both raters have in an open, named tier, in one transaction, kept from others."""
    period_room = room.period(period)
    period_room.steps.check_scoring(tier)
    people = [period_room.person(code) for code in (rater, other)]
    _check_may_move(period_room.scheme.tier(tier), people)
    with ExitStack() as held:
        for person in people:
            for keying in Keying:
                held.callback(_held(room, period_room, tier, person, keying).release)
        with room.acting() as tx:
            period_room = room.period(period)
            period_room.steps.check_scoring(tier)
            rules = period_room.scheme.tier(tier)
            one, two = (
                _keyings(tx, period_room, rules, period_room.person(each.code)) for each in people
            )
            if not _is_any(one):
                raise _no_ballot(period_room, tier, rater)
            yield tx, period_room, one, two


def _held(
    room: Room, period_room: PeriodRoom, tier: str, person: Person, keying: Keying
) -> claims.Hold:
    """Keep a ballot from everybody, this program's own screens among them."""
    ballot = holding.Ballot(period_room.ids[person.code], period_room.tier_number(tier), keying)
    for holder in holding.holders(room.database.path):
        if holder.ballot == ballot and holder.is_alive:
            raise Refusal(
                "ballot-in-use",
                N_("The ballot of {name} cannot be moved now: {who}."),
                name=period_room.roster.called(person),
                who=claims.keying(holder, room.now()),
            )
    return claims.take(room, period_room, tier, person, keying)


def _check_may_move(tier: Tier, people: list[Person]) -> None:
    if people[0].code == people[1].code:
        raise Refusal(
            "rater-same", N_("That is the rater whose ballot it is now; name another rater.")
        )
    if tier.secret:
        raise Refusal(
            "ballot-in-urn",
            N_(
                "{tier} is secret: what was handed in is in the urn and has no name, so no "
                "ballot can be moved. If one is partly entered, clear it and enter it under "
                "the right rater."
            ),
            tier=tier.name,
        )


def _keyings(tx: Transaction, period_room: PeriodRoom, tier: Tier, person: Person) -> _Keyings:
    """Return a rater's ballots in the tier; refuse one that does not say what was keyed."""
    key = period_room.opened_id, period_room.tier_number(tier.key), period_room.ids[person.code]
    heads = {keying: ballots.head_of(tx, *key, keying) for keying in Keying}
    for head in heads.values():
        if head is not None:
            check(tx, tier, person, head.id)
    return {keying: ballots.facts(tx, head.id) for keying, head in heads.items() if head}


def _is_any(keyings: _Keyings) -> bool:
    """Return whether there is a ballot: one that was taken up and left empty does not count."""
    return any(
        each.head.state is not BallotState.OPEN or each.marks or each.abstentions
        for each in keyings.values()
    )


def _no_ballot(period_room: PeriodRoom, tier: str, rater: str) -> Refusal:
    return Refusal(
        "no-ballot",
        N_("{name} has no ballot in {tier}: there is nothing to move."),
        name=period_room.roster.called(period_room.person(rater)),
        tier=period_room.scheme.tier(tier).name,
    )


def _exchange(
    tx: Transaction,
    period_room: PeriodRoom,
    tier: str,
    one: tuple[str, _Keyings],
    two: tuple[str, _Keyings],
) -> None:
    """Give each rater what the other had; seal what is in with its new rater."""
    receivers: dict[int, int] = {}
    for (code, keyings), (receiver, _others) in ((one, two), (two, one)):
        _check_fits(period_room, tier, code, keyings, receiver)
        receivers |= {each.head.id: period_room.ids[receiver] for each in keyings.values()}
    ballots.give_to(tx, receivers)
    where = period_room.opened_id, period_room.tier_number(tier)
    if period_room.scheme.tier(tier).entry is Entry.DOUBLE:
        comparisons.exchange(tx, where, (period_room.ids[one[0]], period_room.ids[two[0]]))
    for keyings in (one[1], two[1]):
        for each in keyings.values():
            if each.head.state is not BallotState.OPEN:
                chain.seal_ballot(tx, each.head.id)


def _check_fits(
    period_room: PeriodRoom, tier: str, rater: str, keyings: _Keyings, receiver: str
) -> None:
    """Refuse to give a ballot to a rater who does not rate everybody on it.

    Raises:
        Refusal: when not, naming whom.
    """
    rules, person = period_room.scheme.tier(tier), period_room.person(receiver)
    owed = ratees_of(
        period_room.scheme, rules, period_room.roster, person, period_room.recused_in(tier)
    )
    may = {period_room.ids[each.code] for each in owed}
    rated = {r for each in keyings.values() for r in (*each.marks, *each.abstentions)}
    wrong = [
        period_room.roster.called(each)
        for each in period_room.roster
        if period_room.ids[each.code] in rated - may
    ]
    if wrong:
        raise Refusal(
            "rater-rates-others",
            N_(
                "{receiver} does not rate {names} in {tier}, but the ballot entered under "
                "{rater} does: give it back, clear these rows, then move it."
            ),
            receiver=period_room.roster.called(person),
            names=few(wrong),
            tier=rules.name,
            rater=period_room.roster.called(period_room.person(rater)),
        )
