"""The headings of a table are found below its titles, in one row or in two."""

import pytest

from kaohe_tui.files.sheets.book import Area
from kaohe_tui.files.tables.head import Kind, find_head, missing, without_brackets

KIND = Kind(
    known={
        "编号": "code", "序号": "serial", "姓名": "name", "科室": "section", "单位": "section",
        "职务": "role", "分管领导": "supervisors",
    },
    required=("code", "name", "role"),
    who=("code", "name"),
    instead={"code": "serial"},
)  # fmt: skip
ROW = ["编号", "姓名", "科室", "职务"]
PERSON = ["01", "周明", "办公室", "主任"]


@pytest.mark.parametrize("titles", [0, 1, 3, 19])
def test_titles_stand_above(titles: int) -> None:
    rows = [*([f"名册{each}"] for each in range(titles)), ROW, PERSON]
    head, is_whole = find_head(rows, (), KIND)
    assert head is not None
    assert (head.first, head.last, head.texts, is_whole) == (titles + 1, titles + 1, (*ROW,), True)


def test_beyond_twenty_rows_nobody_looks() -> None:
    assert find_head([*([["x"]] * 20), ROW], (), KIND) == (None, False)


def test_two_rows_are_read_as_one() -> None:
    upper, lower = ["编号", "姓名", "工作", ""], ["", "", "科室", "职务"]
    areas = [Area(1, 3, 1, 4), Area(1, 1, 2, 1), Area(1, 2, 2, 2)]
    head, is_whole = find_head([upper, lower, PERSON], areas, KIND)
    assert head is not None
    assert (head.last, head.texts, is_whole) == (2, (*ROW,), True)


def test_a_heading_lost_below_a_wide_one_is_no_heading() -> None:
    upper, lower = ["编号", "姓名", "工作", "", "分管领导"], ["", "", "", "职务", "科室"]
    head, _is_whole = find_head([upper, lower, PERSON], [Area(1, 3, 1, 5)], KIND)
    assert head is not None
    assert head.texts[2] == ""


def test_an_upper_row_that_would_do_alone_is_not_taken_alone() -> None:
    upper, lower = ["编号", "姓名", "职务", "其他", ""], ["", "", "", "科室", "分管领导"]
    head, _is_whole = find_head([upper, lower], [Area(1, 4, 1, 5)], KIND)
    assert head is not None
    assert head.last == 2


def test_headings_of_a_second_page_do_not_hide_faulty_ones_of_the_first() -> None:
    head, is_whole = find_head([["编号", "姓名", "科室", "职各"], PERSON, ROW, PERSON], (), KIND)
    assert head is not None
    assert (head.first, is_whole) == (1, False)


def test_a_number_serves_for_a_code() -> None:
    assert missing(KIND, {"serial", "name", "role"}) == []
    assert missing(KIND, {"name"}) == ["code", "role"]


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("姓　名", "name"),
        ("科室（全称）", "section"),
        ("姓\n名", "name"),
        ("电话", ""),
        ("姓名（含借调）20分", "name"),
    ],
)
def test_a_heading_is_known_however_it_is_spaced(heading: str, column: str) -> None:
    assert KIND.column(heading) == column


def test_one_that_resembles_a_column_is_told() -> None:
    assert KIND.resembling("姓各", ["name"]) == "name"
    assert KIND.resembling("分管局领导", ["supervisors"]) == "supervisors"
    assert KIND.resembling("联系电话", ["name", "section"]) == ""
    assert KIND.numbered("分管领导2") == "supervisors"
    assert without_brackets("德(20分)") == ("德", "20分")
