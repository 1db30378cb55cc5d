"""Judge one cell being typed: which keys fit, when the mark is whole, what is refused and why.

The rule that makes a ballot cost its digits and nothing more: as soon as no further key could make
another valid mark, the mark is finished. Under a maximum of 40 a ``5`` is finished at once, a ``3``
waits, ``36`` is finished; with a step of 0.5 a point adds the half.
"""

from dataclasses import dataclass
from functools import cache

from kaohe_tui.domain.numbers import MOST, UNIT, points
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.marks import parse_mark
from kaohe_tui.words import _

TYPED = "0123456789."
"""The characters a mark is typed with."""
POINT_ALONE = "0."
"""The text that a point in an empty cell makes; Backspace removes both characters."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """Contents of the cell after a key."""

    text: str
    """The characters in the cell."""
    mark: int | None = None
    """Tenths of a point, where the text is a valid mark as it stands."""
    finished: bool = False
    """Whether no further key could make another valid mark."""
    refusal: str = ""
    """Why the text is no mark and cannot become one."""


@cache
def _forms(maximum: int, step: int) -> tuple[frozenset[str], frozenset[str]]:
    """List all valid marks as they are typed, and all beginnings of them."""
    valid = frozenset(points(units) for units in range(0, maximum + 1, step))
    beginnings = {form[:length] for form in valid for length in range(1, len(form) + 1)}
    return valid, frozenset(beginnings)


def type_character(text: str, character: str, maximum: int, step: int, part: str = "") -> Keyed:
    """Take one more character.

    Args:
        text: what stands in the cell already.
        character: one of ``TYPED``.
        maximum: the indicator's or its part's points, in tenths of a point.
        step: the smallest unit of a mark, in tenths of a point.
        part: what the part is called, where not the whole indicator is keyed.
    """
    _, beginnings = _forms(maximum, step)
    if text and text not in beginnings:
        return judge(text, maximum, step, part)
    if character == "." and not text:
        # It waits for its digit: a point alone is no mark.
        return judge(POINT_ALONE, maximum, step, part)
    candidate = text + character
    if character == "." and candidate in beginnings and UNIT % step == 0 and UNIT // step == 2:
        candidate += "5"
    return judge(candidate, maximum, step, part)


def takes_points(step: int) -> bool:
    """Return whether a mark may have decimals, by the step in tenths of a point."""
    return step % UNIT != 0


def judge(text: str, maximum: int, step: int, part: str = "") -> Keyed:
    """Judge a text as it stands: whole, begun, or refused with the reason."""
    valid, beginnings = _forms(maximum, step)
    if not text:
        return Keyed("")
    if text not in beginnings:
        return Keyed(text, refusal=_reason(text, maximum, step, part))
    if text not in valid:
        return Keyed(text)
    more = any(text + character in beginnings for character in TYPED)
    return Keyed(text, parse_mark(text, maximum, step), finished=not more)


def _reason(text: str, maximum: int, step: int, part: str) -> str:
    number = text + "1" if text.endswith(".") else text
    try:
        parse_mark(number, maximum, step)
    except Refusal as refusal:
        if part and _is_over(number, maximum):
            return _("{mark} is more than the {maximum} points of “{part}”.").format(
                mark=text, maximum=points(maximum), part=part
            )
        return str(refusal)
    # A leading or trailing zero: the number is in range but not written as a mark is typed.
    mark = parse_mark(text.removesuffix("."), maximum, step)
    return _("“{text}” has one zero too many; type {mark}.").format(text=text, mark=points(mark))


def _is_over(number: str, maximum: int) -> bool:
    try:
        return parse_mark(number, MOST, 1) > maximum
    except Refusal:
        return False
