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


def _app(folder: Path, *, opened: bool = True, roles: str = "") -> MeetingApp:
    """The roster of the first period, whose first tier has one ballot in."""
    room = new_room(folder, scheme_text() + roles)
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
        await _on(app, pilot, Ask, "Who supervises Zhao?")
        assert "l1 李副局长" in seen(app)
        assert "1-9" not in seen(app)
        await pilot.press("l", "1", "enter")
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


async def test_roles_are_shown_in_the_units_own_words(tmp_path: Path) -> None:
    app = _app(tmp_path, roles='[roles]\nstaff = "职工"\nmiddle = ["科主任", "护士长"]\n')
    async with app.run_test(size=SIZE) as pilot:
        await _on(app, pilot, People, "roster of 8")
        assert seen(app).count("职工") == 3
        assert seen(app).count("科主任") == 2
        await pilot.press("/", "s", "2")
        await until(pilot, lambda: "孙红" in seen(app) and "职工" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: any("▶" in x and "孙红" in x for x in seen(app).splitlines()))
        await pilot.press("enter")
        await _on(app, pilot, Choose, "What is wrong with 孙红 (s2)?")
        assert "职工" in seen(app)
        await pilot.press("enter")
        await _on(app, pilot, Choose, "Which role?")
        assert "科主任" in seen(app)
        assert "head" in seen(app)
        await pilot.press("down", "enter")
        await _on(app, pilot, Choose, "see what follows")
        await pilot.press("enter")
        await _answer(app, pilot, "Why is the roster changed", "2")
        await _on(app, pilot, Confirm, "Put the line of 孙红 right?")
        assert "Role: 职工 → 科主任" in seen(app)


async def test_a_namesake_is_told_apart(tmp_path: Path) -> None:
    """Adding and correcting somebody whose name another has tells the code wherever it asks."""
    app = _app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await _on(app, pilot, People, "roster of 8")
        await pilot.press("a")
        await _answer(app, pilot, "new person's code", "s", "4")
        await _on(app, pilot, Ask, "What is the name?")
        await pilot.press(*"孙红", "enter")
        await _on(app, pilot, Ask, "Which section is 孙红 s4 in?")
        there = "Somebody of that name is in the roster already: 孙红 (s2 综合科)."
        assert there in seen(app)
        await pilot.press("2", "enter")
        await _on(app, pilot, Choose, "Which role?")
        await pilot.press("enter")
        await _answer(app, pilot, "Who supervises 孙红 s4?", "l", "1")
        await _answer(app, pilot, "identity has 孙红 s4")
        await _answer(app, pilot, "Why is the roster changed for 孙红 s4?", "1")
        await _on(app, pilot, Confirm, "Add 孙红 s4 to the roster of this period?")
        assert there in seen(app)
        told = (
            "Code: s4; Name: 孙红; Section: 综合科; Role: staff; Supervising leaders: 李副局长 (l1)"
        )
        assert told in " ".join(seen(app).split())
        await pilot.press("y")
        await until(pilot, lambda: said(app).startswith("孙红 s4 is added"))
        await pilot.press("enter")
        await _on(app, pilot, Choose, "What is wrong with 孙红 (s4)?")
        await pilot.press("enter")
        await _on(app, pilot, Choose, "Which role?")
        await pilot.press("down", "enter")
        await _on(app, pilot, Choose, "see what follows")
        await pilot.press("enter")
        await _answer(app, pilot, "Why is the roster changed for 孙红 s4?", "2")
        await _on(app, pilot, Confirm, "Put the line of 孙红 s4 right?")
        assert "Role: staff → middle managers" in seen(app)
        assert "孙红 s4 rates" in seen(app)
        await pilot.press("y")
        await until(pilot, lambda: said(app) == "The line of 孙红 s4 is put right.")


async def test_another_name_asks_who_it_is(tmp_path: Path) -> None:
    """孙红 is rated already: what the code was given is theirs for the year."""
    app = _app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await _on(app, pilot, People, "roster of 8")
        await pilot.press("/", "s", "2", "enter", "enter")
        await _on(app, pilot, Choose, "What is wrong with 孙红 (s2)?")
        await pilot.press("home", "enter")
        await _on(app, pilot, Ask, "What is the name?")
        await pilot.press(*"新来的", "enter")
        await _on(app, pilot, Choose, "see what follows")
        await pilot.press("enter")
        await _on(app, pilot, Ask, "Code s2 was 孙红 and is now 新来的: the same person?")
        await pilot.press("2", "enter")
        await until(pilot, lambda: "Esc, then A adds them with it." in said(app))
        await pilot.press("1", "enter")
        await _answer(app, pilot, "Why is the roster changed", "2")
        await _on(app, pilot, Confirm, "Put the line of 新来的 right?")
        assert "Name: 孙红 → 新来的" in seen(app)
        await pilot.press("y")
        await until(pilot, lambda: said(app) == "The line of 新来的 is put right.")
        assert verify(app.room).holds


async def test_a_period_that_is_not_open_says_what_to_do(tmp_path: Path) -> None:
    app = _app(tmp_path, opened=False)
    async with app.run_test(size=SIZE) as pilot:
        await _on(app, pilot, People, "N takes a new roster from a file")
        await pilot.press("a")
        await until(pilot, lambda: "N takes a new roster" in said(app))
