"""Figures of the office on disk: entered, approved, replaced, withdrawn, read from a table."""

from fractions import Fraction
from pathlib import Path

import pytest

from kaohe_tui.domain.entries.entries import EntryKind
from kaohe_tui.domain.numbers import shown
from kaohe_tui.files.entries.figures import FigureLine
from kaohe_tui.files.workbook.workbook import workbook
from kaohe_tui.services.counting import lacking
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.counting.overview import result
from kaohe_tui.services.entries.entries import withdraw
from kaohe_tui.services.entries.figures import approve_figure, enter_figure, import_figures
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.public.dossier import dossier
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers.steps import close_tier, open_tier
from tests import alone
from tests.bureau import key_tier, new_room
from tests.files.recomputing import cells_of
from tests.refused import refused

SCHEME = """name = "县统计局考核"
year = 2026
[scoring]
method = "tiers"
step = "1"
[[indicators]]
key = "work"
name = "综合表现"
points = 100
[[tiers]]
key = "vote"
name = "民主评议"
raters = ["head"]
ratees = ["staff"]
weight = 100
[[components]]
key = "vote"
name = "民主评议"
points = 30
source = "ballots"
[[components]]
key = "biz"
name = "业务考核"
points = 30
source = "office"
convert = { by = "rank", first = 30, step = "1.5" }
[[components]]
key = "out"
name = "分析信息"
points = 40
source = "office"
[[factors]]
key = "county"
name = "县考核系数"
of = "section"
max = "1.2"
[[periods]]
key = "y"
name = "年度"
weight = 100
"""
TABLE = """编号,科室,组成,数值,依据,批准人
s1,,业务考核,2,通报,h
s1,,out,40/3,报表,h
s2,,biz,1,通报,h
s3,,biz,3,通报,h
s3,,分析信息,40,报表,h
,综合科,县考核系数,1.1,通报,h
,农业科,county,0.9,通报,h
"""


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = new_room(tmp_path, SCHEME)
    open_tier(room, "y", "vote")
    key_tier(room, "y", "vote", lambda _code: (80,))
    return room


def table(tmp_path: Path, text: str = TABLE) -> Path:
    path = tmp_path / "figures.csv"
    path.write_text(text, encoding="utf-8")
    return path


def line(whose: str, component: str, value: str, approved_by: str = "h") -> FigureLine:
    return FigureLine(0, whose, component, value, "报表", approved_by)


def totals(room: Room) -> dict[str, str]:
    rows = Board(room, "y").standings.rows
    return {r.person.code: "–" if r.total is None else shown(r.total, 2) for r in rows}


def test_a_table_is_taken_whole_and_closing_names_what_is_missing(
    room: Room, tmp_path: Path
) -> None:
    import_figures(room, table(tmp_path), "y")
    assert totals(room) == {"s1": "72.42", "s2": "99.00", "s3": "81.90"}
    assert {
        key: [p.code for p in people] for key, people in lacking.lacking(room, "y").items()
    } == {"out": ["s2"]}
    with refused("figures-missing"):
        close_tier(room, "y", "vote")
    close_tier(room, "y", "vote", "未报送")
    frozen = result(room, "y")
    assert frozen is not None
    assert {r.person.code for r in frozen.standings.rows if r.review.provisional} == {"s2"}
    assert verify(room).holds
    assert alone.differing(room.database.path) == ""


def test_a_figure_counts_once_it_is_approved_and_takes_the_place_of_the_one_before(
    room: Room,
) -> None:
    first = enter_figure(room, "y", line("s1", "out", "20"))
    draft = enter_figure(room, "y", line("s1", "out", "30", ""))
    before = totals(room)["s1"]
    approve_figure(room, draft, "何局长")
    assert before != totals(room)["s1"]
    figures = {each.id: each for each in room.period("y").facts.figures}
    assert (figures[first].stands, figures[draft].counts) == (False, True)
    withdraw(room, EntryKind.FIGURE, draft, "填错")
    assert "out" in Board(room, "y").standings.row("s1").review.lacking
    assert verify(room).holds


def test_after_closing_a_figure_needs_a_reason_and_locks_another_result(
    room: Room, tmp_path: Path
) -> None:
    import_figures(room, table(tmp_path), "y")
    close_tier(room, "y", "vote", "未报送")
    late = line("s2", "out", "10")
    with refused("reason-missing"):
        enter_figure(room, "y", late)
    enter_figure(room, "y", late, correction="补报")
    locked = result(room, "y")
    assert locked is not None
    assert (locked.number, shown(locked.standings.row("s2").total or Fraction(0), 2)) == (
        2,
        "70.40",
    )
    assert verify(room).holds
    assert alone.differing(room.database.path) == ""


@pytest.mark.parametrize(
    ("whose", "component", "value", "code"),
    [
        ("s1", "out", "40.5", "figure-above-points"),
        ("s1", "biz", "0", "place-wrong"),
        ("s1", "biz", "1.5", "place-wrong"),
        ("综合科", "county", "1.25", "factor-out-of-range"),
        ("办公室", "county", "1", "section-unknown"),
        ("s1", "out", "40/0", "figure-wrong"),
        ("s1", "out", "-1", "figure-wrong"),
        ("s1", "vote", "1", "component-unknown"),
        ("h", "out", "1", "component-not-applying"),
        ("x", "out", "1", "person-unknown"),
    ],
)
def test_what_cannot_be_is_refused(
    room: Room, whose: str, component: str, value: str, code: str
) -> None:
    with refused(code):
        enter_figure(room, "y", line(whose, component, value))


def test_one_fault_in_a_table_refuses_all_of_it(room: Room, tmp_path: Path) -> None:
    with refused("figure-twice"):
        import_figures(room, table(tmp_path, TABLE + "s1,,biz,5,通报,h\n"), "y")
    assert room.period("y").facts.figures == ()


def test_the_workbook_has_a_column_for_each_component(room: Room, tmp_path: Path) -> None:
    import_figures(room, table(tmp_path), "y")
    standings = next(iter(cells_of(workbook(dossier(room, "y"))).values()))
    assert {"民主评议 (30 points)", "业务考核 (30 points)"} <= set(standings[1])
