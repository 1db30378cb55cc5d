"""Lay out tables of the year and of grades for a terminal, aligned by display width."""

from collections.abc import Sequence
from fractions import Fraction

from kaohe_tui.cli.printing import GAP, Line, aligned, line_width
from kaohe_tui.cli.show.table import NO_VALUE, PROVISIONAL, TIED
from kaohe_tui.domain.grades.decision import Grading
from kaohe_tui.domain.grades.words import quota_line, why
from kaohe_tui.domain.headings import head_lines, least_width
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.people import Role, named, shared_names
from kaohe_tui.domain.standings.ranking import list_of
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.domain.width import Align, cell_width, cut
from kaohe_tui.domain.year.spans import columns
from kaohe_tui.domain.year.words import gaps, grade_word
from kaohe_tui.domain.year.year import Year
from kaohe_tui.words import _, _n

_NAME, _SECTION = 20, 10
"""Cells that a name or a section may take; a longer one is cut."""
_WHO = (1, 2)
"""The columns of names and sections, from 0."""
_HEAD_LINES = 3
"""Lines of the heading at most."""
_WIDE = 100
"""Cells of a terminal above which two spaces stand between columns, else one."""


def year_lines(year: Year, grading: Grading, width: int) -> list[Line]:
    """List person by period and span, with the year and its grade, then whose year lacks a period.

    Args:
        year: the rows.
        grading: the year's grades and scheme.
        width: of the terminal, in cells.
    """
    shown = [Line(f"{grading.scheme.name}  {grading.name}", bold=True)]
    rows = year.listed.rows
    if not rows:
        return [*shown, Line(_("Nobody is rated in this year."))]
    shared = shared_names(row.person for row in rows)
    cells = [_year_cells(row, year, grading, shared) for row in rows]
    text = _year_text([each.name for each in columns(grading.scheme.periods)], cells, width)
    shown += _by_class(grading, rows, text, apart=len(year.left))
    shown += [Line(""), *(Line(text) for text in gaps(year))] if gaps(year) else []
    return [*shown, *_legend(grading)]


