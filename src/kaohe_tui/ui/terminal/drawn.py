"""Decide when a screen is drawn: at once, in one frame, not where it gives way to another.

It reaches into private parts of Textual 8.2.8; tests/whole/test_bytes.py and benchmarks/
hold it.
"""

from collections.abc import Callable
from time import monotonic

from textual import events
from textual.screen import UPDATE_PERIOD, Screen, ScreenResultType

from kaohe_tui.ui.terminal.compositor import FineCompositor
from kaohe_tui.ui.terminal.shown import Shown

GIVES_WAY = 0.1
"""Seconds in which a screen whose command goes on is not drawn after another one closed."""


class DrawnScreen(Screen[ScreenResultType], inherit_bindings=False):
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
        self._compositor = FineCompositor(self._on_terminal)
        self._drawn = 0.0
        self._resumed = 0.0

    def on_screen_resume(self) -> None:
        """Note that another screen has closed; see ``_on_timer_update``."""
        self._resumed = monotonic()

    async def _on_idle(self, event: events.Idle) -> None:
        """Draw at once, where the last frame is not quite new; Textual would wait for its timer.

        Textual's own handler comes after this one and keeps a flood of changes to its frames.
        """
        dirty = self._dirty_widgets or self._layout_required or self._repaint_required
        if not dirty or not self.is_current or self.app._batch_count:
            return
        now = monotonic()
        if now - self._drawn >= UPDATE_PERIOD:
            self._drawn = now
            self._on_timer_update()

    def _on_timer_update(self) -> None:
        """Draw, but not in the moment between two screens that a command shows one after another.

        That frame would be gone before it is seen, is felt on a slow line, and the keys typed at
        it are not taken yet.
        """
        if self._attending and monotonic() - self._resumed < GIVES_WAY:
            self._update_timer.resume()
            return
        super()._on_timer_update()

    def draw_at_once(self) -> None:
        """Draw all that waits to be drawn in one frame, now, where the last one is not quite new.

        Left to itself each widget asks for its own part when it is idle: the first to ask would
        get a frame, and the others the one after it, a sixtieth of a second later.
        """
        now = monotonic()
        if not self.is_current or self.app._batch_count or now - self._drawn < UPDATE_PERIOD:
            # Each asks by itself, and a flood of changes is kept to Textual's frames.
            return
        for widget in self._compositor.visible_widgets:
            if widget._repaint_required:
                widget._repaint_required = False
                self._dirty_widgets.add(widget)
        self._drawn = now
        with self._context():
            self._on_timer_update()
