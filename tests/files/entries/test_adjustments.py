"""Adjustments from tables."""

from fractions import Fraction
from pathlib import Path

import pytest

from kaohe_tui.files.entries.adjustments import AdjustmentLine, Points, read_adjustments
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from tests.files.entries.tables import PEOPLE, text, workbook
from tests.refused import refused


def _taken(path: Path, choices: Choices = UNASKED) -> list[AdjustmentLine]:
    return list(read_adjustments(path, PEOPLE, choices).taken(choices))


def test_english_headings_and_what_may_be_left_out(tmp_path: Path) -> None:
    path = text(tmp_path, "person,rule,evidence\n06,award,一等奖证书\n")
    assert _taken(path) == [AdjustmentLine(2, "06", "award", 1, "一等奖证书", "")]


def test_chinese_headings_in_the_bureaus_encoding(tmp_path: Path) -> None:
    lines = "依据,编号,项目,次数,批准人\n通报３号, ０６ ,违反局规定,２,曹守诚\n"
    assert _taken(text(tmp_path, lines, "gb18030")) == [
        AdjustmentLine(2, "06", "违反局规定", 2, "通报３号", "曹守诚")
    ]


@pytest.mark.parametrize("heading", ["approved by", "Approved_by", "审批人", "审批领导"])
def test_spellings_of_who_approved(tmp_path: Path, heading: str) -> None:
    path = text(tmp_path, f"code,rule,evidence,{heading}\n06,award,证书,02\n")
    assert _taken(path)[0].approved_by == "02"


@pytest.mark.parametrize(
    ("cell", "count"), [("", 1), ("2", 2), ("２", 2), ("2次", 2), (" 3 次 ", 3), ("1篇", 1)]
)
def test_counts_as_people_write_them(tmp_path: Path, cell: str, count: int) -> None:
    path = text(tmp_path, f"姓名,项目,依据,次数\n陈立群,获奖,证书,{cell}\n")
    assert _taken(path)[0].count == count


@pytest.mark.parametrize(
    ("heading", "cell", "points"),
    [
        ("分值", "", ()),
        ("分值", "/", ()),
        ("分值", "2", (Points("points", "", Fraction(2)),)),
        ("分值（分）", "２分", (Points("points", "", Fraction(2)),)),
        ("分值", "+0.5", (Points("points", "+", Fraction(1, 2)),)),
        ("分值", "－2", (Points("points", "-", Fraction(2)),)),
        ("分值", "−2", (Points("points", "-", Fraction(2)),)),
        ("分值", "扣 2 分", (Points("points", "-", Fraction(2)),)),
        ("分值", "加1.5分/次", (Points("points", "+", Fraction(3, 2)),)),
        ("加减分值", "0", (Points("points", "", Fraction(0)),)),
        ("加分", "2", (Points("points_added", "+", Fraction(2)),)),
        ("扣分", "2", (Points("points_deducted", "-", Fraction(2)),)),
        ("扣分", "0", ()),
    ],
)
def test_points_as_people_write_them(
    tmp_path: Path, heading: str, cell: str, points: tuple[Points, ...]
) -> None:
    path = text(tmp_path, f"姓名,项目,依据,{heading}\n陈立群,获奖,证书,{cell}\n")
    assert [each[:3] for each in _taken(path)[0].points] == [each[:3] for each in points]


