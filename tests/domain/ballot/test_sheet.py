"""A ballot under the cursor, key by key: digits, corrections, moves."""

import pytest

from kaohe_tui.domain.ballot.row import Row
from tests.domain.sheets import EMPTY, FULL, a_sheet, agrees, cursor_of, press, some_rows
from tests.domain.strategies import person

# -- digits --------------------------------------------------------------------------------------


def test_a_burst_of_digits_fills_the_ballot() -> None:
    sheet, disk = a_sheet([Row(person(code), EMPTY) for code in "abc"])
    lines = [(36, 14, 13, 14, 15), (40, 15, 15, 15, 15), (5, 9, 0, 10, 12)]
    outcomes = [sheet.key(digit) for line in lines for mark in line for digit in str(mark)]
    assert not any(outcome is None or outcome.refused for outcome in outcomes)
    assert [row.marks for row in sheet.rows] == [tuple(10 * m for m in line) for line in lines]
    assert agrees(sheet, disk)
    assert sheet.at_end
    assert sheet.counts() == (3, 3)


def test_the_burst_passes_over_recused_and_abstained_rows() -> None:
    sheet, disk = a_sheet()
    press(sheet, *"3614131415", *"3513121413")
    assert cursor_of(sheet) == (4, 0)
    assert sheet.rows[2].total == 870
    assert agrees(sheet, disk)


def test_full_width_digits_and_points_count() -> None:
    sheet, disk = a_sheet(step=5)
    press(sheet, "３", "６", "。", "１", "４", "\u3000")
    assert sheet.rows[0].marks[:2] == (365, 140)
    assert agrees(sheet, disk)


def test_a_digit_that_may_go_on_is_not_a_mark_yet() -> None:
    sheet, disk = a_sheet()
    outcome = press(sheet, "3")
    assert (sheet.text, sheet.rows[0].marks, disk.calls) == ("3", EMPTY, 0)
    assert outcome.changed == ""
    assert press(sheet, "6").changed == "a"


@pytest.mark.parametrize(
    ("key", "cursor"),
    [
        ("enter", (0, 1)),
        ("space", (0, 1)),
        (" ", (0, 1)),
        ("tab", (0, 1)),
        ("right", (0, 1)),
        ("left", (0, 0)),
        ("down", (1, 0)),
        ("end", (0, 4)),
        ("home", (0, 0)),
        ("pagedown", (3, 0)),
    ],
)
def test_leaving_a_cell_keeps_its_mark(key: str, cursor: tuple[int, int]) -> None:
    sheet, disk = a_sheet()
    outcome = press(sheet, "3", key)
    assert (disk.marks["a", 0], sheet.text, cursor_of(sheet)) == (30, "", cursor)
    assert outcome.changed == "a"


def test_refused_digits_stay_until_they_are_corrected() -> None:
    sheet, disk = a_sheet()
    before = dict(disk.marks)
    outcome = press(sheet, "4", "1")
    assert outcome.refused
    assert outcome.says == sheet.refusal == "41 is more than the 40 points of this indicator."
    for key in ("5", "right", "left", "down", "enter", "tab", "end", "pagedown", "shift+tab"):
        assert press(sheet, key).refused
        assert (sheet.text, cursor_of(sheet), disk.marks) == ("41", (0, 0), before)
    assert not press(sheet, "backspace").refused
    assert (sheet.text, sheet.refusal) == ("4", "")
    press(sheet, "0")
    assert disk.marks["a", 0] == 400


def test_what_is_begun_is_no_mark() -> None:
    sheet, _disk = a_sheet(step=1)
    press(sheet, "3", ".")
    assert press(sheet, "enter").says == "“3.” is not yet a mark."
    assert sheet.settle().refused
    press(sheet, "escape")
    assert sheet.text == ""
    assert sheet.key("escape") is None


# -- backspace, delete ---------------------------------------------------------------------------


def test_backspace_takes_the_mark_under_the_cursor() -> None:
    sheet, disk = a_sheet()
    sheet.go_to(4, 1)
    press(sheet, "backspace")
    assert ("e", 1) not in disk.marks
    assert cursor_of(sheet) == (4, 1)
    press(sheet, "backspace")
    assert cursor_of(sheet) == (4, 0)
    assert disk.marks["e", 0] == 360


def test_backspace_over_what_replaces_a_mark_takes_that_mark() -> None:
    sheet, disk = a_sheet()
    sheet.go_to(4, 0)
    press(sheet, "3", "backspace")
    assert (sheet.text, sheet.rows[4].marks[0]) == ("", None)
    assert agrees(sheet, disk)


def test_backspace_at_the_start_of_a_row_goes_back_over_closed_rows() -> None:
    sheet, disk = a_sheet()
    sheet.go_to(2, 0)
    press(sheet, "backspace")
    assert cursor_of(sheet) == (0, 4)
    press(sheet, *["backspace"] * 9)
    assert (cursor_of(sheet), disk.calls) == ((0, 0), 0)


