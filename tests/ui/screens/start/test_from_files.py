"""A new year from a table as an office keeps it: the scheme first, then the people."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.resources import shipped
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.ui.app.app import KaoheApp
from kaohe_tui.ui.screens.dialogs.files import TABLES, Files
from kaohe_tui.ui.screens.dialogs.sentences import Sentences
from kaohe_tui.ui.screens.home.home import Home
from kaohe_tui.ui.screens.start.welcome import Welcome
from kaohe_tui.ui.screens.tables.answers import Answers
from kaohe_tui.ui.screens.tables.preview import Preview
from tests.ui.meeting_app import SIZE, said, seen, until
from tests.ui.screens.tables.test_preview import PEOPLE

SCHEME = (shipped("sample_data") / "scheme.toml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program is started in, with a scheme and a table of people."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "scheme.toml").write_text(SCHEME, encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return folder


async def to_the_roster(app: KaoheApp, pilot: Pilot[None]) -> None:
    """Choose the scheme."""
    await until(pilot, lambda: isinstance(app.screen, Welcome))
    await pilot.press("2")
    await until(pilot, lambda: "▶ scheme.toml" in seen(app))
    await pilot.press("enter")
    await until(pilot, lambda: "▶ people.csv" in seen(app))


async def to_the_preview(app: KaoheApp, pilot: Pilot[None]) -> None:
    """Choose the table of people."""
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, Preview) and "5 questions" in seen(app))


async def answered(app: KaoheApp, pilot: Pilot[None]) -> None:
    """Say that a 联络人 is staff."""
    await pilot.press("5")
    await until(pilot, lambda: isinstance(app.screen, Answers))
    await pilot.press("1")
    await until(pilot, lambda: "5 questions. A digit" in seen(app))


async def test_the_words_for_roles_go_into_a_copy_of_the_scheme(tmp_path: Path, here: Path) -> None:
    """Its path is told; with it nobody is asked again."""
    app = KaoheApp(tmp_path / "data" / "kaohe.db")
    async with app.run_test(size=SIZE) as pilot:
        await to_the_roster(app, pilot)
        await to_the_preview(app, pilot)
        await answered(app, pilot)
        assert not app.path.exists()
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Sentences))
        assert str(here / "scheme-2.toml") in "".join(seen(app).split())
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Home))
        assert [each.role.value for each in app.room.roster()] == [
            "head", "leader", "middle", "staff", "staff",
        ]  # fmt: skip
        assert verify(app.room).holds
        words = app.room.rules()[0].role_words
        assert words == read_scheme(here / "scheme-2.toml")[0].role_words
        assert (here / "scheme.toml").read_text(encoding="utf-8") == SCHEME


async def test_esc_leads_back_by_one_question_and_keeps_the_answers(tmp_path: Path) -> None:
    app = KaoheApp(tmp_path / "data" / "kaohe.db")
    async with app.run_test(size=SIZE) as pilot:
        await to_the_roster(app, pilot)
        await to_the_preview(app, pilot)
        await answered(app, pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Files) and "roster?" in seen(app))
        await to_the_preview(app, pilot)
        assert "→ staff (answered)" in seen(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Files) and "roster?" in seen(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Files) and "scheme?" in seen(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Welcome))
    assert not app.path.exists()


async def test_a_fault_of_the_scheme_is_told_before_the_roster_is_asked_for(
    tmp_path: Path, here: Path
) -> None:
    """Then the scheme alone is chosen again."""
    broken = SCHEME.replace("weight = 40", "weight = 4o", 1)
    (here / "scheme.toml").write_text(broken, encoding="utf-8")
    app = KaoheApp(tmp_path / "data" / "kaohe.db")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        await pilot.press("2")
        await until(pilot, lambda: "▶ scheme.toml" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: said(app).startswith("✗ scheme.toml"))
        assert "scheme?" in seen(app)
        (here / "scheme.toml").write_text(SCHEME, encoding="utf-8")
        await pilot.press("enter")
        await until(pilot, lambda: "▶ people.csv" in seen(app))


async def test_a_file_that_was_changed_after_it_was_shown_is_not_taken(
    tmp_path: Path, here: Path
) -> None:
    app = KaoheApp(tmp_path / "data" / "kaohe.db")
    async with app.run_test(size=SIZE) as pilot:
        await to_the_roster(app, pilot)
        await to_the_preview(app, pilot)
        await answered(app, pilot)
        (here / "people.csv").write_text(PEOPLE.replace("单雄", "别人"), encoding="utf-8")
        await pilot.press("y")
        await until(pilot, lambda: "The file was changed after it was shown" in seen(app))
        assert isinstance(app.screen, Welcome)
    assert not app.path.exists()
    assert not (here / "scheme-2.toml").exists()


async def test_every_kind_of_table_is_offered(tmp_path: Path, here: Path) -> None:
    for ending in (".xlsx", ".xls", ".et", ".ods", ".csv", ".txt", ".docx"):
        assert ending in TABLES
        (here / f"b{ending}").touch()
    (here / "b.pdf").touch()
    app = KaoheApp(tmp_path / "data" / "kaohe.db")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        await pilot.press("2")
        await until(pilot, lambda: "scheme.toml" in seen(app))
        await pilot.press(*"scheme")
        await until(pilot, lambda: "▶ scheme.toml" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "roster?" in seen(app))
        assert all(f"b{ending}" in seen(app) for ending in TABLES)
        assert "b.pdf" not in seen(app)
