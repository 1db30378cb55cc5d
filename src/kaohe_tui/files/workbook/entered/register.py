"""Write the register of adjustments, an entry a line, with what counts of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.entries.entries import Adjustment
from kaohe_tui.domain.entries.sizes import each_of
from kaohe_tui.domain.entries.sums import RuleSum
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.files.workbook.entered.away import parts_of_days
from kaohe_tui.files.workbook.entered.counting import largest
from kaohe_tui.files.workbook.exact import denominator
from kaohe_tui.files.workbook.grid import Cell, Column, Formula, Grid
from kaohe_tui.words import _

_POINTS = "General"
_FINEST = Fraction(1, 10**4)
"""The smallest points that an entry of a free rule may have."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The register's sheet, and what the sums point at."""

    grid: Grid
    """The sheet."""
    line: Column
    """The person's line of the standings, from 1; 0 for people who are not in them."""
    rule: Column
    """The rule's number in the scheme, from 1."""
    count: Column
    """The number of times the entry counts; 0 where it was withdrawn or is not approved."""
    units: Column
    """The points that count, in units: ``unit_of`` says how many a point has."""

    @property
    def lines(self) -> range:
        """The numbers of the lines, from 0."""
        return range(len(self.line.cells))

    def sums(
        self, whose: tuple[Column, Column], n: int, own: RuleSum | None, unit: int
    ) -> tuple[Formula, Formula]:
        """Return the formulas that add up times and units for one person and rule.

        Args:
            whose: of the sheet of sums: the person's line, the rule's number.
            n: the line in that sheet.
            own: kaohe's own sum; None where nothing counts.
            unit: how many units a point has.
        """
        pair = f"{self.line.whole},{whose[0].at(n)},{self.rule.whole},{whose[1].at(n)}"
        count, raw = (own.count, int(own.raw * unit)) if own else (0, 0)
        return (
            Formula(f"SUMIFS({self.count.whole},{pair})", count),
            Formula(f"SUMIFS({self.units.whole},{pair})", raw),
        )


def unit_of(scheme: Scheme) -> int:
    """Return how many units a point has, so that adjustments, caps and the ceiling are whole."""
    caps = (scheme.bonus_cap, scheme.deduction_cap, scheme.ceiling)
    of_rules = [n for rule in scheme.adjustments for n in (rule.points, rule.cap)]
    of_levels = [n for rule in scheme.adjustments for n in rule.levels.values()]
    of_caps = [cap.most for cap in scheme.caps]
    of_days = [n for kind in scheme.absences for n in parts_of_days(kind)]
    of_components = [
        n
        for component in scheme.components
        for n in (
            *component.points.values(),
            *((component.convert.first, component.convert.step) if component.convert else ()),
        )
    ]
    free = [_FINEST] if any(rule.free for rule in scheme.adjustments) else []
    every = (*caps, *of_rules, *of_levels, *of_caps, *of_days, *of_components, *free)
    return denominator(n for n in every if n is not None)


def entries(dossier: Dossier) -> Entries:
    """Return the sheet of adjustments; withdrawn ones and those not approved count 0 times."""
    scheme, roster = dossier.scheme, dossier.roster
    numbers = {rule.key: n for n, rule in enumerate(scheme.adjustments, 1)}
    lines = {row.person.code: n for n, row in enumerate(dossier.standings.rows, 1)}
    adjustments = [a for a in dossier.facts.adjustments if a.rule in numbers]
    rules = [scheme.rule(a.rule) for a in adjustments]
    names = {period.key: period.name for period in scheme.periods}
    grid = Grid(
        _("Adjustments"), _("{name}: bonuses and deductions").format(name=dossier.name), frozen=4
    )
    line = grid.add(_("Row of the standings"), [lines.get(a.code, 0) for a in adjustments], "0")
    grid.add(_("Period"), [names.get(a.period, a.period) for a in adjustments])
    grid.add(_("Code"), [a.code for a in adjustments])
    grid.add(_("Name"), [roster[a.code].name if a.code in roster else "" for a in adjustments])
    number = grid.add(_("Number of the rule"), [numbers[a.rule] for a in adjustments], "0")
    grid.add(_("Rule"), [rule.name for rule in rules])
    grid.add(_("Kind"), [_kind(rule) for rule in rules])
    if any(rule.levels for rule in scheme.adjustments):
        grid.add(_("Level"), [a.level for a in adjustments])
    points = [each_of(rule, a) or Fraction(0) for rule, a in zip(rules, adjustments, strict=True)]
    each = grid.add(_("Points each"), points, _POINTS)
    times = grid.add(_("Times"), [a.count for a in adjustments], "0")
    valid = grid.add(_("Counts (1)"), [int(a.counts) for a in adjustments], "0")
    unit = unit_of(scheme)
    if any(rule.highest for rule in scheme.adjustments):
        whose = line, number, adjustments
        worths = [int(points[n] * unit) * a.count for n, a in enumerate(adjustments)]
        valid = largest(grid, whose, valid, [r.highest for r in rules], worths)
    count, units = _add_counting(grid, (each, times, valid), points, unit)
    _add_evidence(dossier, grid, adjustments)
    return Entries(grid, line, number, count, units)


def _add_counting(
    grid: Grid, columns: tuple[Column, Column, Column], points: Sequence[Fraction], unit: int
) -> tuple[Column, Column]:
    """Add what counts of each entry; return the columns of times and of points in units."""
    each, times, valid = columns
    lines = range(len(points))
    count = grid.add(_("Times that count"), [_times(valid, times, n) for n in lines], "0")
    counting: list[Cell] = [
        Formula(f"{each.at(n)}*{count.at(n)}", points[n] * count.number(n)) for n in lines
    ]
    grid.add(_("Points that count"), counting, _POINTS)
    unit_cells: list[Cell] = [
        Formula(
            f"ROUND({each.at(n)}*{unit},0)*{count.at(n)}",
            int(points[n] * unit) * count.number(n),
        )
        for n in lines
    ]
    return count, grid.add(_("In 1/{unit} point").format(unit=unit), unit_cells, "0")


def _add_evidence(dossier: Dossier, grid: Grid, adjustments: Sequence[Adjustment]) -> None:
    """Add the columns of evidence, entry, approval and state."""
    grid.add(_("Evidence"), [a.evidence for a in adjustments])
    grid.add(_("Entered by"), [_who(dossier, a.entered_by) for a in adjustments])
    grid.add(_("Approved by"), [_who(dossier, a.approved_by) for a in adjustments])
    grid.add(_("State"), [_state(a) for a in adjustments])


def _times(valid: Column, times: Column, n: int) -> Formula:
    return Formula(f"{valid.at(n)}*{times.at(n)}", valid.number(n) * times.number(n))


def _kind(rule: AdjustmentRule) -> str:
    return _("bonus") if rule.bonus else _("deduction")


def _who(dossier: Dossier, code: str) -> str:
    return dossier.roster[code].name if code in dossier.roster else code


def _state(entry: Adjustment) -> str:
    if not entry.stands:
        return _("withdrawn: {reason}").format(reason=entry.withdrawn_reason)
    return _("counts") if entry.counts else _("not approved yet")
