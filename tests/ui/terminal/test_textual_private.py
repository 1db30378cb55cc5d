"""What private parts of Textual and Rich do for us, a test a name.

Where another version of Textual fails here, ``ui/terminal/textual_private.py`` says what the name
is for.
"""

import asyncio
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual import content, events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.driver import Driver
from textual.geometry import Region, Size
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Input, Static
from textual.worker import WorkerFailed

from kaohe_tui.ui.terminal import textual_private as private
from tests.terminal import Terminal

SIZE = (40, 6)
PATIENCE = 20
"""Seconds after which what never comes has failed."""


class Plain(App[None]):
    """An app of Textual's own kind, with a line to write in and one below the screen."""

    CSS = "Static { height: 1; } #far { margin: 40 0 0 0; }"

    def compose(self) -> ComposeResult:
        yield Static("one", id="near")
        yield Input()
        yield Static("two", id="far")


class FramedApp(App[None]):
    """An app whose screen counts its frames."""

    def get_default_screen(self) -> Screen[None]:
        return Framed()


class Framed(private.FramedScreen[None]):
    """Counts its frames, and can leave them out."""

    frames = 0
    is_drawn = True

    def compose(self) -> ComposeResult:
        yield Drawn()

    def draw_frame(self) -> None:
        self.frames += 1
        if self.is_drawn:
            super().draw_frame()


class Drawn(Static):
    """Counts how often it is drawn."""

    count = 0

    def render(self) -> str:
        self.count += 1
        return str(self.count)


