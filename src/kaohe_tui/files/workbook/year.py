"""Write the year's workbook: what each period gave, and the year as formulas over it."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.scheme.periods import Period, Span
from kaohe_tui.domain.year.spans import columns
from kaohe_tui.domain.year.year import Year, YearRow
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
        """The weights as whole numbers, a line a period or span."""
        self.rounding = Rounding(dossier.scheme.decimals, is_exact)
        """The rounding of quotients to units."""
        title = _("{name}: the steps of the calculation").format(name=dossier.name)
        self.grid = Grid(_("Workings"), title, frozen=2)
        """The sheet that is filled."""
        self.parts = columns(dossier.scheme.periods)
        """The periods and spans, in the order of their columns."""
        self.over: list[Column] = []
        """The numerators of each part's exact values; filled by ``fill``."""
        self.under: list[Column] = []
        """The denominators of each part's exact values; filled by ``fill``."""
        self.units: list[Column] = []
        """Each part's rounded values in units; filled by ``fill``."""

    def fill(self) -> tuple[Column, Ranks]:
        """Add all columns.

        Returns:
            The year's rounded totals in units, and the ranks.
        """
        self.grid.add(_("Code"), [row.person.code for row in self.rows])
        self.grid.add(_("Name"), [row.person.name for row in self.rows])
        for part in self.parts:
            self._add(part)
        above, below = self._means(_("Year"), _places(self.parts, None))
        total = self._rounded(_("Year in units"), above, below)
        return total, ranks(self.grid, self.scheme, self.standings, total, self._keys())

    def _add(self, part: Period | Span) -> None:
        """Add the exact values of a period or a span as quotients, and rounded."""
        if isinstance(part, Span):
            above, below = self._means(part.name, _places(self.parts, part))
        else:
            totals = [_total(row, part) for row in self.rows]
            numerators: list[Cell] = [None if t is None else t.numerator for t in totals]
            denominators: list[Cell] = [None if t is None else t.denominator for t in totals]
            above, below = self._quotients(part.name, numerators, denominators)
        self.over.append(above)
        self.under.append(below)
        heading = _("{name} in units").format(name=part.name)
        self.units.append(self._rounded(heading, above, below))

    def _quotients(self, name: str, over: list[Cell], under: list[Cell]) -> tuple[Column, Column]:
        return (
            self.grid.add(_("{name}: above the line").format(name=name), over, "0"),
            self.grid.add(_("{name}: below the line").format(name=name), under, "0"),
        )

    def _means(self, name: str, places: Sequence[int]) -> tuple[Column, Column]:
        """Add the weighted means of the parts at these places, as quotients."""
        above: list[Cell] = []
        below: list[Cell] = []
        for n in range(len(self.rows)):
            counted = [at for at in places if self.under[at].number(n)]
            share = "1"
            if self.rounding.exact and counted:
                share = f"LCM({','.join(self.under[at].at(n) for at in counted)})"
            weights = "+".join(self.weights.at(at) for at in counted) or "0"
            added = "+".join(
                f"{self.weights.at(at)}*{self.over[at].at(n)}*({share}/{self.under[at].at(n)})"
                for at in counted
            )
            over, under = _mean(
                [
                    (self.weights.number(at), _number(self.over[at], n), self.under[at].number(n))
                    for at in counted
                ],
                is_exact=self.rounding.exact,
            )
            above.append(Formula(added or "0", int(over) if over.denominator == 1 else over))
            below.append(Formula(f"{share}*({weights})", under))
        return self._quotients(name, above, below)

    def _rounded(self, heading: str, numerator: Column, denominator: Column) -> Column:
        cells: list[Cell] = []
        for n in range(len(self.rows)):
            d = denominator.number(n)
            rounded = self.rounding.formula(numerator.at(n), denominator.at(n))
            text = f"IF({denominator.at(n)}=0,-1,{rounded})"
            worth = _number(numerator, n) / d if d else None
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
    parts = columns(dossier.scheme.periods)
    weights = whole_numbers(part.weight for part in parts)
    largest = 0
    for row in (year.rows[standing.person.code] for standing in dossier.standings.rows):
        quotients: list[tuple[int, Fraction, int]] = []
        for part, weight in zip((*parts, None), (*weights, 0), strict=True):
            if isinstance(part, Period):
                total = _total(row, part) or Fraction(0)
                over, under = Fraction(total.numerator), total.denominator
            else:
                over, under = _mean([quotients[at] for at in _places(parts, part)], is_exact=True)
            quotients.append((weight, over, under))
            largest = max(largest, longest(int(over), under, dossier.scheme.decimals))
    return largest < LIMIT


def _places(parts: Sequence[Period | Span], span: Span | None) -> list[int]:
    """Return where the parts of a span stand; for None those of the year."""
    return [
        place
        for place, part in enumerate(parts)
        if (part.span == span if isinstance(part, Period) else span is None)
    ]


def _mean(parts: Sequence[tuple[int, Fraction, int]], *, is_exact: bool) -> tuple[Fraction, int]:
    """Return a weighted mean as a quotient, whole above the line where it is exact.

    Args:
        parts: weight, numerator and denominator of each; a denominator of 0 is left out.
        is_exact: whether it is brought over the common denominator.
    """
    counted = [each for each in parts if each[2]]
    share = lcm(*(under for _weight, _over, under in counted)) if is_exact else 1
    above = sum((weight * over * share / under for weight, over, under in counted), Fraction(0))
    return above, share * sum(weight for weight, _over, _under in counted)


def _number(column: Column, n: int) -> Fraction:
    """Return the value of a line, which may be no whole number; 0 for an empty cell."""
    cell = column.cells[n]
    return Fraction((cell.value if isinstance(cell, Formula) else cell) or 0)


def _total(row: YearRow, period: Period) -> Fraction | None:
    """Return the period's exact total; None where it does not count in the person's year."""
    return next(share.total for share in row.shares if share.period == period)
