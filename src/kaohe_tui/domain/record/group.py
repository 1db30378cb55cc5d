"""What the leading group enters: adjustments, vetoes, who gets no grade, absences, grades."""

from collections.abc import Mapping
from typing import Final

from kaohe_tui.domain import duties
from kaohe_tui.domain.group import EntryKind
from kaohe_tui.domain.record.event import Effect, OfPeriod
from kaohe_tui.domain.record.values import (
    Exempted,
    HalfDays,
    Number,
    Person,
    Reason,
    Rule,
    Text,
    Times,
)
from kaohe_tui.domain.record.words import RecordKind
from kaohe_tui.words import N_


class OfEntry(OfPeriod):
    """Something about one entry on one person; a closed period needs a reason for it."""

    power, kind, effect = duties.DECISIONS, RecordKind.GROUP, Effect.FACT
    layout = {"subject": "{person}", "reason": "{reason}"}

    person: Person
    number: Number
    """The entry's; each kind of entry has its own."""
    reason: Reason = ""


_ADJUSTMENT = "#{number} {rule} x{times} {evidence}"
_VETO = "#{number} {grounds}"
_EXEMPTION = "#{number} {exemption} {because}"
_ABSENCE = "#{number} {half_days}/2 {because}"


class OfAdjustment(OfEntry):
    """A bonus or a deduction."""

    rule: Rule
    times: Times
    evidence: Text


class AdjustmentEntered(OfAdjustment):
    """An adjustment waits for approval."""

    action = "enter_adjustment"
    power = duties.DRAFTS
    layout = {"new": _ADJUSTMENT}
    says = N_(
        "entered adjustment no. {number} for {person} in {period}: {rule}, {times}, {evidence}"
    )


class AdjustmentApproved(OfAdjustment):
    """An adjustment counts."""

    action = "approve_adjustment"
    effect = Effect.SCORE
    layout = {"old": _ADJUSTMENT, "new": "{approved_by}"}
    says = N_(
        "recorded that {approved_by} approved adjustment no. {number} for {person} in {period}: "
        "{rule}, {times}, {evidence}"
    )

    approved_by: Text


class AdjustmentWithdrawn(OfAdjustment):
    """An adjustment holds no longer."""

    action = "withdraw_adjustment"
    effect = Effect.SCORE
    layout = {"old": _ADJUSTMENT}
    says = N_(
        "withdrew adjustment no. {number} for {person} in {period}: {rule}, {times}, {evidence}"
    )


class OfVeto(OfEntry):
    """A one-vote veto."""

    effect = Effect.SCORE

    grounds: Text
    """Ground, document and authority, with spaces between: where one ends is not told."""


class VetoEntered(OfVeto):
    """A veto stands against somebody."""

    action = "enter_veto"
    layout = {"new": _VETO}
    says = N_("entered veto no. {number} on {person} in {period}: {grounds}")


class VetoWithdrawn(OfVeto):
    """A veto holds no longer."""

    action = "withdraw_veto"
    layout = {"old": _VETO}
    says = N_("withdrew veto no. {number} on {person} in {period}: {grounds}")


class OfExemption(OfEntry):
    """Somebody who gets no grade."""

    exemption: Exempted
    because: Text


class ExemptionEntered(OfExemption):
    """Somebody gets no grade."""

    action = "enter_exemption"
    layout = {"new": _EXEMPTION}
    says = N_("exempted {person} from grading in {period}: {exemption}, {because}")


class ExemptionWithdrawn(OfExemption):
    """Somebody gets a grade after all."""

    action = "withdraw_exemption"
    layout = {"old": _EXEMPTION}
    says = N_("withdrew the exemption of {person} from grading in {period}: {exemption}, {because}")


class OfAbsence(OfEntry):
    """Days away from duty."""

    half_days: HalfDays
    because: Text


class AbsenceEntered(OfAbsence):
    """Somebody was absent."""

    action = "enter_absence"
    power = duties.DRAFTS
    layout = {"new": _ABSENCE}
    says = N_("entered an absence of {person} in {period}: {half_days}, {because}")


class AbsenceWithdrawn(OfAbsence):
    """An absence holds no longer."""

    action = "withdraw_absence"
    layout = {"old": _ABSENCE}
    says = N_("withdrew an absence of {person} in {period}: {half_days}, {because}")


ENTERED: Final[Mapping[EntryKind, type[OfEntry]]] = {
    EntryKind.ADJUSTMENT: AdjustmentEntered,
    EntryKind.VETO: VetoEntered,
    EntryKind.EXEMPTION: ExemptionEntered,
    EntryKind.ABSENCE: AbsenceEntered,
}
WITHDRAWN: Final[Mapping[EntryKind, type[OfEntry]]] = {
    EntryKind.ADJUSTMENT: AdjustmentWithdrawn,
    EntryKind.VETO: VetoWithdrawn,
    EntryKind.EXEMPTION: ExemptionWithdrawn,
    EntryKind.ABSENCE: AbsenceWithdrawn,
}


class GradeDecided(OfPeriod):
    """The group decided a grade."""

    action = "decide_grade"
    power, kind, effect = duties.DECISIONS, RecordKind.GRADES, Effect.FACT
    layout = {"subject": "{person}", "old": "{before}", "new": "{grade}", "reason": "{reason}"}
    says = N_("set the grade of {person} in {period}: {grade}")

    person: Person
    before: Text = ""
    """The grade decided before; empty for none."""
    grade: Text
    reason: Reason = ""

    def message(self) -> str:
        """What it was before, where there was a decision."""
        if not self.before:
            return self.says
        return N_("changed the grade of {person} in {period}: {before} → {grade}")


class GradeTakenBack(OfPeriod):
    """The proposed grade holds again."""

    action = "take_back_grade"
    power, kind, effect = duties.DECISIONS, RecordKind.GRADES, Effect.FACT
    layout = {"subject": "{person}", "old": "{before}", "reason": "{reason}"}
    says = N_("withdrew the grade decided for {person} in {period}: {before}")

    person: Person
    before: Text
    reason: Reason = ""