def test_an_offices_own_table(tmp_path: Path) -> None:
    """A title, numbers, a total, a signature and columns that nobody asked for."""
    rows: list[list[object]] = [
        ["县统计局2026年一季度加减分汇总表"],
        ["填报单位：办公室"],
        ["序号", "姓名", "科室", "加减分项目", "次数", "依据（文号）", "备注"],
        [1, "陈立群", "办公室", "获奖", "2次", "统发〔2026〕1号", "见附件"],
        [2, "", "", "调研", 1, "5期", ""],
        [3, "王芳", "农业科", "获奖", "", "证书", ""],
        ["合计", "", "", "", 4, "", ""],
        ["填表人：李四    审核：张三"],
    ]
    path = workbook(tmp_path, rows, "A1:G1", "B4:B5", "C4:C5")
    reading = read_adjustments(path, PEOPLE)
    assert [(each.line, each.code, each.count) for each in reading.taken(UNASKED)] == [
        (4, "06", 2),
        (5, "06", 1),
        (6, "08", 1),
    ]
    read, columns, lines = reading.told
    assert "sheet “汇总”: headings in line 3, 3 lines read" in read
    assert "序号, 备注" in columns
    assert all(
        number in lines for number in ("1 (title", "2 (title", "7 (line of totals", "8 (note")
    )


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["编号", "姓名", "项目", "依据", "次数"],
        ["06", "陈立群", "", "", "一"],
        ["06", "王芳", "获奖", "证书", 1],
        ["99", "", "获奖", "证书", 1],
        ["张三", "", "获奖", "证书", 1],
    ]
    with refused("lines-wrong") as info:
        _taken(workbook(tmp_path, rows))
    *faults, last = str(info.value).splitlines()
    assert last == "Nothing was imported from the file."
    cells = [each.split("sheet “汇总”, ")[1].split(" ")[0] for each in faults]
    assert cells == ["C2", "E2", "D2", "B3", "A4", "A5"]
    assert "(陈立群 06)" in faults[0]


def test_thirty_faults_at_most_are_told(tmp_path: Path) -> None:
    lines = "姓名,项目,依据\n" + "陈立群,,证书\n" * 40
    with refused("lines-wrong") as info:
        _taken(text(tmp_path, lines))
    assert "and 10 faults more" in str(info.value)


@pytest.mark.parametrize(
    ("lines", "kind", "values"),
    [
        ("", "table-empty", {}),
        ("person,rule,evidence\n", "table-empty", {}),
        ("person,rule\n06,award\n", "heading-missing", {}),
        ("person,rule,evidence\n06,award,\n", "value-missing", {"line": 2, "key": "evidence"}),
        ("person,rule,evidence\n,award,x\n", "value-missing", {"line": 2, "key": "person"}),
        ("person,rule,evidence\n张三,award,x\n", "name-of-nobody", {"line": 2, "name": "张三"}),
        ("person,rule,evidence\n6,award,x\n", "person-unknown", {"line": 2, "code": "6"}),
        (
            "person,rule,evidence,count\n06,award,x,1.5\n",
            "number-wrong",
            {"line": 2, "key": "count", "text": "1.5"},
        ),
        ("person,rule,evidence,count\n06,award,x,-1\n", "number-wrong", {"text": "-1"}),
        ("person,rule,evidence,count\n06,award,x,一\n", "number-wrong", {"text": "一"}),
        ("person,rule,evidence,count\n06,award,x,2天\n", "number-wrong", {"text": "2天"}),
        (
            "姓名,项目,依据,分值\n陈立群,获奖,证书,按规定\n",
            "points-unreadable",
            {"line": 2, "key": "分值", "text": "按规定"},
        ),
    ],
)
def test_what_cannot_be_read_is_named(
    tmp_path: Path, lines: str, kind: str, values: dict[str, object]
) -> None:
    with refused(kind, **values) as info:
        _taken(text(tmp_path, lines))
    assert "表.csv" in str(info.value)


def test_a_heading_that_may_mean_the_count_is_asked_about(tmp_path: Path) -> None:
    """Left out in silence it would have every line count once."""
    path = text(tmp_path, "姓名,项目,依据,加分次数\n陈立群,获奖,证书,3\n")
    with refused("table-doubtful"):
        _taken(path)
    assert _taken(path, Choices(is_accepted=True))[0].count == 3


@pytest.mark.parametrize("cell", ["待批", "未审批", "/", "—", "无", "否", "审批中"])
def test_who_has_not_approved_is_nobody(tmp_path: Path, cell: str) -> None:
    """An entry was approved by “待批”, and counted."""
    path = text(tmp_path, f"编号,项目,依据,批准人\n06,调研,5期,{cell}\n")
    [line] = read_adjustments(path, PEOPLE).taken(UNASKED)
    assert line.approved_by == ""


@pytest.mark.parametrize("cell", ["√", "是", "同意", "已批准"])
def test_it_must_be_said_who_approved(tmp_path: Path, cell: str) -> None:
    path = text(tmp_path, f"编号,项目,依据,批准人\n06,调研,5期,{cell}\n")
    with refused("approver-unnamed"):
        read_adjustments(path, PEOPLE).taken(UNASKED)
