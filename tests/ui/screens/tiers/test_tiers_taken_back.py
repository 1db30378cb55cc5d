"""Openings taken back, tiers out of order or with nobody, periods called off: on the screens."""

from pathlib import Path

from kaohe_tui.domain.rules.steps import PeriodState, StepState
from kaohe_tui.services.counting import overview
from kaohe_tui.services.database.copies import copies_of
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.periods import calling_off
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.home.home import Home
from kaohe_tui.ui.screens.periods.periods import Periods
from kaohe_tui.ui.screens.tiers.closing import ClosingScreen
from kaohe_tui.ui.screens.tiers.tier import TierScreen
from kaohe_tui.ui.screens.tiers.tiers import Tiers
from tests.bureau import ROSTER, key_ballot, scheme_text
from tests.ui.meeting_app import SIZE, MeetingApp, said, sample_copy, seen, until


def _bureau(folder: Path, roster: str = ROSTER, *opened: str) -> Path:
    """The bureau of eight, some tiers of its first period opened."""
    (folder / "scheme.toml").write_text(scheme_text(), encoding="utf-8")
    (folder / "roster.csv").write_text(roster, encoding="utf-8")
    room = new_year(folder / "kaohe.db", folder / "scheme.toml", folder / "roster.csv")
    for tier in opened:
        steps.open_tier(room, "q1", tier)
        if tier != opened[-1]:
            steps.close_tier(room, "q1", tier, "到时间")
    room.close()
    return folder / "kaohe.db"


def _words(app: MeetingApp) -> str:
    return " ".join(seen(app).split())


async def test_an_opening_is_taken_back_after_summary_reason_and_yes(tmp_path: Path) -> None:
    """Half-keyed ballots are counted; a copy is kept; the roster is free again."""
    path = _bureau(tmp_path, ROSTER, "peer")
    room = enter_room(path)
    key_ballot(room, ("q1", "peer", "s1"), hand_in=False)
    room.close()
    app = MeetingApp(path, "q1", Tiers())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        assert "1 ballot is partly entered: its marks will be gone." in _words(app)
        await pilot.press("1", "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "Reason: a person is missing from the roster" in _words(app)
        assert "is not begun then" in _words(app)
        await pilot.press("enter", "escape")
        await until(pilot, lambda: "Answer:  a person is missing" in seen(app))
        assert app.room.period("q1").steps.opened
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: not app.room.period("q1").steps.opened)
        await until(pilot, lambda: "▶ · 全员互评" in seen(app))
        assert "then N takes a new roster" in said(app)
        assert [copy.why for copy in copies_of(path)] == ["taking-back"]
        assert verify(app.room).holds
        await pilot.press("u")
        assert "is not open" in said(app)


async def test_what_is_in_keeps_it(tmp_path: Path) -> None:
    """The sentence says what to do first; nothing is asked."""
    app = MeetingApp(sample_copy(tmp_path), "q2", Tiers())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("u")
        await until(pilot, lambda: "its opening cannot be taken back" in said(app))
        assert isinstance(app.screen, Tiers)
        assert "U ✗Take back" in seen(app)


async def test_a_tier_out_of_order_is_asked_about(tmp_path: Path) -> None:
    """The earlier one is named; Y opens it, Esc does not."""
    path = _bureau(tmp_path, ROSTER, "peer")
    room = enter_room(path)
    steps.close_tier(room, "q1", "peer", "到时间")
    room.close()
    app = MeetingApp(path, "q1", TierScreen("head"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "主要负责人评分 waits for its turn: 中层干部评分 comes first." in _words(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TierScreen))
        assert app.room.period("q1").steps.current is None
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: app.results == [True])
        assert app.room.period("q1").steps.state_of("head") is StepState.OPEN


