"""Hold the reviews of the year."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class PeriodKind(StrEnum):
    """The kind of a period of the year."""

    QUARTERLY = "quarterly"
    """A quarterly review (季度小评)."""
    ANNUAL = "annual"
    """The annual review (年终总评)."""


@dataclass(frozen=True, slots=True)
class Period:
    """A review of the year (季度小评, 年终总评)."""

    key: str
    """Unique among the periods."""
    name: str
    """The period's name."""
    weight: Fraction
    """Its weight in the year; 0: it does not count there."""
    kind: PeriodKind = PeriodKind.QUARTERLY
    """Quarterly or annual."""
