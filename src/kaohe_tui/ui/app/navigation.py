"""Know which screen comes next; each is imported when it is first shown, as start-up is felt."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual.app import ReturnType
from textual.screen import Screen

from kaohe_tui.ui.frame.host import Host, Place
from kaohe_tui.ui.terminal.ending import EndingApp

if TYPE_CHECKING:
    from kaohe_tui.services.room.room import Room
    from kaohe_tui.services.tiers.next_thing import Step

SCREENS = {
    Place.HOME: ("home.home", "Home"),
    Place.HELP: ("common.help", "Help"),
    Place.PALETTE: ("common.palette", "Palette"),
    Place.THEME: ("common.theme", "ChooseTheme"),
    Place.LANGUAGE: ("common.language", "ChooseLanguage"),
    Place.RATERS: ("raters.raters", "Raters"),
    Place.TIERS: ("tiers.tiers", "Tiers"),
    Place.TIER: ("tiers.tier", "TierScreen"),
    Place.CLOSING: ("tiers.closing", "ClosingScreen"),
    Place.PERIODS: ("periods.periods", "Periods"),
    Place.PEOPLE: ("periods.people", "People"),
    Place.STANDINGS: ("standings.standings", "StandingsScreen"),
    Place.EXPLAIN: ("standings.explain", "ExplainScreen"),
    Place.ADJUSTMENTS: ("entries.adjustments", "Adjustments"),
    Place.FIGURES: ("entries.figures", "Figures"),
    Place.VETOES: ("entries.vetoes", "Vetoes"),
    Place.ABSENCES: ("entries.absences", "Absences"),
    Place.EXEMPTIONS: ("entries.exemptions", "Exemptions"),
    Place.TASKS: ("tasks.tasks", "Tasks"),
    Place.GRADES: ("year.grades", "GradesScreen"),
    Place.YEAR: ("year.year", "YearScreen"),
    Place.NOTICES: ("public.notices", "Notices"),
    Place.MATTERS: ("public.matters", "Matters"),
    Place.EXPORT: ("public.exporting", "ExportScreen"),
    Place.RECORD: ("record.record", "RecordScreen"),
    Place.BACKUPS: ("database.backups", "Backups"),
    Place.OPERATORS: ("access.operators", "Operators"),
    Place.RELEASE: ("access.sign_in", "Release"),
}
"""Place -> the module in ``ui.screens``, and the class in it."""


def screen_class(place: Place) -> type[Screen[Any]]:
    """Import the screen of a place."""
    module, name = SCREENS[place]
    screen: type[Screen[Any]] = getattr(import_module(f"kaohe_tui.ui.screens.{module}"), name)
    return screen


def screen_at(place: Place, *about: Any, **more: Any) -> Screen[Any]:
    """Make the screen of a place.

    Args:
        place: which screen.
        about: what it is made with, as its class takes it.
        more: the same by name.
    """
    return screen_class(place)(*about, **more)


class NavigatingApp(EndingApp[ReturnType], inherit_bindings=False):
    """An app whose screens name the place that they lead to, and import no screen for it."""

    def load(self, place: Place) -> None:
        """Import the screen of a place before it is shown."""
        screen_class(place)

    def show(self, place: Place, *about: Any, then: Callable[[Any], None] | None = None) -> None:
        """Open the screen of a place over the others.

        Args:
            place: which screen.
            about: what the screen is made with.
            then: gets the screen's result when it closes.
        """
        self.push_screen(screen_at(place, *about), then)

    async def show_and_wait(self, place: Place, *about: Any, **more: Any) -> Any:
        """Open the screen of a place, and return its result when it closes."""
        return await self.push_screen_wait(screen_at(place, *about, **more))


def first_screen(room: "Room") -> Screen[Any]:
    """Return the first screen of a meeting, or signing in where there are operators."""
    from kaohe_tui.services.access import operators
    from kaohe_tui.ui.screens.access.sign_in import SignIn

    # Before a PIN is typed, not after it.
    home = screen_class(Place.HOME)
    is_nobodys = room.keyboard.operator is None and not room.database.is_read_only
    return SignIn() if is_nobodys and operators.may_sign_in(room) else home()


async def go_on(app: Host, step: "Step") -> None:
    """Open the screen on which the step is taken; its period is in view from then on."""
    from kaohe_tui.domain.entries.entries import YEAR
    from kaohe_tui.services.tiers.next_thing import Do

    if step.do is Do.BEGIN:
        from kaohe_tui.ui.screens.periods.beginning import begin_period

        await begin_period(app, step)
        return
    if step.do is Do.NEW_YEAR:
        await app.choose_year()
        return
    if step.period != YEAR and step.period != app.period:
        app.view_period(step.period)
    if step.do in (Do.OPEN, Do.CLOSE) and not step.tier:
        from kaohe_tui.ui.screens.periods.whole_period import take_step

        await take_step(app, step)
        return
    await app.push_screen_wait(_screen(step))


def _screen(step: "Step") -> Screen[Any]:
    from kaohe_tui.services.tiers.next_thing import Do

    match step.do:
        case Do.OPEN:
            return screen_at(Place.TIER, step.tier)
        case Do.KEY | Do.SETTLE:
            return screen_at(Place.RATERS, step.tier)
        case Do.CLOSE:
            return screen_at(Place.CLOSING, step.tier)
        case Do.DECIDE:
            return screen_at(Place.GRADES, step.period, at_waiting=True)
        case Do.POST | Do.REPOST | Do.NOTICE:
            return screen_at(Place.NOTICES, step.period)
        case Do.MATTERS:
            return screen_at(Place.MATTERS, step.period)
        case _:
            return screen_at(Place.STANDINGS)
