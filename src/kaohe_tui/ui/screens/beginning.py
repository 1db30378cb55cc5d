"""Begin the next period: its roster first, then its first tier."""

from pathlib import Path

from kaohe_tui.domain.people import Roster
from kaohe_tui.meeting import changing, viewing
from kaohe_tui.meeting.changing import RosterChange
from kaohe_tui.meeting.following import Step
from kaohe_tui.meeting.room import Room
from kaohe_tui.ui.base import KaoheScreen
from kaohe_tui.ui.here import app_of
from kaohe_tui.ui.screens.ask import Confirm
from kaohe_tui.ui.screens.choose import Choose
from kaohe_tui.ui.screens.copying import copy_first
from kaohe_tui.ui.screens.files import Files
from kaohe_tui.words import _, _n

ROSTERS = (".csv", ".xlsx")
"""The endings of files that can hold a roster."""
_NAMED = 6
"""Names that a line lists; further ones are a number."""


async def begin_period(screen: KaoheScreen[None], step: Step) -> None:
    """Ask about the roster of the period, take the period into view, show its first tier.

    Args:
        screen: the one that asks.
        step: names the period and its first tier.
    """
    app = app_of(screen)
    while True:
        choices = [
            ("open", _("Go on with the roster as it is"), _roster_line(app.room)),
            ("roster", _("Take a new roster from a file first"), _("people who came or left")),
        ]
        title = _("{period}: is its roster right? It holds from the first tier on.")
        chosen = await screen.app.push_screen_wait(Choose(title.format(period=step.name), choices))
        if chosen is None:
            return
        if chosen == "open":
            break
        await _new_roster(screen)
    from kaohe_tui.ui.screens.tier import TierScreen

    app.view_period(step.period)
    await screen.app.push_screen_wait(TierScreen(step.tier))


async def _new_roster(screen: KaoheScreen[None]) -> None:
    """Take a roster from a file, after its changes were shown."""
    app = app_of(screen)
    start = app.room.database.path.absolute().parent
    path = await screen.app.push_screen_wait(
        Files(_("Which file contains the roster?"), ROSTERS, start)
    )
    if path is None:
        return
    found = changing.change_roster(app.room, path, only_look=True)
    if not found.is_any:
        screen.say(_("This roster is the one in force: nothing changes."))
        return
    agreed = await screen.app.push_screen_wait(_confirm(path, found))
    if agreed and await copy_first(app, "change"):
        changing.change_roster(app.room, path)
        app.renew()


def _confirm(path: Path, found: RosterChange) -> Confirm:
    lines = [
        told
        for told in (
            _line(_("joined"), [person.name for person in found.joined]),
            _line(_("left"), [person.name for person in found.left]),
            _line(_("changed"), [after.name for _before, after in found.moved]),
            _("Holds for: {periods}.").format(periods=_(", ").join(found.holds_for)),
        )
        if told
    ]
    title = _("Take the roster {file}?").format(file=path.name)
    return Confirm(title, lines, _("take the roster"))


def _line(told: str, names: list[str]) -> str:
    if not names:
        return ""
    listed = _(", ").join(names[:_NAMED])
    if len(names) > _NAMED:
        listed = _("{names} and {count} more").format(names=listed, count=len(names) - _NAMED)
    return _("{change}: {names}").format(change=told, names=listed)


def _roster_line(room: Room) -> str:
    """Say how many people the roster has, and how many joined and left since the last period."""
    roster = room.roster()
    told = _n("{count} person", "{count} people", len(roster)).format(count=len(roster))
    before = _last_roster(room)
    if before is None:
        return told
    codes, old = {p.code for p in roster}, {p.code for p in before}
    return told + _("; since the last period {joined} joined, {left} left").format(
        joined=len(codes - old), left=len(old - codes)
    )


def _last_roster(room: Room) -> Roster | None:
    """Return the roster of the latest period opened; None before the first."""
    for period, _state in reversed(viewing.periods(room)):
        here = room.period(period.key)
        if here.id is not None:
            return here.roster
    return None
