"""Hold the grades, their quotas, and what keeps a person from the top one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType


class QuotaBy(StrEnum):
    """Whose number a grade's quota is a part of: each ranked class's apart, or all together."""

    CLASS = "class"
    """Each ranked class has its own places."""
    UNIT = "unit"
    """All classes share the places."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade (等次)."""

    name: str
    """Its name, which also identifies it."""
    minimum: Fraction
    """Fewest points a total needs for it."""
    quota: Fraction | None = None
    """Per cent of the ranked class's people, see ``Scheme.quota_by``; None without a quota."""
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Identity -> the grade's name for it: 公务员 -> 称职, 事业单位 -> 合格."""

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
