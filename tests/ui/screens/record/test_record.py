"""The record on the screen, by keyboard alone."""

from pathlib import Path

import pytest

from kaohe_tui.domain.record.events import Unknown
from kaohe_tui.services.ballots import open_ballot
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.seals import chain
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.record.entry import RecordEntry
from kaohe_tui.ui.screens.record.record import RecordScreen
from kaohe_tui.ui.screens.record.replay import ReplayScreen
from tests.bureau import key_ballot, new_room, raters, scheme_text
from tests.ui.meeting_app import SIZE, MeetingApp, said, seen, until


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The bureau of eight after its first tier, one ballot given back and keyed otherwise."""
    room = new_room(tmp_path, scheme_text(reveal="ballot"))
    steps.open_tier(room, "q1", "peer")
    for rater in raters(room, "q1", "peer"):
        key_ballot(room, ("q1", "peer", rater), lambda code: (50, 30 if code == "s1" else 29))
    open_ballot.give_back(room, "q1", "peer", "s2", "填错[/]")
    key_ballot(room, ("q1", "peer", "s2"), lambda code: (0, 0) if code == "s1" else None)
    steps.close_tier(room, "q1", "peer", "到时间")
    room.close()
    return room.database.path


def row(app: MeetingApp) -> str:
    """The line of 单雄 in the standings."""
    return next(line for line in seen(app).splitlines() if "单雄" in line)


async def test_the_newest_stand_first_and_are_filtered_by_keys(path: Path) -> None:
    app = MeetingApp(path, "q1", RecordScreen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "The record: 21 entries" in seen(app))
        assert "closed 全员互评 of q1 小评" in seen(app)
        assert "took" not in seen(app)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, Find))
        await pilot.press("s", "2", "enter")
        await until(pilot, lambda: "about 孙红 (s2)" in seen(app))
        assert "The record: 10 entries of 21" in seen(app)
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "The record: 0 entries of 21" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "No entry matches" in said(app))
        await pilot.press("c")
        await until(pilot, lambda: "The record: 21 entries" in seen(app))
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press(*"填错[/", "enter")
        await until(pilot, lambda: "with “填错[/”" in seen(app))
        assert "The record: 1 entry of 21" in seen(app)
        await pilot.press("c", "d")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("end", "down", "down", "down", "enter")
        await until(pilot, lambda: "the year" in seen(app))
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "done by" in seen(app))


async def test_an_entry_is_opened_whole_and_its_neighbours_too(path: Path) -> None:
    app = MeetingApp(path, "q1", RecordScreen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "21 entries" in seen(app))
        await pilot.press(*["down"] * 9, "enter")
        await until(pilot, lambda: isinstance(app.screen, RecordEntry))
        await until(pilot, lambda: "Entry 12 of 21" in seen(app))
        assert "gave the ballot of 孙红 (s2) in 全员互评 of q1 小评 back" in seen(app)
        assert "reason: 填错[/]" in seen(app)
        assert "单雄 (s1)  50 30" in seen(app)
        await pilot.press("right", "left", "left")
        await until(pilot, lambda: "Entry 13 of 21" in seen(app))
        await pilot.press(*["left"] * 9)
        await until(pilot, lambda: "This is the newest entry." in said(app))
        await pilot.press("escape")
        await until(pilot, lambda: "▶ 21 " in seen(app))


async def test_the_standings_as_they_stood_and_to_and_fro(path: Path) -> None:
    app = MeetingApp(path, "q1", RecordScreen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "21 entries" in seen(app))
        await pilot.press(*["down"] * 9, "s")
        await until(pilot, lambda: isinstance(app.screen, ReplayScreen))
        await until(pilot, lambda: "as of entry 12" in seen(app) and "not now" in seen(app))
        assert "80.00" in row(app)
        await pilot.press("right")
        await until(pilot, lambda: "as of entry 20" in seen(app))
        assert "▶ 3" in row(app)
        assert "↓2" in row(app)
        await pilot.press("right")
        await until(pilot, lambda: "No later entry" in said(app))
        await pilot.press("left", "left")
        await until(pilot, lambda: "as of entry 11" in seen(app))
        await pilot.press("c")
        await until(pilot, lambda: "middle manager" in seen(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))


async def test_what_others_do_is_followed_and_the_cursor_stays(path: Path) -> None:
    app = MeetingApp(path, "q1", RecordScreen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "21 entries" in seen(app))
        await pilot.press("down")
        await until(pilot, lambda: "▶ 20 " in seen(app))
        other = enter_room(path)
        steps.reopen_tier(other, "q1", "peer", "漏了")
        other.close()
        await until(pilot, lambda: "22 entries" in seen(app))
        assert "▶ 20 " in seen(app)
        assert "reopened 全员互评" in seen(app)


async def test_a_wide_terminal_shows_the_entry_beside_the_list(path: Path) -> None:
    app = MeetingApp(path, "q1", RecordScreen())
    async with app.run_test(size=(140, 40)) as pilot:
        await until(pilot, lambda: "21 entries" in seen(app))
        await until(pilot, lambda: "Seals" in seen(app))
        await pilot.press(*["down"] * 9)
        await until(pilot, lambda: "The ballot of 孙红 (s2) said:" in seen(app))
        await pilot.resize_terminal(*SIZE)
        await until(pilot, lambda: "said:" not in seen(app))


async def test_a_hundred_pages_away_costs_one_window(path: Path) -> None:
    room = enter_room(path)
    with room.database.writing() as tx:
        for _number in range(3000):
            chain.add(
                tx, room.now(), "[@click=app.quit]", Unknown(stored="fly_away", subject="[red]")
            )
    room.close()
    screen = RecordScreen()
    app = MeetingApp(path, "q1", screen)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "3021 entries" in seen(app))
        assert "[@click" in seen(app)
        await pilot.press("end")
        await until(pilot, lambda: "▶    1 " in seen(app))
        await pilot.press("pageup")
        await until(pilot, lambda: "▶    1 " not in seen(app))
        await pilot.press("home")
        await until(pilot, lambda: "▶ 3021 " in seen(app))
        assert len(screen.pages.window[2]) < SIZE[1]
        await pilot.press("enter")
        await until(pilot, lambda: "[@click=app.quit] fly_away [red]" in seen(app))


async def test_the_other_language_keeps_the_place(path: Path) -> None:
    app = MeetingApp(path, "q1", RecordScreen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "21 entries" in seen(app))
        await pilot.press("down", "down")
        app.screen.refresh_words()  # type: ignore[attr-defined]
        await until(pilot, lambda: "▶ 19 " in seen(app))


async def test_the_record_is_verified_by_a_key(path: Path) -> None:
    app = MeetingApp(path, "q1", RecordScreen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "The record: 21 entries" in seen(app))
        await pilot.press("v")
        await until(pilot, lambda: "The record is intact: 21 entries" in said(app))
        with app.room.database.writing() as tx:
            tx.exec_driver_sql("UPDATE tier_step SET state = 'open' WHERE state = 'closed'")
        await pilot.press("v")
        await until(
            pilot, lambda: "states of tiers: changed by a program other than kaohe" in seen(app)
        )
