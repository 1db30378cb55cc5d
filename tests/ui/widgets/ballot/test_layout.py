"""Where a ballot's columns stand, and what stands in them."""

from dataclasses import replace

import pytest

from kaohe_tui.domain.ballot.row import Row
from kaohe_tui.domain.ballot.sheet import Sheet
from kaohe_tui.domain.rules.forms.forms import Forms
from kaohe_tui.domain.rules.scheme.tiers import Marks
from kaohe_tui.domain.width import cell_width
from kaohe_tui.ui.screens.ballot.lines import first_line
from kaohe_tui.ui.widgets.ballot.layout import heading, lay_out, maxima, total_text
from tests.domain.rules.forms.test_forms import BANDS, SCHEME, TIER
from tests.domain.sheets import Disk, press
from tests.domain.strategies import person

LONG = tuple(
    replace(band, name=name) for band, name in zip(BANDS, ("优秀", "称职", "基本称职"), strict=True)
)


def a_sheet(marks: Marks) -> Sheet:
    rules = replace(TIER, marks=marks)
    form = Forms(replace(SCHEME, levels=LONG, tiers=(rules,), step=10)).of(rules, person("a"))
    rows = [Row(person(code), (None,) * len(form.columns), asked=form) for code in "ab"]
    return Sheet(form.indicators, rows, 10, Disk())


@pytest.mark.parametrize("width", [60, 80, 140])
def test_the_level_stands_beside_the_total(width: int) -> None:
    sheet = a_sheet(Marks.TOTAL)
    layout = lay_out(sheet, width, 0, 0)
    assert total_text(layout, sheet.rows[0]).strip() == ""
    press(sheet, "7", "9")
    press(sheet, "enter", "9", "5", "enter")
    assert [total_text(layout, row).split() for row in sheet.rows] == [
        ["79", "基本称职"],
        ["95", "优秀"],
    ]
    lines = [total_text(layout, row) for row in sheet.rows]
    lines += [heading(layout, sheet.indicators, ("", "Sum"))[layout.total_span[0] :]]
    lines += [maxima(layout, sheet.indicators, "", sheet.asked)[layout.total_span[0] :]]
    assert {cell_width(line) for line in lines} == {layout.total}
    assert layout.total_span[0] + layout.total <= width


def test_a_total_between_two_bands_has_no_level_yet() -> None:
    sheet = a_sheet(Marks.POINTS)
    for mark in ("15", "10", "30", "24", "10"):
        press(sheet, *mark)
        if sheet.text:
            press(sheet, "enter")
    assert total_text(lay_out(sheet, 80, 0, 0), sheet.rows[0]).split() == ["89", "称职"]
    sheet.go_to(0, 4)
    press(sheet, "backspace")
    assert total_text(lay_out(sheet, 80, 0, 0), sheet.rows[0]).split() == ["79"]


def test_the_bands_stand_below_the_grid_of_totals() -> None:
    line = first_line(a_sheet(Marks.TOTAL), 80)
    assert "优秀 90-100 · 称职 80-89 · 基本称职 60-79" in line
