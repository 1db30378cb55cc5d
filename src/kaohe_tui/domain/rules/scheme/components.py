"""Hold what a total is made of (组成): components, each worth some points, and factors (系数).

Rule: docs/scoring.md, "Components and factors".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

EVERYBODY = ""
"""The class that a plain number of points is for: all of them."""


class Source(StrEnum):
    """Where the points of a component come from."""

    BALLOTS = "ballots"
    """The ratings of its tiers."""
    FULL = "full"
    """It begins full; entries of the rules within it are added and taken off."""
    OFFICE = "office"
    """One figure that the office enters."""
    SHARE = "share"
    """The share of a tier's ratings that are at a level or better."""
    UNIT = "unit"
    """The total of the person's section, which is rated itself."""


class Of(StrEnum):
    """Whom one figure is entered for."""

    PERSON = "person"
    """One person."""
    SECTION = "section"
    """All people of one section."""


class By(StrEnum):
    """How a figure becomes points."""

    RANK = "rank"
    """The figure is a place: the first gets most, each further one a step less."""
    RATIO = "ratio_to_best"
    """The figure is an amount: the highest one gets all points, the others their part of it."""
    PERCENT = "percent"
    """The figure is the per cent of the points."""


@dataclass(frozen=True, slots=True)
class Convert:
    """The way from a figure to points."""

    by: By
    """What the figure is."""
    first: Fraction = Fraction(0)
    """Points of the first place; under ``rank`` alone."""
    step: Fraction = Fraction(0)
    """Points that each further place is worth less; under ``rank`` alone."""


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the total (组成)."""

    key: str
    """Unique among components and factors."""
    name: str
    """What heads its column."""
    points: Mapping[str, Fraction]
    """Class of people -> what it is worth to them, more than 0; ``EVERYBODY``: to all others."""
    source: Source
    """Where its points come from."""
    tiers: tuple[str, ...] = ()
    """Keys of its tiers, in the scheme's order; empty where it has none."""
    convert: Convert | None = None
    """The way from a figure to points; None where the figure is points."""
    of: Of = Of.PERSON
    """Whom one figure is entered for."""
    classes: frozenset[str] = frozenset()
    """The classes it applies to; empty for all."""
    zero_if_missing: bool = False
    """Whether it counts 0 where it is missing, and does not leave both sums."""
    level: str = ""
    """Under ``share`` the level that a rating must reach; else empty."""
    bands: tuple[tuple[Fraction, Fraction], ...] = ()
    """Under ``share`` (least per cent, points), from the highest down; empty for a proportion."""

    def points_for(self, classes: frozenset[str]) -> Fraction | None:
        """Return what it is worth to a person of these classes; None where it does not apply."""
        if self.classes and not self.classes & classes:
            return None
        worth = [points for key, points in self.points.items() if key in classes]
        return worth[0] if worth else self.points.get(EVERYBODY)

    @property
    def names(self) -> frozenset[str]:
        """The classes that it names, to whom it applies or whom it is worth something."""
        return self.classes | self.points.keys()

    @property
    def most(self) -> Fraction:
        """The most that it is worth to anybody."""
        return max(self.points.values())


@dataclass(frozen=True, slots=True)
class Factor:
    """A figure by which the sum of the components is multiplied (系数)."""

    key: str
    """Unique among components and factors."""
    name: str
    """What it is called."""
    of: Of
    """Whom one figure is entered for."""
    minimum: Fraction = Fraction(0)
    """The lowest figure that may be entered."""
    maximum: Fraction = Fraction(10)
    """The highest figure that may be entered."""
