"""The commands as a person meets them: what they print and what they leave behind."""

import csv
import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Kaohe, ballots, done, refused

HEAVY = {"textual", "rich", "sqlmodel", "sqlalchemy", "pydantic", "alembic", "pypinyin", "sqlite3"}
NOT_NEEDED = {"platformdirs", "tomllib", "pathlib", "dataclasses", "tempfile", "json", "traceback"}
"""Each takes one to nine milliseconds, beside the forty of click's own hello."""


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_the_light_answers_import_nothing_heavy(argument: str) -> None:
    code = (
        "import sys; from kaohe_tui.cli import run; status = run(sys.argv[1:]);"
        "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr);"
        "sys.exit(status)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, argument], capture_output=True, text=True, check=True
    )
    assert result.stdout
    loaded = {name.strip(" '") for name in result.stderr.strip("[]\n").split(",")}
    assert "click" in loaded
    assert not loaded & (HEAVY | NOT_NEEDED)


def test_templates_make_a_year(tmp_path: Path, kaohe: Kaohe) -> None:
    told = done(kaohe("init", "start"))
    assert "kaohe new --scheme start/scheme.toml --roster start/roster.csv" in told
    told = done(kaohe("new", "--scheme", "start/scheme.toml", "--roster", "start/roster.csv"))
    assert "36 people" in told
    assert "Next: kaohe open peer --period q1" in told
    before = (tmp_path / "year.db").read_bytes()
    again = kaohe("new", "--scheme", "start/scheme.toml", "--roster", "start/roster.csv")
    assert "year.db" in refused(again)
    assert (tmp_path / "year.db").read_bytes() == before
    assert "scheme.toml" in refused(kaohe("init", "start"))


def test_without_db_the_data_folder_is_used(tmp_path: Path, kaohe: Kaohe) -> None:
    done(kaohe("init", "start"))
    environment = {"HOME": str(tmp_path / "home"), "PATH": os.environ["PATH"]}
    files = ["--scheme", "start/scheme.toml", "--roster", "start/roster.csv"]
    for words in (["new", *files], ["status"]):
        subprocess.run(
            [sys.executable, "-m", "kaohe_tui", *words],
            cwd=tmp_path,
            env=environment,
            check=True,
            capture_output=True,
        )
    assert [path.name for path in (tmp_path / "home").rglob("*.db")] == ["kaohe.db"]


def test_the_demo_prints_only_its_path(inside: Kaohe) -> None:
    told = done(inside("demo", "--no-app", "--db", "demo.db"))
    assert told == "demo.db\n"
    told = done(inside("status", "--db", "demo.db"))
    assert "5/8" in told
    assert "60" in told


