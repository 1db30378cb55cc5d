"""Cells that stand in the wrong column are found by their look, or by the words of others."""

import pytest

from kaohe_tui.files.roster.slips import slips
from kaohe_tui.files.sheets.reader import Row
from kaohe_tui.files.tables.columns import Columns, Line

COLUMNS = ("code", "name", "section", "role", "identity", "")
HEADINGS = ("编号", "姓名", "科室", "层级", "身份", "电话")
PEOPLE = (
    ("01", "周正", "办公室", "科长", "公务员", "13800000001"),
    ("02", "钱英", "办公室", "科员", "公务员", "13800000002"),
    ("03", "孙立", "办公室", "科员", "事业", "13800000003"),
    ("04", "李敏", "财务科", "科长", "公务员", "13800000004"),
    ("05", "吴岩", "财务科", "科员", "事业", "13800000005"),
    ("06", "郑洁", "财务科", "科员", "公务员", "13800000006"),
    ("07", "王芳", "财务科", "科员", "事业", "13800000007"),
)


def lines(*changes: tuple[int, str]) -> list[Line]:
    """The people's lines, the cells of the third one changed."""
    positions = {column: at for at, column in enumerate(COLUMNS) if column}
    columns = Columns("r.csv", positions, {}, HEADINGS)
    rows = [list(each) for each in PEOPLE]
    for at, text in changes:
        rows[2][at] = text
    return [Line(columns, Row(number, cells)) for number, cells in enumerate(rows, 2)]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ((), None),
        # A number, a date or a telephone number among sections and identities.
        (((2, "12"),), 2),
        (((2, "2020.05"),), 2),
        (((4, "13800000003"),), 4),
        # Two neighbours exchanged.
        (((4, "13800000003"), (5, "事业")), 4),
        (((2, "科员"), (3, "办公室")), 2),
        # A word that slipped aside, its own place empty.
        (((4, ""), (5, "事业")), 5),
        # A new section, an empty cell and another telephone are none.
        (((2, "法规科"),), None),
        (((2, ""),), None),
        (((5, "0519-123"),), None),
    ],
)
def test_a_cell_in_the_wrong_column_is_found(
    changes: tuple[tuple[int, str], ...], column: int | None
) -> None:
    assert [*slips(lines(*changes))] == ([] if column is None else [(2, column)])


def test_of_a_line_one_cell_is_told() -> None:
    assert len([*slips(lines((2, "12"), (4, "13800000003")))]) == 1


def test_few_lines_are_compared_with_nothing() -> None:
    assert [*slips(lines((2, "12"))[2:3])] == []
