"""Replay the standings of a period as they stood right after an entry of the record.

Rule: docs/record.md, "The standings as they stood". The same functions count as for today's.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from kaohe_tui.domain.access.duties import Sight
from kaohe_tui.domain.record.events import (
    BallotsImported,
    Event,
    GivenBack,
    OpeningTakenBack,
    PeriodTakenBack,
    SecretHandedIn,
    TierReopened,
    Unknown,
)
from kaohe_tui.domain.record.fields.contents import Content
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result.shape import from_plain
from kaohe_tui.domain.rules.scheme.tiers import Reveal, Tier
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.standings.live import moves_between
from kaohe_tui.domain.standings.standings import Standings, standings
from kaohe_tui.services.counting import tallies
from kaohe_tui.services.counting.overview import Result
from kaohe_tui.services.counting.tallies import Counting, Facts
from kaohe_tui.services.record import contents
from kaohe_tui.services.record.as_it_was import as_it_was, as_they_belonged
from kaohe_tui.services.record.past_facts import REPLAYED, Past
from kaohe_tui.services.result.freezing import as_frozen
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.ballots.ballots import BallotHead
from kaohe_tui.store.ballots.ratings import Scanned
from kaohe_tui.store.periods import results
from kaohe_tui.store.record import pages
from kaohe_tui.words import N_, _

_NOT_WHOLE = -1
_KEPT = 8
"""The number of standings that are kept, so that stepping back and forth is quick."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """The standings as they stood."""

    period_room: PeriodRoom
    """The period as it stood."""
    standings: Standings
    """The frozen standings where the period was closed, else those counted again."""
    result: Result | None
    """The result in force, where the period was closed; else None."""
    doubts: tuple[str, ...]
    """What cannot be known of that time, a sentence each."""


class Replay:
    """A period's past, read once; what was written since is not in it."""

    def __init__(self, room: Room, period: str, *, checked: bool = True) -> None:
        """Read the period's entries and all that stands on its ballots.

        Args:
            room: the room.
            period: the period's key.
            checked: whether the person acting has to be allowed to read the record.

        Raises:
            Refusal: when the scheme has no such period, or the person acting may not read the
                record: standings from entry to entry reveal each ballot.
        """
        if checked:
            room.keyboard.check_sight(Sight.RECORD)
        self._room = room
        self.period_room = room.period(period)
        """The period as it is now."""
        self._secret = frozenset(tier.key for tier in self.period_room.scheme.tiers if tier.secret)
        with room.database.reading() as tx:
            self.entries = pages.count(tx)
            """The number of entries in the record when the replay was made."""
            made_by = pages.of_period(tx, period, REPLAYED)
            period_room = self.period_room
            self._heads = ballots.heads(tx, period_room.id) if period_room.id is not None else ()
            self._now = tallies.facts(tx, period_room)
        self._tiers = {head.id: head.tier_no for head in self._heads}
        self._numbers = [entry.id for entry in made_by]
        self._events = [entry.event for entry in made_by]
        past = Past(period_room.scheme)
        numbered = zip(self._numbers, self._events, strict=True)
        self._steps = [number for number, event in numbered if past.take(event)]
        """The numbers of the entries that may have changed the standings."""
        self._known: dict[int, Replayed] = {}

    def at(self, number: int) -> Replayed:
        """Return the standings right after an entry, whatever it is about.

        Raises:
            Refusal: when the record has no such entry.
        """
        if not 1 <= number <= self.entries:
            raise Refusal(
                "record-entry-unknown",
                N_("The record has no entry {number}; its last one is {last}."),
                number=number,
                last=self.entries,
            )
        return self._at(number)

    def moves(self, number: int) -> Mapping[str, int]:
        """Return code -> places won (positive) or lost by that entry."""
        if self._last(number) != number:
            return {}
        return moves_between(
            self._at(number - 1).standings.of(None), self._at(number).standings.of(None)
        )

    def next_change(self, number: int) -> int | None:
        """Return the number of the first later entry that changed the standings, or None."""
        later = self._steps[bisect_right(self._steps, number) :]
        return next((each for each in later if self._changed(each)), None)

    def previous_change(self, number: int) -> int | None:
        """Return the number of the last entry before that changed the standings, or None."""
        earlier = self._steps[: bisect_left(self._steps, number)]
        return next((each for each in reversed(earlier) if self._changed(each)), None)

    # -- counting ------------------------------------------------------------------------------

    def _changed(self, number: int) -> bool:
        before, after = self._at(number - 1).standings, self._at(number).standings
        return (before.has_scores or after.has_scores) and before != after

    def _last(self, number: int) -> int:
        """Return the last entry up to this one that the period's standings come from; 0: none."""
        place = bisect_right(self._numbers, number)
        return self._numbers[place - 1] if place else 0

    def _at(self, number: int) -> Replayed:
        last = self._last(number)
        if last not in self._known:
            while len(self._known) >= _KEPT:
                del self._known[next(iter(self._known))]
            self._known[last] = self._count(last)
        return self._known[last]

    def _count(self, number: int, *, recount: bool = False) -> Replayed:
        place, past = bisect_right(self._numbers, number), Past(self.period_room.scheme)
        for event in self._events[:place]:
            past.take(event)
        later = self._events[place:]
        period_room = past.period(as_it_was(self.period_room, later))
        if frozen := self._frozen(past.result) if past.result and not recount else None:
            return Replayed(period_room, frozen.standings, frozen, ())
        heads = as_they_belonged(self.period_room, self._heads, later)
        others = self._others(past, heads, later)
        if any(isinstance(event, PeriodTakenBack) for event in later):
            # What is there now is of another beginning, with another roster perhaps.
            heads, others = (), {}
        counts = Counting(period_room, past.heads(self.period_room, heads))
        counted = standings(
            period_room.scheme,
            period_room.roster,
            tallies.tallied(counts, self._facts(others)).tallies,
            lambda code: self._marks_of(counts, others, code),
            period_room.extras,
        )
        return Replayed(period_room, counted, None, tuple(_doubts(period_room, later)))

    def made_again(self, number: int) -> str | None:
        """Return the result that an entry froze, as it follows from the facts of that time.

        Args:
            number: the entry's.

        Returns:
            In the form in which it is frozen; None where not all of that time is known: of a secret
            tier that was reopened since, or of an older kaohe, which kept less.
        """
        if any(self._keeps_less(event) for event in self._events):
            return None
        replayed = self._count(number, recount=True)
        return None if replayed.doubts else as_frozen(replayed.period_room, replayed.standings)

    def _keeps_less(self, event: Event) -> bool:
        """Return whether an entry lacks what one of today has: an older kaohe wrote it."""
        match event:
            case Unknown():
                return True
            case SecretHandedIn(tier=tier):
                return tier not in self._secret
            case GivenBack(tier=tier, said=said):
                return tier not in self._secret and not said
            case BallotsImported(tiers=tiers, brought=brought):
                return not brought and not self._secret.issuperset(tiers)
        return False

    def _frozen(self, number: int) -> Result | None:
        with self._room.database.reading() as tx:
            frozen = results.numbered(tx, self.period_room.opened_id, number)
        if frozen is None:
            return None
        return Result(frozen.number, frozen.at, frozen.fingerprint, from_plain(frozen.plain))

    # -- what stood on ballots -----------------------------------------------------------------

    def _others(
        self, past: Past, heads: Sequence[BallotHead], later: Sequence[Event]
    ) -> dict[int, Content]:
        """Return the ballots that had other contents than now, by their ids."""
        since, contents_of = past.since(later), dict[int, Content]()
        for head in heads:
            if head.rater_id is None:
                continue
            key = (
                self.period_room.scheme.tiers[head.tier_no].key,
                self.period_room.codes[head.rater_id],
            )
            content = since.content(key, partial(self._content, head.id))
            if content is not None:
                contents_of[head.id] = content
        return contents_of

    def _content(self, ballot: int) -> Content:
        """Return what stands on a ballot now."""
        with self._room.database.reading() as tx:
            return contents.content(self.period_room, ballots.facts(tx, ballot))

    def _facts(self, others: Mapping[int, Content]) -> Facts:
        """Return all that stood on the ballots, in the form in which it comes from the disk."""
        if not others:
            return self._now
        totals: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for scanned in self._now.ratings:
            pairs = zip(scanned.ballots.split(","), scanned.totals.split(","), strict=True)
            totals[scanned.ratee_id] += [
                (int(ballot), int(total)) for ballot, total in pairs if int(ballot) not in others
            ]
        abstained = [each for each in self._now.abstentions if each[1] not in others]
        for ballot, content in others.items():
            for code, marks in content.marks.items():
                form = self.period_room.form(self._tiers[ballot], code)
                total = (
                    _NOT_WHOLE if form.whole(marks) is None else form.added(form.of_stored(marks))
                )
                totals[self.period_room.ids[code]].append((ballot, total))
            abstained += [(self.period_room.ids[code], ballot) for code in content.abstained]
        scanned_then = [
            Scanned(ratee, *(",".join(map(str, column)) for column in zip(*rows, strict=True)))
            for ratee, rows in totals.items()
            if rows
        ]
        return Facts(scanned_then, abstained, ())

    def _marks_of(
        self, counts: Counting, others: Mapping[int, Content], code: str
    ) -> Mapping[str, tuple[tuple[int, ...], ...]]:
        with self._room.database.reading() as tx:
            marks_on = tallies.whole_marks(tx, self.period_room, code)
        for ballot, content in others.items():
            marks_on.pop(ballot, None)
            form = self.period_room.form(self._tiers[ballot], code)
            if marks := form.whole(content.marks.get(code, ())):
                marks_on[ballot] = marks
        marks_of_tier: dict[str, list[tuple[int, ...]]] = {}
        for ballot, each in marks_on.items():
            if ballot in counts.counted:
                marks_of_tier.setdefault(counts.counted[ballot], []).append(each)
        return {tier: tuple(rated) for tier, rated in marks_of_tier.items()}