class Faulty(private.FaultHandlingApp[None]):
    """Has a handler and a worker that fail, and ends quietly."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[Exception] = []

    def on_key(self, event: events.Key) -> None:
        if event.key == "w":
            self.run_worker(self.work())
        else:
            raise ValueError(event.key)

    async def work(self) -> None:
        raise ValueError

    def handle_fault(self, error: Exception) -> None:
        self.faults.append(error)
        private.announce_exception(self)
        private.close_at_once(self)


class CountingCompositor(private.Compositor):
    """Counts the updates that a screen asks it for."""

    count = 0

    def render_update(self, full: bool = False, *about: Any, **more: Any) -> Any:
        self.count += 1
        return super().render_update(full, *about, **more)


async def until(pilot: Pilot[None], reached: Callable[[], object]) -> None:
    """Wait for something, for as long as a slow machine needs."""
    for _turn in range(2000):
        if reached():
            return
        await pilot.pause(0.005)
    raise AssertionError("it never came to that")


# -- the app ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "kind"), [("x", ValueError), ("w", WorkerFailed)])
async def test_handle_exception_asks_us_what_becomes_of_a_fault(
    key: str, kind: type[Exception]
) -> None:
    app = Faulty()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: app.faults)
    assert [type(fault) for fault in app.faults] == [kind]
    assert app.return_code is None


async def test_exception_is_what_a_pilot_raises_at_the_end() -> None:
    app = Plain()

    async def run() -> None:
        async with app.run_test(size=SIZE):
            private.keep_exception(app, ValueError("the first"))
            private.keep_exception(app, ValueError("what came of it"))

    with pytest.raises(ValueError, match="the first"):
        await run()


async def test_exception_event_wakes_a_pilot_that_waits_for_what_never_answers() -> None:
    class Deaf(Static):
        """Takes every message and does nothing with it."""

        def call_later(self, *_about: Any, **_more: Any) -> bool:
            return True

    app = Plain()
    async with app.run_test(size=SIZE) as pilot:
        await app.mount(Deaf())
        private.announce_exception(app)
        assert not await pilot._wait_for_screen(timeout=PATIENCE)


async def test_return_code_is_the_apps_own() -> None:
    app = Plain()
    async with app.run_test(size=SIZE):
        private.set_return_code(app, 70)
    assert app.return_code == 70


async def test_close_messages_no_wait_ends_the_app_and_keeps_the_code() -> None:
    class Closing(Plain):
        """Ends at once."""

        def on_mount(self) -> None:
            private.set_return_code(self, 70)
            private.close_at_once(self)

    app = Closing()
    async with asyncio.timeout(PATIENCE):
        await app.run_async(headless=True)
    assert not app.is_running
    assert app.return_code == 70


async def test_exit_renderables_are_said_at_the_end_the_first_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Leaving(Plain):
        """Leaves with more than one sentence."""

        def on_mount(self) -> None:
            self.exit(message="by exit")
            private.last_words(self).insert(0, "put before it")

    await Leaving().run_async(headless=True)
    said = capsys.readouterr().err
    assert "put before it" in said
    assert "by exit" not in said


async def test_clipboard_is_what_a_line_pastes() -> None:
    app = Plain()
    async with app.run_test(size=SIZE) as pilot:
        private.keep_in_clipboard(app, "85")
        await pilot.press("ctrl+v")
        assert app.clipboard == "85"
        assert app.query_one(Input).value == "85"


@pytest.mark.parametrize(
    ("turn_off", "widget"),
    [
        pytest.param(private.turn_off_tooltips, "#textual-tooltip", id="_disable_tooltips"),
        pytest.param(
            private.turn_off_notifications, "#textual-toastrack", id="_disable_notifications"
        ),
    ],
)
async def test_disabling_saves_every_screen_a_widget(
    turn_off: Callable[[App[Any]], None], widget: str
) -> None:
    class Without(Plain):
        """Turns something off before its first screen exists."""

        def on_load(self) -> None:
            turn_off(self)

    for app, count in ((Plain(), 1), (Without(), 0)):
        async with app.run_test(size=SIZE, tooltips=True, notifications=True):
            assert len(app.screen.query(widget)) == count


async def test_driver_is_there_while_the_app_runs() -> None:
    app = Plain()
    assert private.driver_of(app) is None
    async with app.run_test(size=SIZE):
        assert isinstance(private.driver_of(app), Driver)


async def test_batch_count_tells_that_drawing_waits() -> None:
    app = Plain()
    async with app.run_test(size=SIZE):
        assert not private.is_batching(app)
        with app.batch_update():
            assert private.is_batching(app)
        assert not private.is_batching(app)


# -- screens ---------------------------------------------------------------------------------


async def test_on_timer_update_asks_us_to_draw_a_frame() -> None:
    async with FramedApp().run_test(size=SIZE) as pilot:
        screen, widget = await settled(pilot)
        screen.is_drawn, screen.frames = False, 0
        drawn = widget.count
        widget.refresh()
        await until(pilot, lambda: screen.frames > 2)
        assert widget.count == drawn
        screen.is_drawn = True
        await until(pilot, lambda: widget.count > drawn)


async def test_compositor_draws_the_screen_and_knows_what_is_in_view() -> None:
    compositor = CountingCompositor()

    class Ours(Screen[None]):
        """Drawn by a compositor of ours."""

        def __init__(self) -> None:
            super().__init__()
            private.draw_by(self, compositor)

        def compose(self) -> ComposeResult:
            return Plain.compose(app)

    class OurApp(Plain):
        """Shows it."""

        def get_default_screen(self) -> Screen[None]:
            return Ours()

        def compose(self) -> ComposeResult:
            yield from ()

    app = OurApp()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: compositor.count)
        in_view = set(private.widgets_in_view(app.screen))
        assert app.query_one("#near") in in_view
        assert app.query_one("#far") not in in_view


async def test_dirty_widgets_are_drawn_by_the_next_frame() -> None:
    async with FramedApp().run_test(size=SIZE) as pilot:
        screen, widget = await settled(pilot)
        drawn = widget.count
        widget.refresh()
        private.dirty_widgets(screen).add(widget)
        screen.draw_frame()
        assert widget.count > drawn
        assert not private.dirty_widgets(screen)


async def test_dirty_widgets_hold_a_widget_that_was_idle() -> None:
    async with FramedApp().run_test(size=SIZE) as pilot:
        screen, widget = await settled(pilot)
        screen.is_drawn = False
        widget.refresh()
        await until(pilot, lambda: widget in private.dirty_widgets(screen))
        assert not private.needs_drawing(widget)


async def test_repaint_required_is_what_refresh_asks_for() -> None:
    async with FramedApp().run_test(size=SIZE) as pilot:
        screen, widget = await settled(pilot)
        for each in (widget, screen):
            each.refresh()
            assert private.needs_drawing(each)
            private.note_drawing(each)
            assert not private.needs_drawing(each)
        drawn = widget.count
        await pilot.pause()
        assert widget.count == drawn


async def test_layout_required_is_told_until_a_frame_has_placed_all() -> None:
    async with FramedApp().run_test(size=SIZE) as pilot:
        screen, _widget = await settled(pilot)
        screen.refresh(layout=True)
        assert private.needs_layout(screen)
        screen.draw_frame()
        assert not private.needs_layout(screen)


async def test_update_timer_draws_a_frame_when_it_goes_on() -> None:
    async with FramedApp().run_test(size=SIZE) as pilot:
        screen, _widget = await settled(pilot)
        frames = screen.frames
        private.draw_later(screen)
        assert screen.frames == frames
        # Without the pilot, which draws a frame of its own whenever it pauses.
        async with asyncio.timeout(PATIENCE):
            while screen.frames == frames:
                await asyncio.sleep(0.001)


async def test_context_names_the_sender_of_messages() -> None:
    async with FramedApp().run_test(size=SIZE) as pilot:
        screen, _widget = await settled(pilot)
        assert Message()._sender is not screen
        with private.in_context_of(screen):
            assert Message()._sender is screen


async def test_push_result_callback_lets_the_first_screen_give_way() -> None:
    class First(Plain):
        """Begins with a screen of its own."""

        def get_default_screen(self) -> Screen[None]:
            first = Screen[None]()
            private.let_give_way(first)
            return first

    app = First()
    async with app.run_test(size=SIZE):
        second = Screen[None]()
        await app.switch_screen(second)
        assert app.screen is second
    other = Plain()
    async with other.run_test(size=SIZE):
        with pytest.raises(IndexError):
            other.switch_screen(Screen[None]())


# -- drawing ---------------------------------------------------------------------------------


async def test_dirty_regions_are_those_of_changed_widgets_once() -> None:
    compositor = private.Compositor()
    async with FramedApp().run_test(size=SIZE) as pilot:
        screen, widget = await settled(pilot)
        compositor.reflow(screen, screen.size)
        private.take_dirty_regions(compositor)
        widget.refresh()
        compositor.update_widgets({widget})
        assert private.take_dirty_regions(compositor) == {widget.region}
        assert private.take_dirty_regions(compositor) == set()


def test_regions_to_spans_joins_what_overlaps_line_by_line() -> None:
    regions = [Region(0, 0, 4, 2), Region(2, 0, 4, 1), Region(9, 0, 1, 1)]
    spans = private.spans_of(private.Compositor(), regions)
    assert sorted(spans) == [(0, 0, 6), (0, 9, 10), (1, 0, 4)]


async def test_updates_of_the_compositor_are_what_the_app_sends() -> None:
    """The whole screen is a ``LayoutUpdate``, a change a ``ChopsUpdate``; both give bytes."""
    compositor, console = private.Compositor(), Console(color_system="256", force_terminal=True)
    async with FramedApp().run_test(size=SIZE) as pilot:
        screen, widget = await settled(pilot)
        compositor.reflow(screen, Size(*SIZE))
        whole = compositor.render_full_update()
        assert isinstance(whole, private.LayoutUpdate)
        assert "".join(segment.text for segment in next(iter(whole.strips[0]))).strip()
        assert "\x1b" in whole.render_segments(console)
        widget.refresh()
        compositor.update_widgets({widget})
        change = compositor.render_partial_update()
        assert isinstance(change, private.ChopsUpdate)
        assert str(widget.count) in change.render_segments(console)
    again = private.ChopsUpdate([{0: Strip.blank(3)}], [(0, 0, 3)], [[3]])
    assert "   " in again.render_segments(console)


def test_ansi_is_the_style_as_it_was_sent() -> None:
    style = Style(color="#d7af5f", bold=True)
    assert private.known_numbers(style) is None
    assert Strip.render_ansi(style, ColorSystem.EIGHT_BIT) == "1;38;5;179"
    assert private.known_numbers(style) == "1;38;5;179"


def test_divide_line_is_asked_where_texts_break(divide_line: None) -> None:
    def every_two(text: str, width: int) -> list[int]:
        return list(range(2, len(text), 2))

    private.break_lines_by(every_two)
    assert [line.plain for line in Content("abcde").wrap(20)] == ["ab", "cd", "e"]


@pytest.fixture
def divide_line() -> Iterator[None]:
    """What breaks the texts, as it was before the test."""
    before = vars(content)["divide_line"]
    yield
    vars(content)["divide_line"] = before


# -- the driver ------------------------------------------------------------------------------


def test_xterm_parser_makes_keys_of_what_comes_and_fails_at_noise() -> None:
    parser = private.XTermParser()
    assert [event.key for event in parser.feed("a") if isinstance(event, events.Key)] == ["a"]
    keys = [event for character in "\x1b[A" for event in parser.feed(character)]
    assert [event.key for event in keys if isinstance(event, events.Key)] == ["up"]
    noise = "\x1b[99999999999999u"
    with pytest.raises((ValueError, OverflowError)):
        [list(parser.feed(character)) for character in noise]


OWN_OUTPUT = """
import sys
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from kaohe_tui.ui.terminal.textual_private import write_to

class Output:
    def __init__(self):
        self.file = open(sys.argv[1], "w")
    def write(self, text):
        self.file.write(text)
    def flush(self):
        self.file.flush()
    def fileno(self):
        return 2

class Driver(LinuxDriver):
    def __init__(self, *about, **more):
        super().__init__(*about, **more)
        write_to(self, Output())

class Plain(App):
    def on_mount(self):
        self.exit()

Plain(driver_class=Driver).run()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a driver of its own")
def test_file_is_where_the_driver_writes(tmp_path: Path) -> None:
    written = tmp_path / "written"
    with Terminal([sys.executable, "-c", OWN_OUTPUT, str(written)]) as terminal:
        assert terminal.wait_exit() == 0
        assert b"\x1b[?1049h" not in terminal.log
    assert "\x1b[?1049h" in written.read_text(encoding="utf-8")


async def settled(pilot: Pilot[None]) -> tuple[Framed, Drawn]:
    """The screen and its widget, once all is drawn."""
    screen = pilot.app.screen
    assert isinstance(screen, Framed)
    widget = screen.query_one(Drawn)
    await until(pilot, lambda: widget.count and not private.dirty_widgets(screen))
    return screen, widget
