"""A ballot that is keyed part by part: the cursor, the sums, and what is on disk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.ballot.effect import SIGN
from kaohe_tui.domain.ballot.parts import blank
from kaohe_tui.domain.ballot.row import Row, RowState
from kaohe_tui.domain.ballot.sheet import Sheet
from tests.domain.ballot.test_sheet_saving import KEYS
from tests.domain.sheets import EMPTY, FORM, a_sheet, agrees, detail_rows, press
from tests.domain.strategies import person


def _detail(step: int = 10) -> Sheet:
    return a_sheet(detail_rows(), step)[0]


def _at(sheet: Sheet) -> tuple[int, int, int]:
    return sheet.row, sheet.column, sheet.part


def test_a_burst_goes_from_part_to_part_and_adds_up() -> None:
    sheet, disk = a_sheet(detail_rows())
    assert _at(sheet) == (0, 0, 0)
    press(sheet, *"22")
    assert (_at(sheet), sheet.rows[0].marks[0], disk.marks.get(("a", 0))) == ((0, 0, 1), None, None)
    assert (sheet.rows[0].so_far(0), sheet.rows[0].total) == (220, None)
    assert sheet.rows[0].state.value == RowState.BEGUN
    press(sheet, *"13")
    assert (_at(sheet), sheet.rows[0].marks[0], disk.marks["a", 0]) == ((0, 1, 0), 350, 350)
    # The marks of the indicators without parts, then the three parts of the last.
    press(sheet, *"141312", *"6", *"5", *"3")
    assert sheet.rows[0].marks == (350, 140, 130, 120, 140)
    assert sheet.rows[0].state is RowState.DONE
    assert _at(sheet) == (2, 0, 0)
    assert agrees(sheet, disk)


@pytest.mark.parametrize("after", ["enter", "space", "tab"])
def test_a_short_part_ends_with_a_key(after: str) -> None:
    sheet, disk = a_sheet(detail_rows())
    press(sheet, "2", after, "1", after, "9", after, "1", after)
    assert sheet.rows[0].parts[0] == (20, 10)
    assert sheet.rows[0].marks[:3] == (30, 90, 10)
    assert agrees(sheet, disk)


def test_more_than_the_part_has_is_refused_in_place() -> None:
    sheet, disk = a_sheet(detail_rows())
    sheet.go_to(0, 4)
    assert press(sheet, "7").says == "7 is more than the 6 points of “守法”."
    assert press(sheet, "enter").refused
    assert (_at(sheet), sheet.text) == ((0, 4, 0), "7")
    press(sheet, "backspace", "6")
    assert (_at(sheet), disk.part_marks["a", 4, 0]) == ((0, 4, 1), 60)


def test_backspace_goes_back_part_by_part() -> None:
    sheet, disk = a_sheet(detail_rows())
    press(sheet, *"2213")
    press(sheet, "backspace")
    assert _at(sheet) == (0, 0, 1)
    press(sheet, "backspace")
    assert (sheet.rows[0].marks[0], sheet.rows[0].parts[0]) == (None, (220, None))
    press(sheet, "backspace")
    assert _at(sheet) == (0, 0, 0)
    press(sheet, "backspace")
    assert sheet.rows[0].state is RowState.OPEN
    assert agrees(sheet, disk)


def test_undo_takes_back_part_by_part() -> None:
    sheet, disk = a_sheet(detail_rows())
    press(sheet, *"2213")
    press(sheet, "u")
    assert (_at(sheet), sheet.rows[0].parts[0], disk.marks.get(("a", 0))) == (
        (0, 0, 1),
        (220, None),
        None,
    )
    press(sheet, "u")
    assert (_at(sheet), sheet.rows[0].parts[0]) == ((0, 0, 0), (None, None))
    assert press(sheet, "u").refused
    assert agrees(sheet, disk)


def test_delete_clears_the_indicator_at_once_and_undo_brings_it_back() -> None:
    sheet, disk = a_sheet(detail_rows())
    press(sheet, *"2213", "left", "enter", "delete")
    assert (_at(sheet), sheet.rows[0].parts[0], disk.part_marks.get(("a", 0, 0))) == (
        (0, 0, 0),
        (None, None),
        None,
    )
    press(sheet, "u")
    assert (_at(sheet), sheet.rows[0].marks[0]) == ((0, 0, 1), 350)
    assert agrees(sheet, disk)


def test_abstaining_takes_the_parts_and_undo_brings_them_back() -> None:
    sheet, disk = a_sheet(detail_rows())
    press(sheet, *"22", "-")
    assert (sheet.row, disk.part_marks.get(("a", 0, 0))) == (2, None)
    press(sheet, "u")
    assert (_at(sheet), sheet.rows[0].parts[0]) == ((0, 0, 1), (220, None))
    assert agrees(sheet, disk)


def test_equals_copies_the_same_parts_only() -> None:
    sheet, disk = a_sheet(detail_rows())
    sheet.go_to(2, 4)
    assert press(sheet, "=").says == "There is no mark above to copy."
    press(sheet, "up", "up", *"653")
    sheet.go_to(2, 4)
    press(sheet, "4", "=")
    assert (sheet.rows[2].parts[4], disk.marks["c", 4]) == ((60, 50, 30), 140)
    assert _at(sheet) == (3, 0, 0)
    press(sheet, "u")
    assert sheet.rows[2].parts[4] == (40, None, None)
    sheet.go_to(0, 0)
    press(sheet, *"2213")
    sheet.go_to(2, 0)
    assert press(sheet, "=").says == "a has other parts here: enter these one by one."
    sheet.go_to(5, 0)
    assert press(sheet, "=").says == "The mark of d came as one figure: there are no parts to copy."
    assert agrees(sheet, disk)


def test_a_mark_that_came_whole_stands_until_it_is_deleted() -> None:
    sheet, disk = a_sheet(detail_rows())
    sheet.go_to(3, 0)
    calls = disk.calls
    assert "came as one figure" in press(sheet, "2").says
    assert (disk.calls, sheet.text, sheet.rows[3].marks[0]) == (calls, "", 330)
    press(sheet, "enter", "left", "delete", *"2015")
    assert (sheet.rows[3].parts[0], disk.marks["d", 0]) == ((200, 150), 350)
    press(sheet, "u", "u", "u")
    assert (sheet.rows[3].marks[0], sheet.rows[3].came_whole(0)) == (330, True)
    assert agrees(sheet, disk)


def test_the_cursor_begins_at_the_part_that_is_missing() -> None:
    sheet = a_sheet(detail_rows()[5:])[0]
    assert _at(sheet) == (0, 0, 1)


@pytest.mark.parametrize(
    ("start", "key", "to"),
    [
        ((0, 0, 0), "enter", (0, 0, 1)),
        ((0, 0, 1), "enter", (0, 1, 0)),
        ((0, 0, 1), "shift+tab", (0, 0, 0)),
        ((0, 1, 0), "shift+tab", (0, 0, 1)),
        ((2, 0, 0), "shift+tab", (0, 4, 2)),
        ((6, 0, 0), "backspace", (5, 4, 2)),
        ((0, 0, 1), "right", (0, 1, 0)),
        ((0, 0, 1), "left", (0, 0, 1)),
        ((2, 0, 2), "down", (3, 0, 0)),
        ((4, 0, 0), "down", (5, 0, 1)),
        ((3, 0, 0), "enter", (3, 1, 0)),
        ((0, 4, 2), "tab", (2, 0, 0)),
        ((0, 4, 2), "end", (0, 4, 2)),
        ((0, 4, 2), "home", (0, 0, 0)),
    ],
)
def test_where_a_key_goes(start: tuple[int, int, int], key: str, to: tuple[int, int, int]) -> None:
    sheet = _detail()
    sheet.go_to(*start)
    press(sheet, key)
    assert _at(sheet) == to


@pytest.mark.parametrize(
    ("typed", "key"), [("1", "4"), ("1", "enter"), ("", "backspace"), ("", "delete"), ("1", "=")]
)
def test_what_is_not_saved_is_not_done(typed: str, key: str) -> None:
    rows = [
        Row(
            person(code), (mark + 150, *EMPTY[1:]), form=FORM, parts=((mark, 150), *blank(FORM)[1:])
        )
        for code, mark in (("a", 200), ("b", 100))
    ]
    sheet, disk = a_sheet(rows)
    sheet.go_to(1, 0, 1)
    for character in typed:
        press(sheet, character)
    before = list(sheet.rows)
    disk.broken = True
    assert press(sheet, key).says == "the disk is full"
    assert (list(sheet.rows), _at(sheet), agrees(sheet, disk)) == (before, (1, 0, 1), True)
    assert sheet.text == typed + (key if key == "4" else "")


def _look(sheet: Sheet) -> dict[tuple[int, int], object]:
    found: dict[tuple[int, int], object] = {}
    for number, row in enumerate(sheet.rows):
        for column in range(5):
            here = (sheet.part, sheet.text) if (number, column) == _at(sheet)[:2] else None
            found[number, column] = (row.so_far(column), row.marks[column], row.takes_marks, here)
        found[number, SIGN] = (row.state, number == sheet.row)
        found[number, 5] = (row.total, row.takes_marks)
    return found


@given(KEYS, st.sampled_from([10, 5, 1]))
def test_whatever_is_pressed_parts_add_up_and_are_on_disk(
    keys: list[tuple[str, bool]], step: int
) -> None:
    sheet, disk = a_sheet(detail_rows(), step)
    start = list(sheet.rows)
    looks = _look(sheet)
    for key, broken in keys:
        disk.broken = broken
        outcome = sheet.key(key, 3)
        assert agrees(sheet, disk)
        for row in sheet.rows:
            for column, parts in enumerate(row.form):
                given_parts, mark = row.parts[column], row.marks[column]
                assert len(given_parts) == len(parts)
                if parts and not row.came_whole(column):
                    whole = sum(value for value in given_parts if value is not None)
                    assert mark == (None if None in given_parts else whole)
                assert all(
                    v is None or v <= p.points for v, p in zip(given_parts, parts, strict=True)
                )
        if not sheet.at_end:
            assert 0 <= sheet.part < sheet.rows[sheet.row].stops(sheet.column)
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
