"""Follow the record entry by entry to what the database must hold, if only kaohe wrote to it.

Each thing in the record (an operator, a tier, a ballot, a bonus) is known by a key, and
where it stands by a text. An entry that cannot follow those before it is odd.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from kaohe_tui.domain.access.duties import OperatorState
from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.entries.entries import EntryKind
from kaohe_tui.domain.public.matter import MatterState
from kaohe_tui.domain.record.event import Event
from kaohe_tui.domain.record.kinds.access import DutyChanged, OperatorAdded, OperatorRetired
from kaohe_tui.domain.record.kinds.ballots import (
    BallotMoved,
    BallotsExchanged,
    BallotsImported,
    GivenBack,
    HandedIn,
    OfTwoRaters,
    Reinstated,
    StruckOut,
    VoidedByLimit,
)
from kaohe_tui.domain.record.kinds.database import (
    Acknowledged,
    RosterChanged,
    SchemeChanged,
    Upgraded,
    YearBegun,
)
from kaohe_tui.domain.record.kinds.entries import (
    APPROVED,
    ENTERED,
    WITHDRAWN,
    OfEntry,
)
from kaohe_tui.domain.record.kinds.grades import GradeDecided, GradeTakenBack
from kaohe_tui.domain.record.kinds.paper import FormsEntered, KeyedFirst, KeyedSecond, Settled
from kaohe_tui.domain.record.kinds.public import (
    MatterClosed,
    MatterReopened,
    MatterTaken,
    NoticePosted,
)
from kaohe_tui.domain.record.kinds.roster import PersonAdded, PersonChanged
from kaohe_tui.domain.record.kinds.tasks import OpinionTaken, TasksDeclared, TasksMoved
from kaohe_tui.domain.record.kinds.tiers import (
    OpeningTakenBack,
    PeriodCalledOff,
    PeriodClosed,
    PeriodHeldAfterAll,
    PeriodOpened,
    PeriodReopened,
    PeriodTakenBack,
    RecusalLifted,
    Recused,
    ResultCorrected,
    TierClosed,
    TierOpened,
    TierReopened,
)
from kaohe_tui.domain.record.things import GONE, Key, entry_stands, key
from kaohe_tui.domain.rules.steps import PeriodState, StepState
from kaohe_tui.domain.tasks.task import TaskState

_IN_HAND: Final = ("ballot", "second")
_OF_OPENING: Final = (*_IN_HAND, "forms", "comparison")
"""Kinds of things that go when the opening of their tier is taken back; a ballot that is in keeps
it from that."""
_CHAINED: Final = "0004"
"""The schema from which on every entry names the rater whose ballot it is about."""


class Course:
    """The state of everything, as the record has it so far."""

    def __init__(self) -> None:
        """Start before the first entry: nothing is there."""
        self.stands: dict[Key, str] = {}
        """Key of a thing -> its state; what is gone has no line."""
        self.last: dict[Key, int] = {}
        """Key of a thing -> number of the entry that put it there."""
        self.odd: list[tuple[int, str]] = []
        """(number, action) of each entry that cannot follow those before it."""
        self.acknowledged: dict[Key, str] = {}
        """Key of a thing that was found changed and acknowledged -> its state then."""
        self.struck: dict[Key, str] = {}
        """Key of a ballot -> its state before it was last struck out."""
        self.unknown: set[tuple[str, str]] = set()
        """(period, tier) where an older kaohe did not write whose ballots a file brought."""
        # Of the entry that is taken.
        self._number: int
        self._action: str

    def take(self, number: int, event: Event) -> None:
        """Follow one entry.

        Args:
            number: the entry's; entries come in their order.
            event: what it describes; one of ``FOLLOWED``, others change nothing.
        """
        self._number, self._action = number, event.word
        if follow := self.FOLLOW.get(type(event)):
            follow(self, event)

    def _put(self, thing: Key, stands: str, after: Iterable[str] | None = None) -> None:
        """Move a thing to a state; note the entry as odd where the state before does not allow it.

        Args:
            thing: its key.
            stands: its new state; ``GONE`` takes it away.
            after: the states it may have had before; None for any.
        """
        if after is not None and self.stands.get(thing, GONE) not in after:
            self._note_odd()
        if stands == GONE:
            self.stands.pop(thing, None)
        else:
            self.stands[thing] = stands
        self.last[thing] = self._number

    def _note_odd(self) -> None:
        if (self._number, self._action) not in self.odd:
            self.odd.append((self._number, self._action))

    # -- steps ---------------------------------------------------------------------------------

    def _period(self, event: Event) -> None:
        match event:
            case PeriodOpened(period=period):
                self._put(key("period", period), PeriodState.OPEN, (GONE,))
                self._put(key("scheme", period), event.scheme_digest)
                self._put(key("roster", period), event.roster_digest)
            case PeriodClosed(period=period):
                self._put(key("period", period), PeriodState.CLOSED, (PeriodState.OPEN,))
                self._put(key("result", period, event.number), event.digest, (GONE,))
            case PeriodReopened(period=period):
                self._put(key("period", period), PeriodState.OPEN, (PeriodState.CLOSED,))
            case ResultCorrected(period=period):
                self._put(key("result", period, event.number), event.digest, (GONE,))
                if self.stands.get(key("period", period)) != PeriodState.CLOSED:
                    self._note_odd()

    def _holding(self, event: PeriodTakenBack | PeriodCalledOff | PeriodHeldAfterAll) -> None:
        """Follow whether a period is begun, and held at all."""
        period_key, off_key = key("period", event.period), key("called_off", event.period)
        match event:
            case PeriodTakenBack():
                self._put(period_key, GONE, (PeriodState.OPEN,))
                self._put(key("scheme", event.period), GONE)
                self._put(key("roster", event.period), GONE)
            case PeriodCalledOff():
                self._pause(event.period)
                self._put(off_key, event.reason or "-", (GONE,))
                if self.stands.get(period_key) == PeriodState.CLOSED:
                    self._note_odd()
            case PeriodHeldAfterAll(period=period):
                if off_key not in self.stands:
                    self._note_odd()
                self._put(key("called_off", period), GONE)

    def _pause(self, period: str) -> None:
        """Make the tier that is open at the moment wait."""
        for other, stands in list(self.stands.items()):
            if other[:2] == ("tier", period) and stands == StepState.OPEN:
                self._put(other, GONE)

    def _tier(self, event: TierOpened | TierClosed | TierReopened | OpeningTakenBack) -> None:
        tier = key("tier", event.period, event.tier)
        if key("called_off", event.period) in self.stands:
            self._note_odd()
        match event:
            case TierOpened():
                self._put(tier, StepState.OPEN, (GONE,))
            case TierClosed():
                self._put(tier, StepState.CLOSED, (StepState.OPEN,))
            case TierReopened():
                # One that is open meanwhile waits until this one is closed again.
                self._pause(event.period)
                self._put(tier, StepState.OPEN, (StepState.CLOSED,))
            case OpeningTakenBack():
                self._put(tier, GONE, (StepState.OPEN,))
                for other in list(self.stands):
                    if other[0] in _OF_OPENING and other[1:3] == tier[1:]:
                        if other[0] in _IN_HAND:
                            self._note_odd()
                        self._put(other, GONE)

    # -- ballots -------------------------------------------------------------------------------

    def _ballots(self, event: Event) -> None:
        match event:
            case HandedIn(period=period, tier=tier, rater=rater):
                self._check_open(period, tier)
                self._put(
                    key("ballot", period, tier, rater),
                    BallotState.HANDED_IN,
                    (GONE, BallotState.KEYED),
                )
                self._put(key("second", period, tier, rater), GONE)
            case BallotsImported(period=period, brought=brought):
                for tier in event.tiers:
                    self._check_open(period, tier)
                    if not brought:
                        self.unknown.add((period, tier))
                for tier, raters in brought.items():
                    for rater in raters:
                        self._put(
                            key("ballot", period, tier, rater),
                            BallotState.HANDED_IN,
                            (GONE, BallotState.HANDED_IN),
                        )
            case StruckOut() | GivenBack():
                tier_names = event.period, event.tier
                self._check_open(*tier_names)
                ballot = key("ballot", *tier_names, event.rater)
                known = (BallotState.KEYED, BallotState.HANDED_IN)
                after = None if tier_names in self.unknown else known
                if isinstance(event, StruckOut):
                    self.struck[ballot] = self.stands.get(ballot, BallotState.HANDED_IN)
                    self._put(ballot, BallotState.VOID, after)
                else:
                    self._put(ballot, GONE, after and (*after, BallotState.VOID))
                self._put(key("second", *tier_names, event.rater), GONE)
            case Reinstated(period=period, tier=tier, rater=rater):
                self._check_open(period, tier)
                self._put(key("ballot", period, tier, rater), event.standing, (BallotState.VOID,))

    def _exchange(self, event: OfTwoRaters) -> None:
        """Exchange the states of two raters' ballots in a tier."""
        tier_names = event.period, event.tier
        self._check_open(*tier_names)
        for kind in ("ballot", "second", "comparison"):
            one, other = key(kind, *tier_names, event.rater), key(kind, *tier_names, event.other)
            states = self.stands.get(one, GONE), self.stands.get(other, GONE)
            self._put(one, states[1])
            self._put(other, states[0])
            struck = (
                self.struck.pop(one, BallotState.HANDED_IN),
                self.struck.pop(other, BallotState.HANDED_IN),
            )
            self.struck[other], self.struck[one] = struck

    def _keyings(self, event: KeyedFirst | KeyedSecond | Settled) -> None:
        ballot_names = event.period, event.tier, event.rater
        self._check_open(event.period, event.tier)
        match event:
            case KeyedFirst():
                self._put(key("ballot", *ballot_names), BallotState.KEYED, (GONE,))
            case KeyedSecond():
                if self.stands.get(key("ballot", *ballot_names)) != BallotState.KEYED:
                    self._note_odd()
                if event.differing:
                    self._put(key("second", *ballot_names), BallotState.KEYED, (GONE,))
                else:
                    self._put(key("comparison", *ballot_names), event.first_by)
            case Settled():
                self._put(key("second", *ballot_names), GONE, (BallotState.KEYED,))
                self._put(key("comparison", *ballot_names), event.first_by)

    def _check_open(self, period: str, tier: str) -> None:
        if self.stands.get(key("tier", period, tier)) != StepState.OPEN:
            self._note_odd()

    # -- what the group entered, tasks, operators ----------------------------------------------

    def _entry(self, event: OfEntry) -> None:
        texts = event.to_fields()
        new = entry_stands(event.period, event.person, texts.new)
        old = entry_stands(event.period, event.person, texts.old)
        approved = entry_stands(event.period, event.person, texts.old, approved=True)
        for kind in EntryKind:
            if isinstance(event, APPROVED.get(kind, ())):
                self._put(key(kind, event.number), approved, (old,))
            elif isinstance(event, ENTERED[kind]):
                self._put(key(kind, event.number), new, (GONE,))
            elif isinstance(event, WITHDRAWN[kind]):
                before = self.stands.get(key(kind, event.number), old)
                self._put(key(kind, event.number), f"{before} -", (old, approved))

    def _tasks(self, event: TasksDeclared | TasksMoved | OpinionTaken) -> None:
        match event:
            case TasksDeclared():
                self._put(key("tasks", event.person, event.before + 1), TaskState.DECLARED, (GONE,))
            case TasksMoved():
                self._put(
                    key("tasks", event.person, _newest(self.stands, event.person)), event.state
                )
            case OpinionTaken():
                newest = _newest(self.stands, event.ratee)
                self._put(key("opinion", event.ratee, newest, event.rater), event.verdict)

    def _operator(self, event: OperatorAdded | DutyChanged | OperatorRetired) -> None:
        operator = key("operator", event.operator)
        match event:
            case OperatorAdded():
                if self.stands.get(operator, OperatorState.RETIRED).endswith(OperatorState.ACTIVE):
                    self._note_odd()
                self._put(operator, f"{event.duty} {OperatorState.ACTIVE}")
            case DutyChanged():
                self._put(
                    operator,
                    f"{event.duty} {OperatorState.ACTIVE}",
                    (f"{event.before} {OperatorState.ACTIVE}",),
                )
            case OperatorRetired():
                self._put(
                    operator,
                    f"{event.duty} {OperatorState.RETIRED}",
                    (f"{event.duty} {OperatorState.ACTIVE}",),
                )

    # -- everything else -----------------------------------------------------------------------

    def _tier_facts(self, event: Recused | RecusalLifted | FormsEntered) -> None:
        tier_names = event.period, event.tier
        match event:
            case Recused():
                recusal = key("recusal", *tier_names, event.rater, event.ratee)
                self._put(recusal, event.reason or "-", (GONE,))
            case RecusalLifted():
                self._put(key("recusal", *tier_names, event.rater, event.ratee), GONE)
            case FormsEntered():
                self._put(key("forms", *tier_names), event.to_fields().new)

    def _grade(self, event: GradeDecided | GradeTakenBack) -> None:
        decisions = key("grade", event.period, event.person)
        grade = event.grade if isinstance(event, GradeDecided) else "-"
        self._put(decisions, " ".join(filter(None, (self.stands.get(decisions, ""), grade))))

    def _public(self, event: NoticePosted | MatterTaken | MatterClosed | MatterReopened) -> None:
        match event:
            case NoticePosted():
                notice = f"{event.digest} {event.posted_on} {event.until}"
                self._put(key("notice", event.period, event.number), notice, (GONE,))
            case MatterTaken():
                self._put(key("matter", event.matter), MatterState.OPEN, (GONE,))
            case MatterClosed():
                self._put(key("matter", event.matter), MatterState.CLOSED, (MatterState.OPEN,))
            case MatterReopened():
                self._put(key("matter", event.matter), MatterState.OPEN, (MatterState.CLOSED,))

    def _year(
        self, event: YearBegun | SchemeChanged | RosterChanged | PersonAdded | PersonChanged
    ) -> None:
        match event:
            case YearBegun():
                self._put(key("scheme", ""), event.scheme_digest, (GONE,))
                self._put(key("roster", ""), event.roster_digest, (GONE,))
            case SchemeChanged():
                self._put(key("scheme", ""), event.scheme_digest, (event.scheme_before,))
            case RosterChanged():
                self._put(key("roster", ""), event.roster_digest, (event.roster_before,))
            case PersonAdded(period=period) | PersonChanged(period=period):
                self._put(key("roster", period), event.roster_digest, (event.roster_before,))

    def _database(self, event: Acknowledged | Upgraded) -> None:
        if isinstance(event, Acknowledged):
            for *thing, state in event.things:
                self.acknowledged[tuple(thing)] = state
                self._put(tuple(thing), state)
        elif event.before < _CHAINED:
            self.unknown |= {(k[1], k[2]) for k in self.stands if k[0] == "tier"}

    FOLLOW: Final[Mapping[type[Event], Callable[["Course", Any], None]]] = {
        **dict.fromkeys((PeriodOpened, PeriodClosed, PeriodReopened, ResultCorrected), _period),
        **dict.fromkeys((PeriodTakenBack, PeriodCalledOff, PeriodHeldAfterAll), _holding),
        **dict.fromkeys((TierOpened, TierClosed, TierReopened, OpeningTakenBack), _tier),
        **dict.fromkeys((HandedIn, BallotsImported), _ballots),
        **dict.fromkeys((StruckOut, VoidedByLimit, GivenBack, Reinstated), _ballots),
        **dict.fromkeys((BallotMoved, BallotsExchanged), _exchange),
        **dict.fromkeys((KeyedFirst, KeyedSecond, Settled), _keyings),
        **dict.fromkeys((*ENTERED.values(), *WITHDRAWN.values(), *APPROVED.values()), _entry),
        **dict.fromkeys((TasksDeclared, TasksMoved, OpinionTaken), _tasks),
        **dict.fromkeys((OperatorAdded, DutyChanged, OperatorRetired), _operator),
        **dict.fromkeys((Recused, RecusalLifted, FormsEntered), _tier_facts),
        **dict.fromkeys((GradeDecided, GradeTakenBack), _grade),
        **dict.fromkeys((NoticePosted, MatterTaken, MatterClosed, MatterReopened), _public),
        **dict.fromkeys(
            (YearBegun, SchemeChanged, RosterChanged, PersonAdded, PersonChanged), _year
        ),
        **dict.fromkeys((Acknowledged, Upgraded), _database),
    }
    """Event -> how the course follows it; all others change nothing."""


FOLLOWED: Final = tuple(Course.FOLLOW)
"""The events that make something true that can be looked up in the tables."""


def _newest(stands: Iterable[Key], person: str) -> int:
    """Return the number of a person's newest declaration; 0 without one."""
    numbers = [int(each[2]) for each in stands if each[:2] == ("tasks", person)]
    return max(numbers, default=0)
