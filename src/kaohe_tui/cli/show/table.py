"""Lay the standings out as a table for a terminal, aligned by display width."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.cli.printing import GAP, Line, aligned
from kaohe_tui.domain.headings import head_lines, least_width
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.people import Role, named, shared_names
from kaohe_tui.domain.rules.scheme.components import Component
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.standings import score_bars
from kaohe_tui.domain.standings.ranking import list_of
from kaohe_tui.domain.standings.standings import Standing, Standings
from kaohe_tui.domain.standings.withholding import columns, hidden_sentence, shown_columns
from kaohe_tui.domain.width import Align, cell_width, cut, pad
from kaohe_tui.domain.wrapping import wrap
from kaohe_tui.words import _, _n


@dataclass(frozen=True, slots=True)
class Fit:
    """How many cells the columns of a table get."""

    tier: int
    """Cells of a tier's heading, which goes on in the next line; 0: no column for a tier."""
    name: int
    """Cells of a name at most; a longer one is cut."""
    section: int
    """Cells of a section at most; a longer one is cut."""
    gap: str
    """What stands between two columns."""


BAR = "▇"
"""One cell of a bar."""
NO_VALUE = "–"
"""Stands for a mean, total or rank that does not exist."""
TIED = "="
"""Stands behind a rank that several people share."""
PROVISIONAL = "*"
"""Stands behind a total for which ratings are outstanding, or missing in a locked result."""
_WIDE = Fit(tier=20, name=24, section=20, gap="  ")
_NARROW = Fit(tier=8, name=14, section=12, gap=" ")
_TIGHT = Fit(tier=6, name=12, section=8, gap=" ")
_TERSE = Fit(tier=0, name=14, section=12, gap=" ")
_STRETCH = 2
"""Cells by which a heading may outgrow its column rather than break within a word."""
_BELOW = "      "
_SHORTEST_BAR = 5
_LONGEST_BAR = 40


def lines(
    period: str,
    scheme: Scheme,
    standings: Standings,
    withheld: str,
    width: int,
    *,
    is_locked: bool = False,
) -> list[Line]:
    """Lay out the table with its headings and the legend of the signs that occur in it.

    Args:
        period: the period's name.
        scheme: gives the tiers and whether the roles are ranked apart.
        standings: the rows, in their order.
        withheld: why some ratings are not counted yet; empty where all are.
        width: of the terminal, in cells.
        is_locked: whether they are a locked result: what it lacks is not to come.
    """
    shown = [Line(f"{scheme.name}  {period}", bold=True)]
    if withheld:
        shown.append(Line(withheld))
    if hidden := hidden_sentence(scheme, standings.rows):
        shown.append(Line(hidden))
    if not standings.rows:
        return [*shown, Line(_("Nobody is rated in this period."))]
    listed = _classes(scheme, standings)
    base = score_bars.base_of(row.total for row in standings.rows if row.rank is not None)
    heading, body, has_bars = _layout(scheme, standings, width, base)
    for role, rows in listed:
        shown.append(Line(""))
        if role is not None:
            count = str(len(rows))
            if role is not Role.UNIT:
                count = _n("{count} person", "{count} people", len(rows)).format(count=len(rows))
            shown.append(Line(f"{scheme.role_name(role)}{GAP}{count}", bold=True))
        shown += [Line(text, dim=True) for text in heading]
        shown += [Line(body[row.person.code]) for row in rows]
    bars = (base, scheme.full) if has_bars else None
    return [*shown, *_legend(standings, bars, width, is_locked=is_locked)]


def _classes(scheme: Scheme, standings: Standings) -> list[tuple[Role | None, list[Standing]]]:
    """Split the rows into the lists that are ranked apart, in each those without a rank last."""
    groups: dict[Role | None, list[Standing]] = {list_of(scheme, role): [] for role in Role}
    for row in standings.rows:
        groups[list_of(scheme, row.person.role)].append(row)
    return [(role, rows) for role, rows in groups.items() if rows]


def _layout(
    scheme: Scheme, standings: Standings, width: int, base: int
) -> tuple[list[str], dict[str, str], bool]:
    """Lay out the heading, each person's line by code, and say whether there are bars."""
    below: dict[str, str] = {}
    for fit in (_WIDE, _NARROW, _TIGHT):
        text = _rows(scheme, standings, fit)
        table_width = _widest(text)
        room = width - table_width - len(GAP)
        if room >= _SHORTEST_BAR or (fit is not _WIDE and table_width <= width):
            break
    else:
        text = _rows(scheme, standings, _TIGHT, width)
        if (table_width := _widest(text)) > width:
            # So many tiers that their means go below each person.
            text, below = _rows(scheme, standings, _TERSE, width), _means(scheme, standings, width)
            table_width = _widest(text)
        room = 0
    length = min(room, _LONGEST_BAR) if room >= _SHORTEST_BAR else 0
    high = len(text) - len(standings.rows)
    body = {
        row.person.code: (
            pad(line, table_width) + GAP + _bar(row, base, scheme.full, length)
        ).rstrip()
        + below.get(row.person.code, "")
        for row, line in zip(standings.rows, text[high:], strict=True)
    }
    return text[:high], body, bool(length)


def _widest(text: Sequence[str]) -> int:
    return max(cell_width(line) for each in text for line in each.split("\n"))


