"""Do the one next thing under Enter on the first screen, on whichever screen it belongs."""

from typing import Any

from textual.screen import Screen

from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.tiers import next_thing
from kaohe_tui.services.tiers.next_thing import Do, Step
from kaohe_tui.ui.app.base import KaoheScreen
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.words import _

# Each screen is imported when it is opened: start-up is felt.


def next_step(screen: KaoheScreen[None]) -> Step:
    """Return the one next step for the operator at the keyboard, by the period in view."""
    app = app_of(screen)
    try:
        step = next_thing.step(app.room, app.period)
    except Refusal:
        # A result that is not in the database: the screens that show it say so.
        return Step(Do.LOOK, app.period, "")
    return next_thing.for_whom(step, app.room.keyboard, app.period)


def told(screen: KaoheScreen[None], step: Step) -> str:
    """Describe the step in words; it names its period where that is not the one in view."""
    said = next_thing.sentence(step)
    if step.tier and step.do is not Do.BEGIN and step.period != app_of(screen).period:
        said = _("{period}: {told}").format(period=step.name, told=said)
    return said


async def go_on(screen: KaoheScreen[None], step: Step) -> None:
    """Open the screen on which the step is taken; its period is in view from then on."""
    app = app_of(screen)
    if step.do is Do.BEGIN:
        from kaohe_tui.ui.screens.periods.beginning import begin_period

        await begin_period(screen, step)
        return
    if step.do is Do.NEW_YEAR:
        from kaohe_tui.ui.screens.database.new_year import after_the_year

        await after_the_year(screen)
        return
    if step.period != YEAR and step.period != app.period:
        app.view_period(step.period)
    await screen.app.push_screen_wait(_screen(step))


def _screen(step: Step) -> Screen[Any]:
    match step.do:
        case Do.OPEN:
            from kaohe_tui.ui.screens.tiers.tier import TierScreen

            return TierScreen(step.tier)
        case Do.KEY | Do.SETTLE | Do.OTHERS:
            from kaohe_tui.ui.screens.ballot.raters import Raters

            return Raters(step.tier)
        case Do.CLOSE:
            from kaohe_tui.ui.screens.tiers.closing import ClosingScreen

            return ClosingScreen(step.tier)
        case Do.DECIDE:
            from kaohe_tui.ui.screens.year.grades import GradesScreen

            return GradesScreen(step.period, at_waiting=True)
        case Do.POST | Do.REPOST | Do.NOTICE:
            from kaohe_tui.ui.screens.public.notices import Notices

            return Notices(step.period)
        case Do.MATTERS:
            from kaohe_tui.ui.screens.public.matters import Matters

            return Matters()
        case _:
            from kaohe_tui.ui.screens.standings.standings import StandingsScreen

            return StandingsScreen()
