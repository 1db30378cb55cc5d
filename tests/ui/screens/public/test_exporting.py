"""The screen of papers, by keyboard alone."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.folder import Folder
from kaohe_tui.ui.screens.dialogs.written import WrittenFiles
from kaohe_tui.ui.screens.public import writing
from kaohe_tui.ui.screens.public.exporting import ExportScreen
from tests.ui.meeting_app import SIZE, MeetingApp, said, sample_copy, seen, until


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MeetingApp:
    """The screen over the sample bureau, in a home of its own."""
    home = tmp_path / "home"
    (home / "Documents").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    return MeetingApp(sample_copy(tmp_path), "q1", ExportScreen())


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_parts_are_chosen_with_digits_and_written(app: MeetingApp, tmp_path: Path) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("0", "6")
        assert "6 ✔" in seen(app)
        assert "1 ·" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, WrittenFiles))
        assert "all-q1-1.json" in seen(app)
        assert _names(tmp_path / "kaohe-q1") == ["all-q1-1.json"]
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("enter")
        await until(pilot, lambda: "already exists" in said(app))


async def test_a_ready_folder_and_the_year(app: MeetingApp, tmp_path: Path) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("y", "0", "6", "f")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("3", "enter")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, WrittenFiles))
        assert _names(tmp_path / "home" / "Documents" / "kaohe-year") == ["all-2026-draft.json"]


async def test_a_folder_is_found_by_browsing(app: MeetingApp, tmp_path: Path) -> None:
    for name in ("甲[b]x[a=b", "乙\x1b[31m", "丙"):
        (tmp_path / "browse" / name).mkdir(parents=True)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("0", "6", "b")
        await until(pilot, lambda: isinstance(app.screen, Folder) and "browse" in seen(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "甲[b]x[a=b" in seen(app))
        assert "乙" not in seen(app)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: "甲[b]x[a=b" in seen(app).splitlines()[1])
        await pilot.press("space")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, WrittenFiles))
        assert _names(tmp_path / "browse" / "甲[b]x[a=b") == ["all-q1-1.json"]


async def test_backspace_goes_up_and_esc_takes_nothing(app: MeetingApp, tmp_path: Path) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, Folder) and "home" in seen(app))
        await pilot.press("backspace")
        await until(pilot, lambda: tmp_path.name not in seen(app).splitlines()[1])
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        assert "/kaohe-q1" in seen(app)


def _slow(gate: threading.Event) -> Callable[..., Any]:
    def export(*_where: object, progress: Callable[[int, int, str], None], **_how: object) -> Any:
        progress(1, 4, "a.csv")
        assert gate.wait(20)
        progress(2, 4, "b.csv")
        return [Path("out/b.csv")], []

    return export


async def test_the_bar_comes_late_and_esc_stops(
    app: MeetingApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    monkeypatch.setattr(writing, "export", _slow(gate))
    monkeypatch.setattr(writing, "PATIENCE", 0.01)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("enter")
        await until(pilot, lambda: "1/4 a.csv" in seen(app))
        await pilot.press("3")
        assert "Esc" in said(app)
        await pilot.press("escape")
        gate.set()
        await until(pilot, lambda: "no files were written" in said(app))
        assert "1/4" not in seen(app)


async def test_nothing_chosen_is_refused(app: MeetingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("0", "enter")
        assert "No document is selected" in said(app)


async def test_a_refusal_is_said(app: MeetingApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_where: object, **_how: object) -> Any:
        raise Refusal("disk-full", "磁盘满")

    monkeypatch.setattr(writing, "export", full)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("enter")
        await until(pilot, lambda: "磁盘满" in said(app))
