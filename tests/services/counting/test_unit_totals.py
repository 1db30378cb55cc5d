"""Sections that are rated, on a real file: read, keyed, counted live, in formulas, locked."""

from pathlib import Path

import pytest

from kaohe_tui.domain.explain.explain import text_lines
from kaohe_tui.domain.grades.decision import Grading
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.warnings import warnings
from kaohe_tui.files.workbook.workbook import workbook
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.counting.overview import result
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.public.dossier import dossier
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers.steps import close_tier, open_tier
from kaohe_tui.services.year.grades import grading
from tests import alone
from tests.bureau import key_ballot, key_tier, new_room
from tests.files.recomputing import SOFFICE, cells_of, recomputed
from tests.refused import refused

ROSTER = """编号,姓名,科室,层级
h,何局长,局领导,主要负责人
m1,马科长,综合科,中层干部
s1,单雄,综合科,一般人员
s2,孙红,农业科,一般人员
s3,王芳,工业科,一般人员
u1,综合科,,科室
u2,农业科,农业科,unit
"""
SCHEME = """name = "县统计局考核"
year = 2026
[scoring]
method = "tiers"
step = "1"
rank = "together"
quota_by = "unit"
[[indicators]]
key = "work"
name = "综合表现"
points = 100
[[tiers]]
key = "own"
name = "科室互评"
raters = ["一般人员", "中层干部"]
ratees = ["科室"]
scope = "section"
weight = 50
reveal = "row"
[[tiers]]
key = "lead"
name = "领导评科室"
raters = ["head"]
ratees = ["unit"]
weight = 50
reveal = "row"
[[tiers]]
key = "vote"
name = "民主评议"
raters = ["head"]
ratees = ["staff", "middle"]
weight = 100
reveal = "row"
[[components]]
key = "sections"
name = "科室考核"
points = 100
source = "ballots"
tiers = ["own", "lead"]
[[components]]
key = "vote"
name = "民主评议"
points = 60
source = "ballots"
tiers = ["vote"]
[[components]]
key = "team"
name = "科室得分"
points = 40
source = "unit"
[[periods]]
key = "y"
name = "年度"
weight = 100
[[grades]]
name = "优秀"
min = 60
quota = 50
[[grades]]
name = "合格"
min = 0
"""
VOTES = {"m1": 90, "s1": 80, "s2": 70, "s3": 60}


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = new_room(tmp_path, SCHEME, ROSTER)
    open_tier(room, "y", "own")
    key_ballot(room, ("y", "own", "m1"), lambda _code: (91,))
    key_ballot(room, ("y", "own", "s1"), lambda _code: (80,))
    key_ballot(room, ("y", "own", "s2"), lambda _code: (70,))
    close_tier(room, "y", "own")
    return room


def finished(room: Room) -> None:
    open_tier(room, "y", "lead")
    key_tier(room, "y", "lead", lambda code: (100 if code == "u1" else 71,))
    close_tier(room, "y", "lead")
    open_tier(room, "y", "vote")
    key_tier(room, "y", "vote", lambda code: (VOTES[code],))


def totals(room: Room) -> dict[str, str]:
    rows = Board(room, "y").standings.rows
    return {r.person.code: "–" if r.total is None else shown(r.total, 3) for r in rows}


def test_a_section_is_read_rated_by_its_people_and_counts_for_them(room: Room) -> None:
    roster = room.period("y").roster
    assert [(p.code, p.section) for p in roster if p.role is Role.UNIT] == [
        ("u1", "综合科"),
        ("u2", "农业科"),
    ]
    finished(room)
    # u1: 85.5 / 2 + 50 = 92.75; u2: 70.5
    assert totals(room) == {
        "m1": "91.100",
        "s1": "85.100",
        "s2": "70.200",
        "s3": "60.000",
        "u1": "92.750",
        "u2": "70.500",
    }
    board = Board(room, "y")
    lines = text_lines(board.explain("s2"), 2)
    assert any("70.5 × 40 ÷ 100" in line for line in lines)
    ranks = {row.person.code: row.rank for row in board.standings.rows}
    assert ranks == {"m1": 1, "s1": 2, "s2": 3, "s3": 4, "u1": 1, "u2": 2}
    [told] = [line for line in warnings(room.period("y").scheme, roster) if "科室得分" in line]
    assert "王芳" in told


def test_a_mark_of_a_section_changes_its_people_at_once(room: Room) -> None:
    finished(room)
    board = Board(room, "y")
    before = {row.person.code: row.total for row in board.standings.rows}
    close_tier(room, "y", "vote", "无")
    again = Board(room, "y")
    assert {row.person.code: row.total for row in again.standings.rows} == before


def test_live_standings_are_those_counted_anew(room: Room) -> None:
    open_tier(room, "y", "lead")
    board = Board(room, "y")
    ballot = key_ballot(room, ("y", "lead", "h"), lambda code: (60,) if code == "u2" else None)
    assert ballot is not None
    assert board.update(["u1", "u2"], ballot=("lead", "h"))
    fresh = Board(room, "y")
    assert board.standings.rows == fresh.standings.rows
    part = board.standings.row("u2").total
    assert part is not None
    assert shown(part, 2) == "65.00"


def test_it_is_graded_apart_locked_and_verified(room: Room) -> None:
    finished(room)
    close_tier(room, "y", "vote")
    frozen = result(room, "y")
    assert frozen is not None
    of_period: Grading = grading(room, "y")
    quotas = {(each.role, each.people, each.places) for each in of_period.proposals.quotas}
    assert quotas == {(None, 4, 2), (Role.UNIT, 2, 1)}
    grades = {code: each.grade for code, each in of_period.proposals.of.items()}
    assert {code for code, grade in grades.items() if grade == "优秀"} == {"m1", "s1", "u1"}
    assert verify(room).holds
    assert alone.differing(room.database.path) == ""


@pytest.mark.skipif(SOFFICE is None, reason="soffice (LibreOffice) is not installed")
def test_the_workbook_comes_to_the_same(room: Room, tmp_path: Path) -> None:
    finished(room)
    data = workbook(dossier(room, "y"))
    sheets = recomputed(tmp_path / "anew", {"book": data})["book"]
    for mine, theirs in zip(cells_of(data).items(), sheets.items(), strict=True):
        assert mine == theirs


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("u2,农业科,农业科", "u2,农林科,", "unit-without-people"),
        ("u2,农业科,农业科", "u2,农业科,综合科", "unit-without-people"),
        ("u2,农业科,农业科", "u2,综合科,", "unit-twice"),
    ],
)
def test_a_section_that_is_none_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    with refused(code):
        new_room(tmp_path, SCHEME, ROSTER.replace(old, new))


def test_sections_rate_nobody(tmp_path: Path) -> None:
    with refused("units-rate"):
        new_room(tmp_path, SCHEME.replace('raters = ["head"]', 'raters = ["科室"]', 1), ROSTER)
