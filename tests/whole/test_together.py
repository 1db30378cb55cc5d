"""Two programs on one database, and commands beside an open app."""

import re

from tests.whole.bureau import keys, ratees
from tests.whole.desk import Desk, begin, expected, hand_in, says, to_ballot, wait_until

FIRST = [36, 5, 15, 4, 41, 9, 40, 45, 1, 0, 3, 0, 29, 30, 12]
SECOND = [39, 44, 14, 3, 2, 1, 0, 0, 0, 12, 13, 14, 40, 45, 15]


def test_two_terminals_key_two_ballots_at_once(desk: Desk) -> None:
    with desk.start() as here, desk.start() as there:
        to_ballot(here, "m1")
        to_ballot(there, "s1")
        for mark in range(0, 15, 3):
            here.send(keys(*FIRST[mark : mark + 3]))
            there.send(keys(*SECOND[mark : mark + 3]))
        here.wait_for("All rated")
        there.wait_for("All rated")
        hand_in(here)
        here.press("escape")
        here.wait_for("1/6 ballots")
        hand_in(there)
        # Nobody touches the first terminal: it follows the other one by itself.
        here.wait_for("2/6 ballots")
        here.wait_for(re.compile(r"单王芳 .* \d+\.\d\d"))
    wanted = expected("m1", ratees("peer", "m1"), FIRST, 3)
    wanted |= expected("s1", ratees("peer", "s1"), SECOND, 3)
    assert desk.marks() == wanted
    assert desk.states() == {"m1": "handed_in", "s1": "handed_in"}


def test_two_terminals_on_the_same_ballot_lose_nothing(desk: Desk) -> None:
    with desk.start() as here, desk.start() as there:
        to_ballot(here, "m1")
        to_ballot(there, "m1")
        here.send(keys(*FIRST))
        here.wait_for("All rated")
        hand_in(here)
        there.send("7")
        there.wait_for("was handed in")
        there.press("escape")
    assert desk.marks() == expected("m1", ratees("peer", "m1"), FIRST, 3)


def test_a_tier_closed_meanwhile_refuses_the_next_mark(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send(keys(*FIRST[:4]))
        wait_until(terminal, lambda: len(desk.marks()) == 4)
        closed = desk.run("close", "peer", "--period", "q1", "--reason", "会议结束")
        assert (closed.returncode, closed.stderr) == (0, "")
        terminal.send("41")
        terminal.wait_for("✗ 互评 is not open in 一季度: its ballots cannot be changed.")
        # The digits that were not taken go first, then the ballot is left.
        terminal.press("escape", "escape")
        terminal.wait_for("whose ballot?")
        assert len(desk.marks()) == 4


def test_a_second_program_cannot_begin_while_a_third_one_writes(desk: Desk) -> None:
    with desk.locked(), desk.start(wait="✗") as other:
        other.wait_for(says("Another program is writing"))
        other.press("q")
        assert other.wait_exit() == 0
        assert other.disorder() == []


def test_a_ballot_given_back_elsewhere_can_be_keyed_here(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send(keys(*FIRST))
        terminal.wait_for("All rated")
        hand_in(terminal)
        # The cursor goes to the next rater by itself.
        terminal.wait_for(re.compile(r"▶ · m2 "))
        terminal.wait_for("ballot is in")
        terminal.press("up")
        terminal.wait_for(re.compile(r"▶ ✔ m1 "))
        terminal.press("b")
        terminal.wait_for("given back?")
        terminal.press("2", "enter")
        terminal.wait_for(re.compile(r"▶ ◐ m1 "))
        begin(terminal, "马科长")
        terminal.press("ctrl+home")
        terminal.send("37")
        wait_until(terminal, lambda: desk.marks()["m1", "m2", 0] == 370)
        hand_in(terminal)
    assert desk.states() == {"m1": "handed_in"}