def _doubts(period_room: PeriodRoom, later: Sequence[Event]) -> Iterator[str]:
    """Yield a sentence on each thing that cannot be known of that time."""
    if any(isinstance(event, PeriodTakenBack) for event in later):
        sentence = _(
            "{period} was begun again later: the roster and the ballots of that time are gone."
        )
        yield sentence.format(period=period_room.steps.period.name)
        return
    reopened = {event.tier for event in later if isinstance(event, TierReopened)}
    taken_back = {event.tier for event in later if isinstance(event, OpeningTakenBack)}
    for step in period_room.steps.tiers:
        tier = step.tier
        if step.state is StepState.OPEN and tier.key in taken_back:
            yield _("{tier}: its opening was taken back later; its ballots are gone.").format(
                tier=tier.name
            )
        elif step.state is StepState.OPEN and tier.secret:
            yield _("{tier} is secret: its ballots count here once it is closed.").format(
                tier=tier.name
            )
        elif step.state is StepState.OPEN and tier.reveal is Reveal.ROW:
            yield _("{tier}: ballots entered but not yet handed in are not counted here.").format(
                tier=tier.name
            )
        elif step.state is StepState.CLOSED and tier.secret and tier.key in reopened:
            yield _(
                "{tier} is secret and was reopened later: ballots handed in since count here too."
            ).format(tier=tier.name)


def withheld(replayed: Replayed) -> str:
    """Say why ratings of the tier that was open are not counted; empty where they are."""
    return _(", ").join(
        _("{tier}: shown when the tier is closed").format(tier=tier.name)
        for tier in _withheld(replayed)
    )


def withheld_tiers(replayed: Replayed) -> frozenset[str]:
    """Return the keys of the tiers whose ratings are not counted."""
    return frozenset(tier.key for tier in _withheld(replayed))


def _withheld(replayed: Replayed) -> list[Tier]:
    if replayed.result:
        return []
    return [
        step.tier
        for step in replayed.period_room.steps.tiers
        if step.state is StepState.OPEN and step.tier.seen is Reveal.TIER
    ]
