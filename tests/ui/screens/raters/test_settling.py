"""Paper keyed twice on the screen: the second keying is blind, a third person settles."""

from pathlib import Path
from typing import cast

from textual.pilot import Pilot

from kaohe_tui.domain.access.duties import Duty
from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.services.access import operators
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting import overview
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.screens.ballot.ballot import BallotScreen
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.home.home import Home
from kaohe_tui.ui.screens.raters.error_rates import KeyingErrors
from kaohe_tui.ui.screens.raters.handover import Handover
from kaohe_tui.ui.screens.raters.raters import Raters
from kaohe_tui.ui.screens.raters.settling import SettlingScreen
from kaohe_tui.ui.screens.standings.standings import StandingsScreen
from tests.bureau import key_ballot, key_tier, new_room, raters, scheme_text
from tests.services.keyed_twice import FIRST, S1, SECOND, THIRD, act_as, double_scheme, key_as
from tests.ui.meeting_app import SIZE, MeetingApp, said, seen, until


def _room(folder: Path) -> Room:
    """The bureau with its first tier open, which is keyed twice."""
    room = new_room(folder, double_scheme())
    steps.open_tier(room, "q1", "peer")
    return room


async def _raters(app: MeetingApp, pilot: Pilot[None], clerk: str) -> None:
    """The raters with that clerk at the keyboard and the cursor on s1."""
    await until(pilot, lambda: isinstance(app.screen, Raters))
    act_as(app.room, clerk)
    await pilot.press(*["up"] * 9, *["down"] * 5)
    await until(pilot, lambda: any("▶" in x and "单雄" in x for x in seen(app).splitlines()))


def _state(app: MeetingApp) -> BallotProgress:
    lines = overview.overview(app.room, "q1").tiers[0].raters
    return next(line.state for line in lines if line.rater.code == "s1")


async def test_the_second_clerk_keys_an_empty_ballot(tmp_path: Path) -> None:
    """And the first one is sent away."""
    room = _room(tmp_path)
    key_as(room, FIRST, {"s3": (59, 39)})
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", Raters("peer"))
    async with app.run_test(size=SIZE) as pilot:
        await _raters(app, pilot, FIRST)
        assert "◑ s1 单雄" in seen(app)
        assert "waits for the second entry" in seen(app)
        assert "1 ballot waits for the second" in seen(app)
        await pilot.press("enter")
        assert "甲 made the first entry of 单雄 (s1)'s ballot" in said(app)
        act_as(app.room, SECOND)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Handover))
        await until(pilot, lambda: bool(getattr(app.screen, "_listening", False)))
        await pilot.press("plus")
        await until(pilot, lambda: isinstance(app.screen, BallotScreen))
        await until(pilot, lambda: "second entry" in seen(app))
        assert "59" not in seen(app)
        assert "98" not in seen(app)
        await pilot.press(*"5030" * 5, *"5931", "h")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "the same as the first entry" in " ".join(seen(app).split())
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Raters))
        await until(pilot, lambda: "differ: a third person" in said(app))
        assert "≠ s1 单雄" in seen(app)
        assert _state(app) is BallotProgress.DIFFERS


async def test_a_third_person_settles_side_by_side(tmp_path: Path) -> None:
    """By 1, 2 or another mark; the clerks themselves are refused."""
    room = _room(tmp_path)
    key_as(room, FIRST, {"l2": (51, 30), "m1": None, "s3": (49, 31)})
    key_as(room, SECOND, {"l2": (15, 30), "s3": (48, 31)})
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", Raters("peer"))
    async with app.run_test(size=SIZE) as pilot:
        await _raters(app, pilot, SECOND)
        await pilot.press("enter")
        assert "乙 entered 单雄's ballot, and so cannot resolve it" in said(app)
        act_as(app.room, THIRD)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SettlingScreen))
        await until(pilot, lambda: "1 entered by 甲   2 entered by 乙" in seen(app))
        assert "▶ 刘副局长  工作业绩       51         15" in seen(app)
        await pilot.press("h")
        assert said(app) == "✗ 3 differences are not resolved yet."
        await pilot.press("1", "enter")
        assert "choose 1 or 2" in said(app)
        await pilot.press("2", "enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press(*"61", "enter")
        await until(pilot, lambda: "61 is more than the 60 points" in said(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press(*"47", "enter")
        await until(pilot, lambda: "All differences resolved" in said(app))
        assert "✔ 47" in seen(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, SettlingScreen))
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Raters))
        await until(pilot, lambda: "单雄's ballot is in." in said(app))
        assert _state(app) is BallotProgress.HANDED_IN
        review = app.board.standings.row("s3").review
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, KeyingErrors))
        await until(pilot, lambda: "18.18%" in seen(app))
        shown = [x.split() for x in seen(app).splitlines() if "%" in x]
        assert shown[0][-5:] == ["乙", "1", "11", "2", "18.18%"]
        assert [t.sum for t in review.tiers if t.tier == "peer"] == [780]


