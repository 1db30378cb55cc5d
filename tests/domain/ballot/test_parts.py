"""What an indicator is keyed by, and what of the parts on disk still stands."""

import pytest

from kaohe_tui.domain.ballot.cell import judge
from kaohe_tui.domain.ballot.parts import Given, Part, form_of, parts_of, sum_of, taken_up
from kaohe_tui.domain.rules.scheme.form import Criterion, Indicator
from kaohe_tui.domain.tasks.task import Task

CRITERIA = (Criterion("完成情况", 250, "按期"), Criterion("数据质量", 150))
GOALS = Indicator("work", "工作业绩", 400, source="goals", criteria=CRITERIA)
SPIRIT = Indicator("spirit", "精神状况", 150)


def _task(title: str, points: int) -> Task:
    return Task(title, "零差错", "核对", "错一次扣 1", points)


TASKS = (_task("月报", 150), _task("培训", 250))
OWN = (Part("月报", 150, "错一次扣 1"), Part("培训", 250, "错一次扣 1"))
OF_FORM = (Part("完成情况", 250, "按期"), Part("数据质量", 150))


@pytest.mark.parametrize(
    ("tasks", "parts"),
    [
        (TASKS, OWN),
        ((), OF_FORM),
        # Their sum would be no mark of the indicator.
        ((_task("月报", 150), _task("培训", 300)), OF_FORM),
        # One task is the indicator itself.
        ((_task("月报", 400),), ()),
    ],
)
def test_tasks_come_before_criteria(tasks: tuple[Task, ...], parts: tuple[Part, ...]) -> None:
    assert parts_of(GOALS, tasks) == parts


def test_only_the_goals_are_keyed_by_tasks() -> None:
    other = Indicator("other", "其他", 400, criteria=CRITERIA)
    assert form_of((GOALS, SPIRIT, other), TASKS) == (OWN, (), OF_FORM)


@pytest.mark.parametrize(
    ("given", "mark"), [((), None), ((None, 10), None), ((0, 0), 0), ((10, 25), 35)]
)
def test_a_mark_needs_all_its_parts(given: Given, mark: int | None) -> None:
    assert sum_of(given) == mark


@pytest.mark.parametrize(
    ("stored", "mark", "given"),
    [
        ({0: 100, 1: 200}, 300, (100, 200)),
        ({1: 200}, None, (None, 200)),
        ({}, None, (None, None)),
        # The mark came from a file, or was corrected as a whole.
        ({}, 300, (None, None)),
        ({0: 100, 1: 200}, 310, (None, None)),
        ({0: 100}, 300, (None, None)),
        # There are other tasks now: more points than a part has, or fewer parts.
        ({0: 151}, None, (None, None)),
        ({0: 100, 2: 50}, None, (None, None)),
    ],
)
def test_parts_stand_only_where_they_are_those_of_the_mark(
    stored: dict[int, int], mark: int | None, given: Given
) -> None:
    assert taken_up(OWN, stored, mark) == given


def test_digits_over_the_part_name_it() -> None:
    assert judge("16", 150, 10, "月报").refusal == "16 is more than the 15 points of “月报”."
    assert judge("15.", 150, 5, "月报").refusal == "15. is more than the 15 points of “月报”."
    assert "of this indicator" in judge("16", 150, 10).refusal
    assert "steps of 1" in judge("1.5", 150, 10, "月报").refusal
