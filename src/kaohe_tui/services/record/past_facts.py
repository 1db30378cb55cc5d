"""Rebuild what was known of a period right after an entry, from the entries up to it.

Rule: docs/record.md, "The standings as they stood".
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.entries.entries import (
    Absence,
    Adjustment,
    EntryKind,
    Exemption,
    Figure,
    GroupFacts,
    VetoEntry,
)
from kaohe_tui.domain.record.events import (
    APPROVED,
    ENTERED,
    EVENTS,
    WITHDRAWN,
    BallotsImported,
    Effect,
    Event,
    GivenBack,
    GradeDecided,
    GradeTakenBack,
    HandedIn,
    OfEntry,
    OfTwoRaters,
    OpeningTakenBack,
    PeriodCalledOff,
    PeriodClosed,
    PeriodHeldAfterAll,
    PeriodOpened,
    PeriodReopened,
    PeriodTakenBack,
    PersonAdded,
    PersonChanged,
    RatingsDropped,
    RecusalLifted,
    Recused,
    Reinstated,
    ResultCorrected,
    SecretHandedIn,
    StruckOut,
    TierClosed,
    TierOpened,
    TierReopened,
)
from kaohe_tui.domain.record.fields.contents import NOTHING, Brought, Content
from kaohe_tui.domain.rules.pairs import Pair
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Reveal
from kaohe_tui.domain.rules.steps import StepState, TierStep
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.store.ballots.ballots import BallotHead

REPLAYED: Final = tuple(each for each in EVENTS if each.effect is not Effect.NOTHING)
"""The events that make the standings what they are."""
_Ballot = HandedIn | SecretHandedIn | BallotsImported | GivenBack | StruckOut | Reinstated
_PeriodChanged = (
    PeriodOpened
    | PeriodTakenBack
    | PeriodCalledOff
    | PeriodHeldAfterAll
    | PeriodClosed
    | PeriodReopened
    | ResultCorrected
)
_Entered = TypeVar("_Entered", Adjustment, VetoEntry, Exemption, Absence, Figure)
_Approved = TypeVar("_Approved", Adjustment, Figure)
_Key = tuple[str, str]
"""A ballot: tier's key, rater's code."""


@dataclass
class Past:
    """The state of a period at one entry; ``take`` moves it on by one event."""

    scheme: Scheme
    """The scheme of the period: frozen once it is opened, until then the one in force."""
    opened: bool = False
    """Whether the period had been opened."""
    called_off: str = ""
    """Why it was not held then; empty where it was."""
    steps: dict[str, StepState] = field(default_factory=dict)
    """Tier's key -> its state then."""
    ballots: dict[_Key, BallotState] = field(default_factory=dict)
    """Ballots that were handed in or voided, with their state.

    Secret tiers have none: the record does not know their raters.
    """
    recused: dict[str, set[Pair]] = field(default_factory=dict)
    """Tier's key -> the recused pairs."""
    entered: set[tuple[str, int]] = field(default_factory=set)
    """The group's entries: (kind, number)."""
    approved: set[tuple[EntryKind, int]] = field(default_factory=set)
    """The kinds and numbers of the entries that were approved."""
    withdrawn: set[tuple[str, int]] = field(default_factory=set)
    """The group's entries that were withdrawn: (kind, number)."""
    decisions: int = 0
    """The number of decisions on grades, those taken back counted too."""
    result: int = 0
    """The number of the frozen result; 0 while the period was not closed."""

    def __post_init__(self) -> None:
        self.steps = {tier.key: StepState.WAITING for tier in self.scheme.tiers}
        self._secret = {tier.key for tier in self.scheme.tiers if tier.secret}
        self._hidden = self._secret | {
            tier.key for tier in self.scheme.tiers if tier.reveal is Reveal.TIER
        }

    def take(self, event: Event) -> bool:
        """Apply one event; an unrelated or unknown one changes nothing.

        An entry of an older kaohe may lack what a newer one has.

        Returns:
            Whether it is worth counting: most ballots of a tier that is revealed at its end are
            not.
        """
        if not isinstance(event, _Ballot):
            self._take(event)
            return event.effect is Effect.SCORE
        if isinstance(event, BallotsImported):
            self._take_imported(event)
            return not self._hidden.issuperset(event.tiers)
        if isinstance(event, SecretHandedIn):
            return False
        key = event.tier, event.rater
        before = self.ballots.get(key)
        if event.tier not in self._secret:
            # The raters of a secret tier are not known: see ``heads``.
            self._take_ballot(event)
        after = self.ballots.get(key)
        return before != after and (
            event.tier not in self._hidden or BallotState.VOID in (before, after)
        )

    def _take(self, event: Event) -> None:
        match event:
            case TierOpened() | TierClosed() | TierReopened() | OpeningTakenBack():
                self._take_step(event)
            case (
                PeriodOpened() | PeriodTakenBack() | PeriodCalledOff() | PeriodHeldAfterAll()
                | PeriodClosed() | PeriodReopened() | ResultCorrected()
            ):  # fmt: skip
                self._take_period(event)
            case Recused() | RecusalLifted():
                self._take_recusal(event)
            case OfTwoRaters():
                self._exchange(event)
            case GradeDecided() | GradeTakenBack():
                self.decisions += 1
            case PersonAdded() | PersonChanged() | RatingsDropped():
                """What they change is taken back from the later events: ``as_it_was``."""
            case OfEntry(number=number):
                self._take_entry(type(event), number)
            case _ if event.effect is not Effect.NOTHING:
                raise AssertionError(f"{type(event).__name__} is not replayed")

    def _take_step(self, event: TierOpened | TierClosed | TierReopened | OpeningTakenBack) -> None:
        """Apply that a tier was opened, closed or reopened, or its opening taken back."""
        tier = event.tier
        match event:
            case TierOpened():
                self.steps[tier] = StepState.OPEN
            case TierClosed():
                self.steps[tier] = StepState.CLOSED
            case TierReopened():
                self._pause()
                self.steps[tier] = StepState.OPEN
            case OpeningTakenBack():
                self.steps[tier] = StepState.WAITING
                self.ballots = {key: at for key, at in self.ballots.items() if key[0] != tier}

    def _take_period(self, event: _PeriodChanged) -> None:
        """Apply that the period was opened, called off or closed, or any of these undone."""
        match event:
            case PeriodOpened():
                self.opened = True
            case PeriodTakenBack():
                self.opened = False
            case PeriodCalledOff(reason=reason):
                self._pause()
                self.called_off = reason
            case PeriodHeldAfterAll():
                self.called_off = ""
            case PeriodClosed(number=number) | ResultCorrected(number=number):
                self.result = number
            case PeriodReopened():
                self.result = 0

    def _take_recusal(self, event: Recused | RecusalLifted) -> None:
        """Apply that a rater was recused from a ratee, or no longer is."""
        recused = self.recused.setdefault(event.tier, set())
        pair = event.rater, event.ratee
        if isinstance(event, Recused):
            recused.add(pair)
        else:
            recused.discard(pair)

    def _exchange(self, event: OfTwoRaters) -> None:
        """Apply that two raters' ballots were exchanged, or one moved."""
        one, two = (event.tier, event.rater), (event.tier, event.other)
        states = self.ballots.pop(one, None), self.ballots.pop(two, None)
        swapped = {two: states[0], one: states[1]}
        self.ballots |= {key: state for key, state in swapped.items() if state}

    def _pause(self) -> None:
        """Let the tier that is open wait."""
        begun = [key for key, state in self.steps.items() if state is StepState.OPEN]
        self.steps |= dict.fromkeys(begun, StepState.WAITING)

    def _take_entry(self, event: type[Event], number: int) -> None:
        for kind in EntryKind:
            if event is ENTERED[kind]:
                self.entered.add((kind, number))
            if event is APPROVED.get(kind):
                self.approved.add((kind, number))
            if event is WITHDRAWN[kind]:
                self.withdrawn.add((kind, number))

    def _take_imported(self, event: BallotsImported) -> None:
        for tier, brought in event.brought.items():
            self.ballots |= {(tier, rater): BallotState.HANDED_IN for rater in brought}

    def _take_ballot(self, event: HandedIn | GivenBack | StruckOut | Reinstated) -> None:
        key = event.tier, event.rater
        match event:
            case HandedIn():
                self.ballots[key] = BallotState.HANDED_IN
            case StruckOut():
                self.ballots[key] = BallotState.VOID
            case Reinstated(standing=standing) if standing is not BallotState.KEYED:
                self.ballots[key] = standing
            case GivenBack() | Reinstated():
                self.ballots.pop(key, None)

    # -- what follows from it ------------------------------------------------------------------

    def period(self, now: PeriodRoom) -> PeriodRoom:
        """Return the period as it stood, from what it is now; roster and scheme are frozen ones."""
        tiers = tuple(TierStep(s.tier, self.steps[s.tier.key]) for s in now.steps.tiers)
        steps = replace(now.steps, tiers=tiers, opened=self.opened, called_off=self.called_off)
        return replace(
            now,
            steps=replace(steps, ended=bool(self.result)),
            recused={tier: frozenset(pairs) for tier, pairs in self.recused.items()},
            facts=self._facts(now.facts),
        )

    def _facts(self, now: GroupFacts) -> GroupFacts:
        """Return what the group had entered; rows are never removed, only approved or withdrawn."""
        return GroupFacts(
            adjustments=self._approved(EntryKind.ADJUSTMENT, now.adjustments),
            figures=self._approved(EntryKind.FIGURE, now.figures),
            vetoes=self._entered(EntryKind.VETO, now.vetoes),
            exemptions=self._entered(EntryKind.EXEMPTION, now.exemptions),
            absences=self._entered(EntryKind.ABSENCE, now.absences),
            decisions=now.decisions[: self.decisions],
            places=now.places,
        )

    def _approved(self, kind: EntryKind, now: tuple[_Approved, ...]) -> tuple[_Approved, ...]:
        """Return entries that count once they are approved."""
        return tuple(
            each
            if (kind, each.id) in self.approved
            else replace(each, approved_by="", approved_at="")
            for each in self._entered(kind, now)
        )

    def _entered(self, kind: EntryKind, now: tuple[_Entered, ...]) -> tuple[_Entered, ...]:
        return tuple(
            each
            if (kind, each.id) in self.withdrawn
            else replace(each, withdrawn_by="", withdrawn_at="", withdrawn_reason="")
            for each in now
            if (kind, each.id) in self.entered
        )

    def heads(self, now: PeriodRoom, heads: Iterable[BallotHead]) -> tuple[BallotHead, ...]:
        """Return the ballots of which something counted, or that were voided.

        One that was not handed in counts from the closing of its tier; so does every ballot of a
        secret tier, whose raters the record does not know.
        """
        as_stood = []
        for head in heads:
            tier = now.scheme.tiers[head.tier_no]
            closed = self.steps[tier.key] is StepState.CLOSED
            state = head.state if tier.secret else BallotState.OPEN
            if head.rater_id is not None:
                state = self.ballots.get((tier.key, now.codes[head.rater_id]), state)
            if closed or (state is not BallotState.OPEN and not tier.secret):
                as_stood.append(replace(head, state=state))
        return tuple(as_stood)

    def since(self, later: Iterable[Event]) -> "Since":
        """Return what has become of the ballots since, as far as the later events show.

        Args:
            later: the events since, oldest first.
        """
        changed = Since(self.ballots)
        closed = {
            tier.key
            for tier in self.scheme.tiers
            if self.steps[tier.key] is StepState.CLOSED and not tier.secret
        }
        for event in later:
            match event:
                case GivenBack(tier=tier, said=said):
                    changed.fix(tier, said)
                case TierReopened(tier=tier, begun=begun) if tier in closed:
                    if tier not in changed.reopened:
                        changed.fix(tier, begun)
                    changed.reopened.add(tier)
                case BallotsImported(brought=brought):
                    changed.add(brought)
                case OfTwoRaters():
                    changed.exchange(event)
                case RatingsDropped(tier=tier, said=said):
                    changed.fix(tier, said)
        return changed


