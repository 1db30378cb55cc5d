"""What the leading group enters around a review: adjustments, vetoes, absences, who is left out.

An entry is never removed: it is withdrawn, with a reason, and stays in the register.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.scheme import AdjustmentRule, Scheme
from kaohe_tui.words import N_, _

YEAR = ""
"""The period key of what holds for the whole year."""

_NOTHING = Fraction(0)
_DAYS = re.compile(r"\d{1,3}(\.[05])?", re.ASCII)


class EntryKind(StrEnum):
    """What can be entered and withdrawn; each kind counts its own numbers."""

    ADJUSTMENT = "adjustment"
    VETO = "veto"
    EXEMPTION = "exemption"
    ABSENCE = "absence"

    @property
    def label(self) -> str:
        """What it is called in the language in use."""
        return _(_ENTRIES[self])


_ENTRIES = {
    EntryKind.ADJUSTMENT: N_("adjustment"),
    EntryKind.VETO: N_("veto"),
    EntryKind.EXEMPTION: N_("exemption"),
    EntryKind.ABSENCE: N_("absence"),
}


@dataclass(frozen=True, slots=True)
class Entered:
    """Who put something in, and who took it back."""

    id: int
    period: str
    """The period's key, or ``YEAR``."""
    code: str
    """The person's."""
    entered_by: str
    entered_at: str
    """ISO 8601 with its offset."""
    withdrawn_by: str
    withdrawn_at: str
    """Empty while it stands."""
    withdrawn_reason: str

    @property
    def stands(self) -> bool:
        """Whether it has not been withdrawn."""
        return not self.withdrawn_at


@dataclass(frozen=True, slots=True)
class Adjustment(Entered):
    """A bonus or a deduction (加减分); counts once it is approved."""

    rule: str
    """The rule's key in the scheme."""
    count: int
    """How many times the rule's points, 1 or more."""
    evidence: str
    """A document's number, or what it was."""
    approved_by: str = ""
    approved_at: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is approved and stands."""
        return self.stands and bool(self.approved_at)


@dataclass(frozen=True, slots=True)
class VetoEntry(Entered):
    """A veto on one person (一票否决). It holds in its period and in the year."""

    ground: str
    document: str
    """The document's number."""
    authority: str
    """Whose decision it was."""


class ExemptionKind(StrEnum):
    """Why somebody gets no grade."""

    UNDETERMINED = "undetermined"
    """不定等次."""
    NOT_ASSESSED = "not_assessed"
    """不参加考核."""

    @property
    def label(self) -> str:
        """What it is called in the language in use."""
        return _(_EXEMPTIONS[self])


_EXEMPTIONS = {
    ExemptionKind.UNDETERMINED: N_("grade not determined"),
    ExemptionKind.NOT_ASSESSED: N_("not assessed"),
}


@dataclass(frozen=True, slots=True)
class Exemption(Entered):
    """Somebody who gets no grade and is out of the number that quotas are a part of."""

    kind: ExemptionKind
    reason: str


@dataclass(frozen=True, slots=True)
class Absence(Entered):
    """Days away from duty (缺勤), for the conditions of the top grade."""

    half_days: int
    reason: str


