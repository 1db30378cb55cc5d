"""Paths on the command line: none, of the wrong kind, of a damaged file; and quoted in hints."""

import os
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kaohe_tui import words
from kaohe_tui.store.database import connections
from tests.cli.conftest import Kaohe, ballots, done, refused
from tests.prepared import meeting_copy


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return meeting_copy(tmp_path_factory.mktemp("demo") / "demo.db").read_bytes()


@pytest.mark.parametrize(
    "command",
    [
        ["status"],
        ["standings"],
        ["explain", "11"],
        ["close", "middle", "--period", "q2", "--reason", "散会"],
    ],
)
def test_a_damaged_database_is_named_as_that(
    tmp_path: Path, inside: Kaohe, demo: bytes, command: list[str]
) -> None:
    flipped = bytearray(demo)
    for place in range(40_000, 200_000, 977):
        flipped[place] ^= 0xFF
    (tmp_path / "year.db").write_bytes(flipped)
    assert refused(inside(*command)) == "year.db is damaged. Restore a backup."


def test_a_file_that_may_not_be_read_is_refused_in_the_language(
    tmp_path: Path, year: Kaohe, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = os.open

    def denied(path: str | Path, *arguments: Any, **more: Any) -> int:
        if Path(path).name == "b.csv":
            raise PermissionError(13, "Permission denied")
        return really(path, *arguments, **more)

    (tmp_path / "b.csv").write_bytes(b"")
    # Permissions would not bind where root runs the tests.
    monkeypatch.setattr("kaohe_tui.files.decode.os.open", denied)
    monkeypatch.setattr(os, "access", lambda *_arguments, **_more: False)
    told = refused(year("import", "b.csv", "--period", "q1"))
    assert told == "b.csv: The file cannot be read (no permission)."
    told = refused(year("--lang", "zh", "import", "b.csv", "--period", "q1"))
    assert told.startswith("b.csv")
    assert "Permission" not in told


def test_a_scheme_that_was_changed_from_outside_is_damage(tmp_path: Path, year: Kaohe) -> None:
    database = tmp_path / "year.db"
    database.write_bytes(database.read_bytes().replace(b"weight = 40", b"weight = 41"))
    [copy] = (tmp_path / "year.db.backups").glob("*-before-opening.db")
    assert refused(year("status")) == (
        "year.db is damaged. Put the newest intact backup in its place with: "
        f"kaohe restore {copy} --db year.db"
    )


def test_a_lock_is_waited_for_once_and_nothing_is_said_of_saving(
    tmp_path: Path, year: Kaohe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaohe_tui.store.database.connections.BUSY_TIMEOUT_MS", 20)
    tried: list[str] = []
    connect = connections.connect

    def counted(path: Path, mode: str, patience: int | None = None) -> sqlite3.Connection:
        tried.append(mode)
        return connect(path, mode, patience)

    monkeypatch.setattr(connections, "connect", counted)
    with closing(sqlite3.connect(tmp_path / "year.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        told = refused(year("status"))
    assert "cannot be read now" in told
    assert tried == ["ro"]


def test_templates_where_a_file_is_are_refused_in_the_language(
    tmp_path: Path, inside: Kaohe
) -> None:
    (tmp_path / "f").write_bytes(b"")
    told = refused(inside("init", "f"))
    assert told == "f cannot be written (a file is in the folder's place)."
    assert refused(inside("init", "f/g")).startswith("f/g cannot be written (a file is")


def test_an_empty_path_is_wrong_usage(inside: Kaohe) -> None:
    result = inside("--db", "", "status")
    assert (result.returncode, result.stdout) == (2, "")
    assert "--db" in result.stderr
    assert inside("init", "").returncode == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name")
def test_a_pipe_is_refused_at_once(tmp_path: Path, inside: Kaohe) -> None:
    os.mkfifo(tmp_path / "year.db")
    assert refused(inside("status")).startswith("year.db is not an ordinary file")
    assert refused(inside("close", "x", "--period", "q1")).startswith("year.db is not an")


@pytest.mark.parametrize("name", [".", "/"])
def test_a_path_without_a_name_is_told_as_given(year: Kaohe, name: str) -> None:
    told = refused(year("roster", name))
    assert told == f"{name}: This is a folder; name a file."


def test_hints_carry_the_database_quoted(tmp_path: Path, year: Kaohe) -> None:
    database = "my year's.db"
    (tmp_path / "year.db").rename(tmp_path / database)
    option = f"--db {shlex.quote(database)}"
    assert f"--period q1 {option}\n" in done(year("status", "--db", database))
    told = done(year("close", "peer", "--period", "q1", "--reason", "x", "--db", database))
    assert f"Next: kaohe open leader --period q1 {option}\n" in told
    told = done(year("reopen", "peer", "--period", "q1", "--reason", "x", "--db", database))
    assert f"kaohe close peer --period q1 {option}\n" in told
    told = done(year("init", "my bureau", "--db", database))
    line = told.splitlines()[-1].partition(": ")[2]
    assert shlex.split(line)[1:] == [
        *("new", "--scheme", "my bureau/scheme.toml", "--roster", "my bureau/roster.csv"),
        *("--db", database),
    ]


def test_a_hint_names_no_database_where_none_was_named(
    monkeypatch: pytest.MonkeyPatch, year: Kaohe, tmp_path: Path
) -> None:
    monkeypatch.setattr("kaohe_tui.settings.default_database", lambda: tmp_path / "year.db")
    monkeypatch.setattr("kaohe_tui.cli.frame.named_database", lambda: None)
    assert "--db" not in done(year("status"))


def test_an_import_in_chinese_is_told_with_chinese_signs(tmp_path: Path, year: Kaohe) -> None:
    rows = [["peer", rater, "s3", "50", "30", ""] for rater in ("s1", "s2")]
    told = done(year("import", ballots(tmp_path / "b.csv", rows), "--period", "q1", "--lang", "zh"))
    assert words.language() == "zh_CN"
    first = told.splitlines()[0]
    assert ", " not in first
    assert "s1、s2" in first
