"""A rater with a code at the keyboard: nothing but the ballot can be reached."""

import functools
from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from kaohe_tui.services.access import operators
from kaohe_tui.services.access.codes import issue
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.ui.app.app import KaoheApp
from kaohe_tui.ui.screens.access.sign_in import Release
from kaohe_tui.ui.screens.ballot.ballot import BallotScreen
from kaohe_tui.ui.screens.ballot.criteria import Criteria
from kaohe_tui.ui.screens.common.help import Help
from kaohe_tui.ui.screens.dialogs.ask import Confirm
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.home.home import Home
from kaohe_tui.ui.screens.raters.handover import Handover
from kaohe_tui.ui.screens.raters.raters import Raters
from kaohe_tui.ui.screens.standings.standings import StandingsScreen
from tests.ui.meeting_app import SIZE, said, seen, until
from tests.ui.signing_in import PEOPLE, actions, bureau, choose, sign_in

Codes = dict[str, str]


@pytest.fixture(autouse=True)
def _no_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Handover, "quiet", 0.01)


def with_codes(folder: Path, *raters: str, with_operators: bool = True) -> tuple[Path, Codes]:
    """The bureau, and codes for some raters of its open tier."""
    path = bureau(folder, with_operators=with_operators)
    room = enter_room(path)
    if with_operators:
        operators.sign_in(room, "陈静", PEOPLE["陈静"][1])
    codes = {rater: issue(room, "q1", "peer", rater)[0].code for rater in raters}
    if with_operators:
        operators.sign_out(room)
    room.close()
    return path, codes


async def to_handover(app: KaoheApp, pilot: Pilot[None]) -> None:
    await pilot.press("r")
    await until(pilot, lambda: isinstance(app.screen, Raters))
    await pilot.press("enter")
    await listening(app, pilot)


async def listening(app: KaoheApp, pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(app.screen, Handover) and app.screen._listening)


async def begin(app: KaoheApp, pilot: Pilot[None], code: str) -> BallotScreen:
    await pilot.press(*code, "enter")
    await until(pilot, lambda: isinstance(app.screen, BallotScreen))
    return cast("BallotScreen", app.screen)


def _shows(app: KaoheApp, kind: type[Screen[Any]]) -> bool:
    return isinstance(app.screen, kind)


async def hand_in(app: KaoheApp, pilot: Pilot[None]) -> None:
    rows = cast("BallotScreen", app.screen)._sheet.rows
    await pilot.press(*["5", "0", "3", "0"] * len(rows), "f10")
    await until(pilot, lambda: isinstance(app.screen, Confirm))
    await pilot.press("y")


async def test_a_part_of_a_code_is_no_try(tmp_path: Path) -> None:
    path, codes = with_codes(tmp_path, "h")
    app = KaoheApp(path)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, "李明")
        await to_handover(app, pilot)
        before = actions(path)
        for keys in ("", "2", "2345", "67"):
            await pilot.press(*keys, "enter")
            assert "A code has 8 characters" in said(app)
        assert actions(path) == before
        await pilot.press(*["backspace"] * 7)
        await begin(app, pilot, codes["h"])


async def test_only_the_code_begins(tmp_path: Path) -> None:
    path, codes = with_codes(tmp_path, "h")
    app = KaoheApp(path)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, "李明")
        await to_handover(app, pilot)
        assert "Type the code on your slip" in seen(app)
        await pilot.press("+", "enter")
        assert isinstance(app.screen, Handover)
        await pilot.press("o")
        assert "No code contains" in said(app)
        await pilot.press(*"22223333", "enter")
        assert "not the code of this ballot" in said(app)
        wide = codes["h"].upper().translate({ord(c): ord(c) + 0xFEE0 for c in "23456789ABCDEFGH"})
        await begin(app, pilot, wide)


async def test_a_code_that_is_made_meanwhile_is_asked_for(tmp_path: Path) -> None:
    # The ballot once opened without it, and marks were kept.
    path = bureau(tmp_path)
    app = KaoheApp(path)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, "陈静")
        await to_handover(app, pilot)
        assert "Press + to begin" in seen(app)
        other = enter_room(path)
        operators.sign_in(other, "陈静", PEOPLE["陈静"][1])
        code = issue(other, "q1", "peer", "h")[0].code
        other.close()
        await pilot.press("+")
        await until(pilot, lambda: "opens only with its rater's code" in said(app))
        assert "Type the code on your slip" in seen(app)
        assert app.rater_sits
        await begin(app, pilot, code)


