"""The year's rules (考核方案), as read from scheme.toml. See docs/files.md for the file's keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from kaohe_tui.domain.people import Role


class Method(StrEnum):
    """How a review score is made from the tiers' ratings."""

    TIERS = "tiers"
    PARTICIPATION = "participation"


class Scope(StrEnum):
    """Which of the rated roles' people a rater rates."""

    ALL = "all"
    SECTION = "section"
    SUPERVISED = "supervised"


class Reveal(StrEnum):
    """When an open tier's ratings may be seen in the standings."""

    ROW = "row"
    BALLOT = "ballot"
    TIER = "tier"


class RankBy(StrEnum):
    """Whether the roles are ranked apart or in one list."""

    BY_ROLE = "by_role"
    TOGETHER = "together"


class Detail(StrEnum):
    """What is keyed on a ballot of a tier: one mark an indicator, or its parts, which add up."""

    TOTAL = "total"
    CRITERIA = "criteria"


class Entry(StrEnum):
    """How often a paper form of a tier is keyed: once, or twice by two people and compared."""

    SINGLE = "single"
    DOUBLE = "double"


class PeriodKind(StrEnum):
    """A quarterly review (季度小评) or the annual one (年终总评)."""

    QUARTERLY = "quarterly"
    ANNUAL = "annual"


class QuotaBy(StrEnum):
    """Whose number a grade's quota is a part of: each ranked class's apart, or all together."""

    CLASS = "class"
    UNIT = "unit"


class NoticeOrder(StrEnum):
    """How the names on a public notice are ordered: by rank, or by strokes (姓氏笔画)."""

    RANK = "rank"
    STROKE = "stroke"


MOST_INDICATORS = 30
"""Indicators that a form may have: the database keeps a column for each."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of what an indicator looks at."""

    name: str
    points: int
    """Tenths of a point; the criteria of an indicator add up to its points."""
    standard: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A scored heading of the form (指标)."""

    key: str
    name: str
    points: int
    """Tenths of a point; a form's indicators add up to 1000."""
    element: str = ""
    """德 能 勤 绩 廉."""
    source: str = ""
    """``goals``: the ratee's yearly tasks stand beside it."""
    standard: str = ""
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True)
class Tier:
    """One round of scoring (层级)."""

    key: str
    name: str
    raters: frozenset[Role]
    ratees: frozenset[Role]
    scope: Scope
    weight: Fraction
    """Per cent under ``tiers``; the factor k under ``participation``."""
    trim: int = 0
    secret: bool = False
    reveal: Reveal = Reveal.BALLOT
    detail: Detail = Detail.TOTAL
    entry: Entry = Entry.SINGLE
    control_total: bool = False
    """Whether the total written on the paper is keyed when a ballot is handed in."""

    @property
    def seen(self) -> Reveal:
        """When its ratings may be seen: running results would tell each ballot of a secret tier."""
        return Reveal.TIER if self.secret else self.reveal


@dataclass(frozen=True, slots=True)
class AdjustmentRule:
    """A bonus or a deduction that the leading group may enter (加减分)."""

    key: str
    name: str
    bonus: bool
    points: Fraction
    """Points each time."""
    cap: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Veto:
    """The one-vote veto (一票否决)."""

    grade: str
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A review of the year (季度小评, 年终总评)."""

    key: str
    name: str
    weight: Fraction
    kind: PeriodKind = PeriodKind.QUARTERLY


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade (等次), best first."""

    name: str
    minimum: Fraction
    quota: Fraction | None = None
    """Per cent of the ranked class's people; see ``Scheme.quota_by``."""
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What it is called for people of an identity: 公务员 -> 称职, 事业单位 -> 合格."""

    def label(self, identity: str) -> str:
        """What the grade is called for somebody of that identity."""
        return self.names.get(identity, self.name)


@dataclass(frozen=True, slots=True)
class Bars:
    """What keeps a person from the top grade (不得评为最高等次的情形), beside a veto.

    A condition that is empty or None bars nobody.
    """

    deductions: tuple[str, ...] = ()
    """Keys of deduction rules: an entry of one that counts bars."""
    quarter_grade: str = ""
    """In the year: some quarter must have come to this grade or a better one."""
    absence_days: Fraction | None = None
    """More days of absence than this bar."""


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """How results are made public and objected to (公示, 异议)."""

    days: int = 5
    """Calendar days that a notice stands, the day of posting not counted."""
    order: NoticeOrder = NoticeOrder.RANK
    scores: bool = True
    """Whether totals are printed beside the names."""
    contact: str = ""
    """Where to object: office, room, telephone."""
    answer_days: int = 15
    """Calendar days in which an objection or a report is to be answered."""


_Keyed = TypeVar("_Keyed", Tier, Period, AdjustmentRule)


def _of_key(things: tuple[_Keyed, ...], key: str) -> _Keyed:
    for thing in things:
        if thing.key == key:
            return thing
    raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Scheme:
    """All the rules of one year."""

    name: str
    year: int
    method: Method
    step: int
    """Smallest unit of a mark, in tenths of a point: 10, 5 or 1."""
    decimals: int
    self_rating: bool
    rank: RankBy
    tie_break: tuple[str, ...]
    """Tier or indicator keys, tried in order."""
    indicators: tuple[Indicator, ...]
    tiers: tuple[Tier, ...]
    periods: tuple[Period, ...]
    adjustments: tuple[AdjustmentRule, ...] = ()
    bonus_cap: Fraction | None = None
    deduction_cap: Fraction | None = None
    ceiling: Fraction | None = None
    veto: Veto | None = None
    grades: tuple[Grade, ...] = ()
    quota_by: QuotaBy = QuotaBy.CLASS
    bars: Bars = Bars()
    notice: NoticeRules = NoticeRules()

    def tier(self, key: str) -> Tier:
        """The tier of that key.

        Raises:
            KeyError: when the scheme has none.
        """
        return _of_key(self.tiers, key)

    def period(self, key: str) -> Period:
        """The period of that key.

        Raises:
            KeyError: when the scheme has none.
        """
        return _of_key(self.periods, key)

    def rule(self, key: str) -> AdjustmentRule:
        """The rule of adjustments of that key.

        Raises:
            KeyError: when the scheme has none.
        """
        return _of_key(self.adjustments, key)

    @property
    def goals(self) -> Indicator | None:
        """The indicator that yearly tasks stand beside; None where the scheme has none."""
        return next((each for each in self.indicators if each.source == "goals"), None)
