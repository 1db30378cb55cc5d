"""What another program changed: said on the first screen, shown and acknowledged in the record."""

from pathlib import Path

import pytest
from textual.widgets import Static

from kaohe_tui import words
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.ui.app.app import KaoheApp
from kaohe_tui.ui.screens.access.sign_in import SignIn
from kaohe_tui.ui.screens.database.backups import Backups
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.home.home import Home
from kaohe_tui.ui.screens.public.notices import Notices
from kaohe_tui.ui.screens.record.findings import Findings
from kaohe_tui.ui.screens.record.record import RecordScreen
from kaohe_tui.ui.screens.tiers.closing_sheet import ClosingSheet
from tests.services.tampering import Change, force
from tests.ui.meeting_app import SIZE, MeetingApp, said, sample_copy, seen, until
from tests.ui.signing_in import bureau, sign_in

ROLE = "UPDATE participant SET section = 'x' WHERE code = '05'"
PERSON = "UPDATE person SET section = 'x' WHERE code = '05'"
MORE = (
    "UPDATE result SET fingerprint = 'x'",
    "UPDATE tier_step SET key = 'x' WHERE key = 'head'",
    "UPDATE period SET roster_fingerprint = 'x'",
)
SAID = "Changed by a program other than kaohe: rosters of opened periods."


def foreign(path: Path, *statements: str) -> None:
    """What another program does, guards out of the way and put back word for word."""
    assert force(path, Change("", "", tuple((each, ()) for each in statements)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The sample bureau."""
    return sample_copy(tmp_path)


def warning(app: KaoheApp) -> str:
    """What the first screen warns of; empty where it does not."""
    line = app.screen.query_one("#home-foreign", Static)
    return str(line.content) if line.display else ""


async def test_the_first_screen_warns_at_once_and_as_it_happens(path: Path) -> None:
    app = MeetingApp(path, "q2", Home())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert not warning(app)
        foreign(path, ROLE)
        app.look()
        await until(pilot, lambda: SAID in seen(app))
    again = MeetingApp(path, "q2", Home())
    async with again.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: SAID in seen(again))
        # In line with what stands above and below it.
        assert f"\n {SAID}" in seen(again)
        foreign(path, ROLE.replace("'x'", "(SELECT section FROM person WHERE code = '05')"))
        again.look()
        await until(pilot, lambda: not warning(again))


@pytest.mark.parametrize("language", words.LANGUAGES)
async def test_the_warning_is_whole_at_80_columns(path: Path, language: str) -> None:
    """However much was changed: what to do stands at its end."""
    foreign(path, ROLE, PERSON, *MORE)
    app = MeetingApp(path, "q2", Home())
    async with app.run_test(size=SIZE) as pilot:
        words.use_language(language)
        app.refresh_words()
        await until(pilot, lambda: bool(warning(app)))
        await until(pilot, lambda: "".join(warning(app).split()) in "".join(seen(app).split()))
        assert "…" not in warning(app)
        assert "V" in warning(app)


async def test_all_is_shown_and_acknowledged(path: Path) -> None:
    foreign(path, ROLE, PERSON)
    app = MeetingApp(path, "q2", RecordScreen())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, Findings))
        await until(pilot, lambda: "checks failed" in seen(app))
        assert "rosters of opened periods: changed" in seen(app)
        assert "\n 1. " in seen(app)
        assert "the roster: changed" in " ".join(seen(app).split())
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        assert "cannot be undone" in " ".join(seen(app).split())
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Findings))
        assert not verify(app.room).holds
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press(*"by hand", "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm) and "by hand" in seen(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        assert not verify(app.room).holds
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: said(app).startswith("Acknowledged in entry 2"))
        assert isinstance(app.screen, RecordScreen)
        assert verify(app.room).holds


async def test_without_the_duty_it_is_refused(tmp_path: Path) -> None:
    path = bureau(tmp_path)
    foreign(path, "UPDATE person SET section = 'x' WHERE code = 's1'")
    app = KaoheApp(path)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, "陈静")
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, Findings))
        await pilot.press("a")
        await until(pilot, lambda: "纪委" in said(app))
        assert not verify(app.room).holds


async def test_whoever_was_left_alone_signs_in_and_is_warned(tmp_path: Path) -> None:
    path = bureau(tmp_path)
    foreign(path, "UPDATE operator SET duty = 'boss' WHERE name = '陈静'")
    app = KaoheApp(path)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SignIn) and bool(app.screen.people))
        await pilot.press(*"9999", "enter")
        await until(pilot, lambda: "not the PIN" in said(app))
        await sign_in(app, pilot, "纪委")
        await until(pilot, lambda: "Changed by a program other than kaohe: operators." in seen(app))


async def test_nobody_acts_where_the_operators_were_taken_out(tmp_path: Path) -> None:
    path = bureau(tmp_path)
    foreign(path, "DELETE FROM operator")
    app = KaoheApp(path)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home))
        await until(pilot, lambda: "Changed by a program other than kaohe: operators." in seen(app))
        first = app.screen
        app.look()
        await pilot.pause()
        assert app.screen is first
        await pilot.press("u")
        await until(pilot, lambda: "The operators were removed" in said(app))
        assert app.screen is first


async def test_a_copy_says_what_does_not_hold(path: Path) -> None:
    foreign(path, ROLE)
    app = MeetingApp(path, "q2", Backups())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("n")
        await until(pilot, lambda: "The check failed: rosters" in said(app))
        assert "by hand" in seen(app)


async def test_papers_and_notices_wait_for_it(path: Path, tmp_path: Path) -> None:
    foreign(path, "UPDATE result SET body = body || ' '")
    app = MeetingApp(path, "q1", Notices())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "locked result" in said(app))
    sheet = MeetingApp(path, "q1", ClosingSheet("q1", "peer"))
    async with sheet.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("w")
        await until(pilot, lambda: isinstance(sheet.screen, Ask))
        await pilot.press("enter")
        await until(pilot, lambda: "locked result" in said(sheet))
    assert not list(tmp_path.glob("*.html"))
