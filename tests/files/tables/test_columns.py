"""Codes are what a cell shows, also where it holds another number; marks are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from kaohe_tui.files.roster.roster import read_roster
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.tiers import steps
from tests.refused import refused
from tests.services.ballots.test_importing_shapes import INDICATORS, SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMATS = (('"A"-00', 1, "A-01"), ("000-000", 123456, "123-456"), ("0", 11.4, "11"))
"""A format, the number that is stored, and the code that is shown."""
ROSTER = (("姓名", "科室", "层级", "分管领导"), ("江承志", "局领导", "主要负责人", ""),
          ("沈若兰", "局领导", "分管领导", ""))  # fmt: skip


def write(path: Path, rows: list[list[object]], formats: Mapping[tuple[int, int], str]) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet()
        for line, cells in enumerate(rows):
            for at, cell in enumerate(cells):
                style = {"num_format": formats[line, at]} if (line, at) in formats else {}
                page.write(line, at, cell, workbook.add_format(style))
    return path


@pytest.mark.parametrize(("code", "stored", "shown"), FORMATS)
def test_a_code_is_what_the_cell_shows(
    tmp_path: Path, code: str, stored: float, shown: str
) -> None:
    rows: list[list[object]] = [["编号", *ROSTER[0]], [stored, *ROSTER[1]], ["X9", *ROSTER[2]]]
    rows += [
        ["b", "余小满", "办公室", "一般人员", stored],
        ["c", "卓安平", "办公室", "一般人员", ""],
    ]
    path = write(tmp_path / "人员.xlsx", rows, {(1, 0): code, (3, 4): code})
    scheme, _text = read_scheme(SHAPES / "scheme.toml")
    roster = read_roster(path, scheme)
    assert [each.code for each in roster] == [shown, "X9", "b", "c"]
    assert roster["b"].supervisors == (shown,)


@pytest.mark.parametrize(("code", "stored", "shown"), FORMATS)
def test_codes_of_ballots_are_what_the_cell_shows_and_marks_are_not(
    tmp_path: Path, code: str, stored: float, shown: str
) -> None:
    roster = tmp_path / "r.csv"
    text = (SHAPES / "roster.csv").read_text(encoding="utf-8-sig")
    roster.write_text(text.replace("11,钟立本", f"{shown},钟立本"), encoding="utf-8")
    room = new_year(tmp_path / "k.db", SHAPES / "scheme.toml", roster)
    steps.open_tier(room, "y", "peer")
    rows: list[list[object]] = [["评分人", "被考核人", *INDICATORS]]
    rows += [["12", stored, *[10] * 5], [stored, "12", *[10] * 5]]
    path = write(tmp_path / "票.xlsx", rows, {(1, 1): code, (2, 0): code, (2, 2): "0"})
    assert import_ballots(room, path, "y").ballots == 2
    rows[2][2], rows[2][1] = 10.5, "21"
    path = write(tmp_path / "票.xlsx", [rows[0], rows[2]], {(1, 0): code, (1, 2): "0"})
    with refused("cell-unusable"):
        import_ballots(room, path, "y")
    room.close()


@pytest.mark.parametrize("code", ['="{}"', '"=""{}"""', "{}.0", "{}.00"])
@pytest.mark.parametrize("mark", ["10", "10.0", '="10"'])
def test_codes_and_marks_of_a_text_as_programs_export_them(
    tmp_path: Path, code: str, mark: str
) -> None:
    room = new_year(tmp_path / "k.db", SHAPES / "scheme.toml", SHAPES / "roster.csv")
    steps.open_tier(room, "y", "peer")
    path = tmp_path / "票.csv"
    lines = [",".join(("评分人", "被考核人", *INDICATORS, "合计"))]
    rater = code.format("11")
    lines += [",".join((rater, code.format(who), *[mark] * 5, "50.0")) for who in ("12", "21")]
    path.write_text("\n".join(lines), encoding="utf-8")
    brought = import_ballots(room, path, "y")
    assert (brought.ballots, brought.ratings) == (1, 2)
    room.close()


def test_a_roster_with_wrapped_codes_keeps_its_zeros(tmp_path: Path) -> None:
    path = tmp_path / "人员.csv"
    text = (SHAPES / "roster.csv").read_text(encoding="utf-8-sig")
    lines = [text.splitlines()[0]]
    lines += [f'="{line[:2]}"{line[2:]}' for line in text.splitlines()[1:]]
    path.write_text("\n".join(lines), encoding="gb18030")
    scheme, _text = read_scheme(SHAPES / "scheme.toml")
    codes = ["01", "02", "11", "12", "21", "22", "23"]
    assert [each.code for each in read_roster(path, scheme)] == codes
