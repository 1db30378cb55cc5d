"""Hold what the leading group enters around a review: adjustments, vetoes, absences, exemptions.

An entry is never removed: it is withdrawn, with a reason, and stays in the register.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from kaohe_tui.words import N_, _

YEAR = ""
"""The period key of what holds for the whole year."""


class EntryKind(StrEnum):
    """Kinds of entries; each kind counts its own numbers, from 1."""

    ADJUSTMENT = N_("adjustment")
    """A bonus or a deduction (加减分)."""
    VETO = N_("veto")
    """A one-vote veto (一票否决)."""
    EXEMPTION = N_("exemption")
    """A person who gets no grade."""
    ABSENCE = N_("absence")
    """Days away from duty (缺勤)."""
    FIGURE = N_("figure")
    """A figure of the office for a component or factor (办公室录入)."""

    @property
    def label(self) -> str:
        """The name in the language in use."""
        return _(self.value)


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry of the group: who made it, and who withdrew it."""

    id: int
    """Number of the entry among those of its kind, from 1."""
    period: str
    """The period's key, or ``YEAR``."""
    code: str
    """The code of the person it concerns."""
    entered_by: str
    """Name of the operator who entered it."""
    entered_at: str
    """ISO 8601 with its offset."""
    withdrawn_by: str
    """Name of the operator who withdrew it; empty while it stands."""
    withdrawn_at: str
    """Empty while it stands."""
    withdrawn_reason: str
    """Why it was withdrawn; empty while it stands."""

    @property
    def stands(self) -> bool:
        """True until the entry is withdrawn."""
        return not self.withdrawn_at


@dataclass(frozen=True, slots=True)
class Adjustment(Entered):
    """A bonus or a deduction (加减分); counts once it is approved."""

    rule: str
    """The rule's key in the scheme."""
    count: int
    """The number of times that the rule's points count, 1 or more."""
    evidence: str
    """A document's number, or what it was."""
    approved_by: str = ""
    """The name of the person who approved it; empty before."""
    approved_at: str = ""
    """ISO 8601 with its offset; empty before it is approved."""
    level: str = ""
    """Name of the level of a rule of several sizes; empty for other rules."""
    matter: str = ""
    """What it is for, where the rule tells entries apart by it; empty without one."""
    points: str = ""
    """Points each time, as they were written, where the rule leaves them open; else empty."""

    @property
    def counts(self) -> bool:
        """True where the entry is approved and not withdrawn."""
        return self.stands and bool(self.approved_at)


@dataclass(frozen=True, slots=True)
class VetoEntry(Entered):
    """A veto on one person (一票否决). It holds in its period and in the year."""

    ground: str
    """Why it is vetoed: one of the scheme's grounds."""
    document: str
    """The document's number."""
    authority: str
    """The body whose decision it was."""


class ExemptionKind(StrEnum):
    """Kinds of exemptions from grading."""

    UNDETERMINED = "undetermined"
    """不定等次: the person was assessed, the grade stays open."""
    NOT_ASSESSED = "not_assessed"
    """不参加考核: the person takes no part in the assessment."""

    @property
    def label(self) -> str:
        """The name in the language in use."""
        return _(_EXEMPTIONS[self])


_EXEMPTIONS = {
    ExemptionKind.UNDETERMINED: N_("grade not determined"),
    ExemptionKind.NOT_ASSESSED: N_("not assessed"),
}


@dataclass(frozen=True, slots=True)
class Exemption(Entered):
    """A person who gets no grade and does not count in the number quotas are a part of."""

    kind: ExemptionKind
    """Which of the two exemptions it is."""
    reason: str
    """Why, in one line."""


@dataclass(frozen=True, slots=True)
class Absence(Entered):
    """Days away from duty (缺勤), for the conditions of the top grade."""

    half_days: int
    """Length in half days, 1 or more."""
    reason: str
    """Why, in one line."""
    kind: str = ""
    """Key of the kind of absence in the scheme; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Figure(Entered):
    """A figure of the office; counts once approved.

    ``code`` is a person's, or ``figures.of_section`` of a section.
    """

    part: str
    """Key of the component or factor in the scheme."""
    figure: str
    """The figure as it was written: a decimal or a fraction."""
    evidence: str
    """A document's number, or what it was."""
    approved_by: str = ""
    """The name of the person who approved it; empty before."""
    approved_at: str = ""
    """ISO 8601 with its offset; empty before it is approved."""

    @property
    def counts(self) -> bool:
        """True where the entry is approved and not withdrawn."""
        return self.stands and bool(self.approved_at)


