"""The first screen where kaohe never ran, and the choice of files."""

import stat
import tempfile
import threading
from datetime import date
from pathlib import Path

import pytest

from kaohe_tui.resources import shipped
from kaohe_tui.services.counting import overview
from kaohe_tui.ui.app.app import KaoheApp
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.files import Files
from kaohe_tui.ui.screens.home.home import Home
from kaohe_tui.ui.screens.start import welcome
from kaohe_tui.ui.screens.start.welcome import Welcome
from tests.ui.meeting_app import SIZE, said, sample_copy, seen, until


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program is started in, and where scratch copies go."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return folder


async def test_the_sample_opens_in_a_folder_of_its_own(tmp_path: Path) -> None:
    """Readable by its owner alone; nothing is made where the database would be."""
    wanted = tmp_path / "data" / "kaohe.db"
    app = KaoheApp(wanted)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        assert "There is no database yet at" in seen(app)
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, Home))
        assert app.period == "annual"
        assert stat.S_IMODE(app.path.parent.stat().st_mode) == 0o700
        assert not wanted.exists()


async def test_a_year_is_started_from_templates(tmp_path: Path, here: Path) -> None:
    """Templates into the folder offered, then the two files by Enter, and Y."""
    wanted = tmp_path / "data" / "kaohe.db"
    app = KaoheApp(wanted)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        await pilot.press("3")
        await until(pilot, lambda: "For what kind of unit?" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "In which form?" in seen(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "Written:" in seen(app))
        folder = here / f"kaohe-{date.today().year}"
        assert (folder / "scheme.toml").exists()
        assert (folder / "roster.csv").exists()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Files) and "▶ scheme.toml" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Files) and "▶ roster.csv" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Nothing is in doubt. Y takes it" in seen(app))
        assert not wanted.exists()
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Home))
        assert app.path == wanted
        assert overview.current_period(app.room) == "q1"


async def test_templates_that_are_there_are_left_alone(tmp_path: Path, here: Path) -> None:
    """The whole refusal stands on the screen."""
    folder = here / f"kaohe-{date.today().year}"
    folder.mkdir()
    (folder / "scheme.toml").write_text("mine")
    app = KaoheApp(tmp_path / "kaohe.db")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        await pilot.press("3")
        await until(pilot, lambda: "For what kind of unit?" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "In which form?" in seen(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "it was left as it is" in " ".join(seen(app).split()))
        assert (folder / "scheme.toml").read_text() == "mine"
        assert not (folder / "roster.csv").exists()


async def test_a_bad_scheme_is_refused_in_place(tmp_path: Path, here: Path) -> None:
    """Before the roster is asked for; the sentence names the file; one may choose again."""
    (here / "bad.toml").write_text("name = [")
    (here / "roster.csv").write_bytes((shipped("sample_data") / "roster.csv").read_bytes())
    wanted = tmp_path / "data" / "kaohe.db"
    app = KaoheApp(wanted)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        await pilot.press("2")
        await until(pilot, lambda: "▶ bad.toml" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: said(app).startswith("✗ bad.toml"))
        assert isinstance(app.screen, Files)
        assert not wanted.exists()
        (here / "bad.toml").write_bytes((shipped("sample_data") / "scheme.toml").read_bytes())
        (here / "roster.csv").write_text("code,name\n")
        await pilot.press("enter")
        await until(pilot, lambda: "roster?" in seen(app) and "▶ roster.csv" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: " ✗ roster.csv" in seen(app))
        assert not wanted.exists()
        (here / "roster.csv").write_bytes((shipped("sample_data") / "roster.csv").read_bytes())
        await pilot.press("r")
        await until(pilot, lambda: "Nothing is in doubt. Y takes it" in seen(app))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Home))


