"""Read dates, and count the days of a term."""

import re
import unicodedata
from contextlib import suppress
from datetime import date, timedelta

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def parse_date(text: str) -> date:
    """Read a date written as year-month-day; full-width digits are accepted.

    Raises:
        Refusal: when it is no date of the calendar.
    """
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match:
        with suppress(ValueError):
            return date(*map(int, match.groups()))
    raise Refusal(
        "date-wrong",
        N_("“{text}” is not a date; write it as year-month-day, like {example}."),
        text=text,
        example="2026-03-31",
    )


def last_day(first: date, days: int) -> date:
    """Return the last day of a term: ``days`` calendar days after that of receipt or posting."""
    return first + timedelta(days=days)
