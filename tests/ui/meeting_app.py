"""The app with one screen over a copy of the sample bureau."""

import functools
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.ui.app.app import KaoheApp
from kaohe_tui.ui.screens.tiers.closing_sheet import ClosingSheet
from kaohe_tui.ui.widgets.statusline import StatusLine
from tests.sample_meeting import make_meeting

SIZE = (80, 24)
ROUNDS = 400
"""How often a condition is looked at before a test gives up."""


@functools.cache
def _sample() -> tuple[tempfile.TemporaryDirectory[str], Path]:
    """The sample bureau, made once; the folder goes when the process ends."""
    folder = tempfile.TemporaryDirectory(prefix="kaohe-tests-")
    path = Path(folder.name) / "sample.db"
    make_meeting(path).close()
    return folder, path


def sample_copy(folder: Path) -> Path:
    """A copy of the sample bureau that a test may change."""
    target = folder / "meeting.db"
    shutil.copy(_sample()[1], target)
    return target


def seen(app: KaoheApp) -> str:
    """The screen as a person sees it, as text."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(s.text for s in line).rstrip() for line in strips)


def said(app: KaoheApp) -> str:
    """What the status line says."""
    return app.screen.query_one(StatusLine).text


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Wait until the condition holds."""
    for _round in range(ROUNDS):
        await pilot.pause()
        if condition():
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not come to that")


class MeetingApp(KaoheApp):
    """Shows one screen over the sample bureau, without those before it.

    Attributes:
        results: what the screen gave back when it closed.
    """

    def __init__(self, path: Path, period: str, screen: Screen[Any]) -> None:
        super().__init__(path)
        self.results: list[Any] = []
        self._wanted = period
        self._first = screen

    def get_default_screen(self) -> Screen[None]:
        """An empty one: no database is opened aside."""
        return Screen()

    def on_mount(self, event: events.Mount | None = None) -> None:
        """Open the screen at once."""
        if event is not None:
            event.prevent_default()
        self.take_room(enter_room(self.path), self._wanted)
        self.push_screen(self._first, self.results.append)


async def sign(pilot: Pilot[Any], app: KaoheApp) -> None:
    """Name who signs, see the sheet, and go on."""
    await until(pilot, lambda: "(统分)?" in seen(app))
    await pilot.press(*"abc", "enter")
    await until(pilot, lambda: "neither an operator nor one of the group" in seen(app))
    await pilot.press("y")
    await until(pilot, lambda: "(监督)?" in seen(app))
    await pilot.press("1", "enter")
    await until(pilot, lambda: isinstance(app.screen, ClosingSheet))
    await pilot.press("enter")
