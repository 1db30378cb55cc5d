"""Put the roster of an opened period right: add a missing person, change a wrong line.

What follows from it is known before it is done: who owes whom a rating, which ballots that are in
lack one, which ratings fall away. Only pairs with the person change; a closed tier in which one
does has to be reopened first, for its ballots are sealed as they are.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kaohe_tui.domain.ballot.state import BallotState, Keying
from kaohe_tui.domain.record.events import (
    PersonAdded,
    PersonChanged,
    RatingsDropped,
    RosterChanged,
    RosterChanges,
)
from kaohe_tui.domain.record.fields.contents import Content
from kaohe_tui.domain.record.fields.roster_lines import unspelt
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result.shape import roster_fingerprint
from kaohe_tui.domain.rules.nobody import Unrated, unrated
from kaohe_tui.domain.rules.pairs import Pair, expected, rates
from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.rules.scheme.units import seated
from kaohe_tui.domain.rules.steps import StepState, TierStep
from kaohe_tui.services.ballots.second_keying import check
from kaohe_tui.services.entries.approving import needed
from kaohe_tui.services.periods import kept_entries
from kaohe_tui.services.record import contents
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year.same_person import Doubt, check_answered, doubts_about
from kaohe_tui.store.ballots import ballots, claims, ratings
from kaohe_tui.store.ballots.ballots import BallotHead
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.periods import people, periods
from kaohe_tui.store.seals import chain
from kaohe_tui.store.secrecy import urn
from kaohe_tui.words import N_, _


@dataclass(frozen=True, slots=True)
class TierEffect:
    """What becomes of one tier."""

    tier: Tier
    """The tier."""
    owed: tuple[Pair, ...]
    """Pairs that are owed from then on: (rater, ratee)."""
    not_owed: tuple[Pair, ...]
    """Pairs that are no longer owed: (rater, ratee)."""
    incomplete: tuple[str, ...]
    """Codes of the raters whose ballots are in and lack a rating from then on.

    Of a secret tier they lie in the urn, and nothing can be added.
    """
    dropped: tuple[tuple[BallotHead, int], ...]
    """Ballots, second keyings too, and the id of a ratee whose rating on it falls away."""

    @property
    def ratings(self) -> int:
        """The number of ratings that fall away; one that was keyed twice counts once."""
        return len({(head.rater_id, ratee) for head, ratee in self.dropped})


@dataclass(frozen=True, slots=True)
class Change:
    """A person who is to be added, or whose line is to be changed, and what follows."""

    period: str
    """The period's key."""
    before: Person | None
    """The line as it is; None where a person is added."""
    after: Person
    """The line as it is to be."""
    roster: Roster
    """The period's roster with that line."""
    tiers: tuple[TierEffect, ...]
    """The tiers in which something changes."""
    later: tuple[str, ...]
    """Names of the periods still to be opened, where their roster is put right as well."""
    unrated: tuple[Unrated, ...] = ()
    """The tiers that from then on do not count for everybody they rate, and did before."""
    doubts: tuple[Doubt, ...] = ()
    """What has to be said first: whether it is the person whom the year knows."""

    @property
    def called(self) -> str:
        """The person's name, with the code where another in the roster has that name."""
        return self.roster.called(self.after)

    @property
    def dropped(self) -> int:
        """The number of ratings that fall away."""
        return sum(each.ratings for each in self.tiers)


def look(room: Room, period: str, after: Person) -> Change:
    """Return what would follow from a line of a period's roster; nothing is changed.

    Args:
        room: the room.
        period: the period's key; it has to be open.
        after: the line as it is to be; of somebody new, or of the one who has the code.

    Raises:
        Refusal: when the period is not open, the line is as it is already, a closed tier would owe
            others, or ratings that lie in an urn would fall away.
    """
    with room.database.reading() as tx:
        return _change(room, tx, period, after)


