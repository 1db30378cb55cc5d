"""Hold the points that a table gives its indicators to those of the scheme."""

import re
from collections.abc import Sequence
from fractions import Fraction

from kaohe_tui.domain.numbers import UNIT, points
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.domain.rules.scheme.tiers import Marks
from kaohe_tui.files.ballots.cells.marks import mark_column, mark_headings
from kaohe_tui.files.decode import shown
from kaohe_tui.files.sheets.places import column_name
from kaohe_tui.files.tables.columns import Columns
from kaohe_tui.files.tables.head import without_brackets
from kaohe_tui.files.tables.words import folded
from kaohe_tui.words import N_, _

_POINTS = re.compile(r"(?:满分|最高|0[-~至])?:?(\d{1,4}(?:\.\d)?)(分|%|points)?", re.ASCII)


def check_line_of_points(
    columns: Columns, cells: Sequence[str], line: int, form: Form
) -> list[Refusal]:
    """Return a refusal for each cell of a line of points (满分) that the scheme says otherwise.

    Args:
        columns: which cell holds which indicator's marks.
        cells: the line.
        line: its number.
        form: what is keyed.
    """
    refusals = []
    for each in form.asked_for:
        at = columns.positions.get(mark_column(each), len(cells))
        text = folded(cells[at]) if at < len(cells) else ""
        if (match := _POINTS.fullmatch(text)) and not _is_worth(match, each, form):
            place = f"{column_name(at + 1)}{line}"
            refusals.append(_points_differ(place, cells[at], each))
    return refusals


def _is_worth(match: re.Match[str], indicator: Indicator, form: Form) -> bool:
    """Return whether written points, or a percentage of all, are those of the indicator."""
    value = Fraction(match[1]) * UNIT
    if match[2] == "%":
        value = Fraction(match[1]) * form.full / 100
    # What is marked out of 100 may be headed by that as well as by its points.
    is_hundred = form.marks is Marks.HUNDRED and value == 100 * UNIT
    return value == indicator.points or is_hundred


def _points_differ(place: str, text: str, indicator: Indicator) -> Refusal:
    return Refusal(
        "points-differ",
        N_("{cell}: “{heading}” is not what the scheme says: {indicator} has {points} points."),
        cell=place,
        heading=shown(text.strip()),
        indicator=indicator.name,
        points=points(indicator.points),
    )


def check_points(columns: Columns, form: Form) -> list[Refusal]:
    """Return a refusal, without its place, for each heading with other points than the scheme's."""
    refusals = []
    for each in form.asked_for:
        heading = columns.headings.get(mark_column(each), "")
        _bare, brackets = without_brackets(folded(heading))
        match = _POINTS.fullmatch(brackets)
        if match is None or folded(heading) in mark_headings(form.indicators):
            continue
        if not _is_worth(match, each, form):
            letter = column_name(columns.positions[mark_column(each)] + 1)
            place = _("column {letter}").format(letter=letter)
            refusals.append(_points_differ(place, heading, each))
    return refusals
