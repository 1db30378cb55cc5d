"""Two programs on one database, and commands beside an open app."""

import re
import signal

from tests.whole.desk import (
    Desk,
    begin,
    choose,
    expected,
    hand_in,
    says,
    to_ballot,
    to_raters,
    wait_until,
)
from tests.whole.small_office import keys, ratees

FIRST = [36, 5, 15, 4, 41, 9, 40, 45, 1, 0, 3, 0, 29, 30, 12]
SECOND = [39, 44, 14, 3, 2, 1, 0, 0, 0, 12, 13, 14, 40, 45, 15]


def test_two_terminals_key_two_ballots_at_once(desk: Desk) -> None:
    with desk.start() as here, desk.start() as there:
        to_ballot(here, "m1")
        to_ballot(there, "s1")
        for mark in range(0, 15, 3):
            here.send(keys(*FIRST[mark : mark + 3]))
            there.send(keys(*SECOND[mark : mark + 3]))
        here.wait_for("All rated —")
        there.wait_for("All rated —")
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


def test_the_same_ballot_is_held_by_one_and_the_others_see_who(desk: Desk) -> None:
    with desk.start() as here, desk.start() as there:
        to_ballot(here, "m1")
        here.send(keys(*FIRST[:4]))
        to_raters(there)
        there.wait_for(re.compile(r"m1 .* is entering it, since \d\d:\d\d"))
        choose(there, "m1")
        there.press("enter")
        there.wait_for(re.compile(r"✗ .* is entering this ballot \(since \d\d:\d\d\)\."))
        status = desk.run("status", "--period", "q1")
        assert "is entering 马科长's ballot at the moment (1/5)." in status.stdout
        here.press("escape")
        # Nobody touches the second terminal: within a second it sees that the ballot is free.
        there.wait_gone("is entering it, since")
        begin(there, "马科长")
        there.send(keys(*FIRST[4:]))
        there.wait_for("All rated —")
        hand_in(there)
    assert desk.marks() == expected("m1", ratees("peer", "m1"), FIRST, 3)
    assert not held(desk).strip(b"\0")


def test_a_dead_holders_claim_lapses(desk: Desk) -> None:
    with desk.start() as here, desk.start() as there:
        to_ballot(here, "m1")
        here.send(keys(*FIRST[:4]))
        wait_until(here, lambda: len(desk.marks()) == 4)
        to_raters(there)
        there.wait_for("is entering it, since")
        here.kill(signal.SIGKILL)
        there.wait_gone("is entering it, since")
        choose(there, "m1")
        begin(there, "马科长")
        there.wait_for("rated 1/5")


def test_a_reading_takes_no_claim_and_makes_no_file(desk: Desk) -> None:
    done = desk.run("status", "--period", "q1")
    assert done.returncode == 0
    assert not desk.database.with_name("year.db-held").exists()


def test_closing_says_whose_ballots_are_open(desk: Desk) -> None:
    with desk.start() as here, desk.start() as there:
        to_ballot(here, "m1")
        here.send(keys(*FIRST[:3]) + "4")
        here.wait_for("[4_]")
        there.press("t")
        there.wait_for("the tiers")
        there.press("enter")
        there.wait_for(re.compile(r"m1 .*1/5, 4 missing   \S+ is entering it"))
        there.press("enter")
        there.wait_for("Why is 互评 closed")
        assert "is entering 马科长's ballot at the moment (1/5)." in there.text()
        assert "half-typed digits are lost" in there.text()
        there.press("escape")
        closed = desk.run("close", "peer", "--period", "q1", "--reason", "会议结束")
        assert "is entering 马科长's ballot at the moment (1/5)." in closed.stdout
        here.send("0")
        here.wait_for("✗ 互评 is not open in 一季度: its ballots cannot be changed before it is")
    assert desk.marks() == expected("m1", ratees("peer", "m1"), FIRST[:3], 3)


def test_a_tier_closed_and_reopened_meanwhile_goes_on_where_it_stood(desk: Desk) -> None:
    with desk.start() as here:
        to_ballot(here, "m1")
        here.send(keys(*FIRST[:4]))
        wait_until(here, lambda: len(desk.marks()) == 4)
        desk.run("close", "peer", "--period", "q1", "--reason", "会议结束")
        here.send("41")
        here.wait_for("✗ 互评 is not open in 一季度")
        desk.run("reopen", "peer", "--period", "q1", "--reason", "误关")
        here.press("escape")
        here.send(keys(*FIRST[4:]))
        here.wait_for("All rated —")
    assert desk.marks() == expected("m1", ratees("peer", "m1"), FIRST, 3)


def held(desk: Desk) -> bytes:
    """What tells who keys which ballot."""
    return desk.database.with_name("year.db-held").read_bytes()


def test_a_tier_closed_meanwhile_refuses_the_next_mark(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send(keys(*FIRST[:4]))
        wait_until(terminal, lambda: len(desk.marks()) == 4)
        closed = desk.run("close", "peer", "--period", "q1", "--reason", "会议结束")
        assert (closed.returncode, closed.stderr) == (0, "")
        terminal.send("41")
        terminal.wait_for(
            "✗ 互评 is not open in 一季度: its ballots cannot be changed before it is"
        )
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
        terminal.wait_for("All rated —")
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
