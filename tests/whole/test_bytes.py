"""What a key sends to the terminal; holds the cures of ui/compositor.py against Textual."""

import pytest

from tests.whole.desk import Desk, to_ballot


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (200, 50)])
def test_a_digit_sends_its_cells_alone(desk: Desk, columns: int, lines: int) -> None:
    """A digit costs its cell, a mark its two cells and the texts below, at every size."""
    with desk.start(columns=columns, lines=lines) as terminal:
        to_ballot(terminal, "m1")
        terminal.settle()
        terminal.bytes_since()
        terminal.send("3")
        terminal.wait_for("[3_]")
        terminal.settle()
        assert terminal.bytes_since() < 100
        terminal.send("6")
        terminal.wait_for("[_]")
        terminal.settle()
        assert terminal.bytes_since() <= 200
