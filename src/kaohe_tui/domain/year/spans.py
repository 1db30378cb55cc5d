"""Weigh periods together, those of a span first. Rule: docs/scoring.md, "Spans"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.scheme.periods import Period, Span

_NOTHING = Fraction(0)

Sums = tuple[Fraction, Fraction]
"""Σ weight x value, and Σ weight, over what has a value."""


def sums_of(parts: Iterable[tuple[Fraction, Fraction | None]]) -> Sums:
    """Add up weights and values; a part without a value leaves both sums."""
    over, under = _NOTHING, _NOTHING
    for weight, value in parts:
        if value is not None:
            over += weight * value
            under += weight
    return over, under


def mean_of(parts: Iterable[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    """Return the weighted mean of the parts; None where none has both value and weight."""
    over, under = sums_of(parts)
    return over / under if under else None


def columns(periods: Sequence[Period]) -> tuple[Period | Span, ...]:
    """List the periods in order, and each span behind its last one."""
    last = {period.span: period for period in periods if period.span}
    listed: list[Period | Span] = []
    for period in periods:
        listed.append(period)
        if period.span and last[period.span] is period:
            listed.append(period.span)
    return tuple(listed)


def parts(periods: Sequence[Period]) -> tuple[Period | Span, ...]:
    """List what the year itself is the mean of: spans, and the periods that stand alone."""
    return tuple(p for p in columns(periods) if isinstance(p, Span) or p.span is None)


@dataclass(frozen=True, slots=True)
class PartOfYear:
    """How much of the year a period is worth, where all periods have a total."""

    quotients: tuple[tuple[Fraction, Fraction], ...]
    """Its weight and all weights beside it; of a span first in the span, then in the year."""

    @property
    def worth(self) -> Fraction:
        """The part, 0 to 1."""
        return prod(
            (own / whole if whole else _NOTHING for own, whole in self.quotients),
            start=Fraction(1),
        )

    def __str__(self) -> str:
        """Write it as quotients, such as ``1/3 × 50/100``."""
        return " × ".join(f"{plain(own)}/{plain(whole)}" for own, whole in self.quotients)


def part_of_year(period: Period, periods: Sequence[Period]) -> PartOfYear:
    """Return how much of the year a period is worth among all the periods."""
    beside = [each.weight for each in periods if each.span == period.span]
    whole = sum((part.weight for part in parts(periods)), _NOTHING)
    if period.span is None:
        return PartOfYear(((period.weight, whole),))
    return PartOfYear(((period.weight, sum(beside, _NOTHING)), (period.span.weight, whole)))


def year_sums(values: Sequence[tuple[Period, Fraction | None]]) -> Sums:
    """Return the two sums of the year: over its spans' means and the periods beside them.

    Args:
        values: every period with its value; None without one.
    """
    of = dict(values)
    return sums_of(
        (part.weight, _value(part, values) if isinstance(part, Span) else of[part])
        for part in parts(tuple(of))
    )


def _value(span: Span, values: Iterable[tuple[Period, Fraction | None]]) -> Fraction | None:
    return mean_of((period.weight, value) for period, value in values if period.span == span)
