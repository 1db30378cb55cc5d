"""Write components and factors as formulas over ratings, entries and figures.

A component is a fraction of two whole numbers, above and below a line, reduced; where it has no
value the one below is 0. Points are in parts of a point, see ``extras.unit_of``.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import gcd, lcm

from kaohe_tui.domain.entries.extras import holder
from kaohe_tui.domain.rules.scheme.components import By, Component, Factor, Source
from kaohe_tui.files.workbook.entered.extras import RuleSums
from kaohe_tui.files.workbook.entered.figures import Figures
from kaohe_tui.files.workbook.entered.register import unit_of
from kaohe_tui.files.workbook.grid import Cell, Column, Formula
from kaohe_tui.files.workbook.steps import Steps, TierColumns, plain_cell, value_at
from kaohe_tui.words import _

Pair = tuple[str, Fraction]
"""A term of a formula, and its value."""
Begin = Callable[[int], tuple[Pair, Pair]]
"""Line -> what stands above and below the line of a component before entries within it."""


class Composed:
    """Adds components, factors, and the score that they make, to the sheet of workings.

    Args:
        steps: the sheet that is filled.
        tiers: the columns of each tier.
        share: the common denominator of the tiers' means; None where it is not needed.
        sums: the sheet of what rules add and take off.
        figures: the sheet of figures.
    """

    def __init__(
        self,
        steps: Steps,
        tiers: Sequence[TierColumns],
        share: Column | None,
        sums: RuleSums,
        figures: Figures,
    ) -> None:
        """Add the columns of each component."""
        self._steps, self._tiers, self._share = steps, tiers, share
        self._sums, self._figures = sums, figures
        self._unit = unit_of(steps.scheme)
        self._worth: list[Column] = []
        self._above: list[Column] = []
        self._below: list[Column] = []
        for component in steps.scheme.components:
            self._add(component)
        units = _("{name} in units")
        self.values = tuple(
            steps.rounded(units.format(name=component.name), above, below)
            for component, above, below in zip(
                steps.scheme.components, self._above, self._below, strict=True
            )
        )
        """The rounded points of each component in units, ``NONE`` where there are none."""

    def score(self) -> tuple[Column, Column]:
        """Add the score; return what stands above and below its line."""
        shared = self._column(_("Common denominator of the components"), self._common)
        above = self._column(_("Components: above the line"), lambda n: self._sum(n, shared))
        below = self._column(_("Components: below the line"), lambda n: self._under(n, shared))
        for factor in self._steps.scheme.factors:
            above, below = self._multiplied(factor, above, below)
        above, below = self._reduced(_("Score"), above, below)
        return self._hidden(above, below)

    # -- one component -------------------------------------------------------------------------

    def _add(self, component: Component) -> None:
        """Add the columns of one component."""
        name, rows = component.name, self._steps.rows
        scores = [row.review.component(component.key) for row in rows]
        worth: list[Cell] = [int(s.points * self._unit) if s else 0 for s in scores]
        heading = _("{name}: points, 1/{unit} point").format(name=name, unit=self._unit)
        points = self._steps.grid.add(heading, worth, "0")
        begin = {
            Source.BALLOTS: self._ballots,
            Source.FULL: self._full,
            Source.OFFICE: self._office,
        }[component.source](component, points)
        bare: Pair = ("0", Fraction(0))

        def start(n: int) -> tuple[Pair, Pair]:
            if n in self._steps.hidden or not worth[n]:
                return bare, bare
            above, below = begin(n)
            if not below[1] and component.zero_if_missing:
                return bare, ("1", Fraction(1))
            return above, below

        above = self._column(_("{name}: above the line").format(name=name), lambda n: start(n)[0])
        below = self._column(_("{name}: below the line").format(name=name), lambda n: start(n)[1])
        if component.source is not Source.BALLOTS:
            above, below = self._within(component, points, above, below)
        above, below = self._reduced(name, above, below)
        self._worth.append(points)
        self._above.append(above)
        self._below.append(below)

    def _ballots(self, component: Component, points: Column) -> Begin:
        """Return the points from the ratings of its tiers."""
        steps = self._steps
        at = [n for n, tier in enumerate(steps.scheme.tiers) if tier.key in component.tiers]
        name, sums = component.name, [tier.sum for tier in self._tiers]
        title = _("{name}: ratings below the line").format(name=name)
        below = steps.denominator(title, self._tiers, self._share, at)
        title = _("{name}: ratings above the line").format(name=name)
        above = steps.numerator(title, sums, self._tiers, self._share, at, score=False)
        share = steps.scheme.full * self._unit

        def begin(n: int) -> tuple[Pair, Pair]:
            return (
                _product(_cell(above, n), _cell(points, n)),
                _product(_cell(below, n), (str(share), Fraction(share))),
            )

        return begin

    def _full(self, _component: Component, points: Column) -> Begin:
        """Return all its points."""
        unit = (str(self._unit), Fraction(self._unit))
        return lambda n: (_cell(points, n), unit)

    def _office(self, component: Component, points: Column) -> Begin:
        """Return the points from figures; nothing below the line without one."""
        return lambda n: self._from_figure(component, points, n)

    def _from_figure(self, component: Component, points: Column, n: int) -> tuple[Pair, Pair]:
        figures, unit = self._figures, (str(self._unit), Fraction(self._unit))
        key = (component.key, holder(component, self._steps.rows[n].person))
        if key not in figures.lines:
            return ("0", Fraction(0)), ("0", Fraction(0))
        amount = _cell(figures.amounts, figures.lines[key])
        parts = figures.parts[component.key]
        of_parts = (str(parts), Fraction(parts))
        if component.convert is None:
            return _product(amount, unit), _product(of_parts, unit)
        if component.convert.by is By.PERCENT:
            hundred = (str(100 * parts), Fraction(100 * parts))
            return _product(amount, _cell(points, n)), _product(hundred, unit)
        if component.convert.by is By.RANK:
            first = int(component.convert.first * self._unit)
            step = int(component.convert.step * self._unit)
            worth = max(Fraction(0), first - step * (amount[1] - 1))
            return (f"MAX(0,{first}-{step}*({amount[0]}-1))", worth), unit
        first_line, last_line = figures.spans[component.key]
        best_value = max(value_at(figures.amounts, at) for at in range(first_line, last_line + 1))
        best = f"MAX(1,MAX({figures.amounts.span(first_line, last_line)}))"
        return _product(amount, _cell(points, n)), (
            f"{best}*{unit[0]}",
            max(Fraction(1), best_value) * self._unit,
        )

    def _within(
        self, component: Component, points: Column, above: Column, below: Column
    ) -> tuple[Column, Column]:
        """Add what entries within it change, and its bounds: 0 and its points."""
        name, unit = component.name, self._unit
        places = {each.key: n for n, each in enumerate(self._steps.scheme.components, 1)}
        place = places[component.key]
        added: list[Column] = []
        for bonus, title in ((True, _("{name}: added")), (False, _("{name}: taken off"))):
            cells: list[Cell] = []
            for n, row in enumerate(self._steps.rows):
                score = row.review.component(component.key)
                value = (score.bonus if bonus else score.deduction) if score else Fraction(0)
                text = self._sums.added(n, None, unit, bonus=bonus, within=place)
                cells.append(Formula(text, int(value * unit)))
            added.append(self._steps.grid.add(title.format(name=name), cells, "0"))

        def bounded(n: int) -> Pair:
            plus, minus = _cell(added[0], n), _cell(added[1], n)
            a, b, most = _cell(above, n), _cell(below, n), _cell(points, n)
            raw = a[1] * unit + (plus[1] - minus[1]) * b[1]
            text = f"{a[0]}*{unit}+({plus[0]}-{minus[0]})*{b[0]}"
            return f"MAX(0,MIN({most[0]}*{b[0]},{text}))", max(
                Fraction(0), min(most[1] * b[1], raw)
            )

        title = _("{name}: above the line, within its bounds").format(name=name)
        changed = self._column(title, bounded)
        title = _("{name}: below the line, within its bounds").format(name=name)
        scaled = self._column(
            title, lambda n: _product(_cell(below, n), (str(unit), Fraction(unit)))
        )
        return changed, scaled

    # -- the sum -------------------------------------------------------------------------------

    def _common(self, n: int) -> Pair:
        if not self._steps.rounding.exact:
            return "1", Fraction(1)
        terms = ",".join(f"MAX(1,{below.at(n)})" for below in self._below)
        return f"LCM({terms})", Fraction(lcm(*(max(1, b.number(n)) for b in self._below)))

    def _sum(self, n: int, shared: Column) -> Pair:
        unit, terms, value = self._steps.scheme.full * self._unit, [], Fraction(0)
        for above, below in zip(self._above, self._below, strict=True):
            terms.append(f"{above.at(n)}*({shared.at(n)}/MAX(1,{below.at(n)}))")
            under = max(Fraction(1), value_at(below, n))
            value += value_at(above, n) * value_at(shared, n) / under
        return f"({'+'.join(terms)})*{unit}", value * unit

    def _under(self, n: int, shared: Column) -> Pair:
        terms, worth = [], Fraction(0)
        for points, below in zip(self._worth, self._below, strict=True):
            terms.append(f"IF({below.at(n)}>0,{points.at(n)},0)")
            worth += points.number(n) if value_at(below, n) else 0
        return f"{shared.at(n)}*({'+'.join(terms)})", value_at(shared, n) * worth

    def _multiplied(self, factor: Factor, above: Column, below: Column) -> tuple[Column, Column]:
        """Add both multiplied by a factor."""
        return (
            self._column(
                _("{name}: above the line").format(name=factor.name),
                lambda n: self._times(above, factor, n),
            ),
            self._column(
                _("{name}: below the line").format(name=factor.name),
                lambda n: self._over(below, factor, n),
            ),
        )

    def _times(self, above: Column, factor: Factor, n: int) -> Pair:
        line = self._figures.lines.get((factor.key, holder(factor, self._steps.rows[n].person)))
        if line is None:
            return _cell(above, n)
        return _product(_cell(above, n), _cell(self._figures.amounts, line))

    def _over(self, below: Column, factor: Factor, n: int) -> Pair:
        if (factor.key, holder(factor, self._steps.rows[n].person)) not in self._figures.lines:
            return _cell(below, n)
        parts = self._figures.parts[factor.key]
        return _product(_cell(below, n), (str(parts), Fraction(parts)))

    def _reduced(self, name: str, above: Column, below: Column) -> tuple[Column, Column]:
        """Add both without their common divisor, so that numbers stay short."""
        if not self._steps.rounding.exact:
            return above, below

        def part(column: Column) -> Callable[[int], Pair]:
            def reduced(n: int) -> Pair:
                divisor = max(1, gcd(above.number(n), below.number(n)))
                shared = f"MAX(1,GCD({above.at(n)},{below.at(n)}))"
                return f"{column.at(n)}/{shared}", Fraction(column.number(n), divisor)

            return reduced

        return (
            self._column(_("{name}: reduced, above").format(name=name), part(above)),
            self._column(_("{name}: reduced, below").format(name=name), part(below)),
        )

    def _hidden(self, above: Column, below: Column) -> tuple[Column, Column]:
        """Put the score itself for people whose breakdown is withheld."""
        steps = self._steps
        if not steps.hidden:
            return above, below
        scale = 10**steps.scheme.decimals
        cells: list[list[Cell]] = [[], []]
        for n, row in enumerate(steps.rows):
            score = row.review.score
            if n in steps.hidden:
                cells[0].append(max(0, steps.rounding.units(score)))
                cells[1].append(0 if score is None else scale)
                continue
            for at, column in enumerate((above, below)):
                cells[at].append(Formula(column.at(n), plain_cell(value_at(column, n))))
        return (
            steps.grid.add(_("Score: above the line"), cells[0], "0"),
            steps.grid.add(_("Score: below the line"), cells[1], "0"),
        )

    def _column(self, heading: str, term: Callable[[int], Pair]) -> Column:
        cells: list[Cell] = []
        for n in range(len(self._steps.rows)):
            text, value = term(n)
            cells.append(Formula(text, plain_cell(value)))
        return self._steps.grid.add(heading, cells, "0")


def _cell(column: Column, n: int) -> Pair:
    return column.at(n), value_at(column, n)


def _product(one: Pair, other: Pair) -> Pair:
    return f"{one[0]}*{other[0]}", one[1] * other[1]
