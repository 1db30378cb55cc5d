"""A ballot under the cursor, key by key."""

from dataclasses import dataclass, field
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.ballot import Marks, Row, RowState
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.sheet import SIGN, Outcome, Sheet
from tests.domain.strategies import INDICATORS, person

EMPTY: Marks = (None,) * 5
FULL: Marks = (360, 140, 130, 140, 150)


@dataclass
class Disk:
    """What the accepted keys left on disk."""

    marks: dict[tuple[str, int], int] = field(default_factory=dict)
    abstained: set[str] = field(default_factory=set)
    broken: bool = False
    calls: int = 0

    def _touch(self) -> None:
        if self.broken:
            raise Refusal("the disk is full")
        self.calls += 1

    def mark(self, ratee: str, indicator: int, value: int | None) -> None:
        self._touch()
        if value is None:
            del self.marks[ratee, indicator]
        else:
            self.marks[ratee, indicator] = value

    def abstention(self, ratee: str, on: bool, marks: Marks) -> None:
        self._touch()
        self.marks = {key: mark for key, mark in self.marks.items() if key[0] != ratee}
        if on:
            self.abstained.add(ratee)
            return
        self.abstained.remove(ratee)
        self.marks |= {(ratee, n): mark for n, mark in enumerate(marks) if mark is not None}


def _rows() -> list[Row]:
    """Six people: the second is recused, the fourth abstained from, the fifth half done."""
    return [
        Row(person("a"), EMPTY),
        Row(person("b"), EMPTY, recused=True),
        Row(person("c"), EMPTY),
        Row(person("d"), EMPTY, abstained=True),
        Row(person("e"), (360, 140, None, None, None)),
        Row(person("f"), EMPTY),
    ]


def _sheet(rows: list[Row] | None = None, step: int = 10) -> tuple[Sheet, Disk]:
    rows = _rows() if rows is None else rows
    disk = Disk(_marks(rows), {row.ratee.code for row in rows if row.abstained})
    return Sheet(INDICATORS, rows, step, disk), disk


def _marks(rows: list[Row]) -> dict[tuple[str, int], int]:
    return {
        (row.ratee.code, n): mark
        for row in rows
        for n, mark in enumerate(row.marks)
        if mark is not None
    }


def _agrees(sheet: Sheet, disk: Disk) -> bool:
    """Whether what is shown is what is on disk."""
    abstained = {row.ratee.code for row in sheet.rows if row.abstained}
    return (disk.marks, disk.abstained) == (_marks(sheet.rows), abstained)


def _press(sheet: Sheet, *keys: str) -> Outcome:
    """Press keys that mean something; returns what the last one did."""
    outcomes = [sheet.key(key, 3) for key in keys]
    assert None not in outcomes
    last = outcomes[-1]
    assert last is not None
    return last


def _cursor(sheet: Sheet) -> tuple[int, int]:
    return sheet.row, sheet.column


# -- digits --------------------------------------------------------------------------------------


def test_a_burst_of_digits_fills_the_ballot() -> None:
    sheet, disk = _sheet([Row(person(code), EMPTY) for code in "abc"])
    lines = [(36, 14, 13, 14, 15), (40, 15, 15, 15, 15), (5, 9, 0, 10, 12)]
    outcomes = [sheet.key(digit) for line in lines for mark in line for digit in str(mark)]
    assert not any(outcome is None or outcome.refused for outcome in outcomes)
    assert [row.marks for row in sheet.rows] == [tuple(10 * m for m in line) for line in lines]
    assert _agrees(sheet, disk)
    assert sheet.at_end
    assert sheet.counts() == (3, 3)


def test_the_burst_passes_over_recused_and_abstained_rows() -> None:
    sheet, disk = _sheet()
    _press(sheet, *"3614131415", *"3513121413")
    assert _cursor(sheet) == (4, 0)
    assert sheet.rows[2].total == 870
    assert _agrees(sheet, disk)


def test_full_width_digits_and_points_count() -> None:
    sheet, disk = _sheet(step=5)
    _press(sheet, "３", "６", "。", "１", "４", "\u3000")
    assert sheet.rows[0].marks[:2] == (365, 140)
    assert _agrees(sheet, disk)


def test_a_digit_that_may_go_on_is_not_a_mark_yet() -> None:
    sheet, disk = _sheet()
    outcome = _press(sheet, "3")
    assert (sheet.text, sheet.rows[0].marks, disk.calls) == ("3", EMPTY, 0)
    assert outcome.changed == ""
    assert _press(sheet, "6").changed == "a"


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
    sheet, disk = _sheet()
    outcome = _press(sheet, "3", key)
    assert (disk.marks["a", 0], sheet.text, _cursor(sheet)) == (30, "", cursor)
    assert outcome.changed == "a"


