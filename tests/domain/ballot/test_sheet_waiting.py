"""A ballot whose disk is slow: what waits, what it looks like, and what becomes of it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.ballot.sheet import Sheet
from tests.domain.ballot.test_sheet_saving import DIGITS, OTHERS
from tests.domain.sheets import (
    SlowDisk,
    a_slow_sheet,
    agrees,
    cursor_of,
    detail_rows,
    press,
    some_rows,
)


def test_a_mark_is_taken_and_carries_a_sign_until_the_disk_has_it() -> None:
    sheet, slow = a_slow_sheet()
    outcome = press(sheet, *"36")
    assert (outcome.changed, outcome.waits, outcome.altered) == ("", "a", True)
    assert (sheet.rows[0].marks[0], cursor_of(sheet)) == (360, (0, 1))
    assert sheet.is_unsaved(0, 0)
    assert not sheet.is_unsaved(0, 1)
    assert slow.disk.marks.get(("a", 0)) is None
    outcome = slow.answer(sheet)
    assert (outcome.changed, outcome.waits) == ("a", "")
    assert (0, 0) in outcome.touched
    assert not sheet.is_unsaved(0, 0)
    assert agrees(sheet, slow.disk)


def test_the_disk_gets_changes_in_the_order_they_were_keyed() -> None:
    sheet, slow = a_slow_sheet()
    press(sheet, *"3614", "u", *"15", "=")
    assert sheet.waits == 4
    seen = []
    while sheet.waits:
        slow.answer(sheet)
        seen.append([slow.disk.marks.get(("a", number)) for number in range(3)])
    assert seen == [[360, None, None], [360, 140, None], [360, None, None], [360, 150, None]]
    assert agrees(sheet, slow.disk)


def test_a_cell_changed_twice_carries_its_sign_until_the_second_is_saved() -> None:
    sheet, slow = a_slow_sheet()
    press(sheet, *"36")
    sheet.go_to(0, 0)
    press(sheet, *"40")
    slow.answer(sheet)
    assert sheet.is_unsaved(0, 0)
    slow.answer(sheet)
    assert not sheet.is_unsaved(0, 0)


def test_an_abstention_that_waits_marks_its_whole_row() -> None:
    sheet, slow = a_slow_sheet()
    sheet.go_to(4)
    press(sheet, "-")
    assert all(sheet.is_unsaved(4, column) for column in range(5))
    slow.answer(sheet)
    assert not any(sheet.is_unsaved(4, column) for column in range(5))


def test_a_late_refusal_leads_back_to_the_first_cell_that_was_not_saved() -> None:
    sheet, slow = a_slow_sheet()
    press(sheet, *"361413")
    slow.answer(sheet)
    sheet.go_to(2)
    press(sheet, *"40", "1")
    slow.disk.broken = True
    outcome = slow.answer(sheet)
    assert (outcome.refused, outcome.says, outcome.changed) == (True, "the disk is full", "")
    assert (cursor_of(sheet), sheet.text, sheet.waits) == ((0, 1), "", 0)
    assert agrees(sheet, slow.disk)
    assert sheet.loss is not None
    assert sheet.loss.told == "3 changes were not saved: a 2, c 1"
    assert not any(sheet.is_unsaved(row, column) for row in range(6) for column in range(5))
    # The clerk has not looked up yet: what is typed on belongs into other cells.
    slow.disk.broken = slow.slow = False
    for key in ("1", "4", "enter", "3", "-", "=", "u", "backspace", "escape"):
        assert press(sheet, key).refused is (key != "escape")
        assert agrees(sheet, slow.disk)
    assert sheet.key("f10") is None
    press(sheet, *"14")
    assert slow.disk.marks["a", 1] == 140


def test_undo_after_a_late_refusal_takes_back_what_is_on_disk() -> None:
    sheet, slow = a_slow_sheet()
    press(sheet, *"36")
    slow.answer(sheet)
    press(sheet, *"14", "u", "u")
    slow.disk.broken = True
    slow.answer(sheet)
    assert sheet.rows[0].marks[:2] == (360, None)
    slow.disk.broken = slow.slow = False
    press(sheet, "escape", "u")
    assert sheet.rows[0].marks[:2] == (None, None)
    assert press(sheet, "u").says == "There is nothing to undo in this session."
    assert agrees(sheet, slow.disk)


def test_what_others_changed_meanwhile_is_taken_up_and_not_undone() -> None:
    sheet, slow = a_slow_sheet()
    press(sheet, *"36")
    slow.answer(sheet)
    press(sheet, *"14")
    others = list(sheet.rows)
    others[0] = others[0].put(0, 0, 200).put(1, 0, None)
    sheet.lost("it was handed in", others)
    assert list(sheet.rows) == others
    press(sheet, "escape")
    assert press(sheet, "u").says == "There is nothing to undo in this session."


EVENTS = st.lists(
    st.one_of(
        DIGITS,
        DIGITS,
        OTHERS,
        st.sampled_from(("answer", "answer", "slow", "fast", "broken", "whole")),
    ),
    max_size=120,
)


@given(EVENTS, st.booleans())
def test_whatever_the_disk_does_the_sheet_ends_as_the_disk(events: list[str], detail: bool) -> None:
    sheet, slow = a_slow_sheet(detail_rows() if detail else some_rows())
    for event in events:
        if event == "answer":
            _answer(sheet, slow)
        elif event in ("slow", "fast"):
            slow.slow = event == "slow"
        elif event in ("broken", "whole"):
            slow.disk.broken = event == "broken"
        else:
            _press(sheet, event)
        assert sheet.waits == len(slow.queue)
        assert sheet.waits or agrees(sheet, slow.disk)
    while sheet.waits:
        _answer(sheet, slow)
    assert agrees(sheet, slow.disk)


def _press(sheet: Sheet, key: str) -> None:
    lost = sheet.loss is not None
    before = (list(sheet.rows), cursor_of(sheet))
    sheet.key(key, 3)
    if lost:
        assert (sheet.rows, cursor_of(sheet)) == before


def _answer(sheet: Sheet, slow: SlowDisk) -> None:
    if not sheet.waits:
        return
    row = min(sheet._book.waiting[0].cells)[0]
    outcome = slow.answer(sheet)
    if outcome.refused:
        assert agrees(sheet, slow.disk)
        assert cursor_of(sheet)[0] == row
        assert sheet.loss is not None


def test_namesakes_are_named_with_their_codes() -> None:
    rows = some_rows()
    rows[2] = replace(rows[2], ratee=replace(rows[2].ratee, name="a"))
    sheet, slow = a_slow_sheet(rows)
    press(sheet, *"36")
    slow.answer(sheet)
    assert press(sheet, "u").says.startswith("Undone: a a,")
    slow.answer(sheet)
    press(sheet, *"36")
    sheet.lost("the disk is full")
    assert sheet.loss
    assert sheet.loss.names == ["a a"]