def test_backspace_at_the_end_goes_back_to_the_last_cell() -> None:
    sheet, _disk = a_sheet()
    sheet.go_to(6)
    press(sheet, "backspace")
    assert cursor_of(sheet) == (5, 4)


def test_delete_takes_the_mark_and_what_is_typed() -> None:
    sheet, disk = a_sheet()
    sheet.go_to(4, 0)
    press(sheet, "3", "delete")
    assert (sheet.text, sheet.rows[4].marks[0], cursor_of(sheet)) == ("", None, (4, 0))
    calls = disk.calls
    for row in (1, 3, 6):
        sheet.go_to(row)
        press(sheet, "delete")
    assert disk.calls == calls


# -- moving --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "key", "to"),
    [
        ((0, 0), "up", (0, 0)),
        ((0, 2), "down", (1, 2)),
        ((5, 2), "down", (6, 2)),
        ((6, 0), "down", (6, 0)),
        ((6, 0), "up", (5, 0)),
        ((5, 1), "pageup", (2, 1)),
        ((1, 1), "pageup", (0, 1)),
        ((4, 1), "pagedown", (6, 1)),
        ((2, 4), "right", (2, 4)),
        ((2, 0), "left", (2, 0)),
        ((2, 3), "home", (2, 0)),
        ((2, 3), "end", (2, 4)),
        ((2, 3), "ctrl+home", (0, 0)),
        ((2, 3), "ctrl+end", (6, 0)),
        ((0, 4), "enter", (2, 0)),
        ((2, 4), "tab", (4, 0)),
        ((1, 0), "enter", (2, 0)),
        ((6, 0), "tab", (6, 0)),
        ((4, 0), "shift+tab", (2, 4)),
        ((4, 3), "shift+tab", (4, 2)),
        ((6, 0), "shift+tab", (5, 4)),
    ],
)
def test_where_a_key_goes(start: tuple[int, int], key: str, to: tuple[int, int]) -> None:
    sheet, disk = a_sheet()
    sheet.go_to(*start)
    press(sheet, key)
    assert (cursor_of(sheet), disk.calls) == (to, 0)


def test_keys_that_are_not_the_ballots() -> None:
    sheet, _disk = a_sheet()
    assert [sheet.key(key) for key in ("x", "f2", "escape", "?", "ctrl+c")] == [None] * 5


def test_the_end_takes_no_digits_and_asks_to_hand_in() -> None:
    sheet, disk = a_sheet()
    sheet.go_to(6)
    for key in ("5", "-"):
        assert press(sheet, key).refused
    # A = held down to fill the ballot may run over the end.
    assert "the end of the ballot" in press(sheet, "=").says
    assert (sheet.text, disk.calls) == ("", 0)
    assert press(sheet, "enter").hand_in
    assert not press(sheet, "up").hand_in


def test_the_cursor_begins_at_the_first_cell_that_owes_a_mark() -> None:
    rows = some_rows()
    rows[0] = Row(person("a"), FULL)
    rows[2] = Row(person("c"), (360, None, 130, 140, 150))
    assert cursor_of(a_sheet(rows)[0]) == (2, 1)
    assert a_sheet([Row(person("a"), FULL)])[0].at_end


@pytest.mark.parametrize("after", ["enter", "space", "tab"])
def test_an_enter_out_of_habit_skips_no_cell(after: str) -> None:
    """Each mark followed by Enter, as on a calculator: those that moved on swallow it."""
    sheet, disk = a_sheet([Row(person(code), EMPTY) for code in "ab"])
    for mark in ("36", "4", "13", "9", "1"):
        press(sheet, *mark, after)
    assert sheet.rows[0].marks == (360, 40, 130, 90, 10)
    assert (sheet.row, sheet.column) == (1, 0)
    assert agrees(sheet, disk)


def test_a_second_enter_does_move() -> None:
    sheet, _disk = a_sheet([Row(person(code), EMPTY) for code in "ab"])
    press(sheet, "3", "6", "enter", "enter")
    assert (sheet.row, sheet.column) == (0, 2)


def test_enter_after_the_last_mark_asks_to_hand_in() -> None:
    sheet, _disk = a_sheet([Row(person("a"), EMPTY)])
    press(sheet, *"3614131415")
    assert press(sheet, "enter").hand_in


def test_a_five_after_the_point_is_no_mark_of_the_next_cell() -> None:
    sheet, disk = a_sheet([Row(person("a"), EMPTY)], step=5)
    assert "is ignored" in press(sheet, *"14.5").says
    press(sheet, "enter")
    assert (sheet.rows[0].marks[:2], sheet.column, sheet.text) == ((145, None), 1, "")
    press(sheet, "5", "enter")
    assert sheet.rows[0].marks[:2] == (145, 50)
    assert agrees(sheet, disk)


# -- points where marks are whole ----------------------------------------------------------------


