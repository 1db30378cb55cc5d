"""Add the steps from ratings to a score, a column each, in whole numbers."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.scheme.scheme import Method
from kaohe_tui.domain.standings.withholding import is_hidden
from kaohe_tui.files.workbook.exact import Rounding
from kaohe_tui.files.workbook.grid import Cell, Column, Formula, Grid
from kaohe_tui.files.workbook.ratings import Ratings
from kaohe_tui.files.workbook.rules import Weights, tier_weights
from kaohe_tui.files.workbook.tier_sums import TierColumns
from kaohe_tui.words import _


class Steps:
    """The sheet of workings, and the columns that a score from ratings takes."""

    def __init__(
        self, dossier: Dossier, ratings: Ratings, weights: Weights, *, is_exact: bool
    ) -> None:
        self.dossier = dossier
        """The result that is computed."""
        self.scheme = dossier.scheme
        """The result's scheme."""
        self.rows = dossier.standings.rows
        """The standings, a line each, in their order."""
        self.ratings = ratings
        """The sheet of ratings that the formulas point at."""
        self.unit = dossier.forms.common_unit
        """Parts of a point in which sums are whole numbers."""
        self.weights = [weights.of(tier_weights(self.scheme, r.person)) for r in self.rows]
        """Each person's column of the tiers' weights as whole numbers, a line a tier."""
        self.rounding = Rounding(dossier.scheme.decimals, is_exact)
        """The rounding of quotients to units."""
        # Their score and total stand there as they are: what they come from is not shown.
        self.hidden = {n for n, r in enumerate(self.rows) if is_hidden(self.scheme, r.review)}
        """The lines, from 0, of people whose breakdown is withheld."""
        title = _("{name}: the steps of the calculation").format(name=dossier.name)
        self.grid = Grid(_("Workings"), title, frozen=2)
        """The sheet that is filled."""

    def share(self, tiers: Sequence[TierColumns]) -> Column | None:
        """Add the common denominator of the tiers' means; None where it is not needed.

        Under ``participation`` there are no means; a sheet that is not exact divides in doubles.
        """
        if self.scheme.method is Method.PARTICIPATION or not self.rounding.exact:
            return None
        cells: list[Cell] = []
        for n in range(len(self.rows)):
            parts = ",".join(f"MAX(1,{t.kept.at(n)})" for t in tiers)
            cells.append(Formula(f"LCM({parts})", lcm(*(max(1, t.kept.number(n)) for t in tiers))))
        return self.grid.add(_("Common denominator of the means"), cells, "0")

    def denominator(
        self, name: str, tiers: Sequence[TierColumns], share: Column | None, among: Sequence[int]
    ) -> Column:
        """Add the denominator of a score from some tiers, for parts of a point above the line."""
        cells: list[Cell] = []
        for n, row in enumerate(self.rows):
            if n in self.hidden:
                cells.append(0 if row.review.score is None else 10**self.scheme.decimals)
                continue
            value, parts = 0, []
            for at in among:
                tier = tiers[at]
                counted, weight = tier.kept.number(n), self.weights[n].number(at)
                if self.scheme.method is Method.PARTICIPATION:
                    parts.append(f"{self.weights[n].at(at)}*{tier.kept.at(n)}")
                    value += weight * counted
                else:
                    parts.append(f"IF({tier.kept.at(n)}>0,{self.weights[n].at(at)},0)")
                    value += weight if counted else 0
            text = f"{self.unit}*({'+'.join(parts)})"
            if share:
                text, value = f"{share.at(n)}*{text}", share.number(n) * value
            cells.append(Formula(text, self.unit * value))
        return self.grid.add(name, cells, "0")

    def numerator(
        self,
        name: str,
        sums: Sequence[Column],
        tiers: Sequence[TierColumns],
        share: Column | None,
        among: Sequence[int],
        *,
        score: bool,
    ) -> Column:
        """Add the numerator of a score from some tiers: their weighed sums."""
        cells: list[Cell] = []
        for n, row in enumerate(self.rows):
            if n in self.hidden:
                cells.append(max(0, self.rounding.units(row.review.score)) if score else 0)
                continue
            value, parts = Fraction(0), []
            for at in among:
                added, tier = sums[at], tiers[at]
                counted, weight = tier.kept.number(n), self.weights[n].number(at)
                product = f"{self.weights[n].at(at)}*{added.at(n)}"
                if self.scheme.method is Method.PARTICIPATION:
                    parts.append(product)
                    value += weight * added.number(n)
                elif share:
                    parts.append(f"{product}*({share.at(n)}/MAX(1,{tier.kept.at(n)}))")
                    value += Fraction(weight * added.number(n) * share.number(n), max(1, counted))
                else:
                    parts.append(f"{product}/MAX(1,{tier.kept.at(n)})")
                    value += Fraction(weight * added.number(n), max(1, counted))
            cells.append(Formula("+".join(parts), plain_cell(value)))
        return self.grid.add(name, cells, "0")

    def rounded(
        self, heading: str, numerator: Column, denominator: Column, times: int = 1
    ) -> Column:
        """Add the rounded quotient in units; ``NONE`` where the denominator is 0."""
        cells: list[Cell] = []
        for n in range(len(self.rows)):
            d = denominator.at(n) if times == 1 else f"({times}*{denominator.at(n)})"
            text = f"IF({denominator.at(n)}=0,-1,{self.rounding.formula(numerator.at(n), d)})"
            cells.append(
                Formula(text, self.rounding.units(_quotient(numerator, denominator, n, times)))
            )
        return self.grid.add(heading, cells, "0")


def value_at(column: Column, n: int) -> Fraction:
    """Return the exact value of a cell, as kaohe has it."""
    cell = column.cells[n]
    value = cell.value if isinstance(cell, Formula) else cell
    return value if isinstance(value, Fraction) else Fraction(column.number(n))


def _quotient(numerator: Column, denominator: Column, n: int, times: int) -> Fraction | None:
    d = value_at(denominator, n) * times
    return value_at(numerator, n) / d if d else None


def plain_cell(value: Fraction) -> int | Fraction:
    """Return a whole number as one, for a cell."""
    return int(value) if value.denominator == 1 else value
