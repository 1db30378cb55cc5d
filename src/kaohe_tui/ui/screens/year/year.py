"""Show the year: what each period gave to each person, and what it comes to."""

from collections.abc import Sequence
from fractions import Fraction

from textual.app import ComposeResult
from textual.widgets import Static

from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.people import Role, called, shared_names
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.domain.width import cell_width, fit, pad, widest
from kaohe_tui.domain.wrapping import wrap
from kaohe_tui.domain.year.words import gaps, grade_word
from kaohe_tui.services.year import year as reading
from kaohe_tui.services.year.year import YearView
from kaohe_tui.ui.frame.host import Place, app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.moving.lists import FollowingList
from kaohe_tui.ui.screens.standings.showing import class_name
from kaohe_tui.ui.screens.year.year_plot import YearPersonScreen
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.standings.listing import classes, rows_of
from kaohe_tui.ui.widgets.standings.sparkline import Span, span_of, sparkline
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n

NONE = "–"
"""Stands for a value, rank or grade that does not exist."""
_NAME, _SECTION, _GRADE, _PERIOD = 12, 12, 8, 6
_NARROW_NAME = 8
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
            TextLine(id="year-heading-above", classes="heading"),
            TextLine(id="year-heading", classes="heading"),
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
            parts.append(_("provisional: not every period is closed"))
        self.query_one("#year-title", TextLine).show(" · ".join(parts))
        plain = app_of(self).plain_signs
        table = Table(now, self._rows, self.size.width - _INDENT, plain=plain)
        *above, heading = (" " * (_INDENT - 1) + line for line in table.heading())
        first = self.query_one("#year-heading-above", TextLine)
        first.display = bool(above)
        first.show("".join(above))
        self.query_one("#year-heading", TextLine).show(heading)
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


class Table:
    """The lines of the year's table in the width there is.

    Args:
        now: the year.
        rows: of one class, in order.
        width: cells there are.
        plain: with plain signs for the bars.
    """

    def __init__(self, now: YearView, rows: Sequence[Standing], width: int, *, plain: bool) -> None:
        self._now = now
        self._plain = plain
        self._decimals = now.year.standings.decimals
        self._span: Span = span_of(value for row in rows for value in self._values(row))
        self._shared = shared_names(row.person for row in now.year.listed.rows)
        names = (called(row.person, self._shared) for row in rows)
        self._name = max(widest(names, _NAME), _NARROW_NAME)
        section = widest((row.person.section for row in rows), _SECTION)
        self._headings = [period.name for period in now.scheme.periods]
        number = max(_PERIOD, self._decimals + 4)
        longest = max(map(cell_width, self._headings))
        # What comes first is taken where it fits.
        plans = (
            (self._name, section, max(longest, number)),
            (self._name, section, max(8, number)),
            (self._name, section, number),
            (self._name, 0, max(8, number)),
            (self._name, 0, number),
        )
        chosen = next((plan for plan in plans if self._width(*plan) <= width), None)
        self._name, self._section, self._period = chosen or (_NARROW_NAME, 0, number)

    def _width(self, name: int, section: int, period: int) -> int:
        count = len(self._headings)
        beside = section + 1 if section else 0
        return 5 + name + 1 + beside + count * (period + 1) + count + 1 + 8 + _GRADE

    def _values(self, row: Standing) -> list[Fraction | None]:
        return [share.total for share in self._now.year.rows[row.person.code].shares]

    def heading(self) -> list[str]:
        """Return the names of the columns: two lines where a period's name needs them."""
        broken = [wrap(name, self._period) for name in self._headings]
        trend = " " * len(self._headings)
        last = [fit("".join(lines[1:]) or lines[0], self._period).rstrip() for lines in broken]
        words = (_("Rank"), _("Name"), _("Section")), (_("Year"), _("Grade"))
        rows = [self._joined(*words[0], last, trend, *words[1])]
        if any(len(lines) > 1 for lines in broken):
            first = [lines[0] if len(lines) > 1 else "" for lines in broken]
            rows.insert(0, self._joined("", "", "", first, trend, "", ""))
        return rows

    def line(self, row: Standing) -> str:
        """Return one person's line."""
        code = row.person.code
        values = self._values(row)
        rank = (NONE if row.rank is None else str(row.rank)) + ("=" if row.tied else " ")
        return self._joined(
            rank,
            called(row.person, self._shared),
            row.person.section,
            [share.posted or NONE for share in self._now.year.rows[code].shares],
            sparkline(values, self._span, plain=self._plain),
            self._shown(row.total),
            grade_word(self._now.year, self._now.grading, code) or NONE,
        )

    def _shown(self, value: Fraction | None) -> str:
        return NONE if value is None else shown(value, self._decimals)

    def _joined(  # The cells in the order in which they stand.
        self,
        rank: str,
        name: str,
        section: str,
        periods: Sequence[str],
        trend: str,
        year: str,
        grade: str,
    ) -> str:
        cells = [pad(rank, 4, "right"), fit(name, self._name)]
        if self._section:
            cells.append(fit(section, self._section))
        cells += [pad(text, self._period, "right") for text in periods]
        return " ".join([*cells, trend, pad(year, 7, "right"), fit(grade, _GRADE)]).rstrip()
