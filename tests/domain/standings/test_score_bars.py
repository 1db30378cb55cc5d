"""Bars begin at a told base, the same everywhere."""

from fractions import Fraction

import pytest

from kaohe_tui.domain.standings import score_bars


@pytest.mark.parametrize(
    ("lowest", "base"),
    [("90.47", 80), ("89.99", 70), ("100", 90), ("9", 0), ("105", 90), (None, 0)],
)
def test_they_begin_at_the_ten_below_the_lowest(lowest: str | None, base: int) -> None:
    assert score_bars.base(None if lowest is None else Fraction(lowest)) == base


def test_close_scores_have_nearly_equal_bars() -> None:
    """From 90.47 to 91.13 was once a bar of 1 to 12 cells."""
    totals = [Fraction("90.47"), Fraction("91.13")]
    begins = score_bars.base_of([*totals, None])
    assert [score_bars.length(total, begins, 100, 12) for total in totals] == [6, 6]
    assert score_bars.length(Fraction(120), begins, 100, 12) == 12
    assert score_bars.length(Fraction(50), begins, 100, 12) == 0


def test_bars_are_full_at_the_schemes_full_marks() -> None:
    halves = [score_bars.length(Fraction(n), 0, full, 12) for n, full in ((100, 200), (500, 1000))]
    assert halves == [6, 6]
