"""Compute exactly in a spreadsheet, which knows doubles alone: whole numbers, one division.

A spreadsheet keeps 15 digits, and some round a quotient to 15 before they cut it off. A quotient
n/d that is no whole number stays away from the next one by 1/d; with n below ``LIMIT`` that is
always seen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from kaohe_tui.domain.numbers import half_up

LIMIT = 2 * 10**14
"""The bound that every numerator stays below.

A bureau of 40 with weights of whole per cent and two decimals comes to about 10**10; five periods
weighed together, to about 10**13.
"""

NONE = -1
"""The number for a rounded value that does not exist, so that such a cell is still a number."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """The rounding of a quotient to units of the last decimal, half up."""

    decimals: int
    """Decimal places of a point, from 0 on; the scheme's ``decimals``."""
    exact: bool = True
    """Whether all numerators stay below ``LIMIT``; else doubles are rounded as they come."""

    @property
    def scale(self) -> int:
        """The number of units in a point."""
        scale: int = 10**self.decimals
        return scale

    def formula(self, n: str, d: str) -> str:
        """Return the formula for the units of ``n / d``, two references or bracketed terms."""
        if not self.exact:
            return f"ROUND({n}/{d}*{self.scale},0)"
        # In two steps, whole points and the rest, so that numerators stay short.
        rest = f"({n}-INT({n}/{d})*{d})"
        return f"INT({n}/{d})*{self.scale}+INT((2*{rest}*{self.scale}+{d})/(2*{d}))"

    def units(self, value: Fraction | None) -> int:
        """Return the value of ``formula``; ``NONE`` for None."""
        return NONE if value is None else half_up(value, self.decimals)


def longest(n: int, d: int, decimals: int) -> int:
    """Return the largest numerator on the way to the rounded value of ``n / d``."""
    return int(max(n, (2 * 10**decimals + 1) * d))


def whole_numbers(values: Iterable[Fraction]) -> tuple[int, ...]:
    """Return the smallest whole numbers in the same proportion; zeros stay zero."""
    fractions = list(values)
    common = denominator(fractions)
    whole = [int(value * common) for value in fractions]
    shared = gcd(*whole) or 1
    return tuple(each // shared for each in whole)


def denominator(values: Iterable[Fraction]) -> int:
    """Return the least common denominator, 1 without values."""
    return lcm(*(value.denominator for value in values))
