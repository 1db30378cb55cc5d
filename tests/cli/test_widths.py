"""What the commands print fits the terminal: no line is wider than it, in both languages."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from kaohe_tui import cli, words
from kaohe_tui.domain.width import cell_width
from tests.cli.conftest import ROSTER
from tests.prepared import demo_copy

Q3 = ("--period", "q3")
READING: Sequence[Sequence[str]] = (
    ("status",),
    ("standings",),
    ("standings", *Q3),
    ("standings", "--year"),
    ("standings", *Q3, "--at-entry", "300"),
    ("explain", "11", *Q3),
    ("explain", "11", "--year"),
    ("grades", *Q3),
    ("grades", "--year"),
    ("record", "--limit", "0"),
    ("adjustments", "--period", "q2"),
    ("adjustments", *Q3),
    ("matters",),
    ("notice",),
    ("tasks",),
    ("operators",),
    ("keying",),
    ("forms", "peer", *Q3),
    ("verify",),
    ("restore", "--list"),
)
TIERS = 9
LONG = "阿不都热依木·买买提江"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_copy(tmp_path_factory.mktemp("sample") / "s.db")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_copy(tmp_path_factory.mktemp("sample") / "s.db", "en")


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine tiers with long names, a bonus, and somebody whose name is as long as names get."""
    folder = tmp_path_factory.mktemp("wide")
    tier = """
[[tiers]]
key = "t{0}"
name = "第{0}类代表民主测评打分"
raters = ["staff"]
ratees = ["staff", "middle"]
scope = "all"
weight = 10
"""
    scheme = """name = "小局考核方案"
year = 2026
[scoring]
method = "participation"
step = "0.5"
decimals = 2
[[indicators]]
key = "work"
name = "业绩"
points = 100
[[adjustments]]
key = "award"
name = "各级考核评比获奖"
kind = "bonus"
points = "1.0"
[[periods]]
key = "q1"
name = "第一季度工作实绩小评"
weight = 1
"""
    scheme += "".join(tier.format(number) for number in range(1, TIERS + 1))
    (folder / "scheme.toml").write_text(scheme, encoding="utf-8")
    (folder / "roster.csv").write_text(ROSTER.replace("赵四", LONG), encoding="utf-8")
    path = folder / "w.db"
    files = ["--scheme", str(folder / "scheme.toml"), "--roster", str(folder / "roster.csv")]
    ballots = folder / "b.csv"
    rows = "".join(f"t1,s1,{ratee},90,\n" for ratee in ("s2", "s3", "s4", "m1", "m2"))
    ballots.write_text("tier,rater,ratee,work,abstain\n" + rows, encoding="utf-8")
    evidence = [
        "--evidence",
        "市局〔2026〕12号关于表彰先进集体和先进个人的决定",
        "--approved-by",
        "h1",
    ]
    for line in (
        ["new", *files],
        ["open", "t1", "--period", "q1"],
        ["import", str(ballots), "--period", "q1"],
        ["adjust", "s2", "award", "--period", "q1", *evidence],
    ):
        assert cli.run(["--db", str(path), *line]) == 0, line
    return path


def printed(
    database: Path, line: Sequence[str], language: str, capsys: pytest.CaptureFixture[str]
) -> str:
    capsys.readouterr()
    before = words.language()
    # The path is not the program's to break; the terminal's own working folder keeps it short.
    code = cli.run(["--lang", language, "--db", database.name, *line])
    words.use_language(before)
    told = capsys.readouterr()
    assert (code, told.err) == (0, ""), line
    return told.out


@pytest.mark.parametrize("columns", [80, 100, 200])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["sample", "english", "wide"])
def test_no_line_is_wider_than_the_terminal(  # One database is made for all of it.
    kind: str,
    language: str,
    columns: int,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database: Path = request.getfixturevalue(kind)
    monkeypatch.chdir(database.parent)
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = READING
    if kind == "wide":
        lines = [("status",), ("standings",), ("explain", "s2"), ("record",), ("verify",)]
        lines += [("adjustments", "--period", "q1")]
    for line in lines:
        told = printed(database, line, language, capsys)
        wider = [each for each in told.splitlines() if cell_width(each) > columns]
        assert wider == [], line


def test_standings_show_every_tier_where_somebody_has_a_bonus(
    wide: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(wide.parent)
    monkeypatch.setenv("COLUMNS", "80")
    told = printed(wide, ("standings",), "zh", capsys)
    assert all(f"第{number}类代表" in told for number in range(1, TIERS + 1))


def test_a_heading_breaks_between_words(
    english: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(english.parent)
    monkeypatch.setenv("COLUMNS", "80")
    told = printed(english, ("standings",), "en", capsys)
    assert all(word in told.split() for word in ("Section", "heads", "Leaders"))


def test_heads_of_the_year_break_between_words(
    sample: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample.parent)
    monkeypatch.setenv("COLUMNS", "80")
    told = printed(sample, ("standings", "--year"), "zh", capsys)
    heads = [line.split() for line in told.splitlines()]
    assert ["第一", "第二", "第三", "第四"] in heads
    assert ["季度", "季度", "季度", "季度", "年终"] in heads


@pytest.mark.parametrize("line", [("standings", "--year"), ("grades", "--year")])
def test_a_name_is_not_broken_for_the_columns_beside_it(
    line: Sequence[str],
    sample: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(sample.parent)
    monkeypatch.setenv("COLUMNS", "80")
    told = printed(sample, line, "zh", capsys)
    for name in ("阿依古丽·买买提", "欧阳明日香", "上官慧敏", "王芳 22", "投资贸易科"):
        assert name in told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_command_that_is_told_is_not_broken(
    language: str,
    sample: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database = sample.with_name(f"{'a' * 30}.db")
    shutil.copy(sample, database)
    monkeypatch.chdir(sample.parent)
    monkeypatch.setenv("COLUMNS", "80")
    told = printed(database, ("status",), language, capsys)
    assert f"  kaohe import FILE --period annual --db {database.name}\n" in told


def test_what_goes_to_a_program_is_not_broken(
    sample: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample.parent)
    monkeypatch.delenv("COLUMNS", raising=False)
    told = printed(sample, ("record", "--limit", "0"), "zh", capsys)
    assert max(map(cell_width, told.splitlines())) > 100
    assert all(line.lstrip()[:1].isdigit() or "条" in line for line in told.splitlines())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_refusal_is_broken_on_a_terminal_alone(sample: Path, language: str) -> None:
    termios = pytest.importorskip("termios")
    line = [sys.executable, "-m", "kaohe_tui", "--lang", language, "--db", str(sample)]
    line += ["take-back", "middle", "--period", "annual", "--reason", "x"]
    piped = subprocess.run(line, capture_output=True, encoding="utf-8", check=False)
    assert piped.stderr.count("\n") == 1
    assert cell_width(piped.stderr.rstrip()) > 80
    leader, follower = os.openpty()
    termios.tcsetwinsize(follower, (24, 80))
    subprocess.run(line, stdout=subprocess.DEVNULL, stderr=follower, check=False)
    os.close(follower)
    told = os.read(leader, 100_000).decode().splitlines()
    os.close(leader)
    assert all(cell_width(each) <= 80 for each in told)
    assert "".join(told).replace(" ", "") == piped.stderr.rstrip().replace(" ", "")
