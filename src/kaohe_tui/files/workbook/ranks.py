"""Write ranks as formulas: equal values share one, tie-break keys separate them.

Rule: docs/scoring.md, "Ranks and ties".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.ranking import list_of
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.files.workbook.exact import NONE
from kaohe_tui.files.workbook.grid import Cell, Column, Formula, Grid
from kaohe_tui.files.workbook.steps import Steps, TierColumns, TierSums
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Ranks:
    """The columns from which the ranks are shown."""

    listed: Column
    """The number of the list that the person is ranked in; 0 for the unranked."""
    place: Column
    """The rank in that list, counted from 1."""

    def rank(self, line: int) -> Formula:
        """Return the formula for the rank, empty for the unranked."""
        value = self.place.number(line) if self.listed.number(line) else ""
        return Formula(f'IF({self.listed.at(line)}=0,"",{self.place.at(line)})', value)

    def note(self, line: int) -> Formula:
        """Return the formula for the remark that the rank is shared, else empty."""
        lists, place = self.listed, self.place
        own = (lists.number(line), place.number(line))
        number = sum((lists.number(n), place.number(n)) == own for n in range(len(lists.cells)))
        text = _("tied")
        quoted = text.replace('"', '""')
        count = _count((lists, line, "="), (place, line, "="))
        shared = bool(own[0]) and number > 1
        return Formula(
            f'IF({lists.at(line)}=0,"",IF({count}>1,"{quoted}",""))', text if shared else ""
        )


def ranks(
    grid: Grid, scheme: Scheme, rows: Sequence[Standing], total: Column, keys: Sequence[Column]
) -> Ranks:
    """Add the columns of ranks to the sheet of workings.

    Args:
        grid: where they go.
        scheme: whether roles are ranked apart.
        rows: a line each.
        total: rounded totals in units, ``NONE`` where there is none.
        keys: rounded values of the tie-break keys in order, ``NONE`` where somebody has none.
    """
    veto = grid.add(_("Vetoed (1)"), [int(row.vetoed) for row in rows], "0")
    of_role = grid.add(_("List of the role"), [_list(scheme, row) for row in rows], "0")
    cells: list[Cell] = []
    for n in range(len(rows)):
        is_unranked = total.number(n) < 0 or veto.number(n)
        text = f"IF(OR({total.at(n)}<0,{veto.at(n)}=1),0,{of_role.at(n)})"
        cells.append(Formula(text, 0 if is_unranked else of_role.number(n)))
    list_column = grid.add(_("Ranked in list"), cells, "0")
    place = grid.add(
        _("Place by total"), [_first(list_column, total, n) for n in range(len(rows))], "0"
    )
    for at, key in enumerate(keys, 1):
        after = [_after(list_column, place, key, n) for n in range(len(rows))]
        place = grid.add(_("Place after key {number}").format(number=at), after, "0")
    return Ranks(list_column, place)


def _list(scheme: Scheme, row: Standing) -> int:
    if row.person.role is Role.HEAD:
        return 0
    own = list_of(scheme, row.person.role)
    return 1 if own is None else 1 + list(Role).index(own)


def _count(*conditions: tuple[Column, int, str]) -> str:
    """Return the formula for the number of lines that meet every condition.

    A condition is (column, this line, sign): how another line's cell compares with this one's.
    """
    parts = ",".join(
        f"{column.whole}," + (column.at(n) if sign == "=" else f'"{sign}"&{column.at(n)}')
        for column, n, sign in conditions
    )
    return f"COUNTIFS({parts})"


def _first(list_column: Column, total: Column, n: int) -> Formula:
    above = sum(
        list_column.number(m) == list_column.number(n) and total.number(m) > total.number(n)
        for m in range(len(list_column.cells))
    )
    return Formula(f"1+{_count((list_column, n, '='), (total, n, '>'))}", 1 + above)


def _after(list_column: Column, place: Column, key: Column, n: int) -> Formula:
    """Return the place after the people in it were separated by a key that all of them have."""
    group = [
        m
        for m in range(len(list_column.cells))
        if (list_column.number(m), place.number(m)) == (list_column.number(n), place.number(n))
    ]
    skipped = any(key.number(m) == NONE for m in group)
    above = 0 if skipped else sum(key.number(m) > key.number(n) for m in group)
    conditions = ((list_column, n, "="), (place, n, "="))
    without = _count(*conditions)[:-1] + f",{key.whole},{NONE})"
    text = f"{place.at(n)}+IF({without}>0,0,{_count(*conditions, (key, n, '>'))})"
    return Formula(text, place.number(n) + above)


def tie_keys(
    steps: Steps,
    tiers: Sequence[TierColumns],
    means: Sequence[Column],
    share: Column | None,
    components: Sequence[Column],
    denominator: Column | None,
) -> list[Column]:
    """Return the rounded values of the tie-break keys, in the scheme's order.

    Args:
        steps: the sheet that is filled.
        tiers: the columns of each tier.
        means: the rounded mean of each tier.
        share: the common denominator of the means; None where it is not needed.
        components: the rounded points of each component; none in a scheme without them.
        denominator: of the score, where it is from the ratings alone.
    """
    scheme, every = steps.scheme, range(len(tiers))
    known = {each.key: column for each, column in zip(scheme.components, components, strict=False)}
    known |= {tier.key: column for tier, column in zip(scheme.tiers, means, strict=True)}
    names = {indicator.key: n for n, indicator in enumerate(scheme.indicators)}
    columns: list[Column] = []
    for key in scheme.tie_break:
        if key in known:
            columns.append(known[key])
            continue
        at, name = names[key], scheme.indicators[names[key]].name
        below = _("Indicators: below the line")
        denominator = denominator or steps.denominator(below, tiers, share, every)
        alone = TierSums(steps.grid, steps.rows, steps.hidden, steps.ratings, steps.unit)
        sums = [
            alone.add_indicator(tier, scheme.indicators[at], at, of_tier.count)
            for tier, of_tier in zip(scheme.tiers, tiers, strict=True)
        ]
        above = _("{name}: above the line").format(name=name)
        numerator = steps.numerator(above, sums, tiers, share, every, score=False)
        units = _("{name} in units").format(name=name)
        columns.append(steps.rounded(units, numerator, denominator))
    return columns
