"""A small bureau with operators, and the app on it."""

from pathlib import Path

from textual.pilot import Pilot

from kaohe_tui.domain.access.duties import Duty
from kaohe_tui.services.access import operators
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.record import records
from kaohe_tui.ui.app.app import KaoheApp
from kaohe_tui.ui.screens.access.sign_in import SignIn
from kaohe_tui.ui.screens.home.home import Home
from tests.bureau import new_room, scheme_text
from tests.prepared import copied
from tests.ui.meeting_app import until

PEOPLE = {
    "陈静": (Duty.HOST, "2580"),
    "李明": (Duty.CLERK, "1470"),
    "纪委": (Duty.SUPERVISOR, "3690"),
    "看客": (Duty.REVIEWER, "7531"),
}
"""Name -> duty, PIN."""


def bureau(folder: Path, *, with_operators: bool = True) -> Path:
    """A database with its first tier open."""
    return copied(folder / "kaohe.db", _opened, with_operators)


def _opened(folder: Path, with_operators: bool) -> Room:
    room = new_room(folder, scheme_text())
    steps.open_tier(room, "q1", "peer")
    if with_operators:
        for name, (duty, pin) in PEOPLE.items():
            operators.add(room, name, duty, pin)
        operators.sign_out(room)
    return room


async def sign_in(app: KaoheApp, pilot: Pilot[None], name: str) -> None:
    """From the first screen to the meeting."""
    await until(pilot, lambda: isinstance(app.screen, SignIn) and bool(app.screen.people))
    await choose(app, pilot, name)
    await until(pilot, lambda: isinstance(app.screen, Home))


async def choose(app: KaoheApp, pilot: Pilot[None], name: str) -> None:
    """Put the cursor on a name and type the PIN."""
    names = [each.name for each in app.screen.people]  # type: ignore[attr-defined]
    await pilot.press(*["down"] * names.index(name), *PEOPLE[name][1], "enter")


def actions(path: Path) -> list[str]:
    """What the record says was done, oldest first."""
    room = enter_room(path, read_only=True)
    with room.database.reading() as tx:
        found = [each.action for each in records.entries(tx)]
    room.close()
    return found
