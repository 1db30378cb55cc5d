"""Signing in, locking, and what each duty finds barred."""

from pathlib import Path
from typing import cast

import pytest

from kaohe_tui import settings
from kaohe_tui.services.access import operators
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.app import sitting
from kaohe_tui.ui.app.app import KaoheApp
from kaohe_tui.ui.screens.access.operators import Operators
from kaohe_tui.ui.screens.access.sign_in import Lock, SignIn
from kaohe_tui.ui.screens.ballot.ballot import BallotScreen
from kaohe_tui.ui.screens.common.help import Help
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.pin_ask import AskPin
from kaohe_tui.ui.screens.home.home import Home
from kaohe_tui.ui.screens.raters.handover import Handover
from kaohe_tui.ui.screens.raters.raters import Raters
from tests.services.changed_copies import change
from tests.ui.meeting_app import SIZE, said, seen, until
from tests.ui.signing_in import PEOPLE, actions, bureau, choose, sign_in


@pytest.fixture(autouse=True)
def _no_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Handover, "quiet", 0.01)


async def to_ballot(app: KaoheApp, pilot: object) -> BallotScreen:
    from textual.pilot import Pilot

    driver = cast("Pilot[None]", pilot)
    await driver.press("r")
    await until(driver, lambda: isinstance(app.screen, Raters))
    await driver.press("enter")
    await until(driver, lambda: isinstance(app.screen, Handover) and app.screen._listening)
    await driver.press("+")
    await until(driver, lambda: isinstance(app.screen, BallotScreen))
    return cast("BallotScreen", app.screen)


async def test_nothing_of_the_meeting_before_the_pin(tmp_path: Path) -> None:
    app = KaoheApp(bureau(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SignIn) and "陈静" in seen(app))
        assert "马科长" not in seen(app)
        for key in ("ctrl+p", "s", "r", "m", "enter"):
            await pilot.press(key)
            assert isinstance(app.screen, SignIn)
        await pilot.press(*"1111", "enter")
        assert "not the PIN of 陈静" in said(app)
        assert "1111" not in seen(app)
        await sign_in(app, pilot, "陈静")
        assert seen(app).splitlines()[0].endswith("陈静 host")
    assert actions(app.path)[-3:] == ["sign_in_failed", "sign_in", "sign_out"]


async def test_operators_changed_past_kaohe_are_told_before_a_pin_is_tried(tmp_path: Path) -> None:
    path = bureau(tmp_path)
    change(path, "UPDATE operator SET pin = ''")
    app = KaoheApp(path)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SignIn) and "陈静" in seen(app))
        assert "changed the operators" in " ".join(seen(app).split())
        assert "restore --list" in " ".join(seen(app).split())


async def test_whoever_was_named_stands_first(tmp_path: Path) -> None:
    app = KaoheApp(bureau(tmp_path), name="纪委")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SignIn) and bool(app.screen.people))
        await pilot.press(*PEOPLE["纪委"][1], "enter")
        await until(pilot, lambda: isinstance(app.screen, Home))


async def test_waiting_is_counted_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaohe_tui.ui.screens.access.pin_screen.TICK", 0.3)
    monkeypatch.setattr("kaohe_tui.domain.access.pins.WAITS", (0, 0, 300))
    app = KaoheApp(bureau(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SignIn) and bool(app.screen.people))
        for _time in range(3):
            await pilot.press(*"1111", "enter")
        await until(pilot, lambda: "Wait 29" in said(app))
        await pilot.press(*"2580", "enter")
        assert isinstance(app.screen, SignIn)
        assert "Wait" in said(app)
        await pilot.press("down")
        await until(pilot, lambda: said(app) == "")


@pytest.mark.parametrize("name", ["纪委", "看客"])
async def test_who_only_looks_gets_into_no_ballot(tmp_path: Path, name: str) -> None:
    app = KaoheApp(bureau(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, name)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Raters))
        assert "✗Enter ballot" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: "may not enter ballots" in said(app))
        assert isinstance(app.screen, Raters)
        await pilot.press("escape", "t", "v")
        await pilot.press("escape", "escape", "m")
        await until(pilot, lambda: "Around the meeting" in seen(app))
        barred = "not now: A reviewer may not" in seen(app)
        assert barred == (name == "看客")


