"""What the leading group enters by command, and what a correction tells."""

import json
from pathlib import Path
from typing import Any

import click
import pytest

from kaohe_tui.domain.width import cell_width
from tests.cli.conftest import ROSTER, TIERS, Done, Kaohe, ballots, done, refused

RULES = """
[[adjustments]]
key = "award"
name = "获奖"
kind = "bonus"
points = "1"
cap = "2"
[[adjustments]]
key = "violation"
name = "违规"
kind = "deduction"
points = "2"
[vetoes]
grade = "不称职"
grounds = ["县纪委规定的一票否决事项"]
[[grades]]
name = "称职"
min = "60"
[[grades]]
name = "不称职"
min = "0"
"""
WORDS = {"s1": "57", "s2": "55", "s3": "53"}


@pytest.fixture
def ruled(tmp_path: Path, inside: Kaohe) -> Kaohe:
    """A new year of the small bureau under a scheme with rules."""
    (tmp_path / "scheme.toml").write_text(TIERS + RULES, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    done(inside("new", "--scheme", "scheme.toml", "--roster", "roster.csv"))
    return inside


@pytest.fixture
def closed(tmp_path: Path, ruled: Kaohe) -> Kaohe:
    """The same with its first quarter closed, on what the head alone has rated."""
    for tier in ("peer", "leader"):
        done(ruled("open", tier, "--period", "q1"))
        done(ruled("close", tier, "--period", "q1", "--reason", "出差"))
    done(ruled("open", "head", "--period", "q1"))
    rows = [["head", "h1", code, WORDS.get(code, "50"), "30", ""] for code in _RATED]
    done(ruled("import", ballots(tmp_path / "b.csv", rows), "--period", "q1"))
    done(ruled("close", "head", "--period", "q1"))
    return ruled


_RATED = ("m1", "m2", "s1", "s2", "s3", "s4")


def _adjust(run: Kaohe, *words: str) -> Any:
    return run("adjust", "s3", "award", "--period", "q1", "--evidence", "一等奖证书", *words)


def _listed(run: Kaohe, period: str = "q1") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done(run("adjustments", "--period", period, "--json")))
    return found


def test_an_adjustment_is_entered_approved_and_withdrawn(ruled: Kaohe) -> None:
    told = done(_adjust(ruled, "--count", "3"))
    assert "Adjustment no. 1 is entered." in told
    assert "kaohe approve 1 --by NAME --db year.db" in told
    (entry,) = _listed(ruled)["adjustments"]
    assert (entry["rule"], entry["count"], entry["points"], entry["counts"]) == (
        "award",
        3,
        "3",
        False,
    )
    assert "王芳 s3 cannot approve" in refused(ruled("approve", "1", "--by", "s3"))
    assert done(ruled("approve", "1", "--by", "l1")) == "Adjustment no. 1 counts.\n"
    table = done(ruled("adjustments", "--period", "一季度"))
    assert "1  s3  王芳  获奖  × 3  +3  一等奖证书  approved by 李副局" in table
    done(ruled("withdraw", "adjustment", "1", "--reason", "误录"))
    assert "withdrawn: 误录" in done(ruled("adjustments", "--period", "q1"))
    assert "was withdrawn" in refused(ruled("withdraw", "adjustment", "1", "--reason", "x"))


def test_a_document_of_another_period_is_asked_about_on_a_terminal(
    tmp_path: Path, ruled: Kaohe, monkeypatch: pytest.MonkeyPatch
) -> None:
    def adjust(period: str) -> Done:
        return ruled("adjust", "s3", "award", "--period", period, "--evidence", "统发〔2026〕1号")

    done(adjust("q1"))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "confirm", lambda *_a, **_more: False)
    result = adjust("q2")
    assert result.returncode == 1
    assert "used in 一季度 already (no. 1)" in result.stderr
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    done(adjust("q2"))


