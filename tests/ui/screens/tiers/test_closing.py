"""Closing a tier, with and without something missing."""

from pathlib import Path

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting import overview
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import closing_sheet, steps
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.tiers.closing import ClosingScreen
from kaohe_tui.ui.screens.tiers.closing_sheet import ClosingSheet
from tests.bureau import new_room
from tests.services.keyed_twice import double_scheme, key_as
from tests.ui.meeting_app import SIZE, MeetingApp, said, sample_copy, seen, sign, until


def key_all(room: Room, period: str, tier: str, *, hand_in: bool = True) -> None:
    """Key every rating that the tier still owes, each indicator at its maximum."""
    here = room.period(period)
    for rater in steps.missing_by_raters(room, period, tier):
        ballot = OpenBallot(room, period, tier, rater)
        for row in ballot.sheet.rows:
            for number, indicator in enumerate(here.scheme.indicators):
                if not row.recused:
                    ballot.mark(row.ratee.code, number, indicator.points)
        if hand_in:
            OpenBallot(room, period, tier, rater).hand_in()


async def test_what_is_missing_is_named_and_needs_a_reason(tmp_path: Path) -> None:
    """Three ballots owe sixty ratings; the half-keyed one counts as far as it goes."""
    app = MeetingApp(sample_copy(tmp_path), "q2", ClosingScreen("middle"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        shown = seen(app)
        assert "5 of 8 ballots in, 60 ratings outstanding" in shown
        assert "◐ 25 宋长河  投资贸易科   12/24, 12 missing" in shown
        assert "1 ballot is not handed in; counted all the same: 12 complete ratings." in shown
        assert "last tier" not in shown
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        assert "60 ratings are left out" in seen(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ClosingScreen))
        assert app.room.period("q2").steps.state_of("middle") is StepState.OPEN
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        assert "R in the list gives single raters another reason" in seen(app)
        await pilot.press("2", "enter")
        await sign(pilot, app)
        await until(pilot, lambda: app.results == [True])
        assert app.room.period("q2").steps.state_of("middle") is StepState.CLOSED
        sheet = closing_sheet.closing(app.room, "q2", "middle")
        assert (sheet.counted_by, sheet.supervised_by, sheet.missing) == ("abc", "曹守诚", 60)


async def test_nothing_missing_closes_at_once(tmp_path: Path) -> None:
    """A ballot that is complete but not handed in is shown; no reason is asked."""
    path = sample_copy(tmp_path)
    room = enter_room(path)
    key_all(room, "q2", "middle", hand_in=False)
    room.close()
    app = MeetingApp(path, "q2", ClosingScreen("middle"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "complete, but not handed in" in seen(app)
        await pilot.press("enter")
        await sign(pilot, app)
        await until(pilot, lambda: app.results == [True])


async def test_the_last_tier_says_that_it_freezes_the_result(tmp_path: Path) -> None:
    """And closing it does."""
    path = sample_copy(tmp_path)
    room = enter_room(path)
    steps.close_tier(room, "q2", "middle", "sick leave")
    steps.open_tier(room, "q2", "leader")
    steps.close_tier(room, "q2", "leader", "sick leave")
    steps.open_tier(room, "q2", "head")
    key_all(room, "q2", "head")
    room.close()
    app = MeetingApp(path, "q2", ClosingScreen("head"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "the result of 第二季度小评 will be locked" in seen(app)
        assert "No ratings are missing." in seen(app)
        await pilot.press("enter")
        await sign(pilot, app)
        await until(pilot, lambda: app.results == [True])
        assert overview.result(app.room, "q2") is not None


async def test_a_tier_that_is_not_open_cannot_be_closed(tmp_path: Path) -> None:
    """It says so, and Esc leaves."""
    app = MeetingApp(sample_copy(tmp_path), "q2", ClosingScreen("leader"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        assert said(app) == "✗ 分管领导评分 is not open: Esc goes back."
        await pilot.press("escape")
        await until(pilot, lambda: app.results == [False])


async def test_a_long_list_leaves_the_next_thing_in_sight(tmp_path: Path) -> None:
    """With nothing in, the raters fill more than a screen; the cursor and the key stay."""
    path = sample_copy(tmp_path)
    room = enter_room(path)
    steps.open_tier(room, "q3", "peer")
    room.close()
    app = MeetingApp(path, "q3", ClosingScreen("peer"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*["pagedown"] * 4)
        await until(pilot, lambda: "▶ · 36" in seen(app))
        assert "▶ Close 全员互评   [ Enter ]" in seen(app)


async def test_forms_are_entered_and_reconciled(tmp_path: Path) -> None:
    """Where they do not agree, a reason is asked though nothing is missing."""
    path = sample_copy(tmp_path)
    room = enter_room(path)
    key_all(room, "q2", "middle")
    room.close()
    app = MeetingApp(path, "q2", ClosingScreen("middle"))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "No ratings are missing." in seen(app))
        assert "Forms:" not in seen(app)
        await pilot.press("f")
        await until(pilot, lambda: "forms were handed out?" in seen(app))
        await pilot.press("8", "enter")
        await until(pilot, lambda: "forms came back?" in seen(app))
        await pilot.press("7", "enter")
        await until(pilot, lambda: "Forms: 8 handed out, 7 returned: 8 valid" in seen(app))
        assert "✗ 7 forms were returned, but 8 were entered or voided." in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: "although the numbers of its forms do not match" in seen(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ClosingScreen))
        await pilot.press("f")
        await until(pilot, lambda: "forms were handed out?" in seen(app))
        await pilot.press("8", "enter")
        await until(pilot, lambda: "forms came back?" in seen(app))
        await pilot.press("8", "enter")
        await until(pilot, lambda: "✗" not in seen(app))
        await pilot.press("enter")
        await sign(pilot, app)
        await until(pilot, lambda: app.results == [True])
        sheet = closing_sheet.closing(app.room, "q2", "middle")
        assert ("Forms returned", "8") in sheet.lines()


async def test_what_was_not_compared_is_named_and_not_counted(tmp_path: Path) -> None:
    """In a tier that is keyed twice."""
    room = new_room(tmp_path, double_scheme())
    steps.open_tier(room, "q1", "peer")
    key_as(room, "甲")
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", ClosingScreen("peer"))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "for the second entry: not counted." in seen(app))
        assert "◑ s1 单雄" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))


async def test_single_raters_get_another_reason(tmp_path: Path) -> None:
    """R asks for the cursor's rater and goes on to the next; the others have the common one."""
    app = MeetingApp(sample_copy(tmp_path), "q2", ClosingScreen("middle"))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "12/24, 12 missing" in seen(app))
        await pilot.press("r")
        await until(pilot, lambda: "Why is the ballot of 宋长河 (25) missing?" in seen(app))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "12 missing   on business elsewhere" in seen(app))
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ClosingScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("2", "enter")
        await sign(pilot, app)
        await until(pilot, lambda: app.results == [True])
        sheet = closing_sheet.closing(app.room, "q2", "middle")
        assert (sheet.reason, sheet.reasons) == (
            "sick leave",
            (("on business elsewhere", "宋长河"),),
        )


async def test_a_name_that_nobody_knows_is_asked_about(tmp_path: Path) -> None:
    """Esc asks for the name again."""
    path = sample_copy(tmp_path)
    room = enter_room(path)
    key_all(room, "q2", "middle")
    room.close()
    app = MeetingApp(path, "q2", ClosingScreen("middle"))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "No ratings are missing." in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "(统分)?" in seen(app))
        await pilot.press("y", "enter")
        await until(pilot, lambda: "“y” is neither an operator" in seen(app))
        await pilot.press("escape")
        await until(pilot, lambda: "(统分)?" in seen(app))
        assert "Answer:  y" in seen(app)
        await pilot.press("escape", "enter")
        await until(pilot, lambda: "(统分)?" in seen(app))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "(监督)?" in seen(app))
        await pilot.press("2", "enter")
        await until(pilot, lambda: isinstance(app.screen, ClosingSheet))
        await pilot.press("enter")
        await until(pilot, lambda: app.results == [True])
        assert closing_sheet.closing(app.room, "q2", "middle").counted_by == "曹守诚"


async def test_a_sheet_that_cannot_be_written_keeps_its_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = MeetingApp(sample_copy(tmp_path), "q1", ClosingSheet("q1", "peer"))

    def full(*_which: object) -> None:
        raise Refusal("disk-full", "the disk is full")

    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Hash of the record" in seen(app))
        monkeypatch.setattr(closing_sheet, "write_sheet", full)
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("0", *"sheet.html", "enter")
        await until(pilot, lambda: "the disk is full" in said(app))
        assert isinstance(app.screen, Ask)
        assert "Answer:  sheet.html" in seen(app)
        monkeypatch.undo()
        await pilot.press("end", "home", *str(tmp_path), "/", "enter")
        await until(pilot, lambda: "Written:" in said(app))
        assert (tmp_path / "sheet.html").exists()
