"""Plan the columns of a table of standings, and which of them give way first."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import lru_cache

from kaohe_tui.domain.headings import least_width
from kaohe_tui.domain.width import cell_width

_SHORT, _MOST = 8, 12
"""Cells of a tier's heading that is not broken; and of one that is, at most."""
_BAR_LEAST, _BAR_ENOUGH = 3, 8
HEAD_LINES = 2
"""Lines that a heading takes at most."""
_least_width = lru_cache(maxsize=256)(least_width)


class Heads(Enum):
    """The room that the headings of tiers get."""

    NONE = "none"
    """No columns of tiers."""
    WHOLE = "whole"
    """Each in one line."""
    SHORT = "short"
    """Long ones over two lines."""
    LEAST = "least"
    """All over two lines, where that saves cells."""
    CUT = "cut"
    """What fits over the figures; the rest is cut off, with a sign."""

    def cells(self, name: str) -> int:
        """Return how many cells a tier's heading takes; 0 for no more than its figures."""
        width = cell_width(name)
        match self:
            case Heads.WHOLE:
                return width
            case Heads.SHORT if width <= _SHORT:
                return width
            case Heads.SHORT | Heads.LEAST:
                return min(_least_width(name, HEAD_LINES), _MOST)
            case _:
                return 0


Plan = tuple[Heads, bool, int, bool]
"""(the headings of tiers, whether sections, the least bar, whether score, bonus and deduction
stand before the total); 0 cells: no such column."""

# What comes first is taken where it fits: a bar is given up before the sections, which tell
# namesakes apart, and the tiers before what was added and taken off.
_FULL_PLANS: tuple[Plan, ...] = (
    (Heads.WHOLE, True, _BAR_ENOUGH, False),
    (Heads.SHORT, True, _BAR_ENOUGH, False),
    (Heads.LEAST, True, _BAR_ENOUGH, False),
    (Heads.SHORT, True, 0, False),
    (Heads.LEAST, True, 0, False),
    (Heads.CUT, True, 0, False),
    (Heads.LEAST, False, 0, False),
    (Heads.CUT, False, 0, False),
)
_COMPACT_PLANS: tuple[Plan, ...] = (
    (Heads.NONE, True, _BAR_ENOUGH, False),
    (Heads.NONE, False, _BAR_LEAST, False),
    (Heads.NONE, False, 0, False),
)
_EXTRA_PLANS: tuple[Plan, ...] = (
    *((tier, section, bar, True) for tier, section, bar, _extras in _FULL_PLANS),
    (Heads.NONE, True, _BAR_ENOUGH, True),
    (Heads.NONE, True, 0, True),
    (Heads.NONE, False, 0, True),
)


def plans(*, full: bool, extras: bool) -> Sequence[Plan]:
    """Return the plans to try, the richest first.

    Args:
        full: with the tiers' means.
        extras: whether anybody has a bonus or a deduction; shown in the full table alone.
    """
    if not full:
        return _COMPACT_PLANS
    return (*(_EXTRA_PLANS if extras else ()), *_FULL_PLANS, *_COMPACT_PLANS)


class Kind(StrEnum):
    """What a column holds."""

    CURSOR = "cursor"
    """The cursor's sign."""
    RANK = "rank"
    """The rank, with a sign where it is shared."""
    NAME = "name"
    """The name, with the code behind it where several people have it."""
    SECTION = "section"
    """The section."""
    TIER = "tier"
    """The mean of one tier, or the points of one component."""
    REVIEW = "review"
    """The score before anything is added or taken off."""
    BONUS = "bonus"
    """What was added to the score."""
    DEDUCTION = "deduction"
    """What was taken off the score."""
    SCORE = "score"
    """The total: the score with what was added and taken off."""
    BAR = "bar"
    """A bar for the total."""
    MOVE = "move"
    """Places won or lost since the last change."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; a gap of one cell follows it."""

    kind: Kind
    """What the column holds."""
    width: int
    """Cells of its texts, without the gap."""
    heading: str = ""
    """The text over the column; empty for none."""
    tier: str = ""
    """The key of the tier or component that it is of; empty for another kind of column."""

    @property
    def right(self) -> bool:
        """Whether its cells are set to the right: numbers."""
        return self.kind in _NUMBERS


_NUMBERS = (Kind.RANK, Kind.TIER, Kind.REVIEW, Kind.BONUS, Kind.DEDUCTION, Kind.SCORE)
