"""Reach into private parts of Textual and Rich: no other file may.

Each name has one function or class, which says why it is needed. Before another version of
Textual is taken, tests/ui/terminal/test_textual_private.py shows which of them still do what is
said here; docs/architecture.md tells how to go about it.
"""

from collections.abc import Callable, Iterable, MutableSequence
from contextlib import AbstractContextManager
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, cast

from rich.console import RenderableType
from rich.style import Style
from textual import content
from textual._compositor import ChopsUpdate as ChopsUpdate
from textual._compositor import Compositor as Compositor
from textual._compositor import LayoutUpdate as LayoutUpdate
from textual._xterm_parser import XTermParser as XTermParser
from textual.app import App, ReturnType
from textual.driver import Driver
from textual.geometry import Region
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.drivers.linux_driver import LinuxDriver

# The classes taken from private modules, for ``compositor`` and ``driver`` to build upon:
#
# ``Compositor`` draws a screen. It asks every widget for all its lines at each change, and Textual
# has no public way to another one.
# ``LayoutUpdate`` and ``ChopsUpdate`` are what it hands to the app: the app asks for their type.
# ``XTermParser`` makes keys out of what the terminal sends. The driver's own loop over it ends the
# program at a wrong byte, so ours has to begin one itself.

# -- the app ---------------------------------------------------------------------------------


class FaultHandlingApp(App[ReturnType], inherit_bindings=False):
    """An app that is asked what becomes of an exception nobody took: ``_handle_exception``.

    Textual's own way prints the local variables on the shared screen, PINs and marks among them.
    """

    def handle_fault(self, error: Exception) -> None:
        """End the program; as Textual does it, until a subclass knows better."""
        super()._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        self.handle_fault(error)


def keep_exception(app: App[Any], error: Exception) -> None:
    """Keep the first exception where a test's pilot finds it: ``_exception``.

    Where Textual is kept from handling it, no test would fail by a fault.
    """
    if app._exception is None:
        app._exception = error


def announce_exception(app: App[Any]) -> None:
    """Wake the pilot of a test that waits for the app: ``_exception_event``.

    Without it the test would wait until its time is up.
    """
    app._exception_event.set()


def set_return_code(app: App[Any], code: int) -> None:
    """Say which exit code the process gets: ``_return_code``; ``exit`` alone may set it else.

    After a fault messages are no longer worked at, and ``exit`` needs one.
    """
    app._return_code = code


def close_at_once(app: App[Any]) -> None:
    """End the app behind the messages that wait: ``_close_messages_no_wait``.

    It needs no handler to work, and so ends an app too whose handlers fail.
    """
    app._close_messages_no_wait()


def last_words(app: App[Any]) -> MutableSequence[RenderableType]:
    """Return what is printed when the screen is gone: ``_exit_renderables``; the first alone is.

    ``exit(message=...)`` adds to it, but nothing tells what stands there already.
    """
    return app._exit_renderables


def keep_in_clipboard(app: App[Any], text: str) -> None:
    """Keep a text for pasting within the app: ``_clipboard``.

    ``copy_to_clipboard`` would send it to the clipboard of the terminal's machine as well.
    """
    app._clipboard = text


def turn_off_tooltips(app: App[Any]) -> None:
    """Give no screen a widget for tooltips: ``_disable_tooltips``; without a mouse none is seen."""
    app._disable_tooltips = True


def turn_off_notifications(app: App[Any]) -> None:
    """Give no screen a widget for notifications: ``_disable_notifications``.

    All is said in the status line.
    """
    app._disable_notifications = True


def driver_of(app: App[Any]) -> Driver | None:
    """Return what drives the terminal: ``_driver``; None before the app runs.

    Keys that were typed and not read yet are thrown away there.
    """
    return app._driver


def is_batching(app: App[Any]) -> bool:
    """Whether drawing waits for the end of a ``batch_update``: ``_batch_count``."""
    return app._batch_count > 0


# -- screens ---------------------------------------------------------------------------------


