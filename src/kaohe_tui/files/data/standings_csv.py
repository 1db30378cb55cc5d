"""Write standings as a table for a spreadsheet. Rule: docs/files.md, "What is written"."""

import csv
import io
from collections.abc import Iterator
from fractions import Fraction

from kaohe_tui.domain import numbers
from kaohe_tui.domain.grades.decision import Grading
from kaohe_tui.domain.rules.scheme.components import Component
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.standings import Standing, Standings
from kaohe_tui.domain.standings.withholding import shown_tiers
from kaohe_tui.files.disk.writing import write_new
from kaohe_tui.words import _

__all__ = ["safe_cell", "standings_csv", "write_new"]

BOM = "\ufeff"
"""The byte order mark; without it Excel takes UTF-8 for the system's own encoding."""

_FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


def standings_csv(
    standings: Standings,
    scheme: Scheme,
    grading: Grading | None = None,
    *,
    is_locked: bool = False,
) -> str:
    """Return the standings as CSV, one line a person, headings in the language in use.

    Args:
        standings: the rows.
        scheme: its tiers give the columns of means, in its order.
        grading: the grades of the same standings; without it there are no columns of them.
        is_locked: whether they are a locked result: what it lacks is not to come.

    Returns:
        The whole file's text, byte order mark first, lines ending in CR LF; scores have the
        scheme's decimals, what does not exist is empty.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([safe_cell(cell) for cell in _headings(scheme, grading)])
    for row in standings.rows:
        remarks = "; ".join(notes(row, is_locked=is_locked))
        cells = [*_cells(row, standings.decimals, scheme, grading), remarks]
        writer.writerow([safe_cell(cell) for cell in cells])
    return BOM + stream.getvalue()


def safe_cell(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _headings(scheme: Scheme, grading: Grading | None) -> list[str]:
    return [
        _("Rank"),
        _("Code"),
        _("Name"),
        _("Section"),
        _("Role"),
        *(tier.name for tier in scheme.tiers),
        *(_component_heading(each, scheme) for each in scheme.components),
        *(factor.name for factor in scheme.factors),
        _("Score"),
        _("Bonus"),
        _("Deduction"),
        _("Total"),
        *([_("Proposed grade"), _("Decided grade")] if grading else []),
        _("Note"),
    ]


def _cells(row: Standing, decimals: int, scheme: Scheme, grading: Grading | None) -> list[str]:
    means = {tier.tier: tier.mean for tier in shown_tiers(scheme, row.review)}
    return [
        "" if row.rank is None else str(row.rank),
        row.person.code,
        row.person.name,
        row.person.section,
        scheme.role_name(row.person.role),
        *(shown_or_empty(means.get(tier.key), decimals) for tier in scheme.tiers),
        *_parts(row, decimals, scheme),
        shown_or_empty(row.review.score, decimals),
        shown_or_empty(row.bonus, decimals),
        shown_or_empty(row.deduction, decimals),
        shown_or_empty(row.total, decimals),
        *(grading.labels_on_paper(row.person.code) if grading else ()),
    ]


def _component_heading(component: Component, scheme: Scheme) -> str:
    """Return the heading of a component; with its points where a tier has the same name."""
    if component.name not in {tier.name for tier in scheme.tiers}:
        return component.name
    return _("{component} ({points} points)").format(
        component=component.name, points=numbers.plain(component.most)
    )


def _parts(row: Standing, decimals: int, scheme: Scheme) -> Iterator[str]:
    """Yield the points of each component, then the figure of each factor."""
    values = {each.component: each.value for each in row.review.components}
    figures = {each.factor: each.figure for each in row.review.factors}
    for component in scheme.components:
        yield shown_or_empty(values.get(component.key), decimals)
    for factor in scheme.factors:
        yield figures.get(factor.key, "")


def shown_or_empty(value: Fraction | None, decimals: int) -> str:
    """Return the rounded value; empty for None."""
    return "" if value is None else numbers.shown(value, decimals)


def notes(row: Standing, *, is_locked: bool = False) -> list[str]:
    """Return the remarks on a line: vetoed, tied, provisional or locked with ratings missing."""
    words = []
    if row.vetoed:
        words.append(_("vetoed"))
    if row.tied:
        words.append(_("tied"))
    if row.review.provisional:
        words.append(_("ratings missing") if is_locked else _("provisional"))
    return words
