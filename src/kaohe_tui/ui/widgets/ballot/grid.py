"""Draw the ballot as a grid: one widget owns every editing key and draws itself by lines.

A chain of inputs mis-assigns keys that arrive in one packet, and a table that repaints itself
cannot follow a fast clerk. Here a key is handled whole before the next one is looked at, and only
the cells that look different are drawn again.
"""

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from kaohe_tui import signs
from kaohe_tui.domain.ballot.effect import SIGN, Outcome
from kaohe_tui.domain.ballot.row import Row, RowState
from kaohe_tui.domain.ballot.sheet import Sheet
from kaohe_tui.domain.width import cell_width, cut, fit, pad
from kaohe_tui.ui.keys.commands import folded
from kaohe_tui.ui.widgets.ballot.layout import (
    BELOW_END,
    MARGIN,
    UNSAVED,
    GridLayout,
    cell_text,
    cursor_text,
    heading,
    lay_out,
    maxima,
    total_text,
)
from kaohe_tui.words import _

HEADINGS = 2
"""Lines above the rows."""
CURSOR = "▶"
"""The sign of the row of the cursor, so that it does not depend on colour."""
PLAIN = "plain"
"""The style of the widget itself."""

_MOVES = {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "enter", "space"}
_MOVES |= {"tab", "shift+tab", "ctrl+home", "ctrl+end"}
_NAMED = frozenset(_MOVES | {"backspace", "delete", "escape"})


