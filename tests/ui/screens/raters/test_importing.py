"""Ballots from files and folders, shown first and then imported, by keys alone."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from kaohe_tui.domain.record.events import BallotsImported
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.record import pages
from kaohe_tui.ui.screens.dialogs.files import Files
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.raters.ballot_files import BallotFiles, BallotResults
from kaohe_tui.ui.screens.raters.raters import Raters
from kaohe_tui.ui.screens.tables.preview import Preview
from tests.services.ballots.test_importing_shapes import SHAPES, Cells, on_disk, score_sheet
from tests.ui.meeting_app import SIZE, MeetingApp, said, seen, until


def _app(folder: Path, *, secret: bool = False) -> MeetingApp:
    scheme = SHAPES / "scheme.toml"
    if secret:
        text = scheme.read_text(encoding="utf-8").replace("[[tiers]]", "[[tiers]]\nsecret = true")
        scheme = folder / "secret.toml"
        scheme.write_text(text, encoding="utf-8")
    room = new_year(folder / "k.db", scheme, SHAPES / "roster.csv")
    steps.open_tier(room, "y", "peer")
    room.close()
    return MeetingApp(folder / "k.db", "y", Raters("peer"))


def _sheet(folder: Path, name: str, above: str, *, is_wrong: bool = False) -> Path:
    def change(rows: Cells) -> None:
        rows[2][8] = 88

    folder.mkdir(exist_ok=True)
    made = score_sheet(folder, [[above]], change=change if is_wrong else lambda _rows: None)
    return made.rename(folder / name)


def _three(folder: Path) -> Path:
    """A folder with a good sheet, one with a wrong total, one that names nobody, and a picture."""
    sheets = folder / "sheets"
    _sheet(sheets, "a.xlsx", "评分人：钟立本")
    _sheet(sheets, "b.xlsx", "评分人：钟立本", is_wrong=True)
    _sheet(sheets, "c.xlsx", "评分人：____")
    (sheets / "d.png").write_bytes(b"")
    return sheets


def _imports(room: Room) -> int:
    with room.database.reading() as tx:
        return sum(1 for _each in pages.of_events(tx, [BallotsImported]))


def _copies(folder: Path) -> int:
    return sum(1 for each in folder.rglob("*import*") if each.is_file())


async def _on(app: MeetingApp, pilot: Pilot[None], screen: type, text: str = "") -> None:
    await until(pilot, lambda: isinstance(app.screen, screen) and text in _flat(app))


def _flat(app: MeetingApp) -> str:
    return " ".join(seen(app).split())


async def _choose(app: MeetingApp, pilot: Pilot[None], name: str) -> None:
    await _on(app, pilot, Raters, "钟立本")
    await pilot.press("i")
    await _on(app, pilot, Files, name)
    await pilot.press(*name, "enter")


async def test_a_sheet_is_shown_and_then_imported(tmp_path: Path) -> None:
    app = _app(tmp_path)
    _sheet(tmp_path, "s.xlsx", "评分人：钟立本")
    async with app.run_test(size=SIZE) as pilot:
        await _choose(app, pilot, "s.xlsx")
        await _on(app, pilot, Preview, "The file would bring 1 ballot, 4 ratings with marks")
        assert (_imports(app.room), on_disk(app.room)) == (0, {})
        await pilot.press("escape")
        await _on(app, pilot, Files)
        await pilot.press("enter")
        await _on(app, pilot, Preview, "would bring")
        await pilot.press("y")
        await _on(app, pilot, Raters)
        await until(pilot, lambda: "s.xlsx: imported 1 ballot, 4 ratings with marks" in said(app))
        assert sorted(on_disk(app.room)) == ["12", "21", "22", "23"]
        assert _imports(app.room) == 1
        assert _copies(tmp_path) == 1


async def test_whose_sheet_it_is_is_asked_where_it_does_not_say(tmp_path: Path) -> None:
    app = _app(tmp_path)
    _sheet(tmp_path, "s.xlsx", "评分人：____")
    async with app.run_test(size=SIZE) as pilot:
        await _choose(app, pilot, "s.xlsx")
        await _on(app, pilot, Find, "Whose score sheet is s.xlsx?")
        await pilot.press("escape")
        await _on(app, pilot, Preview, "names no rater: press R")
        await pilot.press("r")
        await _on(app, pilot, Find)
        await pilot.press(*"11", "enter")
        await _on(
            app, pilot, Preview, "The sheet of 钟立本, as you said. The file would bring 1 ballot"
        )
        await pilot.press("escape")
        await _on(app, pilot, Files)
        assert _imports(app.room) == 0
        await pilot.press("enter")
        await _on(app, pilot, Find)
        await pilot.press(*"11", "enter")
        await _on(app, pilot, Preview, "would bring")
        await pilot.press("y")
        await until(pilot, lambda: "imported 1 ballot, 4 ratings with marks" in said(app))
        assert len(on_disk(app.room)) == 4


async def test_a_file_that_was_changed_after_it_was_shown_is_not_taken(tmp_path: Path) -> None:
    app = _app(tmp_path)
    path = _sheet(tmp_path, "s.xlsx", "评分人：钟立本")
    async with app.run_test(size=SIZE) as pilot:
        await _choose(app, pilot, "s.xlsx")
        await _on(app, pilot, Preview, "would bring")
        path.unlink()
        _sheet(tmp_path, "s.xlsx", "评分人：11")
        await pilot.press("y")
        await until(pilot, lambda: "was changed after it was shown" in said(app))
        assert (_imports(app.room), isinstance(app.screen, Preview)) == (0, True)
        await pilot.press("r")
        await _on(app, pilot, Preview, "would bring")
        await pilot.press("y")
        await until(pilot, lambda: "imported 1 ballot, 4 ratings with marks" in said(app))


async def test_the_good_files_of_a_folder_come_in_and_nothing_of_the_others(
    tmp_path: Path,
) -> None:
    app = _app(tmp_path)
    _three(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await _choose(app, pilot, "sheets")
        await _on(app, pilot, Files, "this whole folder: 3 tables")
        await pilot.press("home", "enter")
        await _on(app, pilot, BallotFiles, "1 of 3 files can be imported")
        assert "✔ a.xlsx: 1 ballot, 4 ratings with marks" in _flat(app)
        assert "✗ b.xlsx: " in _flat(app)
        assert "合计 says 88, but the marks make 89" in _flat(app)
        assert "! c.xlsx: It names no rater" in _flat(app)
        await pilot.press("y")
        await _on(app, pilot, BallotResults, "1 of 3 files were imported")
        assert "✔ a.xlsx: 1 ballot, 4 ratings with marks" in _flat(app)
        assert "✗ c.xlsx: Not imported:" in _flat(app)
        assert "Passed over, no table: d.png" in _flat(app)
        await pilot.press("enter")
        await _on(app, pilot, Raters, "1 of 3 files were imported")
        assert (_imports(app.room), len(on_disk(app.room)), _copies(tmp_path)) == (1, 4, 1)


async def test_a_file_of_a_folder_is_answered_by_itself(tmp_path: Path) -> None:
    app = _app(tmp_path)
    sheets = _three(tmp_path)
    (sheets / "a.xlsx").unlink()
    async with app.run_test(size=SIZE) as pilot:
        await _choose(app, pilot, "sheets")
        await _on(app, pilot, Files, "this whole folder: 2 tables")
        await pilot.press("home", "enter")
        await _on(app, pilot, BallotFiles, "0 of 2 files can be imported")
        await pilot.press("y")
        assert "None of these files can be imported" in said(app)
        await pilot.press("down", "enter")
        await _on(app, pilot, Find)
        await pilot.press(*"11", "enter")
        await _on(app, pilot, Preview, "would bring")
        await pilot.press("y")
        await _on(app, pilot, BallotFiles, "1 of 2 files can be imported")
        assert _imports(app.room) == 0
        await pilot.press("r")
        await _on(app, pilot, BallotFiles, "✔ c.xlsx")
        await pilot.press("escape")
        await _on(app, pilot, Files)
        assert _imports(app.room) == 0
        await pilot.press("home", "enter")
        await _on(app, pilot, BallotFiles, "1 of 2 files can be imported")
        await pilot.press("y")
        await _on(app, pilot, BallotResults, "1 of 2 files were imported")
        assert len(on_disk(app.room)) == 4


async def test_two_sheets_of_one_rater_in_a_folder_are_not_both_taken(tmp_path: Path) -> None:
    app = _app(tmp_path)
    for name in ("a.xlsx", "b.xlsx"):
        _sheet(tmp_path / "sheets", name, "评分人：钟立本")
    async with app.run_test(size=SIZE) as pilot:
        await _choose(app, pilot, "sheets")
        await _on(app, pilot, Files, "this whole folder: 2 tables")
        await pilot.press("home", "enter")
        await _on(app, pilot, BallotFiles, "2 of 2 files can be imported")
        await pilot.press("y")
        await _on(app, pilot, BallotResults, "1 of 2 files were imported")
        assert "has already rated" in _flat(app)
        assert _imports(app.room) == 1


@pytest.mark.parametrize("above", ["评分人：钟立本", "评分人：____"])
async def test_no_score_sheet_comes_into_a_secret_tier(tmp_path: Path, above: str) -> None:
    app = _app(tmp_path, secret=True)
    _sheet(tmp_path, "s.xlsx", above)
    async with app.run_test(size=SIZE) as pilot:
        await _choose(app, pilot, "s.xlsx")
        await _on(app, pilot, Preview, "enter it at the keyboard")
        await pilot.press("y")
        assert "correct the file" in said(app)
        assert _imports(app.room) == 0
