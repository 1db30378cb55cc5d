"""What the reference reads: a scheme as TOML holds it, people and entries as tables hold them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

Table = Mapping[str, Any]
"""A table of the scheme, in its English keys."""
ZERO = Fraction(0)
WHOLE = Fraction(100)


def number(value: object) -> Fraction:
    """A figure as it is written, exactly: ``2``, ``0.5``, ``40/3``."""
    return Fraction(str(value))


def half_up(value: Fraction, decimals: int) -> int:
    """A value in units of its last decimal."""
    return floor(value * Fraction(10**decimals) + Fraction(1, 2))


def shown(value: Fraction | None, decimals: int) -> str | None:
    """A value with exactly so many decimals."""
    if value is None:
        return None
    units = half_up(value, decimals)
    whole, part = divmod(units, 10**decimals)
    return f"{whole}.{part:0{decimals}}" if decimals else str(whole)


def tables(scheme: Table, name: str) -> Sequence[Table]:
    """The tables of a list; none where it is left out."""
    found: Sequence[Table] = scheme.get(name, ())
    return found


def by_key(listed: Iterable[Table], key: str) -> Table:
    """The table of that key, or of that name."""
    return next(each for each in listed if key in (each.get("key"), each.get("name")))


@dataclass(frozen=True)
class Person:
    """A line of the roster."""

    code: str
    name: str = ""
    section: str = ""
    role: str = "staff"
    supervisors: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    identity: str = ""


@dataclass(frozen=True)
class Rating:
    """A line of a ballot."""

    tier: str
    rater: str
    ratee: str
    marks: Mapping[str, str] = field(default_factory=dict)
    """By indicator; under ``total`` and ``overall`` the one mark stands under that word."""
    abstains: bool = False
    void: bool = False


@dataclass(frozen=True)
class Adjustment:
    """A bonus or a deduction."""

    person: str
    rule: str
    count: int = 1
    level: str = ""
    matter: str = ""
    points: str = ""
    approved: bool = True


@dataclass(frozen=True)
class Figure:
    """A figure of the office."""

    whose: str
    """A code, or a section."""
    component: str
    """Of a component or a factor."""
    figure: str
    approved: bool = True


@dataclass
class Facts:
    """What was entered in a period."""

    ratings: list[Rating] = field(default_factory=list)
    recusals: set[tuple[str, str, str]] = field(default_factory=set)
    """Tier, rater, ratee; an empty tier means all."""
    adjustments: list[Adjustment] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    absences: list[tuple[str, str, str]] = field(default_factory=list)
    """Code, kind, days."""
    vetoes: list[tuple[str, str]] = field(default_factory=list)
    """Code, ground."""
    exempt: set[str] = field(default_factory=set)


@dataclass
class Line:
    """What comes of one person, in a period or in the year."""

    person: Person
    means: dict[str, Fraction | None] = field(default_factory=dict)
    """By tier that applies."""
    owed: int = 0
    parts: dict[str, tuple[Fraction, Fraction | None]] = field(default_factory=dict)
    """By component that applies: its points, and what it comes to; None while it is missing."""
    score: Fraction | None = None
    bonus: Fraction = ZERO
    deduction: Fraction = ZERO
    total: Fraction | None = None
    value: int = 0
    """The total rounded, in units of the last decimal."""
    provisional: bool = False
    vetoed: bool = False
    exempt: bool = False
    rank: int | None = None
    tied: bool = False
    barred: list[tuple[str, int]] = field(default_factory=list)
    """What bars, and the lowest grade that it bars from, by its number."""
    grade: str = ""
    tied_for: str = ""
    out: str = ""
    """The kind of absence that proposes to leave the person out."""
    reasons: list[tuple[str, str]] = field(default_factory=list)
    """What was said on the way down, and of which grade."""
