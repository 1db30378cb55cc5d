"""A question whose answer does not do stays, with the answer, until it is mended or left by Esc."""

from pathlib import Path

from textual.pilot import Pilot

from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.entries import entries
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.app.app import KaoheApp
from kaohe_tui.ui.screens.access.operators import Operators
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.dialogs.folder import Folder
from kaohe_tui.ui.screens.dialogs.pin_ask import AskPin
from kaohe_tui.ui.screens.entries.adjustments import Adjustments
from kaohe_tui.ui.screens.periods.people import People
from kaohe_tui.ui.screens.public.exporting import ExportScreen
from tests.bureau import new_room, scheme_text
from tests.ui.closed_quarter import ruled_app
from tests.ui.meeting_app import SIZE, MeetingApp, said, sample_copy, seen, until
from tests.ui.signing_in import bureau, sign_in


async def _refused(app: KaoheApp, pilot: Pilot[None], told: str, answer: str = "") -> None:
    """Until the question stands there with its answer and the reason below."""
    await until(pilot, lambda: told in said(app))
    assert isinstance(app.screen, Ask | AskPin | Folder)
    assert f"Answer:  {answer}" in seen(app) or not answer


async def test_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "paper").write_text("a file")
    app = MeetingApp(sample_copy(tmp_path), "q1", ExportScreen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("0", *str(tmp_path / "paper"), "enter")
        await _refused(app, pilot, "is not a folder")
        await pilot.press("end", *"/in", "enter")
        await _refused(app, pilot, "There is no folder")
        await pilot.press("end", *["backspace"] * 3, "s", "enter")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        assert "papers" in seen(app)


async def test_a_template_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "mine.docx").write_text("no document")
    app = MeetingApp(sample_copy(tmp_path), "q1", ExportScreen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("t")
        await until(pilot, lambda: "mine.docx" in seen(app))
        await pilot.press(*"mine", "enter")
        await until(pilot, lambda: "This is not a DOCX document" in said(app))
        assert not isinstance(app.screen, ExportScreen)


async def test_a_wrong_pin_before_the_new_one(tmp_path: Path) -> None:
    app = KaoheApp(bureau(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, "陈静")
        await pilot.press("z")
        await until(pilot, lambda: isinstance(app.screen, Operators))
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, AskPin))
        await pilot.press(*"9753", "enter")
        await _refused(app, pilot, "This is not the PIN of 陈静.")
        assert "Your current PIN" in seen(app)
        await pilot.press(*"2580", "enter")
        await until(pilot, lambda: "New PIN for 陈静" in seen(app))
        for _time in range(2):
            await pilot.press(*"8642", "enter")
            await pilot.pause()
        await until(pilot, lambda: "has a new PIN" in said(app))


async def test_evidence_that_was_given_already(tmp_path: Path) -> None:
    app = ruled_app(tmp_path, "q2", Adjustments())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Adjustments))
        app.room.period("q2")
        rule = app.room.period("q2").scheme.adjustments[0].key
        entries.enter_adjustment(app.room, "q2", "s1", rule, 1, "doc 1")
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Find))
        await pilot.press("s", "1", "enter")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        await until(pilot, lambda: "How many times?" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "On what evidence" in seen(app))
        await pilot.press("0", *"doc 1", "enter")
        await _refused(app, pilot, "already used", "doc 1")
        await pilot.press(*"doc 2", "enter")
        await until(pilot, lambda: isinstance(app.screen, Adjustments))
        assert [each.evidence for each in app.room.period("q2").facts.adjustments] == [
            "doc 1",
            "doc 2",
        ]


async def test_what_cannot_stand_in_a_roster(tmp_path: Path) -> None:
    """Each answer is looked at where it is given, not after the last one."""
    room = new_room(tmp_path, scheme_text())
    steps.open_tier(room, "q1", "peer")
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", People())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, People))
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press(*"s1", "enter")
        await _refused(app, pilot, "has the code s1", "s1")
        await pilot.press(*"s 9", "enter")
        await _refused(app, pilot, "is not a code", "s 9")
        await pilot.press(*"s9", "enter")
        await until(pilot, lambda: "What is the name?" in seen(app))
        await pilot.press(*"郑?", "enter")
        await _refused(app, pilot, "was lost", "郑?")
        await pilot.press(*"郑和", "enter")
        await until(pilot, lambda: "Which section" in seen(app))


async def test_a_step_that_somebody_else_took_meanwhile(tmp_path: Path) -> None:
    app = MeetingApp(sample_copy(tmp_path), "q2", Adjustments())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Adjustments))
        from kaohe_tui.ui.screens.tiers.tiers import Tiers

        app.push_screen(Tiers())
        await until(pilot, lambda: isinstance(app.screen, Tiers))
        await pilot.press("home", *["up"] * 5, "r")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        other = enter_room(app.path)
        steps.reopen_tier(other, "q2", "peer", "earlier")
        other.close()
        await pilot.press(*"late", "enter")
        await _refused(app, pilot, "is not closed", "late")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Tiers))
