"""Keys through a real terminal end in the right cells, however fast they come."""

import re

import pytest

from tests.whole.desk import (
    CONFIRM,
    Desk,
    expected,
    shown_rows,
    sit_down,
    to_ballot,
    to_home,
    to_raters,
    wait_until,
)
from tests.whole.small_office import keys, ratees

MARKS = [36, 5, 15, 4, 41, 9, 40, 45, 1, 0, 3, 0, 29, 30, 12]
"""A whole ballot of five people; some marks need a key to end them."""


def test_a_ballot_in_one_packet_ends_in_the_right_cells(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send(keys(*MARKS))
        terminal.wait_for("All rated —")
        terminal.wait_for(lambda t: shown_rows(t)["s4"][1] == ["工业科", "29", "30", "12", "71"])
    assert desk.marks() == expected("m1", ratees("peer", "m1"), MARKS, 3)


def test_an_enter_after_every_mark_ends_in_the_right_cells(desk: Desk) -> None:
    """As on a calculator, in one packet; the last one, at the end, only asks to hand in."""
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send("".join(f"{mark}\r" for mark in MARKS))
        terminal.wait_for(CONFIRM)
    assert desk.marks() == expected("m1", ratees("peer", "m1"), MARKS, 3)
    assert desk.states() == {"m1": "open"}


def test_a_big_ballot_in_one_packet_ends_in_the_right_cells(sample_desk: Desk) -> None:
    with sample_desk.start() as terminal:
        to_ballot(terminal, "33")
        people = sample_desk.staff()
        marks = [(7 * n) % 31 + 5 if n % 5 == 0 else n % 6 + 9 for n in range(5 * len(people))]
        terminal.send("".join(f"{m} " if m in (1, 2, 3, 4) else str(m) for m in marks))
        terminal.wait_for("All rated —")
    wanted = expected("33", people, marks, 5)
    found = {cell: mark for cell, mark in sample_desk.marks("middle").items() if cell[0] == "33"}
    assert found == wanted


def test_keys_of_a_fast_clerk_end_in_the_right_cells(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        for key in keys(*MARKS):
            terminal.send(key)
            terminal.settle(quiet=0.02, timeout=0.02)
        terminal.wait_for("All rated —")
    assert desk.marks() == expected("m1", ratees("peer", "m1"), MARKS, 3)


def test_full_width_digits_are_digits(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        typed = "３６５１５".encode()
        # A line may tear a character apart.
        terminal.send(typed[:4])
        terminal.settle()
        terminal.send(typed[4:])
        terminal.wait_for(lambda t: shown_rows(t)["m2"][0] == "✔")
        terminal.send("３。")
        terminal.wait_for("[3!]")
        # A row is ticked before a slow disk has its last mark.
        wait_until(terminal, lambda: len(desk.marks()) == 3)
    assert desk.marks() == expected("m1", ["m2"], [36, 5, 15], 3)


def test_a_mark_out_of_range_stays_visible_and_blocks(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send("49")
        terminal.wait_for("[49!]")
        terminal.wait_for("✗")
        terminal.send("77\r")
        terminal.settle()
        terminal.press("f10")
        terminal.wait_for("Correct the digits first")
        assert "[49!]" in terminal.text()
        assert desk.marks() == {}
        terminal.press("backspace", "0")
        terminal.wait_gone("!]")
        wait_until(terminal, lambda: desk.marks() == {("m1", "m2", 0): 400})
        terminal.wait_gone("✗")


def test_bytes_that_are_no_text_do_not_end_the_program(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send(b"\xff\xfe36\xc3(5\x801\xe5\x91")
        terminal.send("5")
        wait_until(terminal, lambda: len(desk.marks()) == 3)
        terminal.press("escape")
        terminal.wait_for("whose ballot?")
    assert desk.marks() == expected("m1", ["m2"], [36, 5, 15], 3)


def test_the_keys_that_quit_other_programs_do_not(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        for key in ("ctrl+q", "ctrl+c"):
            terminal.press(key, "6")
            terminal.wait_for(lambda t: "Q." in t.text() or "[_]" in t.text())
        terminal.press("ctrl+z")
        terminal.send("5")
        wait_until(terminal, lambda: len(desk.marks()) == 3)
        assert terminal.exit_code is None
        terminal.press("ctrl+q")
        terminal.wait_for("Leave the ballot first (Esc)")


def test_a_terminal_made_too_small_and_large_again_keeps_the_ballot(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send("36")
        terminal.wait_for(re.compile(r"m2.* 36 "))
        terminal.resize(40, 10)
        terminal.wait_for("40x10")
        terminal.send("44")
        terminal.settle()
        terminal.resize(80, 24)
        terminal.wait_gone("40x10")
        terminal.wait_for(re.compile(r"m2.* 36 "))
        terminal.send("5")
        wait_until(terminal, lambda: len(desk.marks()) == 2)
    assert desk.marks() == expected("m1", ["m2"], [36, 5], 3)


@pytest.mark.parametrize("typed", ["\r", "\r+36515\r", "y\r\r36515\x1b[21~y"])
def test_enter_typed_ahead_reaches_no_other_ballot(desk: Desk, typed: str) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send(keys(*MARKS))
        terminal.wait_for("All rated —")
        terminal.press("f10")
        terminal.wait_for(CONFIRM)
        terminal.send("y" + typed)
        terminal.wait_for("牛科长")
        wait_until(terminal, lambda: desk.states() == {"m1": "handed_in"})
        terminal.wait_for(re.compile("Please sit down|whose ballot"))
        terminal.settle()
        if "Please" not in terminal.text():
            terminal.press("enter")
        sit_down(terminal, "牛科长")
        terminal.wait_for("rated 0/5")
    assert desk.marks() == expected("m1", ratees("peer", "m1"), MARKS, 3)
    assert desk.states() == {"m1": "handed_in"}


def test_enter_twice_at_the_end_casts_nothing(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send(keys(*MARKS) + "\r\r\r")
        terminal.wait_for(CONFIRM)
        terminal.press("enter")
        terminal.wait_for("Press Y")
        assert desk.states() == {"m1": "open"}
        # One question was asked, not three: a yes ends it.
        terminal.press("y")
        terminal.wait_for("1 of 6 ballots in")
    assert desk.states() == {"m1": "handed_in"}


def test_keys_typed_about_a_question_change_no_mark(desk: Desk) -> None:
    with desk.start() as terminal:
        to_raters(terminal)
        for code in ("m1", "m2"):
            terminal.press("escape")
            to_home(terminal)
            to_ballot(terminal, code)
            terminal.send("36")
            terminal.wait_for(re.compile(r"m[12].* 36 "))
            terminal.send("\x1b[21~" + "44" * 4)
            terminal.wait_for(CONFIRM)
            terminal.send("y" + "44" * 8)
            terminal.wait_for("whose ballot?")
        marks = desk.marks()
    assert set(marks.values()) == {360}
    assert len(marks) == 2


def test_a_code_looked_for_in_one_packet_is_no_mark(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send("/23\r")
        terminal.wait_for("Whom to rate")
        terminal.press("escape")
        terminal.wait_gone("Whom to rate")
        assert desk.marks() == {}
