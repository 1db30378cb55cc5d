"""Check the steps of yearly tasks: declaring, judging, posting, putting in force.

Rule: docs/scoring.md, "Yearly tasks". Every ``check_…`` raises a Refusal that says why not.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from kaohe_tui.domain.dates import last_day
from kaohe_tui.domain.numbers import MOST, UNIT, points
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.marks import half_width
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.tasks.task import Declaration, Task, TaskState
from kaohe_tui.domain.text import name_key
from kaohe_tui.words import N_, _

_POINTS = re.compile(r"(\d{1,4})(?:\.(\d)0*)?", re.ASCII)

FROM: Mapping[TaskState, tuple[TaskState, ...]] = {
    TaskState.PRESENTED: (TaskState.DECLARED,),
    TaskState.REVIEWED: (TaskState.PRESENTED,),
    TaskState.APPROVED: (TaskState.REVIEWED,),
    # Out of the posting by an objection that was found right.
    TaskState.RETURNED: (TaskState.REVIEWED, TaskState.POSTED),
    TaskState.POSTED: (TaskState.APPROVED,),
    TaskState.IN_FORCE: (TaskState.POSTED,),
}
"""State -> the states it can be reached from. A new declaration begins at ``DECLARED``."""


def parse_points(text: str) -> int:
    """Read a task's points, in tenths of a point: more than 0, at most one decimal.

    Raises:
        Refusal: when it is no such number.
    """
    match = _POINTS.fullmatch(half_width(text).strip())
    units = int(match[1]) * UNIT + int(match[2] or "0") if match else 0
    if not 0 < units <= MOST:
        raise Refusal(
            "points-wrong",
            N_("“{text}” is not a number of points, such as 12 or 12.5."),
            text=text[:20],
        )
    return units


def check_points(person: Person, tasks: Sequence[Task], required: int) -> None:
    """Refuse tasks that are incomplete or do not add up.

    Args:
        person: whose they are.
        tasks: the tasks, in order.
        required: the points of the indicator they stand beside, in tenths of a point.

    Raises:
        Refusal: names the person and both sums, or the task that is not whole.
    """
    for number, each in enumerate(tasks, 1):
        if not (each.title and each.standard and 0 < each.points <= MOST):
            raise Refusal(
                "task-incomplete",
                N_("Task {number} of {name} ({code}) lacks a title, a standard or points."),
                number=number,
                name=person.name,
                code=person.code,
            )
    added = sum(each.points for each in tasks)
    if added != required:
        raise Refusal(
            "tasks-sum-wrong",
            N_("The tasks of {name} ({code}) add up to {added} points, not to {wanted}."),
            name=person.name,
            code=person.code,
            added=points(added),
            wanted=points(required),
        )


def check_declare(person: Person, newest: Declaration | None) -> None:
    """Refuse a declaration while an earlier one is on its way or in force.

    Raises:
        Refusal: while an earlier declaration is on its way or in force.
    """
    if newest is not None and newest.state is TaskState.IN_FORCE:
        raise Refusal(
            "tasks-in-force",
            N_("The tasks of {name} ({code}) are in force and stay so for this year."),
            name=person.name,
            code=person.code,
        )
    if newest is not None and newest.state is not TaskState.RETURNED:
        raise Refusal(
            "tasks-step-wrong",
            N_(
                "The tasks of {name} ({code}) are {state}; new ones are accepted only after they "
                "are returned."
            ),
            name=person.name,
            code=person.code,
            state=newest.state.label,
        )


def check_step(person: Person, newest: Declaration | None, to: TaskState) -> Declaration:
    """Return the declaration that may take the step.

    Raises:
        Refusal: when the person has declared nothing, or its tasks stand at another step.
    """
    if newest is None:
        raise no_tasks(person)
    if newest.state not in FROM[to]:
        states = _(" / ").join(state.label for state in FROM[to])
        raise Refusal(
            "tasks-step-wrong",
            N_("The tasks of {name} ({code}) are {state}; for this step they must be {wanted}."),
            name=person.name,
            code=person.code,
            state=newest.state.label,
            wanted=states,
        )
    return newest


def check_approver(person: Person, by: str) -> None:
    """Refuse people who would approve their own tasks.

    Args:
        person: whose tasks they are.
        by: a name or a code.

    Raises:
        Refusal: when it is the person.
    """
    if name_key(by) in (name_key(person.name), name_key(person.code)):
        raise Refusal(
            "self-approval",
            N_("{name} cannot approve their own yearly tasks: name somebody else, by code."),
            name=person.name,
        )


def check_posting(person: Person, approved_on: str, posted_on: str) -> None:
    """Refuse a day of posting before the approval.

    Args:
        person: whose they are.
        approved_on: ISO date of the approval.
        posted_on: ISO date of the posting.

    Raises:
        Refusal: when they were not approved yet on that day: nobody could have objected in time.
    """
    if posted_on < approved_on:
        raise Refusal(
            "posting-before-approval",
            N_("The tasks of {name} ({code}) were approved on {date}, not posted before."),
            name=person.name,
            code=person.code,
            date=approved_on,
        )


def check_opinion(person: Person, newest: Declaration | None, rater: Person) -> Declaration:
    """Return the declaration the colleague may give an opinion on.

    Raises:
        Refusal: when it is about their own tasks, or opinions are not accepted now.
    """
    if rater.code == person.code:
        raise Refusal(
            "opinion-on-own-tasks",
            N_("{name} ({code}) cannot give an opinion on their own tasks."),
            name=person.name,
            code=person.code,
        )
    if newest is None:
        raise no_tasks(person)
    if newest.state is not TaskState.PRESENTED:
        raise Refusal(
            "tasks-step-wrong",
            N_(
                "The tasks of {name} ({code}) are {state}; opinions are accepted from the "
                "presentation until they are ended."
            ),
            name=person.name,
            code=person.code,
            state=newest.state.label,
        )
    return newest


def no_tasks(person: Person) -> Refusal:
    """Return the refusal for a person who has declared nothing yet."""
    return Refusal(
        "tasks-undeclared",
        N_("{name} ({code}) has not declared any tasks yet."),
        name=person.name,
        code=person.code,
    )


def check_force(person: Person, posted: Declaration, days: int, today: str, reason: str) -> None:
    """Refuse to put posted tasks in force too early.

    Args:
        person: whose they are.
        posted: the declaration, which is posted.
        days: how many days a notice stands.
        today: ISO date.
        reason: why before its end; may be empty.

    Raises:
        Refusal: while the notice stands and no reason is given.
    """
    last = until(posted, days)
    if last is not None and today <= last.isoformat() and not reason:
        raise Refusal(
            "notice-running",
            N_(
                "The notice of {name} ({code}) runs until {until}; putting the tasks in force "
                "before that needs a reason."
            ),
            name=person.name,
            code=person.code,
            until=last.isoformat(),
        )


def until(declaration: Declaration, days: int) -> date | None:
    """Return the last day of a notice of ``days`` days; None before the tasks are posted."""
    if not declaration.posted_on:
        return None
    return last_day(date.fromisoformat(declaration.posted_on), days)
