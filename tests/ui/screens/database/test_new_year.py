"""The next thing at the year's end, the new year, older years; by keyboard alone."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kaohe_tui import settings
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.services.public import notices
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import next_thing, steps
from kaohe_tui.services.tiers.next_thing import Do
from kaohe_tui.services.year import grades
from kaohe_tui.ui.app.app import KaoheApp
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.dialogs.files import Files
from kaohe_tui.ui.screens.home.home import Home
from kaohe_tui.ui.screens.public.notices import Notices
from kaohe_tui.ui.screens.standings.standings import StandingsScreen
from kaohe_tui.ui.screens.start.welcome import Welcome
from kaohe_tui.ui.screens.tiers.tier import TierScreen
from kaohe_tui.ui.screens.year.grades import GradesScreen
from tests.bureau import KEYS, key_tier, new_room
from tests.services.graded_year import LATE, ROSTER, graded_scheme, marks
from tests.ui.meeting_app import SIZE, MeetingApp, said, sample_copy, seen, until

PAST = datetime.now() - timedelta(days=30)


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered goes into a folder of the test's own."""
    monkeypatch.setattr(settings, "config_folder", lambda: tmp_path / "config")


def closed(folder: Path, *periods: str) -> Room:
    """A bureau with these periods closed some weeks ago, and the clock still there: in each, s2
    and s3 are tied for a place."""
    room = Room(new_room(folder, graded_scheme(), ROSTER).database, clock=lambda: PAST)
    for key in periods:
        for tier in KEYS:
            steps.open_tier(room, key, tier)
            key_tier(room, key, tier, lambda code: marks("q1", code))
            steps.close_tier(room, key, tier)
    return room


def settle(room: Room, key: str) -> None:
    """Decide the tie; the notice ended some weeks ago."""
    grades.decide(room, key, "s2", "优秀", "集体研究")
    grades.decide(room, key, "s3", "称职")
    notices.post(room, key, PAST.date(), "")


async def test_enter_leads_from_the_tie_to_the_notice(tmp_path: Path) -> None:
    room = closed(tmp_path, "q1")
    room.close()
    app = MeetingApp(room.database.path, "q1", Home())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "▶ 第一季度小评: 2 grades wait for the group" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, GradesScreen))
        for keys in (("down", "enter"), ("down", "down", "enter")):
            await until(pilot, lambda: "▶" in seen(app))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Choose))
            await pilot.press(*keys)
            await until(pilot, lambda: isinstance(app.screen, Ask | Confirm))
            if isinstance(app.screen, Ask):
                await pilot.press("1", "enter")
                await until(pilot, lambda: isinstance(app.screen, Confirm))
            await pilot.press("y")
            await until(pilot, lambda: "is decided" in said(app))
            await pilot.press("down")
        await pilot.press("escape")
        await until(pilot, lambda: "▶ Post the notice of 第一季度小评." in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Notices))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "Notice no. 1 runs until" in said(app))
        await pilot.press("escape")
        await until(pilot, lambda: "notice no. 1 runs until" in seen(app))


async def test_the_next_period_begins_with_its_roster(tmp_path: Path) -> None:
    room = closed(tmp_path, "q1")
    settle(room, "q1")
    room.close()
    (tmp_path / "later.csv").write_text(ROSTER + LATE, encoding="utf-8")
    app = MeetingApp(room.database.path, "q1", Home())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "▶ Begin 第二季度小评: check its roster" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        assert "9 people; since" in seen(app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Files))
        await pilot.press(*"later", "enter")
        await until(pilot, lambda: "Nothing is in doubt. Y takes it" in seen(app))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "joined: 晚来, 新人" in seen(app)
        await pilot.press("y")
        await until(pilot, lambda: "11 people; since" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TierScreen))
        assert app.period == "q2"


