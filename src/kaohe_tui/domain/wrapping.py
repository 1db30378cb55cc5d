"""Break lines of text: at spaces, and in Chinese nearly everywhere.

Nowhere does a line begin with what closes (，。！）”…) or end with what opens (（“《); a number
keeps what it counts (3 个, 第 2 行), and a sign what it stands beside (▶, *).
"""

import unicodedata
from itertools import pairwise

from kaohe_tui.domain.width import cell_width

_NOT_FIRST = frozenset("。，、；：？！）】」』》〉”’…—～·％‰℃" + ",.;:?!)]}%>")
_NOT_LAST = frozenset("（【「『《〈“‘￥" + "([{<¥$#№")
_ENDS = frozenset("。，、；：？！）】」』》”’…")
_BEFORE_A_NUMBER = frozenset("第共约")
_LONE = frozenset("*/|&")
"""Signs that Unicode counts as punctuation."""
_EARLIER = 6
"""Cells that a line may be shorter for ending behind punctuation or a space."""


def line_starts(text: str, width: int) -> list[int]:
    """Return where the second line of a text begins, the third, and so on.

    Args:
        text: one paragraph, without line ends.
        width: of a line, in cells; spaces at its end may stand beyond it.

    Returns:
        Places in the text, rising; none where it fits into one line.
    """
    width = max(width, 2)
    if cell_width(text) <= width:
        return []
    may = _places(text)
    starts: list[int] = []
    begin = 0
    while (end := _end(text, begin, width)) < len(text):
        begin = _best(text, may, begin, end)
        starts.append(begin)
    if starts:
        before = starts[-2] if len(starts) > 1 else 0
        starts[-1] = _not_alone(text, may, before, starts[-1], width)
    return starts


def wrap(text: str, width: int) -> list[str]:
    """Break the text into lines of at most ``width`` cells, without spaces at their ends.

    Line ends in the text stay.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        places = [0, *line_starts(paragraph, width), len(paragraph)]
        lines += [paragraph[begin:end].rstrip() for begin, end in pairwise(places)]
    return lines


def _end(text: str, begin: int, width: int) -> int:
    """Return where a line ends; its last spaces are in it."""
    cells, at = 0, begin
    while at < len(text):
        cells += cell_width(text[at])
        if cells > width and text[at] != " ":
            return max(at, begin + 1)
        at += 1
    return at


def _best(text: str, may: list[bool], begin: int, end: int) -> int:
    """Return the best place to break a line at.

    That is the last one, or rather one near it behind punctuation or a space. Where there is
    none, the line is broken within a word, as late as no sign stands at the wrong end for it.
    """
    places = [at for at in range(begin + 1, end + 1) if may[at]]
    if not places:
        return next((at for at in range(end, begin, -1) if _tears_a_word(text, at)), end)
    last = places[-1]
    if last == len(text):
        return last
    for at in reversed(places):
        if cell_width(text[at:last]) > _EARLIER:
            break
        if text[at - 1] in _ENDS or text[at - 1] == " ":
            return at
    # One character before a full stop is hardly a word: most have two.
    is_half = is_chinese(text[last]) and text[last + 1 : last + 2] in _ENDS
    return last - 1 if is_half and may[last - 1] and last - 1 > begin else last


def _tears_a_word(text: str, at: int) -> bool:
    """Return whether a break there does no more harm than to tear a word."""
    last, first = text[:at].rstrip(" ")[-1:], text[at]
    return first != " " and first not in _NOT_FIRST and last not in _NOT_LAST


def _not_alone(text: str, may: list[bool], before: int, at: int, width: int) -> int:
    """Return where the last line begins, so that no character stands alone in it."""
    alone = text[at:].rstrip()
    if not is_chinese(alone[:1] or " ") or any(each not in _ENDS for each in alone[1:]):
        return at
    for earlier in range(at - 1, before + 1, -1):
        if may[earlier]:
            return earlier if cell_width(text[earlier:].rstrip()) <= width else at
    return at


def _places(text: str) -> list[bool]:
    """Return, for each index of the text, whether a line may begin there."""
    return [at > 0 and may_break(text, at) for at in range(len(text) + 1)]


def may_break(text: str, at: int) -> bool:
    """Return whether a line may begin at a place of the text; at its end it may."""
    if at == len(text):
        return True
    first, last = text[at], text[at - 1]
    if first == " " or first in _NOT_FIRST:
        return False
    if last == " ":
        if text[at - 2 : at] == "  " or at < 2:
            return True
        return not _holds(text[at - 2], first)
    if last in _NOT_LAST or not (_is_wide(first) or _is_wide(last)):
        return False
    return not _holds(last, first)


def _holds(last: str, first: str) -> bool:
    """Return whether two characters stay in one line, also with one space between them."""
    if last.isdecimal() and is_chinese(first):
        return True
    if first.isdecimal() and (last in _BEFORE_A_NUMBER or last in _NOT_LAST):
        return True
    if last in _NOT_LAST:
        return True
    signs = _is_sign(last) or _is_sign(first)
    return signs and (_is_wide(first) or _is_wide(last))


def is_chinese(character: str) -> bool:
    """Return whether a character is a Chinese one, not a full-width sign or letter."""
    return unicodedata.category(character) == "Lo" and _is_wide(character)


def _is_wide(character: str) -> bool:
    return not character.isascii() and cell_width(character) == 2


def _is_sign(character: str) -> bool:
    return character in _LONE or unicodedata.category(character) in ("So", "Sm")
