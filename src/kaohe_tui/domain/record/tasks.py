"""The yearly tasks on their way."""

from kaohe_tui.domain import duties
from kaohe_tui.domain.record.event import Event
from kaohe_tui.domain.record.values import (
    DayAfter,
    Number,
    Person,
    Reason,
    Rest,
    State,
    Text,
    VerdictBefore,
    VerdictOf,
)
from kaohe_tui.domain.record.words import RecordKind
from kaohe_tui.words import N_


class TasksDeclared(Event):
    """Somebody's tasks for the year are named."""

    action = "task_declare"
    power, kind = duties.DRAFTS, RecordKind.TASKS
    layout = {"subject": "{person}", "old": "{before}", "new": "{tasks}"}
    says = N_("declared the tasks of {person}: {tasks}")

    person: Person
    before: Number
    """How many declarations there were before."""
    tasks: Text
    """Titles with their points."""


class OpinionTaken(Event):
    """A colleague says what to think of somebody's tasks."""

    action = "task_opinion"
    power, kind = duties.DRAFTS, RecordKind.TASKS
    layout = {
        "subject": "{rater}>{ratee}",
        "old": "{before}{remark_before}",
        "new": "{verdict}{remark}",
    }
    says = N_("recorded what {rater} thinks of the tasks of {ratee}: {verdict}")

    rater: Person
    ratee: Person
    before: VerdictBefore = None
    """The verdict that it replaces."""
    remark_before: Rest = ""
    verdict: VerdictOf
    remark: Rest = ""

    def message(self) -> str:
        """The remark, where there is one."""
        if not self.remark:
            return self.says
        return N_("recorded what {rater} thinks of the tasks of {ratee}: {verdict}, “{remark}”")


class TasksMoved(Event):
    """Somebody's tasks take a step."""

    action = "task_step"
    power, kind = duties.DECISIONS, RecordKind.TASKS
    layout = {
        "subject": "{person}",
        "old": "{before}",
        "new": "{state}{posted_on}{by}",
        "reason": "{reason}",
    }
    says = N_("moved the tasks of {person} from “{before}” to “{state}”")

    person: Person
    before: State
    state: State
    posted_on: DayAfter = None
    by: Rest = ""
    """Who approved or returned them."""
    reason: Reason = ""

    def message(self) -> str:
        """When they were posted, or who decided it."""
        if self.posted_on:
            return N_("moved the tasks of {person} to “{state}”, posted on {posted_on}")
        if self.by:
            return N_("moved the tasks of {person} to “{state}”, decided by {by}")
        return self.says
