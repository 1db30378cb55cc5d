"""Read days of absence as people write them."""

import re
import unicodedata
from fractions import Fraction

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_

_DAYS = re.compile(
    r"(\d{1,3}(?:\.[05])?)\s*(?:个?工作日|天|日|days?)?|(\d{1,3})\s*天半|半天",
    re.ASCII | re.IGNORECASE,
)


def days_of(text: str) -> Fraction:
    """Read days of absence as people write them: ``3``, ``0.5``, ``3天``, full-width digits too.

    Raises:
        Refusal: when it is neither whole nor half days.
    """
    match = _DAYS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        raise Refusal(
            "days-wrong",
            N_("“{text}” is not a number of days: write whole or half days, such as 3 or 0.5."),
            text=text,
        )
    return Fraction(match[1]) if match[1] else Fraction(match[2] or 0) + Fraction(1, 2)