def test_vetoes_exemptions_and_absences_are_listed_with_their_numbers(ruled: Kaohe) -> None:
    assert "No entries" in done(ruled("adjustments", "--period", "q1"))
    ground = ["--ground", "县纪委规定的一票否决事项", "--document", "3号", "--authority", "县纪委"]
    done(ruled("veto", "s1", "--period", "q1", *ground))
    exempt = ["--kind", "not_assessed", "--reason", "工作不满半年"]
    done(ruled("exempt", "s2", "--period", "q1", *exempt))
    done(ruled("exempt", "s2", "--year", *exempt))
    done(ruled("absent", "赵四", "--period", "q1", "--days", "1.5", "--reason", "病假"))
    told = done(ruled("adjustments", "--period", "q1"))
    assert "1  s1  王芳  县纪委规定的一票否决事项  3号  县纪委" in told
    assert "2  s2  赵四  not assessed  the year's grades  工作不满半年" in told
    assert "1  s2  赵四  1.5 days  病假" in told
    found = _listed(ruled)
    assert [e["period"] for e in found["exemptions"]] == ["q1", ""]
    assert found["absences"][0]["half_days"] == 3
    done(ruled("withdraw", "exemption", "2", "--reason", "误录"))


@pytest.mark.parametrize("words", [["--period", "q1", "--year"], []])
def test_an_exemption_is_for_one_period_or_the_year(ruled: Kaohe, words: list[str]) -> None:
    result = ruled("exempt", "s2", *words, "--kind", "not_assessed", "--reason", "x")
    assert result.returncode == 2
    assert "Give either --period or --year." in result.stderr


def test_the_standings_and_the_explanation_show_them(closed: Kaohe) -> None:
    before = done(closed("standings", "--period", "q1"))
    assert "Deduct" not in before
    assert "needs a reason" in refused(_adjust(closed, "--approved-by", "h1"))
    told = done(_adjust(closed, "--count", "3", "--approved-by", "h1", "--reason", "补录"))
    assert "The result changes for 1 person." in told
    assert "s3  王芳  83.00 → 85.00" in told
    violation = ["violation", "--period", "q1", "--evidence", "通报", "--approved-by", "h1"]
    done(closed("adjust", "s1", *violation, "--reason", "补录"))
    table = done(closed("standings", "--period", "q1"))
    lines = [line for line in table.splitlines() if "王芳" in line]
    assert any("87.00" in line and "−2.00" in line and "85.00" in line for line in lines)
    assert any("83.00" in line and "+2.00" in line and "85.00" in line for line in lines)
    assert all(cell_width(line) <= 80 for line in table.splitlines())
    explained = done(closed("explain", "s3", "--period", "q1"))
    assert "= 83.00" in explained
    found = json.loads(done(closed("explain", "s3", "--period", "q1", "--json")))
    assert (found["bonus"], found["total"], found["bonus_cap"]) == ("2.00", "85.00", None)
    assert found["vetoed"] is False


def test_a_vetoed_person_is_marked_with_a_word_and_keeps_the_score(closed: Kaohe) -> None:
    ground = ["--ground", "县纪委规定的一票否决事项", "--document", "3号", "--authority", "县纪委"]
    told = done(closed("veto", "s1", "--period", "q1", *ground, "--reason", "来文"))
    assert "rank 1 → vetoed  称职 → 不称职" in told
    (line,) = [
        line for line in done(closed("standings", "--period", "q1")).splitlines() if "VETO" in line
    ]
    assert "87.00" in line


def test_closing_a_reopened_period_tells_what_changed(closed: Kaohe) -> None:
    done(closed("reopen", "head", "--period", "q1", "--reason", "更正"))
    done(_adjust(closed, "--count", "2", "--approved-by", "h1"))
    told = done(closed("close", "head", "--period", "q1"))
    assert "The result changes for 1 person." in told
    assert "83.00 → 85.00" in told
    done(closed("reopen", "head", "--period", "q1", "--reason", "更正"))
    assert "No total, rank or proposed grade changes." in done(
        closed("close", "head", "--period", "q1")
    )
