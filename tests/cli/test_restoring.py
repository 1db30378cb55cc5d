"""Nobody goes round the sign-in by restoring: only a database that is lost asks for no PIN."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Kaohe, done, refused
from tests.cli.test_operators import HOST, pin

_HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute(sys.argv[2])
held.execute("SELECT count(*) FROM record").fetchall()
print("held", flush=True)
sys.stdin.readline()
"""


@contextmanager
def held(path: Path, begin: str) -> Iterator[None]:
    """Another program has the file meanwhile."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path), begin],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        try:
            yield
        finally:
            other.communicate("\n")


@pytest.fixture
def guarded(year: Kaohe, tmp_path: Path) -> Kaohe:
    """A bureau with a host; ``copy.db`` is from before there were operators."""
    done(year("backup", "copy.db"))
    done(year("operator-add", HOST, "--duty", "host", "--new-pin-file", pin(tmp_path, "2580")))
    return year


def operators(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        count: int = connection.execute("SELECT count(*) FROM operator").fetchone()[0]
        return count


@pytest.mark.parametrize("begin", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_busy_file_is_restored_by_nobody(guarded: Kaohe, tmp_path: Path, begin: str) -> None:
    with held(tmp_path / "year.db", begin):
        assert "Another program" in refused(guarded("restore", "--yes", "copy.db"))
    assert operators(tmp_path / "year.db") == 1
    assert not list(tmp_path.glob("year.replaced-*"))


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


def folder(path: Path) -> None:
    path.rename(path.with_name("away.db"))
    path.mkdir()


def pipe(path: Path) -> None:
    path.rename(path.with_name("away.db"))
    os.mkfifo(path)


@pytest.mark.skipif(os.name == "nt", reason="no pipes by name")
@pytest.mark.parametrize("change", [newer, folder, pipe])
def test_what_is_there_and_not_lost_is_not_replaced(
    guarded: Kaohe, tmp_path: Path, change: "object"
) -> None:
    path = tmp_path / "year.db"
    assert callable(change)
    change(path)
    assert "year.db" in refused(guarded("restore", "--yes", "copy.db"))
    assert path.exists()
    assert not list(tmp_path.glob("year.replaced-*"))


def test_a_lost_one_is_replaced_without_a_pin(guarded: Kaohe, tmp_path: Path) -> None:
    path = tmp_path / "year.db"
    path.write_bytes(b"\0" * path.stat().st_size)
    assert "Restored from" in done(guarded("restore", "--yes", "copy.db"))
    path.unlink()
    assert "Restored from" in done(guarded("restore", "--yes", "copy.db"))
