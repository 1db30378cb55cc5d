"""Measure the bars beside scores: where they begin and how long they are, in app and commands.

They begin at a whole ten, printed beside them, so that close scores differ visibly and the lowest
does not look like nothing.
"""

from collections.abc import Iterable
from fractions import Fraction

_TEN = 10


def base(lowest: Fraction | None) -> int:
    """Return the score where a list's bars begin: the ten below its lowest, at least 0.

    Args:
        lowest: the lowest total of those with a rank; None where nobody has one.
    """
    return 0 if lowest is None else max(int(lowest) // _TEN * _TEN - _TEN, 0)


def base_of(totals: Iterable[Fraction | None]) -> int:
    """Return ``base`` of the totals of all those with a rank."""
    return base(min((total for total in totals if total is not None), default=None))


def length(total: Fraction, begins: int, ends: int, cells: int) -> int:
    """Return how many of the cells a total fills.

    Args:
        total: of a person with a rank.
        begins: see ``base``.
        ends: the scheme's full marks; a higher total fills the bar too.
        cells: those that the bar has.
    """
    if begins >= ends:
        return cells
    return max(min(int((total - begins) * cells / (ends - begins)), cells), 0)
