"""The work of other programs on the same file is taken over beside the keys."""

import threading
from pathlib import Path

import pytest
from textual.screen import Screen

from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.app import app as app_module
from kaohe_tui.ui.screens.ballot.ballot import BallotScreen
from kaohe_tui.ui.screens.raters.raters import Raters
from tests.bureau import key_ballot, new_room, scheme_text
from tests.ui.meeting_app import MeetingApp, seen, until

WIDE = (140, 30)


def _opened(folder: Path) -> Path:
    room = new_room(folder, scheme_text(reveal="row"))
    steps.open_tier(room, "q1", "peer")
    room.close()
    return folder / "kaohe.db"


def _elsewhere(path: Path, rater: str, marks: tuple[int, int]) -> None:
    """Another program keys a whole ballot."""
    other = enter_room(path)
    key_ballot(other, ("q1", "peer", rater), lambda _ratee: marks)
    other.close()


def _held_up(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Hold the counting up once it is done: (set when it is, to be set to let it go on)."""
    reading, go_on = threading.Event(), threading.Event()
    anew = app_module._read_anew

    def slowly(room: Room, before: Board) -> tuple[Room, Board]:
        read = anew(room, before)
        reading.set()
        assert go_on.wait(timeout=20)
        return read

    monkeypatch.setattr(app_module, "_read_anew", slowly)
    return reading, go_on


async def test_keys_go_on_while_everybody_is_counted_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a mark that is keyed meanwhile is in the standings that come of it."""
    path = _opened(tmp_path)
    reading, go_on = _held_up(monkeypatch)
    app = MeetingApp(path, "q1", Screen())
    async with app.run_test(size=WIDE) as pilot:
        ballot = OpenBallot(app.room, "q1", "peer", "s1")
        await app.push_screen(BallotScreen(ballot))
        await until(pilot, lambda: "Live standings" in seen(app))
        _elsewhere(path, "s2", (50, 30))
        await until(pilot, reading.is_set)
        await pilot.press(*"6040")
        await until(pilot, lambda: "rated 1/6" in seen(app))
        first = ballot.sheet.rows[0].ratee.code
        assert app.board.standings.row(first).review.tiers[0].ratings == 1
        go_on.set()
        # (50 + 30) of the other program's, 100 of ours.
        await until(pilot, lambda: app.board.standings.row(first).review.score == 90)
        assert app.board.standings == Board(app.room, "q1").standings
        await until(pilot, lambda: "90.00" in seen(app))


async def test_the_raters_show_what_was_keyed_elsewhere(tmp_path: Path) -> None:
    path = _opened(tmp_path)
    app = MeetingApp(path, "q1", Raters("peer"))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "0 of 8 ballots in" in seen(app))
        await pilot.press("down", "down")
        _elsewhere(path, "h", (50, 30))
        await until(pilot, lambda: "1 of 8 ballots in" in seen(app))
        assert "▶ · l2" in seen(app)


async def test_a_step_taken_meanwhile_is_not_undone_by_what_was_read_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _opened(tmp_path)
    reading, go_on = _held_up(monkeypatch)
    app = MeetingApp(path, "q1", Raters("peer"))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "0 of 8 ballots in" in seen(app))
        assert not app.board.standings.has_scores
        _elsewhere(path, "h", (50, 30))
        await until(pilot, reading.is_set)
        key_ballot(app.room, ("q1", "peer", "l1"), lambda _ratee: (60, 40))
        app.renew()
        wanted = app.board.standings
        go_on.set()
        await until(pilot, lambda: not app._is_following)
        assert app.board.standings == wanted
        assert app.board.standings.row("s1").review.score == 90


async def test_a_look_while_the_app_ends_does_nothing(tmp_path: Path) -> None:
    """The screens are gone before the timer stops."""
    app = MeetingApp(_opened(tmp_path), "q1", Screen())
    async with app.run_test(size=WIDE):
        room = app.room
    assert not app.screen_stack
    app._room = room
    app.look()


async def test_a_screen_that_is_not_made_up_yet_is_left_to_read_by_itself(tmp_path: Path) -> None:
    """Another program's work comes in between opening a screen and its first line."""
    app = MeetingApp(_opened(tmp_path), "q1", Screen())
    async with app.run_test(size=WIDE) as pilot:
        app.push_screen(Raters("peer"))
        assert isinstance(app.screen, Raters)
        app._show_others_work()
        await until(pilot, lambda: "单雄" in seen(app))
