"""Tell text that came in one piece from keys that were pressed one after another.

An input method hands over all it holds at once, and a slow line what was typed meanwhile.
"""

import re
from collections.abc import Iterator

from textual.events import Key

from kaohe_tui.ui.keys.commands import folded

_PIECES = re.compile(r"\x1b[\[O][0-9;?<=>]*[@-~]|[^\x00-\x1f\x7f]+|.", re.DOTALL)
"""A key that sends several characters, text in one piece, or any other key."""


def pieces(packet: str) -> Iterator[str]:
    """Yield what came from the terminal at once, piece by piece; joined they are all of it."""
    for matched in _PIECES.finditer(packet):
        yield matched[0]


def mark(key: Key, piece: str, place: int) -> None:
    """Note in which piece a key came.

    Args:
        key: the key.
        piece: the piece.
        place: of the key's character in it, counted from 0.
    """
    if len(piece) > 1 and piece[0] != "\x1b":
        # Not the rest itself, which would be a copy for each key.
        vars(key)["piece"] = piece, place


def came_with(key: Key) -> str:
    """Return the text that came in one piece from this key on; empty where it came alone."""
    piece, place = vars(key).get("piece", ("", 0))
    return piece[place:] if len(piece) - place > 1 else ""


def is_text(piece: str, choices: int) -> bool:
    """Return whether a piece is text, and no keys of a question.

    Args:
        piece: what came at once; empty for a key that came alone.
        choices: how many ready answers its digits pick from; 0 begins to write.
    """
    ready = {str(number) for number in range(1, choices + 1)}
    typed = [folded(character) for character in piece]
    return bool(typed) and typed[0] != "0" and not ready.issuperset(typed)
