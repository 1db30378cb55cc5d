"""Hold the year's rules (考核方案), as read from scheme.toml; docs/files.md lists the keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from kaohe_tui.domain.rules.people import Person, Role, Roster, role_name
from kaohe_tui.domain.rules.scheme.classes import Group
from kaohe_tui.domain.rules.scheme.components import Component, Factor, Source
from kaohe_tui.domain.rules.scheme.entries import AbsenceRule, AdjustmentRule, Cap, Veto
from kaohe_tui.domain.rules.scheme.form import Indicator, Level
from kaohe_tui.domain.rules.scheme.grades import Bars, Grade, QuotaBy
from kaohe_tui.domain.rules.scheme.notices import NoticeRules
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.tiers import Scope, Tier
from kaohe_tui.domain.text import name_key


class Method(StrEnum):
    """The way from the tiers' ratings to a review score; docs/scoring.md, "A review score"."""

    TIERS = "tiers"
    """Each tier's mean times its weight, divided by the sum of the weights."""
    PARTICIPATION = "participation"
    """All ratings added up, each times its tier's factor, divided by their number."""


class RankBy(StrEnum):
    """The lists in which people are ranked: one for each role, or one for all."""

    BY_ROLE = "by_role"
    """Each role has its own list."""
    TOGETHER = "together"
    """All roles share one list."""


RoleWords = Mapping[Role, tuple[str, ...]]
"""Role -> the unit's own words for it, at least one; the first is the one that is shown."""
_ALONE: Mapping[Role, frozenset[str]] = {role: frozenset({role.value}) for role in Role}
"""Role -> the classes of a person who is in no group."""
_Keyed = TypeVar("_Keyed", bound=Tier | Period | AdjustmentRule | AbsenceRule | Component | Factor)