@dataclass
class Since:
    """What has become of ballots since a moment of the past."""

    done: Collection[_Key]
    """The ballots that were handed in or voided then."""
    fixed: dict[_Key, Content] = field(default_factory=dict)
    """The ballots of which is known what stood on them then, with that."""
    added: dict[_Key, set[str]] = field(default_factory=dict)
    """The ratees whose ratings came later, by ballot."""
    reopened: set[str] = field(default_factory=set)
    """The tiers that were closed then and reopened since: what was begun in them is ``fixed``."""
    whose: dict[_Key, _Key] = field(default_factory=dict)
    """Of a ballot that was moved since: its rater later -> its rater then."""

    def exchange(self, event: OfTwoRaters) -> None:
        """Apply that two raters' ballots were exchanged, or one moved."""
        one, two = (event.tier, event.rater), (event.tier, event.other)
        was = self.whose.get(one, one), self.whose.get(two, two)
        self.whose |= {two: was[0], one: was[1]}

    def add(self, brought: Brought) -> None:
        """Apply what a file added."""
        for tier, of_tier in brought.items():
            for rater, ratees in of_tier.items():
                key = self.whose.get((tier, rater), (tier, rater))
                self.added.setdefault(key, set()).update(ratees)

    def fix(self, tier: str, then: Mapping[str, Content]) -> None:
        """Apply what stood on ballots of the tier before an entry, by rater's code."""
        for rater, content in then.items():
            key = self.whose.get((tier, rater), (tier, rater))
            if key not in self.fixed and not self._is_later(key):
                self.fixed[key] = content.without(self.added.get(key, ()))

    def content(self, key: _Key, now: Callable[[], Content]) -> Content | None:
        """Return what stood on a ballot then; None where it is what stands there now.

        Args:
            key: the ballot.
            now: gives what stands there now.
        """
        if key in self.fixed:
            return self.fixed[key]
        if self._is_later(key):
            return NOTHING
        return now().without(self.added[key]) if self.added.get(key) else None

    def _is_later(self, key: _Key) -> bool:
        return key[0] in self.reopened and key not in self.done
