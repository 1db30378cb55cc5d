"""Write days of absence, an entry a line, and what those of a kind take off, as formulas."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.scheme.entries import AbsenceRule
from kaohe_tui.files.workbook.grid import Cell, Column, Formula, Grid
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Away:
    """The register of absences, and what the sums point at."""

    grid: Grid
    """The sheet."""
    line: Column
    """The person's line of the standings, from 1; 0 for people who are not in them."""
    number: Column
    """The kind's number: those of the scheme's rules of adjustments come first."""
    counted: Column
    """Half days that count; 0 where the entry was withdrawn."""

    @property
    def pairs(self) -> frozenset[tuple[int, int]]:
        """(Line, number of the kind) of every absence of a kind."""
        lines = range(len(self.line.cells))
        return frozenset((self.line.number(n), self.number.number(n)) for n in lines)

    def half_days(self, line: Column, number: Column, n: int) -> Formula:
        """Return the formula of the half days of one person and kind together."""
        own = line.number(n), number.number(n)
        lines = range(len(self.line.cells))
        added = sum(
            self.counted.number(each)
            for each in lines
            if (self.line.number(each), self.number.number(each)) == own
        )
        pair = f"{self.line.whole},{line.at(n)},{self.number.whole},{number.at(n)}"
        return Formula(f"SUMIFS({self.counted.whole},{pair})", added)

    def points(
        self, grid: Grid, kind: AbsenceRule, n: int, half_days: Formula, unit: int
    ) -> Formula:
        """Return the formula of the points that half days take off, in units.

        Args:
            grid: the sheet of sums, whose next column but one it is to be in.
            kind: the kind.
            n: the line in that sheet.
            half_days: the formula beside it.
            unit: how many units a point has.
        """
        half = grid.next_column().at(n)
        days = Fraction(int(half_days.value), 2)
        value = int(sum((many * each for many, each in kind.steps(days)), Fraction(0)) * unit)
        starts = [(kind.free, kind.points), *kind.then]
        ends = [*(start for start, _each in starts[1:]), None]
        parts = []
        for (start, each), end in zip(starts, ends, strict=True):
            reached = half if end is None else f"MIN({half},{plain(2 * end)})"
            parts.append(f"MAX(0,{reached}-{plain(2 * start)})*{plain(each * unit / 2)}")
        return Formula(f"ROUND({'+'.join(parts)},0)", value)


def parts_of_days(kind: AbsenceRule) -> Iterator[Fraction]:
    """Yield what the points of any number of half days are made of."""
    starts = [(kind.free, kind.points), *kind.then]
    for (start, each), (end, _each) in pairwise([*starts, starts[0]]):
        yield each / 2
        yield each * start
        yield each * end


def away(dossier: Dossier) -> Away | None:
    """Return the sheet of absences; None for a scheme without kinds of absence."""
    scheme, roster = dossier.scheme, dossier.roster
    if not scheme.absences:
        return None
    first = len(scheme.adjustments) + 1
    numbers = {kind.key: n for n, kind in enumerate(scheme.absences, first)}
    lines = {row.person.code: n for n, row in enumerate(dossier.standings.rows, 1)}
    absences = [each for each in dossier.facts.absences if each.kind in numbers]
    names = {period.key: period.name for period in scheme.periods}
    grid = Grid(_("Absences"), _("{name}: absences").format(name=dossier.name), frozen=4)
    line = grid.add(_("Row of the standings"), [lines.get(a.code, 0) for a in absences], "0")
    grid.add(_("Period"), [names.get(a.period, a.period) for a in absences])
    grid.add(_("Code"), [a.code for a in absences])
    grid.add(_("Name"), [roster[a.code].name if a.code in roster else "" for a in absences])
    number = grid.add(_("Number of the rule"), [numbers[a.kind] for a in absences], "0")
    grid.add(_("Kind"), [scheme.absence(a.kind).name for a in absences])
    half = grid.add(_("Half days"), [a.half_days for a in absences], "0")
    valid = grid.add(_("Counts (1)"), [int(a.stands) for a in absences], "0")
    cells: list[Cell] = [
        Formula(f"{half.at(n)}*{valid.at(n)}", half.number(n) * valid.number(n))
        for n in range(len(absences))
    ]
    counted = grid.add(_("Half days that count"), cells, "0")
    grid.add(_("Reason"), [a.reason for a in absences])
    states = (_("counts") if a.stands else a.withdrawn_reason for a in absences)
    grid.add(_("State"), list(states))
    return Away(grid, line, number, counted)
