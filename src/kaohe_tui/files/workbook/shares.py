"""Write components that are a share of ratings, or of the total of a section, as formulas."""

from fractions import Fraction

from kaohe_tui.domain.rules.scheme.components import Component
from kaohe_tui.domain.standings.composing import least_total
from kaohe_tui.files.workbook.grid import Cell, Column, Formula
from kaohe_tui.files.workbook.steps import Steps, TierColumns
from kaohe_tui.files.workbook.terms import Begin, Pair, number, product, term
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


def of_section(steps: Steps, component: Component, points: Column, unit: int) -> Begin:
    """Add the total of each person's section, as it is; return the points that it gives.

    It is no formula: the section's line stands in the same columns, and would have to be first.

    Args:
        steps: the sheet that is filled.
        component: what is counted.
        points: what it is worth to each person, in parts of a point.
        unit: the parts of a point.
    """
    scores = [row.review.component(component.key) for row in steps.rows]
    totals = [Fraction(s.figure) if s and s.figure else None for s in scores]
    heading = _("{name}: the section's total, above the line").format(name=component.name)
    over: list[Cell] = [0 if t is None else t.numerator for t in totals]
    above = steps.grid.add(heading, over, "0")
    heading = _("{name}: the section's total, below the line").format(name=component.name)
    under: list[Cell] = [0 if t is None else t.denominator for t in totals]
    below = steps.grid.add(heading, under, "0")
    whole = number(steps.scheme.full * unit)
    return lambda n: (
        product(term(above, n), term(points, n)),
        product(term(below, n), whole),
    )
