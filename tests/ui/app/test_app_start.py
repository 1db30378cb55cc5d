"""What a start may load and how often it may do a thing: its time is felt."""

import gc
import subprocess
import sys
from pathlib import Path

import pytest
from textual.css.stylesheet import Stylesheet

from kaohe_tui.ui.app.app import KaoheApp
from kaohe_tui.ui.app.base import BASE_TCSS
from kaohe_tui.ui.screens.home.home import Home
from tests.ui.meeting_app import SIZE, sample_copy, until

AFTER_THE_FIRST_FRAME = ("sqlalchemy", "sqlite3", "kaohe_tui.store", "kaohe_tui.services")
WHEN_USED = (
    "sqlmodel",
    "pydantic",
    "alembic",
    "docxtpl",
    "pypinyin",
    "xlrd",
    "xlsxwriter",
    "plotext",
    "textual_fspicker",
    "tomli_w",
    "kaohe_tui.services.database.sample",
    "kaohe_tui.services.public.exporting",
)

# Runs the app without a terminal until the screen of that name is there.
_UNTIL = """
import asyncio, sys
from pathlib import Path
from kaohe_tui.ui.app.app import KaoheApp
async def begin():
    app = KaoheApp(Path(sys.argv[1]))
    async with app.run_test() as pilot:
        while type(app.screen).__name__ != sys.argv[2] or not app.screen.query("*"):
            await pilot.pause()
        print(*sys.modules)
asyncio.run(begin())
"""


def _loaded_until(screen: str, path: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _UNTIL, str(path), screen],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_the_first_screen_loads_nothing_heavy(tmp_path: Path) -> None:
    loaded = _loaded_until("Welcome", tmp_path / "none.db")
    assert "textual.app" in loaded
    assert not loaded & {*AFTER_THE_FIRST_FRAME, *WHEN_USED}


def test_the_figures_are_there_without_what_only_some_need(tmp_path: Path) -> None:
    loaded = _loaded_until("Home", sample_copy(tmp_path))
    assert loaded >= {*AFTER_THE_FIRST_FRAME}
    assert not loaded & {*WHEN_USED}


async def test_a_start_reads_and_parses_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    shown: list[Home] = []
    real_parse, real_show = Stylesheet._parse_rules, Home.fill

    def parse(sheet: Stylesheet, css: str, *rest: object, **more: object) -> object:
        known = len(sheet._parse_cache.keys())
        rules = real_parse(sheet, css, *rest, **more)  # type: ignore[arg-type]
        if len(sheet._parse_cache.keys()) > known:
            parsed.append(css)
        return rules

    def show(home: Home) -> None:
        shown.append(home)
        real_show(home)

    monkeypatch.setattr(Stylesheet, "_parse_rules", parse)
    monkeypatch.setattr(Home, "fill", show)
    app = KaoheApp(sample_copy(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home) and bool(shown))
        assert len(app.screen_stack) == 1
    assert parsed.count(BASE_TCSS.read_text(encoding="utf-8")) == 1
    assert len(shown) == 1


async def test_garbage_is_looked_for_again_after_the_start(tmp_path: Path) -> None:
    gc.disable()
    try:
        app = KaoheApp(sample_copy(tmp_path))
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, gc.isenabled)
    finally:
        gc.enable()
        gc.unfreeze()


async def test_what_nobody_changed_is_not_read_anew(tmp_path: Path) -> None:
    app = KaoheApp(sample_copy(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home))
        assert not app.room.refresh()
