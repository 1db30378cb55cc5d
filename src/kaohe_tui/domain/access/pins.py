"""Check PINs and one-time codes as they are typed, and the delay after a wrong one."""

import unicodedata
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _

FEWEST_DIGITS: Final = 4
"""Fewest digits of a PIN."""
MOST_DIGITS: Final = 12
"""Most digits of a PIN."""
CODE_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Characters of one-time codes: none that looks like another (0 o, 1 i l) or needs Shift."""
CODE_LENGTH: Final = 8
"""Characters of a one-time code."""
WAITS: Final = (0, 0, 5, 15, 60, 300)
"""Seconds until the next try after the first, second, ... wrong one; the last for all that
follow."""


def folded(typed: str) -> str:
    """Return what was typed half-width, in small letters, without spaces and hyphens."""
    text = unicodedata.normalize("NFKC", typed).lower()
    return "".join(c for c in text if not c.isspace() and c != "-")


def check_pin(typed: str) -> str:
    """Return a new PIN in the form it is kept in.

    Raises:
        Refusal: when it is not 4 to 12 digits, or too easily guessed: one digit again and again,
            or digits in a row.
    """
    pin = check_typed(folded(typed))
    steps = {ord(after) - ord(before) for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, -1}:
        raise Refusal(
            "pin-too-easy",
            N_("That PIN is too easy to guess. Do not use equal or consecutive digits."),
        )
    return pin


def check_typed(pin: str) -> str:
    """Return a typed PIN unchanged; anything that cannot be a PIN does not count as a try.

    Raises:
        Refusal: when it is not 4 to 12 digits.
    """
    if not (pin.isascii() and pin.isdecimal() and FEWEST_DIGITS <= len(pin) <= MOST_DIGITS):
        raise Refusal(
            "pin-length",
            N_("A PIN has {fewest} to {most} digits."),
            fewest=FEWEST_DIGITS,
            most=MOST_DIGITS,
        )
    return pin


def grouped(code: str) -> str:
    """Return a one-time code as it is printed: capitals, in two groups of four."""
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}".upper()


def waits_until(failures: int, now: datetime) -> datetime | None:
    """Return when the next try is accepted after so many wrong ones; None: at once."""
    seconds = WAITS[min(failures, len(WAITS)) - 1] if failures else 0
    return now + timedelta(seconds=seconds) if seconds else None


def left_to_wait(until: datetime | None, failures: int, now: datetime) -> int:
    """Return the whole seconds left to wait; 0 for none.

    Never more than the wait itself: a clock that was set wrong shuts nobody out for long.
    """
    if until is None or not failures:
        return 0
    longest = WAITS[min(failures, len(WAITS)) - 1]
    seconds = (until - now).total_seconds()
    return min(int(-(-seconds // 1)), longest) if seconds > 0 else 0


def told_wait(seconds: int) -> str:
    """Return the sentence shown during the wait."""
    return _("Too many wrong tries. Wait {count} s.").format(count=seconds)
