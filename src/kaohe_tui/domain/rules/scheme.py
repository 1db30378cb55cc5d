"""Hold the year's rules (考核方案), as read from scheme.toml; docs/files.md lists the keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from kaohe_tui.domain.rules.notice_rules import NoticeRules
from kaohe_tui.domain.rules.people import Role, role_name


class Method(StrEnum):
    """The way from the tiers' ratings to a review score; docs/scoring.md, "A review score"."""

    TIERS = "tiers"
    """Each tier's mean times its weight, divided by the sum of the weights."""
    PARTICIPATION = "participation"
    """All ratings added up, each times its tier's factor, divided by their number."""


class Scope(StrEnum):
    """Which people of the rated roles a rater rates."""

    ALL = "all"
    """All of them."""
    SECTION = "section"
    """Only people of the rater's own section."""
    SUPERVISED = "supervised"
    """Only people who name the rater as a supervising leader."""


class Reveal(StrEnum):
    """The moment from which an open tier's ratings count in the standings."""

    ROW = "row"
    """From the moment a row is whole."""
    BALLOT = "ballot"
    """Once the ballot is handed in."""
    TIER = "tier"
    """Once the tier is closed."""


class RankBy(StrEnum):
    """The lists in which people are ranked: one for each role, or one for all."""

    BY_ROLE = "by_role"
    """Each role has its own list."""
    TOGETHER = "together"
    """All roles share one list."""


class Detail(StrEnum):
    """The detail keyed on a tier's ballot: a mark for each indicator, or parts that make it up."""

    TOTAL = "total"
    """One mark for each indicator."""
    CRITERIA = "criteria"
    """One mark for each task or criterion; they add up to the indicator's."""


class Entry(StrEnum):
    """The number of times a tier's paper form is keyed; docs/paper.md."""

    SINGLE = "single"
    """Once."""
    DOUBLE = "double"
    """Twice, by two people, and compared."""


class PeriodKind(StrEnum):
    """The kind of a period of the year."""

    QUARTERLY = "quarterly"
    """A quarterly review (季度小评)."""
    ANNUAL = "annual"
    """The annual review (年终总评)."""


class QuotaBy(StrEnum):
    """Whose number a grade's quota is a part of: each ranked class's apart, or all together."""

    CLASS = "class"
    """Each ranked class has its own places."""
    UNIT = "unit"
    """All classes share the places."""


MOST_INDICATORS = 30
"""Most indicators a form may have: the database keeps a column for each."""
RoleWords = Mapping[Role, tuple[str, ...]]
"""Role -> the unit's own words for it, at least one; the first is the one that is shown."""


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
    """Tenths of a point; a form's indicators add up to 1000."""
    element: str = ""
    """One of 德 能 勤 绩 廉, shown beside the name; may be empty."""
    source: str = ""
    """``goals``: the ratee's yearly tasks stand beside it; empty for none."""
    standard: str = ""
    """The standard by which points are given; may be empty."""
    criteria: tuple[Criterion, ...] = ()
    """The criteria, in order; empty where it is one whole."""


@dataclass(frozen=True, slots=True)
class Tier:
    """One round of scoring (层级)."""

    key: str
    """Unique among the tiers."""
    name: str
    """The tier's name."""
    raters: frozenset[Role]
    """The roles that rate."""
    ratees: frozenset[Role]
    """The roles that are rated."""
    scope: Scope
    """Which people of those roles a rater rates."""
    weight: Fraction
    """Per cent under ``tiers``; the factor k under ``participation``."""
    trim: int = 0
    """The number of lowest and of highest totals that are dropped, each; 0: none."""
    secret: bool = False
    """Whether ballots lose their raters when they are handed in; docs/secrecy.md."""
    reveal: Reveal = Reveal.BALLOT
    """The moment from which ratings count in the live standings; see ``seen``."""
    detail: Detail = Detail.TOTAL
    """The detail keyed on a ballot."""
    entry: Entry = Entry.SINGLE
    """The number of times a paper form is keyed."""
    control_total: bool = False
    """Whether the total written on the paper is keyed when a ballot is handed in."""

    @property
    def seen(self) -> Reveal:
        """The moment from which its ratings count: a secret tier's never before it is closed."""
        return Reveal.TIER if self.secret else self.reveal


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


@dataclass(frozen=True, slots=True)
class Veto:
    """The one-vote veto (一票否决)."""

    grade: str
    """Name of the grade that a veto leads to."""
    grounds: tuple[str, ...]
    """The grounds a veto may have."""


@dataclass(frozen=True, slots=True)
class Period:
    """A review of the year (季度小评, 年终总评)."""

    key: str
    """Unique among the periods."""
    name: str
    """The period's name."""
    weight: Fraction
    """Its weight in the year; 0: it does not count there."""
    kind: PeriodKind = PeriodKind.QUARTERLY
    """Quarterly or annual."""


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


_Keyed = TypeVar("_Keyed", Tier, Period, AdjustmentRule)


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
    bonus_cap: Fraction | None = None
    """Most points of all bonuses together; None without a limit."""
    deduction_cap: Fraction | None = None
    """Most points of all deductions together; None without a limit."""
    ceiling: Fraction | None = None
    """Most points a total may have; None without a limit."""
    veto: Veto | None = None
    """The one-vote veto; None where the scheme has none."""
    grades: tuple[Grade, ...] = ()
    """The grades, best first; empty where the scheme has none."""
    quota_by: QuotaBy = QuotaBy.CLASS
    """Whose number a quota is a part of."""
    bars: Bars = Bars()
    """The bars to the top grade."""
    notice: NoticeRules = field(default_factory=NoticeRules)
    """Rules on notices and objections."""
    role_words: RoleWords = field(default_factory=lambda: MappingProxyType({}))
    """The unit's own words for roles; empty where it uses the usual ones."""
    keep_originals: bool = False
    """Whether files that are brought are kept as they were, beside the database."""

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

    @property
    def goals(self) -> Indicator | None:
        """The indicator that yearly tasks stand beside; None where the scheme has none."""
        return next((each for each in self.indicators if each.source == "goals"), None)
