"""Write the lines under the grid of a ballot.

They say what the cursor's column asks for, which parts are keyed, and the ratee's own tasks. Each
is one line of a width in cells.
"""

from collections.abc import Sequence

from kaohe_tui.domain.ballot.row import Row
from kaohe_tui.domain.ballot.sheet import Sheet
from kaohe_tui.domain.numbers import points
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.domain.rules.scheme.tiers import Marks
from kaohe_tui.domain.tasks.task import Task
from kaohe_tui.domain.width import cell_width, cut
from kaohe_tui.words import _

SEPARATOR = " · "
"""Stands between two parts of a line."""
HERE = "▶"
"""The sign of the part that the digits go into."""
NOTHING = "–"
"""Stands for a part without a mark, and for a task without a standard."""
LONG_NAME = 24
"""Cells of a part's name that are shown where not all parts fit."""


def asks_for(indicator: Indicator) -> str:
    """Describe an indicator in a line: name, points, criteria."""
    heading = _("{name} {points} points").format(
        name=indicator.name, points=points(indicator.points)
    )
    parts = [f"{c.name} {points(c.points)}" for c in indicator.criteria]
    return heading + ("   " + SEPARATOR.join(parts) if parts else "")


def _asks_for(sheet: Sheet) -> str:
    """Describe what is keyed at the cursor."""
    form = sheet.asked
    if form is None or form.marks is Marks.POINTS:
        return asks_for(sheet.indicators[sheet.column])
    column = form.columns[sheet.column]
    if form.marks.is_level:
        of = "" if form.marks.is_single else asks_for(form.asked_for[sheet.column]) + "   "
        return of + SEPARATOR.join(f"{level.key} {level.name}" for level in form.levels)
    if form.marks is Marks.TOTAL:
        bands = SEPARATOR.join(map(form.band, form.bands))
        return asks_for(column.indicator) + (f"   {bands}" if bands else "")
    return _("{name}: 0 to 100, which counts {points} points").format(
        name=column.indicator.name, points=points(column.points)
    )


def first_line(sheet: Sheet, width: int) -> str:
    """Say what the cursor's cell asks for; where it is keyed part by part, every part."""
    row = sheet.rows[sheet.row]
    if not row.parts_at(sheet.column) or not row.takes_marks or row.came_whole(sheet.column):
        return _asks_for(sheet)
    parts = _parts(sheet, row, 0)
    if cell_width(SEPARATOR.join(parts)) > width:
        parts = _parts(sheet, row, LONG_NAME)
    # The current part is always in view: as much before it as there is room for.
    first = 0
    while first < sheet.part and cell_width(SEPARATOR.join(parts[first : sheet.part + 1])) > width:
        first += 1
    return SEPARATOR.join(parts[first:])


def second_line(sheet: Sheet, tasks: Sequence[Task], width: int) -> str:
    """List the ratee's own tasks beside the indicator of the goals.

    Where the cell is keyed part by part, it is the standard of the part under the cursor.
    """
    row = sheet.rows[sheet.row]
    if row.came_whole(sheet.column):
        return _("This mark came as one figure: Delete clears it, then enter its parts.")
    if parts := row.parts_at(sheet.column):
        part = parts[sheet.part]
        line = _("{part}: {standard}").format(part=part.name, standard=part.standard)
        return cut(line, width) if part.standard else ""
    if not _shows(sheet, tasks):
        return ""
    label = _("Own tasks") + "  "
    return label + _shared([f"{t.title} {points(t.points)}" for t in tasks], width, label)


def third_line(sheet: Sheet, tasks: Sequence[Task], width: int) -> str:
    """Say who the row is; beside the person's own tasks, their standards in that order."""
    ratee = sheet.rows[sheet.row].ratee
    person = f"{ratee.code} {ratee.name}{SEPARATOR}{ratee.section}"
    if sheet.rows[sheet.row].parts_at(sheet.column) or not _shows(sheet, tasks):
        return person
    person += "   " + _("Standards") + "  "
    return person + _shared([t.standard or NOTHING for t in tasks], width, person)


def _shows(sheet: Sheet, tasks: Sequence[Task]) -> bool:
    """Return whether the cursor is where a ratee's tasks stand."""
    return bool(tasks) and sheet.indicators[sheet.column].source == "goals"


def _shared(texts: Sequence[str], width: int, before: str) -> str:
    """Put texts side by side in what ``before`` leaves of the width, each cut to a fair share."""
    room = max(width - cell_width(before), 0)
    if cell_width(SEPARATOR.join(texts)) <= room:
        return SEPARATOR.join(texts)
    room -= cell_width(SEPARATOR) * (len(texts) - 1)
    shortened = list(texts)
    # The shortest first: what they leave is the others'.
    for done, number in enumerate(
        sorted(range(len(shortened)), key=lambda n: cell_width(texts[n]))
    ):
        shortened[number] = cut(texts[number], max(room // (len(shortened) - done), 1))
        room -= cell_width(shortened[number])
    return SEPARATOR.join(shortened)


def _parts(sheet: Sheet, row: Row, longest: int) -> list[str]:
    """List each part with its points and its mark; the current one has a sign.

    Args:
        sheet: the ballot.
        row: the cursor's.
        longest: the cells a name may take; 0 for all it needs.
    """
    texts = []
    for number, part in enumerate(row.parts_at(sheet.column)):
        is_current = number == sheet.part
        value = row.given(sheet.column, number)
        stands = points(value) if value is not None else "_" if is_current else NOTHING
        if is_current and sheet.text:
            stands = sheet.text + ("!" if sheet.refusal else "_")
        name = cut(part.name, longest) if longest else part.name
        texts.append(f"{HERE if is_current else ''}{name} {points(part.points)}: {stands}")
    return texts
