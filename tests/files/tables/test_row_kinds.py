"""A line is about somebody, or known by its look to be about nobody."""

import pytest

from kaohe_tui.files.tables.row_kinds import Looks, RowKind
from kaohe_tui.files.tables.words import folded

HEADINGS = [folded(each) for each in ("序号", "编号", "姓　名", "科室", "职务")]
LOOKS = Looks([HEADINGS], code=1, name=2, serial=0)
NUMBERED = Looks([HEADINGS], code=0, name=2, serial=0)
KINDS = (
    (["1", "11", "周明", "办公室", "主任"], RowKind.PERSON),
    (["1", "11", "合计", "办公室", "主任"], RowKind.PERSON),
    (["1", "", "周明", "办公室", "主任"], RowKind.PERSON),
    (["1", "", "周明", "第一组", "主任"], RowKind.PERSON),
    (["", "11"], RowKind.PERSON),
    (["", "", "周明"], RowKind.PERSON),
    (["13"], RowKind.EMPTY),
    (["序号", "编号", "姓名", "科 室", "职务"], RowKind.HEADINGS),
    (["合　计", "", "", "12人"], RowKind.TOTAL),
    (["小计", "12"], RowKind.TOTAL),
    (["共12人"], RowKind.TOTAL),
    (["13", "", "平均分"], RowKind.TOTAL),
    (["填表人：周明　审核：沈玉兰"], RowKind.NOTE),
    (["填表人：", "周明", "", "审核人：", "沈玉兰"], RowKind.NOTE),
    (["填表人", "周明"], RowKind.NOTE),
    (["", "", "", "2026年1月5日"], RowKind.NOTE),
    (["注：本表一式两份"], RowKind.NOTE),
    (["单位负责人（签字）", "", "联系人：周明", "13800000000"], RowKind.NOTE),
    (["", "", "单位负责人（签字）", "", "联系人： 周明"], RowKind.NOTE),
    (["", "单位负责人（签字）______", "联系人：周明"], RowKind.NOTE),
    (["主要领导签字：", "", "经办人：周明"], RowKind.NOTE),
    (["", "单位（盖章）", "", "年  月  日"], RowKind.NOTE),
    (["", "联系人：周明", "联系电话：138"], RowKind.NOTE),
    (["", "本表一式两份，" * 80, "请于月底前报送"], RowKind.NOTE),
    (["4", "", "本表一式两份，" * 80], RowKind.NOTE),
    (["1", "", "周明", "备注很长，" * 100], RowKind.PERSON),
    (["一、局领导"], RowKind.GROUP),
    (["（二）办公室", "", "", "5人"], RowKind.GROUP),
    (["", "办公室"], RowKind.GROUP),
    (["", "", "办公室（5人）"], RowKind.GROUP),
    (["", "", "退休人员"], RowKind.GROUP),
    (["", "", "", "备用"], RowKind.GROUP),
)


@pytest.mark.parametrize(("cells", "kind"), KINDS)
def test_a_line_is_what_it_looks_like(cells: list[str], kind: RowKind) -> None:
    assert LOOKS.kind_of(cells) is kind


def test_a_number_is_a_code_where_there_is_no_other() -> None:
    assert NUMBERED.kind_of(["1", "", "周明", "办公室"]) is RowKind.PERSON
    assert NUMBERED.kind_of(["13", "", "合计", "12人"]) is RowKind.TOTAL
    assert NUMBERED.kind_of(["14", "", "", ""]) is RowKind.EMPTY


def test_a_text_merged_over_cells_is_a_group_however_short() -> None:
    assert LOOKS.kind_of(["", "", "周明"], is_wide=True) is RowKind.GROUP


def test_both_rows_of_headings_are_known_again() -> None:
    upper = [folded(each) for each in ("序号", "编号", "工作情况", "", "职务")]
    looks = Looks([HEADINGS, upper], code=1, name=2, serial=0)
    assert looks.kind_of(["序号", "编号", "工作情况", "", "职务"]) is RowKind.HEADINGS


def test_every_kind_has_a_name() -> None:
    assert all(each.label for each in RowKind)
