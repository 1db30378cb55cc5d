"""Setting and lifting recusals."""

from pathlib import Path

from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.tiers.recusals import Recusals
from tests.ui.meeting_app import SIZE, MeetingApp, said, sample_copy, seen, until


async def test_a_recusal_is_set_and_lifted_by_keys_alone(tmp_path: Path) -> None:
    """Rater and ratee by code, the reason by its digit; D lifts it again."""
    app = MeetingApp(sample_copy(tmp_path), "q3", Recusals())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "Nobody is recused" in seen(app)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Find))
        await pilot.press("0", "5", "enter")
        await until(pilot, lambda: isinstance(app.screen, Find) and "not rate" in seen(app))
        await pilot.press("0", "6", "enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("2", "enter")
        await until(pilot, lambda: isinstance(app.screen, Recusals) and "⊘ 05" in seen(app))
        assert "close relatives" in seen(app)
        assert "全员互评; 中层干部评分" in said(app)
        here = app.room.period("q3")
        assert ("05", "06") in here.recused_in("peer")
        assert ("05", "06") in here.recused_in("middle")
        # Who is recused already is not offered again.
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Find))
        await pilot.press("0", "5", "enter")
        await until(pilot, lambda: "Whom does 单雪梅 not rate?" in seen(app))
        await pilot.press("0")
        await until(pilot, lambda: "▶ 02" in seen(app))
        offered = [" ".join(line.split()) for line in seen(app).splitlines()]
        assert "07 周立群 办公室 staff" in offered
        assert "06 王芳 办公室 staff" not in offered
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Recusals))
        await pilot.press("d")
        await until(pilot, lambda: "Nobody is recused" in seen(app))
        assert not app.room.period("q3").recused_in("peer")


async def test_going_back_at_any_question_sets_nothing(tmp_path: Path) -> None:
    """Esc at the second question."""
    app = MeetingApp(sample_copy(tmp_path), "q3", Recusals())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Find))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Find) and "not rate" in seen(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Recusals))
        assert not steps.recusals_set(app.room, "q3")


async def test_an_open_tier_is_left_alone(tmp_path: Path) -> None:
    """In the second quarter only two tiers are still to come, and the screen names them."""
    app = MeetingApp(sample_copy(tmp_path), "q2", Recusals())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "Only for tiers not open yet: 分管领导评分; 主要负责人评分" in seen(app)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Find))
        # Staff rate in the first tier alone.
        assert "06 王芳" not in seen(app)


async def test_a_closed_period_says_that_nothing_can_be_set(tmp_path: Path) -> None:
    """A is dim and says why."""
    app = MeetingApp(sample_copy(tmp_path), "q1", Recusals())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("a")
        assert "no recusal can be set" in said(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.results == [None])
