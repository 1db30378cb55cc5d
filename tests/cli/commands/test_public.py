"""The commands of the register and of changed rosters and schemes."""

import json
from pathlib import Path

from tests.cli.conftest import ROSTER, TIERS, Kaohe, done, refused

NAME = "告状人某某"


def test_a_matter_by_command(bureau: Kaohe) -> None:
    new = ["matter-new", "--kind", "report", "--about", "打分", "--code", "s1", "--period", "q1"]
    told = done(bureau(*new, "--from", NAME, "--received", "2026-01-05"))
    assert "no. 1" in told
    assert "2026-01-20" in told
    assert "cannot handle" in refused(bureau("matter-assign", "1", "s1"))
    done(bureau("matter-assign", "1", "马科长"))
    done(bureau("matter-step", "1", "问过本人"))
    listed = done(bureau("matters"))
    assert listed.startswith("!")
    plain = json.loads(text := done(bureau("matters", "--json")))
    assert plain["matters"][0]["steps"][0]["text"] == "问过本人"
    assert plain["matters"][0]["handler"] == "m1"
    assert plain["matters"][0]["overdue"]
    assert NAME not in listed + text
    done(bureau("matter-close", "1", "--outcome", "属实", "--correction", "结果 2"))
    assert done(bureau("matters")).startswith("✔")
    assert "is closed" in refused(bureau("matter-step", "1", "x"))
    done(bureau("matter-reopen", "1", "--reason", "新事实"))
    assert "no. 7" in refused(bureau("matter-step", "7", "x"))
    assert "is not a date" in refused(bureau(*new, "--received", "2026-02-30"))


def test_notices_by_command(bureau: Kaohe) -> None:
    told = done(bureau("notice"))
    assert told.count("\n") == 3
    assert "close its tiers first" in told
    assert "no result to post" in refused(bureau("notice", "--period", "q1", "--post"))
    assert bureau("notice", "--post").returncode == 2
    assert bureau("notice", "--year", "--period", "q1").returncode == 2
    for tier in ("peer", "leader", "head"):
        done(bureau("open", tier, "--period", "q1"))
        done(bureau("close", tier, "--period", "q1", "--reason", "无人评分"))
    told = done(bureau("notice", "--period", "一季度", "--post", "--by", "张三"))
    assert "Notice no. 1" in told
    assert "notice no. 1 runs until" in done(bureau("notice", "--period", "q1"))
    assert "has not changed" in refused(bureau("notice", "--period", "q1", "--post"))
    again = bureau("notice", "--period", "q1", "--post", "--reason", "有错字")
    assert "Notice no. 2" in done(again)


def test_a_matter_of_no_period_says_what_it_holds_up(bureau: Kaohe) -> None:
    """It held up a notice that was posted later on that day, and stood as one of no period."""
    told = done(bureau("matter-new", "--kind", "objection", "--about", "总分", "--code", "s1"))
    assert "belongs to no period" in told
    assert "not final" not in done(bureau("matters"))
    for tier in ("peer", "leader", "head"):
        done(bureau("open", tier, "--period", "q1"))
        done(bureau("close", tier, "--period", "q1", "--reason", "无人评分"))
    done(bureau("notice", "--period", "q1", "--post"))
    assert "Until no. 1 is closed, this is not final: 一季度." in done(bureau("matters"))
    plain = json.loads(done(bureau("matters", "--json")))["matters"][0]
    assert (plain["period"], plain["holds_up"]) == (None, ["q1"])
    done(bureau("matter-close", "1", "--outcome", "不属实"))
    assert "not final" not in done(bureau("matters"))


def test_a_new_roster_and_scheme_by_command(tmp_path: Path, bureau: Kaohe) -> None:
    done(bureau("open", "peer", "--period", "q1"))
    new = ROSTER.replace("s2,赵四,甲科", "s2,赵四,乙科") + "s9,新来者,甲科,staff,l1,,\n"
    (tmp_path / "new.csv").write_text(new, encoding="utf-8")
    told = done(bureau("roster", "new.csv", "--check"))
    assert "+ s9 新来者" in told
    assert "~ s2 赵四 甲科" in told
    assert "Would apply to: 二季度" in told
    assert "Opened before, with results that stay: 一季度" in told
    assert "Applies to: 二季度" in done(bureau("roster", "new.csv"))
    assert "No difference" in done(bureau("roster", "new.csv"))
    (tmp_path / "new.toml").write_text(TIERS.replace("weight = 60", "weight = 50"), "utf-8")
    assert "+ weight = 50" in done(bureau("scheme", "new.toml", "--check"))
    assert "Applies to: 二季度" in done(bureau("scheme", "new.toml"))
    (tmp_path / "bad.toml").write_text(TIERS.replace('"q1"', '"q5"'), "utf-8")
    assert "“q1”" in refused(bureau("scheme", "bad.toml"))
