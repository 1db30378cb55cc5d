"""Workbooks with several score sheets, and documents with several tables, are read as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
import xlsxwriter

from kaohe_tui.files.tables.doubts import Choices
from kaohe_tui.services.ballots.importing import Hints, import_ballots, understand_ballots
from kaohe_tui.store.record import records
from tests.refused import refused
from tests.services.ballots.test_importing_shapes import (
    INDICATORS,
    MARKS,
    Cells,
    entries,
    on_disk,
    refused_with,
    shaped,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kaohe_tui.services.room.room import Room

__all__ = ["shaped"]

HEAD: list[str | float] = ["序号", "姓名", "科室", *INDICATORS, "合计"]
PEOPLE = {"11": ("钟立本", "办公室"), "12": ("方雨桐", "综合科"), "21": ("余小满", "办公室"),
          "22": ("卓安平", "办公室"), "23": ("黎晓棠", "综合科")}  # fmt: skip
OF_12 = {"11": (190, 190, 190, 190, 190), **{code: MARKS[code] for code in ("21", "22", "23")}}


def rows_of(marks: Mapping[str, tuple[int, ...]], rater: str = "", below: str = "") -> Cells:
    """The rows of a score sheet."""
    rows: Cells = [[f"评分人：{rater}"]] if rater else []
    rows.append(HEAD)
    for number, (code, given) in enumerate(marks.items(), 1):
        name, section = PEOPLE[code]
        points: list[str | float] = [mark / 10 for mark in given]
        rows.append([number, name, section, *points, *([sum(given) / 10] if given else [])])
    return [*rows, [f"评分人（签名）：{below}"]] if below else rows


def book(folder: Path, sheets: Mapping[str, Cells]) -> Path:
    path = folder / "打分.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows in sheets.items():
            page = workbook.add_worksheet(name)
            for line, cells in enumerate(rows):
                for at, cell in enumerate(cells):
                    page.write(line, at, cell)
    return path


def document(folder: Path, parts: Sequence[str | Cells]) -> Path:
    """A .docx of paragraphs and tables."""
    path, made = folder / "打分.docx", docx.Document()
    for part in parts:
        if isinstance(part, str):
            made.add_paragraph(part)
            continue
        table = made.add_table(len(part), max(map(len, part)))
        for line, cells in enumerate(part):
            for at, cell in enumerate(cells):
                table.cell(line, at).text = f"{cell:g}" if isinstance(cell, float) else str(cell)
    made.save(str(path))
    return path


# -- a sheet a rater -------------------------------------------------------------------------------


def test_each_sheet_is_the_ballot_of_its_rater(shaped: Room, tmp_path: Path) -> None:
    notes: Cells = [["填表说明"], ["每项 20 分"]]
    path = book(
        tmp_path,
        {
            "说明": notes,
            "甲": rows_of(MARKS, "钟立本"),
            "乙": rows_of(OF_12, below="方雨桐"),
            "空白表": rows_of(dict.fromkeys(MARKS, ())),
        },
    )
    reading = understand_ballots(shaped, path, "y", Choices())
    assert (reading.value.ballots, reading.value.ratings, list(reading.doubts)) == (2, 8, [])
    brought = import_ballots(shaped, path, "y")
    assert (on_disk(shaped, "11"), on_disk(shaped, "12")) == (MARKS, OF_12)
    told = list(brought.told)
    assert told[0].startswith("The ballot of 钟立本 (11)")
    assert "sheet “甲”: headings in line 2, 4 lines read" in told[1]
    assert told[2].startswith("The ballot of 方雨桐 (12)")
    assert "sheet “乙”: headings in line 1, 4 lines read" in told[3]
    assert told[-1] == "Sheets left out: “说明”, “空白表”."
    with shaped.database.reading() as tx:
        entry = records.entries(tx)[-1]
    assert entry.reason == '["甲",[2,2],[],[],"",["乙",[1,1],[],[]]]'


def test_nothing_of_a_file_comes_in_where_one_sheet_is_wrong(shaped: Room, tmp_path: Path) -> None:
    wrong = {**OF_12, "21": (250, 190, 190, 190, 190)}
    path = book(tmp_path, {"甲": rows_of(MARKS, "钟立本"), "乙": rows_of(wrong, "方雨桐")})
    assert "sheet “乙”, D4 (余小满)" in refused_with(shaped, path)


def test_a_sheet_that_is_chosen_comes_in_alone(shaped: Room, tmp_path: Path) -> None:
    path = book(tmp_path, {"甲": rows_of(MARKS, "钟立本"), "乙": rows_of(OF_12, "方雨桐")})
    brought = import_ballots(shaped, path, "y", hints=Hints(Choices(sheet="乙")))
    assert (brought.ballots, on_disk(shaped), on_disk(shaped, "12")) == (1, {}, OF_12)
    assert brought.told[-1] == "Sheet left out: “甲”."


def test_a_sheet_of_somebody_else_than_was_said_is_named(shaped: Room, tmp_path: Path) -> None:
    path = book(tmp_path, {"甲": rows_of(MARKS, "钟立本"), "乙": rows_of(OF_12, "方雨桐")})
    told = refused_with(shaped, path, Hints(rater="11"))
    assert "sheet “乙”: A1: The sheet is of 方雨桐, and not of 11" in told


def test_a_sheet_that_names_nobody_is_asked_about(shaped: Room, tmp_path: Path) -> None:
    path = book(
        tmp_path,
        {"甲": rows_of(MARKS, "钟立本"), "乙": rows_of(OF_12, "方雨桐"), "汇总": rows_of(MARKS)},
    )
    reading = understand_ballots(shaped, path, "y", Choices())
    assert [(each.key, each.proposed) for each in reading.doubts] == [("sheet 汇总", "-")]
    with refused("table-doubtful"):
        import_ballots(shaped, path, "y")
    brought = import_ballots(shaped, path, "y", hints=Hints(Choices(is_accepted=True)))
    assert brought.ballots == 2
    assert brought.told[-1] == "Sheet left out: “汇总”."


def test_tabs_that_are_called_by_the_raters(shaped: Room, tmp_path: Path) -> None:
    path = book(tmp_path, {"钟立本": rows_of(MARKS), "方雨桐": rows_of(OF_12)})
    reading = understand_ballots(shaped, path, "y", Choices())
    assert [(each.key, each.proposed) for each in reading.doubts] == [("tabs", "tabs")]
    import_ballots(shaped, path, "y", hints=Hints(Choices(answers={"tabs": "tabs"})))
    assert (on_disk(shaped, "11"), on_disk(shaped, "12")) == (MARKS, OF_12)


# -- a sheet a section -----------------------------------------------------------------------------

OFFICE = {code: MARKS[code] for code in ("21", "22")}
GENERAL = {code: MARKS[code] for code in ("12", "23")}


def test_sheets_of_sections_of_one_rater_are_one_ballot(shaped: Room, tmp_path: Path) -> None:
    path = book(
        tmp_path, {"办公室": rows_of(OFFICE, "钟立本"), "综合科": rows_of(GENERAL, "钟立本")}
    )
    brought = import_ballots(shaped, path, "y")
    assert (brought.ballots, brought.incomplete, on_disk(shaped)) == (1, (), MARKS)


def test_a_section_whose_rater_stands_on_the_first_sheet_alone(
    shaped: Room, tmp_path: Path
) -> None:
    path = book(tmp_path, {"办公室": rows_of(OFFICE, "钟立本"), "综合科": rows_of(GENERAL)})
    with refused("table-doubtful"):
        import_ballots(shaped, path, "y", hints=Hints(Choices(is_accepted=True)))
    answers = {"sheet 综合科": "11"}
    brought = import_ballots(shaped, path, "y", hints=Hints(Choices(answers=answers)))
    assert (brought.ballots, on_disk(shaped)) == (1, MARKS)


def test_sections_whose_rater_is_said_are_asked_about(shaped: Room, tmp_path: Path) -> None:
    path = book(tmp_path, {"办公室": rows_of(OFFICE), "综合科": rows_of(GENERAL)})
    with refused("rater-not-named"):
        import_ballots(shaped, path, "y")
    with refused("table-doubtful"):
        import_ballots(shaped, path, "y", hints=Hints(rater="11"))
    hints = Hints(Choices(answers={"sheet": "*"}), "11")
    assert import_ballots(shaped, path, "y", hints=hints).ratings == 4
    assert on_disk(shaped) == MARKS


def test_somebody_on_two_sheets_of_a_rater_is_not_counted_twice(
    shaped: Room, tmp_path: Path
) -> None:
    path = book(tmp_path, {"今年": rows_of(MARKS, "钟立本"), "去年": rows_of(MARKS, "钟立本")})
    reading = understand_ballots(shaped, path, "y", Choices())
    assert [each.key for each in reading.doubts] == ["sheet"]
    both = {"甲": rows_of(OFFICE, "钟立本"), "乙": rows_of(OFFICE, "钟立本")}
    path = book(tmp_path, {**both, "丙": rows_of(OF_12, "方雨桐")})
    told = refused_with(shaped, path)
    assert "11 already rates 21 in line 3 of sheet “甲”; keep one of the two" in told


# -- documents -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parts",
    [
        ["测评表", "评分人：钟立本", 1, "评分人：方雨桐", 2],
        [1, "评分人签名：钟立本", 2, "评分人签名：方雨桐", "2026年12月3日"],
        [
            "评分人：钟立本",
            1,
            "评分人（签名）：钟立本",
            "评分人：方雨桐",
            2,
            "评分人（签名）：方雨桐",
        ],
        ["评分人\t钟立本", 1, "评分人\t方雨桐", 2],
    ],
)
def test_a_document_names_raters_beside_its_tables(
    shaped: Room, tmp_path: Path, parts: list[str | int]
) -> None:
    tables = {1: rows_of(MARKS), 2: rows_of(OF_12)}
    whole = [tables[each] if isinstance(each, int) else each for each in parts]
    brought = import_ballots(shaped, document(tmp_path, whole), "y")
    assert (brought.ballots, on_disk(shaped, "11"), on_disk(shaped, "12")) == (2, MARKS, OF_12)


@pytest.mark.parametrize("place", ["above", "below"])
def test_a_document_of_one_table(shaped: Room, tmp_path: Path, place: str) -> None:
    text = "单位：统计局    评分人：钟立本    日期：12月3日"
    parts: list[str | Cells] = [text, rows_of(MARKS)]
    path = document(tmp_path, parts if place == "above" else parts[::-1])
    assert import_ballots(shaped, path, "y").ballots == 1
    assert on_disk(shaped) == MARKS


def test_a_table_between_two_raters_is_nobodys(shaped: Room, tmp_path: Path) -> None:
    before = entries(shaped)
    path = document(tmp_path, ["评分人：钟立本", rows_of(MARKS), "评分人：方雨桐"])
    with refused("rater-unclear"):
        import_ballots(shaped, path, "y")
    path = document(tmp_path, ["评分人：无名氏", rows_of(MARKS)])
    with refused("name-of-nobody"):
        import_ballots(shaped, path, "y")
    assert entries(shaped) == before
