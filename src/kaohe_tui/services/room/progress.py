"""Keep the progress of every ballot as it was last counted, so that it is not counted again."""

from collections.abc import Collection
from typing import Final

Answers = tuple[int, int]
"""On one ballot: whole ratings and abstentions; ratees with anything at all."""
TABLES: Final = frozenset(("ballot", "rating", "abstention", "part_mark", "comparison"))
"""The tables that it is counted from."""


class Progress:
    """What was counted of the ballots of each period, and which have to be counted again.

    It belongs to the thread of the screens.
    """

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self.counted: dict[str, dict[int, Answers]] = {}
        """Period -> ballot's id -> its progress."""
        self._changed: set[int] = set()

    def forget(self) -> None:
        """Drop all that was counted."""
        self.counted.clear()
        self._changed.clear()

    def of(self, period: str) -> dict[int, Answers] | None:
        """Return ballot's id -> its progress, for a period; None where it is to be counted."""
        return self.counted.get(period)

    def keep(self, period: str, counted: dict[int, Answers]) -> None:
        """Keep what was counted just now of a period."""
        self.counted[period] = counted
        # A ballot of another period that is thrown out here is counted there once more: no harm.
        self._changed.clear()

    def change(self, ballot: int) -> None:
        """Note that a ballot was keyed on since it was counted."""
        self._changed.add(ballot)

    def take_changed(self, among: Collection[int]) -> set[int]:
        """Return those of these ballots that were keyed on since; they count as counted again."""
        changed = self._changed.intersection(among)
        self._changed -= changed
        return changed

    @property
    def is_changed(self) -> bool:
        """Whether any ballot was keyed on since it was counted."""
        return bool(self._changed)

    def cast(self, period: str, place: int, answered: int) -> None:
        """Add a secret ballot's ratings to the place of the urn that they went to.

        Args:
            period: the period's key.
            place: the id of the urn's ballot.
            answered: how many ratings and abstentions were whole on the ballot.
        """
        if (known := self.counted.get(period)) is not None:
            whole, touched = known.get(place, (0, 0))
            known[place] = (whole + answered, touched + answered)

    def take_over(self, other: "Progress") -> None:
        """Adopt what another one has counted; what is known already stays."""
        self.counted = other.counted | self.counted
