"""What yearly tasks may do when."""

import pytest

from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.tasks.steps import (
    FROM,
    check_declare,
    check_force,
    check_opinion,
    check_points,
    check_step,
    parse_points,
    until,
)
from kaohe_tui.domain.tasks.task import Declaration, Opinion, Task, TaskState, Verdict
from tests.refused import refused

WANG = Person("06", "王芳", "办公室", Role.STAFF)
ZHOU = Person("07", "周立群", "办公室", Role.STAFF)


def _declared(state: TaskState, posted_on: str = "") -> Declaration:
    return Declaration(1, "06", 1, state, (Task("t", "", "", "s", 400),), posted_on=posted_on)


@pytest.mark.parametrize(
    ("text", "units"), [("12", 120), ("12.5", 125), ("0.1", 1), ("12.50", 125), ("100", 1000)]
)
def test_points_are_read_in_tenths(text: str, units: int) -> None:
    assert parse_points(text) == units


@pytest.mark.parametrize("text", ["", "0", "12.25", "-1", "1e2", "十", "10000"])
def test_other_points_are_refused(text: str) -> None:
    with refused("points-wrong"):
        parse_points(text)


@pytest.mark.parametrize("points", [(400,), (160, 140, 100)])
def test_tasks_that_add_up_are_taken(points: tuple[int, ...]) -> None:
    check_points(WANG, [Task("t", "", "", "s", each) for each in points], 400)


def test_tasks_that_do_not_add_up_name_person_and_sums() -> None:
    with refused("tasks-sum-wrong", name="王芳", code="06", added="39.5", wanted="40"):
        check_points(WANG, [Task("t", "", "", "s", 395)], 400)
    with refused("tasks-sum-wrong", added="0"):
        check_points(WANG, [], 400)


@pytest.mark.parametrize("bad", [Task("", "", "", "s", 400), Task("t", "", "", "", 400)])
def test_a_task_lacks_neither_title_nor_standard(bad: Task) -> None:
    with refused("task-incomplete", number=1, name="王芳"):
        check_points(WANG, [bad], 400)


@pytest.mark.parametrize("to", FROM)
@pytest.mark.parametrize("state", TaskState)
def test_a_step_is_taken_from_its_states_alone(state: TaskState, to: TaskState) -> None:
    if state in FROM[to]:
        assert check_step(WANG, _declared(state), to).state is state
    else:
        with refused("tasks-step-wrong", name="王芳"):
            check_step(WANG, _declared(state), to)
    with refused("tasks-undeclared"):
        check_step(WANG, None, to)


@pytest.mark.parametrize("state", TaskState)
def test_only_returned_tasks_are_declared_anew(state: TaskState) -> None:
    check_declare(WANG, None)
    if state is TaskState.RETURNED:
        check_declare(WANG, _declared(state))
    else:
        with refused("tasks-in-force" if state is TaskState.IN_FORCE else "tasks-step-wrong"):
            check_declare(WANG, _declared(state))


@pytest.mark.parametrize("state", TaskState)
def test_opinions_are_taken_between_presentation_and_their_end(state: TaskState) -> None:
    if state is TaskState.PRESENTED:
        check_opinion(WANG, _declared(state), ZHOU)
    else:
        with refused("tasks-step-wrong"):
            check_opinion(WANG, _declared(state), ZHOU)


def test_nobody_judges_his_own_tasks() -> None:
    with refused("opinion-on-own-tasks"):
        check_opinion(WANG, _declared(TaskState.PRESENTED), WANG)


def test_tasks_are_in_force_the_day_after_the_notice() -> None:
    posted = _declared(TaskState.POSTED, "2026-03-30")
    last = until(posted, 5)
    assert last is not None
    assert last.isoformat() == "2026-04-04"
    check_force(WANG, posted, 5, "2026-04-05", "")
    with refused("notice-running", until="2026-04-04"):
        check_force(WANG, posted, 5, "2026-04-04", "")
    check_force(WANG, posted, 5, "2026-03-30", "县里催办")


def test_opinions_are_counted() -> None:
    said = (
        Opinion("07", Verdict.LIGHT),
        Opinion("08", Verdict.LIGHT),
        Opinion("09", Verdict.AGREE),
    )
    declared = Declaration(1, "06", 1, TaskState.PRESENTED, (), said)
    assert [declared.count(verdict) for verdict in Verdict] == [1, 2, 0]
    assert declared.opinion_of("07") == said[0]
    assert declared.opinion_of("10") is None
