"""What was acknowledged is on disk, whoever else writes and however the program ends."""

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from kaohe_tui.store.ballots import ratings
from kaohe_tui.store.database.engine import Database, changed_by_others
from kaohe_tui.store.database.keeping import backup
from tests.refused import refused
from tests.store.conftest import Filled
from tests.store.recipes import added

KEYING = """
import sys
from pathlib import Path
from kaohe_tui.store.ballots import ratings
from kaohe_tui.store.database.engine import Database
database = Database.open(Path(sys.argv[1]))
ballot, ratee = map(int, sys.argv[2:])
for n in range(1_000_000):
    with database.writing() as tx:
        ratings.put_mark(tx, ballot, ratee, n % 30, n % 1001)
    print(n, flush=True)
"""
COUNTING = """
import sys
from pathlib import Path
from kaohe_tui.store.ballots import ratings
from kaohe_tui.store.database.engine import Database
database = Database.open(Path(sys.argv[1]))
ballot, ratee = map(int, sys.argv[2:])
for _ in range(30):
    with database.writing() as tx:
        ((_tier, (value,)),) = ratings.marks_of(tx, ratee, 1).values()
        ratings.put_mark(tx, ballot, ratee, 0, value + 1)
"""


def run(script: str, filled: Filled) -> "subprocess.Popen[str]":
    arguments = [str(filled.database.path), str(filled.ballot), str(filled.ids["003"])]
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True
    )


def pragma(database: Database, name: str) -> object:
    with database.reading() as tx:
        return tx.exec_driver_sql(f"PRAGMA {name}").scalar_one()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "delete"),
        ("synchronous", 3),
        ("fullfsync", 1),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("recursive_triggers", 1),
    ],
)
def test_every_connection_has_the_settings(database: Database, name: str, value: object) -> None:
    with database.reading():
        assert pragma(database, name) == value
    assert pragma(database, name) == value


def test_every_acknowledged_mark_survives_a_kill(filled: Filled) -> None:
    with run(KEYING, filled) as keying:
        assert keying.stdout is not None
        for _ in range(40):
            assert keying.stdout.readline()
        keying.kill()
        said = 40 + len(keying.stdout.read().split())
    again = Database.open(filled.database.path)
    with again.reading() as tx:
        ((_tier, marks),) = ratings.marks_of(tx, filled.ids["003"], 30).values()
        assert tx.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    again.close()
    # The last of each indicator stands; of the one that was being written, either.
    last = {n % 30: n % 1001 for n in range(said)}
    assert {n: marks[n] for n in last if n != said % 30} == {
        n: value for n, value in last.items() if n != said % 30
    }


def test_three_writers_lose_no_increment(filled: Filled) -> None:
    with filled.database.writing() as tx:
        ratings.put_mark(tx, filled.ballot, filled.ids["003"], 0, 0)
    counting = [run(COUNTING, filled) for _ in range(3)]
    for process in counting:
        process.communicate()
        assert process.returncode == 0
    with filled.database.reading() as tx:
        assert ratings.marks_of(tx, filled.ids["003"], 1) == {filled.ballot: (0, (90,))}


def test_a_commit_waits_for_a_reader(filled: Filled) -> None:
    reader = sqlite3.connect(filled.database.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM rating").fetchall()
    writer = Thread(target=_put_one, args=(filled,))
    writer.start()
    impatient = sqlite3.connect(filled.database.path, timeout=0)
    # The writer waits to commit as soon as new readers are shut out.
    while writer.is_alive() and _may_read(impatient):
        pass
    assert writer.is_alive()
    reader.execute("COMMIT")
    writer.join()
    for connection in (reader, impatient):
        connection.close()
    with filled.database.reading() as tx:
        assert len(ratings.scan(tx, filled.period, {added(1): ()})) == 1


def _may_read(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT * FROM rating").fetchall()
    except sqlite3.OperationalError:
        return False
    return True


def _put_one(filled: Filled) -> None:
    with filled.database.writing() as tx:
        ratings.put_mark(tx, filled.ballot, filled.ids["003"], 0, 10)


def test_only_the_work_of_others_is_news(filled: Filled) -> None:
    ours, other = filled.database, Database.open(filled.database.path)
    with ours.reading() as tx, ours.reading() as second:
        changed_by_others(tx)
        changed_by_others(second)
    _put_one(filled)
    with ours.reading() as tx:
        assert not changed_by_others(tx)
    with other.writing() as tx:
        ratings.put_mark(tx, filled.ballot, filled.ids["003"], 0, 20)
    other.close()
    with ours.writing() as tx:
        assert changed_by_others(tx)
        assert not changed_by_others(tx)


@pytest.mark.parametrize("by", ["database", "path"])
def test_a_backup_is_whole_while_somebody_writes(filled: Filled, tmp_path: Path, by: str) -> None:
    _put_one(filled)
    source: Path | Database = filled.database if by == "database" else filled.database.path
    target = tmp_path / "copies" / "copy.db"
    with refused("folder-missing"):
        backup(source, target)
    target.parent.mkdir()
    with filled.database.writing() as tx:
        ratings.put_mark(tx, filled.ballot, filled.ids["003"], 0, 999)
        backup(source, target)
    copy = Database.open(target, read_only=True)
    with copy.reading() as tx:
        assert ratings.marks_of(tx, filled.ids["003"], 1) == {filled.ballot: (0, (10,))}
    copy.close()
    assert [p.name for p in target.parent.iterdir()] == ["copy.db"]


def test_a_backup_takes_no_place_unasked(filled: Filled, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("mine", encoding="utf-8")
    with refused("file-exists"):
        backup(filled.database, target)
    assert target.read_text(encoding="utf-8") == "mine"
    with refused("file-exists"):
        backup(filled.database, filled.database.path)


@pytest.mark.parametrize("links", [True, False], ids=["with links", "without"])
def test_what_appears_while_a_backup_is_made_stays(
    filled: Filled, tmp_path: Path, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_names: object, **_how: object) -> None:
        raise OSError(errno.EPERM, "no such thing on this disk")

    if not links:
        monkeypatch.setattr(os, "link", no_links)
    target = tmp_path / "copy.db"

    def put_there(_done: int, _whole: int) -> None:
        target.write_text("mine", encoding="utf-8")

    with refused("file-exists"):
        backup(filled.database, target, put_there)
    assert target.read_text(encoding="utf-8") == "mine"
    target.unlink()
    backup(filled.database, target)
    assert {p.name for p in tmp_path.iterdir()} == {"copy.db", filled.database.path.name}


def test_nothing_is_made_beside_the_journal_of_another(path: Path) -> None:
    """SQLite would play it back into the new one."""
    path.with_name(f"{path.name}-journal").write_bytes(b"\xd9\xd5\x05\xf9")
    with refused("file-exists") as info:
        Database.create(path)
    assert "-journal" in str(info.value.values["path"])
    assert not path.exists()