def _means(scheme: Scheme, standings: Standings, width: int) -> dict[str, str]:
    """Write each person's means on lines of their own, which go below the person's line."""
    meanings = {}
    for row in standings.rows:
        means = shown_columns(scheme, row.review)
        meaning = GAP.join(
            f"{column.name}\xa0{_shown(means.get(column.key), scheme.decimals)}"
            for column in columns(scheme)
        )
        lines = wrap(meaning, width - len(_BELOW))
        meanings[row.person.code] = "".join(f"\n{_BELOW}{line}" for line in lines)
    return meanings


def _rows(scheme: Scheme, standings: Standings, fit: Fit, most: int | None = None) -> list[str]:
    """Lay out the heading, then a line a person, broken where ``most`` cells are too few."""
    tiers = columns(scheme) if fit.tier else ()
    figures = [_("Points")]
    if extras := _has_extras(standings):
        figures = [_("Points"), _("Bonus"), _("Taken"), _("Total")]
    headings = _headings([tier.name for tier in tiers], fit.tier, figures)
    shared = shared_names(row.person for row in standings.rows)
    cells = [
        [_rank_of(row), named(row.person, shared, fit.name), *rest]
        for row, rest in (
            (row, _cells(row, scheme, tiers, fit, extras=extras)) for row in standings.rows
        )
    ]
    numbers: list[Align] = ["right"] * (len(tiers) + len(figures))
    return aligned([*headings, *cells], ["right", "left", "left", *numbers], gap=fit.gap, most=most)


def _has_extras(standings: Standings) -> bool:
    """Return whether somebody's total is not simply the score."""
    return any(
        row.bonus or row.deduction or row.total != row.review.score for row in standings.rows
    )


def _headings(tiers: Sequence[str], most: int, figures: Sequence[str]) -> list[list[str]]:
    """Lay out the heading, in as many lines as the longest tier's name takes."""
    wrapped = [_wrapped(name, most) for name in tiers]
    high = max(map(len, wrapped), default=1)
    wrapped = [[""] * (high - len(parts)) + parts for parts in wrapped]
    fixed = [[""] * (high - 1) + [word] for word in (_("Rank"), _("Name"), _("Section"))]
    last = [[""] * (high - 1) + [word] for word in figures]
    return [list(line) for line in zip(*fixed, *wrapped, *last, strict=True)]


def _wrapped(text: str, most: int) -> list[str]:
    """Break a heading between words into lines of at most ``most`` cells.

    Where a little more room saves a third line or a break within a word, the column grows with it.
    """
    for lines in (2, len(text)):
        if (least := least_width(text, lines)) <= most + _STRETCH:
            return head_lines(text, max(least, most))
    return head_lines(text, most)


def _cells(
    row: Standing, scheme: Scheme, tiers: Sequence[Tier | Component], fit: Fit, *, extras: bool
) -> list[str]:
    decimals = scheme.decimals
    means = shown_columns(scheme, row.review)
    sign = PROVISIONAL if row.review.provisional else " "
    figures = [_shown(row.total, decimals) + sign]
    if extras:
        added = "+" + shown(row.bonus, decimals) if row.bonus else ""
        taken = "−" + shown(row.deduction, decimals) if row.deduction else ""
        figures = [_shown(row.review.score, decimals), added, taken, *figures]
    return [
        cut(row.person.section, fit.section),
        *(_shown(means.get(tier.key), decimals) for tier in tiers),
        *figures,
    ]


def _rank_of(row: Standing) -> str:
    if row.rank is None:
        return _("VETO") + " " if row.vetoed else NO_VALUE + " "
    return f"{row.rank}{TIED if row.tied else ' '}"


def _shown(value: Fraction | None, decimals: int) -> str:
    return NO_VALUE if value is None else shown(value, decimals)


def _bar(row: Standing, base: int, full: int, cells: int) -> str:
    if row.rank is None or row.total is None:
        return ""
    return BAR * score_bars.length(row.total, base, full, cells)


def _legend(
    standings: Standings, bars: tuple[int, int] | None, width: int, *, is_locked: bool
) -> list[Line]:
    signs = []
    if any(row.tied for row in standings.rows):
        signs.append(_("{sign} shared rank").format(sign=TIED))
    if is_locked and not standings.complete:
        owed = sum(tier.owed for row in standings.rows for tier in row.review.tiers)
        message = _n(
            "{sign} closed with ratings missing, {count} in all",
            "{sign} closed with ratings missing, {count} in all",
            owed,
        )
        if not owed:
            message = _("{sign} closed without some components")
        signs.append(message.format(sign=PROVISIONAL, count=owed))
    elif not standings.complete:
        signs.append(
            _("{sign} provisional: ratings are still outstanding").format(sign=PROVISIONAL)
        )
    if any(row.rank is None and not row.vetoed for row in standings.rows):
        signs.append(_("{sign} none").format(sign=NO_VALUE))
    if bars and any(row.rank is not None for row in standings.rows):
        signs.append(_("bars from {low} to {full}").format(low=bars[0], full=bars[1]))
    packed: list[str] = []
    for each in signs:
        if packed and cell_width(f"{packed[-1]}   {each}") <= width:
            packed[-1] += f"   {each}"
        else:
            packed.append(each)
    return [Line(""), *(Line(text, dim=True) for text in packed)] if packed else []
