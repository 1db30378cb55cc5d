"""Break the head of a column into lines, between words, so that its column may be narrow.

Chinese has no spaces between words: most have two characters. A name like 主要负责人评分 ends in a
word of two; where those before it are odd in number, the last of them are taken for one of three.
"""

from itertools import pairwise

from kaohe_tui.domain.width import cell_width, clip
from kaohe_tui.domain.wrapping import is_chinese, may_break

_WORD = 2
"""Characters of most Chinese words."""


def head_lines(text: str, width: int, most: int = 99) -> list[str]:
    """Break a head into lines of at most ``width`` cells, each with as many words as fit.

    A word that is wider is broken where it must be. What is beyond the last line is cut off, with
    a sign.

    Args:
        text: the head.
        width: of the column, 2 cells or more.
        most: lines at most.
    """
    lines = [""]
    for word in _words(text):
        if cell_width((lines[-1] + word).rstrip()) <= width:
            lines[-1] += word
            continue
        rest = word
        while cell_width(rest.rstrip()) > width:
            lines.append(clip(rest, width))
            rest = rest[len(lines[-1]) :]
        lines.append(rest)
    lines = [line.strip() for line in lines if line.strip()] or [""]
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], clip(lines[most - 1], width - 1) + "…"]


def least_width(text: str, lines: int) -> int:
    """Return the least cells in which a head takes no more than so many lines of whole words."""
    words = _words(text)
    widest = max((cell_width(word.rstrip()) for word in words), default=0)
    whole = cell_width(text)
    return next(
        (width for width in range(widest, whole) if len(head_lines(text, width)) <= lines), whole
    )


def _words(text: str) -> list[str]:
    """Cut the text into words, spaces behind them included."""
    places = [0, *(at for at in range(1, len(text)) if _begins(text, at)), len(text)]
    return [text[begin:end] for begin, end in pairwise(places)]


def _begins(text: str, at: int) -> bool:
    """Return whether a word begins there: behind a space, or at a Chinese word."""
    if not may_break(text, at):
        return False
    if not (is_chinese(text[at - 1]) and is_chinese(text[at])):
        return True
    first = at
    while first and is_chinese(text[first - 1]):
        first -= 1
    end = at
    while end < len(text) and is_chinese(text[end]):
        end += 1
    if end - at <= _WORD:
        return end - at == _WORD
    # The words before the last one: by twos, with three in the last of them where one is left.
    return (at - first) % _WORD == 0 and end - at - _WORD != 1
