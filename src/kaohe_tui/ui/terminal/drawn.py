"""Decide when a screen is drawn: at once, in one frame, not where it gives way to another.

tests/whole/test_bytes.py and benchmarks/ hold it.
"""

from collections.abc import Callable
from time import monotonic

from textual import events
from textual.screen import UPDATE_PERIOD, ScreenResultType

from kaohe_tui.ui.terminal.compositor import FineCompositor
from kaohe_tui.ui.terminal.shown import Shown
from kaohe_tui.ui.terminal.textual_private import (
    FramedScreen,
    dirty_widgets,
    draw_by,
    draw_later,
    in_context_of,
    is_batching,
    needs_drawing,
    needs_layout,
    note_drawing,
    widgets_in_view,
)

GIVES_WAY = 0.1
"""Seconds in which a screen whose command goes on is not drawn after another one closed."""


class DrawnScreen(FramedScreen[ScreenResultType], inherit_bindings=False):
    """A screen that is drawn as soon as something changed, by its own compositor."""

    _attending = False
    """Whether a command waits for something, another screen for the most part."""

    def __init__(
        self,
        on_terminal: Callable[[], Shown],
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make a screen.

        Args:
            on_terminal: returns what the terminal shows now; all screens of an app share it.
            name: as Textual has it.
            id: as Textual has it.
            classes: as Textual has them.
        """
        super().__init__(name, id, classes)
        self._on_terminal = on_terminal
        draw_by(self, FineCompositor(self._on_terminal))
        self._drawn = 0.0
        self._resumed = 0.0

    def on_screen_resume(self) -> None:
        """Note that another screen has closed; see ``draw_frame``."""
        self._resumed = monotonic()

    def on_idle(self, event: events.Idle) -> None:
        """Draw at once, where the last frame is not quite new; Textual would wait for its timer.

        Textual's own handler comes after this one and keeps a flood of changes to its frames.
        """
        dirty = dirty_widgets(self) or needs_layout(self) or needs_drawing(self)
        if not dirty or not self.is_current or is_batching(self.app):
            return
        now = monotonic()
        if now - self._drawn >= UPDATE_PERIOD:
            self._drawn = now
            self.draw_frame()

    def draw_frame(self) -> None:
        """Draw, but not in the moment between two screens that a command shows one after another.

        That frame would be gone before it is seen, is felt on a slow line, and the keys typed at
        it are not taken yet.
        """
        if self._attending and monotonic() - self._resumed < GIVES_WAY:
            draw_later(self)
            return
        super().draw_frame()

    def draw_at_once(self) -> None:
        """Draw all that waits to be drawn in one frame, now, where the last one is not quite new.

        Left to itself each widget asks for its own part when it is idle: the first to ask would
        get a frame, and the others the one after it, a sixtieth of a second later.
        """
        now = monotonic()
        if not self.is_current or is_batching(self.app) or now - self._drawn < UPDATE_PERIOD:
            # Each asks by itself, and a flood of changes is kept to Textual's frames.
            return
        dirty = dirty_widgets(self)
        for widget in widgets_in_view(self):
            if needs_drawing(widget):
                note_drawing(widget)
                dirty.add(widget)
        self._drawn = now
        with in_context_of(self):
            self.draw_frame()
