"""Days of absence as people write them."""

from fractions import Fraction

import pytest

from kaohe_tui.domain.entries.days import days_of
from tests.refused import refused


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3", "3"),
        ("0.5", "0.5"),
        ("１．５", "1.5"),
        (" 12.0 ", "12"),
        ("3天", "3"),
        ("２ 天", "2"),
        ("1.5日", "1.5"),
        ("5个工作日", "5"),
        ("半天", "0.5"),
        ("3天半", "3.5"),
        ("2 days", "2"),
    ],
)
def test_days_are_read_as_people_write_them(text: str, days: str) -> None:
    assert days_of(text) == Fraction(days)


@pytest.mark.parametrize(
    "text",
    ["", "1.3", "-1", "一", "1e3", "1/2", "0.50", "1234", "天", "3小时", "3.5天半", "1.3天", "2次"],
)
def test_what_is_no_number_of_days_is_refused(text: str) -> None:
    with refused("days-wrong"):
        days_of(text)
