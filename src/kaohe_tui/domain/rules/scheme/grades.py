"""Hold the grades, their quotas, and what keeps a person from the top one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

_WHOLE = 100


class QuotaBy(StrEnum):
    """The people who share a grade's places."""

    CLASS = "class"
    """Each ranked class has its own places."""
    UNIT = "unit"
    """All classes share the places."""
    SECTION = "section"
    """Each section has its own places, whatever its people's classes."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade (等次)."""

    name: str
    """Its name, which also identifies it."""
    minimum: Fraction
    """Fewest points a total needs for it."""
    quota: Fraction | None = None
    """Per cent of the ranked class's people, see ``Scheme.quota_by``; None without a quota."""
    places: tuple[tuple[int, int], ...] = ()
    """A number of places instead of a quota: up to so many people, so many places, in rising order;
    the last row holds above it too. Empty without."""
    least: Fraction | None = None
    """Per cent of the people who get this grade at best, the lowest first; None for none."""
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Identity -> the grade's name for it: 公务员 -> 称职, 事业单位 -> 合格."""

    @property
    def is_limited(self) -> bool:
        """Whether only so many people can get it."""
        return self.quota is not None or bool(self.places)

    def places_among(self, people: int) -> int | None:
        """Return the number of places for so many people, rounded down; None without a limit."""
        if self.places:
            rows = (places for most, places in self.places if people <= most)
            return next(rows, self.places[-1][1])
        return None if self.quota is None else int(self.quota * people // _WHOLE)

    def least_among(self, people: int) -> int:
        """Return how many of so many people get this grade at best, rounded down; 0 for none."""
        return 0 if self.least is None else int(self.least * people // _WHOLE)

    def label(self, identity: str) -> str:
        """Return the grade's name for a person of that identity."""
        return self.names.get(identity, self.name)


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars to the top grade (不得评为最高等次的情形), beside a veto.

    A condition that is empty or None bars nobody.
    """

    deductions: tuple[str, ...] = ()
    """Keys of deduction rules: an entry of one that counts bars."""
    quarter_grade: str = ""
    """In the year: some quarter must have reached this grade or a better one."""
    absence_days: Fraction | None = None
    """Days of absence that are still allowed; more bar. None: no limit."""
    lowest_grade: str = ""
    """In the year: every period in which the person has a total must have reached this grade."""
    tiers: Mapping[str, Fraction] = field(default_factory=lambda: MappingProxyType({}))
    """Tier's key -> the points that its mean must have, in every period that holds the tier."""
    events: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Rule's key -> the number of times, counts added up, from which it bars."""
