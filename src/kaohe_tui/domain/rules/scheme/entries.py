"""Hold the rules of what the leading group enters: adjustments and the veto."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class AdjustmentRule:
    """A bonus or a deduction that the leading group may enter (加减分)."""

    key: str
    """Unique among the rules."""
    name: str
    """The rule's name."""
    bonus: bool
    """Whether it adds points; else it takes them off."""
    points: Fraction
    """Points each time, more than 0."""
    cap: Fraction | None = None
    """Most points the rule counts for one person; None without a limit."""
    within: str = ""
    """Key of the component that it adds to or takes off from; empty: from the total."""


@dataclass(frozen=True, slots=True)
class Veto:
    """The one-vote veto (一票否决)."""

    grade: str
    """Name of the grade that a veto leads to."""
    grounds: tuple[str, ...]
    """The grounds a veto may have."""
