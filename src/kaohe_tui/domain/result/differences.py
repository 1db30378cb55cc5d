"""Compare totals, ranks and proposed grades before and after a correction."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.numbers import half_up, shown
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.standings.standings import Standing, Standings
from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.words import _

NOTHING = "–"
"""The sign in the place of a value that is missing."""


@dataclass(frozen=True, slots=True)
class Side:
    """One person's place in one result."""

    total: Fraction | None
    """The total in points, exact; None without a score."""
    rank: int | None
    """The rank, from 1; None for a person who is not ranked."""
    vetoed: bool
    """Whether a veto stands against the person."""
    grade: str
    """The name of the proposed grade; empty for none."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result and the grades that it proposes."""

    standings: Standings
    """The people with their totals and ranks."""
    grades: Mapping[str, str]
    """Code -> grade, as the person's identity calls it; empty for none."""

    def side(self, code: str) -> Side | None:
        """Return the person's place; None for a person who is not in the standings."""
        try:
            row: Standing = self.standings.row(code)
        except KeyError:
            return None
        return Side(row.total, row.rank, row.vetoed, self.grades.get(code, ""))


@dataclass(frozen=True, slots=True)
class Difference:
    """One person of whom something that is shown changes."""

    person: Person
    """The person, as the newer result has them."""
    old: Side | None
    """The place in the old result; None for a person who was not in it."""
    new: Side | None
    """The place in the new result; None for a person who is not in it."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Everybody of whom something changes, in the order of the new result."""

    decimals: int
    """Decimal places of the totals, 0 or more."""
    lines: tuple[Difference, ...]
    """The people of whom something shown changes."""

    def __bool__(self) -> bool:
        """Return whether anything changes."""
        return bool(self.lines)


def differences(old: Outcome, new: Outcome) -> Differences:
    """Compare two results of the same period.

    Args:
        old: the one that was in force.
        new: the one that would be, or is, in force after it.

    Returns:
        A line for everybody whose total as shown, rank, veto or proposed grade is another.
    """
    decimals = new.standings.decimals
    people = {row.person.code: row.person for row in (*new.standings.rows, *old.standings.rows)}
    lines = (Difference(p, old.side(code), new.side(code)) for code, p in people.items())
    return Differences(
        decimals,
        tuple(
            line for line in lines if _visible(line.old, decimals) != _visible(line.new, decimals)
        ),
    )


def text_lines(changes: Differences) -> list[str]:
    """Write the differences for a terminal, a line a person, aligned by display width."""
    rows = [_cells(line, changes.decimals) for line in changes.lines]
    widths = [max(map(cell_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _visible(side: Side | None, decimals: int) -> tuple[int | None, int | None, bool, str] | None:
    """Return what is shown of a side, for comparison: total rounded, rank, veto, grade."""
    if side is None:
        return None
    total = None if side.total is None else half_up(side.total, decimals)
    return total, side.rank, side.vetoed, side.grade


def _cells(line: Difference, decimals: int) -> tuple[str, ...]:
    old, new = (_texts(side, decimals) for side in (line.old, line.new))
    changes = (_change(before, after) for before, after in zip(old, new, strict=True))
    return (line.person.code, line.person.name, *changes)


def _change(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _texts(side: Side | None, decimals: int) -> tuple[str, str, str]:
    """Return total, rank and grade in words."""
    if side is None:
        return NOTHING, NOTHING, NOTHING
    total = NOTHING if side.total is None else shown(side.total, decimals)
    rank = _("not ranked") if side.rank is None else _("rank {rank}").format(rank=side.rank)
    return total, _("vetoed") if side.vetoed else rank, side.grade or _("no grade")
