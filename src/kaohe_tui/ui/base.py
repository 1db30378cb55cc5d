"""The app without its own screens: keys, terminal, themes, words, signals and faults.

``KaoheScreen`` and ``KaoheModal``, what its screens derive from, are handed on from here.
"""

import asyncio
import os
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.app import App, ReturnType
from textual.worker import WorkerFailed

from kaohe_tui import settings as remembered
from kaohe_tui.ui import faults
from kaohe_tui.ui.commands import LOCK, QUIT, Command, folded
from kaohe_tui.ui.driver import driver_class
from kaohe_tui.ui.screen import KaoheModal, KaoheScreen
from kaohe_tui.ui.shown import Shown
from kaohe_tui.ui.themes import load_themes, suited_to_terminal
from kaohe_tui.ui.widgets.toosmall import too_small
from kaohe_tui.words import _

__all__ = ["BASE_TCSS", "KaoheAppBase", "KaoheModal", "KaoheScreen"]

BASE_TCSS = Path(__file__).parent / "styles" / "base.tcss"
"""What every screen looks like; an app with styles of its own names this file first."""

_NOT_OURS = {"ctrl+c", "ctrl+q", "super+c"}
_ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT) if sys.platform != "win32" else ()
_PATIENCE = 5
"""Seconds that an orderly end after a signal may take before the process ends without it."""


class KaoheAppBase(App[ReturnType], inherit_bindings=False):
    """An app whose screens are ``KaoheScreen``s.

    Attributes:
        settings: what is remembered; change it with ``remember``.
        themes: the themes that can be chosen, by key.
        shown: what the terminal shows.
        reports: sentences about files that could not be used; the first screen says them.
    """

    CSS_PATH = [BASE_TCSS]
    BINDINGS: ClassVar = [("tab", "app.focus_next"), ("shift+tab", "app.focus_previous")]
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    TITLE = "kaohe"

    def __init__(self) -> None:
        # Before Textual asks for variables, which it does while it is made.
        self.themes, bad_themes = load_themes()
        super().__init__(driver_class=driver_class())
        self.settings, self.reports = remembered.load()
        self.reports += bad_themes
        for theme in self.themes.values():
            self.register_theme(theme.theme)
        wanted = self.settings.theme
        self.theme = wanted if wanted in self.themes else suited_to_terminal()
        self.shown = Shown()
        self.animation_level = "none"
        self._disable_tooltips = True
        self._disable_notifications = True
        self.last_key = monotonic()
        """When a key was pressed last, by the monotonic clock."""
        self._last_resort: threading.Timer | None = None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our variables, for as long as a theme of Textual's own is in force."""
        return self.themes[suited_to_terminal()].theme.variables

    def refresh_css(self, animate: bool = True) -> None:
        """Give the style sheets other colours; Textual parses them all anew.

        At the start it would do so aside, before the first screen is there, and once more for
        that: here the sheets are parsed where they are kept.
        """
        if self.screen_stack:
            super().refresh_css(animate=animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())
            self.stylesheet.update(self, animate=animate)

    # Who is at the keyboard

    def why_barred(self, command: Command) -> str:
        """Why whoever is at the keyboard may not use a command; empty where nothing bars it."""
        return ""

    def lock(self) -> None:
        """Hide everything; nothing here, where nobody can sign in."""

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """Keep the keys that would quit at once or copy, and all while the screen is too small."""
        if isinstance(event, events.Resize):
            # The terminal has wrapped or cut what stood there.
            self.shown.forget()
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.last_key = monotonic()
            if event.key == LOCK.keys[0]:
                self.lock()
                return
            if too_small(*self.size):
                if folded(event.character) == "q" and not self.why_barred(QUIT):
                    self.exit()
                return
            if event.key in _NOT_OURS:
                if isinstance(self.screen, KaoheScreen):
                    told = _("To quit kaohe: Esc up to the first screen, then Q.")
                    self.screen.say(self.why_barred(QUIT) or told)
                return
        await super().on_event(event)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy within the app only: the terminal's clipboard belongs to another machine."""
        self._clipboard = text

    def drain_input(self) -> None:
        """Throw away the keys typed but not read yet: they were meant for somebody else."""
        if drain := getattr(self._driver, "drain_input", None):
            drain()

    # Choices

    @property
    def plain_signs(self) -> bool:
        """Whether borders and signs are drawn in ASCII; see ``ui.signs``."""
        return self.settings.signs == "plain"

    def remember(self, **changes: str | int | None) -> None:
        """Change settings and keep them.

        Args:
            changes: fields of ``Settings``.

        Raises:
            Refusal: they cannot be saved; they hold until the program ends.
        """
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]
        remembered.save(self.settings)

    def refresh_words(self) -> None:
        """Draw every screen again in the language now in use."""
        for screen in self.screen_stack:
            if isinstance(screen, KaoheScreen):
                screen.refresh_words()

    def say_reports(self) -> None:
        """Say on the screen shown which files could not be used, once."""
        if self.reports and isinstance(self.screen, KaoheScreen) and self.screen.STAYS:
            self.screen.say(" ".join(self.reports), kind="refused")
            self.reports = []

    # Life and death

    def run_to_end(self) -> int:
        """Run the app in the terminal and return the exit code of the process."""
        self.run(mouse=False)
        if self._last_resort is not None:
            self._last_resort.cancel()
        return faults.FAULT if self.return_code is None else self.return_code

    def on_load(self) -> None:
        """Take the signals that end the app, before the terminal is changed."""
        if sys.platform == "win32" or self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for number in _ENDING:
            loop.add_signal_handler(number, self.end_by_signal, number)

    def on_mount(self) -> None:
        """Say what could not be used."""
        self.call_after_refresh(self.say_reports)

    def end_by_signal(self, number: int) -> None:
        """Leave in order, with the terminal as it was found; after a while, leave in any case.

        Args:
            number: of the signal; the exit code is 128 more.
        """
        if self._last_resort is None and not self.is_headless:
            self._last_resort = threading.Timer(_PATIENCE, os._exit, [128 + number])
            self._last_resort.daemon = True
            self._last_resort.start()
            for another in _ENDING:
                # A terminal that goes away sends several: the end in order has begun.
                asyncio.get_running_loop().remove_signal_handler(another)
                signal.signal(another, signal.SIG_IGN)
        self.exit(return_code=128 + number)

    def tell_at_end(self, sentence: str) -> None:
        """Say something on the terminal when the screen is gone, after whatever else is said."""
        # Textual prints the first alone.
        before = [str(each) for each in self._exit_renderables[:1]]
        self._exit_renderables[:1] = [Text("\n".join([*before, sentence]))]

    def _handle_exception(self, error: Exception) -> None:
        """Keep the traceback in a file without local variables, and end with one sentence."""
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        cause = error.error if isinstance(error, WorkerFailed) else error
        self._end_by_fault(faults.without_locals(cause))

    def panic(self, *renderables: RenderableType) -> None:
        """What Textual calls for a fault in a thread of its own."""
        lines = [
            "".join(segment.text for segment in self.console.render(renderable))
            for renderable in renderables
        ]
        self._end_by_fault("\n".join(lines))

    def _end_by_fault(self, text: str) -> None:
        self._return_code = faults.FAULT
        # One sentence for the first fault; those that follow come from it.
        if not self._exit_renderables:
            self._exit_renderables.append(Text(faults.sentence(faults.write_report(text))))
        self._close_messages_no_wait()
