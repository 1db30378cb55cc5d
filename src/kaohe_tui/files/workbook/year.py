"""Write the year's workbook: what each period gave, and the year as formulas over it."""

from fractions import Fraction
from math import lcm

from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.year.year import Gave, Year, YearRow
from kaohe_tui.files.workbook.exact import LIMIT, NONE, Rounding, longest, whole_numbers
from kaohe_tui.files.workbook.grid import Cell, Column, Formula, Grid
from kaohe_tui.files.workbook.ranks import Ranks, ranks
from kaohe_tui.words import _


class YearWorkings:
    """Fills the sheet of workings of a year."""

    def __init__(self, dossier: Dossier, year: Year, weights: Column, *, is_exact: bool) -> None:
        self.scheme = dossier.scheme
        """The year's scheme."""
        self.standings = dossier.standings.rows
        """The year's standings, a line each, in their order."""
        self.rows = [year.rows[row.person.code] for row in self.standings]
        """Each person's shares of the periods, in the order of the standings."""
        self.weights = weights
        """The periods' weights as whole numbers, a line a period."""
        self.rounding = Rounding(dossier.scheme.decimals, is_exact)
        """The rounding of quotients to units."""
        title = _("{name}: the steps of the calculation").format(name=dossier.name)
        self.grid = Grid(_("Workings"), title, frozen=2)
        """The sheet that is filled."""
        self.over: list[Column] = []
        """The numerators of each period's exact totals; filled by ``fill``."""
        self.under: list[Column] = []
        """The denominators of each period's exact totals; filled by ``fill``."""
        self.periods: list[Column] = []
        """Each period's rounded totals in units; filled by ``fill``."""

    def fill(self) -> tuple[Column, Ranks]:
        """Add all columns.

        Returns:
            The year's rounded totals in units, and the ranks.
        """
        self.grid.add(_("Code"), [row.person.code for row in self.rows])
        self.grid.add(_("Name"), [row.person.name for row in self.rows])
        for at in range(len(self.scheme.periods)):
            self._period(at)
        above, below = self._year()
        total = self._rounded(_("Year in units"), above, below)
        return total, ranks(self.grid, self.scheme, self.standings, total, self._keys())

    def _period(self, at: int) -> None:
        """Add a period's exact totals as quotients, and rounded."""
        name = self.scheme.periods[at].name
        totals = [_total(row, at) for row in self.rows]
        numerators: list[Cell] = [None if t is None else t.numerator for t in totals]
        denominators: list[Cell] = [None if t is None else t.denominator for t in totals]
        self.over.append(
            self.grid.add(_("{name}: above the line").format(name=name), numerators, "0")
        )
        self.under.append(
            self.grid.add(_("{name}: below the line").format(name=name), denominators, "0")
        )
        heading = _("{name} in units").format(name=name)
        self.periods.append(self._rounded(heading, self.over[-1], self.under[-1]))

    def _year(self) -> tuple[Column, Column]:
        below: list[Cell] = []
        above: list[Cell] = []
        for n, row in enumerate(self.rows):
            counted = [at for at in range(len(self.over)) if _total(row, at) is not None]
            share, value = "1", 1
            if self.rounding.exact and counted:
                share = f"LCM({','.join(self.under[at].at(n) for at in counted)})"
                value = lcm(*(self.under[at].number(n) for at in counted))
            weights = "+".join(self.weights.at(at) for at in counted) or "0"
            added = "+".join(
                f"{self.weights.at(at)}*{self.over[at].at(n)}*({share}/{self.under[at].at(n)})"
                for at in counted
            )
            worth = sum(
                (self.weights.number(at) * (_total(row, at) or Fraction(0)) for at in counted),
                Fraction(0),
            )
            product = worth * value
            above.append(
                Formula(added or "0", int(product) if product.denominator == 1 else product)
            )
            below.append(
                Formula(f"{share}*({weights})", value * sum(map(self.weights.number, counted)))
            )
        return (
            self.grid.add(_("Year: above the line"), above, "0"),
            self.grid.add(_("Year: below the line"), below, "0"),
        )

    def _rounded(self, heading: str, numerator: Column, denominator: Column) -> Column:
        cells: list[Cell] = []
        for n in range(len(self.rows)):
            d = denominator.number(n)
            rounded = self.rounding.formula(numerator.at(n), denominator.at(n))
            text = f"IF({denominator.at(n)}=0,-1,{rounded})"
            cell = numerator.cells[n]
            value = cell.value if isinstance(cell, Formula) else cell
            worth = Fraction(value or 0) / d if d else None
            cells.append(Formula(text, self.rounding.units(worth)))
        return self.grid.add(heading, cells, "0")

    def _keys(self) -> list[Column]:
        """Return the tie-break keys' values, as weighed from the periods' own ratings."""
        names = {tier.key: tier.name for tier in self.scheme.tiers}
        names |= {each.key: each.name for each in self.scheme.indicators}
        columns: list[Column] = []
        for key in self.scheme.tie_break:
            values = [{b.key: b.value for b in row.tie_breaks}.get(key) for row in self.standings]
            # A key that was not tried decides nothing, and neither does one that is skipped.
            cells: list[Cell] = [NONE if value is None else value for value in values]
            heading = _("{name} in units").format(name=names.get(key, key))
            columns.append(self.grid.add(heading, cells, "0"))
        return columns


def exact(dossier: Dossier, year: Year) -> bool:
    """Return whether all numerators of the year's workings stay below ``LIMIT``."""
    weights = whole_numbers(period.weight for period in dossier.scheme.periods)
    largest = 0
    for row in (year.rows[standing.person.code] for standing in dossier.standings.rows):
        totals = [_total(row, at) for at in range(len(weights))]
        common = lcm(*(total.denominator for total in totals if total is not None))
        above = sum(int(w * (t or 0) * common) for w, t in zip(weights, totals, strict=True))
        largest = max(largest, longest(above, common * sum(weights), dossier.scheme.decimals))
    return largest < LIMIT


def _total(row: YearRow, at: int) -> Fraction | None:
    """Return the period's exact total; None where it does not count in the person's year."""
    share = row.shares[at]
    return share.total if share.gave is Gave.COUNTED else None
