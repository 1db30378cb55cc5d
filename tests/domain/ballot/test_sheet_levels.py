"""Under levels one key fills a cell and the cursor moves on; a ballot costs its cells."""

from dataclasses import replace

from kaohe_tui.domain.ballot.row import Row
from kaohe_tui.domain.ballot.sheet import Sheet
from kaohe_tui.domain.rules.forms.forms import Forms
from kaohe_tui.domain.rules.scheme.tiers import Marks
from tests.domain.rules.forms.test_forms import SCHEME, TIER
from tests.domain.sheets import Disk
from tests.domain.strategies import person

FORM = Forms(SCHEME).of(replace(TIER, marks=Marks.LEVELS), person("a"))


def a_sheet() -> Sheet:
    rows = [Row(person(code), (None,) * 5, asked=FORM) for code in "abc"]
    return Sheet(SCHEME.indicators, rows, 5, Disk())


def test_a_key_gives_a_level_and_goes_on() -> None:
    sheet = a_sheet()
    for key in "1122c":
        outcome = sheet.key(key)
        assert outcome is not None
        assert not outcome.refused
    assert sheet.rows[0].marks == (10, 10, 20, 20, 40)
    assert (sheet.row, sheet.column) == (1, 0)
    assert sheet.rows[0].shown_total == "84.5"


def test_a_whole_ballot_costs_its_cells() -> None:
    sheet = a_sheet()
    for _row in range(3):
        for key in "21123":
            sheet.key(key)
    assert sheet.at_end
    assert sheet.missing_count == 0


def test_a_key_of_no_level_says_which_there_are() -> None:
    sheet = a_sheet()
    for key in ("7", ".", "0"):
        outcome = sheet.key(key)
        assert outcome is not None
        assert outcome.refused
        assert "1 优" in outcome.says
    assert sheet.key("x") is None
    assert sheet.rows[0].marks == (None,) * 5


def test_copying_correcting_undoing_and_abstaining_are_as_with_points() -> None:
    sheet = a_sheet()
    for key in "12345":
        sheet.key(key if key < "4" else "c")
    for _cell in range(5):
        sheet.key("=")
    assert sheet.rows[1].marks == sheet.rows[0].marks
    sheet.key("u")
    assert sheet.rows[1].marks[4] is None
    sheet.key("1")
    sheet.key("-")
    assert sheet.rows[2].abstained


def test_from_a_row_of_another_form_nothing_is_copied() -> None:
    other = replace(FORM, columns=FORM.columns[:2])
    rows = [Row(person("a"), (10, 20), asked=other), Row(person("b"), (None,) * 5, asked=FORM)]
    sheet = Sheet(SCHEME.indicators, rows, 5, Disk())
    outcome = sheet.key("=")
    assert outcome is not None
    assert outcome.refused
    sheet.key("up")
    assert (sheet.row, len(sheet.indicators)) == (0, 2)
    sheet.go_to(1, 4)
    sheet.key("up")
    assert (sheet.row, sheet.column) == (0, 1)
