"""Write the workings of a period's standings: whole numbers, a column a step, a line a person."""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.scheme.scheme import Method
from kaohe_tui.domain.standings.withholding import is_hidden
from kaohe_tui.files.workbook.exact import LIMIT, Rounding, longest, whole_numbers
from kaohe_tui.files.workbook.extras import RuleSums, unit_of
from kaohe_tui.files.workbook.grid import Cell, Column, Formula, Grid
from kaohe_tui.files.workbook.ranks import Ranks, ranks
from kaohe_tui.files.workbook.ratings import Ratings
from kaohe_tui.files.workbook.rules import Weights, tier_weights
from kaohe_tui.files.workbook.tier_sums import TierColumns, TierSums
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Working:
    """The columns that the standings show; a unit is one of the last decimal."""

    counts: tuple[Column, ...]
    """The number of ratings that count, before trimming, by tier."""
    means: tuple[Column, ...]
    """The rounded mean in units by tier, ``NONE`` where there is none."""
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


class Workings:
    """Fills the sheet of workings of a period."""

    def __init__(
        self, dossier: Dossier, ratings: Ratings, weights: Weights, *, is_exact: bool
    ) -> None:
        self.dossier = dossier
        """The result that is computed."""
        self.scheme = dossier.scheme
        """Its scheme."""
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

    def fill(self, sums: RuleSums) -> Working:
        """Add all columns, from counts to places, and return those that the standings show."""
        self.grid.add(_("Code"), [row.person.code for row in self.rows])
        self.grid.add(_("Name"), [row.person.name for row in self.rows])
        sums_of = TierSums(self.grid, self.rows, self.hidden, self.ratings, self.unit)
        tiers = [sums_of.add(tier) for tier in self.scheme.tiers]
        means = [
            self._rounded(
                _("{tier}: mean in units").format(tier=tier.name), t.sum, t.kept, self.unit
            )
            for tier, t in zip(self.scheme.tiers, tiers, strict=True)
        ]
        share = self._share(tiers)
        denominator = self._denominator(tiers, share)
        added = [t.sum for t in tiers]
        numerator = self._numerator(_("Score: above the line"), added, tiers, share, score=True)
        score = self._rounded(_("Score in units"), numerator, denominator)
        bonus, deduction, total = self._total(numerator, denominator, sums)
        keys = self._keys(tiers, means, share, denominator)
        return Working(
            counts=tuple(t.count for t in tiers),
            means=tuple(means),
            score=score,
            bonus=bonus,
            deduction=deduction,
            total=total,
            ranks=ranks(self.grid, self.scheme, self.rows, total, keys),
        )

    def _share(self, tiers: list[TierColumns]) -> Column | None:
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

    def _denominator(self, tiers: list[TierColumns], share: Column | None) -> Column:
        """Add the denominator of the score, for tenths of a point in the numerator."""
        cells: list[Cell] = []
        for n, row in enumerate(self.rows):
            if n in self.hidden:
                cells.append(0 if row.review.score is None else 10**self.scheme.decimals)
                continue
            value, parts = 0, []
            for at, tier in enumerate(tiers):
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
        return self.grid.add(_("Score: below the line"), cells, "0")

    def _numerator(
        self,
        name: str,
        sums: list[Column],
        tiers: list[TierColumns],
        share: Column | None,
        *,
        score: bool,
    ) -> Column:
        """Add the numerator of the score: the weighed sums of all tiers."""
        cells: list[Cell] = []
        for n, row in enumerate(self.rows):
            if n in self.hidden:
                cells.append(max(0, self.rounding.units(row.review.score)) if score else 0)
                continue
            value, parts = Fraction(0), []
            for at, (added, tier) in enumerate(zip(sums, tiers, strict=True)):
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
            cells.append(Formula("+".join(parts), _plain(value)))
        return self.grid.add(name, cells, "0")

    def _rounded(
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
            value = (row.total or Fraction(0)) * _value(below, n) * unit
            above.append(Formula(f"MAX(0,{text})", _plain(value)))
        numerator = self.grid.add(_("Total: above the line"), above, "0")
        return columns[0], columns[1], self._rounded(_("Total in units"), numerator, below, unit)

    def _keys(
        self,
        tiers: list[TierColumns],
        means: list[Column],
        share: Column | None,
        denominator: Column,
    ) -> list[Column]:
        """Return the rounded values of the tie-break keys, in the scheme's order."""
        places = {tier.key: n for n, tier in enumerate(self.scheme.tiers)}
        names = {indicator.key: n for n, indicator in enumerate(self.scheme.indicators)}
        columns: list[Column] = []
        for key in self.scheme.tie_break:
            if key in places:
                columns.append(means[places[key]])
                continue
            at = names[key]
            name = self.scheme.indicators[at].name
            alone = TierSums(self.grid, self.rows, self.hidden, self.ratings, self.unit)
            sums = [
                alone.add_indicator(tier, self.scheme.indicators[at], at, columns_of_tier.count)
                for tier, columns_of_tier in zip(self.scheme.tiers, tiers, strict=True)
            ]
            title = _("{name}: above the line").format(name=name)
            numerator = self._numerator(title, sums, tiers, share, score=False)
            columns.append(
                self._rounded(_("{name} in units").format(name=name), numerator, denominator)
            )
        return columns


def exact(dossier: Dossier) -> bool:
    """Return whether all numerators of the period's workings stay below ``LIMIT``."""
    scheme = dossier.scheme
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


def _value(column: Column, n: int) -> Fraction:
    cell = column.cells[n]
    value = cell.value if isinstance(cell, Formula) else cell
    return value if isinstance(value, Fraction) else Fraction(column.number(n))


def _quotient(numerator: Column, denominator: Column, n: int, times: int) -> Fraction | None:
    d = _value(denominator, n) * times
    return _value(numerator, n) / d if d else None


def _plain(value: Fraction) -> int | Fraction:
    return int(value) if value.denominator == 1 else value