def put(
    room: Room,
    period: str,
    after: Person,
    reason: str,
    *,
    drop: bool = False,
    same: Collection[str] = (),
    new: Collection[str] = (),
) -> Change:
    """Put a line into the roster of an open period, new or for its code's; return what followed.

    Args:
        room: who acts, and when.
        period: the period's key.
        after: the line as it is to be.
        reason: why.
        drop: whether ratings not owed any more may be taken off; the record keeps them.
        same: the person's code, where it is the same person as before; see ``same_person``.
        new: the person's code, where it is somebody else.

    Raises:
        Refusal: as ``look``; and when no reason is given, it is not said who it is, ratings would
            fall away and may not, or somebody keys a ballot that owes others from then on.
        ForeignChange: when such a ballot does not say what was keyed or handed in.
    """
    reason = needed(reason, "reason-missing", N_("This needs a reason."))
    with room.acting() as tx:
        change = _change(room, tx, period, after)
        check_answered(change.doubts, same, new)
        if change.dropped and not drop:
            raise _ratings_lost(change.dropped)
        period_room = room.period(period)
        _check_nobody_keys(room, period_room, change)
        for effect in change.tiers:
            _drop(room, tx, period_room, effect, after.code, reason)
        _put(room, tx, period_room, change, reason)
        return change


def _ratings_lost(count: int) -> Refusal:
    return Refusal(
        "ratings-would-be-lost",
        N_(
            "{count} ratings that were given would no longer be due and would not count; they are "
            "taken off only if that is confirmed."
        ),
        count=count,
    )


# -- what follows ----------------------------------------------------------------------------------


def _change(room: Room, tx: Transaction, period: str, after: Person) -> Change:
    period_room, after = room.period(period), seated(after)
    _check_open(period_room)
    before, roster = _line_of(period_room.roster, after.code), period_room.roster.with_line(after)
    if before is not None and unspelt(before) == unspelt(after):
        raise Refusal(
            "nothing-changed",
            N_("The roster of {period} says that of {name} already."),
            period=period_room.steps.period.name,
            name=roster.called(after),
        )
    heads = ballots.heads(tx, period_room.opened_id)
    effects, closed = list[TierEffect](), list[str]()
    for step in period_room.steps.tiers:
        old, new = _pairs(period_room, step.tier, before), _pairs(period_room, step.tier, after)
        owed = tuple(pair for pair in new if pair not in set(old))
        not_owed = tuple(pair for pair in old if pair not in set(new))
        if not owed and not not_owed:
            continue
        if step.state is StepState.CLOSED:
            closed.append(step.tier.name)
        else:
            effects.append(_effect(tx, period_room, step, heads, (owed, not_owed)))
    if closed:
        raise Refusal(
            "tiers-closed",
            N_(
                "{tiers}: closed, and who rates whom there would change. Reopen first, with a "
                "reason; then come back to {name}."
            ),
            tiers=_(", ").join(closed),
            name=roster.called(after),
        )
    later = _later(room, tx, before, after)
    gaps = _new_gaps(period_room, roster)
    kept_entries.check_fits(tx, period_room, period_room.whole, roster)
    if later:
        kept_entries.check_later(room, tx, room.roster().with_line(after))
    doubts = doubts_about(room, period, after)
    return Change(period, before, after, roster, tuple(effects), later, gaps, doubts)


def _new_gaps(period_room: PeriodRoom, roster: Roster) -> tuple[Unrated, ...]:
    """Return the tiers in which somebody is rated by nobody with this roster alone."""
    known = {
        (each.tier.key, person.code)
        for each in unrated(period_room.scheme, period_room.roster, period_room.recused)
        for person in each.without
    }
    return tuple(
        each
        for each in unrated(period_room.scheme, roster, period_room.recused)
        if any((each.tier.key, person.code) not in known for person in each.without)
    )


def _line_of(roster: Roster, code: str) -> Person | None:
    if code in roster:
        return roster[code]
    return None


