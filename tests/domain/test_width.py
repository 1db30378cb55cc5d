"""Padding and cutting by the cells of a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.width import cell_width, columns, cut, pad

_text = st.text(st.sampled_from("aé王芳·…e\u0301，１\u200b"), max_size=12)


@pytest.mark.parametrize(
    ("text", "cells"),
    [("", 0), ("abc", 3), ("张三丰", 6), ("e\u0301", 1), ("１", 2), ("a王", 3), ("─", 1)],
)
def test_a_chinese_character_takes_two_cells(text: str, cells: int) -> None:
    assert cell_width(text) == cells


def test_padding_counts_cells() -> None:
    assert pad("王芳", 6) == "王芳  "
    assert pad("王芳", 6, "right") == "  王芳"
    assert pad("王芳", 7, "center") == " 王芳  "
    assert pad("王芳", 3) == "王芳"


@pytest.mark.parametrize(
    ("text", "width", "kept"),
    [
        ("欧阳明日香", 10, "欧阳明日香"),
        ("欧阳明日香", 9, "欧阳明日…"),
        ("欧阳明日香", 8, "欧阳明…"),
        ("欧阳", 1, "…"),
        ("欧阳", 0, ""),
    ],
)
def test_a_cut_is_marked(text: str, width: int, kept: str) -> None:
    assert cut(text, width) == kept


@given(_text, st.integers(0, 20))
def test_a_cell_of_a_table_has_its_width(text: str, width: int) -> None:
    assert cell_width(cut(text, width)) <= width
    assert cell_width(pad(cut(text, width), width)) == width


def test_columns_stand_below_each_other() -> None:
    rows = [("已生效", "第 1 号", "9"), ("公示中", "", "10"), ("尚无结果", "", "")]
    assert columns(rows, right=(2,)) == [
        "已生效     第 1 号    9",
        "公示中               10",
        "尚无结果",
    ]
    assert columns([]) == []
