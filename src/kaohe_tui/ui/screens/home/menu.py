"""Open what stands around the meeting, each a screen of its own: the first screen's menu."""

from collections.abc import Sequence

from textual.events import Key
from textual.widget import Widget
from textual.widgets import Static

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.access.duties import Sight
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.ui.frame.host import Place, app_of
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import Command, find, shown_key
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.words import N_, _

MENU = Command(("m",), "menu", N_("The year"), N_("Everything around the meeting."))
"""Opens the menu."""
_AROUND = (
    Command(
        ("f",),
        "people",
        N_("Roster"),
        N_("Who is in this period's roster; put it right."),
        in_bar=False,
    ),
    Command(
        ("w",), "tasks", N_("Tasks"), N_("Yearly tasks: declared, judged, in force."), in_bar=False
    ),
    Command(("a",), "adjustments", N_("Adjustments"), N_("Bonuses and deductions."), in_bar=False),
    Command(("j",), "figures", N_("Figures"), N_("Figures that the office enters."), in_bar=False),
    Command(("v",), "vetoes", N_("Vetoes"), N_("The one-vote veto."), in_bar=False),
    Command(("d",), "absences", N_("Absences"), N_("Days away from duty."), in_bar=False),
    Command(("e",), "exemptions", N_("No grade"), N_("Who gets no grade, and why."), in_bar=False),
    Command(("g",), "grades", N_("Grades"), N_("Grades of this period."), in_bar=False),
    Command(
        ("y",), "year", N_("Year"), N_("The year: weighted total of its periods."), in_bar=False
    ),
    Command(("h",), "year_grades", N_("Year's grades"), N_("Grades of the year."), in_bar=False),
    Command(
        ("n",), "notices", N_("Notices"), N_("Public notices and when they end."), in_bar=False
    ),
    Command(
        ("o",),
        "matters",
        N_("Objections"),
        N_("Objections and reports, and what was done."),
        in_bar=False,
        sight=Sight.REGISTER,
    ),
    Command(
        ("x",),
        "export",
        N_("Documents"),
        N_("Notice, workbook, sheets, blank forms."),
        in_bar=False,
        act=duties.PAPERS,
    ),
    Command(
        ("z",),
        "operators",
        N_("Operators"),
        N_("Who works with kaohe, and the PINs."),
        in_bar=False,
    ),
    Command(
        ("u",),
        "record",
        N_("Record"),
        N_("Who did what; the standings at that time."),
        in_bar=False,
        sight=Sight.RECORD,
    ),
    Command(
        ("b",),
        "backups",
        N_("Backups"),
        N_("Make a backup; restore one."),
        in_bar=False,
        act=duties.COPIES,
    ),
    Command(("k",), "years", N_("Years"), N_("Begin a new year; open another one."), in_bar=False),
)
AROUND = (MENU, *_AROUND)
"""The menu, and what is in it under keys of their own."""


class Menu(Choose):
    """The menu; the letters beside its lines act at once."""

    def below(self) -> Sequence[Widget]:
        """Return what keeps from the line of the cursor, whole: the line is too short for it."""
        return (Static(self._barred(self._at), markup=False, id="menu-note"),)

    def _barred(self, place: int) -> str:
        action, _label, note = self._options[place]
        helps = {each.action: _(each.help) for each in _AROUND}
        return "" if note == helps[action] else note

    def moved(self) -> None:
        """Say what keeps from another line."""
        self.query_one("#menu-note", Static).update(self._barred(self.pick.cursor))

    def on_key(self, event: Key) -> None:
        """Take the line of the letter."""
        if self.takes_keys and (command := find(_AROUND, event)):
            event.stop()
            self.dismiss(command.action)
            return
        super().on_key(event)


class Around(KaoheScreen[None]):
    """The commands of ``AROUND``, each of which opens a screen."""

    def all_commands(self) -> tuple[Command, ...]:
        """Leave out the figures of the office where it enters none."""
        enters = bool(self._scheme.offices)
        return tuple(each for each in super().all_commands() if enters or each.action != "figures")

    @property
    def _scheme(self) -> Scheme:
        app = app_of(self)
        return app.room.period(app.period).scheme

    async def do_menu(self) -> None:
        """Choose one of the things around the meeting."""
        options = []
        offered = set(self.all_commands())
        for each in filter(offered.__contains__, _AROUND):
            barred = self.barred(each)
            note = _("not now: {reason}").format(reason=barred) if barred else _(each.help)
            options.append((each.action, f"{shown_key(each)}  {_(each.label)}", note))
        chosen = await self.app.push_screen_wait(Menu(_("Around the meeting"), options))
        if chosen is not None:
            self.run_command(next(each for each in _AROUND if each.action == chosen))

    def do_people(self) -> None:
        """Open the roster of the period in view."""
        app_of(self).show(Place.PEOPLE)

    def do_tasks(self) -> None:
        """Open the yearly tasks."""
        app_of(self).show(Place.TASKS)

    def do_adjustments(self) -> None:
        """Open bonuses and deductions of the period in view."""
        app_of(self).show(Place.ADJUSTMENTS)

    def do_figures(self) -> None:
        """Open the figures of the office for the period in view."""
        app_of(self).show(Place.FIGURES)

    def do_vetoes(self) -> None:
        """Open vetoes of the period in view."""
        app_of(self).show(Place.VETOES)

    def do_absences(self) -> None:
        """Open absences of the period in view."""
        app_of(self).show(Place.ABSENCES)

    def do_exemptions(self) -> None:
        """Open the list of who gets no grade in the period in view."""
        app_of(self).show(Place.EXEMPTIONS)

    def do_grades(self) -> None:
        """Open the grades of the period in view."""
        app_of(self).show(Place.GRADES, app_of(self).period)

    def do_year(self) -> None:
        """Open the year."""
        app_of(self).show(Place.YEAR)

    def do_year_grades(self) -> None:
        """Open the grades of the year."""
        app_of(self).show(Place.GRADES, YEAR)

    def do_notices(self) -> None:
        """Open the public notices."""
        app_of(self).show(Place.NOTICES)

    def do_matters(self) -> None:
        """Open the register of objections and reports."""
        app_of(self).show(Place.MATTERS)

    def do_export(self) -> None:
        """Open the documents that can be written."""
        app_of(self).show(Place.EXPORT)

    def do_record(self) -> None:
        """Open the record."""
        app_of(self).show(Place.RECORD)

    def do_backups(self) -> None:
        """Open the copies of the database."""
        app_of(self).show(Place.BACKUPS)

    async def do_years(self) -> None:
        """Choose another year's database, or begin a new year."""
        await app_of(self).choose_year()

    def do_operators(self) -> None:
        """Open the operators and their duties."""
        app_of(self).show(Place.OPERATORS)
