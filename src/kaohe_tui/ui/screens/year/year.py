"""Show the year: what each period gave to each person, and what it comes to."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.domain.year.words import gaps
from kaohe_tui.services.year import year as reading
from kaohe_tui.services.year.year import YearView
from kaohe_tui.ui.frame.host import Place, app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.moving.lists import FollowingList
from kaohe_tui.ui.screens.standings.showing import class_name
from kaohe_tui.ui.screens.year.year_plot import YearPersonScreen
from kaohe_tui.ui.screens.year.year_table import Table
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.standings.listing import classes, rows_of
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n

_INDENT = 3
"""Cells that the list's cursor takes before each line."""


class YearScreen(FollowingList[None]):
    """Person by period, with the trend, the year's value, its rank and its grade."""

    TITLE_MSGID = N_("The year")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "Each closed period's total, weighed into the year. A period without a total for a "
            "person leaves both sums: it is never counted as zero."
        ),
        N_(
            "The small bars show the trend through the year, from the lowest to the highest "
            "total of the class; a dot means no total."
        ),
        N_("= after a rank: it is shared. –: nothing to show, or not ranked."),
        N_("People no longer in the roster come last: marked as left, without rank and grade."),
    )
    """How a year adds up, the bars, the signs, and people who left."""
    KEYS = (
        Command(("enter",), "person", N_("Person"), N_("Show how one person's year adds up.")),
        Command(("g",), "grades", N_("Grades"), N_("Show and decide the grades of the year.")),
        Command(("c",), "next_class", N_("Class"), N_("Show the next class of people.")),
        *MOVES,
        Command(("escape",), "back", N_("Back"), N_("Go back.")),
    )
    """A person's year, the grades, the next class, moving in the list, the way back."""

    def __init__(self) -> None:
        super().__init__()
        self._role: Role | None = None
        self._now: YearView | None = None
        self._rows: Sequence[Standing] = ()

    def compose(self) -> ComposeResult:
        """Compose year and class, the table, and whose year lacks a period."""
        yield from self.compose_frame(
            TextLine(id="year-title", classes="heading"),
            Static(markup=False, id="year-heading", classes="heading"),
            PickList([]),
            Static(markup=False, id="year-gaps", classes="note"),
        )

    def on_mount(self) -> None:
        """Fill the list."""
        self.attempt(self.fill)

    def on_resize(self) -> None:
        """Choose the columns again for another width."""
        if self._now is not None:
            self._draw(self._now)

    def on_screen_resume(self) -> None:
        """Show what was changed on another screen."""
        self.attempt(self.fill)

    def fill(self) -> None:
        """Write the year as it stands now."""
        now = self._now = reading.view(app_of(self).room)
        listed = classes(now.year.listed, now.scheme)
        self._role = self._role if self._role in listed else listed[0]
        self._rows = rows_of(now.year.listed, self._role)
        self._draw(now)
        self.refresh_keys()

    def _draw(self, now: YearView) -> None:
        number = len(rows_of(now.year.standings, self._role))
        count = _n("{count} person", "{count} people", number)
        parts = [str(now.scheme.year), _("the year"), class_name(now.scheme, self._role)]
        parts.append(count.format(count=number))
        if not now.year.standings.complete:
            parts.append(_("provisional: periods still open"))
        self.query_one("#year-title", TextLine).show(" · ".join(parts))
        plain = app_of(self).plain_signs
        table = Table(now, self._rows, self.size.width - _INDENT, plain=plain)
        heading = "\n".join(" " * (_INDENT - 1) + line for line in table.heading())
        self.query_one("#year-heading", Static).update(heading)
        cursor = self.pick.cursor
        self.pick.show([(table.line(row), "") for row in self._rows])
        self.pick.move(cursor)
        self.query_one("#year-gaps", Static).update("\n".join(gaps(now.year)))

    def why_not(self, command: Command) -> str | None:
        """Refuse what needs a second class, a person, or grades, where there are none."""
        if command.action == "next_class" and self._role is None:
            return _("Everybody is in one list.")
        if command.action == "person" and not self._rows:
            return _("Nobody is rated in this year.")
        if command.action == "grades" and (self._now is None or not self._now.scheme.grades):
            return _("The scheme has no grades.")
        return None

    def do_person(self) -> None:
        """Show how the year of the person under the cursor adds up."""
        code = self._rows[self.pick.cursor].person.code
        self.app.push_screen(YearPersonScreen(code), self._come_back)

    def _come_back(self, code: str | None) -> None:
        """Put the cursor on the person who was shown last."""
        codes = [row.person.code for row in self._rows]
        if code in codes:
            self.move(codes.index(code) - self.pick.cursor)

    def do_grades(self) -> None:
        """Show the grades of the year."""
        app_of(self).show(Place.GRADES, YEAR)

    def do_next_class(self) -> None:
        """Show the next class, from its first person."""
        if self._now is None:
            return
        listed = classes(self._now.year.listed, self._now.scheme)
        self._role = listed[(listed.index(self._role) + 1) % len(listed)]
        self.pick.show([])
        self.fill()
