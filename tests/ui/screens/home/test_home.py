"""The first screen: where the meeting stands, the next thing, and what does not end it."""

import threading
from pathlib import Path

import pytest
from textual.widgets import Static

from kaohe_tui import words
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.integrity import foreign
from kaohe_tui.services.room.room import Room
from kaohe_tui.ui.app.app import KaoheApp
from kaohe_tui.ui.screens.home.home import Home
from kaohe_tui.ui.screens.raters.raters import Raters
from tests.bureau import new_room, scheme_text
from tests.ui.meeting_app import SIZE, MeetingApp, said, sample_copy, seen, until
from tests.ui.signing_in import bureau, sign_in


async def test_it_tells_the_next_thing_and_who_owes(tmp_path: Path) -> None:
    app = MeetingApp(sample_copy(tmp_path), "q2", Home())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "3 to go" in seen(app))
        assert "宋长河 (投资贸易科) 12/24" in seen(app)
        assert "staff · 24 people" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Raters))


@pytest.mark.parametrize(
    ("name", "title"), [("考核方案", "2026  考核方案"), ("2026年考核方案", "2026年考核方案")]
)
async def test_it_tells_the_year_once(tmp_path: Path, name: str, title: str) -> None:
    """Two windows on two years can be told apart, whatever the schemes are called."""
    room = new_room(tmp_path, scheme_text().replace("县统计局绩效考核方案", name))
    room.close()
    app = MeetingApp(room.database.path, "q1", Home())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Open" in seen(app))
        assert seen(app).splitlines()[0].split("   ")[0].strip() == title


async def test_a_file_that_cannot_be_read_for_a_moment_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look at other programs' work runs by a timer: nobody pressed a key."""
    app = MeetingApp(sample_copy(tmp_path), "q2", Home())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "to go" in seen(app))

        def locked(_room: Room) -> bool:
            raise Refusal("database-busy", "the file is locked")

        monkeypatch.setattr(Room, "refresh", locked)
        await until(pilot, lambda: "the file is locked" in said(app))
        monkeypatch.undo()
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Raters))


async def test_what_is_found_when_the_screen_is_gone_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever leaves while it is looked for what another program changed sees no fault."""
    looked = threading.Event()

    def slow(_room: Room, *, beside: bool) -> list[str]:
        assert beside
        assert looked.wait(30)
        return []

    monkeypatch.setattr(foreign, "is_known_to_fit", lambda _room: False)
    monkeypatch.setattr(foreign, "found", slow)
    app = MeetingApp(sample_copy(tmp_path), "q2", Home())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "to go" in seen(app))
        await app.screen.remove_children()
        looked.set()
        await app.workers.wait_for_complete()


async def test_it_changes_its_language_whole(tmp_path: Path) -> None:
    app = MeetingApp(sample_copy(tmp_path), "q2", Home())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "to go" in seen(app))
        words.use_language("zh_CN")
        app.refresh_words()
        await until(pilot, lambda: "还有 3 张评分表" in seen(app))
        assert "实时排名" in seen(app)
        assert "ballots" not in seen(app)


async def test_what_another_program_handed_in_shows_after_a_mark_of_our_own(
    tmp_path: Path,
) -> None:
    """Keying a mark notices the other's work first: the timer's look then finds nothing new."""
    path = sample_copy(tmp_path)
    app = MeetingApp(path, "q2", Home())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "to go" in seen(app))
        before = app.board.standings
        other = enter_room(path)
        ballot = OpenBallot(other, "q2", "middle", "29")
        for digit in "3614131415":
            ballot.sheet.key(digit)
        ballot.hand_in()
        other.close()
        OpenBallot(app.room, "q2", "middle", "33").mark("06", 0, 300)
        await until(pilot, lambda: app.board.standings != before)


async def test_ctrl_c_names_the_key_that_leaves_from_here(tmp_path: Path) -> None:
    """Esc is named where it leads towards the first screen, not on it."""
    app = MeetingApp(sample_copy(tmp_path), "q2", Home())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "to go" in seen(app))
        await pilot.press("ctrl+c")
        await until(pilot, lambda: said(app) == "To quit kaohe: press Q.")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Raters))
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "Esc up to the first screen, then Q" in said(app))


async def test_the_menu_says_whole_to_whom_to_turn(tmp_path: Path) -> None:
    """At 80 columns the sentence was cut off at the names of the duties."""
    app = KaoheApp(bureau(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, "看客")
        await pilot.press("m")
        await until(pilot, lambda: "Around the meeting" in seen(app))
        await pilot.press(*["down"] * 10)
        await until(pilot, lambda: "▶ O  Objections" in seen(app))
        barred = app.screen.query_one("#menu-note", Static)
        told = " ".join(str(barred.render()).split())
        assert told.endswith("supervisor.")
        assert told in " ".join(seen(app).replace("│", " ").split())
        # The last line of the list, and the way back, are in view.
        assert "K  Years" in seen(app)
        assert "Esc Back" in seen(app)


async def test_no_column_of_moves_stands_empty(tmp_path: Path) -> None:
    app = MeetingApp(sample_copy(tmp_path), "q2", Home())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "96.32" in seen(app))
        assert "↑↓" not in seen(app)
