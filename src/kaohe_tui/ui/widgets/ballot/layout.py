"""Lay out the lines of a ballot for a width: where each column stands. Cells, from 0."""

from collections.abc import Sequence
from dataclasses import dataclass

from kaohe_tui.domain.ballot.row import Row, level_of
from kaohe_tui.domain.ballot.sheet import Sheet
from kaohe_tui.domain.numbers import points
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.domain.width import cell_width, fit, pad, widest

MARGIN = 4
"""The cursor's sign and the row's sign, a space after each."""
NARROWEST_SECTION = 6
"""Cells below which sections are left out, unless all of them are shorter."""
BELOW_END = 4
"""Lines kept free below the end line: there stands the question whether to hand in."""
WIDEST_HEADING = 12
"""Cells that an indicator's name may ask for above its column."""
WIDEST_NAME = 20
"""Cells that a code, a name or a section may ask for."""
SUM_SO_FAR = 3
"""Extra cells of a column that is keyed part by part: the other parts' sum and a plus."""
EMPTY = "·"
"""Stands in a cell without a mark."""
UNFINISHED = "…"
"""Stands behind the sum of parts of which some are missing."""
UNSAVED = "*"
"""Stands behind a mark that is not on disk yet."""


@dataclass(frozen=True, slots=True)
class GridLayout:
    """The columns that fit, and where they begin."""

    code: int
    """Cells of the codes."""
    name: int
    """Cells of the names."""
    section: int
    """Cells of the sections; 0: there is no room for them."""
    column: int
    """Cells of each indicator's column."""
    first: int
    """The first indicator shown, counted from 0."""
    shown: int
    """How many indicators are shown, at least 1."""
    total: int
    """Cells of the total, the level behind it among them."""
    level: int = 0
    """Cells of the level that a total stands for; 0: it stands for none."""

    @property
    def left(self) -> int:
        """Where the first indicator's column begins."""
        return MARGIN + self.code + 1 + self.name + (self.section + 1 if self.section else 0)

    def span(self, column: int) -> tuple[int, int] | None:
        """Return (where an indicator's column begins, its width); None where it is not shown."""
        if not self.first <= column < self.first + self.shown:
            return None
        return self.left + (column - self.first) * self.column, self.column

    @property
    def total_span(self) -> tuple[int, int]:
        """(where the total begins, its width)."""
        return self.left + self.shown * self.column, self.total


def lay_out(sheet: Sheet, width: int, column: int, first: int) -> GridLayout:
    """Fit a ballot into a width.

    Names come first, since a mark must not go to the wrong person; then all indicators; sections
    take what is left. Where the indicators do not all fit, a window of them holds the cursor.

    Args:
        sheet: the ballot.
        width: cells there are.
        column: the cursor's indicator.
        first: the first indicator shown so far, kept where it still fits.
    """
    people = sheet.people
    code = widest((p.code for p in people), WIDEST_NAME)
    longest = widest((p.name for p in people), WIDEST_NAME)
    mark = max(len(points(sheet.step)) + 1, 3) + 2 + (sheet.step < 10)
    if any(row.form for row in sheet.rows):
        mark += SUM_SO_FAR
    forms = list(dict.fromkeys(row.asked for row in sheet.rows if row.asked))
    names = [level.name for form in forms if form.marks.is_level for level in form.levels]
    mark = max([mark, *(min(cell_width(name), WIDEST_HEADING) + 3 for name in names)])
    indicators = [each for form in forms for each in form.indicators] or sheet.indicators
    headings = (min(cell_width(i.name), WIDEST_HEADING) + 1 for i in indicators)
    wide = max(mark, *headings)
    bands = [cell_width(level.name) for form in forms for level in form.bands]
    level = max((min(each, WIDEST_HEADING) + 1 for each in bands), default=0)
    total = 6 + level
    room = width - MARGIN - code - 1 - total
    count = max((len(row.marks) for row in sheet.rows), default=len(sheet.indicators))
    name = max(min(longest, room - count * mark), min(longest, 12), 4)
    cells = min(wide, max((room - name) // count, mark))
    shown = max(min((room - name) // cells, count), 1)
    first = max(min(first, column, count - shown), column - shown + 1, 0)
    spare = room - name - shown * cells - 1
    section = widest((p.section for p in people), WIDEST_NAME)
    section = min(section, spare) if spare >= min(NARROWEST_SECTION, section) else 0
    return GridLayout(code, name, section, cells, first, shown, total, level)


def heading(layout: GridLayout, indicators: Sequence[Indicator], labels: tuple[str, str]) -> str:
    """Write the line of names over the columns.

    Args:
        layout: where they stand.
        indicators: all of them.
        labels: what stands over the people and over the total.
    """
    people, total = labels
    line = fit(" " * MARGIN + people, layout.left - 1) + " "
    for indicator in indicators[layout.first : layout.first + layout.shown]:
        line += fit(indicator.name, layout.column - 1, "right") + " "
    line += " " * (layout.shown - len(indicators)) * layout.column
    return line + _over_total(layout, fit(total, layout.total - layout.level - 1, "right"))


def maxima(
    layout: GridLayout, indicators: Sequence[Indicator], seen: str, form: Form | None = None
) -> str:
    """Write the line of points below the headings.

    Args:
        layout: where they stand.
        indicators: all of them.
        seen: which rows are seen, in words; on the left.
        form: what is keyed; None for points.
    """
    line = fit(" " * MARGIN + seen, layout.left - 1) + " "
    figures = [each.most for each in form.columns] if form else []
    figures = figures or [points(indicator.points) for indicator in indicators]
    for figure in figures[layout.first : layout.first + layout.shown]:
        line += pad(figure, layout.column - 1, "right") + " "
    line += " " * (layout.shown - len(indicators)) * layout.column
    full = form.full if form else sum(indicator.points for indicator in indicators)
    return line + _over_total(layout, points(full))


def total_text(layout: GridLayout, row: Row) -> str:
    """Write a row's total, and the level that it stands for."""
    level = level_of(row) if layout.level else ""
    return _over_total(layout, row.shown_total, fit(level, layout.level - 1) if level else "")


def _over_total(layout: GridLayout, text: str, level: str = "") -> str:
    text = pad(text, layout.total - layout.level - 1, "right")
    return text + pad(f" {level}" if level else "", layout.level) + " "


def cell_text(row: Row, column: int) -> str:
    """Write what stands in a cell that takes marks: its mark, or the sum of its parts so far."""
    so_far = row.so_far(column)
    if so_far is None:
        return EMPTY
    return row.written(so_far) + (UNFINISHED if row.marks[column] is None else "")


def cursor_text(sheet: Sheet, width: int) -> str:
    """Write what stands in the cell of the cursor.

    Args:
        sheet: the ballot.
        width: the cells there are; the sum of the other parts is left out where it has no room.
    """
    row, column = sheet.rows[sheet.row], sheet.column
    so_far = row.so_far(column) if row.takes_marks else None
    if not sheet.text:
        stands = "" if so_far is None else row.written(so_far)
        more = "_" if so_far is None or row.marks[column] is None else ""
        return f"[{stands}{'!' if sheet.loss else more}" + (
            UNSAVED if sheet.is_unsaved(sheet.row, column) else "]"
        )
    typed = sheet.text + ("!" if sheet.refusal else "_")
    if so_far is not None and row.parts_at(column):
        others = so_far - (row.given(column, sheet.part) or 0)
        whole = f"[{points(others)}+{typed}]"
        if others and len(whole) <= width:
            return whole
    return f"[{typed}]"
