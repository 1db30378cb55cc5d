"""What is sent of a change; holds the cures of compositor.py and shown.py in ui/terminal/."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kaohe_tui.ui.terminal.shown import Pen, Shown, blank, change, change_of_style
from tests.terminal_screen import TerminalScreen, TerminalStream

WIDTH = 24
CONSOLE = Console(color_system="256", force_terminal=True)
STYLES = [
    None,
    Style(color="red", bgcolor="black"),
    Style(color="white", bgcolor="black", bold=True),
    Style(color="white", bgcolor="blue"),
    Style(color="white", bgcolor="blue", reverse=True),
    Style(color="#d7af5f", bgcolor="#000000", underline=True),
]
Parts = list[tuple[str, Style | None]]
lines = st.lists(
    st.tuples(st.text("ab 1评分欧·▇", max_size=9), st.sampled_from(STYLES)), min_size=1, max_size=6
)


def as_line(parts: Parts) -> list[Strip]:
    return [Strip([Segment(text, style) for text, style in parts]).crop_extend(0, WIDTH, None)]


def sent_whole(strips: list[Strip]) -> str:
    pen = Pen()
    pen.move(0, 0)
    for strip in strips:
        pen.write_strip(strip, CONSOLE)
    return pen.result()


def looks(screen: TerminalScreen) -> list[tuple[object, ...]]:
    """What is seen of each cell: no colour of letters on a space."""
    seen: list[tuple[object, ...]] = []
    for cell in screen.row(0)[:WIDTH]:
        if cell.data == " " and not (cell.reverse or cell.underscore):
            seen.append((" ", cell.bg))
        else:
            seen.append(tuple(cell))
    return seen


@settings(max_examples=150)
@given(st.lists(lines, min_size=2, max_size=5))
def test_a_line_looks_as_if_it_had_been_sent_whole(
    states: list[Parts],
) -> None:
    shown = Shown()
    changed = TerminalScreen(WIDTH, 2)
    for state in states:
        strips = as_line(state)
        pen = Pen()
        shown.send_line(0, strips, pen, CONSOLE)
        TerminalStream(changed).feed(pen.result().encode())
        whole = TerminalScreen(WIDTH, 2)
        TerminalStream(whole).feed(sent_whole(strips).encode())
        assert looks(changed) == looks(whole)


def test_what_is_shown_already_is_not_sent() -> None:
    shown, strips = Shown(), as_line([("36 分", STYLES[1])])
    for expected in (True, False):
        pen = Pen()
        shown.send_line(0, strips, pen, CONSOLE)
        assert bool(pen.result()) is expected
    shown.forget()
    pen = Pen()
    shown.send_line(0, strips, pen, CONSOLE)
    assert pen.result()


def test_a_digit_costs_its_cell() -> None:
    shown = Shown()
    shown.send_line(0, as_line([("a" * WIDTH, STYLES[1])]), Pen(), CONSOLE)
    pen = Pen()
    change(shown.line(0, WIDTH, CONSOLE), 5, [("7", "31;40")], pen, 0)
    assert pen.result() == "\x1b[1;6H\x1b[31;40m7\x1b[0m"


def test_a_change_of_style_is_as_short_as_it_can_be() -> None:
    assert change_of_style("38;5;1;48;5;2", "38;5;3;48;5;2") == "\x1b[38;5;3m"
    assert change_of_style("38;5;1;48;5;2", "1;38;5;1;48;5;2") == "\x1b[1m"
    assert change_of_style("1;31;40", "31;40") == "\x1b[0;31;40m"
    assert change_of_style("31;40", "") == "\x1b[0m"


def test_on_a_space_the_background_alone_is_seen() -> None:
    assert blank("1;38;5;1;48;2;1;2;3") == "48;2;1;2;3"
    assert blank("7;31;40") == "7;31;40"
