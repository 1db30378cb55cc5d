"""Begin the next period: its roster first, then its first tier."""

from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.services.counting import overview
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers.next_thing import Step
from kaohe_tui.ui.frame.host import Host, Place
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.periods.new_files import take_roster
from kaohe_tui.ui.screens.periods.whole_period import take_step
from kaohe_tui.words import _, _n


async def begin_period(app: Host, step: Step) -> None:
    """Ask about the roster of the period, take the period into view, show its first tier.

    Args:
        app: the app.
        step: names the period and its first tier.
    """
    while True:
        choices = [
            ("open", _("Go on with the roster as it is"), _roster_line(app.room)),
            ("roster", _("Take a new roster from a file first"), _("people who came or left")),
        ]
        title = _("{period}: is its roster right? It holds from the first tier on.")
        chosen = await app.push_screen_wait(Choose(title.format(period=step.name), choices))
        if chosen is None:
            return
        if chosen == "open":
            break
        await take_roster(app)
    app.view_period(step.period)
    if step.tier:
        await app.show_and_wait(Place.TIER, step.tier)
    else:
        await take_step(app, step)


def _roster_line(room: Room) -> str:
    """Say how many people the roster has, and how many joined and left since the last period."""
    roster = room.roster()
    sentence = _n("{count} person", "{count} people", len(roster)).format(count=len(roster))
    before = _last_roster(room)
    if before is None:
        return sentence
    codes, old = {p.code for p in roster}, {p.code for p in before}
    return sentence + _("; since the last period {joined} joined, {left} left").format(
        joined=len(codes - old), left=len(old - codes)
    )


def _last_roster(room: Room) -> Roster | None:
    """Return the roster of the latest period opened; None before the first."""
    for period, _state in reversed(overview.periods(room)):
        period_room = room.period(period.key)
        if period_room.id is not None:
            return period_room.roster
    return None
