"""Hold yearly tasks (年度工作任务) on their way from declaration to force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kaohe_tui.words import N_, _


@dataclass(frozen=True, slots=True)
class Task:
    """One task of one person, with its own scoring standard (记分标准)."""

    title: str
    """The task, in a few words."""
    target: str
    """The target."""
    measures: str
    """The measures; may be empty."""
    standard: str
    """The standard by which points are given (记分标准)."""
    points: int
    """Tenths of a point; a person's tasks add up to those of the indicator they stand beside."""


class TaskState(StrEnum):
    """State of a person's tasks; docs/scoring.md, "Yearly tasks"."""

    DECLARED = "declared"
    """个人申报: named by the person; next presented."""
    PRESENTED = "presented"
    """集中演讲: colleagues give their opinions (全员互评); next with the leaders."""
    REVIEWED = "reviewed"
    """Opinions are in and the leaders decide; next approved or returned."""
    RETURNED = "returned"
    """The leaders sent them back with a reason (领导审核); next declared again."""
    APPROVED = "approved"
    """The leaders approved them; next posted."""
    POSTED = "posted"
    """张榜公示: objections are accepted; next in force, or returned."""
    IN_FORCE = "in_force"
    """They stand beside the ballot for the rest of the year."""

    @property
    def label(self) -> str:
        """The state's name in the language in use."""
        return _(_STATES[self])


_STATES = {
    TaskState.DECLARED: N_("declared"),
    TaskState.PRESENTED: N_("presented"),
    TaskState.REVIEWED: N_("with the leaders"),
    TaskState.RETURNED: N_("returned"),
    TaskState.APPROVED: N_("approved"),
    TaskState.POSTED: N_("posted"),
    TaskState.IN_FORCE: N_("in force"),
}


class Verdict(StrEnum):
    """A colleague's verdict on a person's tasks."""

    AGREE = "agree"
    """They are right as they are."""
    LIGHT = "light"
    """They ask too little."""
    HEAVY = "heavy"
    """They ask too much."""

    @property
    def label(self) -> str:
        """The name in the language in use."""
        return _(_VERDICTS[self])


_VERDICTS = {
    Verdict.AGREE: N_("agree"),
    Verdict.LIGHT: N_("too light"),
    Verdict.HEAVY: N_("too heavy"),
}


@dataclass(frozen=True, slots=True)
class Opinion:
    """One colleague's opinion on a person's tasks."""

    rater: str
    """The colleague's code."""
    verdict: Verdict
    """The colleague's verdict."""
    remark: str = ""
    """A remark in one line; empty for none."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One person's tasks as declared at one time; declaring again makes another declaration."""

    id: int
    """The store's number of it."""
    code: str
    """The person's code."""
    number: int
    """Counts the person's declarations, from 1."""
    state: TaskState
    """The step that they are at."""
    tasks: tuple[Task, ...]
    """The tasks, in order."""
    opinions: tuple[Opinion, ...] = ()
    """The colleagues' opinions, one a colleague."""
    reason: str = ""
    """Why they were returned; empty otherwise."""
    posted_on: str = ""
    """ISO date of the posting; empty before it."""

    @property
    def points(self) -> int:
        """The sum of the tasks' points, in tenths of a point."""
        return sum(each.points for each in self.tasks)

    def count(self, verdict: Verdict) -> int:
        """Count the colleagues with that verdict."""
        return sum(opinion.verdict is verdict for opinion in self.opinions)

    def opinion_of(self, rater: str) -> Opinion | None:
        """Return the opinion of the colleague of that code; None while it is not in."""
        return next((opinion for opinion in self.opinions if opinion.rater == rater), None)


TasksOf = Mapping[str, Sequence[Task]]
"""Person's code -> the tasks that are in force."""
