"""Write components that are a share of ratings as formulas over the ratings."""

from fractions import Fraction

from kaohe_tui.domain.rules.scheme.components import Component
from kaohe_tui.domain.standings.composing import least_total
from kaohe_tui.files.workbook.grid import Cell, Column, Formula
from kaohe_tui.files.workbook.parts.terms import Begin, Pair, number, product, term
from kaohe_tui.files.workbook.steps import Steps, TierColumns
from kaohe_tui.words import _

_HUNDRED = 100


def share(
    steps: Steps, tiers: TierColumns, component: Component, points: Column, unit: int
) -> Begin:
    """Add the number of ratings at the level or better; return the points that they give.

    Args:
        steps: the sheet that is filled.
        tiers: the columns of the component's tier.
        component: what is counted.
        points: what it is worth to each person, in parts of a point.
        unit: the parts of a point.
    """
    reached = _reached(steps, component)

    def begin(n: int) -> tuple[Pair, Pair]:
        count = term(tiers.kept, n)
        if not component.bands:
            above = product(term(reached, n), term(points, n))
            return above, product(count, number(unit))
        most = term(points, n)
        worth, value = "0", Fraction(0)
        for low, gives in reversed(component.bands):
            over, under = (low / _HUNDRED).as_integer_ratio()
            has = term(reached, n)
            if has[1] * under >= count[1] * over:
                value = gives * unit
            worth = f"IF({has[0]}*{under}>={count[0]}*{over},{int(gives * unit)},{worth})"
        above = f"MIN({most[0]},{worth})", min(most[1], value)
        return above, (f"IF({count[0]}>0,{unit},0)", Fraction(unit if count[1] else 0))

    return begin


def _reached(steps: Steps, component: Component) -> Column:
    """Add the number of each person's ratings at the level or better."""
    [tier], total = component.tiers, steps.ratings.total
    # Half a part below the level: doubles may miss the level itself by a hair.
    least = least_total(steps.scheme, component.level) - Fraction(1, 2 * steps.unit)
    cells: list[Cell] = []
    for n, row in enumerate(steps.rows):
        block = steps.ratings.blocks.get((tier, row.person.code))
        score = row.review.component(component.key)
        if block is None or n in steps.hidden or score is None:
            cells.append(0)
            continue
        limit = f"{least.numerator}/{least.denominator}"
        text = f'COUNTIF({total.span(block.first, block.last)},">="&({limit}))'
        cells.append(Formula(text, int(score.figure.partition("/")[0] or 0)))
    heading = _("{name}: ratings at “{level}” or better")
    return steps.grid.add(heading.format(name=component.name, level=component.level), cells, "0")