def test_a_point_where_marks_are_whole_types_nothing() -> None:
    sheet, disk = a_sheet()
    outcome = press(sheet, ".")
    assert outcome.refused
    assert "whole numbers" in outcome.says
    assert (sheet.text, sheet.refusal, cursor_of(sheet)) == ("", "", (0, 0))
    assert not press(sheet, "backspace").refused
    assert cursor_of(sheet) == (0, 0)
    press(sheet, "3", "6")
    assert sheet.rows[0].marks[0] == 360
    assert agrees(sheet, disk)


def test_the_decimals_behind_it_stand_nowhere() -> None:
    sheet, disk = a_sheet()
    press(sheet, *"36.5", "enter", *"14.0", "tab", *"1")
    assert sheet.rows[0].marks == (360, 140, None, None, None)
    assert (sheet.text, cursor_of(sheet)) == ("1", (0, 2))
    assert agrees(sheet, disk)


@pytest.mark.parametrize("key", ["enter", "down", "5"])
def test_a_digit_before_the_point_is_no_mark(key: str) -> None:
    sheet, disk = a_sheet()
    press(sheet, "3", ".")
    assert "whole numbers" in sheet.refusal
    assert press(sheet, key).refused
    assert sheet.settle().refused
    assert (sheet.text, cursor_of(sheet), disk.calls) == ("3", (0, 0), 0)
    press(sheet, "backspace")
    assert (sheet.text, sheet.refusal) == ("3", "")
    press(sheet, "6")
    assert sheet.rows[0].marks[0] == 360


def test_points_are_marks_where_they_may_be() -> None:
    sheet, disk = a_sheet(step=5)
    assert not press(sheet, *".5").refused
    assert sheet.rows[0].marks[0] == 5
    assert agrees(sheet, disk)


@pytest.mark.parametrize("step", [1, 5])
def test_a_point_in_an_empty_cell_is_no_mark(step: int) -> None:
    """And Backspace takes it away whole: its 0 would stand before the digit that follows."""
    sheet, disk = a_sheet(step=step)
    assert not press(sheet, ".").refused
    assert press(sheet, "enter").refused
    assert (cursor_of(sheet), disk.calls) == ((0, 0), 0)
    press(sheet, "backspace")
    assert sheet.text == ""
    press(sheet, "3", "enter")
    assert sheet.rows[0].marks[0] == 30
    assert agrees(sheet, disk)


def test_a_zero_after_the_point_takes_its_half_back() -> None:
    """36.0 is 36: no half stands there that nobody typed."""
    sheet, disk = a_sheet([Row(person(code), EMPTY) for code in "ab"], step=5)
    outcome = press(sheet, *"36.0")
    assert "36.0 is 36" in outcome.says
    # The cursor is in the next cell: the mark has to be drawn all the same.
    assert (0, 0) in outcome.touched
    assert (sheet.rows[0].marks[0], cursor_of(sheet), sheet.text) == (360, (0, 1), "")
    press(sheet, "enter", *"14.5", *"0", "enter")
    assert sheet.rows[0].marks[:3] == (360, 145, 0)
    assert agrees(sheet, disk)
    press(sheet, *"13.", "enter", *"0", "enter")
    assert sheet.rows[0].marks[3:] == (135, 0)
    sheet.go_to(0, 4)
    press(sheet, *"14.")
    outcome = press(sheet, "0")
    assert outcome.changed == "a"
    assert sheet.rows[0].marks == (360, 145, 0, 135, 140)
    assert cursor_of(sheet) == (1, 0)
    assert agrees(sheet, disk)


# -- a mark of one digit -------------------------------------------------------------------------


def test_two_digits_in_two_cells_are_told() -> None:
    """41 of 15 points is 4 here and 1 in the next cell: whoever is one column off has to see it."""
    sheet, _disk = a_sheet()
    press(sheet, *"36")
    assert press(sheet, "4").says == ""
    told = press(sheet, "1").says
    assert told == f"4 stands in {sheet.indicators[1].name}; 1 begins {sheet.indicators[2].name}"
    assert press(sheet, "3").says == ""
    assert press(sheet, "1").says == ""
    press(sheet, "enter", "4", "right", "left")
    assert press(sheet, "1").says == ""


# -- the end -------------------------------------------------------------------------------------


@pytest.mark.parametrize("back", ["up", "backspace"])
def test_one_goes_back_from_the_end_to_the_last_cell(back: str) -> None:
    sheet, _disk = a_sheet([Row(person("a"), FULL), Row(person("b"), (*FULL[:4], None))])
    press(sheet, *"15")
    assert sheet.at_end
    press(sheet, back)
    assert cursor_of(sheet) == (1, 4)


def test_down_and_up_over_the_end_keep_the_column() -> None:
    sheet, _disk = a_sheet([Row(person("a"), FULL), Row(person("b"), FULL)])
    press(sheet, "up", "home", "right", "down", "up")
    assert cursor_of(sheet) == (1, 1)