def _year_text(periods: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> list[str]:
    """Lay out the heading, in one text, and a line a person.

    The periods' names stand over as few lines as make all fit; where even that is too wide, cells
    are broken.
    """
    numbers: list[Align] = ["right"] * len(periods)
    aligns: list[Align] = ["right", "left", "left", *numbers, "right", "left"]
    gap = GAP if width > _WIDE else " "
    for most in range(1, _HEAD_LINES + 1):
        heads = _year_heads(periods, most)
        text = aligned([*heads, *cells], aligns, gap=gap)
        if max(map(cell_width, text)) <= width:
            break
    else:
        text = aligned([*heads, *cells], aligns, gap=gap, most=width, whole=_WHO)
    return ["\n".join(text[: len(heads)]), *text[len(heads) :]]


def _year_heads(periods: Sequence[str], most: int) -> list[list[str]]:
    """Break the periods' names into so many lines at most; return the cells of each line."""
    names = [head_lines(name, least_width(name, most)) for name in periods]
    high = max(map(len, names))
    broken = ([""] * (high - len(lines)) + lines for lines in names)
    *above, last = zip(*broken, strict=True)
    words = _("Rank"), _("Name"), _("Section"), *last, _("Year"), _("Grade")
    return [*(["", "", "", *line, "", ""] for line in above), list(words)]


def _year_cells(row: Standing, year: Year, grading: Grading, shared: frozenset[str]) -> list[str]:
    decimals = year.standings.decimals
    code = row.person.code
    sign = PROVISIONAL if row.review.provisional and row.total is not None else " "
    return [
        _rank(row),
        named(row.person, shared, _NAME),
        cut(row.person.section, _SECTION),
        *(
            year.rows[code].posted(each, decimals) or NO_VALUE
            for each in columns(grading.scheme.periods)
        ),
        _shown(row.total, decimals) + sign,
        grade_word(year, grading, code) or NO_VALUE,
    ]


def grade_lines(grading: Grading) -> list[Line]:
    """List everybody's proposed and decided grade with the reasons, then the quotas' use."""
    shown = [Line(f"{grading.scheme.name}  {grading.name}", bold=True)]
    if not grading.scheme.grades:
        return [*shown, Line(_("The scheme has no grades."))]
    if not grading.closed:
        shown.append(Line(_("Not closed yet: the proposal may still change.")))
    rows = grading.standings.rows
    heading = [_("Rank"), _("Name"), _("Section"), _("Total"), _("Proposed"), _("Decided")]
    aligns: list[Align] = ["right", "left", "left", "right", "left", "left"]
    shared = shared_names(row.person for row in rows)
    cells = [_grade_cells(row, grading, shared) for row in rows]
    text = aligned([heading, *cells], aligns, most=line_width(), whole=_WHO)
    shown += _by_class(grading, rows, text, reasons=True)
    shown.append(Line(""))
    for quota in grading.proposals.quotas:
        whose = grading.scheme.role_name(quota.role) if quota.role else quota.section
        whose = f"{whose}{GAP}" if whose else ""
        shown.append(Line(whose + quota_line(grading, quota)))
    return [*shown, *_legend(grading)]


def _grade_cells(row: Standing, grading: Grading, shared: frozenset[str]) -> list[str]:
    code = row.person.code
    return [
        _rank(row),
        named(row.person, shared, _NAME),
        cut(row.person.section, _SECTION),
        _shown(row.total, grading.standings.decimals),
        grading.proposal(code) or NO_VALUE,
        grading.label(code, grading.decided(code)) or NO_VALUE,
    ]


def _by_class(
    grading: Grading,
    rows: Sequence[Standing],
    text: Sequence[str],
    *,
    reasons: bool = False,
    apart: int = 0,
) -> list[Line]:
    """Put the lines under the headings of their classes; ``text`` begins with its heading.

    Args:
        grading: the period's or the year's.
        rows: whose lines they are, in order.
        text: the heading, then a line for each row.
        reasons: whether the reasons of the grade stand under each person.
        apart: how many at the end are listed, but in no class's number.
    """
    shown: list[Line] = []
    lines = list(zip(rows, text[1:], strict=True))
    numbered = rows[: len(rows) - apart]
    scheme = grading.scheme
    for role in dict.fromkeys(list_of(scheme, each) for each in Role):
        of_class = [each for each in lines if list_of(scheme, each[0].person.role) is role]
        if not of_class:
            continue
        shown.append(Line(""))
        if role is not None:
            number = sum(row.person.role is role for row in numbered)
            count = _n("{count} person", "{count} people", number).format(count=number)
            shown.append(Line(grading.scheme.role_name(role) + GAP + count, bold=True))
        shown.append(Line(text[0], dim=True))
        for row, line in of_class:
            shown.append(Line(line))
            if reasons:
                shown += [
                    Line(f"      {reason}", dim=True) for reason in why(grading, row.person.code)
                ]
    return shown


def _rank(row: Standing) -> str:
    return (NO_VALUE if row.rank is None else str(row.rank)) + (TIED if row.tied else " ")


def _shown(value: Fraction | None, decimals: int) -> str:
    return NO_VALUE if value is None else shown(value, decimals)


def _legend(grading: Grading) -> list[Line]:
    rows = grading.standings.rows
    signs = []
    if any(row.tied for row in rows):
        signs.append(_("{sign} shared rank").format(sign=TIED))
    if any(row.review.provisional and row.total is not None for row in rows):
        signs.append(_("{sign} provisional: not everything is in yet").format(sign=PROVISIONAL))
    signs.append(_("{sign} none").format(sign=NO_VALUE))
    return [Line(""), Line("   ".join(signs), dim=True)]
