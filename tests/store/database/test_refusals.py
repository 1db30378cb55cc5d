"""Files that cannot be opened, made or written: one sentence each, and nothing changed."""

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kaohe_tui.domain.record.events import Unknown
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.store.ballots import ballots, ratings
from kaohe_tui.store.database import connections, engine
from kaohe_tui.store.database.engine import Database
from kaohe_tui.store.database.keeping import backup
from kaohe_tui.store.record import records
from kaohe_tui.store.seals import chain
from tests.refused import refused
from tests.store.conftest import Filled
from tests.store.recipes import added

NOBODY = 65534
POSIX = pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute(sys.argv[2])
connection.execute("SELECT * FROM record").fetchall()
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(path: Path, begin: str) -> Iterator[None]:
    """Another process keeps a transaction open meanwhile."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), begin],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield
        other.communicate()


@contextmanager
def unprivileged() -> Iterator[Path]:
    """A folder of ours, and no right to override permissions, even where root runs the tests."""
    with tempfile.TemporaryDirectory() as name:
        if os.geteuid() != 0:
            yield Path(name)
            return
        os.chown(name, NOBODY, NOBODY)
        os.seteuid(NOBODY)
        try:
            yield Path(name)
        finally:
            os.seteuid(0)


@contextmanager
def as_before() -> Iterator[None]:
    """Root again, where root runs the tests."""
    now = os.geteuid()
    os.seteuid(os.getuid())
    try:
        yield
    finally:
        os.seteuid(now)


def said_of(path: Path, *, read_only: bool = False) -> str:
    with pytest.raises(Refusal) as caught:
        Database.open(path, read_only=read_only)
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_what_is_not_there_is_not_made(path: Path) -> None:
    assert "There is no database" in said_of(path)
    assert list(path.parent.iterdir()) == []


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert "is a folder" in said_of(tmp_path)


@POSIX
def test_a_pipe_or_a_device_is_no_database(path: Path) -> None:
    os.mkfifo(path)
    assert "not an ordinary file" in said_of(path)
    assert "not an ordinary file" in said_of(Path("/dev/null"))


@POSIX
def test_a_folder_that_may_not_be_entered_hides_what_is_in_it() -> None:
    with unprivileged() as folder:
        path = folder / "a.db"
        Database.create(path).close()
        folder.chmod(0)
        try:
            assert "cannot be opened" in said_of(path)
        finally:
            folder.chmod(0o700)


def test_a_lock_that_keeps_from_reading_is_named_as_that(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_TIMEOUT_MS", 20)
    path = filled.database.path
    with held(path, "BEGIN EXCLUSIVE"), refused("database-busy") as caught:
        Database.open(path, read_only=True)
    assert str(caught.value).startswith("Another program is writing")
    assert "saved" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"code,name\n1,x\n" * 100])
def test_a_file_of_something_else_is_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert "not a kaohe database" in said_of(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mine (a)")
    other.close()
    before = path.read_bytes()
    assert "not a kaohe database" in said_of(path)
    assert path.read_bytes() == before


def test_a_newer_kaohe_s_database_is_left_alone(database: Database) -> None:
    with database.writing() as tx:
        tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert "newer kaohe" in said_of(database.path)
    assert [p.name for p in database.path.parent.iterdir()] == [database.path.name]


def test_a_truncated_file_is_named_as_damaged(filled: Filled) -> None:
    path = filled.database.path
    filled.database.close()
    os.truncate(path, path.stat().st_size // 2)
    assert "damaged" in said_of(path)


def test_another_process_that_writes_is_waited_for_and_then_named(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_TIMEOUT_MS", 20)
    path = filled.database.path
    with held(path, "BEGIN IMMEDIATE"):
        assert "Another program is writing" in said_of(path)
        reader = Database.open(path, read_only=True)
        with reader.reading() as tx:
            assert ballots.heads(tx, filled.period)
        reader.close()
    Database.open(path).close()


def test_a_commit_that_a_reader_blocks_is_refused_whole(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_TIMEOUT_MS", 20)
    patient = Database.open(filled.database.path)
    with held(patient.path, "BEGIN"):
        with refused("database-busy") as info, patient.writing() as tx:
            ratings.put_mark(tx, filled.ballot, filled.ids["003"], 0, 10)
        assert "nothing was saved" in str(info.value)
        with patient.reading() as tx:
            assert ratings.scan(tx, filled.period, {added(3): ()}) == []
    with patient.writing() as tx:
        ratings.put_mark(tx, filled.ballot, filled.ids["003"], 0, 10)
    patient.close()


def test_a_full_disk_is_named_and_the_database_goes_on(filled: Filled) -> None:
    with filled.database.reading() as tx:
        pages = tx.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with refused("disk-full"), filled.database.writing() as tx:
        chain.add(tx, "t", "陈静", Unknown(stored="new", reason="长" * 100_000))
    with filled.database.writing() as tx:
        chain.add(tx, "t", "陈静", Unknown(stored="new"))
    with filled.database.reading() as tx:
        assert len(records.entries(tx)) == 1


@POSIX
def test_a_read_only_file_is_refused_for_writing_and_can_be_read() -> None:
    with unprivileged() as folder:
        path = folder / "a.db"
        Database.create(path).close()
        path.chmod(0o400)
        assert "is not writable" in said_of(path)
        reader = Database.open(path, read_only=True)
        with reader.reading() as tx:
            assert records.entries(tx) == ()
        with refused("read-only"), reader.writing() as tx:
            chain.add(tx, "t", "陈静", Unknown(stored="new"))
        reader.close()


@POSIX
def test_a_read_only_folder_is_refused_for_writing_and_can_be_read() -> None:
    with unprivileged() as folder:
        path = folder / "a.db"
        Database.create(path).close()
        folder.chmod(0o500)
        try:
            assert "nothing was saved" in said_of(path)
            Database.open(path, read_only=True).close()
            with refused("file-unwritable"):
                Database.create(folder / "b.db")
            with refused("file-unwritable"):
                backup(path, folder / "c.db")
            assert [p.name for p in folder.iterdir()] == ["a.db"]
        finally:
            folder.chmod(0o700)


CUT_SHORT = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size=2")
connection.execute("BEGIN IMMEDIATE")
connection.execute("CREATE TABLE large (a)")
connection.executemany("INSERT INTO large VALUES (zeroblob(4000))", [()] * 500)
os.kill(os.getpid(), signal.SIGKILL)
"""


