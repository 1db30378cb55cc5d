"""The commands for yearly tasks."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import ROSTER, TIERS, Kaohe, done, refused

FILE = """编号,工作任务,记分标准,分值
s1,报表,错一处扣 1 分,35
s1,调研,缺一篇扣 5 分,25
s2,普查,标准,60
"""


@pytest.fixture
def goals(tmp_path: Path, inside: Kaohe) -> Kaohe:
    """A new year, whose first indicator has yearly tasks beside it."""
    scheme = TIERS.replace('key = "work"', 'key = "work"\nsource = "goals"')
    (tmp_path / "scheme.toml").write_text(scheme, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "tasks.csv").write_text(FILE, encoding="utf-8")
    done(inside("new", "--scheme", "scheme.toml", "--roster", "roster.csv"))
    return inside


def test_tasks_are_led_from_file_to_force(goals: Kaohe, tmp_path: Path) -> None:
    assert "3 tasks of 2 people" in done(goals("tasks-import", "tasks.csv"))
    again = goals("tasks-import", "tasks.csv")
    assert (again.returncode, again.stdout) == (1, "")
    assert "tasks.csv, line 2" in again.stderr
    assert "tasks.csv, line 4" in again.stderr
    assert "2 people" in done(goals("tasks-step", "present", "--all"))
    done(goals("tasks-step", "review", "s1", "s2"))
    assert "Say who" in refused(goals("tasks-step", "approve", "--all"))
    done(goals("tasks-step", "approve", "s1", "--by", "胡局长"))
    done(goals("tasks-step", "return", "s2", "--by", "胡局长", "--reason", "偏轻"))
    assert "not posted before" in refused(
        goals("tasks-step", "post", "--all", "--on", "2026-01-05")
    )
    done(goals("tasks-step", "post", "--all"))
    ends = date.today() + timedelta(days=5)
    assert "1 person" in done(goals("tasks", "--html", "list.html"))
    assert ends.isoformat() in (tmp_path / "list.html").read_text(encoding="utf-8")
    assert "already exists" in refused(goals("tasks", "--html", "list.html"))
    words = ["tasks-step", "in-force", "s1"]
    assert ends.isoformat() in refused(goals(*words))
    assert "1 person" in done(goals(*words, "--reason", "急需"))
    assert "No tasks are due" in refused(goals("tasks-step", "in-force", "--all"))
    found = {each["code"]: each for each in json.loads(done(goals("tasks", "--json")))}
    assert (found["s1"]["state"], found["s2"]["state"]) == ("in_force", "returned")
    assert [task["points"] for task in found["s1"]["tasks"]] == ["35", "25"]
    assert found["s2"]["reason"] == "偏轻"
    assert found["s3"] == {"code": "s3", "name": "王芳", "state": None, "tasks": []}
    told = done(goals("tasks"))
    assert "in force" in told
    assert "not declared" in told


def test_a_file_is_looked_at_without_declaring_anything(goals: Kaohe) -> None:
    told = done(goals("tasks-import", "tasks.csv", "--check"))
    assert told == (
        "tasks.csv: headings in line 1, 3 lines read.\nOnly looked at: nothing was changed.\n"
    )
    assert json.loads(done(goals("tasks", "--json")))[4]["state"] is None


def test_whose_tasks_is_answered_on_the_line(goals: Kaohe, tmp_path: Path) -> None:
    file = tmp_path / "tasks.csv"
    file.write_text(FILE.replace("编号", "姓名").replace("s1", "王芳"), encoding="utf-8")
    result = goals("tasks-import", "tasks.csv")
    assert result.returncode == 1
    assert '--answer "who A2=…"' in result.stderr
    answers = ["--answer", "who A2=s3", "--answer", "who A3=s3"]
    assert "3 tasks of 2 people" in done(goals("tasks-import", "tasks.csv", *answers))
    declared = json.loads(done(goals("tasks", "--json")))
    assert [each["code"] for each in declared if each["state"]] == ["s2", "s3"]


def test_wrong_usage_is_told(goals: Kaohe) -> None:
    assert goals("tasks-step", "present").returncode == 2
    assert goals("tasks-step", "present", "s1", "--all").returncode == 2
    assert goals("tasks-step", "nonsense", "--all").returncode == 2
    done(goals("tasks-import", "tasks.csv"))
    assert "one by one" in refused(goals("tasks-step", "return", "--all"))
    assert "code “x”" in refused(goals("tasks-step", "present", "x"))


def test_a_bad_day_is_refused(goals: Kaohe) -> None:
    done(goals("tasks-import", "tasks.csv"))
    assert "2026-13-01" in refused(goals("tasks-step", "post", "s1", "--on", "2026-13-01"))
