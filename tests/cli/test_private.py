"""Whatever the program makes is its owner's alone, however careless the account's umask is."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kaohe_tui.ui.terminal import faults
from tests.cli.conftest import ROSTER, TIERS, Kaohe, done

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")


@pytest.fixture
def careless() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> dict[str, str]:
    """The files and folders below one that are not 0600 and 0700."""
    return {
        str(path.relative_to(folder)): oct(mode)
        for path in folder.rglob("*")
        if (mode := stat.S_IMODE(path.lstat().st_mode)) != (0o700 if path.is_dir() else 0o600)
    }


def test_all_that_a_year_makes(tmp_path: Path, kaohe: Kaohe, careless: None) -> None:
    files = tmp_path / "in"
    files.mkdir(mode=0o700)
    for name, text in (("scheme.toml", TIERS), ("roster.csv", ROSTER)):
        (files / name).write_text(text, encoding="utf-8")
        (files / name).chmod(0o600)
    done(kaohe("init", "new/deep/folder"))
    done(kaohe("new", "--db", "a/b/year.db", "--scheme", "in/scheme.toml", "--roster",
               "in/roster.csv"))  # fmt: skip
    on = ("--db", "a/b/year.db")
    done(kaohe("open", "peer", "--period", "q1", *on))
    done(kaohe("export", "out", *on))
    done(kaohe("backup", "copy.db", *on))
    done(kaohe("demo", "--no-app"))
    assert len(list(tmp_path.rglob("*.db"))) >= 3
    assert open_to_others(tmp_path) == {}


def test_a_journal_is_as_private_as_its_database(
    tmp_path: Path, year: Kaohe, careless: None
) -> None:
    code = (
        "import os, sqlite3; tx = sqlite3.connect('year.db', isolation_level=None);"
        "tx.execute('PRAGMA cache_size=1'); tx.execute('BEGIN'); tx.execute('CREATE TABLE x (y)');"
        "[tx.execute('INSERT INTO x VALUES (randomblob(500))') for _ in range(3000)]; os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    for name in ("year.db", "year.db-journal"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_the_copy_before_a_migration(tmp_path: Path, year: Kaohe, careless: None) -> None:
    with closing(sqlite3.connect(tmp_path / "year.db")) as older:
        older.execute("UPDATE alembic_version SET version_num = '0003'")
        older.commit()
    # The steps cannot be gone through again: what counts is the copy made before them.
    year("status")
    year("open", "peer", "--period", "q1")
    copies = list(tmp_path.glob("year.before-*.db"))
    assert copies
    assert all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in copies)


def test_the_report_of_a_fault(
    tmp_path: Path, careless: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    report = faults.write_report("what happened")
    assert report is not None
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert stat.S_IMODE(report.parent.stat().st_mode) == 0o700
