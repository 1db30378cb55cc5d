"""Read a figure of the office as it was written, exact, and say whose it is."""

import re
from fractions import Fraction

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.marks import half_width
from kaohe_tui.words import N_

_FIGURE = re.compile(r"\d{1,9}(?:\.\d{1,4})?|\d{1,9}/0*[1-9]\d{0,8}", re.ASCII)
SECTION = "§"
"""The sign before a section's name, where a person's code may stand too: no code has it."""


def of_section(section: str) -> str:
    """Return what stands for a section in the place of a person's code."""
    return SECTION + section


def figure_of(text: str) -> Fraction:
    """Return what a figure is, exact.

    Args:
        text: as ``written`` returns it.
    """
    return Fraction(text)


def written(text: str) -> str:
    """Return a figure as it is kept: as it was written, in half-width signs and without spaces.

    Raises:
        Refusal: when it is neither a decimal with up to 4 places nor a fraction.
    """
    figure = "".join(half_width(text).replace("／", "/").split())
    if not _FIGURE.fullmatch(figure):
        raise Refusal(
            "figure-wrong",
            N_(
                "“{figure}” is not a figure; write a number of 0 or more with up to 4 decimals, "
                "such as 12.5, or a fraction, such as 40/3."
            ),
            figure=text,
        )
    return figure
