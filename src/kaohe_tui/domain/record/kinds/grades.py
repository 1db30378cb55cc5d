"""Define the events of the grades that the leading group decides."""

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.record.event import Effect, OfPeriod
from kaohe_tui.domain.record.fields.values import Person, Reason, Text
from kaohe_tui.domain.record.words import RecordKind
from kaohe_tui.words import N_


class GradeDecided(
    OfPeriod,
    action="decide_grade",
    power=duties.DECISIONS,
    kind=RecordKind.GRADES,
    effect=Effect.FACT,
    layout={"subject": "{person}", "old": "{before}", "new": "{grade}", "reason": "{reason}"},
    says=N_("set the grade of {person} in {period}: {grade}"),
):
    """The group decided a person's grade."""

    person: Person
    """Code of the person."""
    before: Text = ""
    """The grade decided before; empty for none."""
    grade: Text
    """The grade's name in the scheme."""
    reason: Reason = ""
    """Why; may be empty where the grade is the one proposed."""

    def message(self) -> str:
        """Return the message, with the grade before where one was decided."""
        if not self.before:
            return self.says
        return N_("changed the grade of {person} in {period}: {before} → {grade}")


class GradeTakenBack(
    OfPeriod,
    action="take_back_grade",
    power=duties.DECISIONS,
    kind=RecordKind.GRADES,
    effect=Effect.FACT,
    layout={"subject": "{person}", "old": "{before}", "reason": "{reason}"},
    says=N_("withdrew the grade decided for {person} in {period}: {before}"),
):
    """A decision is taken back: the proposed grade holds again."""

    person: Person
    """Code of the person."""
    before: Text
    """The grade that was decided."""
    reason: Reason = ""
    """Why."""
