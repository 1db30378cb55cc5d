"""Rounding half up, and how numbers are written."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.numbers import half_up, plain, points, shown

_not_negative = st.fractions(0, 1000, max_denominator=10**6)
_decimals = st.integers(0, 4)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Fraction(17999, 200), 2, "90.00"),  # 89.995
        (Fraction(2675, 1000), 2, "2.68"),  # round() and floats give 2.67
        (Fraction(1, 8), 2, "0.13"),  # round() gives 0.12
        (Fraction(5, 2), 0, "3"),
        (Fraction(7, 2), 0, "4"),
        (Fraction(266, 3), 2, "88.67"),
        (Fraction(88), 2, "88.00"),
        (Fraction(0), 2, "0.00"),
        (Fraction(1, 200), 2, "0.01"),
        (Fraction(100), 1, "100.0"),
    ],
)
def test_half_goes_up(value: Fraction, decimals: int, text: str) -> None:
    assert shown(value, decimals) == text


@given(st.integers(0, 10**7), st.integers(0, 5), _decimals)
def test_rounding_is_that_of_decimal(digits: int, places: int, decimals: int) -> None:
    with localcontext() as context:
        context.prec = 60
        wanted = (
            Decimal(digits)
            .scaleb(-places)
            .quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        )
    assert shown(Fraction(digits, 10**places), decimals) == str(wanted)


@given(_not_negative, _decimals)
def test_rounding_moves_a_value_by_half_a_step_at_most(value: Fraction, decimals: int) -> None:
    step = Fraction(1, 10**decimals)
    assert -step / 2 < half_up(value, decimals) * step - value <= step / 2


@given(_not_negative, _not_negative, _decimals)
def test_rounding_keeps_the_order(one: Fraction, other: Fraction, decimals: int) -> None:
    low, high = sorted((one, other))
    assert half_up(low, decimals) <= half_up(high, decimals)


@pytest.mark.parametrize(("units", "text"), [(360, "36"), (365, "36.5"), (0, "0"), (5, "0.5")])
def test_a_mark_is_written_as_people_write_it(units: int, text: str) -> None:
    assert points(units) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(40), "40"),
        (Fraction(3, 2), "1.5"),
        (Fraction(1, 3), "1/3"),
        (Fraction(3, 40), "0.075"),
        (Fraction(0), "0"),
    ],
)
def test_a_weight_is_written_as_it_was(value: Fraction, text: str) -> None:
    assert plain(value) == text


@given(_not_negative)
def test_a_weight_written_is_the_weight(value: Fraction) -> None:
    assert Fraction(plain(value)) == value
