"""The January road, and two copies that both went on, by the command line."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import TIERS, Done, Kaohe, ballots, done, refused

Home = Callable[..., Done]


@pytest.fixture
def at_home(tmp_path: Path) -> Home:
    """The program without ``--db``: the default database, in a home of its own."""
    environment = {
        **{key: value for key, value in os.environ.items() if key in ("PATH", "SYSTEMROOT")},
        "HOME": str(tmp_path / "home"),
        "TMPDIR": str(tmp_path),
        "LC_ALL": "C.UTF-8",
    }

    def run(*arguments: str | Path, **extra: str) -> Done:
        return subprocess.run(
            [sys.executable, "-m", "kaohe_tui", "--lang", "en", *map(str, arguments)],
            cwd=tmp_path,
            env=environment | extra,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """The scheme of 2026, that of 2027, and the roster."""
    from tests.cli.conftest import ROSTER

    paths = tuple(tmp_path / name for name in ("s26.toml", "s27.toml", "r.csv"))
    paths[0].write_text(TIERS, encoding="utf-8")
    paths[1].write_text(TIERS.replace("2026", "2027"), encoding="utf-8")
    paths[2].write_text(ROSTER, encoding="utf-8")
    return paths[0], paths[1], paths[2]


def test_an_older_year_does_not_become_what_kaohe_opens(
    at_home: Home, files: tuple[Path, Path, Path]
) -> None:
    this, following, roster = files
    done(at_home("new", "--scheme", following, "--roster", roster))
    told = done(at_home("new", "--scheme", this, "--roster", roster))
    assert "is of a later year: kaohe goes on opening that by itself." in told
    assert "opens it from now on" not in told
    [line] = [each for each in told.splitlines() if each.startswith("Next: ")]
    assert line.endswith("kaohe-2026.db")
    found = json.loads(done(at_home("years", "--json")))["years"]
    assert [(each["year"], each["current"]) for each in found] == [(2027, True), (2026, False)]


def test_a_new_year_beside_last_years_database(
    at_home: Home, files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    this, following, roster = files
    told = done(at_home("new", "--scheme", this, "--roster", roster))
    assert "kaohe.db" in told
    sentence = refused(at_home("new", "--scheme", this, "--roster", roster))
    assert "is already there; it was left as it is. It holds 2026" in sentence
    told = done(at_home("new", "--scheme", following, "--roster", roster))
    assert "kaohe-2027.db" in told
    assert "kaohe opens it from now on" in told
    assert "kaohe --read-only --db" in told
    assert json.loads(done(at_home("status", "--json")))["scheme"] == "小局考核方案"
    plain = json.loads(done(at_home("years", "--json")))
    assert [(each["year"], each["current"]) for each in plain["years"]] == [
        (2027, True), (2026, False),
    ]  # fmt: skip
    told = done(at_home("years"))
    assert "▶ 2027  小局考核方案" in told
    assert "Open 互评" in told
    old = next(each["path"] for each in plain["years"] if each["year"] == 2026)
    assert "Next: open 互评" in done(at_home("status", "--db", old))


def test_a_new_year_from_last_years_database(kaohe: Kaohe, files: tuple[Path, Path, Path]) -> None:
    this, _following, roster = files
    assert "Missing option '--scheme'" in kaohe("new", "--roster", roster).stderr
    assert "Missing option '--roster'" in kaohe("new", "--scheme", this).stderr
    done(kaohe("new", "--scheme", this, "--roster", roster))
    sentence = refused(kaohe("new", "--from", "year.db"))
    assert "Give another name, say --db kaohe-2027.db." in sentence
    told = done(kaohe("new", "--from", "year.db", "--db", "2027.db"))
    assert "8 people" in told
    plain = json.loads(done(kaohe("years", "--json", "--db", "2027.db")))
    assert [each["year"] for each in plain["years"]] == [2027, 2026]


def test_what_is_told_to_type_is_typed_as_kaohe_was_started(
    kaohe: Kaohe, files: tuple[Path, Path, Path]
) -> None:
    this, _following, roster = files
    started = {"KAOHE_STARTED_AS": "python3 run.py kaohe"}
    told = done(kaohe("new", "--scheme", this, "--roster", roster, **started))
    assert "Next: python3 run.py kaohe open peer --period q1 --db year.db" in told


def test_two_copies_that_both_went_on(
    kaohe: Kaohe, files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    this, _following, roster = files
    done(kaohe("new", "--scheme", this, "--roster", roster))
    done(kaohe("open", "peer", "--period", "q1"))
    shutil.copy(tmp_path / "year.db", tmp_path / "stick.db")
    assert "Both are the same" in done(kaohe("compare", "stick.db"))
    people = ("m1", "m2", "s1", "s2", "s3", "s4")
    for rater, path in (("s1", "year.db"), ("s2", "stick.db")):
        rows = [["peer", rater, code, "50", "30", ""] for code in people if code != rater]
        file = ballots(tmp_path / f"{rater}.csv", rows)
        done(kaohe("import", file, "--period", "q1", "--db", path))
    told = done(kaohe("compare", "stick.db"))
    assert "This one, year.db: 1 entry since" in told
    assert "The other, stick.db: 1 entry since" in told
    assert "ballots that only this one has: 互评 (一季度): 赵四" in told
    assert "kaohe compare stick.db --ballots DIR --db year.db" in told
    told = done(kaohe("compare", "stick.db", "--ballots", "out"))
    assert "Next: kaohe import out/ballots-q1.csv --period q1 --db year.db" in told
    done(kaohe("import", "out/ballots-q1.csv", "--period", "q1"))
    plain = json.loads(done(kaohe("compare", "stick.db", "--json")))
    assert (plain["theirs"]["ballots"], plain["differing"]) == ([], [])
    assert "ballots-q1.csv already exists" in refused(
        kaohe("compare", "year.db", "--ballots", "out", "--db", "stick.db")
    )
    done(kaohe("verify"))


def test_single_raters_get_another_reason(kaohe: Kaohe, files: tuple[Path, Path, Path]) -> None:
    this, _following, roster = files
    done(kaohe("new", "--scheme", this, "--roster", roster))
    done(kaohe("open", "peer", "--period", "q1"))
    close = ("close", "peer", "--period", "q1", "--reason", "病假")
    assert "CODE=TEXT" in kaohe(*close, "--reason-of", "s1").stderr
    told = refused(kaohe(*close, "--reason-of", "h1=出差"))
    assert "胡局长 (h1) has no ballot to hand in" in told
    done(kaohe(*close, "--reason-of", "s1=出差", "--reason-of", "s2=借调"))
    told = done(kaohe("record"))
    assert "noted why the ballot of 赵四" in told
    done(kaohe("verify"))
