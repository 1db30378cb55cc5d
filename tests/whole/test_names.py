"""A name is text on every screen, whatever it looks like."""

import re

from tests.terminal import Terminal
from tests.whole.desk import CONFIRM, Desk, begin, hand_in, to_home, to_raters
from tests.whole.small_office import keys

NAMES = ("张三[/]", "[red]李四")


def wait_for_both(terminal: Terminal) -> None:
    for name in NAMES:
        terminal.wait_for(name)


def test_names_that_look_like_markup_are_shown_as_they_are(desk: Desk) -> None:
    with desk.start() as terminal:
        # The standings hold nobody before the first ballot is in.
        terminal.wait_for(NAMES[0])
        to_raters(terminal)
        wait_for_both(terminal)
        terminal.press("/")
        terminal.wait_for("Whose ballot?")
        wait_for_both(terminal)
        terminal.send("s2")
        terminal.wait_for("name: s2_")
        terminal.press("enter")
        terminal.wait_gone("Whose ballot?")
        begin(terminal, "[red]李四")
        terminal.wait_for("Rater [red]李四 (农业科)")
        terminal.send(keys(30, 40, 15, 30, 40, 12))
        terminal.wait_for(re.compile(r"▶ \S s1 张三\[/\]"))
        terminal.wait_for("s1 张三[/] · 农业科")
        terminal.wait_for("3 not rated yet")
        terminal.press("?")
        terminal.wait_for("Digits go straight")
        terminal.press("escape")
        terminal.wait_gone("Digits go straight")
        terminal.press("f10")
        terminal.wait_for("张三[/], ")
        terminal.wait_for("Hand in [red]李四's ballot?")
        terminal.press("escape")
        terminal.wait_gone(CONFIRM)
        hand_in(terminal)
        terminal.wait_for("[red]李四's ballot is in.")
        terminal.press("escape")
        to_home(terminal)
        wait_for_both(terminal)
        terminal.press("s")
        terminal.wait_for("shared rank")
        wait_for_both(terminal)
        terminal.press("down", "enter")
        terminal.settle()
        assert terminal.exit_code is None


def test_the_person_found_and_closing_show_names_as_they_are(desk: Desk) -> None:
    with desk.start() as terminal:
        terminal.press("/")
        terminal.wait_for("Whose score?")
        terminal.send("s1")
        terminal.wait_for("name: s1_")
        terminal.press("enter")
        terminal.wait_gone("Whose score?")
        terminal.wait_for("张三[/]")
        terminal.press("escape")
        to_home(terminal)
        terminal.press("t")
        # The first screen names the tier too; a key typed ahead of the next one is nobody's.
        terminal.wait_for("the tiers")
        terminal.press("enter")
        wait_for_both(terminal)
        assert terminal.exit_code is None