def _of_key(parts: tuple[_Keyed, ...], key: str) -> _Keyed:
    for part in parts:
        if part.key == key:
            return part
    raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Scheme:
    """All the rules of one year."""

    name: str
    """The scheme's name."""
    year: int
    """The calendar year, 1949 to 9999."""
    method: Method
    """The way from the tiers' ratings to a score."""
    step: int
    """Smallest unit of a mark, in tenths of a point: 10, 5 or 1."""
    decimals: int
    """Decimal places a score is rounded to, 0 to 4."""
    self_rating: bool
    """Whether people rate themselves."""
    rank: RankBy
    """Whether the roles are ranked apart."""
    tie_break: tuple[str, ...]
    """Tier or indicator keys, tried in order."""
    indicators: tuple[Indicator, ...]
    """The form's indicators, in order."""
    tiers: tuple[Tier, ...]
    """The tiers, in the order they are scored."""
    periods: tuple[Period, ...]
    """The year's periods, in order."""
    adjustments: tuple[AdjustmentRule, ...] = ()
    """The rules of bonuses and deductions, in order; may be empty."""
    caps: tuple[Cap, ...] = ()
    """The caps over several rules, in order; may be empty."""
    absences: tuple[AbsenceRule, ...] = ()
    """The kinds of absence, in order; empty where days of absence are all of one kind."""
    bonus_cap: Fraction | None = None
    """Most points of all bonuses together; None without a limit."""
    deduction_cap: Fraction | None = None
    """Most points of all deductions together; None without a limit."""
    ceiling: Fraction | None = None
    """Most points a total may have; None without a limit."""
    vetoes: tuple[Veto, ...] = ()
    """The one-vote vetoes, in order; empty where the scheme has none."""
    grades: tuple[Grade, ...] = ()
    """The grades, best first; empty where the scheme has none."""
    quota_by: QuotaBy = QuotaBy.CLASS
    """Whose number a quota is a part of."""
    bars: Bars = field(default_factory=Bars)
    """The bars to the top grade."""
    notice: NoticeRules = field(default_factory=NoticeRules)
    """Rules on notices and objections."""
    role_words: RoleWords = field(default_factory=lambda: MappingProxyType({}))
    """The unit's own words for roles; empty where it uses the usual ones."""
    full: int = 100
    """Points that a whole form adds up to, on whose scale totals are; 1 to ``MOST_POINTS``."""
    levels: tuple[Level, ...] = ()
    """The levels that are given instead of points, or that a total means; best first."""
    keep_originals: bool = False
    """Whether files that are brought are kept as they were, beside the database."""
    groups: tuple[Group, ...] = ()
    """The groups that people are in beside their roles; empty where the scheme has none."""
    components: tuple[Component, ...] = ()
    """What a total is made of, in order; empty where it is the ballots alone."""
    factors: tuple[Factor, ...] = ()
    """What the sum of the components is multiplied by; may be empty."""
    not_held: tuple[Tier, ...] = ()
    """The tiers that are not held, of the scheme of one period; empty in that of the year."""

    def for_period(self, key: str) -> "Scheme":
        """Return the scheme as one period has it: with the tiers and components that it holds.

        A component none of whose tiers it holds does not apply there.

        Raises:
            KeyError: when the scheme has no such period.
        """
        period = self.period(key)
        parts = self.components
        if period.components is not None:
            parts = tuple(part for part in parts if part.key in period.components)
        keys = period.tiers
        if keys is None:
            return self if parts == self.components else replace(self, components=parts)
        parts = tuple(p for p in parts if not p.tiers or not {*p.tiers}.isdisjoint(keys))
        held = tuple(tier for tier in self.tiers if tier.key in keys)
        others = tuple(tier for tier in self.tiers if tier.key not in keys)
        left_out = {tier.key for tier in others} | {
            part.key for part in self.components if part not in parts
        }
        bars = {key: least for key, least in self.bars.tiers.items() if key not in left_out}
        return replace(
            self,
            tiers=held,
            not_held=others,
            components=parts,
            tie_break=tuple(key for key in self.tie_break if key not in left_out),
            bars=replace(self.bars, tiers=bars),
        )

    def role_name(self, role: Role) -> str:
        """Return the word by which a role is shown: the unit's first for it, or the usual one."""
        return role_name(role, self.role_words)

    def tier(self, key: str) -> Tier:
        """Return the tier of that key.

        Raises:
            KeyError: when the scheme has none.
        """
        return _of_key(self.tiers, key)

    def period(self, key: str) -> Period:
        """Return the period of that key.

        Raises:
            KeyError: when the scheme has none.
        """
        return _of_key(self.periods, key)

    def rule(self, key: str) -> AdjustmentRule:
        """Return the adjustment rule of that key.

        Raises:
            KeyError: when the scheme has none.
        """
        return _of_key(self.adjustments, key)

    def absence(self, key: str) -> AbsenceRule:
        """Return the kind of absence of that key.

        Raises:
            KeyError: when the scheme has none.
        """
        return _of_key(self.absences, key)

    def part(self, key: str) -> Component | Factor:
        """Return the component or factor of that key.

        Raises:
            KeyError: when the scheme has none.
        """
        return _of_key(self.parts, key)

    @property
    def parts(self) -> tuple[Component | Factor, ...]:
        """Components, then factors, in order."""
        return (*self.components, *self.factors)

    @property
    def offices(self) -> tuple[Component | Factor, ...]:
        """What the office enters figures for: components, then factors, in order."""
        entered = (each for each in self.components if each.source is Source.OFFICE)
        return (*entered, *self.factors)

    def class_name(self, key: str) -> str:
        """Return what a class is called: the word for a role, or a group's name."""
        named = (group.name for group in self.groups if group.key == key)
        return next(named, "") or self.role_name(Role(key))

    def classes_of(self, person: Person) -> frozenset[str]:
        """Return a person's role and the keys of the person's groups."""
        if not self.groups:
            return _ALONE[person.role]
        return _ALONE[person.role].union(g.key for g in self.groups if g.has(person))

    def is_rater(self, tier: Tier, person: Person) -> bool:
        """Return whether the tier has people of that kind rate."""
        return person.role in tier.raters or (
            bool(self.groups) and not tier.raters.isdisjoint(self.classes_of(person))
        )

    def is_ratee(self, tier: Tier, person: Person) -> bool:
        """Return whether the tier has people of that kind rated; outside raters never are."""
        return person.role in tier.ratees or (
            bool(self.groups)
            and person.role is not Role.GUEST
            and not tier.ratees.isdisjoint(self.classes_of(person))
        )

    def raters(self, tier: Tier, roster: Roster) -> tuple[Person, ...]:
        """List the people whom the tier has rate, in roster order."""
        return tuple(person for person in roster if self.is_rater(tier, person))

    def ratees(self, tier: Tier, roster: Roster) -> tuple[Person, ...]:
        """List the people whom the tier has rated, in roster order."""
        return tuple(person for person in roster if self.is_ratee(tier, person))

    def veto_for(self, ground: str) -> Veto | None:
        """Return the veto of a ground; the first where none names it, as after a new scheme.

        None where the scheme has no vetoes.
        """
        key = name_key(ground)
        fitting = (each for each in self.vetoes if key in map(name_key, each.grounds))
        return next(fitting, self.vetoes[0] if self.vetoes else None)

    @property
    def grounds(self) -> tuple[str, ...]:
        """The grounds of all vetoes, in order."""
        return tuple(ground for veto in self.vetoes for ground in veto.grounds)

    def grade_place(self, name: str) -> int:
        """Return a grade's place among the grades, from 0 for the best.

        Raises:
            ValueError: when the scheme has no such grade.
        """
        return [grade.name for grade in self.grades].index(name)

    @property
    def scopes(self) -> frozenset[Scope]:
        """The scopes that some tier has."""
        return frozenset(scope for tier in self.tiers for scope in tier.scopes)

    @property
    def goals(self) -> Indicator | None:
        """The indicator that yearly tasks stand beside; None where the scheme has none."""
        return next((each for each in self.indicators if each.source == "goals"), None)
