"""Bars begin at a told base, the same everywhere."""

from fractions import Fraction

import pytest

from kaohe_tui.domain import scorebars


@pytest.mark.parametrize(
    ("lowest", "base"),
    [("90.47", 80), ("89.99", 70), ("100", 90), ("9", 0), ("105", 90), (None, 0)],
)
def test_they_begin_at_the_ten_below_the_lowest(lowest: str | None, base: int) -> None:
    assert scorebars.base(None if lowest is None else Fraction(lowest)) == base


def test_close_scores_have_nearly_equal_bars() -> None:
    """From 90.47 to 91.13 was once a bar of 1 to 12 cells."""
    totals = [Fraction("90.47"), Fraction("91.13")]
    begins = scorebars.base_of([*totals, None])
    assert [scorebars.length(total, begins, 12) for total in totals] == [6, 6]
    assert scorebars.length(Fraction(120), begins, 12) == 12
    assert scorebars.length(Fraction(50), begins, 12) == 0
