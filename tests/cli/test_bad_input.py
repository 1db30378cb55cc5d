"""What is wrong with a file or a database is told in one line, and nothing is changed."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kaohe_tui.domain.text import harmless_line
from tests.cli.conftest import ROSTER, TIERS, Kaohe, ballots, done, refused


def _new(folder: Path, inside: Kaohe, scheme: str, roster: bytes) -> str:
    (folder / "scheme.toml").write_text(scheme, encoding="utf-8")
    (folder / "roster.csv").write_bytes(roster)
    told = refused(inside("new", "--scheme", "scheme.toml", "--roster", "roster.csv"))
    assert not (folder / "year.db").exists()
    return told


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("points = 40", "points = 38", ["98"]),
        ("weight = 40", "weight = 50", ["110"]),
        ("trim = 1", "trimm = 1", ["trimm", "line 23"]),
        ('raters = ["head"]', 'raters = ["boss"]', ["boss", "raters", "line"]),
        ('key = "leader"', 'key = "peer"', ["peer"]),
        ("[scoring]", "[scoring", ["line 3"]),
    ],
)
def test_a_scheme_that_cannot_be_used(
    tmp_path: Path, inside: Kaohe, old: str, new: str, named: list[str]
) -> None:
    told = _new(tmp_path, inside, TIERS.replace(old, new, 1), ROSTER.encode())
    for word in ["scheme.toml", *named]:
        assert word in told


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("s2,赵四", "s1,赵四", ["line 7", "s1"]),
        ("l1,,\ns4", "l9,,\ns4", ["line 8", "l9"]),
        ("role,", "", ["role"]),
        (ROSTER, "", []),
        ("赵四", "赵\x1b[31m四", ["line 7"]),
    ],
)
def test_a_roster_that_cannot_be_used(
    tmp_path: Path, inside: Kaohe, old: str, new: str, named: list[str]
) -> None:
    assert old in ROSTER
    told = _new(tmp_path, inside, TIERS, ROSTER.replace(old, new, 1).encode())
    for word in ["roster.csv", *named]:
        assert word in told
    assert "\x1b" not in told


def test_a_roster_from_another_program_is_read(tmp_path: Path, inside: Kaohe) -> None:
    (tmp_path / "scheme.toml").write_text(TIERS, encoding="utf-8")
    text = ROSTER.replace("赵四", "\u3000赵四[bold]\u3000")
    (tmp_path / "roster.csv").write_bytes(text.encode("gb18030"))
    done(inside("new", "--scheme", "scheme.toml", "--roster", "roster.csv"))
    assert done(inside("explain", "s2")).splitlines()[1].startswith("赵四[bold] · 甲科")


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (["peer", "s1", "s9", "50", "30", ""], ["s9"]),
        (["peer", "s1", "s1", "50", "30", ""], ["s1"]),
        (["peer", "l1", "s1", "50", "30", ""], ["l1"]),
        (["peer", "s1", "s2", "60.5", "30", ""], ["60.5"]),
        (["peer", "s1", "s2", "50.2", "30", ""], ["50.2"]),
        (["peer", "s1", "s3", "50", "30", ""], ["s3"]),
        (["leader", "l1", "s1", "50", "30", ""], ["分管评分"]),
        (["nowhere", "s1", "s2", "50", "30", ""], ["nowhere"]),
    ],
)
def test_a_ballot_that_cannot_be_taken(
    tmp_path: Path, year: Kaohe, row: list[str], named: list[str]
) -> None:
    before = done(year("status", "--json"))
    file = ballots(tmp_path / "bad.csv", [["peer", "s1", "s3", "50", "30", ""], row])
    told = refused(year("import", file, "--period", "q1"))
    for word in ["bad.csv", "line 3", *named]:
        assert word in told
    assert done(year("status", "--json")) == before


def test_a_rating_that_is_there_already(tmp_path: Path, year: Kaohe) -> None:
    file = ballots(tmp_path / "one.csv", [["peer", "s1", "s3", "50", "30", ""]])
    done(year("import", file, "--period", "q1"))
    assert "one.csv, line 2" in refused(year("import", file, "--period", "q1"))


def test_a_file_that_is_refused_holds_back_none_of_the_others(tmp_path: Path, year: Kaohe) -> None:
    good = ballots(tmp_path / "good.csv", [["peer", "s1", "s3", "50", "30", ""]])
    result = year("import", "none.csv", good, "--period", "q1")
    assert result.returncode == 1
    assert result.stdout.startswith("good.csv: imported 1 ballot")
    assert result.stderr.startswith("none.csv: ")
    assert "\n1 of 2 files were imported.\nNot imported: none.csv.\n" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["open", "leader", "--period", "q1"],
        ["open", "peer", "--period", "q1"],
        ["open", "nowhere", "--period", "q1"],
        ["open", "peer", "--period", "q9"],
        ["close", "leader", "--period", "q1"],
        ["reopen", "peer", "--period", "q1", "--reason", "x"],
        ["status", "--period", "q9"],
        ["standings", "--period", "q9"],
        ["explain", "s1", "--period", "q9"],
        ["import", "none.csv", "--period", "q1"],
        ["backup", "year.db"],
        ["backup", "."],
        ["status", "--db", "."],
        ["status", "--db", "none.db"],
    ],
)
def test_a_step_that_is_refused_changes_nothing(year: Kaohe, arguments: list[str]) -> None:
    before = done(year("status", "--json"))
    refused(year(*arguments))
    assert done(year("status", "--json")) == before


HOSTILE = (
    "\x1b[31mx", "\x1b]52;c;eA==\x07", "\x01", "\x9b2J", "a\u202eb", "\u2067x",
    "a\nb", "a\tb", "\ue000x", "\udcffx", "x" * 100_000, "e" + "\u0301" * 60, "\u3164",
    "\U000e0041x",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=map(ascii, [each[:8] for each in HOSTILE]))
@pytest.mark.parametrize(
    "command",
    [
        ["close", "peer", "--period", "q1", "--reason", "TEXT"],
        ["recuse", "peer", "s1", "s2", "--period", "q1", "--reason", "TEXT"],
        ["status", "--period", "TEXT"],
        ["explain", "TEXT"],
        ["open", "TEXT", "--period", "q1"],
        ["import", "TEXT", "--period", "q1"],
        ["import", "TEXT.csv", "--period", "q1"],
        ["import", "TEXT.xlsx", "--period", "q1"],
        ["backup", "no/TEXT"],
        ["status", "--db", "TEXT"],
        ["new", "--scheme", "TEXT", "--roster", "TEXT", "--db", "TEXT"],
        ["export", "out", "--only", "TEXT"],
        ["export", "no/TEXT/out"],
        ["TEXT"],
        ["--TEXT"],
        ["--lang", "TEXT"],
    ],
    ids=" ".join,
)
def test_whatever_is_typed_after_a_command_is_told_harmlessly(
    year: Kaohe, command: list[str], text: str
) -> None:
    before = done(year("status", "--json"))
    result = year(*(word.replace("TEXT", text) for word in command))
    assert result.returncode in (1, 2), result
    for line in result.stderr.splitlines():
        assert harmless_line(line) == line
    assert "\t" not in result.stderr
    assert result.returncode == 2 or result.stderr.count("\n") == 1
    assert len(result.stderr) < 4000
    assert done(year("status", "--json")) == before


def test_a_login_name_that_means_harm(
    tmp_path: Path, year: Kaohe, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGNAME", "USER"):
        monkeypatch.setenv(name, "\x1b[31m\u202eroot" + "x" * 1000)
    done(year("close", "peer", "--period", "q1", "--reason", "x"))
    assert done(year("verify"))
    with closing(sqlite3.connect(tmp_path / "year.db")) as here:
        actors = {actor for (actor,) in here.execute("SELECT actor FROM record")}
    assert not any("\x1b" in actor or len(actor) > 400 for actor in actors)


def test_a_file_whose_name_means_harm_is_recorded_harmlessly(tmp_path: Path, year: Kaohe) -> None:
    file = ballots(tmp_path / "\x1b[31m\udcff.csv", [["peer", "s1", "s3", "50", "30", ""]])
    told = done(year("import", file, "--period", "q1"))
    assert "\x1b" not in told
    assert done(year("verify"))


def test_a_database_that_is_not_ours(tmp_path: Path, inside: Kaohe) -> None:
    (tmp_path / "year.db").write_text("a letter, not a database\n" * 50)
    assert "year.db is not a kaohe database" in refused(inside("status"))
    (tmp_path / "year.db").unlink()
    with closing(sqlite3.connect(tmp_path / "year.db")) as other:
        other.execute("CREATE TABLE letters (id INTEGER)")
    assert "year.db is not a kaohe database" in refused(inside("open", "peer", "--period", "q1"))


def test_a_database_of_a_newer_kaohe(tmp_path: Path, year: Kaohe) -> None:
    with closing(sqlite3.connect(tmp_path / "year.db")) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    assert "newer" in refused(year("status"))


@contextmanager
def _not_writable(path: Path) -> Iterator[None]:
    path.chmod(0o400)
    path.parent.chmod(0o500)
    yield
    path.parent.chmod(0o700)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind here"
)
def test_a_database_that_may_only_be_read(tmp_path: Path, year: Kaohe) -> None:
    with _not_writable(tmp_path / "year.db"):
        assert "year.db" in refused(year("close", "peer", "--period", "q1", "--reason", "x"))
        done(year("status"))


def test_a_database_that_another_program_holds(
    tmp_path: Path, year: Kaohe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaohe_tui.store.database.connections.BUSY_TIMEOUT_MS", 20)
    with closing(sqlite3.connect(tmp_path / "year.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "Another program" in refused(year("open", "peer", "--period", "q1"))
        assert "Another program" in refused(year("status"))
    done(year("status"))


def test_a_database_whose_writer_was_killed_is_read_as_it_was(tmp_path: Path, year: Kaohe) -> None:
    before = done(year("status", "--json"))
    code = (
        "import os, sqlite3; tx = sqlite3.connect('year.db', isolation_level=None);"
        "tx.execute('PRAGMA cache_size=1'); tx.execute('BEGIN'); tx.execute('CREATE TABLE x (y)');"
        "[tx.execute('INSERT INTO x VALUES (randomblob(500))') for _ in range(3000)];"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    assert (tmp_path / "year.db-journal").stat().st_size
    first = year("status", "--json")
    assert (first.returncode, first.stdout) == (0, before)
    assert first.stderr.startswith("The last change was not finished")
    assert done(year("status", "--json")) == before
