"""Count exactly: marks in tenths of a point, all else a Fraction, rounded once, half up.

Rule: docs/scoring.md, "How a score is made".
"""

from fractions import Fraction

UNIT = 10
"""Marks in one point: a mark is a whole number of tenths, since the finest step is 0.1."""

MOST_POINTS = 9999
"""The most that a scheme's full marks may be, in points."""
MOST = MOST_POINTS * UNIT
"""The highest mark that there can be, in tenths of a point."""


def half_up(value: Fraction, decimals: int) -> int:
    """Round half up (四舍五入) and return the value in units of the last decimal.

    Args:
        value: not negative.
        decimals: how many decimal places are kept, 0 or more.
    """
    # In integers: a Fraction times a number would look for a common divisor each time.
    scale: int = 10**decimals
    return (2 * value.numerator * scale + value.denominator) // (2 * value.denominator)


def shown(value: Fraction, decimals: int) -> str:
    """Round half up and write with exactly that many decimal places."""
    scaled = half_up(value, decimals)
    if not decimals:
        return str(scaled)
    whole, part = divmod(scaled, 10**decimals)
    return f"{whole}.{part:0{decimals}d}"


def points(units: int) -> str:
    """Write a mark or a total of marks: ``360`` is ``36``, ``365`` is ``36.5``."""
    whole, tenths = divmod(units, UNIT)
    return f"{whole}.{tenths}" if tenths else str(whole)


def plain(value: Fraction) -> str:
    """Write a weight as it was typed: a decimal where it ends, else a fraction ``a/b``."""
    denominator = value.denominator
    while denominator % 2 == 0:
        denominator //= 2
    while denominator % 5 == 0:
        denominator //= 5
    if denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    return shown(value, places)
