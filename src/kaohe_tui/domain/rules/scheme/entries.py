"""Hold the rules of what the leading group enters: adjustments, caps, absences, vetoes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class AdjustmentRule:
    """A bonus or a deduction that the leading group may enter (加减分)."""

    key: str
    """Unique among the rules."""
    name: str
    """The rule's name."""
    bonus: bool
    """Whether it adds points; else it takes them off."""
    points: Fraction | None
    """Points each time, more than 0; None where every entry has its own."""
    cap: Fraction | None = None
    """Most points the rule counts for one person; None without a limit."""
    within: str = ""
    """Key of the component that it adds to or takes off from; empty: from the total."""
    levels: Mapping[str, Fraction] = field(default_factory=lambda: MappingProxyType({}))
    """Level -> points each time, in order; empty for a rule of one size."""
    highest: bool = False
    """Whether of a person's entries with the same matter only the largest counts."""
    free: bool = False
    """Whether the points are given at each entry; ``points`` are then those of an entry without."""
    most: Fraction | None = None
    """Most points of one entry of a free rule, its count included; None without a limit."""

    def each(self, level: str, points: Fraction | None) -> Fraction | None:
        """Return the points each time of an entry; None where it does not fit the rule.

        Args:
            level: the level that the entry names; empty for none.
            points: those that it gives; None for none.
        """
        if self.levels:
            return None if points is not None else self.levels.get(level)
        if level or (points is not None and not self.free):
            return None
        return self.points if points is None else points


@dataclass(frozen=True, slots=True)
class Cap:
    """One limit for several rules together (封顶), all of one direction."""

    name: str
    """The cap's name."""
    rules: tuple[str, ...]
    """Keys of rules of adjustments and of kinds of absence; at least one."""
    most: Fraction
    """Most points that they count for one person together."""


@dataclass(frozen=True, slots=True)
class AbsenceRule:
    """A kind of absence (缺勤), and what its days lead to."""

    key: str
    """Unique among kinds of absence and rules of adjustments."""
    name: str
    """The kind's name."""
    free: Fraction = Fraction(0)
    """Days in a period that cost nothing."""
    points: Fraction = Fraction(0)
    """Points that each day beyond them takes off."""
    then: tuple[tuple[Fraction, Fraction], ...] = ()
    """Days, rising, and the points that each day beyond them takes off."""
    out_from: Fraction | None = None
    """Days in a period from which it is proposed not to assess the person; None for never."""
    bars_from: Fraction | None = None
    """Days from which the person is barred from the top grade; None for never."""
    within: str = ""
    """Key of the component that its points are taken off; empty: off the total."""

    def steps(self, days: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
        """Yield the days that cost something, with the points of each; none for no days."""
        rates = [(self.free, self.points), *self.then, (max(days, self.free), Fraction(0))]
        for (start, points), (end, _points) in pairwise(rates):
            if points and min(days, end) > start:
                yield min(days, end) - start, points


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
