"""Tasks from a file that leaves something in doubt, by keys alone."""

from pathlib import Path

from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tasks import tasks
from kaohe_tui.ui.screens.dialogs.files import Files
from kaohe_tui.ui.screens.tables.answers import Answers
from kaohe_tui.ui.screens.tables.preview import Preview
from kaohe_tui.ui.screens.tasks.tasks import Tasks
from tests.bureau import ROSTER, new_room, scheme_text
from tests.prepared import copied
from tests.ui.meeting_app import SIZE, MeetingApp, said, seen, until

LINES = "责任人,重点任务,记分标准,分值\n单雄,报表,标准,60\n"


def _goals(folder: Path) -> Room:
    """The bureau with two of one name, and yearly tasks beside the first indicator."""
    scheme = scheme_text().replace('key = "work"', 'key = "work"\nsource = "goals"')
    return new_room(folder, scheme, ROSTER + "s4,单雄,农业科,staff,\n")


async def test_whose_tasks_they_are_is_asked_and_faults_are_shown(tmp_path: Path) -> None:
    app = MeetingApp(copied(tmp_path / "year.db", _goals), "q1", Tasks())
    file = tmp_path / "t.csv"
    file.write_text(LINES.replace("60", "50") + "孙红,普查,标准,55\n", encoding="utf-8")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "not declared 9" in seen(app))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Files) and file.name in seen(app))
        await pilot.press(*file.name, "enter")
        await until(pilot, lambda: isinstance(app.screen, Preview) and "55 points" in seen(app))
        file.write_text(LINES, encoding="utf-8")
        await pilot.press("r")
        await until(pilot, lambda: "several people are called “单雄”" in seen(app))
        await pilot.press("y")
        assert "no answer yet" in said(app)
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, Answers))
        assert "s4, 农业科" in seen(app)
        await pilot.press("2")
        await until(pilot, lambda: "→ s4, 农业科 (answered)" in seen(app))
        await pilot.press("y")
        await until(pilot, lambda: "1 task of 1 person declared" in said(app))
        declared = [each.person.code for each in tasks.overview(app.room) if each.declaration]
        assert declared == ["s4"]
