"""Where the bars beside scores begin and how long they are: the same in the app and in commands.

They begin at a whole ten that is told beside them, so that close scores can be told apart and the
last one does not look like nothing.
"""

from collections.abc import Iterable
from fractions import Fraction

TOP = 100
"""Where the bars end; what is more fills them too."""
_TEN = 10


def base(lowest: Fraction | None) -> int:
    """The score where a list's bars begin: the ten below its lowest one, but not below 0.

    Args:
        lowest: the lowest total of those with a rank; None where nobody has one.
    """
    return 0 if lowest is None else max(int(lowest) // _TEN * _TEN - _TEN, 0)


def base_of(totals: Iterable[Fraction | None]) -> int:
    """The same of all totals of those with a rank."""
    return base(min((total for total in totals if total is not None), default=None))


def length(total: Fraction, begins: int, cells: int) -> int:
    """How many of the cells a total fills.

    Args:
        total: of somebody with a rank.
        begins: see ``base``.
        cells: those that the bar has.
    """
    if begins >= TOP:
        return cells
    return max(min(int((total - begins) * cells / (TOP - begins)), cells), 0)
