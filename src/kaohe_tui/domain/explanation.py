"""What an explanation of one person's standing holds; how it is laid out is another's matter."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from kaohe_tui.domain.group import RuleSum, VetoEntry
from kaohe_tui.domain.people import Person
from kaohe_tui.domain.scheme import Method
from kaohe_tui.domain.standings import TieBreak


class LineState(StrEnum):
    """Whether a tier counts in the score, or why it left both sums."""

    COUNTED = "counted"
    NOT_APPLYING = "not_applying"
    ALL_RECUSED = "all_recused"
    NOBODY_YET = "nobody_yet"
    NONE_VALID = "none_valid"
    """Everybody has answered, but all abstained or were struck out."""
    WITHHELD = "withheld"
    """May not be seen yet."""
    HIDDEN = "hidden"
    """Counts, but is not shown: a secret tier has too few ratings of the person."""


@dataclass(frozen=True, slots=True)
class TierLine:
    """What one tier adds to the score."""

    key: str
    name: str
    state: LineState
    rated: int
    """Ratings that count, before trimming."""
    abstained: int
    recused: int
    void: int
    owed: int
    """0 where the tier is withheld: how many came in may not be seen either."""
    dropped_high: tuple[int, ...]
    """Tenths of a point, highest first."""
    dropped_low: tuple[int, ...]
    """Tenths of a point, lowest first."""
    sum: Fraction
    """Points, after trimming."""
    count: int
    """Ratings after trimming."""
    mean: Fraction | None
    """Points: sum ÷ count."""
    weight: Fraction
    product: Fraction
    """What goes into the numerator: weight x mean, or k x sum under ``participation``."""
    weighted_count: Fraction
    """What goes into the denominator: the weight, or k x count under ``participation``; 0 where
    nothing is counted."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Every step from the ratings to the rank for one person."""

    person: Person
    method: Method
    rank: int | None
    tied: bool
    class_size: int
    """How many people are ranked in the person's list."""
    provisional: bool
    lines: tuple[TierLine, ...]
    """All tiers of the scheme, in its order, those that do not apply too."""
    numerator: Fraction
    """0, and so is the denominator, where the tiers are hidden."""
    denominator: Fraction
    score: Fraction | None
    bonus: Fraction
    deduction: Fraction
    total: Fraction | None
    tie_breaks: tuple[TieBreak, ...]
    rules: tuple[str, ...]
    """Sentences in the language in use."""
    adjustments: tuple[RuleSum, ...] = ()
    """What each rule of bonuses and deductions comes to, in the scheme's order."""
    bonus_cap: Fraction | None = None
    deduction_cap: Fraction | None = None
    ceiling: Fraction | None = None
    """Most points that a total may have."""
    vetoed: bool = False
    veto: VetoEntry | None = None
    """The veto that stands, where it is known."""