_KIND_OF: Mapping[type[Entered], EntryKind] = {
    Adjustment: EntryKind.ADJUSTMENT,
    VetoEntry: EntryKind.VETO,
    Exemption: EntryKind.EXEMPTION,
    Absence: EntryKind.ABSENCE,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """The grade that the group decided for one person (确定等次); the newest one holds."""

    id: int
    period: str
    code: str
    grade: str
    """The grade's name in the scheme; empty where an earlier decision was taken back."""
    proposed: str
    """What was proposed when it was decided; empty for nothing."""
    reason: str
    decided_by: str
    decided_at: str


class Act(StrEnum):
    """What was done with an entry."""

    ENTERED = "entered"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was done: several things are done in one second, and clocks are set back."""

    place: int
    """The number of its entry in the record; 0 where that is not known."""
    at: str
    """ISO 8601 with its offset."""

    def is_after(self, other: "Moment") -> bool:
        """Whether it came later, by the record where that tells it of both."""
        if self.place and other.place:
            return self.place > other.place
        return self.at > other.at


@dataclass(frozen=True, slots=True)
class Places:
    """Where in the record stands what the group did: the numbers of the entries."""

    entries: Mapping[tuple[Act, EntryKind, int], int] = field(default_factory=dict)
    """By what was done with which entry."""
    decisions: Mapping[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    """By period and person's code: of each decision, oldest first."""


@dataclass(frozen=True)
class GroupFacts:
    """All that was entered for one period, or for the year; withdrawn entries among it."""

    adjustments: tuple[Adjustment, ...] = ()
    vetoes: tuple[VetoEntry, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    absences: tuple[Absence, ...] = ()
    decisions: tuple[Decision, ...] = ()
    """Oldest first."""
    places: Places = field(default_factory=Places, repr=False, compare=False)
    """Read where there are decisions: nothing else depends on what came first."""

    def veto_on(self, code: str) -> VetoEntry | None:
        """The veto that stands against the person, the first one entered; None without one."""
        return next((v for v in self.vetoes if v.code == code and v.stands), None)

    def exemption_of(self, code: str) -> Exemption | None:
        """Why the person gets no grade, the last one entered; None for whoever gets one."""
        found = [e for e in self.exemptions if e.code == code and e.stands]
        return found[-1] if found else None

    def absent_days(self, code: str) -> Fraction:
        """The person's days of absence that stand."""
        half = sum(a.half_days for a in self.absences if a.code == code and a.stands)
        return Fraction(half, 2)

    def decided(self, code: str) -> Decision | None:
        """The decision that holds for the person; None while there is none."""
        found = [d for d in self.decisions if d.code == code]
        return found[-1] if found and found[-1].grade else None

    def moment(self, act: Act, entry: Entered) -> Moment:
        """When that was done with an entry; it was done."""
        at = entry.withdrawn_at if act is Act.WITHDRAWN else entry.entered_at
        if act is Act.APPROVED and isinstance(entry, Adjustment):
            at = entry.approved_at
        return Moment(self.places.entries.get((act, _KIND_OF[type(entry)], entry.id), 0), at)

    def moment_of(self, decision: Decision) -> Moment:
        """When a decision among these was made."""
        own = [d for d in self.decisions if d.code == decision.code]
        known = self.places.decisions.get((decision.period, decision.code), ())
        place = own.index(decision)
        return Moment(known[place] if place < len(known) else 0, decision.decided_at)


@dataclass(frozen=True, slots=True)
class RuleSum:
    """What one rule comes to for one person."""

    rule: AdjustmentRule
    count: int
    raw: Fraction
    """Points before the rule's cap."""
    points: Fraction
    """Points after the rule's cap."""


@dataclass(frozen=True, slots=True)
class Extra:
    """What is added to and taken from one person's score, caps applied (docs/scoring.md)."""

    bonus: Fraction = _NOTHING
    deduction: Fraction = _NOTHING
    vetoed: bool = False
    rules: tuple[RuleSum, ...] = ()
    """In the scheme's order, those that come to anything."""


def extras(scheme: Scheme, facts: GroupFacts) -> Mapping[str, Extra]:
    """What adjustments and vetoes come to, by person's code; others have no entry."""
    counts: dict[str, dict[str, int]] = {}
    for one in facts.adjustments:
        if one.counts:
            of_person = counts.setdefault(one.code, {})
            of_person[one.rule] = of_person.get(one.rule, 0) + one.count
    vetoed = {v.code for v in facts.vetoes if v.stands}
    return {
        code: _extra(scheme, counts.get(code, {}), code in vetoed)
        for code in sorted(vetoed | counts.keys())
    }


def _extra(scheme: Scheme, counts: Mapping[str, int], vetoed: bool) -> Extra:
    sums = tuple(
        _rule_sum(rule, counts[rule.key]) for rule in scheme.adjustments if rule.key in counts
    )
    return Extra(
        bonus=_capped((s.points for s in sums if s.rule.bonus), scheme.bonus_cap),
        deduction=_capped((s.points for s in sums if not s.rule.bonus), scheme.deduction_cap),
        vetoed=vetoed,
        rules=sums,
    )


def _rule_sum(rule: AdjustmentRule, count: int) -> RuleSum:
    raw = rule.points * count
    return RuleSum(rule, count, raw, _capped([raw], rule.cap))


def _capped(parts: Iterable[Fraction], cap: Fraction | None) -> Fraction:
    added = sum(parts, _NOTHING)
    return added if cap is None else min(added, cap)


def days_of(text: str) -> Fraction:
    """Days of absence as people write them: ``3``, ``0.5``, full-width digits too.

    Raises:
        Refusal: when it is neither whole nor half days.
    """
    found = _DAYS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise Refusal(
            _(
                "“{text}” is not a number of days: write whole or half days, such as 3 or 0.5."
            ).format(text=text)
        )
    return Fraction(found[0])