class BallotGrid(Widget, can_focus=True):
    """A sheet on the screen.

    Component classes:
        ballotgrid--heading: names and points over the columns.
        ballotgrid--cursor: the cell of the cursor.
        ballotgrid--refused: the cell of the cursor while its digits are refused.
        ballotgrid--done: a row that is answered.
        ballotgrid--aside: a row that takes no marks.
        ballotgrid--total: the totals.
        ballotgrid--end: the line below the last row.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "ballotgrid--heading",
        "ballotgrid--cursor",
        "ballotgrid--refused",
        "ballotgrid--done",
        "ballotgrid--aside",
        "ballotgrid--total",
        "ballotgrid--end",
    }
    """The parts that style sheets can colour; see the class."""

    def __init__(
        self,
        sheet: Sheet,
        *,
        id: str | None = None,
        deaf: Callable[[], bool] = lambda: False,
        keyed: Callable[[Outcome], None] = lambda _outcome: None,
        pass_on: Callable[[events.Key], None] = lambda _event: None,
    ) -> None:
        """Show a sheet.

        Args:
            sheet: the ballot.
            id: the widget's.
            deaf: asked at every key; while it says yes, keys are thrown away.
            keyed: gets at once what a key did. A message would come after the grid's own frame,
                and what it leads to would have to wait for another one.
            pass_on: gets at once the keys that mean nothing to a ballot. Left to bubble, a key
                such as / would be overtaken by those typed after it.
        """
        super().__init__(id=id)
        self.sheet = sheet
        """The ballot that is shown and keyed."""
        self._is_deaf = deaf
        self._keyed = keyed
        self._pass_on = pass_on
        self._top = 0
        self._wanted_top = 0
        """The first row in view as the keys have left it, whatever the size is now."""
        self._asked = sheet.asked
        self._missing = sheet.missing_count
        self._waits = 0
        self._styles: dict[str, Style] = {}
        self._layout_now: GridLayout | None = None
        self._fitted = Size(0, 0)

    # -- keys --------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Take every key that means something to a ballot; the others are the screen's."""
        if self._is_deaf():
            event.stop()
            event.prevent_default()
            return
        key = event.key if event.key in _NAMED else folded(event.character)
        outcome = self.sheet.key(key, self.page) if key else None
        if outcome is None:
            self._pass_on(event)
            return
        event.stop()
        event.prevent_default()
        self.draw(outcome)
        self._keyed(outcome)

    def draw(self, outcome: Outcome) -> None:
        """Draw again what an outcome touched."""
        touched = outcome.touched
        # The line below the last row tells how many are missing, and whether all is saved.
        counts = (self.sheet.missing_count, self.sheet.waits)
        if counts != (self._missing, self._waits):
            self._missing, self._waits = counts
            touched |= {(len(self.sheet.rows), SIGN)}
        if self._follow():
            self.refresh()
            return
        regions = [region for row, place in touched if (region := self._region(row, place))]
        if regions:
            self.refresh(*regions)

    def draw_all(self) -> None:
        """Follow the cursor and draw everything again."""
        self._follow()
        self.refresh()

    # -- where things stand ------------------------------------------------------------------

    @property
    def page(self) -> int:
        """How many rows are seen at once."""
        return max(self.size.height - HEADINGS, 1)

    @property
    def layout_now(self) -> GridLayout:
        """The columns as they stand."""
        if self._layout_now is None:
            self._layout_now = lay_out(self.sheet, self.size.width, self.sheet.column, 0)
        return self._layout_now

    def _fit(self) -> None:
        """Fit the columns to a new size and keep the cursor in view.

        Asked for when drawing: not every change of size brings an event of its own.
        """
        if self._fitted != self.size:
            self._fitted = self.size
            self._layout_now = None
            # The same lines as before, as far as they fit: back in the old size it is as it was.
            self._top = self._wanted_top
            self._follow(keyed=False)

    def _follow(self, *, keyed: bool = True) -> bool:
        """Keep the cursor in view; true when everything has to be drawn again.

        Args:
            keyed: whether a key has moved it, and not another size what is in view.
        """
        row, page = self.sheet.row, self.page
        below = min(BELOW_END, page // 2)
        last = row + below if self.sheet.at_end else row
        top = max(min(self._top, row), last - page + 1, 0)
        if keyed and row in (self._top - 1, self._top + page):
            # Keyed past the edge: half a page at once. A line at a time would send the whole grid
            # again with every row, which is felt on a slow line, and hide the rows to come.
            top = max(row - page // 2, 0)
        top = max(min(top, len(self.sheet.rows) + 1 + below - page), 0)
        changed = top != self._top
        self._top = top
        if keyed:
            self._wanted_top = top
        layout = self.layout_now
        if not self.sheet.at_end and layout.span(self.sheet.column) is None:
            self._layout_now = lay_out(self.sheet, self.size.width, self.sheet.column, layout.first)
            changed = True
        before, self._asked = self._asked, self.sheet.asked
        return changed or before != self._asked

    def _region(self, row: int, place: int) -> Region | None:
        y = row - self._top + HEADINGS
        if not HEADINGS <= y < self.size.height:
            return None
        if row >= len(self.sheet.rows):
            return Region(0, y, self.size.width, 1)
        if place == SIGN:
            return Region(0, y, MARGIN, 1)
        is_total = place >= len(self.sheet.rows[row].marks)
        span = self.layout_now.total_span if is_total else self.layout_now.span(place)
        if span is None:
            return None
        return Region(span[0], y, span[1], 1)

    # -- drawing -----------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Forget the styles when the theme changes."""
        super().notify_style_update()
        self._styles.clear()

    def _style(self, name: str) -> Style:
        # Textual keeps none of them beyond a refresh, and to find one takes longer than a line.
        if name not in self._styles:
            part = f"ballotgrid--{name}"
            is_part = name != PLAIN
            self._styles[name] = self.get_component_rich_style(part) if is_part else self.rich_style
        return self._styles[name]

    def render_line(self, y: int) -> Strip:
        """Draw one line: two of headings, then the rows, then the end line."""
        self._fit()
        width = self.size.width
        if y < HEADINGS:
            segments = [Segment(self._heading(y), self._style("heading"))]
        else:
            number = y - HEADINGS + self._top
            if number < len(self.sheet.rows):
                segments = self._row(number)
            elif number == len(self.sheet.rows):
                segments = [self._end()]
            else:
                segments = []
        return Strip(segments).adjust_cell_length(width, self._style(PLAIN))

    def _heading(self, y: int) -> str:
        indicators, layout = self.sheet.indicators, self.layout_now
        if y == 0:
            return heading(layout, indicators, (_("Ratee"), _("Sum")))
        last = min(self._top + self.page, len(self.sheet.rows))
        seen = f"{self._top + 1}-{last} / {len(self.sheet.rows)}"
        if layout.shown < len(indicators):
            columns = f"{layout.first + 1}-{layout.first + layout.shown}"
            seen += f"   ←{columns} / {len(indicators)}→"
        return maxima(layout, indicators, seen, self.sheet.asked)

    def _row(self, number: int) -> list[Segment]:
        row = self.sheet.rows[number]
        layout = self.layout_now
        at_cursor = number == self.sheet.row
        base = self._style({RowState.DONE: "done"}.get(row.state, "aside"))
        plain = self._style(PLAIN) if row.takes_marks else base
        left = f"{CURSOR if at_cursor else ' '} {signs.ROWS[row.state]} "
        left += f"{pad(row.ratee.code, layout.code)} "
        left += fit(row.ratee.name, layout.name)
        if layout.section:
            left += " " + fit(row.ratee.section, layout.section)
        shown = range(layout.first, min(layout.first + layout.shown, len(row.marks)))
        cursor = self.sheet.column if at_cursor else None
        # What is of another form does not belong below these headings.
        cell = plain if row.asked == self.sheet.asked else self._style("aside")
        cells = [self._cell(number, each, cell, at_cursor=each == cursor) for each in shown]
        segments = [Segment(left, plain), *cells]
        segments.append(Segment(" " * (layout.shown - len(shown)) * layout.column, cell))
        style = self._style("total") if row.takes_marks else plain
        return [*segments, Segment(total_text(layout, row), style)]

    def _cell(self, number: int, column: int, plain: Style, *, at_cursor: bool) -> Segment:
        width = self.layout_now.column
        if not at_cursor:
            row = self.sheet.rows[number]
            text = cell_text(row, column) if row.takes_marks else self._aside(row, column)
            sign = UNSAVED if self.sheet.is_unsaved(number, column) else " "
            return Segment(pad(text, width - 1, "right") + sign, plain)
        style = self._style("refused" if self.sheet.refusal else "cursor")
        return Segment(pad(cursor_text(self.sheet, width), width, "right"), style)

    def _aside(self, row: Row, column: int) -> str:
        if column != self.layout_now.first:
            return ""
        whole, short = (_("abstained"), _("abst")) if row.abstained else (_("recused"), _("rec."))
        room = self.layout_now.column - 1
        return whole if cell_width(whole) <= room else short

    def _end(self) -> Segment:
        at_cursor = self.sheet.at_end
        missing = self._missing
        if missing:
            sentence = _(
                "{count} not rated yet — Enter: hand in as it is, or go back and rate"
            ).format(count=missing)
        elif self.sheet.waits:
            sentence = _("All rated, not everything saved yet — Enter: hand in the ballot")
        else:
            sentence = _("All rated — Enter: hand in the ballot")
        style = self._style("cursor" if at_cursor else "end")
        text = f"{CURSOR if at_cursor else ' '} {sentence}"
        return Segment(pad(cut(text, self.size.width), self.size.width if at_cursor else 0), style)
