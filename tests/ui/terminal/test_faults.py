"""Failures: no local variable on the screen, one sentence, a report, an exit code."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kaohe_tui.ui.terminal import faults
from tests.refused import refused
from tests.terminal import Terminal
from tests.ui.small_app import SmallApp
from tests.ui.terminal.test_driver import ROOT, small_app


def test_the_textual_variables_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_DEBUG", "1")
    monkeypatch.setenv("TEXTUAL", "debug")
    faults.drop_textual_environment()
    assert [name for name in os.environ if name.startswith("TEXTUAL")] == []


def test_faults_does_not_import_textual() -> None:
    program = "import sys, kaohe_tui.ui.terminal.faults; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_textual_debug_writes_no_key_log(tmp_path: Path) -> None:
    before = set(ROOT.glob("keys.log"))
    with small_app(tmp_path, TEXTUAL_DEBUG="1", TEXTUAL_PRESS="q") as terminal:
        terminal.wait_for("Continue")
        terminal.send("\r")
        terminal.wait_for("went 1")
    assert set(ROOT.glob("keys.log")) == before


@pytest.mark.parametrize("key", ["x", "w"], ids=["in a handler", "in a worker"])
def test_a_fault_leaves_one_sentence_and_a_report(tmp_path: Path, key: str) -> None:
    with small_app(tmp_path) as terminal:
        terminal.wait_for("Continue")
        terminal.send(key)
        assert terminal.wait_exit() == faults.FAULT
        assert terminal.disorder() == []
        assert b"4711" not in terminal.log
        assert b"do_fault" not in terminal.log
        shown = terminal.text().split()
        assert shown[:4] == ["kaohe", "stopped", "because", "of"]
    (report,) = (tmp_path / "state").rglob("fault-*.txt")
    text = report.read_text(encoding="utf-8")
    assert "do_fault" in text
    assert "4711" not in text
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


async def test_a_fault_reaches_the_test_that_caused_it() -> None:
    app = SmallApp()

    async def press_it() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("x")

    with pytest.raises(ValueError, match="7"):
        await press_it()
    assert app.return_code == faults.FAULT


def test_a_report_goes_elsewhere_where_the_folder_is_closed(own_folders: Path) -> None:
    (own_folders / "state").write_text("a file in the way", encoding="utf-8")
    report = faults.write_report("text")
    assert report is not None
    assert report.read_text(encoding="utf-8") == "text"
    report.unlink()


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"LANG": "zh_CN.GBK"}, "GBK"),
        ({"LC_ALL": "zh_CN.GB18030"}, "GB18030"),
        ({"TERM": "dumb"}, "TERM=dumb"),
    ],
)
def test_terminals_that_cannot_work(
    tmp_path: Path, environment: dict[str, str], named: str
) -> None:
    with small_app(tmp_path, **environment) as terminal:
        assert terminal.wait_exit() == 1
        assert named in terminal.text()
        assert b"\x1b[?1049h" not in terminal.log


@pytest.mark.parametrize("locale", ["C", "POSIX", "zh_CN.utf8", "zh_CN.UTF-8@pinyin", ""])
def test_terminals_that_can(tmp_path: Path, locale: str) -> None:
    with small_app(tmp_path, LANG=locale, LC_ALL=locale) as terminal:
        terminal.wait_for("Continue")


def test_keys_from_a_pipe_are_refused(tmp_path: Path) -> None:
    command = f"{sys.executable} -m tests.ui.run_small_app </dev/null"
    with Terminal(["sh", "-c", command], cwd=ROOT) as terminal:
        assert terminal.wait_exit() == 1
        assert "needs a terminal" in terminal.text()


def test_without_any_terminal_it_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(faults, "_is_terminal", lambda descriptor: descriptor == 0)
    with refused("terminal-missing"):
        faults.check_terminal()
