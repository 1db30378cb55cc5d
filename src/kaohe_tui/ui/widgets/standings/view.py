"""Draw the standings by lines: beside the ballot, on the first screen, on the projector."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings import score_bars
from kaohe_tui.domain.standings.rows import PlainRows, Rows, as_rows
from kaohe_tui.domain.standings.standings import Standing, Standings
from kaohe_tui.ui.widgets.standings.cells import BAR, PLAIN_BAR, RankTable
from kaohe_tui.ui.widgets.standings.columns import Column, Kind
from kaohe_tui.ui.widgets.standings.listing import BY_RANK, classes, rows_of, sorted_rows
from kaohe_tui.words import _

_Look = tuple[tuple[bool, bool], tuple[str, ...]]
"""Whether a line is under the cursor and without a rank, and its cells."""
_Drawn = tuple[tuple[object, ...], _Look]
"""What the look of a line follows from, and the look."""

_STYLES = {
    Kind.NAME: "name",
    Kind.SECTION: "quiet",
    Kind.TIER: "quiet",
    Kind.REVIEW: "quiet",
    Kind.BONUS: "quiet",
    Kind.DEDUCTION: "quiet",
    Kind.SCORE: "score",
    Kind.BAR: "bar",
}


class StandingsView(ScrollView, can_focus=False, inherit_bindings=False):
    """A list of standings; its screen moves the cursor, if it has one.

    After a change, ``show`` repaints no more than the cells that are other than before.

    Args:
        full: with a heading line and a column a tier; else rank, name, score, bar and movement.
        cursor: with a cursor that marks one person.

    Component classes:
        standings--heading: the heading line.
        standings--name: names.
        standings--quiet: sections, tiers' means, people without a rank.
        standings--score: scores.
        standings--bar: bars.
        standings--up: places won.
        standings--down: places lost.
        standings--zebra: every other line of the full table.
        standings--cursor: the line of the cursor.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"standings--{name}"
        for name in (
            "heading",
            "name",
            "quiet",
            "score",
            "bar",
            "up",
            "down",
            "zebra",
            "cursor",
        )
    }
    """The parts that style sheets can colour; see the class."""

    def __init__(self, *, full: bool, cursor: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._full = full
        self._with_cursor = cursor
        self.role: Role | None = None
        """Whose list is shown; None where everybody is ranked together."""
        self._top = 0
        self._standings: Standings | None = None
        self._scheme: Scheme | None = None
        self._moves: Mapping[str, int] | None = {}
        self._ranked: Rows = PlainRows(())
        self._rows: Sequence[Standing] = ()
        self._table: RankTable | None = None
        self._cursor = 0
        # What each line showed when it was last drawn, to find the cells that are other.
        self._drawn: dict[int, _Drawn] = {}

    # What is shown

    def show(
        self,
        standings: Standings,
        scheme: Scheme,
        moves: Mapping[str, int] | None,
        *,
        role: Role | None = None,
        sort: str = BY_RANK,
    ) -> None:
        """Show one list of the standings; the cursor stays on its person.

        Args:
            standings: as the board or a frozen result holds them.
            scheme: the one they were counted under.
            moves: code -> places won (positive) or lost; empty while nothing moved, None for a
                list that cannot move.
            role: whose list; None for the first there is, or for everybody where all are ranked
                together.
            sort: see ``sorted_rows``.
        """
        person = self.person
        listed = classes(standings, scheme)
        before = self._table
        self._standings, self._scheme, self._moves = standings, scheme, moves
        self.role = role if role in listed else listed[0]
        self._ranked = rows_of(standings, self.role)
        self._rows = sorted_rows(self._ranked, sort, scheme)
        self._cursor = (self._place(person) if person else None) or 0
        self._lay_out()
        if before is None or self._table is None or before.columns != self._table.columns:
            self._drawn.clear()
            self.refresh()
        else:
            if self._top and before.base != self._table.base:
                self.refresh_line(self._top - 1)
            self._refresh_changed()
        if self._with_cursor:
            self._scroll_to_cursor()

    @property
    def count(self) -> int:
        """How many people are listed."""
        return len(self._rows)

    # The cursor

    @property
    def person(self) -> str | None:
        """The code of the person under the cursor."""
        return self._rows[self._cursor].person.code if self._rows else None

    def move(self, by: int) -> None:
        """Move the cursor by so many lines, no further than the ends."""
        self._put(max(min(self._cursor + by, len(self._rows) - 1), 0))

    def move_to(self, code: str) -> None:
        """Put the cursor on a person; nothing happens when the person is not listed."""
        place = self._place(code)
        if place is not None:
            self._put(place)

    def _place(self, code: str) -> int | None:
        """Return the line of a person, from 0; None: the person is not listed."""
        if self._rows is not self._ranked:
            codes = [row.person.code for row in self._rows]
            return codes.index(code) if code in codes else None
        try:
            return self._ranked.place(code)
        except KeyError:
            return None

    @property
    def page(self) -> int:
        """How many people are seen at once."""
        return max(self.size.height - self._top, 1)

    @property
    def scale(self) -> str:
        """The range of the bars, for a title over a list without a heading line.

        Empty where there are no bars.
        """
        table = self._table
        if table is None or all(column.kind is not Kind.BAR for column in table.columns):
            return ""
        return "   " + _("bars from {low} to {full}").format(low=table.base, full=table.top)

    def _put(self, index: int) -> None:
        before, self._cursor = self._cursor, index
        for changed in {before, index}:
            self.refresh_line(changed + self._top)
        self._scroll_to_cursor()

    def _scroll_to_cursor(self) -> None:
        first = self.scroll_offset.y
        if self._cursor < first:
            self.scroll_to(y=self._cursor, animate=False, force=True)
        elif self._cursor >= first + self.page:
            self.scroll_to(y=self._cursor - self.page + 1, animate=False, force=True)

    # Drawing

    def _lay_out(self) -> None:
        if self._standings is None or self._scheme is None or not self.size.width:
            return
        self._table = RankTable(
            self._rows,
            self._ranked,
            self._scheme,
            self._standings.decimals,
            self._moves,
            width=self.size.width,
            full=self._full,
            cursor=self._with_cursor,
            bar=PLAIN_BAR if self.app.current_theme.ansi else BAR,
            base=_base(self._standings, self._scheme),
        )
        self._top = len(self._table.headings) if self._full else 0
        self.virtual_size = Size(0, len(self._rows) + self._top)

    def on_resize(self) -> None:
        """Choose the columns again for another width."""
        self._lay_out()
        self._drawn.clear()
        self.refresh()
        if self._with_cursor:
            self._scroll_to_cursor()

    def notify_style_update(self) -> None:
        """Lay the table out again: another theme may want another bar."""
        super().notify_style_update()
        if self.is_attached:
            self._lay_out()
            self._drawn.clear()

    def _look(self, table: RankTable, index: int, old: _Drawn | None = None) -> _Drawn:
        """Return what the line of that row shows, and what that follows from.

        Args:
            table: the rows and columns.
            index: of the row.
            old: of a table with equal columns; returned where it still holds.
        """
        at_cursor = self._with_cursor and index == self._cursor
        grounds = (at_cursor, *table.grounds(index))
        if old is not None and old[0] == grounds:
            return old
        tone = (at_cursor, table.rows[index].rank is None)
        return grounds, (tone, table.cells(index, at_cursor=at_cursor))

    def _refresh_changed(self) -> None:
        """Repaint, of the lines in view, the columns whose text has changed."""
        table = self._table
        if table is None:
            return
        first = self.scroll_offset.y
        drawn, self._drawn = self._drawn, {}
        for y in range(self._top, self.size.height):
            index = first + y - self._top
            old = drawn.get(index)
            new = self._look(table, index, old) if index < len(table.rows) else None
            was, now = old and old[1], new and new[1]
            if was != now:
                self.refresh(_changed(table.columns, was, now, y, self.size.width))
            elif new is not None:
                self._drawn[index] = new

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is in view."""
        width = self.size.width
        if self._table is None:
            self._lay_out()
        table = self._table
        if table is None:
            return Strip.blank(width, self.rich_style)
        if y < self._top:
            style = self.rich_style + self._part("heading")
            text = " ".join(table.headings[y])
            return Strip([Segment(text, style)]).adjust_cell_length(width, style)
        index = self.scroll_offset.y + y - self._top
        if index >= len(table.rows):
            self._drawn.pop(index, None)
            return Strip.blank(width, self.rich_style)
        drawn = self._drawn[index] = self._look(table, index)
        return self._row_strip(table, index, drawn[1])

    def _row_strip(self, table: RankTable, index: int, look: _Look) -> Strip:
        (at_cursor, _unranked), cells = look
        base = self.rich_style
        if at_cursor:
            base += self._part("cursor")
        elif self._full and index % 2:
            base += self._part("zebra")
        row = table.rows[index]
        # The gap goes with the cell before it and equal styles are joined: fewer bytes to send.
        segments = [
            Segment(text + " ", base if at_cursor else base + self._style(column, row, text))
            for column, text in zip(table.columns, cells, strict=True)
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base).simplify()

    def _style(self, column: Column, row: Standing, text: str) -> Style:
        if column.kind is Kind.MOVE:
            return self._part("up" if "↑" in text else "down" if "↓" in text else "quiet")
        if row.rank is None:
            return self._part("quiet")
        return self._part(_STYLES[column.kind]) if column.kind in _STYLES else Style.null()

    def _part(self, name: str) -> Style:
        return self.get_component_rich_style(f"standings--{name}", partial=True)


def _base(standings: Standings, scheme: Scheme) -> int:
    """Return where the bars of all lists begin, so that the last ranked of each still has one."""
    lists = (as_rows(rows_of(standings, role)) for role in classes(standings, scheme))
    return score_bars.base_of(rows[rows.ranked - 1].total for rows in lists if rows.ranked)


def _changed(
    columns: tuple[Column, ...], old: _Look | None, new: _Look | None, y: int, width: int
) -> Region:
    """Return the part of a line from the first changed column to the last."""
    if old is None or new is None or old[0] != new[0]:
        return Region(0, y, width, 1)
    x, left, right = 0, width, 0
    for column, was, now in zip(columns, old[1], new[1], strict=True):
        if was != now:
            left, right = min(left, x), x + column.width
        x += column.width + 1
    return Region(left, y, right - left, 1)