async def test_a_resolved_ballot_needs_the_total_on_the_paper(tmp_path: Path) -> None:
    room = new_room(tmp_path, double_scheme("control_total = true\n"))
    steps.open_tier(room, "q1", "peer")
    for clerk, marks in ((FIRST, (51, 30)), (SECOND, (50, 31))):
        act_as(room, clerk)
        given = {"l2": marks}
        ballot = key_ballot(room, S1, lambda x: given.get(x, (50, 30)), hand_in=False)  # noqa: B023
        ballot.hand_in(4810)
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", Raters("peer"))
    async with app.run_test(size=SIZE) as pilot:
        await _raters(app, pilot, THIRD)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SettlingScreen))
        await pilot.press("1", "2", "h")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        assert "Which total is written on 单雄's form?" in seen(app)
        await pilot.press(*"481", "enter")
        await until(pilot, lambda: "The paper says 481, the marks add up to 482" in seen(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, SettlingScreen))
        await pilot.press("down", "1", "h")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press(*"481", "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "单雄's ballot is in." in said(app))
        assert _state(app) is BallotProgress.HANDED_IN


async def test_giving_back_throws_the_second_keying_away(tmp_path: Path) -> None:
    """It says so."""
    room = _room(tmp_path)
    key_as(room, FIRST)
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", Raters("peer"))
    async with app.run_test(size=SIZE) as pilot:
        await _raters(app, pilot, THIRD)
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        assert "The second entry is discarded" in seen(app)
        await pilot.press("2", "enter")
        await until(pilot, lambda: _state(app) is BallotProgress.BEGUN)


async def test_each_clerk_is_led_from_form_to_form_in_the_words_of_paper(tmp_path: Path) -> None:
    """What is keyed is counted; the cursor goes on to what this clerk may key."""
    room = _room(tmp_path)
    key_as(room, FIRST)
    half = OpenBallot(room, "q1", "peer", "s2")
    half.mark("l2", 0, 500)
    half.mark("l2", 1, 300)
    half.leave()
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", Raters("peer"))
    async with app.run_test(size=SIZE) as pilot:
        await _raters(app, pilot, FIRST)
        assert "◐ s2 孙红" in seen(app)
        assert "1/6" in next(x for x in seen(app).splitlines() if "孙红" in x)
        raters = cast("Raters", app.screen)
        raters._go_to_owed()
        assert raters._current.rater.code == "s2"
        await pilot.press("up", "enter")
        assert "甲 made the first entry of 单雄 (s1)'s ballot" in said(app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Enter 孙红's paper form (first entry)" in seen(app))
        await until(pilot, lambda: "Press + to begin" in seen(app))
        await pilot.press("escape")
        await _raters(app, pilot, SECOND)
        await pilot.press("enter")
        await until(pilot, lambda: "Enter 单雄's paper form (second entry)" in seen(app))
        assert "take the keyboard" not in seen(app)
        await until(pilot, lambda: "Press + to begin" in seen(app))
        await pilot.press("+")
        await until(pilot, lambda: isinstance(app.screen, BallotScreen))
        await pilot.press(*"5030" * 6, "h")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "It counts if it is the same as the first entry" in "".join(
            seen(app).replace("\n", " ")
        )
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, Raters))
        await until(pilot, lambda: "waits for the second entry   6/6" in seen(app))


async def test_nothing_left_for_this_clerk_is_told(tmp_path: Path) -> None:
    """The tier is not done, but the rest is somebody else's."""
    room = _room(tmp_path)
    act_as(room, FIRST)
    for line in overview.overview(room, "q1").tiers[0].raters:
        key_ballot(room, ("q1", "peer", line.rater.code), lambda _code: (50, 30))
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", Raters("peer"))
    async with app.run_test(size=SIZE) as pilot:
        await _raters(app, pilot, FIRST)
        cast("Raters", app.screen)._go_to_owed()
        assert "All that you may enter is entered" in said(app)
        act_as(app.room, SECOND)
        cast("Raters", app.screen)._go_to_owed()
        assert cast("Raters", app.screen)._current.state is BallotProgress.KEYED


async def test_a_clerk_with_nothing_left_to_enter_is_led_to_the_standings(tmp_path: Path) -> None:
    """And is told of no key that only a host may use."""
    room = _room(tmp_path)
    for code in raters(room, "q1", "peer"):
        act_as(room, FIRST)
        key_ballot(room, ("q1", "peer", code))
    operators.add(room, "陈静", Duty.HOST, "2580")
    operators.sign_in(room, "陈静", "2580")
    operators.add(room, FIRST, Duty.CLERK, "1470")
    operators.sign_out(room)
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", Home())
    async with app.run_test(size=SIZE) as pilot:
        operators.sign_in(app.room, FIRST, "1470")
        await until(pilot, lambda: isinstance(app.screen, Home))
        cast("Home", app.screen).fill()
        await until(pilot, lambda: "forms left are for others to enter" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, StandingsScreen))


async def test_a_clerk_is_told_of_no_key_of_the_host(tmp_path: Path) -> None:
    room = new_room(tmp_path, scheme_text())
    steps.open_tier(room, "q1", "peer")
    key_tier(room, "q1", "peer")
    operators.add(room, "陈静", Duty.HOST, "2580")
    operators.sign_in(room, "陈静", "2580")
    operators.add(room, FIRST, Duty.CLERK, "1470")
    operators.sign_in(room, FIRST, "1470")
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", Raters("peer"))
    async with app.run_test(size=SIZE) as pilot:
        operators.sign_in(app.room, FIRST, "1470")
        await until(pilot, lambda: isinstance(app.screen, Raters))
        screen = cast("Raters", app.screen)
        screen._go_to_owed()
        await until(pilot, lambda: said(app) == "Every ballot of this tier is in. Enter goes back.")
