"""The notices and the register, by keyboard alone."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.public.matter import NO_PERIOD, MatterKind
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.periods import calling_off
from kaohe_tui.services.public import matters, notices
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.record import records
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.public.matter import MatterScreen, Reporter
from kaohe_tui.ui.screens.public.matter_amend import about_whom
from kaohe_tui.ui.screens.public.matters import Matters
from kaohe_tui.ui.screens.public.notices import Notices
from tests.bureau import KEYS, key_tier, new_room, scheme_text
from tests.services.graded_year import make_year
from tests.ui.meeting_app import SIZE, MeetingApp, said, seen, until

NAME = "告状人某某"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The bureau of eight with its first period closed and an overdue matter about 单雄."""
    room = new_room(tmp_path, scheme_text())
    for tier in KEYS:
        steps.open_tier(room, "q1", tier)
        key_tier(room, "q1", tier)
        steps.close_tier(room, "q1", tier)
    _take(room, date.fromisoformat(room.now()[:10]) - timedelta(days=40))
    room.close()
    return room.database.path


def _take(room: Room, day: date) -> None:
    matters.take(
        room, kind=MatterKind.REPORT, about="打分[/]不公", period="q1", code="s1",
        from_whom=NAME, received_on=day,
    )  # fmt: skip


async def test_a_matter_is_taken_down_by_keys_alone(path: Path) -> None:
    app = MeetingApp(path, "q1", Matters())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "1 of them overdue" in seen(app))
        assert "! " in seen(app)
        assert "打分[/]不公" in seen(app)
        assert NAME not in seen(app)
        await pilot.press("a")
        await until(pilot, lambda: "What is it?" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "What period is it about?" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Choose) and "Whom" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Find))
        await pilot.press("s", "2", "enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("2", "enter")
        await until(pilot, lambda: "Who brought it?" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "When was it received?" in seen(app))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "Logged as no. 2" in said(app))
        assert "▶ · " in seen(app)
        assert "2 cases are open" in seen(app)
        one = matters.matter(app.room, 2)[0]
        assert (one.kind, one.period, one.code) == (MatterKind.OBJECTION, "q1", "s2")
        assert one.anonymous
        assert one.about == "the rank or the grade"


async def test_esc_or_a_wrong_date_takes_nothing_down(path: Path) -> None:
    app = MeetingApp(path, "q1", Matters())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "overdue" in seen(app))
        for last in ("escape", "enter"):
            await pilot.press("a")
            await until(pilot, lambda: "What is it?" in seen(app))
            await pilot.press("enter")
            await until(pilot, lambda: "What period is it about?" in seen(app))
            await pilot.press("enter")
            await until(pilot, lambda: "Whom" in seen(app))
            await pilot.press("down", "enter")
            await until(pilot, lambda: isinstance(app.screen, Ask))
            await pilot.press("1", "enter")
            await until(pilot, lambda: "Who brought it?" in seen(app))
            await pilot.press("enter")
            await until(pilot, lambda: "When was it received?" in seen(app))
            await pilot.press("0", *"2026-02-30", last)
            if last == "enter":
                # The question stays open with its answer, until Esc leads back.
                await until(pilot, lambda: "is not a date" in said(app))
                assert isinstance(app.screen, Ask)
                assert "2026-02-30" in seen(app)
                await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, Matters))
        assert len(matters.all_matters(app.room)) == 1


async def test_a_matter_of_no_period_says_what_it_holds_up(path: Path) -> None:
    room = enter_room(path)
    today = date.fromisoformat(room.now()[:10])
    number = matters.take(room, kind=MatterKind.OBJECTION, about="总分")
    notices.post(room, "q1", today, "张三")
    room.close()
    app = MeetingApp(path, "q1", Matters())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "holds up q1 小评   总分" in seen(app))
        app.push_screen(MatterScreen(number))
        await until(pilot, lambda: "Not final before it is closed: q1 小评" in seen(app))


async def test_a_matter_is_led_to_its_end(path: Path) -> None:
    app = MeetingApp(path, "q1", Matters())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "overdue" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, MatterScreen))
        await until(pilot, lambda: "打分[/]不公" in seen(app))
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Find))
        assert "单雄" not in seen(app).split("Who handles")[1]
        await pilot.press("m", "1", "enter")
        await until(pilot, lambda: "马科长 (m1)" in seen(app))
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("2", "enter")
        await until(pilot, lambda: "checked the ballots" in seen(app))
        await pilot.press("c")
        await until(pilot, lambda: "How did it end?" in seen(app))
        await pilot.press("3", "enter")
        await until(pilot, lambda: "What was corrected?" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Outcome: not upheld" in seen(app))
        await pilot.press("t")
        assert "is closed" in said(app)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "Reopened: new facts" in seen(app))
        await pilot.press("e")
        await until(pilot, lambda: "What is wrong?" in seen(app))
        await pilot.press("down", "down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("0", *"points", "enter")
        await until(pilot, lambda: "Why is it changed?" in seen(app))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "About what: points" in seen(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Matters) and "points" in seen(app))


