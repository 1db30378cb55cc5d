"""Add the steps from ratings to a score, a column each, in whole numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.domain.rules.scheme.scheme import Method
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.standings.rows import Standing
from kaohe_tui.domain.standings.scoring import TierScore, trimmed
from kaohe_tui.domain.standings.withholding import is_hidden
from kaohe_tui.files.workbook.exact import Rounding
from kaohe_tui.files.workbook.grid import Cell, Column, Formula, Grid
from kaohe_tui.files.workbook.ratings import Block, Ratings
from kaohe_tui.files.workbook.rules import Weights, tier_weights
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class TierColumns:
    """One tier's columns."""

    count: Column
    """The number of ratings that came in, before trimming."""
    kept: Column
    """The number of ratings left after trimming; 0 where they are too few to count."""
    sum: Column
    """The sum of the ratings left after trimming, in parts of a point."""


class TierSums:
    """Adds the columns of tiers to a sheet.

    Args:
        grid: the sheet.
        rows: the standings, a line each.
        hidden: the lines, from 0, of people whose breakdown is withheld.
        ratings: the sheet of ratings that the formulas point at.
        unit: parts of a point in which sums are whole numbers.
    """

    def __init__(
        self,
        grid: Grid,
        rows: Sequence[Standing],
        hidden: Collection[int],
        ratings: Ratings,
        unit: int,
    ) -> None:
        """Keep the sheet and what its formulas are about."""
        self._grid = grid
        self._rows = rows
        self._hidden = hidden
        self._ratings = ratings
        self._unit = unit

    def add(self, tier: Tier) -> TierColumns:
        """Add a tier's columns."""
        rows = [None if n in self._hidden else row for n, row in enumerate(self._rows)]
        blocks = [self._ratings.blocks.get((tier.key, r.person.code)) if r else None for r in rows]
        scores = [_score(r, tier.key) if r else None for r in rows]
        total = self._ratings.total
        counts: list[Cell] = [
            Formula(f"COUNT({total.span(b.first, b.last)})", s.ratings if s else 0) if b else 0
            for b, s in zip(blocks, scores, strict=True)
        ]
        count = self._grid.add(_("{tier}: ratings").format(tier=tier.name), counts, "0")
        counted = count
        if tier.trim or tier.min_ratings > 1:
            cells: list[Cell] = [
                Formula(_left(tier, count.at(n)), s.kept if s else 0) for n, s in enumerate(scores)
            ]
            counted = self._grid.add(_("{tier}: kept").format(tier=tier.name), cells, "0")
        sums: list[Cell] = [
            Formula(self._sum(total, b, tier, count.at(n)), self._parts(s)) if b else 0
            for n, (b, s) in enumerate(zip(blocks, scores, strict=True))
        ]
        name = _("{tier}: sum, 1/{unit} point").format(tier=tier.name, unit=self._unit)
        return TierColumns(count, counted, self._grid.add(name, sums, "0"))

    def _parts(self, score: TierScore | None) -> int:
        return score.sum * (self._unit // score.unit) if score else 0

    def add_indicator(self, tier: Tier, indicator: Indicator, at: int, count: Column) -> Column:
        """Add one indicator's trimmed sum in one tier.

        Args:
            tier: the tier.
            indicator: the indicator.
            at: its place in the form, from 0.
            count: the tier's ratings.
        """
        column = self._ratings.marks[at]
        cells: list[Cell] = []
        for n, row in enumerate(self._rows):
            block = self._ratings.blocks.get((tier.key, row.person.code))
            if block is None:
                cells.append(0)
                continue
            ratings = column.cells[block.first : block.last + 1]
            values = [each.value if isinstance(each, Formula) else each for each in ratings]
            marks = [int(mark * self._unit) for mark in values if isinstance(mark, Fraction)]
            text = self._sum(column, block, tier, count.at(n))
            cells.append(Formula(text, sum(trimmed(tier, marks).counted)))
        heading = _("{tier}, {name}: sum, 1/{unit} point").format(
            tier=tier.name, name=indicator.name, unit=self._unit
        )
        return self._grid.add(heading, cells, "0")

    def _sum(self, column: Column, block: Block, tier: Tier, count: str) -> str:
        """Return the formula for the trimmed sum of some cells of points, in whole parts of one."""
        cells = column.span(block.first, block.last)
        added = f"SUM({cells})"
        if g := tier.trim:
            drops = "+".join(f"LARGE({cells},{n})+SMALL({cells},{n})" for n in range(1, g + 1))
            added = f"{added}-IF({count}>{tier.trims_from - 1},{drops},0)"
        text = f"ROUND({self._unit}*({added}),0)"
        return f"IF({count}<{tier.min_ratings},0,{text})" if tier.min_ratings > 1 else text


def _score(row: Standing, key: str) -> TierScore | None:
    return next((tier for tier in row.review.tiers if tier.tier == key), None)


def _left(tier: Tier, count: str) -> str:
    """Return the formula for the number of ratings that are left after trimming."""
    text = count
    if g := tier.trim:
        text = f"IF({count}>{tier.trims_from - 1},{count}-{2 * g},{count})"
    return f"IF({count}<{tier.min_ratings},0,{text})" if tier.min_ratings > 1 else text


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
