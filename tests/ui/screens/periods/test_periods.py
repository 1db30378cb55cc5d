"""The periods of the year, and the tiers of one of them."""

from pathlib import Path

from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.services.counting import overview
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.periods.periods import Periods
from kaohe_tui.ui.screens.tiers.closing import ClosingScreen
from kaohe_tui.ui.screens.tiers.tier import TierScreen
from kaohe_tui.ui.screens.tiers.tiers import Tiers
from tests.ui.meeting_app import SIZE, MeetingApp, said, sample_copy, seen, sign, until


async def test_another_period_is_taken_into_view(tmp_path: Path) -> None:
    """The cursor begins on the one in view; each says how far it is."""
    app = MeetingApp(sample_copy(tmp_path), "q2", Periods())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        shown = seen(app)
        assert "✔ 第一季度小评   weight 10   closed, with its result" in shown
        assert "▶ ◐ 第二季度小评   weight 10   1 of 4 tiers closed, in 中层干部评分" in shown
        assert "· 年终总评       weight 60   to come" in shown
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.results == [None])
        assert app.period == "q3"


async def test_escape_keeps_the_period(tmp_path: Path) -> None:
    """Moving the cursor alone changes nothing."""
    app = MeetingApp(sample_copy(tmp_path), "q2", Periods())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "escape")
        await until(pilot, lambda: app.results == [None])
        assert app.period == "q2"


async def test_enter_does_what_the_tier_asks_for(tmp_path: Path) -> None:
    """Closing the open one, looking at the next, nothing with a closed one."""
    app = MeetingApp(sample_copy(tmp_path), "q2", Tiers())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "▶ ◐ 中层干部评分" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ClosingScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Tiers))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, TierScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Tiers))
        await pilot.press("r")
        assert "is not closed" in said(app)
        await pilot.press("pageup", "enter")
        assert "R reopens it" in said(app)


async def test_closing_from_here_leads_back_to_the_first_screen(tmp_path: Path) -> None:
    """The list closes with it: the next thing stands there."""
    app = MeetingApp(sample_copy(tmp_path), "q2", Tiers())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ClosingScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("1", "enter")
        await sign(pilot, app)
        await until(pilot, lambda: app.results == [None])
        assert app.room.period("q2").steps.state_of("middle") is StepState.CLOSED


async def test_reopening_names_what_waits(tmp_path: Path) -> None:
    """The tier that is open waits until the reopened one is closed again."""
    app = MeetingApp(sample_copy(tmp_path), "q2", Tiers())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("pageup", "r")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        assert "中层干部评分 is open now: it waits" in seen(app)
        await pilot.press("1", "enter")
        await until(pilot, lambda: isinstance(app.screen, Tiers))
        await until(pilot, lambda: "◐ 全员互评" in seen(app))
        states = app.room.period("q2").steps
        assert states.state_of("middle") is StepState.WAITING


async def test_reopening_a_closed_period_names_the_result(tmp_path: Path) -> None:
    """Its result no longer stands until the tier is closed again."""
    app = MeetingApp(sample_copy(tmp_path), "q1", Tiers())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("pagedown", "r")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        assert "The result of 第一季度小评 no longer applies" in " ".join(seen(app).split())
        await pilot.press("2", "enter")
        await until(pilot, lambda: isinstance(app.screen, Tiers))
        await until(pilot, lambda: "◐ 主要负责人评分" in seen(app))
        assert overview.result(app.room, "q1") is None
