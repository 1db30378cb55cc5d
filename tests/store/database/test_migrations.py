"""The steps make what the tables declare, and leading an old database on is all or nothing."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from kaohe_tui.store.ballots import ratings
from kaohe_tui.store.database import engine
from kaohe_tui.store.database.connections import APPLICATION_ID
from kaohe_tui.store.database.engine import Database
from kaohe_tui.store.database.migrations import HEAD, run
from kaohe_tui.store.tables import trust_models, year_models
from kaohe_tui.store.tables.models import METADATA
from tests.refused import refused
from tests.store.conftest import Filled

STEP = """
from alembic import op
revision = "9999"
down_revision = "{head}"
def upgrade():
    op.execute("CREATE TABLE added (a INTEGER) STRICT")
    op.execute("UPDATE rating SET mark_0 = 0")
    {then}
"""


def structure(database: Database) -> set[str]:
    with database.reading() as tx:
        found = tx.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type <> 'trigger'"
            " AND name <> 'alembic_version'"
        )
        return set(found.scalars().all())


def next_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: str) -> None:
    folder = tmp_path / "steps"
    shutil.copytree(run.FOLDER, folder)
    step = folder / "versions" / "9999_next.py"
    step.write_text(STEP.format(then=then, head=HEAD), encoding="utf-8")
    monkeypatch.setattr(run, "FOLDER", folder)
    monkeypatch.setattr(engine, "HEAD", "9999")


def marks(path: Path, ratee: int) -> list[int]:
    connection = sqlite3.connect(path)
    found = [
        v for (v,) in connection.execute("SELECT mark_0 FROM rating WHERE ratee_id = ?", [ratee])
    ]
    connection.close()
    return found


@pytest.fixture
def ratee(filled: Filled) -> int:
    """Somebody with one mark of 77, in a database that is closed."""
    ratee = filled.ids["003"]
    with filled.database.writing() as tx:
        ratings.put_mark(tx, filled.ballot, ratee, 0, 77)
    filled.database.close()
    return ratee


def test_head_is_the_last_step(database: Database) -> None:
    assert run.scripts().get_current_head() == HEAD
    with database.reading() as tx:
        assert tx.exec_driver_sql("SELECT * FROM alembic_version").scalars().all() == [HEAD]


def test_the_steps_make_what_the_tables_declare(database: Database, tmp_path: Path) -> None:
    # Importing the modules is what declares their tables.
    assert year_models.MatterRow.metadata is METADATA
    assert trust_models.FormsRow.metadata is METADATA
    with database.reading() as tx:
        assert compare_metadata(MigrationContext.configure(tx), METADATA) == []
    sqlite3.connect(tmp_path / "declared.db").close()
    declared = Database(tmp_path / "declared.db")
    with declared.writing() as tx:
        METADATA.create_all(tx)
    # The comparison above does not see checks, STRICT and WITHOUT ROWID.
    assert structure(declared) == structure(database)
    declared.close()


def test_every_table_is_strict(database: Database) -> None:
    assert {sql for sql in structure(database) if "TABLE" in sql and "STRICT" not in sql} == set()


def test_an_older_database_is_led_on_and_a_copy_kept(
    path: Path, ratee: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_step(tmp_path, monkeypatch, "pass")
    with refused("database-older"):
        Database.open(path, read_only=True)
    assert marks(path, ratee) == [77]
    Database.open(path).close()
    assert marks(path, ratee) == [0]
    assert marks(path.with_name(f"{path.stem}.before-9999.db"), ratee) == [77]
    Database.open(path).close()
    assert marks(path.with_name(f"{path.stem}.before-9999.db"), ratee) == [77]


def test_a_step_that_fails_changes_nothing_and_leaves_the_copy(
    path: Path, ratee: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    next_step(tmp_path, monkeypatch, "raise RuntimeError")
    with pytest.raises(RuntimeError):
        Database.open(path)
    assert path.read_bytes() == before
    assert marks(path.with_name(f"{path.stem}.before-9999.db"), ratee) == [77]


def test_opening_a_current_database_imports_neither_alembic_nor_sqlmodel(path: Path) -> None:
    Database.create(path).close()
    script = (
        "import sys; from pathlib import Path;"
        "from kaohe_tui.store.database.engine import Database;"
        "Database.open(Path(sys.argv[1]));"
        "print({'alembic', 'sqlmodel'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


def test_what_was_kept_before_is_never_replaced(
    path: Path, ratee: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = path.with_name(f"{path.stem}.before-9999.db")
    kept.write_text("the only one", encoding="utf-8")
    next_step(tmp_path, monkeypatch, "raise RuntimeError")
    for _start in range(2):
        with pytest.raises(RuntimeError):
            Database.open(path)
    assert kept.read_text(encoding="utf-8") == "the only one"
    assert marks(path.with_name(f"{path.stem}.before-9999-2.db"), ratee) == [77]
    # A second start finds the same there already.
    assert len(list(path.parent.glob("*.before-*"))) == 2


_OPEN = """
import sys
from pathlib import Path
from kaohe_tui.store.database.engine import Database
from kaohe_tui.store.database.migrations import run
print("ready", flush=True)
sys.stdin.readline()
Database.open(Path(sys.argv[1])).close()
"""


def test_of_several_that_start_at_once_one_leads_it_on(before_ratings: Path) -> None:
    for time in range(4):
        path = before_ratings.with_name(f"year-{time}.db")
        shutil.copy(before_ratings, path)
        starts = [
            subprocess.Popen(
                [sys.executable, "-c", _OPEN, str(path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _start in range(3)
        ]
        for start in starts:
            assert start.stdout
            assert start.stdout.readline() == "ready\n"
        for start in starts:
            assert start.stdin
            start.stdin.write("\n")
            start.stdin.flush()
        for start in starts:
            start.communicate()
        assert [start.returncode for start in starts] == [0, 0, 0]
        [kept] = path.parent.glob(f"{path.stem}.before-*.db")
        assert (revision(kept), revision(path)) == ("0002", HEAD)
        with closing(sqlite3.connect(path)) as connection:
            upgrades = "SELECT count(*) FROM record WHERE action = 'upgrade'"
            assert connection.execute(upgrades).fetchone() == (1,)


def revision(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        found: str = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        return found


@pytest.fixture
def before_ratings(tmp_path: Path) -> Path:
    """A database of the step before one row a rating, with two ratings, one of them not whole."""
    path = tmp_path / "old.db"
    with sqlite3.connect(path):
        pass
    database = Database(path)
    with database.writing() as tx:
        tx.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        run.upgrade(tx, "0002")
        for statement in (
            "INSERT INTO scheme (id, text, fingerprint) VALUES (1, '', 'f')",
            "INSERT INTO period (id, key, state, scheme_id, scheme_fingerprint, roster_fingerprint)"
            " VALUES (1, 'q1', 'open', 1, 'f', 'r')",
            "INSERT INTO tier_step (period_id, number, key, state) VALUES (1, 0, 'peer', 'open')",
            *(
                "INSERT INTO participant (id, period_id, position, code, name, section, role,"
                " supervisors, identity, clerk_note, spelling)"
                f" VALUES ({n}, 1, {n}, '{n}', '', '', 'staff', '', '', '', '')"
                for n in (1, 2)
            ),
            "INSERT INTO ballot (id, period_id, tier_no, rater_id, state)"
            " VALUES (7, 1, 0, 2, 'open')",
            "INSERT INTO mark VALUES (1, 7, 0, 360), (1, 7, 2, 0), (2, 7, 1, 1000)",
        ):
            tx.exec_driver_sql(statement)
    database.close()
    return path


def test_marks_of_an_older_database_become_rows_of_ratings(before_ratings: Path) -> None:
    database = Database.open(before_ratings)
    with database.reading() as tx:
        assert ratings.marks_of(tx, 1, 3) == {7: (0, (360, None, 0))}
        assert ratings.marks_of(tx, 2, 3) == {7: (0, (None, 1000, None))}
        assert tx.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    database.close()


def test_a_form_with_too_many_indicators_stays_as_it_is(before_ratings: Path) -> None:
    with sqlite3.connect(before_ratings) as other:
        other.execute("INSERT INTO mark VALUES (1, 7, 30, 1)")
    other.close()
    before = before_ratings.read_bytes()
    with refused("indicators-too-many", most=30):
        Database.open(before_ratings)
    assert before_ratings.read_bytes() == before
