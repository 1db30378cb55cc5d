"""PINs and one-time codes as they are typed, and how long a wrong one makes wait."""

import unicodedata
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import _

FEWEST_DIGITS: Final = 4
MOST_DIGITS: Final = 12
CODE_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Nothing that is taken for something else (0 o, 1 i l), nothing that needs Shift."""
CODE_LENGTH: Final = 8
WAITS: Final = (0, 0, 5, 15, 60, 300)
"""Seconds until the next try after the first, second, ... wrong one; the last for all that
follow."""


def folded(typed: str) -> str:
    """What was typed, half-width, in small letters, without spaces and hyphens."""
    text = unicodedata.normalize("NFKC", typed).lower()
    return "".join(c for c in text if not c.isspace() and c != "-")


def check_pin(typed: str) -> str:
    """A new PIN as it is kept.

    Raises:
        Refusal: when it is not 4 to 12 digits, or too easily guessed: one digit again and again,
            or digits in a row.
    """
    pin = folded(typed)
    if not (pin.isascii() and pin.isdecimal() and FEWEST_DIGITS <= len(pin) <= MOST_DIGITS):
        raise Refusal(
            _("A PIN has {fewest} to {most} digits.").format(fewest=FEWEST_DIGITS, most=MOST_DIGITS)
        )
    steps = {ord(after) - ord(before) for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, -1}:
        raise Refusal(_("That PIN is too easy to guess. Do not use equal or consecutive digits."))
    return pin


def grouped(code: str) -> str:
    """A one-time code as it is printed: capitals, in two groups of four."""
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}".upper()


def waits_until(failures: int, now: datetime) -> datetime | None:
    """Until when nothing is taken after so many wrong tries; None where there is no waiting."""
    seconds = WAITS[min(failures, len(WAITS)) - 1] if failures else 0
    return now + timedelta(seconds=seconds) if seconds else None


def left_to_wait(until: datetime | None, failures: int, now: datetime) -> int:
    """Whole seconds that are left to wait, 0 where there are none.

    Never more than the wait itself: a clock that was set wrong shuts nobody out for long.
    """
    if until is None or not failures:
        return 0
    longest = WAITS[min(failures, len(WAITS)) - 1]
    seconds = (until - now).total_seconds()
    return min(int(-(-seconds // 1)), longest) if seconds > 0 else 0


def told_wait(seconds: int) -> str:
    """The sentence while there is waiting."""
    return _("Too many wrong tries. Wait {count} s.").format(count=seconds)
