"""Tables that tick levels are read as if the name of the level stood there."""

from dataclasses import replace

import pytest

from kaohe_tui.domain.rules.scheme.tiers import Marks
from kaohe_tui.files.ballots.meeting import Meeting
from kaohe_tui.files.ballots.ticks import without_ticks
from kaohe_tui.files.sheets.book import Area, Book, Sheet
from tests.domain.rules.forms.test_forms import SCHEME, TIER

Rows = list[list[str]]
LEVELS = ["优", "良", "中", "差"]


def read(rows: Rows, marks: Marks = Marks.OVERALL, merged: tuple[Area, ...] = ()) -> Rows:
    tier = replace(TIER, marks=marks, indicators=("i0", "i1") if marks is Marks.LEVELS else ())
    meeting = Meeting(replace(SCHEME, tiers=(tier,)))
    book = without_ticks(Book("b.xlsx", [Sheet("S", rows, merged)]), meeting)
    return [list(map(str, row)) for row in book.sheets[0].rows]


HEAD = ["姓名", *LEVELS, "弃权"]


@pytest.mark.parametrize("tick", ["√", "✓", "✔", "v", "V", "1", "☑"])
def test_a_tick_is_the_level_above_it(tick: str) -> None:
    assert read([HEAD, ["甲", "", tick, "", ""]]) == [
        ["姓名", "Overall level", "", "", "", "弃权"],
        ["甲", "良", "", "", ""],
    ]


@pytest.mark.parametrize(
    ("cells", "stands"),
    [
        (["□", "□", "√", "□"], "中"),
        (["√", "√", "", ""], "优、良"),
        (["", "85", "", ""], "85"),
        (["√", "x", "", ""], "x"),
        (["/", "/", "/", "/"], "/"),
        (["√", "/", "/", "/"], "优"),
        (["", "", "", ""], ""),
    ],
)
def test_what_is_not_one_tick_is_left_to_be_refused(cells: list[str], stands: str) -> None:
    assert read([HEAD, ["甲", *cells]])[1] == ["甲", stands, "", "", ""]


def test_headings_may_take_two_rows_and_stand_again_on_each_page() -> None:
    upper = ["姓名", "总体评价", "", "", "", "弃权"]
    lower = ["", *LEVELS, ""]
    area = Area(2, 2, 2, 5)
    rows = [["评分人：甲"], upper, lower, ["乙", "√", "", "", "", ""], upper, lower]
    one = ["姓名", "Overall level", "", "", "", "弃权"]
    assert read(rows, merged=(area,)) == [
        ["评分人：甲"], one, [""] * 6, ["乙", "优", "", "", "", ""], one, [""] * 6,
    ]  # fmt: skip


def test_each_indicator_has_its_levels() -> None:
    upper = ["姓名", "I0（15）", "", "", "", "I1", "", "", ""]
    rows = [upper, ["", *LEVELS, *LEVELS], ["甲", "√", "", "", "", "", "", "", "√"]]
    assert read(rows, Marks.LEVELS) == [
        upper,
        [""] * 9,
        ["甲", "优", "", "", "", "差", "", "", ""],
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["姓名", *LEVELS, *LEVELS], ["甲", "√"]],
        [["姓名", "Overall level", "说明"], ["甲", "优", "良"]],
        [["姓名", "优"], ["甲", "√"]],
        [["姓名", "优", "良", "中"], ["甲", "√"]],
        [["姓名", "评委1", "评委2", "评委3", "评委4"], ["甲", *LEVELS]],
        [["姓名", "Overall level", ""], ["甲", "", ""], ["乙", *LEVELS]],
    ],
)
def test_what_ticks_nothing_that_can_be_told_is_left_as_it_is(rows: Rows) -> None:
    assert read(rows) == rows


def test_marks_that_are_levels_by_name_are_left_as_they_are() -> None:
    tier = replace(TIER, marks=Marks.LEVELS)
    meeting = Meeting(replace(SCHEME, tiers=(tier,)))
    rows = [["姓名", "I0", "I1", "I2", "I3", "I4"], ["甲", *LEVELS, "优"], ["乙", *LEVELS, "优"]]
    for lines in (rows, [rows[0], ["甲"], rows[2]]):
        book = Book("b.csv", [Sheet("", lines)])
        assert without_ticks(book, meeting) == book


def test_points_are_never_ticks() -> None:
    rows = [HEAD, ["甲", "√", "", "", "", ""]]
    assert read(rows, Marks.POINTS) == rows
