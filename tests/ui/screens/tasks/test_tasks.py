"""The meeting on yearly tasks, by keys alone."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from kaohe_tui.domain.tasks.task import Declaration, TaskState, Verdict
from kaohe_tui.resources import shipped
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tasks import tasks
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.files import Files
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.tables.preview import Preview
from kaohe_tui.ui.screens.tasks.opinions import TaskOpinions
from kaohe_tui.ui.screens.tasks.tasks import Tasks
from kaohe_tui.ui.screens.tasks.walk import TaskWalk
from tests.prepared import copied
from tests.ui.meeting_app import SIZE, MeetingApp, said, seen, until


def _app(folder: Path, *, declared: bool = True) -> MeetingApp:
    return MeetingApp(copied(folder / "year.db", _year, declared), "q1", Tasks())


def _year(folder: Path, declared: bool) -> Room:
    sample = shipped("sample_data")
    room = new_year(folder / "year.db", sample / "scheme.toml", sample / "roster.csv")
    if declared:
        tasks.import_tasks(room, sample / "tasks.csv")
    return room


def _of(app: MeetingApp, code: str) -> Declaration | None:
    return tasks.of_person(app.room, code).declaration


def _state(app: MeetingApp, code: str) -> TaskState | None:
    declared = _of(app, code)
    return declared.state if declared else None


def _asks(app: MeetingApp, question: str) -> Callable[[], bool]:
    """Whether this is asked now."""
    return lambda: isinstance(app.screen, Ask) and question in seen(app)


async def _lead_to_the_leaders(pilot: Pilot[None], app: MeetingApp) -> None:
    """From the list: the first person presents, gets two opinions, and they are ended."""
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, TaskWalk) and "曹守诚" in seen(app))
    await pilot.press("p")
    await until(pilot, lambda: _state(app, "01") is TaskState.PRESENTED)
    await pilot.press("o")
    await until(pilot, lambda: isinstance(app.screen, TaskOpinions) and "▶ · 02" in seen(app))
    await pilot.press("1", "3")
    await until(pilot, lambda: "▶ · 04" in seen(app))
    await pilot.press("up", "r")
    await until(pilot, lambda: isinstance(app.screen, Ask))
    await pilot.press(*"heavy", "enter")
    await until(pilot, lambda: isinstance(app.screen, TaskOpinions) and "heavy" in seen(app))
    await pilot.press("escape")
    await until(pilot, lambda: isinstance(app.screen, TaskWalk))
    assert "agree 1" in seen(app)
    await pilot.press("e")
    await until(pilot, lambda: isinstance(app.screen, Confirm))
    assert "2 opinions were entered." in seen(app)
    await pilot.press("y")
    await until(pilot, lambda: _state(app, "01") is TaskState.REVIEWED)
    await until(pilot, lambda: isinstance(app.screen, TaskWalk))


async def test_one_person_from_presentation_to_force(tmp_path: Path) -> None:
    app = _app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "曹守诚" in seen(app))
        await _lead_to_the_leaders(pilot, app)
        declared = _of(app, "01")
        assert declared is not None
        assert [(each.rater, each.verdict, each.remark) for each in declared.opinions] == [
            ("02", Verdict.AGREE, ""),
            ("03", Verdict.HEAVY, "heavy"),
        ]
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Find))
        await pilot.press("0", "2", "enter")
        await until(pilot, lambda: _state(app, "01") is TaskState.APPROVED)
        assert "曾永清" in said(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Tasks) and "! 01" in seen(app))
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("1", "enter")
        await until(pilot, lambda: _state(app, "01") is TaskState.POSTED)
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press(*"urgent", "enter")
        await until(pilot, lambda: _state(app, "01") is TaskState.IN_FORCE)
        await until(pilot, lambda: "✔ 01" in seen(app))


async def test_returned_tasks_are_keyed_anew(tmp_path: Path) -> None:
    """B with a ready reason; D asks until the 40 points are used up, refusing 41."""
    app = _app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "曹守诚" in seen(app))
        await _lead_to_the_leaders(pilot, app)
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, Find))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("1", "enter")
        await until(pilot, lambda: _state(app, "01") is TaskState.RETURNED)
        await pilot.press("d")
        for answer, question in (
            ("one", "What is the task"),
            ("", "target"),
            ("", "measures"),
            ("rule", "standard"),
            ("41", "How many of the 40"),
            ("25.5", "Only 40 points"),
            ("two", "What is the task"),
            ("goal", "target"),
            ("", "measures"),
            ("rule2", "standard"),
            ("14.5", "How many of the 14.5"),
        ):
            await until(pilot, _asks(app, question))
            await pilot.press(*answer, "enter")
        await until(pilot, lambda: _state(app, "01") is TaskState.DECLARED)
        declared = _of(app, "01")
        assert declared is not None
        assert declared.number == 2
        assert [(t.title, t.target, t.points) for t in declared.tasks] == [
            ("one", "", 255),
            ("two", "goal", 145),
        ]


async def test_the_section_tells_colleagues_of_one_name_apart(tmp_path: Path) -> None:
    """It stands beside every name in the list of opinions."""
    app = _app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "declared 36" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TaskWalk))
        await pilot.press("p", "o")
        await until(pilot, lambda: isinstance(app.screen, TaskOpinions))
        await pilot.pause()
        (line,) = [line.split() for line in seen(app).splitlines() if "王芳" in line]
        assert line[-3:] == ["06", "王芳", "办公室"]


async def test_esc_while_keying_declares_nothing(tmp_path: Path) -> None:
    app = _app(tmp_path, declared=False)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "not declared 36" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TaskWalk))
        await pilot.press("p")
        assert "No tasks are declared yet" in said(app)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("x", "enter")
        await until(pilot, lambda: isinstance(app.screen, Ask) and "target" in seen(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TaskWalk))
        assert _of(app, "01") is None


async def test_a_file_is_imported_and_the_list_written(tmp_path: Path) -> None:
    app = _app(tmp_path, declared=False)
    file = tmp_path / "t.csv"
    file.write_bytes((shipped("sample_data") / "tasks.csv").read_bytes())
    page = tmp_path / "list.html"
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "not declared 36" in seen(app))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Files) and file.name in seen(app))
        await pilot.press(*file.name, "enter")
        await until(pilot, lambda: isinstance(app.screen, Preview) and "Y takes it" in seen(app))
        assert "108 tasks of 36 people." in seen(app)
        assert not any(each.declaration for each in tasks.overview(app.room))
        await pilot.press("y")
        await until(pilot, lambda: "108 tasks of 36 people" in said(app))
        codes = [each.person.code for each in tasks.overview(app.room)]
        then = Room(app.room.database, clock=lambda: datetime.now() - timedelta(days=6))
        tasks.present(then, codes)
        tasks.end_opinions(then, codes)
        tasks.approve(then, codes, "县委考核组")
        tasks.post(then, codes, date.today() - timedelta(days=6))
        app.renew()
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press(*str(page), "enter")
        await until(pilot, page.exists)
        await until(pilot, lambda: "36 people" in said(app))
        await pilot.press("down", "f")
        await until(pilot, lambda: "✔ in force 36" in seen(app))


async def test_going_from_person_to_person(tmp_path: Path) -> None:
    """← and →, the ends, / to find; back on the list the cursor is on whoever was seen last."""
    app = _app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "曹守诚" in seen(app))
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(app.screen, Find))
        await pilot.press("0", "2", "enter")
        await until(pilot, lambda: isinstance(app.screen, Tasks) and "▶ · 02" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TaskWalk) and "2/36" in seen(app))
        await pilot.press("left")
        await until(pilot, lambda: "1/36" in seen(app))
        await pilot.press("left")
        assert "first person" in said(app)
        await pilot.press("right", "right")
        await until(pilot, lambda: "3/36" in seen(app))
        assert "贺晓岚" in seen(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Tasks) and "▶ · 03" in seen(app))
