"""Dates as a person writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.dates import parse_date
from tests.refused import refused

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(DAYS)
def test_a_date_is_read_as_it_is_written(day: date) -> None:
    wide = day.isoformat().translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    assert parse_date(day.isoformat()) == parse_date(f" {wide} ") == day


@pytest.mark.parametrize(
    "text", ["", "2026", "20260401", "2026-02-30", "2026-13-01", "0000-01-01", "26-1-1", "明天"]
)
def test_what_is_no_date_is_refused_by_name(text: str) -> None:
    with refused("date-wrong"):
        parse_date(text)
