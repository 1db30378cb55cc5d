"""A case that is a folder fails where a figure, a text, a refusal or a paper is not as it says."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cases.case import HERE, of_folder
from tests.cases.playing import play

RUN = """kaohe --db {db} new --scheme scheme.toml --roster roster.csv
[all] kaohe --db {db} standings --period y --json
! [closed] kaohe --db {db} close all --period y
kaohe --db {db} export {tmp}/papers --period y --only csv
"""
HELD: Mapping[str, Any] = {
    "results": {"y": {"21": {"total": None, "rank": None, "grade": None}}},
    "by_hand": {"y/22": None},
    "says": {
        "closed": {"must": ["干部职工评价", ["没有开放", "不存在"]], "must_not": ["Traceback"]}
    },
    "json": {"all": {"21": {"provisional": True}}},
    "papers": {"papers/standings-*.csv": {"must": ["余小满"], "must_not": ["江承志"]}},
}


def played(folder: Path, run: str = RUN, **other: Any) -> str:
    """What does not hold of a case whose expectations are those and others."""
    files = folder / "files"
    shutil.copytree(HERE / "methods" / "M04-quantified", files)
    (files / "run.txt").write_text(run, encoding="utf-8")
    (files / "expected.json").write_text(json.dumps({**HELD, **other}), encoding="utf-8")
    (folder / "played").mkdir()
    return play(of_folder(files), folder / "played")


def test_it_holds(tmp_path: Path) -> None:
    assert not played(tmp_path)


@pytest.mark.parametrize(
    ("other", "missed"),
    [
        ({"results": {"y": {"21": {"total": "80.00"}}}}, "21.total"),
        ({"results": {"y": {"21": {"grade": "优秀"}}}}, "21.proposed_grade"),
        ({"results": {"y": {"99": {"total": "80.00"}}}}, "99.total"),
        ({"by_hand": {"year/22": "80.00"}}, "22.total"),
        ({"says": {"closed": {"must": ["合格"]}}}, "合格"),
        ({"says": {"closed": {"must": [["合格", "良好"]]}}}, "合格|良好"),
        ({"says": {"closed": {"must_not": ["干部职工评价"]}}}, "is said"),
        ({"json": {"all": {"21": {"provisional": False}}}}, "21.provisional"),
        ({"papers": {"papers/standings-*.csv": {"must": ["江承志"]}}}, "江承志"),
        ({"papers": {"papers/standings-*.csv": {"must_not": ["余小满"]}}}, "余小满"),
        ({"papers": {"papers/notice-*.html": {}}}, "no such file"),
        ({"run": RUN.replace("! [closed] ", "")}, "exit code 1, not 0"),
        ({"run": RUN.replace("[all]", "! [all]")}, "exit code 0, not 1"),
    ],
)
def test_what_is_not_so_is_told(tmp_path: Path, other: dict[str, Any], missed: str) -> None:
    assert missed in played(tmp_path, **other)
