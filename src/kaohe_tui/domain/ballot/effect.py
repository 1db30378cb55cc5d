"""Describe what a key did to a ballot, for the screen that draws it."""

from dataclasses import dataclass

SIGN = -1
"""The place before the columns: the row's sign."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The effect of one key."""

    touched: frozenset[tuple[int, int]] = frozenset()
    """(row, place) of what looks different: a column, ``SIGN``, or the total after the last."""
    says: str = ""
    """A sentence to show; empty for none."""
    refused: bool = False
    """Whether the key was refused; ``says`` then holds the reason."""
    changed: str = ""
    """The code of the ratee whose rating changed on disk."""
    waits: str = ""
    """The code of the ratee whose rating changed in the sheet and is not on disk yet."""
    hand_in: bool = False
    """Whether the ballot is to be handed in."""

    @property
    def altered(self) -> bool:
        """True where a rating differs from before, on disk or not."""
        return bool(self.changed or self.waits)
