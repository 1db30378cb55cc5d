"""Count the ratings of a review for each person: the facts that scoring starts from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kaohe_tui.domain.numbers import UNIT


@dataclass(frozen=True, slots=True)
class TierTally:
    """One person's ratings in one tier. Abstained, recused, void and owed are never mixed."""

    totals: tuple[int, ...]
    """The total of each rating that counts, in parts of a point, in any order."""
    expected: int
    """The number of pairs that the tier owes for this person, without recused ones."""
    abstained: int = 0
    """Raters who abstained."""
    recused: int = 0
    """Recused pairs; not in ``expected``."""
    void: int = 0
    """Ratings on ballots voided with a reason: neither counted nor owed."""
    unit: int = UNIT
    """How many parts a point has in the tier."""

    @property
    def owed(self) -> int:
        """The number of ratings that have not been handed in."""
        return self.expected - len(self.totals) - self.abstained - self.void


Tallies = Mapping[str, Mapping[str, TierTally]]
"""Ratee's code -> tier's key -> tally. A tier that does not apply to the person is absent, or has
nothing expected and nothing recused; one whose raters are all recused has ``expected`` 0."""

MarksOf = Callable[[str], Mapping[str, tuple[tuple[int, ...], ...]]]
"""Ratee's code -> tier's key -> the marks of each rating that counts, in the order of the person's
form in the tier. Asked only for people whose tie an indicator must break."""
