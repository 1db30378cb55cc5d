"""Write adjustments, an entry a line, and their sums under each rule's cap, as formulas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.entries.entries import Adjustment
from kaohe_tui.domain.entries.extras import Extra
from kaohe_tui.domain.entries.sizes import each_of
from kaohe_tui.domain.entries.sums import RuleSum
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.scheme.entries import AbsenceRule, AdjustmentRule
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.files.workbook.away import Away, parts_of_days
from kaohe_tui.files.workbook.counting import Capped, add_people, capped_sums, largest
from kaohe_tui.files.workbook.exact import denominator
from kaohe_tui.files.workbook.grid import Cell, Column, Formula, Grid
from kaohe_tui.words import _

_POINTS = "General"
_FINEST = Fraction(1, 10**4)
"""The smallest points that an entry of a free rule may have."""
_NO_EXTRA = Extra()
_NUMBER_OF_CAP = 3
"""The column of the sheet of caps, from 0, with the cap's number: smaller caps come first."""


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

    capped: Capped | None = None
    """The caps over several rules; None where the scheme has none."""
    within_caps: Column | None = None
    """Of the sheet of caps: the number of the component that the cap is within, as ``within``."""

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
        added += f",{self.within.whole},{within}" if self.within else ""
        if self.capped is None:
            added += ")"
        else:
            added += f",{self.capped.under.whole},0)"
            of_caps = self.capped.added(line, bonus=bonus)
            if self.within_caps:
                of_caps = f"{of_caps.removesuffix(')')},{self.within_caps.whole},{within})"
            added += of_caps
        return added if cap is None else f"MIN({added},{int(cap * unit)})"


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
            *(points for _low, points in component.bands),
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
    lines = _indices(points)
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


def rule_sums(
    dossier: Dossier, register: Entries, extras: Mapping[str, Extra], away: Away | None = None
) -> RuleSums:
    """Return the sheet of points by person and rule, a line each, under the rule's cap.

    Args:
        dossier: whose standings' lines are meant.
        register: the sheet that is added up.
        extras: kaohe's own sums, by code.
        away: the sheet of absences, whose kinds follow the rules; None without kinds.
    """
    scheme, people = dossier.scheme, [row.person for row in dossier.standings.rows]
    rules, unit = (*scheme.adjustments, *scheme.absences), unit_of(scheme)
    numbers = {(register.line.number(n), register.rule.number(n)) for n in register.lines}
    pairs = sorted(pair for pair in (*numbers, *(away.pairs if away else ())) if pair[0])
    people_of_pairs = [people[of - 1] for of, _rule in pairs]
    rules_of_pairs = [rules[which - 1] for _line, which in pairs]
    title = _("{name}: adjustments under their caps").format(name=dossier.name)
    grid = Grid(_("Sums of adjustments"), title)
    line = add_people(grid, [pair[0] for pair in pairs], people_of_pairs)
    number = grid.add(_("Number of the rule"), [pair[1] for pair in pairs], "0")
    grid.add(_("Rule"), [rule.name for rule in rules_of_pairs])
    is_bonus = [isinstance(rule, AdjustmentRule) and rule.bonus for rule in rules_of_pairs]
    bonus = grid.add(_("Bonus (1)"), list(map(int, is_bonus)), "0")
    within = _within(scheme, grid, rules_of_pairs)
    formulas: list[tuple[Formula, Formula]] = []
    for n, (person, rule) in enumerate(zip(people_of_pairs, rules_of_pairs, strict=True)):
        if away is not None and isinstance(rule, AbsenceRule):
            half_days = away.half_days(line, number, n)
            formulas.append((half_days, away.points(grid, rule, n, half_days, unit)))
        else:
            own = extras.get(person.code, _NO_EXTRA).sum_of(rule.key)
            formulas.append(register.sums((line, number), n, own, unit))
    grid.add(_("Times that count (of absences: half days)"), [f[0] for f in formulas], "0")
    before = grid.add(
        _("Before the cap, 1/{unit} point").format(unit=unit), [f[1] for f in formulas], "0"
    )
    units = _under_caps(grid, rules_of_pairs, before, unit)
    under = capped_sums(dossier, grid, (line, bonus, units), [r.key for r in rules_of_pairs], unit)
    within_caps = _within_caps(scheme, under)
    return RuleSums(grid, line, bonus, within, units, under, within_caps)


def _within(
    scheme: Scheme, grid: Grid, rules: Sequence[AdjustmentRule | AbsenceRule]
) -> Column | None:
    """Add the number of the component that each rule is within; nothing without components.

    Days of absence count on the total alone.
    """
    if not scheme.components:
        return None
    cells: list[Cell] = [_place(scheme, rule) for rule in rules]
    return grid.add(_("Number of the component"), cells, "0")


def _within_caps(scheme: Scheme, capped: Capped | None) -> Column | None:
    """Add to the sheet of caps the component that each is within: that of all its rules."""
    if capped is None or not scheme.components:
        return None
    every: tuple[AdjustmentRule | AbsenceRule, ...] = (*scheme.adjustments, *scheme.absences)
    rules = {rule.key: rule for rule in every}
    caps = sorted(scheme.caps, key=lambda cap: len(cap.rules))
    number = capped.grid.columns[_NUMBER_OF_CAP]
    cells: list[Cell] = [
        _place(scheme, rules[caps[number.number(n) - 1].rules[0]])
        for n in _indices(capped.line.cells)
    ]
    return capped.grid.add(_("Number of the component"), cells, "0")


def _place(scheme: Scheme, rule: AdjustmentRule | AbsenceRule) -> int:
    """Return the number of the component that a rule is within, from 1; 0 for the total."""
    places = {each.key: n for n, each in enumerate(scheme.components, 1)}
    return places.get(rule.within, 0) if isinstance(rule, AdjustmentRule) else 0


def _under_caps(
    grid: Grid, rules: Sequence[AdjustmentRule | AbsenceRule], before: Column, unit: int
) -> Column:
    """Add the columns from the cap on; return the one of units under it."""
    after: list[Cell] = []
    limits = [rule.cap if isinstance(rule, AdjustmentRule) else None for rule in rules]
    caps = [None if limit is None else int(limit * unit) for limit in limits]
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
