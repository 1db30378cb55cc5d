"""Each column is taken from the heading that means it; what is not clear is asked."""

import pytest

from kaohe_tui.files.tables.choosing import check_headings, choose
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.files.tables.head import Head, Kind
from tests.refused import refused

KIND = Kind(
    known={
        "编号": "code", "序号": "serial", "姓名": "name", "职工姓名": "name",
        "科室": "section", "部门": "section",
        "层级": "role", "职务": "role", "分管领导": "supervisors",
    },
    required=("code", "name", "role"),
    who=("code", "name"),
    instead={"code": "serial"},
    asked=("section", "supervisors"),
    fits={"role": lambda text: text in ("主任", "科员")},
)  # fmt: skip


def head(*texts: str) -> Head:
    return Head(1, 1, texts)


def test_of_two_words_for_a_column_the_first_is_taken() -> None:
    chosen = choose(KIND, head("编号", "姓名", "部门", "科室"), [], UNASKED)
    assert chosen.positions["section"] == 3
    assert chosen.left_out == {2: "部门"}
    assert not chosen.doubts


@pytest.mark.parametrize(
    ("below", "position"),
    [
        ([["1", "甲", "主任"], ["2", "乙", "科员"]], 2),
        ([["1", "主任", "x"], ["2", "科员", "y"]], 1),
        ([["1", "主任", "科员"], ["2", "", "科员"]], 2),
        ([["1", "主任", "科员"], ["2", "主任", "科员"]], 1),
    ],
)
def test_roles_are_taken_from_the_column_that_fits_most(
    below: list[list[str]], position: int
) -> None:
    assert choose(KIND, head("编号", "层级", "职务"), below, UNASKED).positions["role"] == position


@pytest.mark.parametrize(
    ("texts", "cells", "column"),
    [
        (("编号", "姓名", "编号"), ["1", "甲", "2"], "code"),
        (("编号", "姓名", "姓名"), ["1", "甲", "乙"], "name"),
        (("编号", "姓名", "职工姓名"), ["1", "甲", "乙"], "name"),
    ],
)
def test_a_column_that_stands_twice_is_asked_about(
    texts: tuple[str, ...], cells: list[str], column: str
) -> None:
    chosen = choose(KIND, head(*texts), [cells], UNASKED)
    assert [(each.key, each.proposed) for each in chosen.doubts] == [(f"column {column}", "")]
    answered = choose(KIND, head(*texts), [cells], Choices(answers={f"column {column}": "2"}))
    assert answered.positions[column] == 2


def test_a_second_column_that_is_empty_is_left_out() -> None:
    chosen = choose(KIND, head("编号", "姓名", "编号", "姓名"), [["1", "甲", "", ""]], UNASKED)
    assert (chosen.positions["code"], chosen.positions["name"]) == (0, 1)
    assert not chosen.doubts


@pytest.mark.parametrize(
    ("texts", "cells"),
    [
        (("编号", "姓名", "编号", "姓名"), ["1", "甲", "2", "乙"]),
        (
            ("序号", "姓名", "科室", "", "序号", "姓名", "科室"),
            ["1", "甲", "x", "", "2", "乙", "y"],
        ),
        (("序号", "姓名", "职务", "序号", "职工姓名", "层级"), ["1", "甲", "x", "1", "乙", "y"]),
    ],
)
def test_two_tables_side_by_side_are_refused(texts: tuple[str, ...], cells: list[str]) -> None:
    with refused("tables-side-by-side"):
        choose(KIND, head(*texts), [cells], UNASKED)


def test_one_that_resembles_a_missing_one_is_asked_about_even_where_another_serves() -> None:
    chosen = choose(KIND, head("序号", "编号各", "姓名", "职务"), [], UNASKED)
    assert [each.proposed for each in chosen.doubts] == ["code"]
    assert chosen.positions["code"] == 1
    left_out = choose(
        KIND, head("序号", "编号各", "姓名", "职务"), [], Choices(answers={"heading 编号各": "-"})
    )
    assert left_out.positions["code"] == 0


def test_a_second_column_of_leaders_is_asked_about() -> None:
    chosen = choose(KIND, head("编号", "姓名", "职务", "分管领导", "分管领导2"), [], UNASKED)
    assert [each.key for each in chosen.doubts] == ["heading 分管领导2"]


def test_what_is_missing_is_named() -> None:
    with refused("heading-missing"):
        check_headings(KIND, choose(KIND, head("编号", "姓名"), [], UNASKED))


def test_a_heading_with_brackets_stands_there_twice_as_well() -> None:
    """The first of 工作业绩（40分） and 工作业绩 was taken in silence."""
    texts = head("编号", "姓名", "职务", "分管领导（正）", "分管领导（副）")
    chosen = choose(KIND, texts, [["1", "甲", "主任", "乙", "丙"]], UNASKED)
    [doubt] = chosen.doubts
    assert (doubt.key, doubt.proposed) == ("column supervisors", "")
    assert [each.value for each in doubt.options] == ["3", "4"]
