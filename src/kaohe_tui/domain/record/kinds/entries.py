"""Define the events of the leading group: adjustments, vetoes, absences and the like."""

from collections.abc import Mapping
from typing import Final

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.entries.entries import EntryKind
from kaohe_tui.domain.record.event import Effect, OfPeriod
from kaohe_tui.domain.record.fields import lines
from kaohe_tui.domain.record.fields.values import (
    Exempted,
    HalfDays,
    Number,
    Person,
    Reason,
    Rule,
    Text,
    Times,
    Whose,
    Word,
)
from kaohe_tui.domain.record.words import Names, RecordKind, with_more
from kaohe_tui.words import N_, _


class OfEntry(
    OfPeriod,
    power=duties.DECISIONS,
    kind=RecordKind.GROUP,
    effect=Effect.FACT,
    layout={"subject": "{person}", "reason": "{reason}"},
):
    """An event of one entry on one person; in a closed period it needs a reason."""

    person: Person
    """Code of the person the entry is on."""
    number: Number
    """Number of the entry; each kind of entry has its own."""
    reason: Reason = ""
    """Why a closed period is corrected, or the entry withdrawn; empty for none."""


_ADJUSTMENT = "#{number} {rule} x{times} {evidence}{level}{of_matter}{points}"
_VETO = "#{number} {grounds}"
_EXEMPTION = "#{number} {exemption} {because}"
_ABSENCE = "#{number} {half_days}/2 {because}{absence}"
_FIGURE = "#{number} {component} {figure} {evidence}"


class OfAdjustment(OfEntry):
    """An event of a bonus or a deduction."""

    rule: Rule
    """Key of the scheme's rule."""
    times: Times
    """The number of times that the rule's points count, 1 or more."""
    evidence: lines.LineOfText
    """A document's number, or what it was."""
    level: lines.Level = ""
    """Level of a rule of several sizes; empty for other rules."""
    of_matter: lines.OfMatter = ""
    """What it is for; empty where it does not say."""
    points: lines.GivenPoints = ""
    """Points each time, as written; empty where the rule says them."""

    def what(self, names: Names, actor: str = "") -> str:
        """Return the rest of the sentence, with level, matter and points where it has them."""
        each = _("{points} points each").format(points=self.points) if self.points else ""
        return with_more(super().what(names, actor), self.level, self.of_matter, each)


class AdjustmentEntered(
    OfAdjustment,
    action="enter_adjustment",
    power=duties.DRAFTS,
    layout={"new": _ADJUSTMENT},
    says=N_(
        "entered adjustment no. {number} for {person} in {period}: {rule}, {times}, {evidence}"
    ),
):
    """An adjustment is entered and waits for approval."""


class AdjustmentApproved(
    OfAdjustment,
    action="approve_adjustment",
    effect=Effect.SCORE,
    layout={"old": _ADJUSTMENT, "new": "{approved_by}"},
    says=N_(
        "recorded that {approved_by} approved adjustment no. {number} for {person} in {period}: "
        "{rule}, {times}, {evidence}"
    ),
):
    """An adjustment is approved and counts from now on."""

    approved_by: Text
    """The person who approved it."""


class AdjustmentWithdrawn(
    OfAdjustment,
    action="withdraw_adjustment",
    effect=Effect.SCORE,
    layout={"old": _ADJUSTMENT},
    says=N_(
        "withdrew adjustment no. {number} for {person} in {period}: {rule}, {times}, {evidence}"
    ),
):
    """An adjustment is withdrawn and counts no longer."""


class OfVeto(OfEntry, effect=Effect.SCORE):
    """An event of a one-vote veto."""

    grounds: Text
    """Ground, document and authority, with spaces between: where one ends is not kept."""


class VetoEntered(
    OfVeto,
    action="enter_veto",
    layout={"new": _VETO},
    says=N_("entered veto no. {number} on {person} in {period}: {grounds}"),
):
    """A veto is entered against a person."""


class VetoWithdrawn(
    OfVeto,
    action="withdraw_veto",
    layout={"old": _VETO},
    says=N_("withdrew veto no. {number} on {person} in {period}: {grounds}"),
):
    """A veto is withdrawn."""


class OfExemption(OfEntry):
    """An event of an exemption from grading."""

    exemption: Exempted
    """The kind of the exemption."""
    because: Text
    """Why the person is exempted."""


