"""What a key did to a ballot, for whoever draws it."""

from dataclasses import dataclass

SIGN = -1
"""The place before the columns: the row's sign."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a key did."""

    touched: frozenset[tuple[int, int]] = frozenset()
    """(row, place) of what looks different: a column, ``SIGN``, or the total after the last."""
    says: str = ""
    refused: bool = False
    changed: str = ""
    """The code of the ratee whose rating changed on disk."""
    waits: str = ""
    """The code of the ratee whose rating changed in the sheet and is not on disk yet."""
    hand_in: bool = False
    """The person asked to hand the ballot in."""

    @property
    def altered(self) -> bool:
        """Whether a rating is other than before, on disk or not."""
        return bool(self.changed or self.waits)
