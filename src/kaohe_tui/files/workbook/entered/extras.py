"""Write the sums of adjustments and days under each rule's cap, as formulas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.entries.extras import Extra
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.scheme.entries import AbsenceRule, AdjustmentRule
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.files.workbook.entered.away import Away
from kaohe_tui.files.workbook.entered.counting import Capped, add_people, capped_sums
from kaohe_tui.files.workbook.entered.register import Entries, unit_of
from kaohe_tui.files.workbook.grid import Cell, Column, Formula, Grid
from kaohe_tui.words import _

_POINTS = "General"
_NO_EXTRA = Extra()
_NUMBER_OF_CAP = 3
"""The column of the sheet of caps, from 0, with the cap's number: smaller caps come first."""


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
    title = _("{name}: adjustments under their caps")
    grid = Grid(_("Sums of adjustments"), title.format(name=dossier.name))
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
    heading = _("Before the cap, 1/{unit} point").format(unit=unit)
    before = grid.add(heading, [f[1] for f in formulas], "0")
    units = _under_caps(grid, rules_of_pairs, before, unit)
    under = capped_sums(dossier, grid, (line, bonus, units), [r.key for r in rules_of_pairs], unit)
    within_caps = _within_caps(scheme, under)
    return RuleSums(grid, line, bonus, within, units, under, within_caps)


def _within(
    scheme: Scheme, grid: Grid, rules: Sequence[AdjustmentRule | AbsenceRule]
) -> Column | None:
    """Add the number of the component that each rule is within; nothing without components."""
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
    return places.get(rule.within, 0)


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


def _indices(cells: Sequence[object]) -> range:
    return range(len(cells))