async def test_its_roster_is_asked_for_after_a_restart_too(tmp_path: Path) -> None:
    """At the start the waiting period is in view: its first tier is not opened at once."""
    room = closed(tmp_path, "q1")
    settle(room, "q1")
    room.close()
    app = KaoheApp(room.database.path)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "▶ Begin 第二季度小评: check its roster" in seen(app))
        assert app.period == "q2"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        assert "9 people; since" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TierScreen))


@pytest.mark.parametrize("usual", [True, False])
async def test_at_the_years_end_the_new_year_begins(tmp_path: Path, usual: bool) -> None:
    """What was named on the line, or the sample, leads no other start."""
    room = closed(tmp_path, "q1", "q2", "annual")
    for key in ("q1", "q2", "annual", YEAR):
        settle(room, key)
    assert next_thing.step(Room(room.database)).do is Do.NEW_YEAR
    room.close()
    path = room.database.path
    if usual:
        settings.save(replace(settings.load()[0], database=str(path)))
    now_opened = str(tmp_path / "kaohe-2027.db") if usual else None
    app = KaoheApp(path)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "▶ The year is complete: begin the new one." in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "kaohe-2027.db" in "".join(seen(app).split())
        assert ("kaohe opens it from now on" in seen(app)) is usual
        await pilot.press("y")
        await until(pilot, lambda: "2027 is begun" in seen(app))
        assert app.path.name == "kaohe-2027.db"
        listed = "kaohe years" + ("" if usual else f" --db {tmp_path / 'kaohe-2027.db'}")
        for whole in (str(tmp_path / "kaohe-2027.db"), str(path), "K opens the old year", listed):
            assert "".join(whole.split()) in "".join(seen(app).split())
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Home) and "▶ Open 全员互评" in seen(app))
        assert settings.load()[0].database == now_opened
        # And back to the old one, to read in it.
        await pilot.press("k")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        # The first answer begins a year: it is not asked which one to open.
        assert "What next?" in seen(app)
        assert "Which year?" not in seen(app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: "2026  县统计局" in seen(app))
        assert "Which year?" in seen(app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Only to read in it" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Opened read-only" in seen(app))
        # Chosen, so nothing was refused.
        await pilot.pause()
        assert not said(app)
        assert "✗" not in "\n".join(x for x in seen(app).splitlines() if "read-only" in x)
        assert app.path.name == "kaohe.db"
        # Nothing was refused: it was opened as it was asked for.
        await pilot.pause()
        assert said(app) == ""
        assert "▶ Look at the standings." in seen(app)
        assert settings.load()[0].database == now_opened


async def test_whoever_only_reads_is_led_to_the_standings(tmp_path: Path) -> None:
    app = MeetingApp(sample_copy(tmp_path), "q2", Home(), read_only=True)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "▶ Look at the standings." in seen(app))
        assert "still to come" not in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, StandingsScreen))


async def test_the_welcome_makes_a_new_year_from_an_older_one(tmp_path: Path) -> None:
    closed(tmp_path, "q1").close()
    (tmp_path / "kaohe.db").rename(tmp_path / "2026.db")
    app = KaoheApp(tmp_path / "kaohe.db")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        await pilot.press("6")
        await until(pilot, lambda: isinstance(app.screen, Choose) and "2 grades wait" in seen(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        await pilot.press("5")
        await until(pilot, lambda: isinstance(app.screen, Files) and "2026.db" in seen(app))
        await pilot.press(*"2026", "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "2027 is begun" in seen(app))
        assert str(tmp_path / "2026.db") in "".join(seen(app).split())
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Home))
        assert app.room.rules()[0].year == 2027


async def test_the_sample_of_the_welcome_tells_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAOHE_STARTED_AS", "python3 run.py kaohe")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    app = KaoheApp(tmp_path / "kaohe.db")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, Home))
        path = app.path
        told = "".join(str(each) for each in app._exit_renderables)
    assert f"python3 run.py kaohe --db {path}" in told
