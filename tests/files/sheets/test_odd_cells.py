"""Cells that are not what they look like are refused by file, sheet, cell and person."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.ballots.understand import ballots_in
from kaohe_tui.files.entries.adjustments import read_adjustments
from kaohe_tui.files.entries.tasks import read_tasks
from kaohe_tui.files.roster.roster import read_roster, understand_roster
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.sheets.reader import rows
from kaohe_tui.files.tables.doubts import UNASKED
from kaohe_tui.resources import shipped
from tests.files.entries.tables import PEOPLE
from tests.files.workbooks import sheet, workbook
from tests.refused import refused

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEME = read_scheme(shipped("sample_data") / "scheme.toml")[0]
ROSTER = [
    ["编号", "姓名", "科室", "层级", "分管领导"],
    ["01", "周正", "局领导", "主要负责人", ""],
    ["02", "钱英", "局领导", "分管领导", ""],
    ["03", "孙立", "办公室", "一般人员", "02"],
]
ERRORS = ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"]


def made(path: Path, change: Callable[[Any, Any], object] | None = None) -> Path:
    """A workbook with the roster, and what ``change`` (book, sheet) does to it."""
    with xlsxwriter.Workbook(path) as book:
        its = book.add_worksheet("名单")
        for line, cells in enumerate(ROSTER):
            its.write_row(line, 0, cells)
        if change:
            change(book, its)
    return path


def said_of(path: Path) -> str:
    with pytest.raises(Refusal) as caught:
        read_roster(path, SCHEME)
    return str(caught.value)


def test_the_workbook_itself_is_read(tmp_path: Path) -> None:
    assert [each.code for each in read_roster(made(tmp_path / "r.xlsx"), SCHEME)] == [
        "01",
        "02",
        "03",
    ]


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("column", range(5))
def test_an_error_is_no_empty_cell(tmp_path: Path, error: str, column: int) -> None:
    xml = sheet(ROSTER)
    cell = "ABCDE"[column] + "4"
    text = ROSTER[3][column]
    xml = xml.replace(
        f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>',
        f'<c r="{cell}" t="e"><f>VLOOKUP(1,A:B,2,0)</f><v>{error}</v></c>',
    )
    path = tmp_path / "r.xlsx"
    path.write_bytes(workbook(xml))
    told = said_of(path)
    assert told.startswith("r.xlsx")
    assert "sheet “S”" in told
    assert cell in told
    assert error in told


@pytest.mark.parametrize("error", [*ERRORS, "######", "Err:502", "＃Ｎ／Ａ"])
def test_an_error_in_a_csv_is_no_text(tmp_path: Path, error: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text("编号,姓名,科室,层级,分管领导\n01," + error + ",,一般人员,\n")
    assert "r.csv, line 2: 姓名: The cell shows" in said_of(path)


@pytest.mark.parametrize("value", ["<v></v>", "<v />", ""])
def test_a_formula_without_a_value_is_no_empty_cell(tmp_path: Path, value: str) -> None:
    xml = sheet(ROSTER)
    xml = xml.replace(
        '<c r="E4" t="inlineStr"><is><t>02</t></is></c>',
        f'<c r="E4"><f>TEXT(2,"00")</f>{value}</c>',
    )
    path = tmp_path / "r.xlsx"
    path.write_bytes(workbook(xml))
    told = said_of(path)
    assert "E4 (03 孙立): 分管领导: Its formula was never calculated" in told
    assert "WPS" in told


def test_a_formula_whose_value_is_no_text_is_an_empty_cell(tmp_path: Path) -> None:
    xml = sheet(ROSTER).replace(
        '<c r="E3" t="inlineStr"><is><t></t></is></c>', '<c r="E3" t="str"><f>""</f><v></v></c>'
    )
    path = tmp_path / "r.xlsx"
    path.write_bytes(workbook(xml))
    assert read_roster(path, SCHEME)["02"].supervisors == ()


@pytest.mark.parametrize("cell", ["A4", "B4", "C4", "E4"])
def test_a_date_is_neither_a_code_nor_a_name(tmp_path: Path, cell: str) -> None:
    def change(book: Any, its: Any) -> None:
        look = book.add_format({"num_format": "m-d"})
        its.write_datetime(cell, datetime(2026, 3, 4), look)

    told = said_of(made(tmp_path / "r.xlsx", change))
    assert f"sheet “名单”, {cell} (" in told
    assert "is a date" in told


@pytest.mark.parametrize("value", [0.00001, 1.5, 1.3e17, 10**15])
def test_a_number_that_lost_digits_is_no_code(tmp_path: Path, value: float) -> None:
    told = said_of(made(tmp_path / "r.xlsx", lambda _b, s: s.write_number("A4", value)))
    assert "A4 (" in told
    assert "format the column as text" in told


@pytest.mark.parametrize(
    "code", ["2026-03-04", "2026/3/4", "3月4日", "4-Mar", "Mar-04", "1E+05", "1.20E+11", "5-Sep-26"]
)
def test_what_a_spreadsheet_made_of_a_code_is_known_in_a_csv(tmp_path: Path, code: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(f"编号,姓名,科室,层级,分管领导\n{code},张三,,一般人员,\n")
    assert "r.csv, line 2: 编号: " in said_of(path)
    assert "format the column as text" in said_of(path)


@pytest.mark.parametrize("code", ["3-4", "2026-104", "E05", "1E5", "20260304", "A-2026-1"])
def test_codes_that_only_resemble_dates_are_codes(tmp_path: Path, code: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(f"编号,姓名,科室,层级,分管领导\n{code},张三,,一般人员,\n")
    assert code in read_roster(path, SCHEME)


def test_a_number_that_is_shown_with_zeros_is_the_code_that_is_shown(tmp_path: Path) -> None:
    def change(book: Any, its: Any) -> None:
        look = book.add_format({"num_format": "00"})
        for line in (1, 2, 3):
            its.write_number(line, 0, line, look)

    roster = read_roster(made(tmp_path / "r.xlsx", change), SCHEME)
    assert [each.code for each in roster] == ["01", "02", "03"]


def test_a_code_that_lost_its_zero_is_told_with_the_one_that_is_meant(tmp_path: Path) -> None:
    told = said_of(made(tmp_path / "r.xlsx", lambda _b, s: s.write_number("A4", 3)))
    assert "A4 (3 孙立): 编号: The code 3 has fewer digits" in told
    assert "write 03" in told
    told = said_of(made(tmp_path / "r.xlsx", lambda _b, s: s.write_number("E4", 2)))
    assert "E4 (03 孙立)" in told
    assert "taken as: 02 钱英" in told


@pytest.mark.parametrize("filtered", [True, False])
def test_a_hidden_row_is_told_with_its_person(tmp_path: Path, filtered: bool) -> None:
    def change(_book: Any, its: Any) -> None:
        if filtered:
            its.autofilter("A1:E4")
        its.set_row(3, None, None, {"hidden": True})

    told = said_of(made(tmp_path / "r.xlsx", change))
    assert "sheet “名单”: row 4 (03 孙立) is hidden" in told
    assert ("filter" in told) is filtered


def test_a_hidden_row_of_nothing_matters_nothing(tmp_path: Path) -> None:
    path = made(tmp_path / "r.xlsx", lambda _b, s: s.set_row(9, None, None, {"hidden": True}))
    assert len(read_roster(path, SCHEME)) == 3


def test_a_hidden_column_is_told_with_its_heading(tmp_path: Path) -> None:
    path = made(
        tmp_path / "r.xlsx", lambda _b, s: s.set_column("E:E", None, None, {"hidden": True})
    )
    assert "column E (分管领导) is hidden" in said_of(path)


def test_merged_cells_count_for_every_line_that_they_cover(tmp_path: Path) -> None:
    path = made(tmp_path / "r.xlsx", lambda _b, s: s.merge_range("C3:C4", "综合科"))
    assert [each.section for each in read_roster(path, SCHEME)] == ["局领导", "综合科", "综合科"]


@pytest.mark.parametrize("area", ["A3:A4", "B3:B4", "D4:E4"])
def test_merged_cells_are_told_where_each_line_needs_its_own(tmp_path: Path, area: str) -> None:
    path = made(tmp_path / "r.xlsx", lambda _b, s: s.merge_range(area, "一般人员"))
    told = said_of(path)
    assert "merged over several" in told
    assert area.split(":")[1] in told


def test_a_title_over_the_headings_is_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        its = book.add_worksheet()
        its.merge_range("A1:E1", "县档案局2026年考核人员花名册")
        for line, cells in enumerate(ROSTER, 1):
            its.write_row(line, 0, cells)
    reading = understand_roster(read_book(path), SCHEME, UNASKED)
    assert len(reading.taken(UNASKED)) == 3
    assert "headings in line 2, 3 lines read" in reading.told[0]
    assert "1 (title: 县档案局2026年考核人员花名册)" in reading.told[1]
    text = tmp_path / "r.csv"
    text.write_text("花名册\n单位：档案局\n" + "\n".join(map(",".join, ROSTER)), encoding="utf-8")
    assert len(read_roster(text, SCHEME)) == 3


def test_the_sheet_that_the_workbook_opens_on_is_read(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("说明").write(0, 0, "填表说明：一人一行")
        its = book.add_worksheet("名单")
        for line, cells in enumerate(ROSTER):
            its.write_row(line, 0, cells)
        its.activate()
    assert len(read_roster(path, SCHEME)) == 3


@pytest.mark.parametrize("active", [0, 1])
def test_two_sheets_with_the_same_headings_are_both_offered(tmp_path: Path, active: int) -> None:
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for number, name in enumerate(("去年", "今年")):
            its = book.add_worksheet(name)
            for line, cells in enumerate(ROSTER):
                its.write_row(line, 0, cells)
            if number == active:
                its.activate()
    assert f"taken as: {('去年', '今年')[active]}" in said_of(path)
    (doubt,) = understand_roster(read_book(path), SCHEME, UNASKED).doubts
    assert [option.label for option in doubt.options] == ["去年", "今年"]


def test_other_tables_are_looked_at_alike(tmp_path: Path) -> None:
    scheme, _text = read_scheme(shipped("sample_data") / "scheme.toml")
    names = [each.name for each in scheme.indicators]
    look = {"num_format": "m-d"}

    def write(path: Path, cells: list[list[str]]) -> Path:
        with xlsxwriter.Workbook(path) as book:
            its = book.add_worksheet("表")
            for line, row in enumerate(cells):
                its.write_row(line, 0, row)
            its.write_datetime(1, 1, datetime(2026, 3, 4), book.add_format(look))
        return path

    tier = scheme.tiers[0].key
    ballots = write(
        tmp_path / "b.xlsx",
        [["层级", "评分人", "被考核人", *names], [tier, "", "02", *["1"] * len(names)]],
    )
    given = write(tmp_path / "a.xlsx", [["编号", "项目", "依据"], ["01", "", "x"]])
    tasks = write(
        tmp_path / "t.xlsx", [["编号", "工作任务", "记分标准", "分值"], ["01", "", "x", "40"]]
    )
    for read, path in (
        (lambda p: list(ballots_in(p, scheme)), ballots),
        (lambda p: read_adjustments(p, PEOPLE).taken(UNASKED), given),
        (lambda p: read_tasks(p, PEOPLE).taken(UNASKED), tasks),
    ):
        with refused("cell-unusable", sheet="表", cell="B2") as info:
            read(path)
        assert "is a date" in str(info.value)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", ["r.csv", "r.txt"])
def test_a_table_may_be_separated_by_tabs(tmp_path: Path, encoding: str, name: str) -> None:
    path = tmp_path / name
    text = "\r\n".join("\t".join(row) for row in ROSTER)
    path.write_bytes(text.encode(encoding))
    assert [each.code for each in read_roster(path, SCHEME)] == ["01", "02", "03"]


def test_a_tab_within_a_cell_separates_nothing_where_commas_do(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\tc\n1,2\n")
    assert [tuple(row.cells) for row in rows(path)] == [("a", "b\tc"), ("1", "2")]


@pytest.mark.parametrize("between", ["\n", "\r\n", "\t", " \n "])
def test_a_line_break_in_a_cell_is_a_space(tmp_path: Path, between: str) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(
        f'编号,姓名,科室,层级,分管领导\n01,张三,"综合{between}科","一般{between}人员",\n'.encode()
    )
    person = read_roster(path, SCHEME)["01"]
    assert (person.section, person.role.value) == ("综合 科", "staff")
