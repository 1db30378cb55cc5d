"""Hold the form that is filled in: its indicators and their criteria."""

from dataclasses import dataclass
from fractions import Fraction

MOST_INDICATORS = 30
"""Most indicators a form may have: the database keeps a column for each."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One point an indicator looks at."""

    name: str
    """The name on the form."""
    points: int
    """Tenths of a point; the criteria of an indicator add up to its points."""
    standard: str = ""
    """The standard by which points are given; may be empty."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A scored heading of the form (指标)."""

    key: str
    """Unique among the indicators."""
    name: str
    """The name on the form."""
    points: int
    """Tenths of a point; a form's indicators add up to full marks."""
    element: str = ""
    """One of 德 能 勤 绩 廉, shown beside the name; may be empty."""
    source: str = ""
    """``goals``: the ratee's yearly tasks stand beside it; empty for none."""
    standard: str = ""
    """The standard by which points are given; may be empty."""
    criteria: tuple[Criterion, ...] = ()
    """The criteria, in order; empty where it is one whole."""
    classes: frozenset[str] = frozenset()
    """The classes of ratees whose form has it; empty: all."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level that is given instead of points (档次), such as 优秀."""

    name: str
    """Unique among the levels."""
    key: str
    """The one key that gives it, a digit or a small letter."""
    percent: Fraction | None = None
    """Per cent that it gives of an indicator or of full marks; None where it has bounds."""
    low: Fraction | None = None
    """The lowest total of the level, in per cent of full marks; None where it has a percent."""
    high: Fraction | None = None
    """The highest total of the level, in per cent of full marks; None where it has a percent."""

    @property
    def is_band(self) -> bool:
        """Whether totals of a range have the level, so that it is derived and never given."""
        return self.low is not None

    def holds(self, share: Fraction) -> bool:
        """Return whether a total, in per cent of full marks, lies in its band."""
        return self.low is not None and self.high is not None and self.low <= share <= self.high
