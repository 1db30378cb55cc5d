"""Yearly tasks from declaration to force."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from kaohe_tui.domain.record.events import TaskFileImported
from kaohe_tui.domain.record.fields.understood import Understood
from kaohe_tui.domain.tasks.task import Declaration, Task, TaskState, Verdict
from kaohe_tui.files.tables.doubts import Choices
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tasks import task_list, tasks
from kaohe_tui.store.entries import tasks as store
from kaohe_tui.store.record import pages
from tests.bureau import ROSTER, new_room, scheme_text
from tests.refused import refused
from tests.services.conftest import MakeRoom

TASKS = (
    Task("报表", "全年无差错", "三级审核", "错一处扣 2 分", 350),
    Task("调研", "", "", "缺一篇扣 5 分", 250),
)
"""60 points, as the indicator has."""


@pytest.fixture
def goals(make_room: MakeRoom) -> Room:
    """The bureau, whose first indicator has yearly tasks beside it."""
    return make_room(scheme_text().replace('key = "work"', 'key = "work"\nsource = "goals"'))


def _of(room: Room, code: str) -> Declaration:
    declared = tasks.of_person(room, code).declaration
    assert declared is not None
    return declared


def _actions(room: Room) -> list[str]:
    with room.database.reading() as tx:
        rows = tx.exec_driver_sql("SELECT action FROM record ORDER BY id").all()
    return [row[0] for row in rows if row[0].startswith("task")]


def _today(room: Room) -> date:
    return date.fromisoformat(room.now()[:10])


def _before(room: Room, days: int) -> Room:
    """The same database, so many days earlier."""
    return Room(room.database, clock=lambda: datetime.now() - timedelta(days=days))


def _posted(room: Room, code: str, days_ago: int) -> None:
    then = _before(room, days_ago)
    tasks.declare(then, code, TASKS)
    tasks.present(then, code)
    tasks.end_opinions(then, code)
    tasks.approve(then, code, "何局长")
    tasks.post(then, code, _today(then))
    room.forget()


def _in_force(room: Room) -> dict[str, tuple[Task, ...]]:
    with room.database.reading() as tx:
        return dict(store.in_force(tx))


def test_the_whole_way(goals: Room) -> None:
    assert tasks.declare(goals, "s1", TASKS) == 1
    tasks.present(goals, "s1")
    tasks.opinion(goals, "s1", "s2", Verdict.HEAVY, " 太多 ")
    tasks.opinion(goals, "s1", "s2", Verdict.AGREE)
    tasks.opinion(goals, "s1", "m1", Verdict.LIGHT)
    assert [_of(goals, "s1").count(each) for each in Verdict] == [1, 1, 0]
    tasks.end_opinions(goals, "s1")
    then = _before(goals, 6)
    tasks.approve(then, "s1", "何局长")
    tasks.post(then, "s1", _today(then))
    goals.forget()
    assert not _in_force(goals)
    tasks.put_in_force(goals, "s1")
    assert _in_force(goals) == {"s1": TASKS}
    assert _of(goals, "s1").state is TaskState.IN_FORCE
    steps = _actions(goals)
    assert steps.count("task_declare") == 1
    assert steps.count("task_opinion") == 3
    assert steps.count("task_step") == 5


def test_returned_tasks_are_declared_anew_and_the_old_ones_stay(goals: Room) -> None:
    tasks.declare(goals, "s1", TASKS)
    tasks.present(goals, "s1")
    tasks.end_opinions(goals, "s1")
    tasks.send_back(goals, "s1", "何局长", "偏轻")
    assert _of(goals, "s1").reason == "偏轻"
    assert tasks.declare(goals, "s1", TASKS[::-1]) == 2
    assert _of(goals, "s1").tasks == TASKS[::-1]
    with goals.database.reading() as tx:
        first, second = store.declarations(tx)
    assert (first.tasks, first.state, first.number) == (TASKS, TaskState.RETURNED, 1)
    assert (second.state, second.number) == (TaskState.DECLARED, 2)


def test_an_objection_found_right_takes_posted_tasks_back(goals: Room) -> None:
    _posted(goals, "s1", 2)
    tasks.send_back(goals, "s1", "何局长", "异议成立")
    assert _of(goals, "s1").state is TaskState.RETURNED


def test_nothing_is_posted_before_it_was_approved(goals: Room) -> None:
    tasks.declare(goals, "s1", TASKS)
    tasks.present(goals, "s1")
    tasks.end_opinions(goals, "s1")
    tasks.approve(goals, "s1", "何局长")
    with refused("posting-before-approval"):
        tasks.post(goals, "s1", _today(goals) - timedelta(days=1))
    tasks.post(goals, "s1", _today(goals))


def test_nobody_approves_tasks_of_ones_own(goals: Room) -> None:
    tasks.declare(goals, "s1", TASKS)
    tasks.present(goals, "s1")
    tasks.end_opinions(goals, "s1")
    with refused("self-approval") as info:
        tasks.approve(goals, "s1", "单雄")
    assert "their own yearly tasks" in str(info.value)


def test_before_the_notice_has_ended_a_reason_is_needed(goals: Room) -> None:
    _posted(goals, "s1", 5)
    assert not task_list.may_step(goals, TaskState.IN_FORCE)
    with refused("notice-running"):
        tasks.put_in_force(goals, "s1")
    _posted(goals, "s2", 6)
    assert task_list.may_step(goals, TaskState.IN_FORCE) == ("s2",)
    tasks.put_in_force(goals, "s1", "县里催办")
    assert set(_in_force(goals)) == {"s1"}


def test_several_take_a_step_together_or_not_at_all(goals: Room) -> None:
    tasks.declare(goals, "s1", TASKS)
    with refused("tasks-undeclared", name="孙红"):
        tasks.present(goals, ["s1", "s2"])
    assert _of(goals, "s1").state is TaskState.DECLARED
    assert _actions(goals) == ["task_declare"]


WRONG: list[tuple[Callable[[Room], object], str, dict[str, object]]] = [
    (
        lambda room: tasks.declare(room, "s1", TASKS[:1]),
        "tasks-sum-wrong",
        {"name": "单雄", "code": "s1", "added": "35"},
    ),
    (lambda room: tasks.declare(room, "x", TASKS), "person-unknown", {"code": "x"}),
    (
        lambda room: tasks.declare(room, "s2", TASKS),
        "tasks-step-wrong",
        {"name": "孙红", "code": "s2", "state": "presented"},
    ),
    (
        lambda room: tasks.declare(room, "s1", [replace(TASKS[0], title="\x1b[2J"), TASKS[1]]),
        "character-unshowable",
        {},
    ),
    (lambda room: tasks.present(room, "s1"), "tasks-undeclared", {}),
    (lambda room: tasks.opinion(room, "s2", "s2", Verdict.AGREE), "opinion-on-own-tasks", {}),
    (lambda room: tasks.opinion(room, "s2", "x", Verdict.AGREE), "person-unknown", {"code": "x"}),
    (lambda room: tasks.approve(room, "s2", "何局长"), "tasks-step-wrong", {"state": "presented"}),
    (lambda room: tasks.approve(room, "s2", " "), "decider-missing", {}),
    (lambda room: tasks.send_back(room, "s2", "何局长", ""), "reason-missing", {}),
    (
        lambda room: tasks.post(room, "s2", date(2026, 3, 1)),
        "tasks-step-wrong",
        {"state": "presented"},
    ),
    (lambda room: tasks.put_in_force(room, "s2"), "tasks-step-wrong", {"state": "presented"}),
]


@pytest.mark.parametrize(("verb", "kind", "values"), WRONG)
def test_what_cannot_be_is_refused_and_changes_nothing(
    goals: Room, verb: Callable[[Room], object], kind: str, values: dict[str, object]
) -> None:
    tasks.declare(goals, "s2", TASKS)
    tasks.present(goals, "s2")
    before = tasks.overview(goals), _actions(goals)
    with refused(kind, **values):
        verb(goals)
    assert (tasks.overview(goals), _actions(goals)) == before


def test_a_scheme_without_a_place_for_tasks_refuses_them(room: Room) -> None:
    with refused("goals-none"):
        tasks.declare(room, "s1", TASKS)


LINES = "编号,工作任务,记分标准,分值\ns1,报表,标准,35\ns2,报表,标准,60\ns1,调研,标准,25\n"


@pytest.mark.parametrize(
    ("change", "kind", "values"),
    [
        (("", ""), "", {}),
        (
            ("s1,调研,标准,25", "s1,调研,标准,24"),
            "tasks-sum-wrong",
            {"line": 2, "name": "单雄", "code": "s1", "added": "59"},
        ),
        (("s2,", "zz,"), "person-unknown", {"line": 3, "code": "zz"}),
        (
            ("s2,", "m1,"),
            "tasks-step-wrong",
            {"line": 3, "name": "马科长", "code": "m1", "state": "declared"},
        ),
    ],
)
def test_a_file_is_taken_whole_or_not_at_all(
    goals: Room, tmp_path: Path, change: tuple[str, str], kind: str, values: dict[str, object]
) -> None:
    tasks.declare(goals, "m1", TASKS)
    path = tmp_path / "tasks.csv"
    path.write_text(LINES.replace(*change) if change[0] else LINES, encoding="utf-8")
    if not kind:
        assert tasks.import_tasks(goals, path) == tasks.TasksImported(2, 3)
        assert [each.title for each in _of(goals, "s1").tasks] == ["报表", "调研"]
        with goals.database.reading() as tx:
            first, *_others = pages.of_events(tx, [TaskFileImported])
        assert first.event == TaskFileImported(
            file="tasks.csv",
            file_digest=sha256(path.read_bytes()).hexdigest(),
            count_of_tasks=3,
            people=2,
            understood=Understood("", (1, 1)),
        )
        return
    with refused(kind, **values):
        tasks.import_tasks(goals, path)
    assert tasks.of_person(goals, "s1").declaration is None
    assert tasks.of_person(goals, "s2").declaration is None


def test_every_fault_of_a_file_of_tasks_is_told(goals: Room, tmp_path: Path) -> None:
    """The sum of somebody of whom a line cannot be read is not looked at."""
    tasks.declare(goals, "m1", TASKS)
    path = tmp_path / "tasks.csv"
    lines = ["s1,报表,标准,35", "孙红,报表,标准,六十", "孙红,调研,标准,1", "马科长,普查,标准,60"]
    path.write_text("\n".join(["姓名,工作任务,记分标准,分值", *lines]), encoding="utf-8")
    with refused("lines-wrong") as info:
        tasks.check_file(goals, path)
    *faults, last = str(info.value).splitlines()
    assert [each.split(": ")[0].split("line ")[1] for each in faults] == ["2", "3", "5"]
    assert "add up to 35 points" in faults[0]
    assert last == "Nothing was imported from the file."
    with refused("lines-wrong"):
        tasks.import_tasks(goals, path)


def test_looking_at_a_file_declares_nothing(goals: Room, tmp_path: Path) -> None:
    path = tmp_path / "tasks.csv"
    path.write_text(LINES, encoding="utf-8")
    assert "3 lines read" in tasks.check_file(goals, path).told[0]
    assert tasks.of_person(goals, "s1").declaration is None


def test_a_title_that_names_another_year_is_asked_about(goals: Room, tmp_path: Path) -> None:
    path = tmp_path / "tasks.csv"
    for title, keys in (("2026年度任务表,,,,", []), ("2025年度任务表,,,,", ["title period"])):
        path.write_text(f"{title}\n{LINES}", encoding="utf-8")
        assert [each.key for each in tasks.check_file(goals, path).doubts] == keys


def test_whose_tasks_is_asked_where_two_have_the_name(tmp_path: Path) -> None:
    scheme = scheme_text().replace('key = "work"', 'key = "work"\nsource = "goals"')
    room = new_room(tmp_path, scheme, ROSTER + "s4,单雄,农业科,staff,\n")
    path = tmp_path / "tasks.csv"
    path.write_text(LINES.replace("s1,报表", "单雄,报表"), encoding="utf-8")
    # The other line is 25 of 60 points: whether they add up is seen once it is answered.
    reading = tasks.check_file(room, path)
    assert [each.key for each in reading.doubts] == ["who A2"]
    with refused("table-doubtful"):
        tasks.import_tasks(room, path)
    with refused("lines-wrong"):
        tasks.import_tasks(room, path, Choices(answers={"who A2": "s4"}))
    choices = Choices(answers={"who A2": "s1"})
    assert tasks.import_tasks(room, path, choices) == tasks.TasksImported(2, 3)
    room.close()


def test_the_list_is_written_once(goals: Room, tmp_path: Path) -> None:
    path = tmp_path / "list.html"
    with refused("tasks-none-approved"):
        task_list.write_list(goals, path)
    assert not path.exists()
    _posted(goals, "s3", 1)
    assert task_list.write_list(goals, path) == 1
    assert "王芳[/]" in path.read_text(encoding="utf-8")
    with refused("file-exists"):
        task_list.write_list(goals, path)
