"""Copy the database before a step, and do other long work under a band with its progress."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from textual.app import ComposeResult

from kaohe_tui.services.database import copies
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.frame.modal import KaoheModal
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.ask import Confirm
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

_LOOK_EVERY = 0.1
"""Seconds between two updates of the progress."""
_BAR = 20
"""Cells of the bar."""
_Found = TypeVar("_Found")
Report = Callable[[int, int], object]
"""Gets the work done so far and the whole work, in any unit; called in any thread."""


class Working(KaoheModal[None]):
    """The band that says what is being done, with its progress; it closes by itself."""

    TITLE_MSGID = N_("While something is being done")
    """The screen's name in its help."""
    STAYS = False
    """It closes by itself, so nothing is said on it."""
    KEYS = (
        Command(("escape", "enter"), "wait", N_("wait"), N_("It ends by itself."), in_bar=False),
    )
    """Esc and Enter do nothing but wait."""

    def __init__(self, sentence: str) -> None:
        """Begin with a sentence about the work."""
        super().__init__()
        self._told = sentence
        # Written by the thread that works: one value.
        self._done = (0, 0)

    def compose(self) -> ComposeResult:
        """Compose one line."""
        yield from self.compose_frame(TextLine(self._told, id="working", classes="heading"))

    def on_mount(self) -> None:
        """Draw the progress every ``_LOOK_EVERY`` seconds."""
        self.set_interval(_LOOK_EVERY, self._show)

    def report(self, done: int, whole: int) -> None:
        """Note the progress; may be called in any thread."""
        self._done = (done, whole)

    def _show(self) -> None:
        done, whole = self._done
        part = f"   {_bar(done, whole)} {done * 100 // whole} %" if whole else ""
        self.query_one("#working", TextLine).show(self._told + part)

    def do_wait(self) -> None:
        """Do nothing: there is no way but to wait."""


def _bar(done: int, whole: int) -> str:
    full = min(done * _BAR // whole, _BAR)
    return "█" * full + "─" * (_BAR - full)


async def beside(app: Host, sentence: str, work: Callable[[Report], _Found]) -> _Found:
    """Do something that may take long in a thread, under a band that says so.

    Args:
        app: the app.
        sentence: what is being done.
        work: gets a function that it tells how much of how much is done.

    Raises:
        Refusal: what the work raises.
    """
    band = Working(sentence)
    await app.push_screen(band)
    try:
        return await asyncio.to_thread(work, band.report)
    finally:
        band.dismiss()


async def copy_first(app: Host, why: str) -> bool:
    """Make a copy before a step; where that fails, ask whether to go on.

    Args:
        app: the app.
        why: one of ``keeping.WHYS``.

    Returns:
        Whether the step is to be taken.
    """
    room = app.room
    if copies.is_large(room):
        sentence = _("Making a backup first …")
        warning = await beside(app, sentence, lambda report: copies.keep_copy(room, why, report))
    else:
        warning = copies.keep_copy(room, why)
    if not warning:
        return True
    question = _("Continue without a backup?")
    return await app.push_screen_wait(Confirm(question, [warning], _("continue without a backup")))
