"""Write what a tier comes to for each person: ratings, those that are kept, and their sum."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.standings.rows import Standing
from kaohe_tui.domain.standings.scoring import TierScore, trimmed
from kaohe_tui.files.workbook.grid import Cell, Column, Formula, Grid
from kaohe_tui.files.workbook.ratings import Block, Ratings
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
