"""Lines that are struck through are asked about in every kind of file, and then taken or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
import xlsxwriter
import xlwt

from kaohe_tui.files.roster.roster import understand_roster
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.services.ballots.importing import Hints, import_ballots
from tests.files.sheets.books import ods, ods_cell, ods_row, ods_table, ods_text
from tests.refused import refused
from tests.services.ballots.test_importing_several import rows_of
from tests.services.ballots.test_importing_shapes import MARKS, SHAPES, on_disk, shaped

if TYPE_CHECKING:
    from pathlib import Path

    from kaohe_tui.services.room.room import Room

__all__ = ["shaped"]

ROWS = [line.split(",") for line in
        (SHAPES / "roster.csv").read_text(encoding="utf-8-sig").splitlines()]  # fmt: skip
STRUCK = 6
"""The line, from 1, of 余小满."""


def xlsx(path: Path, *, runs: bool) -> None:
    with xlsxwriter.Workbook(path) as book:
        page, struck = book.add_worksheet(), book.add_format({"font_strikeout": True})
        for line, cells in enumerate(ROWS):
            page.write_row(line, 0, cells, None if runs or line + 1 != STRUCK else struck)
        if runs:
            page.write_rich_string(STRUCK - 1, 1, struck, "余", struck, "小满")


def xls(path: Path) -> None:
    book = xlwt.Workbook()
    page, struck = book.add_sheet("S"), xlwt.easyxf("font: struck_out on")
    for line, cells in enumerate(ROWS, 1):
        for at, cell in enumerate(cells):
            page.write(line - 1, at, cell, *([struck] if line == STRUCK else []))
    book.save(str(path))


def ods_file(path: Path, *, spans: bool) -> None:
    styles = (
        '<style:style style:name="T9" style:family="text"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style>'
    )
    rows = []
    for line, cells in enumerate(ROWS, 1):
        if line != STRUCK:
            rows.append(ods_row(*cells))
            continue
        inside = '<text:p><text:span text:style-name="T9">{}</text:span></text:p>'
        texts = [
            ods_cell(inside.format(cell)) if spans else ods_text(cell, ' table:style-name="T9"')
            for cell in cells
        ]
        rows.append(f"<table:table-row>{''.join(texts)}</table:table-row>")
    path.write_bytes(ods(ods_table("".join(rows)), styles=styles))


def docx_file(path: Path) -> None:
    document = docx.Document()
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for line, cells in enumerate(ROWS, 1):
        for at, cell in enumerate(cells):
            run = table.cell(line - 1, at).paragraphs[0].add_run(cell)
            run.font.strike = line == STRUCK
    document.save(str(path))


@pytest.mark.parametrize("kind", ["xlsx", "xlsx runs", "xls", "ods", "ods spans", "docx"])
def test_a_struck_line_of_a_roster_is_asked_about(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "人员"
    match kind.split():
        case ["xlsx", *more]:
            xlsx(path, runs=bool(more))
        case ["xls"]:
            xls(path)
        case ["ods", *more]:
            ods_file(path, spans=bool(more))
        case _:
            docx_file(path)
    scheme, _text = read_scheme(SHAPES / "scheme.toml")
    book = read_book(path)
    reading = understand_roster(book, scheme, UNASKED)
    [doubt] = [each for each in reading.doubts if each.key.startswith("struck")]
    assert "6 (21 余小满)" in doubt.question
    with refused("table-doubtful"):
        reading.taken(Choices(is_accepted=True))
    for answer, count in (("out", 6), ("take", 7)):
        choices = Choices(is_accepted=True, answers={doubt.key: answer})
        reading = understand_roster(book, scheme, choices)
        assert (len(reading.taken(choices).people), "21" in reading.value) == (count, count == 7)
        assert any("struck through" in each for each in reading.told) == (answer == "out")


def test_a_struck_line_of_a_score_sheet_is_asked_about(shaped: Room, tmp_path: Path) -> None:
    path = tmp_path / "打分.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page, struck = book.add_worksheet("甲"), book.add_format({"font_strikeout": True})
        for line, cells in enumerate(rows_of(MARKS, "钟立本")):
            page.write_row(line, 0, cells, struck if line == 3 else None)
    with refused("table-doubtful"):
        import_ballots(shaped, path, "y", hints=Hints(Choices(is_accepted=True)))
    hints = Hints(Choices(answers={"struck 甲": "out"}))
    brought = import_ballots(shaped, path, "y", hints=hints)
    assert (brought.ratings, brought.incomplete) == (3, ("11",))
    assert "21" not in on_disk(shaped)
