"""Write a person's year as sums that add up on a pocket calculator: its spans', then its own.

Each total is shown with as many places as it takes. Rule: docs/scoring.md, "The year".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.numbers import half_up, plain, shown
from kaohe_tui.domain.rules.scheme.periods import Period, Span
from kaohe_tui.domain.year.spans import columns, parts, sums_of
from kaohe_tui.domain.year.year import Gave, PeriodShare, YearRow

_FINEST = 6
"""Decimal places beyond the shown ones that a total may take before it is written as a fraction."""


@dataclass(frozen=True, slots=True)
class Step:
    """A period, or a span, in a sum."""

    part: Period | Span
    """The period or the span."""
    total: str
    """The total as it goes into the sum; empty where it does not count."""
    product: str
    """Weight x total, exactly of what ``total`` shows."""
    share: PeriodShare | None
    """What the period gave; None for a span."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The year of a person, or a span of it, as a sum that can be checked."""

    steps: tuple[Step, ...]
    """All that it is made of, in the scheme's order."""
    numerator: str
    """The products added up."""
    denominator: str
    """The weights added up."""
    value: str
    """What comes out, rounded; empty where there is none."""


@dataclass(frozen=True, slots=True)
class _Figures:
    """A person's totals with so many decimal places, and what they come to."""

    row: YearRow
    """The person's year."""
    places: int | None
    """Decimal places; None for exact fractions."""

    def parts(self, span: Span | None) -> Sequence[Period | Span]:
        """List the periods of a span; for None the parts of the year."""
        periods = [share.period for share in self.row.shares]
        return [each for each in periods if each.span == span] if span else parts(periods)

    def sums(self, span: Span | None) -> tuple[Fraction, Fraction]:
        """Return Σ weight x figure and Σ weight of a span; for None of the year."""
        return sums_of((part.weight, self.of(part)) for part in self.parts(span))

    def of(self, part: Period | Span) -> Fraction | None:
        """Return the figure of a period or a span as it is shown; None without one."""
        if isinstance(part, Span):
            over, under = self.sums(part)
            value = over / under if under else None
        else:
            value = next(share.total for share in self.row.shares if share.period == part)
        if value is None or self.places is None:
            return value
        return Fraction(half_up(value, self.places), 10**self.places)

    def text(self, value: Fraction) -> str:
        """Write a figure."""
        return plain(value) if self.places is None else shown(value, self.places)

    def sum(self, span: Span | None) -> Sum:
        """Write the sum of a span, or of the year; its value comes from the figures."""
        over, under = self.sums(span)
        steps = tuple(self._step(part) for part in self.parts(span))
        value = None if span is None else self.of(span)
        return Sum(steps, plain(over), plain(under), "" if value is None else self.text(value))

    def _step(self, part: Period | Span) -> Step:
        share = next((each for each in self.row.shares if each.period == part), None)
        figure = self.of(part)
        if figure is None:
            return Step(part, "", "", share)
        return Step(part, self.text(figure), plain(part.weight * figure), share)

    def lead_to(self, row: YearRow, decimals: int) -> bool:
        """Return whether they lead to the rounded value of the year and of each span."""
        over, under = self.sums(None)
        year = half_up(over / under, decimals) == half_up(row.numerator / row.denominator, decimals)
        return year and all(
            half_up(self.of(span) or Fraction(0), decimals)
            == half_up(row.value_of(span) or Fraction(0), decimals)
            for span in spans_of(row)
        )


def spans_of(row: YearRow) -> tuple[Span, ...]:
    """List the spans of the year, in the scheme's order."""
    listed = columns([share.period for share in row.shares])
    return tuple(each for each in listed if isinstance(each, Span))


def sum_of(row: YearRow, decimals: int) -> Sum:
    """Write the sum behind one person's year, in figures that lead to the value shown."""
    year = _figures(row, decimals).sum(None)
    if not row.denominator:
        return year
    value = shown(row.numerator / row.denominator, decimals)
    return Sum(year.steps, year.numerator, year.denominator, value)


def span_sums(row: YearRow, decimals: int) -> tuple[tuple[Span, Sum], ...]:
    """Write the sum behind each span of one person's year; their values go into the year's sum."""
    figures = _figures(row, decimals)
    return tuple((span, figures.sum(span)) for span in spans_of(row))


def _figures(row: YearRow, decimals: int) -> _Figures:
    """Return the totals with the fewest places that lead to what is shown.

    They are exact where none do.
    """
    counted = [share.decimals for share in row.shares if share.gave is Gave.COUNTED]
    # A total is never shown with fewer places than it was posted with.
    fewest = max([decimals, *counted])
    if not row.denominator:
        return _Figures(row, fewest)
    for places in range(fewest, fewest + _FINEST + 1):
        figures = _Figures(row, places)
        if figures.lead_to(row, decimals):
            return figures
    return _Figures(row, None)