class FramedScreen(Screen[ScreenResultType], inherit_bindings=False):
    """A screen that is asked to draw each frame: ``_on_timer_update``.

    So a screen that gives way to another one in a moment can leave a frame out.
    """

    def draw_frame(self) -> None:
        """Draw all that has changed, as Textual does when its timer has run out."""
        super()._on_timer_update()

    def _on_timer_update(self) -> None:
        self.draw_frame()


def draw_by(screen: Screen[Any], compositor: Compositor) -> None:
    """Let a screen be drawn by a compositor of ours: ``_compositor``, for which no hook exists."""
    screen._compositor = compositor


def widgets_in_view(screen: Screen[Any]) -> Iterable[Widget]:
    """Return the widgets that a screen shows a part of: ``_compositor`` knows."""
    return screen._compositor.visible_widgets


def dirty_widgets(screen: Screen[Any]) -> set[Widget]:
    """Return the widgets that the next frame draws anew: ``_dirty_widgets``.

    A widget puts itself there when it is idle, and may be put there before that.
    """
    return screen._dirty_widgets


def needs_layout(screen: Screen[Any]) -> bool:
    """Whether the next frame places all widgets anew: ``_layout_required``."""
    return screen._layout_required


def needs_drawing(widget: Widget) -> bool:
    """Whether a widget, or a screen, has asked to be drawn: ``_repaint_required``."""
    return widget._repaint_required


def note_drawing(widget: Widget) -> None:
    """Take back that a widget asked to be drawn: ``_repaint_required``; else it asks once more."""
    widget._repaint_required = False


def draw_later(screen: Screen[Any]) -> None:
    """Draw a frame in a sixtieth of a second: ``_update_timer``, which stops after each frame."""
    screen._update_timer.resume()


def in_context_of(screen: Screen[Any]) -> AbstractContextManager[None]:
    """Let what follows count as done by a screen, not by whoever calls it: ``_context``.

    A frame that was asked for by a widget sends messages in the screen's name.
    """
    return screen._context()


def let_give_way(screen: Screen[Any]) -> None:
    """Let another screen take the place of the first one: ``_push_result_callback``.

    ``switch_screen`` takes away what ``push_screen`` has put there. Nobody has pushed the screen
    that ``get_default_screen`` returns.
    """
    screen._push_result_callback(screen, None)


# -- drawing ---------------------------------------------------------------------------------


def take_dirty_regions(compositor: Compositor) -> set[Region]:
    """Return what has changed since the last frame, and begin the next: ``_dirty_regions``."""
    regions = compositor._dirty_regions.copy()
    compositor._dirty_regions.clear()
    return regions


def spans_of(compositor: Compositor, regions: Iterable[Region]) -> Iterable[tuple[int, int, int]]:
    """Return regions line by line, joined where they overlap: ``_regions_to_spans``.

    Returns:
        (line, first column, behind the last column) of each span.
    """
    return compositor._regions_to_spans(regions)


def known_numbers(style: Style) -> str | None:
    """Return a style in the terminal's own numbers, where it was sent before: ``_ansi``.

    Asked once for each piece of a line: the public way looks for the style in a dictionary.
    """
    return style._ansi


def break_lines_by(line_starts: Callable[[str, int], list[int]]) -> None:
    """Break the texts of all widgets by a function: ``divide_line`` in ``textual.content``.

    Textual takes it from Rich, which breaks Chinese before any character, a full stop too.

    Args:
        line_starts: takes a text and a width, and returns where each line but the first begins; a
            word that is too long is always broken, whether Textual asks for that (``fold``) or not.
    """
    vars(content)["divide_line"] = lambda text, width, fold=True: line_starts(text, width)


# -- the driver ------------------------------------------------------------------------------


def write_to(driver: "LinuxDriver", output: object) -> None:
    """Let the driver's thread write to an output of ours: ``_file``.

    Args:
        driver: of the terminal.
        output: has ``write``, ``flush`` and ``fileno``, which is all that the thread asks for.
    """
    driver._file = cast(TextIOWrapper, output)
