"""Read a mark: from the characters typed or read to tenths of a point.

Rule: docs/scoring.md, "Words" (单项得分); the step is the scheme's ``step``.
"""

import re

from kaohe_tui.domain.numbers import UNIT, points
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_

_HALF_WIDTH = {
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    **dict.fromkeys(map(ord, "．。｡"), "."),
    ord("－"): "-",
    ord("＝"): "=",
    ord("／"): "/",
    ord("？"): "?",
    ord("\u3000"): " ",
}
_NUMBER = re.compile(r"(\d{1,4})(?:\.(\d{1,4}))?", re.ASCII)


def half_width(text: str) -> str:
    """Replace the full-width digits, points and signs of an input method by plain ones."""
    return text.translate(_HALF_WIDTH)


def parse_mark(text: str, maximum: int, step: int) -> int:
    """Read a mark.

    Args:
        text: what was typed or stands in a file; full-width digits and points are taken.
        maximum: the indicator's points, in tenths of a point.
        step: the smallest unit of a mark, in tenths of a point (10, 5 or 1).

    Returns:
        The mark in tenths of a point, 0..maximum.

    Raises:
        Refusal: when it is no number, over the maximum, or no multiple of the step.
    """
    plain = half_width(text).strip()
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise Refusal(
            "mark-wrong",
            N_("“{text}” is not a mark; give a number from 0 to {maximum}."),
            text=text[:20],
            maximum=points(maximum),
        )
    decimals = (match[2] or "").rstrip("0")
    if len(decimals) > 1:
        raise _off_step(plain, step)
    units = int(match[1]) * UNIT + int(decimals or "0")
    if units > maximum:
        raise Refusal(
            "mark-over-maximum",
            N_("{mark} is more than the {maximum} points of this indicator."),
            mark=plain,
            maximum=points(maximum),
        )
    if units % step:
        raise _off_step(plain, step)
    return units


def _off_step(plain: str, step: int) -> Refusal:
    return Refusal(
        "mark-off-step",
        N_("{mark} is not allowed: marks go in steps of {step}."),
        mark=plain,
        step=points(step),
    )
