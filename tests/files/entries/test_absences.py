"""Days of absence from tables."""

from fractions import Fraction
from pathlib import Path

import pytest

from kaohe_tui.files.entries.absences import AbsenceLine, read_absences
from kaohe_tui.files.tables.doubts import UNASKED
from tests.files.entries.tables import PEOPLE, text, workbook
from tests.refused import refused


def test_a_leave_table_of_an_office(tmp_path: Path) -> None:
    """Everybody is listed; those who were not absent are left out, and told."""
    rows: list[list[object]] = [
        ["一季度请假情况统计表"],
        ["序号", "姓名", "科室", "请假天数", "事由", "批准人"],
        [1, "陈立群", "办公室", "3天", "病假", "曹守诚"],
        [2, "王芳", "办公室", 0, "", ""],
        [3, "王芳", "农业科", 0.5, "事假", ""],
        [4, "曹守诚", "局领导", "/", "无", ""],
        ["合计", "", "", 3.5, "", ""],
    ]
    reading = read_absences(workbook(tmp_path, rows, "A1:F1"), PEOPLE)
    assert reading.taken(UNASKED) == [
        AbsenceLine(3, "06", Fraction(3), "病假"),
        AbsenceLine(5, "08", Fraction("0.5"), "事假"),
    ]
    assert "2 lines read" in reading.told[0]
    assert "序号, 批准人" in reading.told[1]
    assert "4 (王芳), 6 (曹守诚)" in reading.told[-1]


def test_one_person_may_have_several(tmp_path: Path) -> None:
    rows = [["姓名", "天数", "事由"], ["陈立群", "1", "病假"], ["", "2", "事假"]]
    path = workbook(tmp_path, rows, "A2:A3")
    assert [each.code for each in read_absences(path, PEOPLE).taken(UNASKED)] == ["06", "06"]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ("陈立群,1.3,病假", "days-wrong"),
        ("陈立群,三,病假", "days-wrong"),
        ("陈立群,,病假", "value-missing"),
        ("陈立群,2,", "value-missing"),
        ("张三,2,病假", "name-of-nobody"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, cells: str, kind: str) -> None:
    path = text(tmp_path, f"姓名,天数,事由\n{cells}\n")
    with refused(kind, file="表.csv", line=2) as info:
        read_absences(path, PEOPLE).taken(UNASKED)
    assert str(info.value).endswith("Nothing was imported from the file.")


def test_a_table_without_anybody_absent_is_empty(tmp_path: Path) -> None:
    with refused("table-empty"):
        read_absences(text(tmp_path, "姓名,天数,事由\n陈立群,0,\n"), PEOPLE)
