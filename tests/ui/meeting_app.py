"""The app with one screen, over the sample bureau, another database, or none."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.ui.app.app import KaoheApp
from kaohe_tui.ui.screens.tiers.closing_sheet import ClosingSheet
from kaohe_tui.ui.widgets.statusline import StatusLine
from tests.prepared import meeting_copy

SIZE = (80, 24)
ROUNDS = 400
"""How often a condition is looked at before a test gives up."""


def sample_copy(folder: Path) -> Path:
    """A copy of the sample bureau that a test may change."""
    return meeting_copy(folder / "meeting.db")


def seen(app: App[Any]) -> str:
    """The screen as a person sees it, as text."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(s.text for s in line).rstrip() for line in strips)


def said(app: App[Any]) -> str:
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
    """Shows one screen, without those before it.

    Attributes:
        results: what the screen gave back when it closed.
    """

    def __init__(
        self, path: Path | None, period: str, screen: Screen[Any], *, read_only: bool = False
    ) -> None:
        """Make the app.

        Args:
            path: the database; None for a screen that needs none.
            period: the one in view.
            screen: the one to show.
            read_only: open the database with nothing for writing.
        """
        super().__init__(path or Path("none.db"), read_only=read_only)
        self.results: list[Any] = []
        self._enters = path is not None
        self._wanted = period
        self._first = screen

    def get_default_screen(self) -> Screen[None]:
        """An empty one: no database is opened aside."""
        return Screen()

    def on_mount(self) -> None:
        """Open the screen at once."""
        if self._enters:
            room = enter_room(self.path, read_only=self.read_only)
            self.take_room(room, self._wanted)
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