async def test_who_reported_is_shown_after_a_yes_and_hidden_again(path: Path) -> None:
    app = MeetingApp(path, "q1", MatterScreen(1))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "name kept" in seen(app))
        assert NAME not in seen(app)
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, MatterScreen))
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert NAME not in seen(app)
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Reporter) and NAME in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, MatterScreen))
        assert NAME not in seen(app)
        with app.room.database.reading() as tx:
            looked = [e for e in records.entries(tx) if e.action == "look_at_reporter"]
        assert len(looked) == 1


async def test_a_notice_is_posted_and_posted_anew_with_a_reason(path: Path) -> None:
    app = MeetingApp(path, "q1", Notices())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "no notice yet: post it" in seen(app))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "Notice no. 1 runs" in said(app))
        assert "◐ q1 小评" in seen(app)
        assert "打分[/]不公" in seen(app)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "Why is it posted again?" in seen(app))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "Notice no. 2 runs" in said(app))
        assert [n.number for n in notices.posted(app.room, "q1")] == [1, 2]
        await pilot.press("down", "down", "n")
        assert "every period with a weight" in said(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.results == [None])


async def test_the_notices_begin_at_what_is_to_be_done(path: Path) -> None:
    app = MeetingApp(path, "q1", Notices(YEAR))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "▶ · the year" in seen(app))
        app.push_screen(Notices("q2"))
        await until(pilot, lambda: "▶ · q2 小评" in seen(app))


async def test_the_register_begins_at_a_case_that_the_notice_waits_for(tmp_path: Path) -> None:
    room = new_room(tmp_path, scheme_text())
    for tier in KEYS:
        steps.open_tier(room, "q1", tier)
        key_tier(room, "q1", tier)
        steps.close_tier(room, "q1", tier)
    today = date.fromisoformat(room.now()[:10])
    notices.post(room, "q1", today, "")
    for period, about, day in (
        (NO_PERIOD, "食堂", today - timedelta(days=40)),
        ("q1", "等次有误", today),
    ):
        matters.take(
            room, kind=MatterKind.OBJECTION, about=about, period=period, code="s2",
            from_whom=NAME, received_on=day,
        )  # fmt: skip
    room.close()
    app = MeetingApp(room.database.path, "q1", Matters())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "食堂" in _at_cursor(app))
        app.push_screen(Matters("q1"))
        await until(pilot, lambda: "等次有误" in _at_cursor(app))


def _at_cursor(app: MeetingApp) -> str:
    return next((row for row in seen(app).splitlines() if "▶" in row), "")


async def test_a_period_that_is_called_off_is_listed_as_such(path: Path) -> None:
    room = enter_room(path)
    calling_off.call_off(room, "q2", "停止")
    room.close()
    app = MeetingApp(path, "q1", Notices())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: any("q2" in x and "called off" in x for x in _lines(app)))


def _lines(app: MeetingApp) -> list[str]:
    return seen(app).splitlines()


def test_only_a_report_is_on_somebody() -> None:
    assert about_whom(MatterKind.REPORT) == "About whom"
    assert about_whom(MatterKind.OBJECTION) == about_whom(MatterKind.REVIEW) == "Whom it concerns"


async def test_a_notice_waits_for_the_group_or_for_a_reason(tmp_path: Path) -> None:
    room = make_year(tmp_path)
    room.close()
    app = MeetingApp(room.database.path, "q1", Notices())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "no notice yet: post it" in seen(app))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "nobody has decided?" in seen(app))
        assert "孙红, 王芳" in seen(app)
        await pilot.press("escape")
        await until(pilot, lambda: "when is the notice posted" in seen(app))
        assert notices.posted(app.room, "q1") == ()
        await pilot.press("enter")
        await until(pilot, lambda: "nobody has decided?" in seen(app))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "Notice no. 1 runs" in said(app))
        # The same keys again: that it is posted twice has to be meant as well.
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("enter")
        await until(pilot, lambda: "Why is it posted again?" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "pick one" in said(app))
        await pilot.press("2", "enter")
        await until(pilot, lambda: "nobody has decided?" in seen(app))
        assert len(notices.posted(app.room, "q1")) == 1
        await pilot.press("1", "enter")
        await until(pilot, lambda: "Notice no. 2 runs" in said(app))
        with app.room.database.reading() as tx:
            posted = [e.reason for e in records.entries(tx) if e.action == "post_notice"]
        assert posted[-1] == "the notice was removed too early; the group decides after the notice"
