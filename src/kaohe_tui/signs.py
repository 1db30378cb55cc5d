"""Give each state its sign: one character before a line, on the screens and the command line.

A colour never tells a state alone, so each has a sign; what it means stands beside it in words, or
in the help of the screen. Where a terminal makes these wide, ``ui.terminal.signs`` has others.
"""

from collections.abc import Mapping
from typing import Final

from kaohe_tui.domain.ballot.row import RowState
from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.public.matter import Matter
from kaohe_tui.domain.public.notice import Stage
from kaohe_tui.domain.rules.steps import PeriodState, StepState
from kaohe_tui.domain.tasks.task import TaskState

COMING, UNDER_WAY, DONE = "·", "◐", "✔"
"""Signs of what is still to come, under way, and done."""
TO_DO = "!"
"""The sign of what waits for somebody to act."""
UNDONE = "✗"
"""The sign of what was voided, withdrawn, sent back or called off."""

ROWS: Final[Mapping[RowState, str]] = {
    RowState.OPEN: COMING,
    RowState.BEGUN: UNDER_WAY,
    RowState.DONE: DONE,
    RowState.ABSTAINED: "─",
    RowState.RECUSED: "⊘",
}
"""The sign of a row of a ballot."""
BALLOTS: Final[Mapping[BallotProgress, str]] = {
    BallotProgress.OWED: COMING,
    BallotProgress.BEGUN: UNDER_WAY,
    BallotProgress.KEYED: "◑",
    BallotProgress.DIFFERS: "≠",
    BallotProgress.HANDED_IN: DONE,
    BallotProgress.VOID: UNDONE,
}
"""The sign of a rater's ballot."""
TIERS: Final[Mapping[StepState, str]] = {
    StepState.WAITING: COMING,
    StepState.OPEN: UNDER_WAY,
    StepState.CLOSED: DONE,
}
"""The sign of a tier; see ``of_tier``."""
PERIODS: Final[Mapping[PeriodState, str]] = {
    PeriodState.WAITING: COMING,
    PeriodState.OPEN: UNDER_WAY,
    PeriodState.CLOSED: DONE,
    PeriodState.CALLED_OFF: UNDONE,
}
"""The sign of a period."""
TASKS: Final[Mapping[TaskState, str]] = {
    TaskState.DECLARED: COMING,
    TaskState.PRESENTED: UNDER_WAY,
    TaskState.REVIEWED: UNDER_WAY,
    TaskState.RETURNED: UNDONE,
    TaskState.APPROVED: TO_DO,
    TaskState.POSTED: UNDER_WAY,
    TaskState.IN_FORCE: DONE,
}
"""The sign of a person's yearly tasks."""
NOTICES: Final[Mapping[Stage, str]] = {
    Stage.NO_RESULT: COMING,
    Stage.NOT_POSTED: TO_DO,
    Stage.RUNNING: UNDER_WAY,
    Stage.WAITING: TO_DO,
    Stage.FINAL: DONE,
    Stage.OUTDATED: TO_DO,
}
"""The sign of a notice."""


def of_tier(state: StepState, *, is_paused: bool) -> str:
    """Return the sign of a tier; one that is paused is under way."""
    return UNDER_WAY if is_paused else TIERS[state]


def of_matter(one: Matter, today: str) -> str:
    """Return the sign of a matter: closed, overdue or open; ``today`` is an ISO date."""
    if not one.is_open:
        return DONE
    return TO_DO if one.is_overdue(today) else COMING
