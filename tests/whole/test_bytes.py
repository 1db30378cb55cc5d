"""What a key sends to the terminal; holds the cures of ui/terminal/ against Textual."""

import re

import pytest

from tests.whole.desk import Desk, to_ballot


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (200, 50)])
def test_a_digit_sends_its_cells_alone(desk: Desk, columns: int, lines: int) -> None:
    """A digit costs its cell, a mark its two cells and the texts below, at every size.

    The least of several counts: where the disk is slow, a mark is drawn once more, with its sign.
    """
    with desk.start(columns=columns, lines=lines) as terminal:
        to_ballot(terminal, "m1")
        terminal.wait_for(re.compile(r"\? Help"))
        digits, marks = [], []
        for number in range(3):
            if number == 2:
                # The third indicator has 15 points: a 5 is a whole mark there.
                terminal.send("5")
            terminal.settle(0.5)
            terminal.bytes_since()
            terminal.send("3")
            terminal.wait_for("[3_]")
            terminal.settle()
            digits.append(terminal.bytes_since())
            terminal.send("6")
            terminal.wait_gone("[3_]")
            terminal.settle()
            marks.append(terminal.bytes_since())
        assert min(digits) < 100
        assert min(marks) <= 200