@POSIX
@pytest.mark.parametrize("mode", [0o400, 0o600], ids=["the file too", "the folder alone"])
def test_what_was_cut_short_where_nothing_can_be_written_is_said_plainly(mode: int) -> None:
    with unprivileged() as folder:
        path = folder / "a.db"
        Database.create(path).close()
        with as_before():
            subprocess.run([sys.executable, "-c", CUT_SHORT, str(path)], check=False)
            for each in folder.iterdir():
                os.chown(each, folder.stat().st_uid, -1)
        assert (folder / "a.db-journal").exists()
        for each in folder.iterdir():
            each.chmod(mode)
        folder.chmod(0o500)
        try:
            assert "was interrupted" in said_of(path)
            assert "was interrupted" in said_of(path, read_only=True)
        finally:
            folder.chmod(0o700)
        for each in folder.iterdir():
            each.chmod(0o600)
        Database.open(path).close()


def test_making_one_refuses_what_is_there(path: Path) -> None:
    path.write_text("mine", encoding="utf-8")
    with refused("file-exists"):
        Database.create(path)
    assert path.read_text(encoding="utf-8") == "mine"


def test_making_one_that_fails_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_tx: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(engine, "_upgrade", broken)
    with pytest.raises(RuntimeError):
        Database.create(path)
    assert list(path.parent.iterdir()) == []


@POSIX
def test_a_new_database_and_its_folder_are_the_owner_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "a.db"
    Database.create(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [p.name for p in path.parent.iterdir()] == ["a.db"]