def test_the_demo_makes_a_folder_of_its_own(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "kaohe_tui", "demo", "--no-app"],
        env={"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    path = Path(result.stdout.rstrip("\n"))
    assert path.exists()
    assert path.parent.parent == tmp_path
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_app_is_refused_without_a_terminal(kaohe: Kaohe) -> None:
    assert "terminal" in refused(kaohe())
    assert "terminal" in refused(kaohe("demo"))


@pytest.mark.usefixtures("bureau")
def test_steps_say_what_was_done_and_what_comes_next(tmp_path: Path, kaohe: Kaohe) -> None:
    told = done(kaohe("open", "互评", "--period", "一季度"))
    assert "互评 is open: 6 ballots, 30 ratings." in told
    assert "Next: kaohe import FILE --period q1" in told
    file = ballots(tmp_path / "one.csv", [["peer", "s1", "s2", "50", "30.5", ""]])
    told = done(kaohe("import", file, "--period", "q1"))
    assert "one.csv: imported 1 ballot, 1 rating with marks, incomplete ballots of s1" in told
    assert "1 of 6 ballots are in, 29 ratings are outstanding." in told
    assert "29 ratings" in refused(kaohe("close", "peer", "--period", "q1"))
    told = done(kaohe("close", "peer", "--period", "q1", "--reason", "人在外地"))
    assert "Next: kaohe open leader --period q1" in told
    assert "reason" in kaohe("reopen", "peer", "--period", "q1").stderr
    told = done(kaohe("reopen", "peer", "--period", "q1", "--reason", "补交"))
    assert "互评 is open again." in told


def test_status_names_who_owes(tmp_path: Path, bureau: Kaohe) -> None:
    assert "Next: open 互评: kaohe open peer --period q1" in done(bureau("status"))
    done(bureau("open", "peer", "--period", "q1"))
    rows = [["peer", "s1", code, "50", "30", ""] for code in ("s2", "s3", "s4", "m1", "m2")]
    done(bureau("import", ballots(tmp_path / "s1.csv", rows), "--period", "q1"))
    told = done(bureau("status"))
    assert "\x1b" not in told
    assert [line.split()[1] for line in told.splitlines() if line.startswith("  ·")] == [
        "m1",
        "m2",
        "s2",
        "s3",
        "s4",
    ]
    plain = json.loads(done(bureau("status", "--json")))
    assert plain["period"] == "q1"
    assert plain["next"] == {"do": "key", "tier": "peer"}
    peer = plain["tiers"][0]
    assert (peer["state"], peer["ballots_in"], peer["ballots"]) == ("open", 1, 6)
    assert peer["ratings_owed"] == 25
    assert sum(each["missing"] for each in peer["owed_by"]) == 25
    assert peer["owed_by"][0]["code"] == "m1"
    assert [each["state"] for each in plain["periods"]] == ["open", "waiting"]


def test_what_is_complete_and_not_handed_in_is_told(tmp_path: Path, bureau: Kaohe) -> None:
    """It counts when the tier is closed: neither status nor the closing is silent about it."""
    q1 = ("--period", "q1")
    done(bureau("open", "head", *q1, "--yes"))
    rows = [["head", "h1", code, "50", "30", ""] for code in ("m1", "m2", "s1", "s2", "s3", "s4")]
    file = ballots(tmp_path / "h1.csv", rows)
    done(bureau("import", file, *q1))
    done(bureau("ballot-return", "head", "h1", *q1, "--reason", "试"))
    assert "h1  胡局长  局领导  partly entered  6/6  complete, but not handed in" in done(
        bureau("status")
    )
    plain = json.loads(done(bureau("status", "--json")))
    [owing] = next(tier for tier in plain["tiers"] if tier["key"] == "head")["owed_by"]
    assert (owing["code"], owing["missing"]) == ("h1", 0)
    told = done(bureau("close", "head", *q1))
    assert "1 ballot is not handed in; counted all the same: 6 complete ratings." in told


def test_withheld_ratings_are_neither_shown_nor_counted(tmp_path: Path, bureau: Kaohe) -> None:
    done(bureau("open", "peer", "--period", "q1"))
    rows = [["peer", "s1", "s2", "50", "30", ""], ["peer", "s1", "s3", "50", "30", ""]]
    done(bureau("import", ballots(tmp_path / "peer.csv", rows), "--period", "q1"))
    done(bureau("close", "peer", "--period", "q1", "--reason", "试"))
    done(bureau("open", "leader", "--period", "q1"))
    before = json.loads(done(bureau("standings", "--json")))["standings"]
    rows = [["leader", "l1", "s2", "10", "10", ""]]
    done(bureau("import", ballots(tmp_path / "leader.csv", rows), "--period", "q1"))
    after = json.loads(done(bureau("standings", "--json")))["standings"]
    assert [row["score"] for row in after] == [row["score"] for row in before]
    told = done(bureau("standings"))
    assert "分管评分: shown when the tier is closed" in told
    tied = [line.split() for line in told.splitlines() if "1=" in line]
    assert [line[1] for line in tied] == ["赵四", "王芳"]
    assert all("80.00*" in line for line in tied)
    assert "= shared rank" in told
    assert "* provisional" in told


def test_a_locked_result_is_final_with_its_missing_ratings_told(
    tmp_path: Path, bureau: Kaohe
) -> None:
    rows = [["head", "h1", "s2", "50", "30", ""], ["head", "h1", "s3", "50", "30", ""]]
    for tier in ("peer", "leader", "head"):
        done(bureau("open", tier, "--period", "q1"))
        if tier == "head":
            done(bureau("import", ballots(tmp_path / "head.csv", rows), "--period", "q1"))
            assert "* provisional" in done(bureau("standings"))
        done(bureau("close", tier, "--period", "q1", "--reason", "试"))
    told = done(bureau("standings"))
    assert "80.00*" in told
    assert "* closed with ratings missing, 39 in all" in told
    told += done(bureau("explain", "s2")) + done(bureau("status", "--period", "q1"))
    assert "The result is locked; 39 ratings are missing." in told
    assert "rovisional" not in told


def test_the_status_tells_the_year(bureau: Kaohe) -> None:
    assert done(bureau("status")).splitlines()[0] == "2026  小局考核方案  一季度"
    assert json.loads(done(bureau("status", "--json")))["year"] == 2026


def test_standings_as_csv(bureau: Kaohe) -> None:
    text = done(bureau("standings", "--csv"))
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 7
    assert {row[1] for row in rows[1:]} == {"s1", "s2", "s3", "s4", "m1", "m2"}
    assert bureau("standings", "--csv", "--json").returncode == 2


def test_a_person_is_named_by_code_or_by_a_name_that_is_his_alone(bureau: Kaohe) -> None:
    assert "赵四" in done(bureau("explain", "赵四"))
    assert "欧阳明日香" in done(bureau("explain", "s4"))
    told = refused(bureau("explain", "王芳"))
    assert "s1" in told
    assert "s3" in told
    assert "“x9”" in refused(bureau("explain", "x9"))
    assert "h1" in refused(bureau("explain", "h1"))


def test_a_backup_is_a_database(bureau: Kaohe) -> None:
    done(bureau("open", "peer", "--period", "q1"))
    done(bureau("backup", "copy.db"))
    assert done(bureau("status", "--db", "copy.db")).replace("copy.db", "year.db") == done(
        bureau("status")
    )
    assert "copy.db" in refused(bureau("backup", "copy.db"))


def test_the_option_after_the_command_counts(bureau: Kaohe) -> None:
    assert "none.db" in refused(bureau("status", "--db", "none.db"))


def test_chinese_furniture(kaohe: Kaohe) -> None:
    result = kaohe("stat", "--lang", "zh")
    assert result.returncode == 2
    assert "用法：" in result.stderr
    assert "没有命令 “stat”" in result.stderr
    assert "选项" in kaohe("--help", "--lang", "zh").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["status", "--nothing"],
        ["open", "peer"],
        ["close", "peer", "--period"],
        ["reopen", "peer", "--period", "q1"],
        ["import", "--period", "q1"],
        ["new", "--scheme", "scheme.toml"],
        ["explain"],
        ["init", "a", "b"],
        ["--lang", "fr", "status"],
    ],
)
def test_wrong_usage_is_code_2(inside: Kaohe, arguments: list[str]) -> None:
    result = inside(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert "Error:" in result.stderr


@pytest.mark.usefixtures("bureau")
def test_a_reader_that_leaves_is_no_fault(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run(
        [sys.executable, "-m", "kaohe_tui", "--db", "year.db", "standings", "--json"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert process.returncode == 141
    assert process.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.usefixtures("bureau")
def test_a_full_disk_behind_the_output_is_told(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [sys.executable, "-m", "kaohe_tui", "--lang", "en", "--db", "year.db", "status"],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert process.returncode == 1
    assert process.stderr.count(b"\n") == 1
    assert b"cannot be written" in process.stderr
