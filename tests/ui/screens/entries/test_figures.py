"""Figures of the office by keys alone, at 80x24, and the closing of a tier that lacks some."""

from pathlib import Path

from kaohe_tui.services.counting.overview import result
from kaohe_tui.services.entries.figures import import_figures
from kaohe_tui.services.tiers.steps import open_tier
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.entries.figures import Figures
from kaohe_tui.ui.screens.tiers.closing import ClosingScreen
from tests.bureau import key_tier, new_room
from tests.services.entries.test_figures import SCHEME, TABLE
from tests.ui.meeting_app import SIZE, MeetingApp, sign, until
from tests.ui.screens.entries.test_entries import on


def app_on(tmp_path: Path, table: str, screen: Figures | ClosingScreen) -> MeetingApp:
    """All ballots are in, and the figures of a table."""
    room = new_room(tmp_path, SCHEME)
    open_tier(room, "y", "vote")
    key_tier(room, "y", "vote", lambda _code: (80,))
    path = tmp_path / "figures.csv"
    path.write_text(table, encoding="utf-8")
    import_figures(room, path, "y")
    room.close()
    return MeetingApp(room.database.path, "y", screen)


async def test_figures_are_entered_one_after_another_and_approved(tmp_path: Path) -> None:
    app = app_on(tmp_path, TABLE, Figures())
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Figures, "分析信息: 孙红")
        await pilot.press("a")
        await on(pilot, app, Choose, "Which figure is entered?")
        await pilot.press("down", "enter")
        await on(pilot, app, Ask, "On what evidence")
        await pilot.press("1")
        await pilot.press("enter")
        await on(pilot, app, Find, "分析信息: whose figure?")
        await pilot.press("s", "2", "enter")
        await on(pilot, app, Ask, "the figure of 孙红?")
        await pilot.press("4", "1", "enter")
        await on(pilot, app, Ask, "is above the most")
        await pilot.press("4", "0", "enter")
        await on(pilot, app, Find, "whose figure?")
        await pilot.press("escape", "end", "p")
        await on(pilot, app, Find, "Who approves this for 孙红?")
        await pilot.press("enter")
        await until(pilot, lambda: app.room.period("y").facts.figures[-1].counts)
        assert app.room.period("y").facts.figures[-1].figure == "40"


async def test_closing_asks_why_somebody_lacks_a_figure(tmp_path: Path) -> None:
    app = app_on(tmp_path, TABLE, ClosingScreen("vote"))
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, ClosingScreen)
        await pilot.press("enter")
        await on(pilot, app, Ask, "分析信息: 孙红")
        await pilot.press("4", "enter")
        await sign(pilot, app)
        await until(pilot, lambda: result(app.room, "y") is not None)
