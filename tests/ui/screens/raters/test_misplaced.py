"""The list of raters puts ballots right: restored, keyed anew, moved, exchanged, by keys alone."""

import re
from pathlib import Path
from typing import cast

from textual.pilot import Pilot

from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.record.events import StruckOut
from kaohe_tui.services.ballots import open_ballot
from kaohe_tui.services.counting.overview import overview
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.record import pages
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.raters.raters import Raters
from kaohe_tui.ui.widgets.stepbar import ballots_in
from tests.bureau import ROSTER, key_ballot, key_tier, new_room, scheme_text
from tests.ui.meeting_app import SIZE, MeetingApp, said, seen, until

PEER = ("q1", "peer")


def _app(folder: Path, roster: str = ROSTER) -> MeetingApp:
    """The raters of the first tier: s1 struck out, m1 with a ballot that rates all but m2."""
    room = new_room(folder, scheme_text(), roster)
    steps.open_tier(room, *PEER)
    key_ballot(room, (*PEER, "s1"), lambda code: () if code in ("s2", "m2") else (50, 30))
    key_ballot(room, (*PEER, "m1"), lambda code: () if code == "m2" else (40, 20))
    open_ballot.strike_out(room, *PEER, "s1", "误会")
    room.close()
    return MeetingApp(folder / "kaohe.db", "q1", Raters("peer"))


async def _at(app: MeetingApp, pilot: Pilot[None], code: str) -> None:
    await until(pilot, lambda: isinstance(app.screen, Raters) and "m2" in seen(app))
    await pilot.press("/", *code, "enter")
    await until(pilot, lambda: any("▶" in x and f" {code} " in x for x in seen(app).splitlines()))


async def _on(app: MeetingApp, pilot: Pilot[None], screen: type) -> None:
    await until(pilot, lambda: isinstance(app.screen, screen))


def _struck_out(app: MeetingApp) -> list[str]:
    """The codes of those whose ballot the record tells as voided."""
    with app.room.database.reading() as tx:
        events = [each.event for each in pages.of_events(tx, [StruckOut])]
        return [each.rater for each in events if isinstance(each, StruckOut)]


async def test_a_voided_ballot_is_told_as_voided(tmp_path: Path) -> None:
    """And a reason is chosen, never taken by the habit of Enter."""
    app = _app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await _at(app, pilot, "s1")
        assert any("s1" in x and "voided" in x for x in seen(app).splitlines())
        heading = seen(app).splitlines()[1]
        counts = re.search(r"(\d) of (\d) ballots in.*\((\d) voided\)", heading)
        assert counts is not None, heading
        states = [line.state for line in cast("Raters", app.screen)._list.lines]
        assert int(counts[1]) == states.count(BallotProgress.HANDED_IN)
        assert int(counts[3]) == states.count(BallotProgress.VOID) == 1
        await _at(app, pilot, "m1")
        await pilot.press("v")
        await _on(app, pilot, Ask)
        await pilot.press("1", "enter")
        await _on(app, pilot, Confirm)
        for told in ("(m1)", "Reason: the form was filled in by somebody else", "count any more"):
            assert told in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: "Press Y or +" in said(app))
        assert _struck_out(app) == ["s1"]
        await pilot.press("y")
        await until(pilot, lambda: "ballot is voided; V again restores it" in said(app))
        assert "(2 voided)" in seen(app)
        peer = overview(app.room, "q1").tiers[0]
        assert ballots_in(peer) == "0/8 ballots (2 voided)"
        await pilot.press("v")
        await _on(app, pilot, Ask)
        await pilot.press("enter")
        await until(pilot, lambda: "Type an answer or pick one." in said(app))
        await pilot.press("1", "enter")
        await _on(app, pilot, Confirm)
        assert "Reason: voided by mistake" in seen(app)
        await pilot.press("escape")
        await until(pilot, lambda: "Answer:  voided by mistake" in seen(app))
        await pilot.press("enter")
        await _on(app, pilot, Confirm)
        await pilot.press("y")
        await until(pilot, lambda: "ballot is restored" in said(app))
        await pilot.press("b")
        await _on(app, pilot, Ask)
        await pilot.press("1", "enter")
        await until(pilot, lambda: "is given back" in said(app))


async def test_a_question_makes_room_for_the_next_one(tmp_path: Path) -> None:
    app = _app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await _at(app, pilot, "m1")
        await pilot.press("o")
        await _on(app, pilot, Find)
        await pilot.press("m", "2", "enter")
        await _on(app, pilot, Ask)
        await pilot.press(*"mine", "enter")
        await _on(app, pilot, Confirm)
        await until(pilot, lambda: seen(app).count("─" * 80) == 1)
        await pilot.press("escape")
        await until(pilot, lambda: "Answer:  mine" in seen(app))
        await pilot.press("home", *"still ")
        await until(pilot, lambda: "Answer:  still mine" in seen(app))


