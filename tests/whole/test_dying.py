"""However the program ends, every accepted mark is on disk and the ballot is taken up again."""

import re
import signal
import sys

import pytest

from tests.whole.desk import Desk, expected, shown_marks, shown_rows, to_ballot, to_home, wait_until
from tests.whole.small_office import keys, ratees

MARKS = [36, 5, 15, 4, 41, 9, 40, 45, 1, 0, 3, 0, 29, 30, 12]
SECRET = "kept-to-oneself"
FAULT = f"""
from kaohe_tui.ui.screens.ballot.ballot import BallotScreen
def fault(self):
    mark = "{SECRET}"
    raise ValueError(len(mark))
async def late_fault(self):
    fault(self)
BallotScreen.do_criteria = fault
BallotScreen.do_find = late_fault
"""


@pytest.mark.parametrize("moment", [2, 9, 21])
def test_what_the_screen_showed_survives_a_hard_kill(desk: Desk, moment: int) -> None:
    typed = keys(*MARKS)
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        # Killed while the rest of the keys is on its way: at another place each time.
        terminal.send(typed[:moment])
        terminal.wait_for(lambda t: len(shown_marks(t, "m1", 3)) >= moment // 2)
        terminal.send(typed[moment:])
        terminal.wait_for(lambda t: t.bytes_since() > 0)
        terminal.kill(signal.SIGKILL)
        assert terminal.wait_exit() == -signal.SIGKILL
        seen = shown_marks(terminal, "m1", 3)
    kept = desk.marks()
    assert kept == expected("m1", ratees("peer", "m1"), MARKS[: len(kept)], 3)
    assert seen.items() <= kept.items()
    with desk.start(wait="What happened last time") as terminal:
        terminal.press("enter")
        terminal.wait_for("◐ 马科长")
        to_ballot(terminal, "m1")
        terminal.wait_for(lambda t: shown_marks(t, "m1", 3) == kept)
        terminal.send(rest(len(kept)))
        terminal.wait_for("All rated —")
    assert desk.marks() == expected("m1", ratees("peer", "m1"), MARKS, 3)


def rest(kept: int) -> str:
    """The keys for the marks after the first `kept` ones."""
    return keys(*MARKS)[len(keys(*MARKS[:kept])) :]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_in_order(desk: Desk, number: signal.Signals) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send(keys(*MARKS[:4]) + "3")
        terminal.wait_for("[3_]")
        terminal.kill(number)
        assert terminal.wait_exit() == 128 + number
        assert terminal.disorder() == []
    assert desk.marks() == expected("m1", ratees("peer", "m1"), MARKS[:4], 3)


def test_a_terminal_that_vanishes_ends_it(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send(keys(*MARKS[:4]))
        wait_until(terminal, lambda: len(desk.marks()) == 4)
        terminal.hang_up()
        assert terminal.wait_exit() == 129
    assert desk.states() == {"m1": "open"}


def test_a_closed_standard_input_is_refused_in_a_sentence(desk: Desk) -> None:
    done = desk.run()
    assert (done.returncode, done.stdout) == (1, "")
    assert "needs a terminal" in done.stderr
    assert "Traceback" not in done.stderr


def test_leaving_at_any_moment_loses_nothing(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send(keys(*MARKS[:4]) + "3")
        terminal.wait_for("[3_]")
        # The first takes the digit away that is no mark yet.
        terminal.press("escape", "escape")
        terminal.wait_for("whose ballot?")
        terminal.wait_for(re.compile(r"▶ ◐ m1 .* 1/5"))
        terminal.press("escape")
        to_home(terminal)
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.disorder() == []
    assert desk.marks() == expected("m1", ratees("peer", "m1"), MARKS[:4], 3)


@pytest.mark.parametrize("key", ["f2", "/"])
def test_a_fault_shows_one_sentence_and_no_mark(desk: Desk, key: str) -> None:
    with desk.start(before=FAULT) as terminal:
        to_ballot(terminal, "m1")
        terminal.send(keys(*MARKS[:4]))
        terminal.wait_for(lambda t: shown_rows(t)["s1"][1][1] == "4")
        terminal.press(key)
        assert terminal.wait_exit() == 70
        assert terminal.disorder() == []
        told = terminal.text()
        everything = terminal.log.decode("utf-8", "replace")
    assert told.strip().startswith("kaohe stopped because of an internal error.")
    assert "Traceback" not in everything
    assert SECRET not in everything
    [report] = desk.folder.rglob("fault-*.txt")
    assert report.stat().st_mode & 0o777 == 0o600 or sys.platform == "win32"
    assert "ValueError: 15" in report.read_text(encoding="utf-8")
    assert SECRET not in report.read_text(encoding="utf-8")
    assert desk.marks() == expected("m1", ratees("peer", "m1"), MARKS[:4], 3)
