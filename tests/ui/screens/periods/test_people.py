"""The roster of an open period put right on the screen, by keys alone."""

from pathlib import Path

from textual.pilot import Pilot

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.periods.people import People
from tests.bureau import key_ballot, new_room, scheme_text
from tests.ui.meeting_app import SIZE, MeetingApp, said, seen, until

PEER = ("q1", "peer")


def _app(folder: Path, *, opened: bool = True) -> MeetingApp:
    """The roster of the first period, whose first tier has one ballot in."""
    room = new_room(folder, scheme_text())
    if opened:
        steps.open_tier(room, *PEER)
        key_ballot(room, (*PEER, "s1"))
    room.close()
    return MeetingApp(folder / "kaohe.db", "q1", People())


async def _on(app: MeetingApp, pilot: Pilot[None], screen: type, told: str = "") -> None:
    await until(pilot, lambda: type(app.screen) is screen and told in seen(app))


async def _answer(app: MeetingApp, pilot: Pilot[None], told: str, *keys: str) -> None:
    await _on(app, pilot, Ask, told)
    await pilot.press(*keys, "enter")


async def test_a_missing_person_is_added(tmp_path: Path) -> None:
    app = _app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await _on(app, pilot, People, "roster of 8")
        await pilot.press("a")
        await _answer(app, pilot, "new person's code", "s", "4")
        await _answer(app, pilot, "What is the name?", "Z", "h", "a", "o")
        await _answer(app, pilot, "Which section", "2")
        await _on(app, pilot, Choose, "Which role?")
        await pilot.press("enter")
        await _answer(app, pilot, "Who supervises Zhao?", "2")
        await _answer(app, pilot, "identity has Zhao")
        await _answer(app, pilot, "Why is the roster changed for Zhao?", "1")
        await _on(app, pilot, Confirm, "Add Zhao to the roster of this period?")
        assert "全员互评: 1 ballot that is in lacks a rating (单雄)" in seen(app)
        assert "and others, 8 in all." in " ".join(seen(app).split())
        await pilot.press("y")
        await until(pilot, lambda: said(app) == "Zhao is added to the roster of this period.")
        person = app.room.period("q1").person("s4")
        assert (person.section, person.role, person.supervisors) == ("综合科", Role.STAFF, ("l1",))
        assert verify(app.room).holds


async def test_a_wrong_role_is_put_right(tmp_path: Path) -> None:
    app = _app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await _on(app, pilot, People, "roster of 8")
        await pilot.press("/", "s", "2", "enter")
        await until(pilot, lambda: any("▶" in x and "孙红" in x for x in seen(app).splitlines()))
        await pilot.press("enter")
        await _on(app, pilot, Choose, "What is wrong with 孙红 (s2)?")
        await pilot.press("enter")
        await _on(app, pilot, Choose, "Which role?")
        await pilot.press("down", "down", "down", "enter")
        await _on(app, pilot, Choose, "see what follows")
        await pilot.press("enter")
        await _answer(app, pilot, "Why is the roster changed", "2")
        await _on(app, pilot, Confirm, "Put the line of 孙红 right?")
        assert "1 rating that was given is taken off; the record keeps it" in seen(app)
        await pilot.press("y")
        await until(pilot, lambda: said(app) == "The line of 孙红 is put right.")
        assert app.room.period("q1").person("s2").role is Role.HEAD
        assert verify(app.room).holds


async def test_a_period_that_is_not_open_says_what_to_do(tmp_path: Path) -> None:
    app = _app(tmp_path, opened=False)
    async with app.run_test(size=SIZE) as pilot:
        await _on(app, pilot, People, "N takes a new roster from a file")
        await pilot.press("a")
        await until(pilot, lambda: "N takes a new roster" in said(app))