KIND_OF: Mapping[type[Entered], EntryKind] = {
    Adjustment: EntryKind.ADJUSTMENT,
    VetoEntry: EntryKind.VETO,
    Exemption: EntryKind.EXEMPTION,
    Absence: EntryKind.ABSENCE,
    Figure: EntryKind.FIGURE,
}
"""Class of an entry -> its kind."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The grade that the group decided for one person (确定等次); the newest one holds."""

    id: int
    """Number of the decision in its table, from 1."""
    period: str
    """The period's key, or ``YEAR``."""
    code: str
    """The person's code."""
    grade: str
    """The grade's name in the scheme; empty where an earlier decision was taken back."""
    proposed: str
    """The grade proposed when it was decided; empty for none."""
    reason: str
    """Why; may be empty where the grade is the one proposed."""
    decided_by: str
    """Name of the operator who recorded it."""
    decided_at: str
    """ISO 8601 with its offset."""


class Act(StrEnum):
    """One act on an entry: who did it, when and why."""

    ENTERED = "entered"
    """It was put in."""
    APPROVED = "approved"
    """It was approved and counts from then on; adjustments and figures alone."""
    WITHDRAWN = "withdrawn"
    """It was withdrawn and counts no longer."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The moment of an act.

    Several acts fall in one second and clocks are set back, so the record's order comes first.
    """

    place: int
    """Number of its entry in the record; 0 where that is not known."""
    at: str
    """ISO 8601 with its offset."""

    def is_after(self, other: "Moment") -> bool:
        """Return whether it came later: by the record where it has both, else by the clock."""
        if self.place and other.place:
            return self.place > other.place
        return self.at > other.at


@dataclass(frozen=True, slots=True)
class Places:
    """Numbers of the record's entries for the acts of the group."""

    entries: Mapping[tuple[Act, EntryKind, int], int] = field(default_factory=dict)
    """(act, kind, entry's number) -> number in the record."""
    decisions: Mapping[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    """(period, person's code) -> numbers in the record of each decision, oldest first."""


@dataclass(frozen=True)
class GroupFacts:
    """All entries of one period, or of the year; withdrawn ones are among them."""

    adjustments: tuple[Adjustment, ...] = ()
    """Bonuses and deductions, oldest first."""
    vetoes: tuple[VetoEntry, ...] = ()
    """Vetoes, oldest first."""
    exemptions: tuple[Exemption, ...] = ()
    """People who get no grade, oldest first."""
    absences: tuple[Absence, ...] = ()
    """Absences, oldest first."""
    figures: tuple[Figure, ...] = ()
    """Figures of the office, oldest first."""
    decisions: tuple[Decision, ...] = ()
    """Decided grades, oldest first; those taken back among them."""
    places: Places = field(default_factory=Places, repr=False, compare=False)
    """Read where there are decisions: nothing else depends on what came first."""

    def vetoes_on(self, code: str) -> tuple[VetoEntry, ...]:
        """List the vetoes that stand against the person, in the order they were entered."""
        return tuple(v for v in self.vetoes if v.code == code and v.stands)

    def times(self, code: str, rule: str) -> int:
        """Return how many times a rule counts for the person; approved entries alone."""
        return sum(
            a.count for a in self.adjustments if (a.code, a.rule) == (code, rule) and a.counts
        )

    def exemption_of(self, code: str) -> Exemption | None:
        """Return the person's exemption from a grade, the last entered; None without one."""
        exemptions = [e for e in self.exemptions if e.code == code and e.stands]
        return exemptions[-1] if exemptions else None

    def absent_days(self, code: str, kind: str | None = None) -> Fraction:
        """Add up the person's days of absence that were not withdrawn; None: of every kind."""
        standing = (a for a in self.absences if a.code == code and a.stands)
        return Fraction(sum(a.half_days for a in standing if kind in (None, a.kind)), 2)

    def decided(self, code: str) -> Decision | None:
        """Return the person's newest decision; None without one, or where it was taken back."""
        decisions = [d for d in self.decisions if d.code == code]
        return decisions[-1] if decisions and decisions[-1].grade else None

    def moment(self, act: Act, entry: Entered) -> Moment:
        """Return the moment of an act on an entry; the act must have happened."""
        at = entry.withdrawn_at if act is Act.WITHDRAWN else entry.entered_at
        if act is Act.APPROVED and isinstance(entry, Adjustment | Figure):
            at = entry.approved_at
        return Moment(self.places.entries.get((act, KIND_OF[type(entry)], entry.id), 0), at)

    def moment_of(self, decision: Decision) -> Moment:
        """Return the moment of one of these decisions."""
        decisions = [d for d in self.decisions if d.code == decision.code]
        entry_numbers = self.places.decisions.get((decision.period, decision.code), ())
        place = decisions.index(decision)
        return Moment(
            entry_numbers[place] if place < len(entry_numbers) else 0, decision.decided_at
        )