def test_refused_digits_stay_until_they_are_corrected() -> None:
    sheet, disk = _sheet()
    before = dict(disk.marks)
    outcome = _press(sheet, "4", "1")
    assert outcome.refused
    assert outcome.says == sheet.refusal == "41 is more than the 40 points of this indicator."
    for key in ("5", "right", "left", "down", "enter", "tab", "end", "pagedown", "shift+tab"):
        assert _press(sheet, key).refused
        assert (sheet.text, _cursor(sheet), disk.marks) == ("41", (0, 0), before)
    assert not _press(sheet, "backspace").refused
    assert (sheet.text, sheet.refusal) == ("4", "")
    _press(sheet, "0")
    assert disk.marks["a", 0] == 400


def test_what_is_begun_is_no_mark() -> None:
    sheet, _disk = _sheet(step=1)
    _press(sheet, "3", ".")
    assert _press(sheet, "enter").says == "“3.” is not yet a mark."
    assert sheet.settle().refused
    _press(sheet, "escape")
    assert sheet.text == ""
    assert sheet.key("escape") is None


# -- backspace, delete ---------------------------------------------------------------------------


def test_backspace_takes_the_mark_under_the_cursor() -> None:
    sheet, disk = _sheet()
    sheet.go_to(4, 1)
    _press(sheet, "backspace")
    assert ("e", 1) not in disk.marks
    assert _cursor(sheet) == (4, 1)
    _press(sheet, "backspace")
    assert _cursor(sheet) == (4, 0)
    assert disk.marks["e", 0] == 360


def test_backspace_over_what_replaces_a_mark_takes_that_mark() -> None:
    sheet, disk = _sheet()
    sheet.go_to(4, 0)
    _press(sheet, "3", "backspace")
    assert (sheet.text, sheet.rows[4].marks[0]) == ("", None)
    assert _agrees(sheet, disk)


def test_backspace_at_the_start_of_a_row_goes_back_over_closed_rows() -> None:
    sheet, disk = _sheet()
    sheet.go_to(2, 0)
    _press(sheet, "backspace")
    assert _cursor(sheet) == (0, 4)
    _press(sheet, *["backspace"] * 9)
    assert (_cursor(sheet), disk.calls) == ((0, 0), 0)


def test_backspace_at_the_end_goes_back_to_the_last_cell() -> None:
    sheet, _disk = _sheet()
    sheet.go_to(6)
    _press(sheet, "backspace")
    assert _cursor(sheet) == (5, 4)


def test_delete_takes_the_mark_and_what_is_typed() -> None:
    sheet, disk = _sheet()
    sheet.go_to(4, 0)
    _press(sheet, "3", "delete")
    assert (sheet.text, sheet.rows[4].marks[0], _cursor(sheet)) == ("", None, (4, 0))
    calls = disk.calls
    for row in (1, 3, 6):
        sheet.go_to(row)
        _press(sheet, "delete")
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
    sheet, disk = _sheet()
    sheet.go_to(*start)
    _press(sheet, key)
    assert (_cursor(sheet), disk.calls) == (to, 0)


def test_keys_that_are_not_the_ballots() -> None:
    sheet, _disk = _sheet()
    assert [sheet.key(key) for key in ("x", "f2", "escape", "?", "ctrl+c")] == [None] * 5


def test_the_end_takes_no_digits_and_asks_to_hand_in() -> None:
    sheet, disk = _sheet()
    sheet.go_to(6)
    for key in ("5", "-", "="):
        assert _press(sheet, key).refused
    assert (sheet.text, disk.calls) == ("", 0)
    assert _press(sheet, "enter").hand_in
    assert not _press(sheet, "up").hand_in


def test_the_cursor_begins_at_the_first_cell_that_owes_a_mark() -> None:
    rows = _rows()
    rows[0] = Row(person("a"), FULL)
    rows[2] = Row(person("c"), (360, None, 130, 140, 150))
    assert _cursor(_sheet(rows)[0]) == (2, 1)
    assert _sheet([Row(person("a"), FULL)])[0].at_end


# -- abstaining, copying, undoing ----------------------------------------------------------------


def test_abstaining_and_lifting_it() -> None:
    sheet, disk = _sheet()
    sheet.go_to(4, 1)
    outcome = _press(sheet, "-")
    assert {(4, place) for place in range(SIGN, 6)} <= outcome.touched
    assert (sheet.rows[4].state, outcome.changed) == (RowState.ABSTAINED, "e")
    assert _cursor(sheet) == (5, 0)
    assert _agrees(sheet, disk)
    _press(sheet, "up")
    assert "abstained from" in _press(sheet, "5").says
    _press(sheet, "－")
    assert sheet.rows[4].state is RowState.OPEN
    assert _cursor(sheet) == (4, 0)
    assert _agrees(sheet, disk)


def test_a_recused_row_takes_nothing() -> None:
    sheet, disk = _sheet()
    sheet.go_to(1)
    for key in ("5", "-", "="):
        assert _press(sheet, key).says == "b is recused for this rater."
    assert disk.calls == 0


