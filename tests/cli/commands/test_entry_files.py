"""Adjustments and absences from files, by command."""

import json
from pathlib import Path
from typing import Any

import click
import pytest

from tests.cli.commands.test_entries import RULES
from tests.cli.conftest import ROSTER, TIERS, Done, Kaohe, done


@pytest.fixture
def ruled(tmp_path: Path, inside: Kaohe) -> Kaohe:
    """A new year of the small bureau, with two called 王芳, under a scheme with rules."""
    (tmp_path / "scheme.toml").write_text(TIERS + RULES, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    done(inside("new", "--scheme", "scheme.toml", "--roster", "roster.csv"))
    return inside


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file that a test brings."""
    return tmp_path / "加分.csv"


def _listed(run: Kaohe) -> dict[str, Any]:
    listed: dict[str, Any] = json.loads(done(run("adjustments", "--period", "q1", "--json")))
    return listed


def _refused(result: Done) -> str:
    """The lines of a command that was refused."""
    assert (result.returncode, result.stdout) == (1, "")
    assert "Traceback" not in result.stderr
    return result.stderr


def test_a_file_is_taken_whole_or_not_at_all(file: Path, ruled: Kaohe) -> None:
    file.write_text("编号,项目,依据,批准人\ns1,获奖,证书,h1\ns2,获奖,证书,\n", encoding="utf-8")
    assert done(ruled("adjust-import", file, "--period", "q1")) == (
        "加分.csv: headings in line 1, 2 lines read.\n"
        "加分.csv: 2 adjustments entered, 1 of them approved.\n"
    )
    why = _refused(ruled("adjust-import", file, "--period", "q1"))
    assert "line 2" in why
    assert "line 3" in why
    assert why.endswith("Nothing was imported from the file.\n")
    assert len(_listed(ruled)["adjustments"]) == 2


def test_what_is_read_of_a_file_is_shown_without_entering_it(file: Path, ruled: Kaohe) -> None:
    file.write_text(
        "加分表,,,\n序号,姓名,项目,依据\n1,赵四,获奖,证书\n2,王芳,获奖,证书\n合计,,2,\n",
        encoding="utf-8",
    )
    told = done(ruled("adjust-import", file, "--period", "q1", "--check"))
    assert "headings in line 2, 2 lines read" in told
    assert "Columns left out: 序号." in told
    assert "1 (title: 加分表), 5 (line of totals: 合计)" in told
    assert '--answer "who B4=s1 | s3"' in told
    assert told.endswith("nothing was changed.\n")
    assert _listed(ruled)["adjustments"] == []
    why = _refused(ruled("adjust-import", file, "--period", "q1", "--yes"))
    assert '--answer "who B4=…"' in why
    assert "--yes takes" not in why
    done(ruled("adjust-import", file, "--period", "q1", "--answer", "who B4=s3"))
    assert [each["code"] for each in _listed(ruled)["adjustments"]] == ["s2", "s3"]


def test_a_document_of_another_period_is_asked_about_on_a_terminal(
    file: Path, ruled: Kaohe, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = ["--evidence", "统发〔2026〕1号"]
    done(ruled("adjust", "s3", "award", "--period", "q1", *document))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "confirm", lambda *_a, **_more: False)
    file.write_text("code,rule,evidence\ns1,award,奖\ns3,award,统发[2026]1号\n", encoding="utf-8")
    result = ruled("adjust-import", file, "--period", "q2")
    assert "used in 一季度 already (no. 1)" in result.stderr
    assert result.stderr.count("Person:") == 1
    done(ruled("adjust-import", file, "--period", "q2", "--yes"))


def test_absences_are_entered_from_a_file(file: Path, ruled: Kaohe) -> None:
    file.write_text(
        "姓名,天数,事由\n赵四,3天,病假\n胡局长,半天,事假\n李副局,0,\n", encoding="utf-8"
    )
    told = done(ruled("absence-import", file, "--period", "q1"))
    assert told == (
        "加分.csv: headings in line 1, 2 lines read.\n"
        "Lines left out that say nothing but whose they are: 4 (李副局).\n"
        "加分.csv: 2 absences entered.\n"
    )
    absences = _listed(ruled)["absences"]
    assert [(each["code"], each["half_days"]) for each in absences] == [("s2", 6), ("h1", 1)]
    assert "already (no. 1)" in _refused(ruled("absence-import", file, "--period", "q1"))
    told = done(ruled("absence-import", file, "--period", "q1", "--check"))
    assert '--answer "again B2=+ | -"' in told
    assert len(_listed(ruled)["absences"]) == 2
    done(ruled("absence-import", file, "--period", "q1", "--yes"))
    assert len(_listed(ruled)["absences"]) == 4


def test_absence_that_bars_from_the_top_grade_is_shown_on_a_terminal(
    tmp_path: Path, file: Path, inside: Kaohe, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme = TIERS + RULES + "[bars]\nabsence_days = 5\n"
    (tmp_path / "scheme.toml").write_text(scheme, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    done(inside("new", "--scheme", "scheme.toml", "--roster", "roster.csv"))
    file.write_text("姓名,天数,事由\n赵四,3,病假\n赵四,3,事假\n", encoding="utf-8")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "confirm", lambda *_a, **_more: False)
    result = inside("absence-import", file, "--period", "q1")
    assert result.returncode == 1
    assert "6 days together, more than 5" in result.stderr
    assert _listed(inside)["absences"] == []
