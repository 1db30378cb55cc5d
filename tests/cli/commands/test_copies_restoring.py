"""Nobody goes round the sign-in by restoring: only a database that is lost asks for no PIN."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.cli.commands.test_operators import HOST, pin
from tests.cli.conftest import Kaohe, done, refused

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


_KILLED = """
import os, signal, sys
from pathlib import Path
from kaohe_tui.store.database import whole_file as whole
from kaohe_tui.services.database.restoring import planned, restore

database, copy, at, links = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
calls = 0

def counted(call):
    def counting(*names, **how):
        global calls
        calls += 1
        if calls == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*names, **how)
    return counting

def no_links(*names, **how):
    raise PermissionError(1, "no second names here")

with planned(database, copy) as plan:
    if links == "no":
        os.link = no_links
    for name in ("rename", "replace", "link", "unlink"):
        setattr(os, name, counted(getattr(os, name)))
    restore(plan, "x")
print("done")
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("links", ["yes", "no"])
def test_killed_at_any_renaming_the_next_start_says_what_brings_it_back(
    year: Kaohe, tmp_path: Path, links: str
) -> None:
    path, copy = tmp_path / "year.db", tmp_path / "elsewhere" / "copy.db"
    copy.parent.mkdir()
    done(year("backup", copy))
    damaged = b"\0" * path.stat().st_size
    moments = 0
    while True:
        moments += 1
        path.write_bytes(damaged)
        path.with_name("year.db-journal").write_bytes(b"\0" * 512)
        ended = subprocess.run(
            [sys.executable, "-c", _KILLED, path, copy, str(moments), links],
            capture_output=True,
            check=False,
            text=True,
        )
        if ended.stdout == "done\n":
            break
        assert ended.returncode == -9, ended.stderr
        assert path.exists() or links == "no"
        told = year("status")
        if told.returncode:
            assert "kaohe new" not in told.stderr
            assert "is not a kaohe database" in told.stderr or "kaohe restore" in told.stderr
            if not path.exists():
                brought = told.stderr.split("with: kaohe ")[1].split()
                done(year(*brought, "--yes"))
        # The copies that were kept before an opening stay; the others here are looked for anew.
        for left in [*tmp_path.glob("year*"), *tmp_path.glob(".year*")]:
            if left.is_file():
                left.unlink()
    assert moments > 3
    done(year("verify"))


def test_a_missing_database_names_what_is_beside_it(year: Kaohe, tmp_path: Path) -> None:
    done(year("close", "peer", "--period", "q1", "--reason", "会议结束"))
    (tmp_path / "year.db").rename(tmp_path / "away.db")
    for opening in (tmp_path / "year.db.backups").glob("*-before-opening.db"):
        opening.unlink()
    [copy] = (tmp_path / "year.db.backups").glob("*.db")
    told = refused(year("status"))
    assert told == (
        "There is no database year.db, but parts of one are kept beside it. The newest "
        f"intact one is put in its place with: kaohe restore {copy} --db year.db"
    )
    with closing(sqlite3.connect(copy)) as older:
        older.execute("UPDATE alembic_version SET version_num = '0003'")
        older.commit()
    assert f"kaohe restore {copy} --db year.db" in refused(year("status"))
    # What failed the check is not named.
    copy.write_bytes(b"\0" * 8192)
    assert "“kaohe new” makes one" in refused(year("status"))
    (tmp_path / "away.db").rename(tmp_path / "year.replaced-20260302-120000.db")
    assert "year.replaced-20260302-120000.db --db year.db" in refused(year("status"))
