"""Write the workings of a period's standings: whole numbers, a column a step, a line a person."""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.scheme.scheme import Method
from kaohe_tui.files.workbook.components import Composed
from kaohe_tui.files.workbook.entered.away import away
from kaohe_tui.files.workbook.entered.extras import RuleSums, rule_sums
from kaohe_tui.files.workbook.entered.figures import Figures, figures
from kaohe_tui.files.workbook.entered.register import entries, unit_of
from kaohe_tui.files.workbook.exact import LIMIT, longest, whole_numbers
from kaohe_tui.files.workbook.grid import Cell, Column, Formula
from kaohe_tui.files.workbook.ranks import Ranks, ranks, tie_keys
from kaohe_tui.files.workbook.ratings import ratings
from kaohe_tui.files.workbook.rules import rules, tier_weights
from kaohe_tui.files.workbook.steps import Steps, TierSums, plain_cell, value_at
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Working:
    """The columns that the standings show; a unit is one of the last decimal."""

    counts: tuple[Column, ...]
    """The number of ratings that count, before trimming, by tier."""
    means: tuple[Column, ...]
    """The rounded mean in units by tier, ``NONE`` where there is none."""
    components: tuple[Column, ...]
    """The rounded points of each component in units, ``NONE`` where there are none."""
    score: Column
    """The rounded score in units; ``NONE`` where there is none."""
    bonus: Column
    """The rounded bonuses in units."""
    deduction: Column
    """The rounded deductions in units."""
    total: Column
    """The rounded total in units; ``NONE`` where there is none."""
    ranks: Ranks
    """The ranks by total and tie-break keys."""


class Workings(Steps):
    """Fills the sheet of workings of a period."""

    def fill(self, sums: RuleSums, figures: Figures) -> Working:
        """Add all columns, from counts to places, and return those that the standings show."""
        self.grid.add(_("Code"), [row.person.code for row in self.rows])
        self.grid.add(_("Name"), [row.person.name for row in self.rows])
        sums_of = TierSums(self.grid, self.rows, self.hidden, self.ratings, self.unit)
        tiers = [sums_of.add(tier) for tier in self.scheme.tiers]
        means = [
            self.rounded(
                _("{tier}: mean in units").format(tier=tier.name), t.sum, t.kept, self.unit
            )
            for tier, t in zip(self.scheme.tiers, tiers, strict=True)
        ]
        share = self.share(tiers)
        components: tuple[Column, ...] = ()
        from_ratings = None
        if self.scheme.components:
            composed = Composed(self, tiers, share, sums, figures)
            components = composed.values
            numerator, denominator = composed.score()
        else:
            every, added = range(len(tiers)), [t.sum for t in tiers]
            below, above = _("Score: below the line"), _("Score: above the line")
            denominator = from_ratings = self.denominator(below, tiers, share, every)
            numerator = self.numerator(above, added, tiers, share, every, score=True)
        score = self.rounded(_("Score in units"), numerator, denominator)
        bonus, deduction, total = self._total(numerator, denominator, sums)
        keys = tie_keys(self, tiers, means, share, components, from_ratings)
        return Working(
            counts=tuple(t.count for t in tiers),
            means=tuple(means),
            components=components,
            score=score,
            bonus=bonus,
            deduction=deduction,
            total=total,
            ranks=ranks(self.grid, self.scheme, self.rows, total, keys),
        )

    def _total(
        self, above_score: Column, below: Column, sums: RuleSums
    ) -> tuple[Column, Column, Column]:
        """Add bonus, deduction and total; return their rounded columns."""
        scheme, unit = self.scheme, unit_of(self.scheme)
        parts: list[Column] = []
        columns: list[Column] = []
        for bonus, cap in ((True, scheme.bonus_cap), (False, scheme.deduction_cap)):
            values = [row.bonus if bonus else row.deduction for row in self.rows]
            name = _("Bonus") if bonus else _("Deduction")
            unit_cells: list[Cell] = [
                Formula(sums.added(n, cap, unit, bonus=bonus), int(value * unit))
                for n, value in enumerate(values)
            ]
            heading = _("{name}, 1/{unit} point").format(name=name, unit=unit)
            parts.append(self.grid.add(heading, unit_cells, "0"))
            cells: list[Cell] = [
                Formula(self.rounding.formula(parts[-1].at(n), str(unit)), self.rounding.units(v))
                for n, v in enumerate(values)
            ]
            columns.append(self.grid.add(_("{name} in units").format(name=name), cells, "0"))
        above: list[Cell] = []
        for n, row in enumerate(self.rows):
            if n in self.hidden:
                above.append(max(0, self.rounding.units(row.total)) * unit)
                continue
            text = f"{above_score.at(n)}*{unit}+({parts[0].at(n)}-{parts[1].at(n)})*{below.at(n)}"
            if scheme.ceiling is not None:
                text = f"MIN({text},{int(scheme.ceiling * unit)}*{below.at(n)})"
            # Of a quotient that is known, what stands above follows from what stands below.
            value = (row.total or Fraction(0)) * value_at(below, n) * unit
            above.append(Formula(f"MAX(0,{text})", plain_cell(value)))
        numerator = self.grid.add(_("Total: above the line"), above, "0")
        return columns[0], columns[1], self.rounded(_("Total in units"), numerator, below, unit)


def exact(dossier: Dossier) -> bool:
    """Return whether all numerators of the period's workings stay below ``LIMIT``."""
    scheme = dossier.scheme
    if scheme.components:
        return _is_composed_exactly(dossier)
    unit = unit_of(scheme)
    largest, parts = 0, dossier.forms.common_unit
    for row in dossier.standings.rows:
        weights = whole_numbers(tier_weights(scheme, row.person))
        counted = {tier.tier: tier.kept for tier in row.review.tiers}
        counts = [counted.get(tier.key, 0) for tier in scheme.tiers]
        if scheme.method is Method.PARTICIPATION:
            denominator = sum(w * n for w, n in zip(weights, counts, strict=True))
        else:
            denominator = sum(weights) * lcm(*(max(1, n) for n in counts))
        # Before the ceiling a total may stand above it: full marks and all bonuses.
        above = (scheme.full + int(row.bonus) + 1) * denominator * parts * unit
        largest = max(largest, longest(above, denominator * parts * unit, scheme.decimals))
    return largest < LIMIT


def _is_composed_exactly(dossier: Dossier) -> bool:
    """Return whether no number of workings with components is too long, by making them."""
    register = entries(dossier)
    sums = rule_sums(dossier, register, dossier.extras, away(dossier))
    rule = rules(dossier, is_exact=True)
    steps = Workings(dossier, ratings(dossier), rule.weights, is_exact=True)
    steps.fill(sums, figures(dossier))
    numbers = (
        abs(value_at(column, n))
        for column in steps.grid.columns[2:]
        for n in range(len(column.cells))
    )
    scale: int = 10**dossier.scheme.decimals
    return max(numbers, default=Fraction(0)) * (2 * scale + 1) < LIMIT