async def test_v_restores_what_was_struck_out(tmp_path: Path) -> None:
    app = _app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await _at(app, pilot, "s1")
        await pilot.press("enter")
        await until(pilot, lambda: "V restores it, B gives it back" in said(app))
        # The bar says what the key does with this one.
        assert "V Restore" in seen(app)
        await pilot.press("v")
        await _on(app, pilot, Ask)
        assert "voided ballot restored?" in seen(app)
        await pilot.press("1", "enter")
        await _on(app, pilot, Confirm)
        await pilot.press("y")
        await until(pilot, lambda: said(app) == "单雄's ballot is restored.")
        assert "✔ s1" in seen(app)
        await until(pilot, lambda: "V Void" in seen(app))
        assert verify(app.room).holds


async def test_b_has_it_keyed_anew(tmp_path: Path) -> None:
    app = _app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await _at(app, pilot, "s1")
        await pilot.press("b")
        await _on(app, pilot, Ask)
        assert "second keying" not in seen(app)
        await pilot.press("1", "enter")
        await until(pilot, lambda: "◐ s1" in seen(app))
        assert verify(app.room).holds


async def test_o_moves_a_ballot_to_its_rater(tmp_path: Path) -> None:
    app = _app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await _at(app, pilot, "m1")
        await pilot.press("o")
        await _on(app, pilot, Find)
        await pilot.press("m", "2", "enter")
        await _on(app, pilot, Ask)
        await pilot.press("1", "enter")
        await _on(app, pilot, Confirm)
        assert "Move the ballot from 马科长 to 毛科长?" in seen(app)
        await pilot.press("y")
        await until(
            pilot,
            lambda: said(app) == "The ballot is 毛科长's now; 马科长 still has to hand one in.",
        )
        assert "✔ m2" in seen(app)
        assert "· m1" in seen(app)
        assert verify(app.room).holds


async def test_where_both_have_one_they_are_exchanged(tmp_path: Path) -> None:
    app = _app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await _at(app, pilot, "m1")
        await pilot.press("o")
        await _on(app, pilot, Find)
        await pilot.press("s", "1", "enter")
        await _on(app, pilot, Ask)
        await pilot.press("2", "enter")
        await _on(app, pilot, Confirm)
        assert "Exchange the ballots of 马科长 and 单雄?" in seen(app)
        await pilot.press("y")
        await until(pilot, lambda: "does not rate" in said(app))
        assert "单雄 does not rate 单雄" in said(app)
        assert verify(app.room).holds


async def test_who_has_no_ballot_has_none_to_move(tmp_path: Path) -> None:
    app = _app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await _at(app, pilot, "h")
        await pilot.press("o")
        await until(pilot, lambda: said(app).endswith("何局长 has no ballot yet."))


async def test_with_the_others_in_a_voided_ballot_leaves_none_to_enter(tmp_path: Path) -> None:
    room = new_room(tmp_path, scheme_text())
    steps.open_tier(room, "q1", "peer")
    key_tier(room, "q1", "peer")
    open_ballot.strike_out(room, "q1", "peer", "s1", "代填")
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", Raters("peer"))
    async with app.run_test(size=SIZE) as pilot:
        told = "Every ballot of this tier is in. Enter goes back to close the tier."
        await until(pilot, lambda: said(app) == told)
        await pilot.press("enter")
        await until(pilot, lambda: app.results == [None])


async def test_namesakes_are_told_apart(tmp_path: Path) -> None:
    app = _app(tmp_path, ROSTER.replace("s2,孙红", "s2,单雄"))
    async with app.run_test(size=SIZE) as pilot:
        await _at(app, pilot, "s1")
        await pilot.press("v")
        await _on(app, pilot, Ask)
        assert "Why is 单雄 s1's voided ballot restored?" in seen(app)
        await pilot.press("1", "enter")
        await _on(app, pilot, Confirm)
        assert "Restore 单雄 s1's ballot?" in seen(app)
        await pilot.press("y")
        await until(pilot, lambda: "单雄 s1's ballot is restored" in said(app))
        await pilot.press("o")
        await _on(app, pilot, Find)
        assert "Entered under 单雄 s1." in seen(app)
        await pilot.press("escape")
        await _on(app, pilot, Raters)


async def test_enter_on_a_voided_ballot_says_how_it_comes_back(tmp_path: Path) -> None:
    # With every other ballot in it left the list without a word.
    room = new_room(tmp_path, scheme_text())
    steps.open_tier(room, *PEER)
    key_tier(room, *PEER)
    open_ballot.strike_out(room, *PEER, "s1", "误会")
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", Raters("peer"))
    async with app.run_test(size=SIZE) as pilot:
        await _at(app, pilot, "s1")
        await pilot.press("enter")
        assert isinstance(app.screen, Raters)
        assert "V restores it, B gives it back" in said(app)
        await _at(app, pilot, "s2")
        assert "Enter Next" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, Raters))
