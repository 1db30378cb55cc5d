"""A text's encoding and separator are told by what is in it."""

from pathlib import Path

import pytest

from kaohe_tui.files.sheets.reader import rows
from kaohe_tui.files.sheets.text_in import lines_of, rows_of
from tests.refused import refused

TABLES = {
    "commas": ("编号,姓名\n01,张三\n", ["编号", "姓名"]),
    "tabs": ("编号\t姓名\n01\t张三\n", ["编号", "姓名"]),
    "semicolons": ("编号;姓名\n01;张三\n", ["编号", "姓名"]),
    "full-width commas": ("编号，姓名\n01，张三\n", ["编号", "姓名"]),
    "a tab in a cell": ("a,b\tc\n1,2\n", ["a", "b\tc"]),
    "commas in cells": ("a;b;c\n1;2,3;4\n5;6,7;8\n", ["a", "b", "c"]),
    "supervisors": (
        "编号,姓名,分管领导\n01,甲,\n02,乙,01;03\n03,丙,01;02\n", ["编号", "姓名", "分管领导"],
    ),
    "a comma in quotes": ('"a,b"\tc\n"1,2"\t3\n', ["a,b", "c"]),
    "one column": ("编号\n01\n", ["编号"]),
}  # fmt: skip


@pytest.mark.parametrize(
    "title", ["", "花名册\n", "说明：请填写，谢谢，盖章\n", "\n\n××县，统计局\n"]
)
@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_the_separator_is_the_one_that_makes_columns(name: str, title: str, encoding: str) -> None:
    text, cells = TABLES[name]
    if name == "one column" and title:
        return
    given = rows_of((title + text).encode(encoding), "t.csv")
    assert given[title.count("\n")] == cells


def test_rows_and_blocks_see_the_same_columns(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_text("编号;姓名\n01;张三\n")
    assert [row.cells for row in rows(path)] == [["编号", "姓名"], ["01", "张三"]]
    assert next(lines_of(path, 100)).rows == [["编号", "姓名"], ["01", "张三"]]


def test_a_row_stands_at_the_number_of_its_line() -> None:
    assert rows_of(b'a,"b\nc"\n\n1,2\n\n\n', "t") == [["a", "b\nc"], [], [], ["1", "2"]]


def test_an_empty_file_has_no_rows() -> None:
    assert rows_of(b"", "t") == rows_of(b"\n\n", "t") == rows_of(b" , \n", "t") == []


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark(encoding: str) -> None:
    """Where it is not clear, it is no text: 一 has a zero byte as well."""
    text = "编号,姓名\r\n01,丁一\r\n" * 300
    assert rows_of(text.encode(encoding), "t")[1] == ["01", "丁一"]
    with refused("file-kind-unknown", file="t"):
        rows_of("一丁万".encode("utf-16-be") + "一".encode("utf-16-le"), "t")


def test_a_broken_line_is_named() -> None:
    with refused("quotation-marks-wrong", line=2):
        rows_of(b'a,b\n1,"x\n2,y\n', "t")
