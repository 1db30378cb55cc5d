"""Hold the limits of a ballot: how many of its ratings may be of which kind."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

_WHOLE = 100


class OnBreak(StrEnum):
    """What becomes of a ballot that breaks a limit."""

    REFUSE = "refuse"
    """It is not taken: its rater changes it."""
    VOID = "void"
    """It is taken and voided: paper that cannot be given back."""


class LimitBy(StrEnum):
    """Within what ratings are counted, if not on the whole ballot."""

    SECTION = "section"
    """Within each section of the people rated."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a ballot; it counts the ratings that have all their marks."""

    level: str = ""
    """Counts the ratings of exactly this level; empty where it counts totals, or nothing."""
    low: Fraction | None = None
    """Counts totals from here on, on the scale of full marks; None: however low."""
    below: Fraction | None = None
    """Counts totals below this, on the scale of full marks; None: however high."""
    at_most: int | None = None
    """Most ratings that may be so; None: any number."""
    at_least: int | None = None
    """Fewest ratings that must be so; None: any number."""
    at_most_percent: Fraction | None = None
    """Most, in per cent of the ratings, rounded down; None: any number."""
    at_least_percent: Fraction | None = None
    """Fewest, in per cent of the ratings, rounded up; None: any number."""
    all_equal: bool = True
    """Whether two people or more may all have the same total."""
    all_full: bool = True
    """Whether everybody may have full marks."""
    by_section: bool = False
    """Whether it holds within each section, not on the whole ballot."""
    on_break: OnBreak = OnBreak.REFUSE
    """What becomes of a ballot that breaks it."""

    @property
    def counts(self) -> bool:
        """Whether it counts ratings of a level, or of a range of totals."""
        return bool(self.level) or self.low is not None or self.below is not None

    @property
    def has_number(self) -> bool:
        """Whether it says how many there may or must be."""
        numbers = (self.at_most, self.at_least, self.at_most_percent, self.at_least_percent)
        return any(number is not None for number in numbers)

    def most(self, people: int) -> int:
        """Return the most of so many ratings that may be so; at most all of them."""
        bounds = [people]
        if self.at_most is not None:
            bounds.append(self.at_most)
        if self.at_most_percent is not None:
            bounds.append(int(self.at_most_percent * people // _WHOLE))
        return min(bounds)

    def least(self, people: int) -> int:
        """Return the fewest of so many ratings that must be so; 0 where any number is enough."""
        bounds = [self.at_least or 0]
        if self.at_least_percent is not None:
            bounds.append(int(-(-self.at_least_percent * people // _WHOLE)))
        return max(bounds)
