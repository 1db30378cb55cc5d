"""One paper form keyed by two people and settled by a third, each at a terminal of their own."""

from pathlib import Path

import pytest

from kaohe_tui.services.database import starting
from kaohe_tui.services.tiers import steps
from tests.terminal import Terminal
from tests.whole.desk import CONFIRM, Desk, choose, expected, sit_down, to_raters, wait_until
from tests.whole.small_office import SCHEME, keys, office_files, ratees

MARKS = [36, 5, 15, 4, 41, 9, 40, 45, 1, 0, 3, 0, 29, 30, 12]


@pytest.fixture
def paper_desk(tmp_path: Path) -> Desk:
    """The small bureau, its first tier open, keyed twice and with its total."""
    scheme, roster = office_files(tmp_path)
    more = 'key = "peer"\nentry = "double"\ncontrol_total = true\n'
    scheme.write_text(SCHEME.replace('key = "peer"\n', more), encoding="utf-8")
    room = starting.new_year(tmp_path / "year.db", scheme, roster)
    steps.open_tier(room, "q1", "peer")
    room.close()
    return Desk(tmp_path, tmp_path / "year.db")


def _as(desk: Desk, name: str) -> Terminal:
    """Start the program as somebody."""
    desk.environment["LOGNAME"] = name
    return desk.start()


def _key(terminal: Terminal, marks: list[int], says: str) -> None:
    """Key m1's form and hand it in with its total."""
    to_raters(terminal)
    choose(terminal, "m1")
    terminal.press("enter")
    sit_down(terminal)
    terminal.send(keys(*marks))
    terminal.wait_for("All rated —")
    terminal.press("f10")
    terminal.wait_for("Which total is written")
    # One too many; whoever mends it at once mends the total and not the last row.
    terminal.send(f"{sum(marks) + 1}\r")
    terminal.wait_for("the marks add up to")
    terminal.send("\x7f" * 3 + f"{sum(marks)}\r")
    terminal.wait_for(CONFIRM)
    terminal.press("y")
    terminal.wait_for(says)


def test_three_people_and_one_form(paper_desk: Desk) -> None:
    with _as(paper_desk, "clerk-a") as terminal:
        _key(terminal, MARKS, "is entered once")
        terminal.wait_for("waits for the second entry")
        choose(terminal, "m1")
        terminal.press("enter")
        terminal.wait_for("clerk-a made the first entry")
    other = [35, *MARKS[1:]]
    with _as(paper_desk, "clerk-b") as terminal:
        _key(terminal, other, "differ: a third")
        choose(terminal, "m1")
        terminal.press("enter")
        terminal.wait_for("and so cannot resolve it")
    assert paper_desk.states() == {"m1": "keyed"}
    with _as(paper_desk, "judge") as terminal:
        to_raters(terminal)
        choose(terminal, "m1")
        terminal.press("enter")
        terminal.wait_for("1 entered by clerk-a   2 entered by clerk-b")
        terminal.press("2")
        terminal.wait_for("All differences resolved")
        terminal.press("f10")
        terminal.wait_for("Which total is written")
        terminal.send(f"{sum(other)}\r")
        terminal.wait_for(CONFIRM)
        terminal.press("y")
        wait_until(terminal, lambda: paper_desk.states() == {"m1": "handed_in"})
        terminal.wait_for("ballot is in")
    assert paper_desk.marks() == expected("m1", ratees("peer", "m1"), other, 3)
    assert paper_desk.count("comparison") == 1
    assert paper_desk.run("verify").returncode == 0
    rates = paper_desk.run("keying").stdout.splitlines()
    assert rates[1].split() == ["clerk-a", "1", "15", "1", "6.67%"]
