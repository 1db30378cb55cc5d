"""Adjustments and absences from files, by keys alone."""

from pathlib import Path

from kaohe_tui.services.entries import entries
from kaohe_tui.services.room.room import Room
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.files import Files
from kaohe_tui.ui.screens.entries.absences import Absences
from kaohe_tui.ui.screens.entries.adjustments import Adjustments
from kaohe_tui.ui.screens.entries.differences import DifferencesScreen
from kaohe_tui.ui.screens.entries.vetoes import Vetoes
from kaohe_tui.ui.screens.tables.answers import Answers
from kaohe_tui.ui.screens.tables.preview import Preview
from tests.bureau import ROSTER, new_room
from tests.prepared import copied
from tests.services.closed_quarter import SCHEME
from tests.ui.closed_quarter import ruled_app
from tests.ui.meeting_app import SIZE, MeetingApp, said, seen, until
from tests.ui.screens.entries.test_entries import on

LINES = """\
姓名,项目,分值,依据,批准人,备注
单雄,调研信息采用,0.5,5期,何局长,
孙红,违反局规定,-2,通报,,
合计,,,,,
"""


def _namesakes(folder: Path) -> Room:
    return new_room(folder, SCHEME, ROSTER + "s4,单雄,农业科,staff,\n")


async def test_adjustments_are_shown_asked_about_and_entered(tmp_path: Path) -> None:
    app = MeetingApp(copied(tmp_path / "year.db", _namesakes), "q1", Adjustments())
    file = tmp_path / "t.csv"
    file.write_text(LINES.replace("0.5", "3"), encoding="utf-8")
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Adjustments, "I imports those of a file")
        await pilot.press("i")
        await on(pilot, app, Files, file.name)
        await pilot.press(*file.name, "enter")
        # Whose line it is comes first: points are held to the scheme once that is known.
        await on(pilot, app, Preview, "several people are called “单雄”")
        await pilot.press("1")
        await on(pilot, app, Answers, "s4, 农业科")
        await pilot.press("2")
        await on(pilot, app, Preview, "3 stands there, but in the scheme")
        file.write_text(LINES, encoding="utf-8")
        await pilot.press("r")
        await on(pilot, app, Preview, "2 adjustments, 1 of them approved")
        assert "Columns left out: 备注" in seen(app)
        assert app.room.period("q1").facts.adjustments == ()
        await pilot.press("y")
        await on(pilot, app, Adjustments, "1 entry is waiting for approval")
        assert said(app) == (
            "2 adjustments, 1 of them approved; 1 column and 1 line left out (t.csv)."
        )
        entered = [(each.code, each.counts) for each in app.room.period("q1").facts.adjustments]
        assert entered == [("s4", True), ("s2", False)]
    assert list(tmp_path.rglob("*import*.db"))


async def test_absences_of_a_closed_period_need_a_reason(tmp_path: Path) -> None:
    app = ruled_app(tmp_path, "q1", Absences())
    file = tmp_path / "t.csv"
    file.write_text("姓名,天数,事由\n单雄,2天半,病假\n孙红,,\n", encoding="utf-8")
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Absences, "I imports those of a file")
        await pilot.press("i")
        await on(pilot, app, Files, file.name)
        await pilot.press(*file.name, "enter")
        await on(pilot, app, Preview, "1 absence, 2.5 days together")
        await pilot.press("y")
        await on(pilot, app, Ask, "Why is its result changed?")
        await pilot.press("escape")
        await on(pilot, app, Preview)
        assert app.room.period("q1").facts.absences == ()
        await pilot.press("y")
        await on(pilot, app, Ask, "Why is its result changed?")
        await pilot.press("1", "enter")
        await on(pilot, app, DifferencesScreen)
        await pilot.press("y")
        await on(pilot, app, Absences, "✔ s1 单雄")
        assert said(app) == ("1 absence, 2.5 days together; 0 columns and 1 line left out (t.csv).")


async def test_documents_used_in_another_period_wait_for_a_yes(tmp_path: Path) -> None:
    app = ruled_app(tmp_path, "q2", Adjustments())
    file = tmp_path / "t.csv"
    file.write_text("姓名,项目,依据\n单雄,调研信息采用,统发〔2026〕1号\n", encoding="utf-8")
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Adjustments)
        entries.enter_adjustment(
            app.room, "q1", "s1", "research", 1, "统发〔2026〕1号", correction="补录"
        )
        await pilot.press("i")
        await on(pilot, app, Files, file.name)
        await pilot.press(*file.name, "enter")
        await on(pilot, app, Preview, "1 adjustment, 0 of them approved")
        await pilot.press("y")
        await on(pilot, app, Confirm, "This document is used in")
        await pilot.press("escape")
        await on(pilot, app, Preview)
        await pilot.press("y")
        await on(pilot, app, Confirm, "This document is used in")
        await pilot.press("y")
        await on(pilot, app, Adjustments, "◐ s1 单雄")


async def test_what_no_table_is_brought_of_has_no_such_key(tmp_path: Path) -> None:
    app = ruled_app(tmp_path, "q2", Vetoes())
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Vetoes)
        await until(pilot, lambda: "Import" not in seen(app))
