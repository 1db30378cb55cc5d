"""The six keys that move, over each kind of thing that moves."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from kaohe_tui import words
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.screens.moving.scrolling import SCROLLS, Scrolling
from kaohe_tui.ui.screens.moving.windows import WINDOW_MOVES, WindowScreen
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.windowlist import WindowList
from kaohe_tui.words import _
from tests.ui.small_app import home_app

COUNT = 100


class AList(ListScreen[None]):
    """A hundred lines with a cursor."""

    KEYS = MOVES
    CSS = "PickList { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield from self.compose_frame(PickList([(str(n), "") for n in range(COUNT)]))

    def fill(self) -> None:
        self.pick.show([(str(n), "") for n in range(COUNT)])

    @property
    def place(self) -> int:
        return self.pick.cursor


class AWindow(WindowScreen[None]):
    """A hundred lines that are read window by window."""

    KEYS = WINDOW_MOVES
    followed = 0

    def compose(self) -> ComposeResult:
        yield from self.compose_frame(WindowList())

    def on_mount(self) -> None:
        self.listing.show(COUNT, lambda first, count: [str(n) for n in range(first, first + count)])

    def moved(self) -> None:
        self.followed += 1

    @property
    def place(self) -> int:
        return self.listing.cursor


class AText(Scrolling, KaoheScreen[None]):
    """A text of a hundred lines."""

    KEYS = SCROLLS
    CSS = "VerticalScroll { height: 1fr; }"

    def compose(self) -> ComposeResult:
        lines = "\n".join(str(n) for n in range(COUNT))
        yield from self.compose_frame(VerticalScroll(Static(lines), can_focus=False))

    @property
    def scroller(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    @property
    def place(self) -> int:
        return round(self.scroller.scroll_target_y)

    @property
    def last(self) -> int:
        return self.scroller.max_scroll_y


@pytest.mark.parametrize("make", [AList, AWindow, AText])
async def test_every_key_moves_as_it_says(make: Callable[[], Any]) -> None:
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = make()
        await app.push_screen(screen)
        await pilot.pause()
        last = screen.last if make is AText else COUNT - 1
        steps = [
            ("down", 1),
            ("down", 2),
            ("up", 1),
            ("pagedown", 1 + screen.page),
            ("pageup", 1),
            ("end", last),
            ("down", last),
            ("home", 0),
            ("up", 0),
        ]
        assert 10 < screen.page < 24
        for key, place in steps:
            await pilot.press(key)
            await pilot.pause()
            assert screen.place == place, key


async def test_a_list_keeps_its_cursor_in_another_language() -> None:
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = AList()
        await app.push_screen(screen)
        await pilot.press("down", "down")
        app.refresh_words()
        await pilot.pause()
        assert screen.place == 2


def test_the_first_line_of_a_list_is_no_person() -> None:
    """Lists of tiers and documents, and long texts, have the same Home and End."""
    words.use_language("zh_CN")
    labels = [_(move.label) for move in (*MOVES, *SCROLLS)]
    assert [label for label in labels if "人" in label] == []