def test_copying_passes_over_rows_that_take_no_marks() -> None:
    sheet, disk = _sheet()
    _press(sheet, *"36")
    sheet.go_to(2)
    _press(sheet, "1", "=")
    assert (disk.marks["c", 0], sheet.text, _cursor(sheet)) == (360, "", (2, 1))
    assert _press(sheet, "=").says == "There is no mark above to copy."
    sheet.go_to(0)
    assert _press(sheet, "=").refused


def test_undo_goes_back_step_by_step() -> None:
    sheet, disk = _sheet()
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
        assert not _press(sheet, *keys).refused
    _press(sheet, "1", "u")
    assert (sheet.text, disk.calls) == ("", 5)
    for cell, rows, marks, abstained in reversed(states):
        _press(sheet, "u")
        assert (_cursor(sheet), sheet.rows) == (cell, rows)
        assert (disk.marks, disk.abstained) == (marks, abstained)
    assert _press(sheet, "u").says == "There is nothing to undo in this sitting."


def test_undoing_an_abstention_brings_the_marks_back() -> None:
    sheet, disk = _sheet()
    sheet.go_to(4, 2)
    before = dict(disk.marks)
    _press(sheet, "-")
    assert ("e", 0) not in disk.marks
    _press(sheet, "u")
    assert (disk.marks, "e" in disk.abstained, _cursor(sheet)) == (before, False, (4, 2))


# -- the disk ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "typed", "key"),
    [
        ((0, 0), "3", "6"),
        ((0, 0), "3", "enter"),
        ((0, 0), "3", "down"),
        ((4, 0), "3", "backspace"),
        ((4, 0), "", "backspace"),
        ((4, 0), "3", "delete"),
        ((4, 0), "3", "-"),
        ((3, 0), "", "-"),
        ((5, 0), "3", "="),
    ],
)
def test_what_is_not_saved_is_not_done(start: tuple[int, int], typed: str, key: str) -> None:
    sheet, disk = _sheet()
    sheet.go_to(*start)
    for character in typed:
        _press(sheet, character)
    before = (list(sheet.rows), _cursor(sheet), sheet.text)
    disk.broken = True
    outcome = _press(sheet, key)
    assert (outcome.refused, outcome.says, outcome.changed) == (True, "the disk is full", "")
    assert (sheet.rows, _cursor(sheet), sheet.text) == before
    disk.broken = False
    assert _press(sheet, "u" if not typed else "escape").refused is not bool(typed)


@pytest.mark.parametrize("keys", ["36", "-"])
def test_an_undo_that_is_not_saved_can_be_tried_again(keys: str) -> None:
    sheet, disk = _sheet()
    start = list(sheet.rows)
    _press(sheet, *keys)
    after, disk.broken = list(sheet.rows), True
    assert _press(sheet, "u").refused
    assert sheet.rows == after
    disk.broken = False
    _press(sheet, "u")
    assert sheet.rows == start
    assert _agrees(sheet, disk)


DIGITS = st.sampled_from("0123456789.")
OTHERS = st.sampled_from(
    "- = u backspace delete escape left right up down home end pageup pagedown enter space tab"
    " shift+tab ctrl+home ctrl+end 。 ５".split()
)
KEYS = st.lists(
    st.tuples(st.one_of(DIGITS, DIGITS, OTHERS), st.integers(0, 19).map(lambda n: n == 0)),
    max_size=80,
)


@given(KEYS, st.sampled_from([10, 5, 1]))
def test_whatever_is_pressed_the_sheet_shows_what_is_on_disk(
    keys: list[tuple[str, bool]], step: int
) -> None:
    sheet, disk = _sheet(step=step)
    start = list(sheet.rows)
    looks = _look(sheet)
    for key, broken in keys:
        disk.broken = broken
        outcome = sheet.key(key, 3)
        assert _agrees(sheet, disk)
        assert 0 <= sheet.row <= len(sheet.rows)
        assert 0 <= sheet.column < len(INDICATORS)
        assert not (sheet.at_end and sheet.text)
        assert sheet.rows[1].marks == EMPTY
        touched = outcome.touched if outcome else frozenset()
        now = _look(sheet)
        assert {cell for cell in looks if looks[cell] != now[cell]} <= touched
        looks = now
    disk.broken = False
    _press(sheet, "escape") if sheet.text else None
    while not _press(sheet, "u").refused:
        assert _agrees(sheet, disk)
    assert sheet.rows == start


def _look(sheet: Sheet) -> dict[tuple[int, int], object]:
    """What each place shows, in so far as a key can change it."""
    found: dict[tuple[int, int], object] = {}
    for number, (row, column) in enumerate(product(range(len(sheet.rows)), range(5))):
        here = _cursor(sheet) == (row, column)
        found[row, column] = (number, sheet.rows[row].marks[column], sheet.rows[row].takes_marks)
        found[row, column] = (found[row, column], here, sheet.text if here else "")
    for number, one in enumerate(sheet.rows):
        found[number, SIGN] = (one.state, number == sheet.row)
        found[number, 5] = (one.total, one.takes_marks)
    return found
