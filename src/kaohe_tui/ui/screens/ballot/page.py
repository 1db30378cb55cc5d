"""Show a ballot: whose it is, the grid, and under it what the cursor's cell asks for."""

from textual.containers import Vertical

from kaohe_tui.domain.ballot.limits import Counting
from kaohe_tui.domain.rules.scheme.tiers import Detail
from kaohe_tui.domain.width import cell_width
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.ui.frame.host import called
from kaohe_tui.ui.screens.ballot.lines import first_line, second_line, third_line
from kaohe_tui.ui.widgets.ballot.grid import BallotGrid
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import _


class BallotPage(Vertical):
    """The grid and the lines around it."""

    def __init__(self, ballot: OpenBallot, grid: BallotGrid) -> None:
        """Show the ballot that the grid keys."""
        super().__init__(
            TextLine(id="ballot-title", classes="heading"),
            grid,
            TextLine(id="ballot-criteria"),
            TextLine(id="ballot-tasks"),
            TextLine(id="ballot-person", classes="note"),
            id="ballot-main",
        )
        self._ballot = ballot
        self._sheet = ballot.sheet
        self._limits = Counting(ballot.tier.limits)

    def on_mount(self) -> None:
        """Leave out the line that nothing on this ballot fills, and wait for keys."""
        shown = bool(self._ballot.tasks) or self._ballot.tier.detail is Detail.CRITERIA
        self.query_one("#ballot-tasks").display = shown
        self.query_one(BallotGrid).focus()
        self.show()

    def on_resize(self) -> None:
        """Cut the lines to their width."""
        self.show()

    def show(self) -> None:
        """Write the lines again."""
        self.show_title()
        self.show_cell()

    def show_title(self) -> None:
        """Write whose ballot it is, how many are rated, and how far its limits are reached.

        The section stands there where there is room.
        """
        period_room = self._ballot.period_room
        rated, owed = self._sheet.counts()
        fields = {
            "period": period_room.steps.period.name,
            "tier": self._tier(),
            "name": called(self, self._ballot.rater),
            "section": self._ballot.rater.section,
            "rated": rated,
            "owed": owed,
        }
        line = self.query_one("#ballot-title", TextLine)
        limits = "".join(
            f"   {each}" for each in self._limits.lines(self._sheet.rows, self._section())
        )
        room = line.size.width - 2
        title = _("{period} · {tier}   Rater {name} ({section})   rated {rated}/{owed}")
        if cell_width(title.format(**fields) + limits) > room:
            title = _("{period} · {tier}   Rater {name}   rated {rated}/{owed}")
        if limits and cell_width(title.format(**fields) + limits) > room:
            title = _("{tier}   {name}   rated {rated}/{owed}")
        line.show(title.format(**fields) + limits)

    def _section(self) -> str:
        """Return the section of the person at the cursor; of the last one at the end."""
        rows = self._sheet.rows
        return rows[min(self._sheet.row, len(rows) - 1)].ratee.section if rows else ""

    def _tier(self) -> str:
        name = self._ballot.tier.name
        if not self._ballot.is_second:
            return name
        return _("{tier}, second entry").format(tier=name)

    def show_cell(self) -> None:
        """Write what the cursor's column asks for, and who the row is."""
        sheet = self._sheet
        if self._limits.goes_by_section:
            # Another row may be of another section, whose count the title has.
            self.show_title()
        line = self.query_one("#ballot-criteria", TextLine)
        criteria, tasks, person = "", "", ""
        if sheet.loss:
            criteria, person = sheet.loss.told, sheet.loss.way_on
        elif not sheet.at_end:
            room = max(line.size.width - 2, 1)
            own = self._ballot.tasks.get(sheet.rows[sheet.row].ratee.code, ())
            criteria = first_line(sheet, room)
            tasks = second_line(sheet, own, room)
            person = third_line(sheet, own, room)
        line.show(criteria)
        self.query_one("#ballot-tasks", TextLine).show(tasks)
        self.query_one("#ballot-person", TextLine).show(person)
