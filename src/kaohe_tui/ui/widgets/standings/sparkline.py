"""Draw a row of small bars: one cell for each value."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

BARS = "▁▂▃▄▅▆▇█"
"""The bars from the lowest to the highest."""
PLAIN_BARS = "12345678"
"""Heights as digits, for a terminal that draws the bars twice as wide as they are reckoned."""
NO_VALUE = "·"
"""Stands where there is no value."""

Span = tuple[Fraction, Fraction]
"""(lowest value, highest value)."""


def span_of(values: Iterable[Fraction | None]) -> Span:
    """Return the range that several rows of bars share; (0, 0) where there is no value."""
    known = [value for value in values if value is not None]
    return (min(known), max(known)) if known else (Fraction(0), Fraction(0))


def sparkline(values: Sequence[Fraction | None], span: Span, *, plain: bool = False) -> str:
    """Draw the bars, a dot where there is no value.

    Args:
        values: within the span.
        span: the lowest value has the lowest bar, the highest the highest; where both are the
            same, every bar is half as high.
        plain: with digits instead of bars.
    """
    bars = PLAIN_BARS if plain else BARS
    return "".join(NO_VALUE if value is None else bars[_level(value, span)] for value in values)


def _level(value: Fraction, span: Span) -> int:
    low, high = span
    last = len(BARS) - 1
    return last // 2 if low == high else min(int((value - low) * len(BARS) / (high - low)), last)
