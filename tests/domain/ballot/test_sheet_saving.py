"""A ballot's abstentions, copies and undo, and that what it shows is what is on disk."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.ballot.effect import SIGN
from kaohe_tui.domain.ballot.row import RowState
from kaohe_tui.domain.ballot.sheet import Sheet
from tests.domain.sheets import EMPTY, a_sheet, agrees, cursor_of, press
from tests.domain.strategies import INDICATORS

# -- abstaining, copying, undoing ----------------------------------------------------------------


def test_abstaining_and_lifting_it() -> None:
    sheet, disk = a_sheet()
    sheet.go_to(4, 1)
    outcome = press(sheet, "-")
    assert {(4, place) for place in range(SIGN, 6)} <= outcome.touched
    assert (sheet.rows[4].state, outcome.changed) == (RowState.ABSTAINED, "e")
    assert cursor_of(sheet) == (5, 0)
    assert agrees(sheet, disk)
    press(sheet, "up")
    assert "marked as abstained" in press(sheet, "5").says
    press(sheet, "－")
    assert sheet.rows[4].state is RowState.OPEN
    assert cursor_of(sheet) == (4, 0)
    assert agrees(sheet, disk)


def test_a_recused_row_takes_nothing() -> None:
    sheet, disk = a_sheet()
    sheet.go_to(1)
    for key in ("5", "-", "="):
        assert press(sheet, key).says == "b is recused for this rater."
    assert disk.calls == 0


def test_copying_passes_over_rows_that_take_no_marks() -> None:
    sheet, disk = a_sheet()
    press(sheet, *"36")
    sheet.go_to(2)
    press(sheet, "1", "=")
    assert (disk.marks["c", 0], sheet.text, cursor_of(sheet)) == (360, "", (2, 1))
    assert press(sheet, "=").says == "There is no mark above to copy."
    sheet.go_to(0)
    assert press(sheet, "=").refused


def test_undo_goes_back_step_by_step() -> None:
    sheet, disk = a_sheet()
    states = []
    for cell, keys in (
        ((0, 0), "36"),
        ((2, 0), "="),
        ((0, 0), "-"),
        ((2, 1), "14"),
        ((3, 0), "-"),
    ):
        states.append((cell, list(sheet.rows), dict(disk.marks), set(disk.abstained)))
        sheet.go_to(*cell)
        assert not press(sheet, *keys).refused
    press(sheet, "1", "u")
    assert (sheet.text, disk.calls) == ("", 5)
    for cell, rows, marks, abstained in reversed(states):
        press(sheet, "u")
        assert (cursor_of(sheet), sheet.rows) == (cell, rows)
        assert (disk.marks, disk.abstained) == (marks, abstained)
    assert press(sheet, "u").says == "There is nothing to undo in this session."


def test_undoing_an_abstention_brings_the_marks_back() -> None:
    sheet, disk = a_sheet()
    sheet.go_to(4, 2)
    before = dict(disk.marks)
    press(sheet, "-")
    assert ("e", 0) not in disk.marks
    press(sheet, "u")
    assert (disk.marks, "e" in disk.abstained, cursor_of(sheet)) == (before, False, (4, 2))


# -- the disk ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "typed", "key", "left"),
    [
        # A digit that would have finished the mark is shown with it.
        ((0, 0), "3", "6", "36"),
        ((0, 0), "3", "enter", "3"),
        ((0, 0), "3", "down", "3"),
        ((4, 0), "3", "backspace", "3"),
        ((4, 0), "", "backspace", ""),
        ((4, 0), "3", "delete", "3"),
        ((4, 0), "3", "-", "3"),
        ((3, 0), "", "-", ""),
        ((5, 0), "3", "=", "3"),
    ],
)
def test_what_is_not_saved_is_not_done(
    start: tuple[int, int], typed: str, key: str, left: str
) -> None:
    sheet, disk = a_sheet()
    sheet.go_to(*start)
    for character in typed:
        press(sheet, character)
    before = (list(sheet.rows), cursor_of(sheet))
    disk.broken = True
    outcome = press(sheet, key)
    assert (outcome.refused, outcome.says, outcome.changed) == (True, "the disk is full", "")
    assert (sheet.rows, cursor_of(sheet)) == before
    assert sheet.text == left
    assert sheet.refusal == "the disk is full"
    disk.broken = False
    # What was typed on from the paper belongs into other cells.
    for later in ("4", "1", "enter", "down", "=", "u"):
        assert press(sheet, later).refused
        assert (sheet.rows, cursor_of(sheet)) == before
    assert sheet.settle().refused
    assert not press(sheet, "escape").refused
    assert (sheet.text, sheet.refusal) == ("", "")
    assert agrees(sheet, disk)


@pytest.mark.parametrize("keys", ["36", "-"])
def test_an_undo_that_is_not_saved_can_be_tried_again(keys: str) -> None:
    sheet, disk = a_sheet()
    start = list(sheet.rows)
    press(sheet, *keys)
    after, disk.broken = list(sheet.rows), True
    assert press(sheet, "u").refused
    assert sheet.rows == after
    disk.broken = False
    press(sheet, "escape", "u")
    assert sheet.rows == start
    assert agrees(sheet, disk)


DIGITS = st.sampled_from("0123456789.")
MOVES = ("left", "right", "up", "down", "home", "end", "pageup", "pagedown", "enter", "space")
OTHERS = st.sampled_from(
    ("-", "=", "u", "backspace", "delete", "escape", *MOVES, "tab", "shift+tab", "ctrl+end", "５")
)
KEYS = st.lists(
    st.tuples(st.one_of(DIGITS, DIGITS, OTHERS), st.integers(0, 19).map(lambda n: n == 0)),
    max_size=80,
)


@given(KEYS, st.sampled_from([10, 5, 1]))
def test_whatever_is_pressed_the_sheet_shows_what_is_on_disk(
    keys: list[tuple[str, bool]], step: int
) -> None:
    sheet, disk = a_sheet(step=step)
    start = list(sheet.rows)
    looks = _look(sheet)
    for key, broken in keys:
        disk.broken = broken
        outcome = sheet.key(key, 3)
        assert agrees(sheet, disk)
        assert 0 <= sheet.row <= len(sheet.rows)
        assert 0 <= sheet.column < len(INDICATORS)
        assert not (sheet.at_end and sheet.text)
        assert sheet.rows[1].marks == EMPTY
        touched = outcome.touched if outcome else frozenset()
        now = _look(sheet)
        assert {cell for cell in looks if looks[cell] != now[cell]} <= touched
        looks = now
    disk.broken = False
    if sheet.text or sheet.loss:
        press(sheet, "escape")
    while not press(sheet, "u").refused:
        assert agrees(sheet, disk)
    assert sheet.rows == start


def _look(sheet: Sheet) -> dict[tuple[int, int], object]:
    """What each place shows, in so far as a key can change it."""
    found: dict[tuple[int, int], object] = {}
    for number, (row, column) in enumerate(product(range(len(sheet.rows)), range(5))):
        here = cursor_of(sheet) == (row, column)
        found[row, column] = (number, sheet.rows[row].marks[column], sheet.rows[row].takes_marks)
        found[row, column] = (found[row, column], here, sheet.text if here else "")
    for number, one in enumerate(sheet.rows):
        found[number, SIGN] = (one.state, number == sheet.row)
        found[number, 5] = (one.total, one.takes_marks)
    return found
