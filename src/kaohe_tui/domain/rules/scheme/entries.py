"""Hold the rules of what the leading group enters: adjustments and vetoes."""

from dataclasses import dataclass
from enum import StrEnum
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


class VetoEffect(StrEnum):
    """What a veto does to a person's grade."""

    GRADE = "grade"
    """It leads to a grade, at best; the person has no rank and takes no place."""
    BAR = "bar"
    """It keeps the person from the best grades, and from nothing else."""


@dataclass(frozen=True, slots=True)
class Veto:
    """A one-vote veto (一票否决)."""

    grade: str
    """Name of the grade that it leads to at best, or of the worst grade that it bars."""
    grounds: tuple[str, ...]
    """The grounds that it may have; no two vetoes share one."""
    effect: VetoEffect = VetoEffect.GRADE
    """What it does."""
    key: str = ""
    """Unique among the vetoes; empty for the only one of ``[vetoes]``."""
    name: str = ""
    """The veto's name; empty for the only one of ``[vetoes]``."""