def _check_open(period_room: PeriodRoom) -> None:
    name = period_room.steps.period.name
    if period_room.id is None:
        raise Refusal(
            "period-not-open",
            N_("{period} is not open yet: its roster is changed with a new roster file."),
            period=name,
        )
    if period_room.steps.closed:
        last = period_room.steps.last_closed
        raise Refusal(
            "period-closed",
            N_("{period} is closed and its result locked: reopen {tier} first, with a reason."),
            period=name,
            tier=last.name if last else "",
        )


def _pairs(period_room: PeriodRoom, tier: Tier, person: Person | None) -> tuple[Pair, ...]:
    """Return the pairs with a person that the tier owes, going by the person's line."""
    if person is None:
        return ()
    others = [each for each in period_room.roster if each.code != person.code]
    pairs = [(each, person) for each in others] + [(person, each) for each in others]
    recused = period_room.recused_in(tier.key)
    return tuple(
        (rater.code, ratee.code)
        for rater, ratee in (*pairs, (person, person))
        if rates(period_room.scheme, tier, rater, ratee) and (rater.code, ratee.code) not in recused
    )


def _effect(
    tx: Transaction,
    period_room: PeriodRoom,
    step: TierStep,
    heads: Sequence[BallotHead],
    pairs: tuple[tuple[Pair, ...], tuple[Pair, ...]],
) -> TierEffect:
    """Return what becomes of a tier that is not closed."""
    owed, not_owed = pairs
    number = period_room.tier_number(step.tier.key)
    is_in = {
        period_room.codes[head.rater_id]
        for head in heads
        if head.tier_no == number
        and head.rater_id is not None
        and head.state is BallotState.HANDED_IN
    }
    raters = dict.fromkeys(rater for rater, _ratee in owed)
    ratees_lost: dict[str, set[int]] = {}
    for rater, ratee in not_owed:
        ratees_lost.setdefault(rater, set()).add(period_room.ids[ratee])
    if step.tier.secret and (lost := is_in & ratees_lost.keys()):
        raise Refusal(
            "ballot-in-urn",
            N_(
                "{tier} is secret, and {count} ballots that would rate others lie in the urn: "
                "nobody can tell which ratings are theirs, so this cannot be changed any more."
            ),
            tier=step.tier.name,
            count=len(lost),
        )
    return TierEffect(
        step.tier,
        owed,
        not_owed,
        tuple(rater for rater in raters if rater in is_in),
        tuple(_dropped(tx, period_room, number, ratees_lost)),
    )


def _dropped(
    tx: Transaction, period_room: PeriodRoom, number: int, ratees_lost: dict[str, set[int]]
) -> Iterator[tuple[BallotHead, int]]:
    """Yield the ballots of a tier with a rating of somebody whom their rater no longer rates."""
    for rater, ratees in ratees_lost.items():
        for keying in Keying:
            key = period_room.opened_id, number, period_room.ids[rater], keying
            if (head := ballots.head_of(tx, *key)) is None:
                continue
            facts = ballots.facts(tx, head.id)
            for ratee in sorted(ratees & (facts.marks.keys() | facts.abstentions)):
                yield head, ratee


def _later(room: Room, tx: Transaction, before: Person | None, after: Person) -> tuple[str, ...]:
    """Return the names of the periods still to be opened, where their roster changes as well.

    It does where it has the line that this one had.
    """
    opened = {period.key for period in periods.periods(tx)}
    names = tuple(p.name for p in room.rules()[0].periods if p.key not in opened)
    roster = room.roster()
    known = _line_of(roster, after.code)
    same = known is None if before is None else known and unspelt(known) == unspelt(before)
    return names if same and all(code in roster for code in after.supervisors) else ()


# -- doing it --------------------------------------------------------------------------------------


