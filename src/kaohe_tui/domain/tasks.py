"""Yearly tasks (年度工作任务) on their way from declaration to force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kaohe_tui.words import N_, _


@dataclass(frozen=True, slots=True)
class Task:
    """One task of one person, with its own scoring standard (记分标准)."""

    title: str
    target: str
    measures: str
    standard: str
    points: int
    """Tenths of a point; a person's tasks add up to those of the indicator they stand beside."""


class TaskState(StrEnum):
    """How far a person's tasks are."""

    DECLARED = "declared"
    """个人申报."""
    PRESENTED = "presented"
    """集中演讲; colleagues give their opinions (全员互评)."""
    REVIEWED = "reviewed"
    """Opinions are in; it lies with the leaders."""
    RETURNED = "returned"
    """领导审核 sent them back, with a reason: they are to be declared anew."""
    APPROVED = "approved"
    POSTED = "posted"
    """张榜公示: objections are taken."""
    IN_FORCE = "in_force"

    @property
    def label(self) -> str:
        """What the state is called in the language in use."""
        return _(_STATES[self])

    @property
    def sign(self) -> str:
        """One character for lists."""
        return _SIGNS[self]


_SIGNS = {
    TaskState.DECLARED: "·",
    TaskState.PRESENTED: "◐",
    TaskState.REVIEWED: "◐",
    TaskState.RETURNED: "✗",
    TaskState.APPROVED: "!",
    TaskState.POSTED: "◐",
    TaskState.IN_FORCE: "✔",
}
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
    """What a colleague says of somebody's tasks."""

    AGREE = "agree"
    LIGHT = "light"
    HEAVY = "heavy"

    @property
    def label(self) -> str:
        """What it is called in the language in use."""
        return _(_VERDICTS[self])


_VERDICTS = {
    Verdict.AGREE: N_("agree"),
    Verdict.LIGHT: N_("too light"),
    Verdict.HEAVY: N_("too heavy"),
}


@dataclass(frozen=True, slots=True)
class Opinion:
    """One colleague's word on a person's tasks."""

    rater: str
    """The colleague's code."""
    verdict: Verdict
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One person's tasks as declared at one time; declared anew, they are another declaration."""

    id: int
    code: str
    number: int
    """Counts the person's declarations, from 1."""
    state: TaskState
    tasks: tuple[Task, ...]
    opinions: tuple[Opinion, ...] = ()
    reason: str = ""
    """Why it was returned; empty otherwise."""
    posted_on: str = ""
    """ISO date of the posting."""

    @property
    def points(self) -> int:
        """What the tasks add up to, in tenths of a point."""
        return sum(each.points for each in self.tasks)

    def count(self, verdict: Verdict) -> int:
        """How many colleagues said so."""
        return sum(said.verdict is verdict for said in self.opinions)

    def opinion_of(self, rater: str) -> Opinion | None:
        """What the colleague of that code said; None while it is not in."""
        return next((said for said in self.opinions if said.rater == rater), None)


TasksOf = Mapping[str, Sequence[Task]]
"""Person's code -> the tasks that are in force."""
