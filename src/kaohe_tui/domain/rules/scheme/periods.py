"""Hold the reviews of the year, and the spans that weigh some of them together first."""

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
class Span:
    """A part of the year (阶段), such as a half-year: the weighted mean of its periods."""

    key: str
    """Unique among the spans."""
    name: str
    """The span's name."""
    weight: Fraction
    """Its weight in the year; 0: its periods do not count there."""


@dataclass(frozen=True, slots=True)
class Period:
    """A review of the year (季度小评, 年终总评)."""

    key: str
    """Unique among the periods."""
    name: str
    """The period's name."""
    weight: Fraction
    """Its weight in its span, or in the year without one; 0: it does not count there."""
    kind: PeriodKind = PeriodKind.QUARTERLY
    """Quarterly or annual."""
    span: Span | None = None
    """The span it is a part of; None where it stands in the year beside the spans."""
    tiers: tuple[str, ...] | None = None
    """Keys of the tiers that it holds, none for a period without ballots; None for all."""
    components: tuple[str, ...] | None = None
    """Keys of the components that it holds; None for all that the tiers leave."""

    @property
    def weighs(self) -> bool:
        """Whether it counts in the year: with a weight of its own, and one of its span."""
        return bool(self.weight and (self.span is None or self.span.weight))
