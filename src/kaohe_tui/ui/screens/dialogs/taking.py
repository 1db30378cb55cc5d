"""Taking the answer to a question while the question still stands."""

import inspect
from collections.abc import Awaitable, Callable
from typing import TypeVar

from kaohe_tui.ui.frame.screen import KaoheScreen

_Answer = TypeVar("_Answer")


def taken(
    screen: KaoheScreen[_Answer | None], answer: _Answer, take: Callable[[_Answer], object]
) -> Awaitable[None] | None:
    """Close a question with its answer, once that is taken.

    An answer that is refused leaves the question as it is, to be mended or left by Esc: nobody
    types again what was right but for a word.

    Args:
        screen: the question.
        answer: what was given.
        take: raises ``Refusal`` where the answer does not do. What it gives may be awaited: it
            asks further over this question, does what was asked for, and gives False where the
            question is to stand again.

    Returns:
        What is left to be awaited.

    Raises:
        Refusal: what ``take`` raises.
    """
    follows = take(answer)
    if inspect.isawaitable(follows):
        return _after(screen, answer, follows)
    screen.dismiss(answer)
    return None


async def _after(
    screen: KaoheScreen[_Answer | None], answer: _Answer, follows: Awaitable[object]
) -> None:
    if await follows is not False:
        screen.dismiss(answer)
