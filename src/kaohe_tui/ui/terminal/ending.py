"""End in order: after the last key, a signal or a fault, with the terminal as it was before."""

import asyncio
import os
import signal
import sys
import threading

from rich.console import RenderableType
from rich.text import Text
from textual.app import ReturnType
from textual.worker import WorkerFailed

from kaohe_tui.ui.terminal import faults
from kaohe_tui.ui.terminal.driver import driver_class
from kaohe_tui.ui.terminal.textual_private import (
    FaultHandlingApp,
    announce_exception,
    close_at_once,
    keep_exception,
    last_words,
    set_return_code,
)

_ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT) if sys.platform != "win32" else ()
_PATIENCE = 5
"""Seconds that an orderly end after a signal may take before the process ends without it."""


class EndingApp(FaultHandlingApp[ReturnType], inherit_bindings=False):
    """An app that restores the terminal and says one sentence, whatever ends it."""

    def __init__(self) -> None:
        super().__init__(driver_class=driver_class())
        self._last_resort: threading.Timer | None = None

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

    def end_by_signal(self, number: int) -> None:
        """Leave in order, with the terminal as it was before; after a while, leave in any case.

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
        words = last_words(self)
        # Textual prints the first alone.
        before = [str(each) for each in words[:1]]
        words[:1] = [Text("\n".join([*before, sentence]))]

    def handle_fault(self, error: Exception) -> None:
        """Keep the traceback in a file without local variables, and end with one sentence."""
        keep_exception(self, error)
        announce_exception(self)
        cause = error.error if isinstance(error, WorkerFailed) else error
        self._end_by_fault(faults.without_locals(cause))

    def panic(self, *renderables: RenderableType) -> None:
        """End by a fault; Textual calls this for one in a thread of its own."""
        lines = [
            "".join(segment.text for segment in self.console.render(renderable))
            for renderable in renderables
        ]
        self._end_by_fault("\n".join(lines))

    def _end_by_fault(self, text: str) -> None:
        set_return_code(self, faults.FAULT)
        # One sentence for the first fault; those that follow come from it.
        if not last_words(self):
            last_words(self).append(Text(faults.sentence(faults.write_report(text))))
        close_at_once(self)