@pytest.mark.parametrize("key", ["ctrl+p", "ctrl+q", "ctrl+c", "s", "q", "ctrl+backslash"])
async def test_no_key_leads_away(tmp_path: Path, key: str) -> None:
    path, codes = with_codes(tmp_path, "h")
    app = KaoheApp(path)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, "李明")
        await to_handover(app, pilot)
        await pilot.press(key)
        cast("Handover", app.screen)._typed = ""
        ballot = await begin(app, pilot, codes["h"])
        await pilot.press(key)
        assert app.screen is ballot
        for opener, opened in (("f1", Help), ("f2", Criteria), ("/", Find)):
            await pilot.press(opener)
            await until(pilot, functools.partial(_shows, app, opened))
            await pilot.press(key)
            assert _shows(app, opened)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is ballot)
        assert app.is_running
        assert app.return_code is None


async def test_a_rater_sees_no_standings_however_wide_it_is(tmp_path: Path) -> None:
    path, codes = with_codes(tmp_path, "h")
    app = KaoheApp(path)
    async with app.run_test(size=(160, 30)) as pilot:
        await sign_in(app, pilot, "陈静")
        await to_handover(app, pilot)
        ballot = await begin(app, pilot, codes["h"])
        assert not ballot.query_one("#ballot-beside").display
        await pilot.resize_terminal(170, 30)
        await pilot.pause()
        assert not ballot.query_one("#ballot-beside").display
        await pilot.resize_terminal(10, 3)
        await pilot.press("q")
        assert app.return_code is None


async def test_esc_asks_for_the_hosts_pin(tmp_path: Path) -> None:
    path, codes = with_codes(tmp_path, "h")
    app = KaoheApp(path)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, "李明")
        await to_handover(app, pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Release) and bool(app.screen.people))
        # Whoever handed over, and the hosts; nobody else.
        assert [each.name for each in cast("Release", app.screen).people] == ["李明", "陈静"]
        await pilot.press("escape")
        await listening(app, pilot)
        ballot = await begin(app, pilot, codes["h"])
        await pilot.press("5", "0")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Release) and bool(app.screen.people))
        await pilot.press(*"0000", "enter")
        assert "not the PIN" in said(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is ballot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Release) and bool(app.screen.people))
        await choose(app, pilot, "陈静")
        await until(pilot, lambda: isinstance(app.screen, Raters))
        assert app.room.actor == "李明"
        await pilot.press("escape", "s")
        await until(pilot, lambda: isinstance(app.screen, StandingsScreen))


async def test_the_next_rater_with_a_code_follows_and_then_the_host(tmp_path: Path) -> None:
    path, codes = with_codes(tmp_path, "h", "l1")
    app = KaoheApp(path)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, "李明")
        await to_handover(app, pilot)
        await begin(app, pilot, codes["h"])
        await hand_in(app, pilot)
        await listening(app, pilot)
        assert "李副局长" in seen(app)
        await pilot.press(*codes["h"], "enter")
        assert "not the code of this ballot" in said(app)
        await begin(app, pilot, codes["l1"])
        await hand_in(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, Release) and bool(app.screen.people))
        await pilot.press("escape")
        assert "call the host" in said(app)
        await choose(app, pilot, "陈静")
        await until(pilot, lambda: isinstance(app.screen, Raters))
    assert actions(path).count("hand_in") == 2


async def test_a_ballot_that_was_paused_comes_back_without_its_undo(tmp_path: Path) -> None:
    path, codes = with_codes(tmp_path, "h")
    app = KaoheApp(path)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, "陈静")
        await to_handover(app, pilot)
        ballot = await begin(app, pilot, codes["h"])
        await pilot.press(*"5030")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Release) and bool(app.screen.people))
        await choose(app, pilot, "陈静")
        await until(pilot, lambda: isinstance(app.screen, Raters))
        await pilot.press("enter")
        await listening(app, pilot)
        ballot = await begin(app, pilot, codes["h"])
        await pilot.press("u", "u")
        assert ballot._sheet.rows[0].marks == (500, 300)


async def test_nothing_that_was_cut_reaches_the_next_rater(tmp_path: Path) -> None:
    path, _codes = with_codes(tmp_path, "h")
    app = KaoheApp(path)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, "陈静")
        app.copy_to_clipboard("何局长 88")
        await to_handover(app, pilot)
        assert app.clipboard == ""


async def test_without_operators_esc_leads_back_and_the_palette_does_not_open(
    tmp_path: Path,
) -> None:
    path, codes = with_codes(tmp_path, "h", with_operators=False)
    app = KaoheApp(path)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home))
        await to_handover(app, pilot)
        ballot = await begin(app, pilot, codes["h"])
        await pilot.press("ctrl+p")
        assert app.screen is ballot
        assert "Not while a rater" in said(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Raters))
        await pilot.press("down", "enter")
        await listening(app, pilot)
        await pilot.press("+")
        await until(pilot, lambda: isinstance(app.screen, BallotScreen))
        await pilot.press("ctrl+p")
        assert "Leave the ballot first" in said(app)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, StandingsScreen))
