"""Add the steps from ratings to a score, a column each, in whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from kaohe_tui.domain.numbers import UNIT
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.scheme.scheme import Method
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.standings.scoring import TierScore
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.domain.standings.withholding import is_hidden
from kaohe_tui.files.workbook.exact import Rounding
from kaohe_tui.files.workbook.grid import Cell, Column, Formula, Grid
from kaohe_tui.files.workbook.ratings import Block, Ratings
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class TierColumns:
    """One tier's columns."""

    count: Column
    """The number of ratings that count, before trimming."""
    kept: Column
    """The number of ratings left after trimming."""
    sum: Column
    """The sum of the ratings left after trimming, in tenths of a point."""


class Steps:
    """The sheet of workings, and the columns that a score from ratings takes."""

    def __init__(
        self, dossier: Dossier, ratings: Ratings, weights: Column, *, is_exact: bool
    ) -> None:
        self.dossier = dossier
        """The result that is computed."""
        self.scheme = dossier.scheme
        """The result's scheme."""
        self.rows = dossier.standings.rows
        """The standings, a line each, in their order."""
        self.ratings = ratings
        """The sheet of ratings that the formulas point at."""
        self.weights = weights
        """The tiers' weights as whole numbers, a line a tier."""
        self.rounding = Rounding(dossier.scheme.decimals, is_exact)
        """The rounding of quotients to units."""
        # Their score and total stand there as they are: what they come from is not shown.
        self.hidden = {n for n, r in enumerate(self.rows) if is_hidden(self.scheme, r.review)}
        """The lines, from 0, of people whose breakdown is withheld."""
        title = _("{name}: the steps of the calculation").format(name=dossier.name)
        self.grid = Grid(_("Workings"), title, frozen=2)
        """The sheet that is filled."""

    def tier(self, tier: Tier) -> TierColumns:
        """Add the columns of one tier."""
        g = tier.trim
        rows = [None if n in self.hidden else row for n, row in enumerate(self.rows)]
        blocks = [self.ratings.blocks.get((tier.key, r.person.code)) if r else None for r in rows]
        scores = [_score(r, tier.key) if r else None for r in rows]
        total = self.ratings.total
        counts: list[Cell] = [
            Formula(f"COUNT({total.span(b.first, b.last)})", s.ratings if s else 0) if b else 0
            for b, s in zip(blocks, scores, strict=True)
        ]
        count = self.grid.add(_("{tier}: ratings").format(tier=tier.name), counts, "0")
        counted = count
        if g:
            cells: list[Cell] = [
                Formula(
                    f"IF({count.at(n)}>{2 * g},{count.at(n)}-{2 * g},{count.at(n)})",
                    s.kept if s else 0,
                )
                for n, s in enumerate(scores)
            ]
            counted = self.grid.add(_("{tier}: kept").format(tier=tier.name), cells, "0")
        sums: list[Cell] = [
            Formula(tenths(total, b, g, count.at(n)), s.sum if s else 0) if b else 0
            for n, (b, s) in enumerate(zip(blocks, scores, strict=True))
        ]
        added = self.grid.add(_("{tier}: sum in tenths").format(tier=tier.name), sums, "0")
        return TierColumns(count, counted, added)

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
        """Add the denominator of a score from some tiers, for tenths of a point above the line."""
        cells: list[Cell] = []
        for n, row in enumerate(self.rows):
            if n in self.hidden:
                cells.append(0 if row.review.score is None else 10**self.scheme.decimals)
                continue
            value, parts = 0, []
            for at in among:
                tier = tiers[at]
                counted, weight = tier.kept.number(n), self.weights.number(at)
                if self.scheme.method is Method.PARTICIPATION:
                    parts.append(f"{self.weights.at(at)}*{tier.kept.at(n)}")
                    value += weight * counted
                else:
                    parts.append(f"IF({tier.kept.at(n)}>0,{self.weights.at(at)},0)")
                    value += weight if counted else 0
            text = f"{UNIT}*({'+'.join(parts)})"
            if share:
                text, value = f"{share.at(n)}*{text}", share.number(n) * value
            cells.append(Formula(text, UNIT * value))
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
                counted, weight = tier.kept.number(n), self.weights.number(at)
                product = f"{self.weights.at(at)}*{added.at(n)}"
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


def _score(row: Standing, key: str) -> TierScore | None:
    return next((tier for tier in row.review.tiers if tier.tier == key), None)


def tenths(column: Column, block: Block, g: int, count: str) -> str:
    """Return the formula for the trimmed sum of some cells of points, in whole tenths."""
    cells = column.span(block.first, block.last)
    added = f"SUM({cells})"
    if g:
        drops = "+".join(f"LARGE({cells},{n})+SMALL({cells},{n})" for n in range(1, g + 1))
        added = f"{added}-IF({count}>{2 * g},{drops},0)"
    return f"ROUND({UNIT}*({added}),0)"


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
