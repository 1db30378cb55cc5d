"""What was known of a period right after an entry of the record, read off the entries up to it.

Rule: docs/record.md, "The standings as they stood".
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from kaohe_tui.domain.group import Absence, Adjustment, EntryKind, Exemption, GroupFacts, VetoEntry
from kaohe_tui.domain.owed import Pair
from kaohe_tui.domain.scheme import Reveal, Scheme
from kaohe_tui.domain.steps import StepState, TierStep
from kaohe_tui.meeting import contents
from kaohe_tui.meeting.contents import NOTHING, Content
from kaohe_tui.meeting.room import PeriodRoom
from kaohe_tui.meeting.tallies import HANDED_IN, VOID
from kaohe_tui.store.ballots import BallotHead
from kaohe_tui.store.records import Entry

_STEPS: Final = {"open_tier": StepState.OPEN, "close_tier": StepState.CLOSED}
_ON_BALLOTS: Final = ("hand_in", "import", "give_back", "strike_out")
_GROUP: Final = tuple(
    f"{verb}_{kind}" for verb in ("enter", "approve", "withdraw") for kind in EntryKind
)
_RESULTS: Final = ("close_period", "correct_result", "reopen_period")
ACTIONS: Final = (
    *_STEPS,
    *_ON_BALLOTS,
    *_GROUP,
    *_RESULTS,
    *("open_period", "reopen_tier", "recuse", "lift_recusal", "decide_grade", "take_back_grade"),
)
"""The actions that make the standings what they are."""
MATTER: Final = (
    *_ON_BALLOTS,
    *_RESULTS,
    *("close_tier", "reopen_tier", "recuse", "lift_recusal"),
    *("approve_adjustment", "withdraw_adjustment", "enter_veto", "withdraw_veto"),
)
"""Those of them that may change a score, a rank or what is owed."""
_Entered = TypeVar("_Entered", Adjustment, VetoEntry, Exemption, Absence)
_Key = tuple[str, str]
"""A ballot: tier's key, rater's code."""


@dataclass
class Past:
    """Where a period stood; ``take`` leads it on by one entry."""

    scheme: Scheme
    opened: bool = False
    steps: dict[str, StepState] = field(default_factory=dict)
    ballots: dict[_Key, str] = field(default_factory=dict)
    """Those that were handed in or struck out."""
    recused: dict[str, set[Pair]] = field(default_factory=dict)
    entered: set[tuple[str, int]] = field(default_factory=set)
    approved: set[int] = field(default_factory=set)
    withdrawn: set[tuple[str, int]] = field(default_factory=set)
    decisions: int = 0
    result: int = 0
    """The number of the frozen result; 0 while the period was not closed."""

    def __post_init__(self) -> None:
        self.steps = {tier.key: StepState.WAITING for tier in self.scheme.tiers}
        self._secret = {tier.key for tier in self.scheme.tiers if tier.secret}
        self._hidden = self._secret | {
            tier.key for tier in self.scheme.tiers if tier.reveal is Reveal.TIER
        }

    def take(self, entry: Entry) -> bool:
        """Lead it on by one entry; one that is no part of it, or not understood, changes nothing.

        An entry of an older kaohe may lack what a newer one tells.

        Returns:
            Whether it is worth counting: most ballots of a tier that is revealed at its end are
            not.
        """
        before = self.ballots.get((entry.tier, entry.subject))
        self._take(entry)
        if entry.action not in MATTER:
            return False
        if entry.action not in _ON_BALLOTS:
            return True
        if entry.action == "import":
            return not self._hidden.issuperset(entry.tier.split(","))
        after = self.ballots.get((entry.tier, entry.subject))
        return before != after and (entry.tier not in self._hidden or VOID in (before, after))

    def _take(self, entry: Entry) -> None:
        match entry.action:
            case "open_tier" | "close_tier":
                self.steps[entry.tier] = _STEPS[entry.action]
            case "reopen_tier":
                for key, state in self.steps.items():
                    if state is StepState.OPEN:
                        self.steps[key] = StepState.WAITING
                self.steps[entry.tier] = StepState.OPEN
            case "open_period":
                self.opened = True
            case "close_period" | "correct_result" if entry.subject.isdecimal():
                self.result = int(entry.subject)
            case "reopen_period":
                self.result = 0
            case "recuse" | "lift_recusal":
                self._take_recusal(entry)
            case "decide_grade" | "take_back_grade":
                self.decisions += 1
            case action if action in _GROUP:
                self._take_group_entry(entry)
            case action if action in _ON_BALLOTS:
                self._take_ballot(entry)

    def _take_recusal(self, entry: Entry) -> None:
        rater, _sign, ratee = entry.subject.partition(">")
        pairs = self.recused.setdefault(entry.tier, set())
        (pairs.add if entry.action == "recuse" else pairs.discard)((rater, ratee))

    def _take_group_entry(self, entry: Entry) -> None:
        verb, _sign, kind = entry.action.partition("_")
        number = _number(entry.new if verb == "enter" else entry.old)
        match verb:
            case "enter":
                self.entered.add((kind, number))
            case "approve":
                self.approved.add(number)
            case "withdraw":
                self.withdrawn.add((kind, number))

    def _take_ballot(self, entry: Entry) -> None:
        if entry.action == "import":
            for tier, brought in (contents.read_imported(entry.old) or {}).items():
                self.ballots |= {(tier, rater): HANDED_IN for rater in brought}
        elif entry.tier in self._secret:
            # Its raters are not known: see ``heads``.
            return
        elif entry.subject and entry.action == "give_back":
            self.ballots.pop((entry.tier, entry.subject), None)
        elif entry.subject:
            state = VOID if entry.action == "strike_out" else HANDED_IN
            self.ballots[entry.tier, entry.subject] = state

    # -- what follows from it ------------------------------------------------------------------

    def period(self, now: PeriodRoom) -> PeriodRoom:
        """The period as it stood, from what it is now; roster and scheme are the frozen ones."""
        tiers = tuple(TierStep(s.tier, self.steps[s.tier.key]) for s in now.steps.tiers)
        return replace(
            now,
            steps=replace(now.steps, opened=self.opened, tiers=tiers),
            recused={tier: frozenset(pairs) for tier, pairs in self.recused.items()},
            facts=self._facts(now.facts),
        )

    def _facts(self, now: GroupFacts) -> GroupFacts:
        """What the group had entered; rows are never removed, only approved and withdrawn."""
        adjustments = self._entered(EntryKind.ADJUSTMENT, now.adjustments)
        return GroupFacts(
            adjustments=tuple(
                each if each.id in self.approved else replace(each, approved_by="", approved_at="")
                for each in adjustments
            ),
            vetoes=self._entered(EntryKind.VETO, now.vetoes),
            exemptions=self._entered(EntryKind.EXEMPTION, now.exemptions),
            absences=self._entered(EntryKind.ABSENCE, now.absences),
            decisions=now.decisions[: self.decisions],
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
        """The ballots of which something counted, or that were struck out.

        One that was not handed in counts from the closing of its tier; so does every ballot of a
        secret tier, whose raters the record does not know.
        """
        stood = []
        for head in heads:
            tier = now.scheme.tiers[head.tier_no]
            closed = self.steps[tier.key] is StepState.CLOSED
            state = head.state if tier.secret else "open"
            if head.rater_id is not None:
                state = self.ballots.get((tier.key, now.codes[head.rater_id]), state)
            if closed or (state != "open" and not tier.secret):
                stood.append(replace(head, state=state))
        return tuple(stood)

    def since(self, later: Iterable[Entry]) -> "Since":
        """What has become of the ballots since, as far as the later entries tell.

        Args:
            later: the entries since, oldest first.
        """
        found = Since(self.ballots)
        closed = {
            tier.key
            for tier in self.scheme.tiers
            if self.steps[tier.key] is StepState.CLOSED and not tier.secret
        }
        for entry in later:
            if entry.action in ("give_back", "reopen_tier"):
                if entry.action == "give_back" or entry.tier in closed - found.reopened:
                    found.fix(entry.tier, contents.read(entry.old) or {})
                if entry.action == "reopen_tier" and entry.tier in closed:
                    found.reopened.add(entry.tier)
            elif entry.action == "import":
                for tier, brought in (contents.read_imported(entry.old) or {}).items():
                    for rater, ratees in brought.items():
                        found.added.setdefault((tier, rater), set()).update(ratees)
        return found


@dataclass
class Since:
    """What has become of ballots since a moment of the past."""

    done: Collection[_Key]
    """Those that were handed in or struck out then."""
    fixed: dict[_Key, Content] = field(default_factory=dict)
    """What stood on some of them then."""
    added: dict[_Key, set[str]] = field(default_factory=dict)
    """The ratees whose ratings came later."""
    reopened: set[str] = field(default_factory=set)
    """The tiers that were closed then and reopened since: what was begun in them is ``fixed``."""

    def fix(self, tier: str, then: Mapping[str, Content]) -> None:
        """Take what stood on ballots of the tier before an entry, by rater's code."""
        for rater, content in then.items():
            key = tier, rater
            if key not in self.fixed and not self._is_later(key):
                self.fixed[key] = content.without(self.added.get(key, ()))

    def content(self, key: _Key, now: Callable[[], Content]) -> Content | None:
        """What stood on a ballot; None where it is what stands there now.

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


def _number(text: str) -> int:
    """The number that an entry of the group has: ``#12 research x3`` is 12; 0 without one."""
    found = text.removeprefix("#").partition(" ")[0]
    return int(found) if text.startswith("#") and found.isdecimal() else 0
