"""Find by formulas what counts of entries: the largest of its matter, several rules under a cap."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.entries.entries import Adjustment
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.entries import Cap
from kaohe_tui.files.workbook.grid import Cell, Column, Formula, Grid
from kaohe_tui.words import _


def add_people(grid: Grid, lines: Sequence[int], people: Sequence[Person]) -> Column:
    """Add the columns that say whose each line is; return the one of the standings' lines."""
    line = grid.add(_("Row of the standings"), list(lines), "0")
    grid.add(_("Code"), [person.code for person in people])
    grid.add(_("Name"), [person.name for person in people])
    return line


def largest(
    grid: Grid,
    whose: tuple[Column, Column, Sequence[Adjustment]],
    valid: Column,
    is_highest: Sequence[bool],
    worths: Sequence[int],
) -> Column:
    """Add the columns that tell which entries count; return the last, 1 where one does.

    Args:
        grid: the register of adjustments.
        whose: the person's line, the rule's number, and the entries.
        valid: 1 where the entry is approved and not withdrawn.
        is_highest: whether the entry's rule counts the largest of a matter alone.
        worths: what each entry is worth, in units.
    """
    line, rule, entries = whose
    names = list(dict.fromkeys(each.matter for each in entries if each.matter))
    numbers = [
        names.index(each.matter) + 1 if is_one and each.matter else 0
        for each, is_one in zip(entries, is_highest, strict=True)
    ]
    grid.add(_("What for"), [each.matter for each in entries])
    matter = grid.add(_("Number of what for"), list(numbers), "0")
    size, many = grid.add(_("Size"), list(worths), "0"), len(entries) + 1
    # Of equal entries the first counts: what stands higher in the list is the larger.
    cells: list[Cell] = [
        Formula(f"{size.at(n)}*{many}+{many - 1 - n}", worth * many + many - 1 - n)
        for n, worth in enumerate(worths)
    ]
    order = grid.add(_("Order among the same"), cells, "0")
    keys = (line, rule, matter)
    counts: list[Cell] = []
    for n in range(len(entries)):
        same = ",".join(f"{key.whole},{key.at(n)}" for key in keys)
        others = f'COUNTIFS({same},{valid.whole},1,{order.whole},">"&{order.at(n)})'
        text = f"IF({matter.at(n)}=0,{valid.at(n)},IF({others}=0,{valid.at(n)},0))"
        is_beaten = numbers[n] and _is_beaten(n, keys, order, valid)
        counts.append(Formula(text, 0 if is_beaten else valid.number(n)))
    return grid.add(_("Largest of its kind (1)"), counts, "0")


def _is_beaten(n: int, keys: Sequence[Column], order: Column, valid: Column) -> bool:
    """Return whether an entry that counts and has the same keys is larger."""
    return any(
        valid.number(other)
        and order.number(other) > order.number(n)
        and all(key.number(other) == key.number(n) for key in keys)
        for other in range(len(order.cells))
    )


@dataclass(frozen=True, slots=True)
class Capped:
    """The sheet of caps, and what the sums point at."""

    grid: Grid
    """The sheet, a line for each person and cap."""
    under: Column
    """Of the sheet of sums: number of the innermost cap over the rule; 0 for none."""
    line: Column
    """The person's line of the standings, from 1."""
    bonus: Column
    """1 for a cap over bonuses, 0 over deductions."""
    outermost: Column
    """1 where the cap lies under no other one."""
    units: Column
    """Points under the cap, in units."""

    def added(self, line: int, *, bonus: bool) -> str:
        """Return what is added to the formula of a person's bonuses or deductions."""
        return (
            f"+SUMIFS({self.units.whole},{self.line.whole},{line + 1},"
            f"{self.bonus.whole},{int(bonus)},{self.outermost.whole},1)"
        )