async def test_a_period_that_passes_others_over_is_asked_about(tmp_path: Path) -> None:
    """A slip opened the annual review in March."""
    app = MeetingApp(_bureau(tmp_path, ROSTER), "q2", TierScreen("peer"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "q1 小评 has neither begun nor been called off." in _words(app)
        await pilot.press("y")
        await until(pilot, lambda: app.results == [True])


async def test_a_paused_tier_is_continued(tmp_path: Path) -> None:
    path = _bureau(tmp_path, ROSTER, "peer")
    room = enter_room(path)
    key_ballot(room, ("q1", "peer", "s1"))
    calling_off.call_off(room, "q1", "停止")
    calling_off.hold_after_all(room, "q1", "继续")
    room.close()
    app = MeetingApp(path, "q1", Tiers())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "▶ Continue 全员互评." in seen(app))
        assert "▶ ◐ 全员互评" in seen(app)
        assert "paused; its ballots are kept   1/8 ballots" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: "▶ Continue 全员互评   [ Enter ]" in seen(app))
        app.push_screen(Home())
        await until(pilot, lambda: "1/8, paused" in seen(app))
        assert "Continue 全员互评: it is paused and has kept its ballots." in seen(app)


async def test_a_tier_with_nobody_is_told_when_it_opens_and_closes(tmp_path: Path) -> None:
    """Whose weight falls away stands in both questions."""
    roster = ROSTER.replace("h,何局长,局领导,head,\n", "")
    lacking = "nobody rates in it; 20 of 100 of the weight falls away"
    path = _bureau(tmp_path, roster, "peer", "middle", "leader")
    room = enter_room(path)
    steps.close_tier(room, "q1", "leader", "到时间")
    room.close()
    app = MeetingApp(path, "q1", TierScreen("head"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert lacking in _words(app)
        await pilot.press("y")
        await until(pilot, lambda: app.results == [True])
        app.push_screen(ClosingScreen("head"))
        await until(pilot, lambda: isinstance(app.screen, ClosingScreen))
        await until(pilot, lambda: lacking in _words(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert lacking in _words(app)


async def test_the_first_opening_names_every_tier_with_nobody(tmp_path: Path) -> None:
    """Before roster and scheme are frozen; a copy is kept first."""
    roster = ROSTER.replace("h,何局长,局领导,head,\n", "")
    path = _bureau(tmp_path, roster)
    app = MeetingApp(path, "q1", TierScreen("peer"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        shown = _words(app)
        assert "主要负责人评分: nobody rates in it; 20 of 100" in shown
        assert "分管领导评分: nobody rates 王芳[/] (农业科) in it" in shown
        await pilot.press("y")
        await until(pilot, lambda: app.results == [True])
        assert [copy.why for copy in copies_of(path)] == ["opening"]


async def test_a_period_is_called_off_and_held_after_all(tmp_path: Path) -> None:
    """X asks for the reason and a yes; X again holds it."""
    app = MeetingApp(sample_copy(tmp_path), "q2", Periods())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "x")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        assert "counts nowhere; the year is weighed over the others." in _words(app)
        await pilot.press("2", "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "✗ 第三季度小评" in seen(app))
        assert "called off: merged into another" in seen(app)
        assert overview.periods(app.room)[2][1] is PeriodState.CALLED_OFF
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "· 第三季度小评" in seen(app))
        assert verify(app.room).holds


async def test_home_says_that_the_period_in_view_is_off(tmp_path: Path) -> None:
    """Enter goes on elsewhere; P leads to the other periods."""
    path = sample_copy(tmp_path)
    room = enter_room(path)
    calling_off.call_off(room, "q3", "合并")
    room.close()
    app = MeetingApp(path, "q3", Home())
    async with app.run_test(size=SIZE) as pilot:
        await until(
            pilot, lambda: "第三季度小评 was called off (合并): it counts nowhere" in seen(app)
        )
        assert "outstanding" not in seen(app)
        assert "Live standings" not in seen(app)
        assert "▶ 第二季度小评: " in seen(app)
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, Tiers))
        assert "▶ 第三季度小评 was called off (合并); take that back first." in seen(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, Periods))