class ExemptionEntered(
    OfExemption,
    action="enter_exemption",
    layout={"new": _EXEMPTION},
    says=N_("exempted {person} from grading in {period}: {exemption}, {because}"),
):
    """A person is exempted from grading."""


class ExemptionWithdrawn(
    OfExemption,
    action="withdraw_exemption",
    layout={"old": _EXEMPTION},
    says=N_("withdrew the exemption of {person} from grading in {period}: {exemption}, {because}"),
):
    """An exemption is withdrawn: the person gets a grade."""


class OfAbsence(OfEntry):
    """An event of days away from duty."""

    half_days: HalfDays
    """Length in half days, 1 or more."""
    because: lines.LineOfText
    """Why the person was away."""
    absence: lines.AbsenceKind = ""
    """Key of the kind of absence; empty where the scheme has none."""

    def what(self, names: Names, actor: str = "") -> str:
        """Return the rest of the sentence, with the kind of absence where it has one."""
        return with_more(super().what(names, actor), names.rule(self.period, self.absence))


class AbsenceEntered(
    OfAbsence,
    action="enter_absence",
    power=duties.DRAFTS,
    effect=Effect.SCORE,
    layout={"new": _ABSENCE},
    says=N_("entered an absence of {person} in {period}: {half_days}, {because}"),
):
    """An absence is entered."""


class AbsenceWithdrawn(
    OfAbsence,
    action="withdraw_absence",
    effect=Effect.SCORE,
    layout={"old": _ABSENCE},
    says=N_("withdrew an absence of {person} in {period}: {half_days}, {because}"),
):
    """An absence is withdrawn."""


class OfFigure(OfEntry):
    """An event of a figure of the office."""

    person: Whose
    """Code of the person the figure is of, or a section."""
    component: Rule
    """Key of the component or factor."""
    figure: Word
    """The figure, as it was written."""
    evidence: Text
    """A document's number, or what it was."""


class FigureEntered(
    OfFigure,
    action="enter_figure",
    power=duties.DRAFTS,
    layout={"new": _FIGURE},
    says=N_(
        "entered figure no. {number} for {person} in {period}: {component} {figure}, {evidence}"
    ),
):
    """A figure is entered and waits for approval."""


class FigureApproved(
    OfFigure,
    action="approve_figure",
    effect=Effect.SCORE,
    layout={"old": _FIGURE, "new": "{approved_by}"},
    says=N_(
        "recorded that {approved_by} approved figure no. {number} for {person} in {period}: "
        "{component} {figure}, {evidence}"
    ),
):
    """A figure is approved and counts from now on."""

    approved_by: Text
    """The person who approved it."""


class FigureWithdrawn(
    OfFigure,
    action="withdraw_figure",
    effect=Effect.SCORE,
    layout={"old": _FIGURE},
    says=N_(
        "withdrew figure no. {number} for {person} in {period}: {component} {figure}, {evidence}"
    ),
):
    """A figure is withdrawn, or replaced by another one, and counts no longer."""


ENTERED: Final[Mapping[EntryKind, type[OfEntry]]] = {
    EntryKind.ADJUSTMENT: AdjustmentEntered,
    EntryKind.VETO: VetoEntered,
    EntryKind.EXEMPTION: ExemptionEntered,
    EntryKind.ABSENCE: AbsenceEntered,
    EntryKind.FIGURE: FigureEntered,
}
"""Kind of an entry -> the event that enters one."""
WITHDRAWN: Final[Mapping[EntryKind, type[OfEntry]]] = {
    EntryKind.ADJUSTMENT: AdjustmentWithdrawn,
    EntryKind.VETO: VetoWithdrawn,
    EntryKind.EXEMPTION: ExemptionWithdrawn,
    EntryKind.ABSENCE: AbsenceWithdrawn,
    EntryKind.FIGURE: FigureWithdrawn,
}
"""Kind of an entry -> the event that withdraws one."""
APPROVED: Final[Mapping[EntryKind, type[AdjustmentApproved | FigureApproved]]] = {
    EntryKind.ADJUSTMENT: AdjustmentApproved,
    EntryKind.FIGURE: FigureApproved,
}
"""Kind of an entry that counts only once it is approved -> the event that approves one."""