def capped_sums(
    dossier: Dossier,
    sums: Grid,
    columns: tuple[Column, Column, Column],
    keys: Sequence[str],
    unit: int,
) -> Capped | None:
    """Return the sheet of caps over several rules; None where none of them holds anybody.

    Args:
        dossier: whose scheme's caps are meant.
        sums: the sheet of points by person and rule; it gets the number of the cap.
        columns: of it: the person's line, 1 for a bonus, points in units.
        keys: the keys of the rules in it.
        unit: how many units a point has.
    """
    caps = sorted(dossier.scheme.caps, key=lambda cap: len(cap.rules))
    inner = [next((n for n, c in enumerate(caps, 1) if key in c.rules), 0) for key in keys]
    if not any(inner):
        return None
    under = sums.add(_("Number of the cap"), list(inner), "0")
    pairs = _pairs(caps, keys, columns[0])
    lines = range(len(pairs))
    grid = Grid(_("Caps"), _("{name}: several rules under one cap").format(name=dossier.name))
    people = [dossier.standings.rows[n - 1].person for n, _cap in pairs]
    own_line = add_people(grid, [n for n, _cap in pairs], people)
    number = grid.add(_("Number of the cap"), [n for _line, n in pairs], "0")
    grid.add(_("Cap"), [caps[n - 1].name for _line, n in pairs])
    is_bonus = {key: columns[1].number(row) for row, key in enumerate(keys)}
    directions = [_direction(caps[n - 1], is_bonus) for _line, n in pairs]
    own_bonus = grid.add(_("Bonus (1)"), list(directions), "0")
    outer = [_outer(caps, n) for n in range(1, len(caps) + 1)]
    outermost = grid.add(
        _("Under no other cap (1)"), [int(not outer[n - 1]) for _, n in pairs], "0"
    )
    place = _Caps([int(cap.most * unit) for cap in caps], outer, inner, pairs)
    units = place.add(grid, (columns[0], under, columns[-1]), (own_line, number))
    in_points = [Formula(f"{units.at(n)}/{unit}", Fraction(units.number(n), unit)) for n in lines]
    grid.add(_("Points that count"), in_points, "General")
    return Capped(grid, under, own_line, own_bonus, outermost, units)


def _pairs(caps: Sequence[Cap], keys: Sequence[str], line: Column) -> Sequence[tuple[int, int]]:
    """Return whom each cap holds: line of the standings and number of the cap, smaller first."""
    over = {
        (n, line.number(row))
        for row, key in enumerate(keys)
        for n, cap in enumerate(caps, 1)
        if key in cap.rules
    }
    return [(number, of) for of, number in sorted(over)]


@dataclass(frozen=True, slots=True)
class _Caps:
    """The caps of a scheme, and the people whom they hold."""

    most: Sequence[int]
    """Limit of each cap, in units."""
    outer: Sequence[int]
    """Number of the next larger cap over each; 0 for none."""
    inner: Sequence[int]
    """Number of the innermost cap over each line of the sums; 0 for none."""
    pairs: Sequence[tuple[int, int]]
    """Line of the standings and number of the cap, smaller caps first."""

    def add(
        self, grid: Grid, sums: tuple[Column, Column, Column], own: tuple[Column, Column]
    ) -> Column:
        """Add the limits and what is left under them; return the latter.

        Args:
            grid: the sheet of caps.
            sums: of the sheet of sums: the person's line, the cap's number, points in units.
            own: of the sheet of caps: the person's line, the cap's number.
        """
        line, under, units = sums
        most = [self.most[cap - 1] for _line, cap in self.pairs]
        limits = grid.add(_("Cap, in units"), list(most), "0")
        column, place = grid.next_column(), {pair: n for n, pair in enumerate(self.pairs)}
        values: list[int] = []
        cells: list[Cell] = []
        for n, (of, cap) in enumerate(self.pairs):
            inner = [(of, i) for i, outer in enumerate(self.outer, 1) if outer == cap]
            within = [place[pair] for pair in inner if pair in place]
            keys = f"{line.whole},{own[0].at(n)},{under.whole},{own[1].at(n)}"
            parts = [f"SUMIFS({units.whole},{keys})", *(column.at(each) for each in within)]
            rows = [r for r, i in enumerate(self.inner) if (line.number(r), i) == (of, cap)]
            value = sum(map(units.number, rows)) + sum(values[each] for each in within)
            values.append(min(value, most[n]))
            cells.append(Formula(f"MIN({'+'.join(parts)},{limits.at(n)})", values[-1]))
        return grid.add(_("Under the cap, in units"), cells, "0")


def _direction(cap: Cap, is_bonus: dict[str, int]) -> int:
    return next(is_bonus[key] for key in cap.rules if key in is_bonus)


def _outer(caps: Sequence[Cap], number: int) -> int:
    """Return the number of the next larger cap over one; 0 for none."""
    own = {*caps[number - 1].rules}
    return next((n for n in range(number + 1, len(caps) + 1) if own <= {*caps[n - 1].rules}), 0)
