"""Write figures of the office, a line each, as whole numbers that formulas point at."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import lcm

from kaohe_tui.domain.entries.entries import (
    Figure,
)
from kaohe_tui.domain.entries.figures import SECTION, figure_of
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.files.workbook.grid import Cell, Column, Formula, Grid
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Figures:
    """The sheet of figures, and what the workings point at."""

    grid: Grid
    """The sheet, a line a figure, those of one component or factor together."""
    amounts: Column
    """The figure in ``parts``; 0 where it does not count."""
    lines: Mapping[tuple[str, str], int]
    """(component or factor, whose) -> the line of the figure that counts, from 0."""
    spans: Mapping[str, tuple[int, int]]
    """Component or factor -> its first and last line."""
    parts: Mapping[str, int]
    """Component or factor -> the parts of one that its amounts are counted in."""


def figures(dossier: Dossier) -> Figures:
    """Return the sheet of figures; withdrawn ones and those not approved count 0."""
    scheme, entered = dossier.scheme, dossier.facts.figures
    listed = [each for part in scheme.offices for each in entered if each.part == part.key]
    names = {part.key: part.name for part in scheme.offices}
    parts = {
        part.key: lcm(*(figure_of(f.figure).denominator for f in listed if f.part == part.key))
        for part in scheme.offices
    }
    grid = Grid(_("Figures"), _("{name}: figures of the office").format(name=dossier.name))
    grid.add(_("Component"), [names[each.part] for each in listed])
    grid.add(_("Concerns"), [_whose(dossier, each) for each in listed])
    grid.add(_("Figure"), [each.figure for each in listed])
    values = [figure_of(each.figure) for each in listed]
    above = grid.add(_("Above the line"), [each.numerator for each in values], "0")
    below = grid.add(_("Below the line"), [each.denominator for each in values], "0")
    valid = grid.add(_("Counts (1)"), [int(each.counts) for each in listed], "0")
    cells: list[Cell] = [
        Formula(
            f"{above.at(n)}*{parts[each.part]}/{below.at(n)}*{valid.at(n)}",
            int(values[n] * parts[each.part]) * int(each.counts),
        )
        for n, each in enumerate(listed)
    ]
    amounts = grid.add(_("In parts that all figures of it share"), cells, "0")
    grid.add(_("Evidence"), [each.evidence for each in listed])
    grid.add(_("Approved by"), [each.approved_by for each in listed])
    grid.add(_("Withdrawn"), [each.withdrawn_reason for each in listed])
    lines = {(each.part, each.code): n for n, each in enumerate(listed) if each.counts}
    places: dict[str, list[int]] = {}
    for n, each in enumerate(listed):
        places.setdefault(each.part, []).append(n)
    spans = {key: (of_part[0], of_part[-1]) for key, of_part in places.items()}
    return Figures(grid, amounts, lines, spans, parts)


def _whose(dossier: Dossier, figure: Figure) -> str:
    code, roster = figure.code, dossier.roster
    if code.startswith(SECTION):
        return code.removeprefix(SECTION)
    return f"{code} {roster[code].name}" if code in roster else code
