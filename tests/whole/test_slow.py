"""While another program writes, or the disk refuses: keys are taken, signed, and never astray."""

import re
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tests.whole.desk import (
    CONFIRM,
    Desk,
    expected,
    says,
    shown_marks,
    shown_rows,
    to_ballot,
    wait_until,
)
from tests.whole.small_office import keys, ratees

MARKS = [36, 5, 15, 4, 41, 9, 40, 45, 1, 0, 3, 0, 29, 30, 12]
ALL = expected("m1", ratees("peer", "m1"), MARKS, 3)


def cells(terminal: Terminal, code: str) -> list[str]:
    """What stands on a row behind the section, as it is shown."""
    return list(shown_rows(terminal)[code][1][1:])


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_burst_under_a_lock_is_taken_at_once_and_saved_when_it_goes(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        with desk.locked():
            terminal.send(keys(*MARKS[:5]))
            terminal.wait_for(lambda t: cells(t, "m2")[:3] == ["36*", "5*", "15*"])
            terminal.wait_for("* 5 changes are not on disk yet")
            assert desk.marks() == {}
            terminal.wait_for("another program is writing")
            # Undo and copying work on what waits, and wait themselves.
            terminal.send("u" + keys(*MARKS[4:]))
            terminal.wait_for("not everything saved yet")
            assert desk.marks() == {}
        terminal.wait_for("All rated —")
        assert "*" not in terminal.text()
        assert cells(terminal, "s4") == ["29", "30", "12", "71"]
        assert desk.marks() == ALL
        terminal.press("escape")
        terminal.wait_for("whose ballot?")
    assert desk.marks() == ALL


def test_what_carries_the_sign_is_not_claimed_after_a_hard_kill(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send(keys(*MARKS[:4]))
        terminal.wait_for(lambda t: len(shown_marks(t, "m1", 3)) == 4)
        with desk.locked():
            terminal.send(keys(*MARKS[4:8]))
            terminal.wait_for("* 4 changes are not on disk yet")
            terminal.kill(signal.SIGKILL)
            assert terminal.wait_exit() == -signal.SIGKILL
        seen = shown_marks(terminal, "m1", 3)
    assert seen == expected("m1", ratees("peer", "m1"), MARKS[:4], 3)
    assert desk.marks() == seen


def test_a_ballot_handed_in_elsewhere_meanwhile_takes_nothing_of_what_waited(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send(keys(*MARKS[:3]))
        terminal.wait_for(lambda t: len(shown_marks(t, "m1", 3)) == 3)
        with closing(sqlite3.connect(desk.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            terminal.send(keys(*MARKS[3:7]))
            terminal.wait_for("* 4 changes are not on disk yet")
            other.execute("UPDATE ballot SET state = 'handed_in'")
            other.execute("COMMIT")
        terminal.wait_for("✗ 马科长 (m1)'s ballot was handed in")
        terminal.wait_for("4 changes were not saved: 张三[/] 3, [red]李四 1")
        # The cursor is where the first of them was typed; what is typed on is not taken.
        terminal.wait_for(re.compile(r"▶ · s1 .*\[!\]"))
        terminal.send(keys(*MARKS[7:]))
        terminal.press("f10")
        terminal.wait_for("No keys are accepted until Esc")
        assert desk.marks() == expected("m1", ratees("peer", "m1"), MARKS[:3], 3)
        assert shown_marks(terminal, "m1", 3) == desk.marks()
        terminal.press("escape")
        terminal.wait_gone("!]")
        terminal.press("escape")
        terminal.wait_for("whose ballot?")


def test_a_full_disk_leads_back_to_the_first_mark_that_is_not_on_it(desk: Desk) -> None:
    with desk.start(before=FULL.format(path=str(desk.database))) as terminal:
        to_ballot(terminal, "m1")
        terminal.send(keys(*MARKS[:2]))
        terminal.wait_for(lambda t: len(shown_marks(t, "m1", 3)) == 2)
        with desk.locked():
            terminal.send(keys(*MARKS[2:6]))
            terminal.wait_for("* 4 changes are not on disk yet")
            (desk.folder / "full").touch()
        terminal.wait_for("✗ The disk is full")
        terminal.wait_for("4 changes were not saved")
        (desk.folder / "full").unlink()
        terminal.send("41 9")
        terminal.press("escape")
        terminal.wait_gone("!]")
        terminal.send(keys(*MARKS)[len(keys(*MARKS[:2])) :])
        terminal.wait_for("All rated —")
        assert desk.marks() == ALL


FULL = """
import sqlite3
from pathlib import Path
from kaohe_tui.store.ballots import ratings
full = Path({path!r}).parent / "full"
put = ratings.put_mark
def put_mark(*given):
    if full.exists():
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error
    put(*given)
ratings.put_mark = put_mark
"""


def test_leaving_waits_for_the_disk_and_no_key_reaches_the_next_rater(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        with desk.locked():
            terminal.send(keys(*MARKS[:3]))
            terminal.wait_for("* 3 changes are not on disk yet")
            terminal.press("escape")
            terminal.wait_for("Esc: back to the ballot")
            # Nobody has to wait.
            terminal.press("escape")
            terminal.wait_gone("Esc: back to the ballot")
            terminal.send("4 ")
            terminal.wait_for("* 4 changes are not on disk yet")
            terminal.press("escape")
            terminal.wait_for("Esc: back to the ballot")
            terminal.send("41\r\r+36")
            assert desk.marks() == {}
        terminal.wait_for("whose ballot?")
        terminal.settle()
        assert "whose ballot?" in terminal.text()
    assert desk.marks() == expected("m1", ratees("peer", "m1"), MARKS[:4], 3)


def test_handing_in_waits_for_the_disk(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send(keys(*MARKS))
        terminal.wait_for("All rated —")
        terminal.press("f10")
        terminal.wait_for(CONFIRM)
        with desk.locked():
            terminal.press("y")
            terminal.wait_for("Esc: do not hand in")
            terminal.press("escape")
            terminal.wait_for("✗ Another program")
        assert desk.states() == {"m1": "open"}
        terminal.press("f10")
        terminal.wait_for(CONFIRM)
        with desk.locked():
            terminal.press("y")
            terminal.wait_for("Esc: do not hand in")
        terminal.wait_for("马科长's ballot is in.")
    assert desk.states() == {"m1": "handed_in"}
    assert desk.marks() == ALL


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_gives_the_disk_a_moment_and_says_what_it_did_not_get(
    desk: Desk, number: signal.Signals
) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send(keys(*MARKS[:3]))
        terminal.wait_for(lambda t: len(shown_marks(t, "m1", 3)) == 3)
        with desk.locked():
            terminal.send(keys(*MARKS[3:5]))
            terminal.wait_for("* 2 changes are not on disk yet")
            terminal.kill(number)
            assert terminal.wait_exit() == 128 + number
        assert terminal.disorder() == []
        assert says("The last 2 changes to 马科长 (m1)'s ballot were not saved")(terminal)
    assert desk.marks() == expected("m1", ratees("peer", "m1"), MARKS[:3], 3)


def test_a_signal_while_the_disk_is_slow_loses_nothing(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        with desk.locked():
            terminal.send(keys(*MARKS[:5]))
            terminal.wait_for("* 5 changes are not on disk yet")
            terminal.kill(signal.SIGTERM)
            terminal.wait_for(lambda t: "not on disk yet" not in t.text())
        assert terminal.wait_exit() == 128 + signal.SIGTERM
        assert "not saved" not in terminal.text()
    assert desk.marks() == expected("m1", ratees("peer", "m1"), MARKS[:5], 3)


def test_the_standings_follow_when_the_disk_has_answered(desk: Desk) -> None:
    change(
        desk.database,
        "UPDATE tier_step SET state = 'closed' WHERE key = 'peer'",
        "UPDATE tier_step SET state = 'open' WHERE key = 'leader'",
    )
    with desk.start(columns=140) as terminal:
        to_ballot(terminal, "l1")
        with desk.locked():
            terminal.send("36\t41\t15")
            terminal.wait_for("* 3 changes are not on disk yet")
            assert not re.search(r"\d\d\.\d\d", terminal.text())
        terminal.wait_for(re.compile(r"92\.00"))
        wait_until(terminal, lambda: len(desk.marks("leader")) == 3)