async def test_a_roster_is_read_in_the_words_of_the_scheme_chosen(
    tmp_path: Path, here: Path
) -> None:
    own = '\n[roles]\nstaff = "职工"\n'
    sample = shipped("sample_data")
    scheme = (sample / "scheme.toml").read_text(encoding="utf-8") + own
    (here / "scheme.toml").write_text(scheme, encoding="utf-8")
    roster = (sample / "roster.csv").read_text(encoding="utf-8").replace("一般人员", "职工")
    (here / "roster.csv").write_text(roster, encoding="utf-8")
    app = KaoheApp(tmp_path / "data" / "kaohe.db")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        await pilot.press("2")
        await until(pilot, lambda: "▶ scheme.toml" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "roster?" in seen(app) and "▶ roster.csv" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Y takes it" in seen(app) or "✗" in seen(app))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Home))


async def test_a_file_that_is_no_database_is_said_and_kept(tmp_path: Path) -> None:
    """What was wrong stands on top; a new year asks for another name."""
    wanted = tmp_path / "kaohe.db"
    wanted.write_text("no database")
    sample = shipped("sample_data")
    app = KaoheApp(wanted)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        # A long path is wrapped as the width asks.
        assert f"✗{wanted}" in "".join(seen(app).split())
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.screen, Files))
        await pilot.press(*f"{sample}/", *"scheme.toml", "enter")
        await until(pilot, lambda: isinstance(app.screen, Files) and "roster?" in seen(app))
        await pilot.press(*"roster", "enter")
        await until(pilot, lambda: "Nothing is in doubt. Y takes it" in seen(app))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("1", "enter")
        await until(pilot, lambda: isinstance(app.screen, Home))
        assert app.path == tmp_path / "kaohe-2.db"
        assert wanted.read_text() == "no database"


async def test_another_database_is_found_by_typing_its_path(tmp_path: Path) -> None:
    """A path typed ends in its folder; its name narrows the list."""
    other = sample_copy(tmp_path)
    app = KaoheApp(tmp_path / "none.db")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        await pilot.press("4")
        await until(pilot, lambda: isinstance(app.screen, Files))
        await pilot.press(*f"{tmp_path}/", *"meet", "enter")
        await until(pilot, lambda: isinstance(app.screen, Home))
        assert app.path == other


async def test_files_are_walked_through_by_keys(tmp_path: Path, here: Path) -> None:
    """Only fitting files; Backspace takes back, then goes up; odd names do no harm."""
    (here / "in").mkdir()
    (here / "in" / "a[b.db").write_text("")
    (here / "in" / "b\x1b[2J.db").write_text("")
    (here / "in" / "c.txt").write_text("")
    app = KaoheApp(tmp_path / "none.db")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        await pilot.press("4")
        await until(pilot, lambda: "▶ in/" in seen(app))
        assert "no fitting file here" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: "▶ a[b.db" in seen(app))
        assert "b?[2J.db" in seen(app)
        assert "c.txt" not in seen(app)
        await pilot.press("x", "x")
        await until(pilot, lambda: "xx_" in seen(app))
        assert "a[b.db" not in seen(app)
        assert "../" not in seen(app)
        await pilot.press("enter")
        assert "There is no such name" in said(app)
        assert f"{here.name}/in" in seen(app)
        await pilot.press("backspace", "backspace")
        await until(pilot, lambda: "a[b.db" in seen(app))
        await pilot.press("backspace")
        await until(pilot, lambda: "▶ in/" in seen(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        assert "There is no database yet" in seen(app)


async def test_one_may_leave_while_the_sample_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing else can be chosen meanwhile; Q ends the program without a fault."""
    go_on = threading.Event()

    def wait(path: Path, *, demo: bool) -> None:
        go_on.wait(timeout=20)

    monkeypatch.setattr(welcome, "open_room", wait)
    app = KaoheApp(tmp_path / "none.db")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        await pilot.press("1")
        await until(pilot, lambda: "Making the sample bureau" in seen(app))
        await pilot.press("4")
        assert "This takes a moment" in said(app)
        await pilot.press("q")
        go_on.set()
    assert app.return_code == 0


async def test_a_missing_database_of_which_something_was_kept_is_not_begun_anew(
    tmp_path: Path,
) -> None:
    """A restore that was cut off must not lead to an empty year."""
    path = sample_copy(tmp_path)
    kept = path.with_name(f"{path.stem}.replaced-20260302-120000.db")
    path.rename(kept)
    app = KaoheApp(path)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        told = "".join(seen(app).split())
        assert f"kaoherestore{kept}--db{path}" in told
        assert "Thereisnodatabaseyet" not in told
