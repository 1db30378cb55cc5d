"""Databases that cannot be used, and the first start without one: one sentence, no traceback."""

import re
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.whole.desk import Desk, says, to_home

AS_ANYBODY = """
import ctypes, os, sys
# Without CAP_DAC_OVERRIDE permissions hold for root as for anybody; it is gone after the exec.
ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-m", "kaohe_tui", *sys.argv[1:]])
"""


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


def spoil(path: Path, how: str) -> None:
    match how:
        case "not ours":
            path.write_text("编号,姓名\n1,王芳\n" * 200, encoding="utf-8")
        case "another program's":
            change(path, "PRAGMA application_id=7")
        case "newer":
            change(path, "UPDATE alembic_version SET version_num = '9999'")
        case "a folder":
            path.unlink()
            path.mkdir()


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("not ours", "is not a kaohe database"),
        ("another program's", "is not a kaohe database"),
        ("newer", "was made by a newer kaohe"),
        ("a folder", "is a folder"),
    ],
)
def test_a_database_that_cannot_be_used(desk: Desk, how: str, sentence: str) -> None:
    spoil(desk.database, how)
    before = desk.database.read_bytes() if desk.database.is_file() else b""
    done = desk.run("status")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert sentence in done.stderr
    with desk.start(wait="✗") as terminal:
        terminal.wait_for(says(sentence))
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.disorder() == []
        assert b"Traceback" not in terminal.log
    assert (desk.database.read_bytes() if desk.database.is_file() else b"") == before


@pytest.mark.skipif(sys.platform != "linux", reason="drops a capability of Linux")
@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o555), (0o644, 0o555), (0o444, 0o755)])
def test_a_database_that_cannot_be_written_opens_for_reading(
    bureau_made: Path, tmp_path: Path, file: int, folder: int
) -> None:
    """In the app and at reading commands; whoever writes is told what can be read with."""
    path = Path(shutil.copy(bureau_made, tmp_path / "year.db"))
    path.chmod(file)
    tmp_path.chmod(folder)
    desk = Desk(tmp_path, path)
    try:
        with desk.start(before=AS_ANYBODY, wait="Opened read-only") as terminal:
            terminal.wait_for(says("is not writable: it is opened read-only"))
            terminal.press("q")
            assert terminal.wait_exit() == 0
        done = desk.run("status", before=AS_ANYBODY)
        assert (done.returncode, done.stderr) == (0, "")
        done = desk.run("close", "head", "--period", "q1", "--reason", "x", before=AS_ANYBODY)
        assert (done.returncode, done.stdout) == (1, "")
        assert "is not writable" in done.stderr
        assert "kaohe --read-only" in done.stderr
    finally:
        tmp_path.chmod(0o755)


def test_the_first_start_offers_the_three_ways_and_opens_the_sample(bare_desk: Desk) -> None:
    with bare_desk.start(wait="There is no database yet") as terminal:
        for way in ("1  ", "2  ", "3  "):
            terminal.wait_for(way)
        terminal.press("1")
        to_home(terminal, timeout=40)
        terminal.wait_for("Section heads")
        terminal.wait_for("5/8 ballots")
        terminal.press("enter")
        terminal.wait_for(re.compile(r"▶ ◐ \d+ Song Changhe"))
        terminal.kill(signal.SIGTERM)
        assert terminal.wait_exit() == 143
    assert not bare_desk.database.exists()


def test_the_first_start_writes_templates_and_makes_a_year_of_them(bare_desk: Desk) -> None:
    with bare_desk.start(wait="There is no database yet") as terminal:
        terminal.press("3")
        terminal.wait_for("For what kind of unit?")
        terminal.press("enter")
        terminal.wait_for("In which form?")
        terminal.press("down", "enter")
        terminal.wait_for("Into which folder?")
        terminal.press("1", "enter")
        terminal.wait_for("Written:")
        [roster] = bare_desk.folder.glob("kaohe-*/roster.csv")
        assert roster.stat().st_size > 0
        terminal.press("2")
        terminal.wait_for("Which file contains the scheme?")
        terminal.press("enter")
        terminal.wait_for("Which file contains the roster?")
        terminal.press("enter")
        terminal.wait_for("Nothing is in doubt")
        assert not bare_desk.database.exists()
        terminal.press("y")
        to_home(terminal)
        terminal.press("q")
        assert terminal.wait_exit() == 0
    assert bare_desk.database.exists()
