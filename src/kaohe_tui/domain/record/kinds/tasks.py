"""Define the events of yearly tasks."""

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.record.event import Event
from kaohe_tui.domain.record.fields.understood import NOTHING, UnderstoodOf
from kaohe_tui.domain.record.fields.values import (
    DayAfter,
    Digest,
    Number,
    People,
    Person,
    Reason,
    Rest,
    State,
    TaskCount,
    Text,
    VerdictBefore,
    VerdictOf,
)
from kaohe_tui.domain.record.words import RecordKind
from kaohe_tui.words import N_


class OfTasks(Event, power=duties.DRAFTS, kind=RecordKind.TASKS):
    """An event of a person's yearly tasks."""


class TasksDeclared(
    OfTasks,
    action="task_declare",
    layout={"subject": "{person}", "old": "{before}", "new": "{tasks}"},
    says=N_("declared the tasks of {person}: {tasks}"),
):
    """A person's tasks for the year are declared."""

    person: Person
    """Code of the person."""
    before: Number
    """Number of declarations before this one."""
    tasks: Text
    """Titles with their points."""


class TaskFileImported(
    OfTasks,
    action="import_tasks",
    layout={
        "subject": "{file_digest}",
        "new": "{file}: {count_of_tasks}/{people}",
        "reason": "{understood}",
    },
    says=N_("imported {count_of_tasks} of {people} from the file {file}"),
):
    """Tasks were read from a file; what each person declares follows as an event of its own."""

    file: Text
    """Name of the file."""
    file_digest: Digest
    """SHA-256 of the file."""
    count_of_tasks: TaskCount
    """Number of tasks."""
    people: People
    """Number of people whose tasks they are."""
    understood: UnderstoodOf = NOTHING
    """What was understood of the file."""


class OpinionTaken(
    OfTasks,
    action="task_opinion",
    layout={
        "subject": "{rater}>{ratee}",
        "old": "{before}{remark_before}",
        "new": "{verdict}{remark}",
    },
    says=N_("recorded what {rater} thinks of the tasks of {ratee}: {verdict}"),
):
    """A colleague's opinion on a person's tasks is recorded."""

    rater: Person
    """Code of the colleague."""
    ratee: Person
    """Code of the person whose tasks they are."""
    before: VerdictBefore = None
    """The verdict it replaces; None for the first."""
    remark_before: Rest = ""
    """The remark it replaces; empty for none."""
    verdict: VerdictOf
    """The verdict."""
    remark: Rest = ""
    """A remark; empty for none."""

    def message(self) -> str:
        """Return the message, with the remark where there is one."""
        if not self.remark:
            return self.says
        return N_("recorded what {rater} thinks of the tasks of {ratee}: {verdict}, “{remark}”")


class TasksMoved(
    OfTasks,
    action="task_step",
    power=duties.DECISIONS,
    layout={
        "subject": "{person}",
        "old": "{before}",
        "new": "{state}{posted_on}{by}",
        "reason": "{reason}",
    },
    says=N_("moved the tasks of {person} from “{before}” to “{state}”"),
):
    """A person's tasks move to another state."""

    person: Person
    """Code of the person."""
    before: State
    """The state before."""
    state: State
    """The state now."""
    posted_on: DayAfter = None
    """The day they were posted; None for other steps."""
    by: Rest = ""
    """The person who approved or returned them; empty for other steps."""
    reason: Reason = ""
    """Why; empty for none."""

    def message(self) -> str:
        """Return the message, with the day of posting or the person who decided."""
        if self.posted_on:
            return N_("moved the tasks of {person} to “{state}”, posted on {posted_on}")
        if self.by:
            return N_("moved the tasks of {person} to “{state}”, decided by {by}")
        return self.says