def _check_nobody_keys(room: Room, period_room: PeriodRoom, change: Change) -> None:
    """Refuse while somebody is at a ballot that owes others from then on."""
    raters = {
        (period_room.tier_number(effect.tier.key), period_room.ids[rater])
        for effect in change.tiers
        for rater, _ratee in (*effect.owed, *effect.not_owed)
        if rater in period_room.ids
    }
    for holder in claims.holders(room.database.path):
        if holder.is_alive and (holder.ballot.tier, holder.ballot.rater) in raters:
            raise Refusal(
                "ballot-in-use",
                N_(
                    "{who} is entering {name}'s ballot, and this would change who is on it: "
                    "have it left first (Esc; nothing is lost)."
                ),
                who=holder.who or _("Somebody"),
                name=period_room.roster.called(
                    period_room.person(period_room.codes[holder.ballot.rater])
                ),
            )


def _drop(
    room: Room,
    tx: Transaction,
    period_room: PeriodRoom,
    effect: TierEffect,
    person: str,
    reason: str,
) -> None:
    """Take the ratings that are no longer owed off their ballots, and seal these again."""
    tier, dropped = effect.tier, dict[str, Content]()
    for head in dict.fromkeys(head for head, _ratee in effect.dropped):
        assert head.rater_id is not None
        rater = period_room.codes[head.rater_id]
        check(tx, tier, period_room.person(rater), head.id)
        if head.id == _first(tx, head, period_room):
            dropped |= contents.of_ballot(tx, period_room, tier, rater, head.id)
    for head, ratee in effect.dropped:
        ratings.remove_row(tx, head.id, ratee)
        ballots.set_abstention(tx, head.id, ratee, on=False)
    for head in dict.fromkeys(head for head, _ratee in effect.dropped):
        if head.state is not BallotState.OPEN and not tier.secret:
            chain.seal_ballot(tx, head.id)
    if effect.dropped:
        room.note(
            tx,
            RatingsDropped(
                period=period_room.key,
                tier=tier.key,
                person=person,
                said=dropped,
                dropped=effect.ratings,
                reason=reason,
            ),
        )


def _first(tx: Transaction, head: BallotHead, period_room: PeriodRoom) -> int:
    """Return the id of the first keying of the ballot: only what stands on that ever counts."""
    assert head.rater_id is not None
    first = ballots.head_of(tx, period_room.opened_id, head.tier_no, head.rater_id)
    return first.id if first else 0


def _put(room: Room, tx: Transaction, period_room: PeriodRoom, change: Change, reason: str) -> None:
    """Write the line, and its entries in the record."""
    before, after = change.before, change.after
    people.put_participant(tx, period_room.opened_id, after)
    roster = people.participants(tx, period_room.opened_id).roster
    digest = roster_fingerprint(roster)
    periods.set_roster_fingerprint(tx, period_room.opened_id, digest)
    for effect in change.tiers:
        _make_room(tx, period_room, effect.tier, roster)
    of = {"period": period_room.key, "person": after.code, "reason": reason}
    of |= {"roster_before": period_room.roster_fingerprint, "roster_digest": digest}
    if before is None:
        room.note(tx, PersonAdded(**of, line=after))
    else:
        room.note(tx, PersonChanged(**of, change=(before, after)))
    if change.later:
        _put_later(room, tx, after)


def _make_room(tx: Transaction, period_room: PeriodRoom, tier: Tier, roster: Roster) -> None:
    """Add places to a secret tier's urn where a person can now get more ratings."""
    where = period_room.opened_id, period_room.tier_number(tier.key)
    places = urn.places(tx, *where) if tier.secret else []
    most = max(
        expected(period_room.scheme, tier, roster, period_room.recused_in(tier.key)).values(),
        default=0,
    )
    if places and len(places) < most:
        urn.make(tx, *where, most)


def _put_later(room: Room, tx: Transaction, after: Person) -> None:
    """Change the line in the roster for the periods still to be opened as well."""
    now = room.roster()
    is_new = after.code not in now
    roster = now.with_line(after)
    people.put_roster(tx, roster)
    codes = (after.code,)
    changes = RosterChanges(joined=codes) if is_new else RosterChanges(moved=codes)
    digests = roster_fingerprint(now), roster_fingerprint(roster)
    changed = RosterChanged(roster_before=digests[0], roster_digest=digests[1], changes=changes)
    room.note(tx, changed)
