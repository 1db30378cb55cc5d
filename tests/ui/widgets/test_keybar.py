"""The key bar at 80 columns: the ways on and out are in it, whatever else has to give way."""

from typing import Any

import pytest
from scripts.keys import _screens
from textual.content import Content

from kaohe_tui import words
from kaohe_tui.ui.frame.screen import EVERYWHERE, KaoheScreen
from kaohe_tui.ui.keys.commands import Command, shown_key
from kaohe_tui.ui.widgets.keybar import KeyBar
from kaohe_tui.words import _

COLUMNS = 80
SCREENS = sorted(set(_screens(KaoheScreen)), key=lambda each: each.__qualname__)
WAYS = {"escape", "q", "m", "enter"}


class _Bar(KeyBar):
    """One without colours, for which no app has to run."""

    def _draw(self, command: Command, usable: bool) -> Content:
        sign = "" if usable else "✗"
        return Content(f" {shown_key(command)} {sign}{_(command.label)} ")


def _commands(screen: type[KaoheScreen[Any]]) -> tuple[Command, ...]:
    return screen.all_commands(object.__new__(screen))


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("usable", [True, False])
@pytest.mark.parametrize("screen", SCREENS, ids=lambda each: each.__name__)
def test_the_ways_on_and_out_are_in_the_bar(
    screen: type[KaoheScreen[Any]], usable: bool, language: str
) -> None:
    words.use_language(language)
    try:
        commands = _commands(screen)
    except AttributeError:
        # Which commands it has depends on what it shows: all of them at once are more.
        commands = (*screen.KEYS, *screen.SHARED_KEYS)
    items = [(command, usable) for command in commands if command.in_bar]
    bar = object.__new__(_Bar)
    drawn = "".join(part.plain for part in bar.parts(items, COLUMNS))
    assert Content(drawn).cell_length <= COLUMNS
    for command, _usable in items:
        if WAYS & set(command.keys) or command.action == "help":
            assert bar._draw(command, usable).plain in drawn, drawn
    # What is locked is left by a PIN alone, and a receipt is to be written down first.
    if screen.__name__ not in ("Lock", "Receipt"):
        assert any({"escape", "q"} & set(command.keys) for command in commands)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda each: each.__name__)
def test_every_command_does_something(screen: type[KaoheScreen[Any]]) -> None:
    actions = {command.action for command in (*screen.KEYS, *screen.SHARED_KEYS)}
    assert [a for a in actions if not hasattr(screen, f"do_{a}") and a not in EVERYWHERE] == []
