"""Make the workbook that anyone can check: ratings, and standings as live formulas over them."""

from collections.abc import Sequence
from fractions import Fraction

from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.domain.year.year import Year
from kaohe_tui.files.workbook import workings
from kaohe_tui.files.workbook import year as workbook_year
from kaohe_tui.files.workbook.entered.away import away
from kaohe_tui.files.workbook.entered.extras import rule_sums
from kaohe_tui.files.workbook.entered.figures import figures
from kaohe_tui.files.workbook.entered.register import entries
from kaohe_tui.files.workbook.exact import Rounding
from kaohe_tui.files.workbook.grid import Cell, Column, Formula, Grid, decimal_form, written
from kaohe_tui.files.workbook.ranks import Ranks
from kaohe_tui.files.workbook.ratings import ratings
from kaohe_tui.files.workbook.rules import period_weights, rules
from kaohe_tui.files.workbook.workings import Working, Workings
from kaohe_tui.files.workbook.year import YearWorkings
from kaohe_tui.words import _


def workbook(dossier: Dossier) -> bytes:
    """Return an .xlsx of one period, or of the year.

    Opened in WPS, Excel or LibreOffice it recomputes the very figures; the values stored in it are
    kaohe's own. Where numbers would be too long for a spreadsheet's exact whole numbers
    (``exact.LIMIT``), formulas round doubles instead, which may miss the last decimal of
    a value on the half; the sheet of rules says so then.

    Args:
        dossier: a period's, or the year's with ``year`` set.

    Returns:
        The file; equal dossiers give equal bytes.
    """
    grids = _period(dossier) if dossier.year is None else _year(dossier, dossier.year)
    return written(grids, dossier.scheme)


def _period(dossier: Dossier) -> Sequence[Grid]:
    is_exact = workings.exact(dossier)
    rule = rules(dossier, is_exact=is_exact)
    ratings_sheet = ratings(dossier)
    register = entries(dossier)
    absences = away(dossier)
    sums = rule_sums(dossier, register, dossier.extras, absences)
    steps = Workings(dossier, ratings_sheet, rule.weights, is_exact=is_exact)
    office = figures(dossier)
    working = steps.fill(sums, office)
    standings = _standings(dossier, working)
    entered = [register.grid, *([absences.grid] if absences else [])]
    added = [sums.grid, *([sums.capped.grid] if sums.capped else [])]
    of_office = [office.grid] if dossier.scheme.offices else []
    sheets = (ratings_sheet.grid, *entered, *added, *of_office, steps.grid, rule.grid)
    return standings, *sheets


def _year(dossier: Dossier, year: Year) -> Sequence[Grid]:
    is_exact = workbook_year.exact(dossier, year)
    rule = rules(dossier, is_exact=is_exact)
    weights = period_weights(dossier.scheme)
    steps = YearWorkings(dossier, year, rule.weights.of(weights), is_exact=is_exact)
    total, places = steps.fill()
    rows = dossier.standings.rows
    grid = _beginning(dossier, places)
    for part, units in zip(steps.parts, steps.units, strict=True):
        _add_rounded(grid, part.name, units, dossier.scheme.decimals)
    _add_rounded(grid, _("Year"), total, dossier.scheme.decimals)
    _ending(grid, dossier, rows)
    return grid, entries(dossier).grid, steps.grid, rule.grid


def _standings(dossier: Dossier, working: Working) -> Grid:
    decimals = dossier.scheme.decimals
    grid = _beginning(dossier, working.ranks)
    for tier, count, mean in zip(dossier.scheme.tiers, working.counts, working.means, strict=True):
        cells: list[Cell] = [Formula(count.at(n), count.number(n)) for n in range(len(count.cells))]
        grid.add(_("{tier}: ratings").format(tier=tier.name), cells, "0")
        _add_rounded(grid, _("{tier}: mean").format(tier=tier.name), mean, decimals)
    for component, points in zip(dossier.scheme.components, working.components, strict=True):
        heading = _("{component} ({points} points)").format(
            component=component.name, points=plain(component.most)
        )
        _add_rounded(grid, heading, points, decimals)
    _add_rounded(grid, _("Score"), working.score, decimals)
    _add_rounded(grid, _("Bonus"), working.bonus, decimals)
    _add_rounded(grid, _("Deduction"), working.deduction, decimals)
    _add_rounded(grid, _("Total"), working.total, decimals)
    _ending(grid, dossier, dossier.standings.rows)
    return grid


def _beginning(dossier: Dossier, places: Ranks) -> Grid:
    """Begin the sheet of standings: the columns up to the person's role."""
    rows = dossier.standings.rows
    title = _("{name}: standings").format(name=dossier.name)
    grid = Grid(_("Standings"), title, frozen=4)
    lines = range(len(rows))
    grid.add(_("Rank"), [places.rank(n) for n in lines], "0")
    grid.add(_("Shared"), [places.note(n) for n in lines], "0")
    grid.add(_("Code"), [row.person.code for row in rows])
    grid.add(_("Name"), [row.person.name for row in rows])
    grid.add(_("Section"), [row.person.section for row in rows])
    grid.add(_("Role"), [dossier.scheme.role_name(row.person.role) for row in rows])
    return grid


def _add_rounded(grid: Grid, heading: str, units: Column, decimals: int) -> None:
    """Add a column of rounded values in points; empty where there is none."""
    scale = Rounding(decimals).scale
    cells: list[Cell] = []
    for n in range(len(units.cells)):
        value = units.number(n)
        text = f'IF({units.at(n)}<0,"",{units.at(n)}/{scale})'
        cells.append(Formula(text, "" if value < 0 else Fraction(value, scale)))
    grid.add(heading, cells, decimal_form(decimals))


def _ending(grid: Grid, dossier: Dossier, rows: Sequence[Standing]) -> None:
    grid.add(_("Grade"), [dossier.grade_label(row.person) for row in rows])
    grid.add(_("Note"), [_note(row, is_locked=bool(dossier.fingerprint)) for row in rows])


def _note(row: Standing, *, is_locked: bool) -> str:
    notes = []
    if row.person.role is Role.HEAD:
        notes.append(_("not ranked"))
    if row.vetoed:
        notes.append(_("vetoed"))
    if row.review.provisional:
        notes.append(_("ratings missing") if is_locked else _("provisional"))
    return _("; ").join(notes)
