"""Compare tables, ballots and tiers with their last seals and sums."""

from collections.abc import Iterator, Mapping, Sequence

from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.record.events import moment
from kaohe_tui.domain.record.things import Finding
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.integrity import compared
from kaohe_tui.services.integrity.recomputing import tier_named
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database import checking
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.seals import chain, guards, seals, sums
from kaohe_tui.store.seals.guards import Sealed
from kaohe_tui.words import N_, _

_STRAY = N_("A ballot or a receipt was added, removed or changed by a program other than kaohe.")


def of_tables(tx: Transaction, last: Mapping[str, Sealed]) -> Iterator[Finding]:
    """Find the tables that do not fit their last seals.

    Args:
        tx: the transaction.
        last: every last seal, by what it seals.
    """
    for table, digest in checking.tables(tx):
        sealed = last.get(table)
        if sealed is None and (table == seals.SHAPE or not guards.is_empty(tx, table)):
            yield Finding(guards.told(table, None), ("table", table), digest)
        elif sealed and sealed.digest != digest:
            yield Finding(guards.told(table, sealed), ("table", table), digest)


def check_tier(room: Room, tx: Transaction, period: str, tier: str) -> str:
    """Refuse to build on a tier whose ballots do not say what was keyed and handed in.

    Returns:
        The digest of the tier as it is.

    Raises:
        ForeignChange: naming the first that does not.
    """
    digests = checking.Digests(tx)
    ballots = [b for b in checking.ballots(tx) if (b.period, b.tier) == (period, tier)]
    findings = of_ballots(room, tx, checking.last_seals(tx), ballots, digests)
    if first := next(findings, None):
        raise guards.refusal(first.sentence)
    period_room = room.period(period)
    return digests[period_room.opened_id, period_room.tier_number(tier)].whole


def check_closed(room: Room, tx: Transaction, period: str, tier: str, *, secret: bool) -> None:
    """Refuse to reopen a tier whose ballots are not those that it was closed with.

    Ballots that an older kaohe took from a file get seals of their own: from now on that of the
    tier does not hold them.

    Raises:
        ForeignChange: when they are not.
    """
    last, digests = checking.last_seals(tx), checking.Digests(tx)
    for closed in checking.closed_tiers(tx):
        if (closed.period, closed.tier) == (period, tier):
            for first in of_tier(room, last, closed, digests):
                raise guards.refusal(first.sentence)
    if secret:
        return
    handed_in, summed = checking.handed_in(tx), sums.kept(tx)
    for ballot in checking.ballots(tx):
        is_held = ballot.id in summed or seals.ballot_name(ballot.id) in last
        if (ballot.period, ballot.tier) != (period, tier) or is_held or ballot.id in handed_in:
            continue
        if ballot.code and ballot.state != BallotState.OPEN:
            chain.seal_ballot(tx, ballot.id)


def of_ballots(
    room: Room,
    tx: Transaction,
    last: Mapping[str, Sealed],
    ballots: Sequence[checking.Ballot],
    digests: checking.Digests,
) -> Iterator[Finding]:
    """Find the ballots that do not say what was keyed or handed in.

    Args:
        room: gives names, and which tiers are secret.
        tx: the transaction.
        last: every last seal.
        ballots: which ones to look at.
        digests: of tiers, as they are now.
    """
    unsealed = list[checking.Ballot]()
    sealed_of = checking.said(tx, last, ballots)
    for ballot in ballots:
        sealed = sealed_of.get(ballot.id)
        # An older kaohe sealed it with its rater's name; since then it went into the urn.
        if sealed is None or compared.is_secret(room, ballot):
            unsealed.append(ballot)
        elif digest := digests.differs(ballot, sealed.digest):
            yield _of_seal(room, ballot, sealed, digest)
    summed = sums.kept(tx)
    # What an older kaohe took from a file has neither seal nor sum; of a secret tier all is summed.
    to_check = [
        b
        for b in unsealed
        if b.id in summed or b.state == BallotState.OPEN or compared.is_secret(room, b)
    ]
    by_id = {ballot.id: ballot for ballot in ballots}
    for ballot_id, now in checking.wrong_sums(tx, to_check).items():
        yield _of_sum(room, by_id.get(ballot_id), ballot_id, now)


def of_stray_sums(
    room: Room, tx: Transaction, last: Mapping[str, Sealed], ballots: Sequence[checking.Ballot]
) -> Iterator[Finding]:
    """Find sums of ballots that an entry seals, or that are not there.

    They are reported as no sum at all, which is what acknowledging leaves of them.

    In a secret tier every ballot may have one: what an entry sealed under its number was another
    ballot, of an opening that was taken back, or was itself before it went into the urn.
    """
    handed_in = checking.handed_in(tx)
    may_have = {sums.BALLOTS} | {
        ballot.id
        for ballot in ballots
        if ballot.state == BallotState.OPEN
        or compared.is_secret(room, ballot)
        or not (seals.ballot_name(ballot.id) in last or ballot.id in handed_in)
    }
    for ballot_id in sums.kept(tx):
        if ballot_id not in may_have:
            yield Finding(_(_STRAY), ("sum", str(ballot_id)), "")


def _of_seal(room: Room, ballot: checking.Ballot, sealed: Sealed, digest: str) -> Finding:
    """Return what is found of a ballot that differs from what was handed in."""
    return Finding(
        _("{tier}: the ballot of {rater} is not as it was handed in (entry {entry}).").format(
            tier=_which(room, ballot.period, ballot.tier),
            rater=ballot.rater,
            entry=sealed.entry,
        ),
        ("said", str(ballot.id)),
        digest,
    )


def _of_sum(room: Room, ballot: checking.Ballot | None, ballot_id: int, now: int) -> Finding:
    if ballot is None:
        sentence = _(_STRAY)
    elif not ballot.code:
        sentence = _("{tier}: ratings were changed by a program other than kaohe.").format(
            tier=_which(room, ballot.period, ballot.tier)
        )
    else:
        sentence = _(
            "{tier}: marks entered on the ballot of {rater} were changed by a program other than "
            "kaohe."
        ).format(tier=_which(room, ballot.period, ballot.tier), rater=ballot.rater)
    return Finding(sentence, ("sum", str(ballot_id)), str(now))


def of_tier(
    room: Room, last: Mapping[str, Sealed], tier: checking.ClosedTier, digests: checking.Digests
) -> Iterator[Finding]:
    """Find a closed tier whose ballots are not those that it was closed with."""
    sealed, digest = last.get(tier.name), digests[tier.period_id, tier.number].whole
    if sealed is not None and sealed.digest == digest:
        return
    which = _which(room, tier.period, tier.tier)
    sentence = _("{tier}: no entry of the record mentions its closing.").format(tier=which)
    if sealed is not None:
        sentence = _(
            "{tier}: its ballots were changed after entry {entry} of the record ({at}, {actor})."
        ).format(tier=which, entry=sealed.entry, at=moment(sealed.at), actor=sealed.actor)
    yield Finding(sentence, ("sealed", tier.name), digest)


def _which(room: Room, period: str, tier: str) -> str:
    """Return a tier of a period by name; by key where the names cannot be read."""
    try:
        period_room = room.period(period)
    except Refusal:
        return f"{period} {tier}"
    return f"{period_room.steps.period.name} {tier_named(period_room, tier)}"
