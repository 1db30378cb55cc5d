"""Write adjustments, an entry a line, and their sums under each rule's cap, as formulas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.entries.entries import Adjustment
from kaohe_tui.domain.entries.extras import Extra
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.files.workbook.exact import denominator
from kaohe_tui.files.workbook.grid import Cell, Column, Formula, Grid
from kaohe_tui.words import _

_POINTS = "General"
_NO_EXTRA = Extra()


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


@dataclass(frozen=True, slots=True)
class RuleSums:
    """The points of each rule for each person."""

    grid: Grid
    """The sheet, a line for each person and rule."""
    line: Column
    """The person's line of the standings, from 1."""
    bonus: Column
    """1 for a bonus, 0 for a deduction."""
    within: Column | None
    """The number of the component that the rule is within, from 1; 0: it counts on the total.
    None in a scheme without components."""
    units: Column
    """The points after the rule's cap, in units."""

    def added(
        self, line: int, cap: Fraction | None, unit: int, *, bonus: bool, within: int = 0
    ) -> str:
        """Return the formula for a person's bonuses or deductions together, in units.

        Args:
            line: of the standings, from 0.
            cap: of all together, in points.
            unit: how many units a point has.
            bonus: whether the bonuses are meant.
            within: the number of the component, from 1; 0 for the total.
        """
        if not self.line.cells:
            return "0"
        added = (
            f"SUMIFS({self.units.whole},{self.line.whole},{line + 1},"
            f"{self.bonus.whole},{int(bonus)}"
        )
        added += f",{self.within.whole},{within})" if self.within else ")"
        return added if cap is None else f"MIN({added},{int(cap * unit)})"


def unit_of(scheme: Scheme) -> int:
    """Return how many units a point has, so that adjustments, caps and the ceiling are whole."""
    caps = (scheme.bonus_cap, scheme.deduction_cap, scheme.ceiling)
    of_rules = [n for rule in scheme.adjustments for n in (rule.points, rule.cap)]
    of_components = [
        n
        for component in scheme.components
        for n in (
            *component.points.values(),
            *((component.convert.first, component.convert.step) if component.convert else ()),
        )
    ]
    return denominator(n for n in (*caps, *of_rules, *of_components) if n is not None)


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
    each = grid.add(_("Points each"), [rule.points for rule in rules], _POINTS)
    times = grid.add(_("Times"), [a.count for a in adjustments], "0")
    valid = grid.add(_("Counts (1)"), [int(a.counts) for a in adjustments], "0")
    count = grid.add(
        _("Times that count"), [_times(valid, times, n) for n in _indices(adjustments)], "0"
    )
    points: list[Cell] = [
        Formula(f"{each.at(n)}*{count.at(n)}", rules[n].points * count.number(n))
        for n in _indices(adjustments)
    ]
    grid.add(_("Points that count"), points, _POINTS)
    unit = unit_of(scheme)
    unit_cells: list[Cell] = [
        Formula(
            f"ROUND({each.at(n)}*{unit},0)*{count.at(n)}",
            int(rules[n].points * unit) * count.number(n),
        )
        for n in _indices(adjustments)
    ]
    units = grid.add(_("In 1/{unit} point").format(unit=unit), unit_cells, "0")
    _add_evidence(dossier, grid, adjustments)
    return Entries(grid, line, number, count, units)


def rule_sums(dossier: Dossier, register: Entries, extras: Mapping[str, Extra]) -> RuleSums:
    """Return the sheet of points by person and rule, a line each, under the rule's cap.

    Args:
        dossier: whose standings' lines are meant.
        register: the sheet that is added up.
        extras: kaohe's own sums, by code.
    """
    unit = unit_of(dossier.scheme)
    rules = dossier.scheme.adjustments
    people = [row.person for row in dossier.standings.rows]
    numbers = {
        (register.line.number(n), register.rule.number(n)) for n in _indices(register.line.cells)
    }
    pairs = sorted(pair for pair in numbers if pair[0])
    people_of_pairs = [people[line - 1] for line, _number in pairs]
    rules_of_pairs = [rules[number - 1] for _line, number in pairs]
    title = _("{name}: adjustments under their caps").format(name=dossier.name)
    grid = Grid(_("Sums of adjustments"), title)
    line = grid.add(_("Row of the standings"), [pair[0] for pair in pairs], "0")
    grid.add(_("Code"), [person.code for person in people_of_pairs])
    grid.add(_("Name"), [person.name for person in people_of_pairs])
    number = grid.add(_("Number of the rule"), [pair[1] for pair in pairs], "0")
    grid.add(_("Rule"), [rule.name for rule in rules_of_pairs])
    bonus = grid.add(_("Bonus (1)"), [int(rule.bonus) for rule in rules_of_pairs], "0")
    within = _within(dossier.scheme, grid, rules_of_pairs)
    counts, raws = [], []
    for n, (person, rule) in enumerate(zip(people_of_pairs, rules_of_pairs, strict=True)):
        of_rule = [s for s in extras.get(person.code, _NO_EXTRA).rules if s.rule.key == rule.key]
        pair = f"{register.line.whole},{line.at(n)},{register.rule.whole},{number.at(n)}"
        counts.append(
            Formula(f"SUMIFS({register.count.whole},{pair})", sum(s.count for s in of_rule))
        )
        raw = int(sum(s.raw for s in of_rule) * unit)
        raws.append(Formula(f"SUMIFS({register.units.whole},{pair})", raw))
    grid.add(_("Times that count"), counts, "0")
    before = grid.add(_("Before the cap, 1/{unit} point").format(unit=unit), raws, "0")
    units = _under_caps(grid, rules_of_pairs, before, unit)
    return RuleSums(grid, line, bonus, within, units)


def _within(scheme: Scheme, grid: Grid, rules: Sequence[AdjustmentRule]) -> Column | None:
    """Add the number of the component that each rule is within; nothing without components."""
    if not scheme.components:
        return None
    places = {each.key: n for n, each in enumerate(scheme.components, 1)}
    cells = [places.get(rule.within, 0) for rule in rules]
    return grid.add(_("Number of the component"), cells, "0")


def _under_caps(grid: Grid, rules: Sequence[AdjustmentRule], before: Column, unit: int) -> Column:
    """Add the columns from the cap on; return the one of units under it."""
    after: list[Cell] = []
    caps = [None if rule.cap is None else int(rule.cap * unit) for rule in rules]
    cap = grid.add(_("Cap, 1/{unit} point").format(unit=unit), caps, "0")
    for n, limit in enumerate(caps):
        value = before.number(n) if limit is None else min(before.number(n), limit)
        text = f'IF({cap.at(n)}="",{before.at(n)},MIN({before.at(n)},{cap.at(n)}))'
        after.append(Formula(text, value))
    units = grid.add(_("Under the cap, 1/{unit} point").format(unit=unit), after, "0")
    cells: list[Cell] = [
        Formula(f"{units.at(n)}/{unit}", Fraction(units.number(n), unit)) for n in _indices(rules)
    ]
    grid.add(_("Points that count"), cells, _POINTS)
    return units


def _add_evidence(dossier: Dossier, grid: Grid, adjustments: Sequence[Adjustment]) -> None:
    """Add the columns of evidence, entry, approval and state."""
    grid.add(_("Evidence"), [a.evidence for a in adjustments])
    grid.add(_("Entered by"), [_who(dossier, a.entered_by) for a in adjustments])
    grid.add(_("Approved by"), [_who(dossier, a.approved_by) for a in adjustments])
    grid.add(_("State"), [_state(a) for a in adjustments])


def _indices(cells: Sequence[object]) -> range:
    return range(len(cells))


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
