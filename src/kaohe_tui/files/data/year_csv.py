"""Write the year as a table for a spreadsheet. Rule: docs/files.md, "What is written"."""

import csv
import io

from kaohe_tui.domain.grades.decision import Grading
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.domain.year.spans import columns
from kaohe_tui.domain.year.words import missing, why_missing
from kaohe_tui.domain.year.year import Year
from kaohe_tui.files.data.standings_csv import BOM, notes, safe_cell, shown_or_empty
from kaohe_tui.words import _


def year_csv(year: Year, grading: Grading) -> str:
    """Return the year's standings as CSV, one line a person; those who left come last.

    Args:
        year: gives the rows and the totals of each period and span.
        grading: the year's grades.

    Returns:
        The whole file's text, headings in the language in use, byte order mark first, lines ending
        in CR LF; totals have the scheme's decimals, what does not exist is empty.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([safe_cell(cell) for cell in _headings(grading)])
    for row in year.listed.rows:
        writer.writerow([safe_cell(cell) for cell in _cells(row, year, grading)])
    return BOM + stream.getvalue()


def _headings(grading: Grading) -> list[str]:
    return [
        _("Rank"),
        _("Code"),
        _("Name"),
        _("Section"),
        _("Role"),
        *(each.name for each in columns(grading.scheme.periods)),
        _("Year"),
        _("Proposed grade"),
        _("Decided grade"),
        _("Note"),
    ]


def _cells(row: Standing, year: Year, grading: Grading) -> list[str]:
    decimals = year.standings.decimals
    proposed, decided = grading.labels_on_paper(row.person.code)
    of_year = year.rows[row.person.code]
    return [
        "" if row.rank is None else str(row.rank),
        row.person.code,
        row.person.name,
        row.person.section,
        grading.scheme.role_name(row.person.role),
        *(of_year.posted(each, decimals) for each in columns(grading.scheme.periods)),
        shown_or_empty(row.total, decimals),
        proposed,
        decided,
        _note(row, year),
    ]


def _note(row: Standing, year: Year) -> str:
    gaps = [_("left")] if year.has_left(row.person.code) else []
    gaps += [
        _("{period} ({why})").format(period=share.period.name, why=why_missing(share.gave))
        for share in missing(year.rows[row.person.code])
    ]
    return "; ".join([*gaps, *notes(row)])