async def test_a_clerk_closes_no_tier(tmp_path: Path) -> None:
    app = KaoheApp(bureau(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, "李明")
        await pilot.press("t", "enter")
        await until(pilot, lambda: "✗Close" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "A clerk may not open, close" in said(app))


async def test_the_same_operator_goes_on_where_it_was_locked(tmp_path: Path) -> None:
    app = KaoheApp(bureau(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, "李明")
        ballot = await to_ballot(app, pilot)
        await pilot.press(*"501")
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(app.screen, Lock) and bool(app.screen.people))
        assert "何局长" not in seen(app)
        for key in ("q", "escape", "ctrl+q", "ctrl+c", "ctrl+p", "f9"):
            await pilot.press(key)
            assert isinstance(app.screen, Lock)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, Help))
        await pilot.press("ctrl+p")
        assert "an operator's PIN comes first" in said(app)
        await pilot.press("escape", *PEOPLE["李明"][1], "enter")
        await until(pilot, lambda: app.screen is ballot)
        assert ballot._sheet.text == "1"


async def test_another_operator_pauses_the_ballot_and_begins_anew(tmp_path: Path) -> None:
    app = KaoheApp(bureau(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, "李明")
        await to_ballot(app, pilot)
        await pilot.press(*"501", "f9")
        await until(pilot, lambda: isinstance(app.screen, Lock) and bool(app.screen.people))
        await choose(app, pilot, app.screen.people[2].name)  # type: ignore[attr-defined]
        await until(pilot, lambda: isinstance(app.screen, Home))
        assert len(app.screen_stack) == 1
        assert app.room.actor != "李明"
        assert not app.workers._workers or all(w.is_finished for w in app.workers._workers)
        await pilot.press("i")
        await sign_in(app, pilot, "陈静")
        ballot = await to_ballot(app, pilot)
        row = ballot._sheet.rows[0]
        # What was typed and could be a mark is kept; nothing of it can be undone by others.
        assert row.marks == (500, 10)
        await pilot.press("z")
        assert ballot._sheet.rows[0].marks == (500, 10)


async def test_minutes_without_a_key_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(sitting, "monotonic", lambda: now[0])
    monkeypatch.setattr("kaohe_tui.ui.app.base.monotonic", lambda: now[0])
    app = KaoheApp(bureau(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, "陈静")
        now[0] += 599
        app.look()
        assert isinstance(app.screen, Home)
        await pilot.press("down")
        now[0] += 599
        app.look()
        assert isinstance(app.screen, Home)
        now[0] += 1
        app.look()
        await until(pilot, lambda: isinstance(app.screen, Lock))


async def test_keys_typed_at_a_screen_that_locked_by_itself_are_no_tries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first only wakes it, and so do those that follow without a pause; whoever looks then
    types the PIN."""
    now = [1000.0]
    for place in ("app.sitting", "app.base", "screens.access.sign_in"):
        monkeypatch.setattr(f"kaohe_tui.ui.{place}.monotonic", lambda: now[0])
    app = KaoheApp(bureau(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, "陈静")
        now[0] += 600
        app.look()
        await until(pilot, lambda: isinstance(app.screen, Lock) and bool(app.screen.people))
        before = actions(app.path)
        for key in ("t", "enter", "f", "3", "enter", *"2580", "enter", "down", "2", "enter"):
            now[0] += 0.3
            await pilot.press(key)
            assert "It locked by itself" in said(app)
            assert "PIN: _" in seen(app)
        assert actions(app.path) == before
        now[0] += 1
        await pilot.press(*PEOPLE["陈静"][1], "enter")
        await until(pilot, lambda: isinstance(app.screen, Home))


async def test_what_can_be_no_pin_is_no_try(tmp_path: Path) -> None:
    app = KaoheApp(bureau(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SignIn) and bool(app.screen.people))
        before = actions(app.path)
        for keys in ("1", "12", "123", "xy", "w9z"):
            await pilot.press(*keys, "enter")
            assert "has 4 to 12 digits" in said(app) or "Type the PIN first" in said(app)
            assert "PIN: _" in seen(app)
        assert actions(app.path) == before


@pytest.mark.parametrize(("told", "minutes"), [("3", 3), ("0", 0), ("-1", 10), ('"x"', 10)])
def test_the_idle_minutes_are_a_setting(told: str, minutes: int) -> None:
    file = settings.settings_file()
    file.parent.mkdir(parents=True)
    file.write_text(f"idle_minutes = {told}\n", encoding="utf-8")
    found, reports = settings.load()
    assert found.idle_minutes == minutes
    assert bool(reports) == (minutes == 10)
    settings.save(found)
    assert settings.load()[0].idle_minutes == minutes


# -- without operators ---------------------------------------------------------------------------


async def test_without_operators_a_name_is_asked_and_nothing_is_protected(tmp_path: Path) -> None:
    app = KaoheApp(bureau(tmp_path, with_operators=False))
    async with app.run_test(size=SIZE) as pilot:
        await until(
            pilot, lambda: isinstance(app.screen, Home) and "No PIN yet: press Z." in seen(app)
        )
        await pilot.press("f9")
        assert "The screen cannot be locked" in said(app)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press(*"Wang", "enter")
        await until(pilot, lambda: "No PIN protects this database" in seen(app))
        assert seen(app).splitlines()[0].endswith("Wang")
        steps.recuse(app.room, "q1", ("l1", "m1"), "")
        assert app.room.actor == "Wang"


async def test_the_first_operator_closes_the_door(tmp_path: Path) -> None:
    app = KaoheApp(bureau(tmp_path, with_operators=False))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.press("z", "a")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press(*"Chen", "enter")
        await until(pilot, lambda: isinstance(app.screen, AskPin))
        await pilot.press(*"1234", "enter")
        assert "too easy to guess" in said(app)
        assert "PIN: _" in seen(app)
        await pilot.press(*"2580", "enter")
        await until(pilot, lambda: "once more" in seen(app))
        await pilot.press(*"2581", "enter")
        await until(pilot, lambda: "New PIN for Chen" in seen(app))
        assert "The two PINs did not match" in said(app)
        await pilot.press(*"2580", "enter")
        await until(pilot, lambda: "once more" in seen(app))
        await pilot.press(*"2580", "enter")
        await until(pilot, lambda: "Chen is added: host" in said(app))
        assert isinstance(app.screen, Operators)
        await pilot.press("r", "y")
        await until(pilot, lambda: "last host" in said(app))
        await pilot.press("escape")
        assert seen(app).splitlines()[0].endswith("Chen host")
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, SignIn))


async def test_operators_made_elsewhere_bar_the_commands_here(tmp_path: Path) -> None:
    path = bureau(tmp_path, with_operators=False)
    app = KaoheApp(path)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Raters))
        other = enter_room(path)
        operators.add(other, "陈静", *PEOPLE["陈静"])
        other.close()
        await until(pilot, lambda: app.room.keyboard.guarded)
        await until(pilot, lambda: isinstance(app.screen, SignIn))
        assert len(app.screen_stack) == 1


# -- reading only --------------------------------------------------------------------------------


async def test_reading_only_follows_and_changes_nothing(tmp_path: Path) -> None:
    path = bureau(tmp_path)
    path.chmod(0o400)
    tmp_path.chmod(0o500)
    before = path.read_bytes()
    try:
        app = KaoheApp(path, read_only=True)
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, lambda: isinstance(app.screen, Home) and "read-only" in seen(app))
            await pilot.press("r", "enter")
            await until(pilot, lambda: "opened read-only" in said(app))
            await pilot.press("escape", "x")
            assert "opened read-only" in said(app)
            await pilot.press("s")
            assert {each.name for each in tmp_path.iterdir()} >= {path.name}
            assert not list(tmp_path.glob("*-journal"))
    finally:
        tmp_path.chmod(0o700)
    assert path.read_bytes() == before


async def test_reading_only_shows_others_work(tmp_path: Path) -> None:
    path = bureau(tmp_path)
    app = KaoheApp(path, read_only=True)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home))
        other = enter_room(path)
        operators.sign_in(other, "陈静", "2580")
        steps.close_tier(other, "q1", "peer", "early")
        other.close()
        await until(pilot, lambda: "✔ 全员互评" in seen(app))


async def test_reading_only_offers_nothing_where_there_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "no.db"
    path.write_bytes(b"no database")
    app = KaoheApp(path, read_only=True)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.return_code is not None)
    assert app.return_code == 1
