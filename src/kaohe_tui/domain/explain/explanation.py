"""Define what an explanation of one person's standing holds; laying it out is done elsewhere."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from kaohe_tui.domain.entries.entries import VetoEntry
from kaohe_tui.domain.entries.sums import AbsenceSum, CapSum, RuleSum
from kaohe_tui.domain.explain.component_lines import ComponentLine, FactorLine
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.scheme import Method
from kaohe_tui.domain.standings.standings import TieBreak


class LineState(StrEnum):
    """The state of a tier in a score: it counts, or the reason why it left both sums."""

    COUNTED = "counted"
    """The tier has ratings that count."""
    NOT_APPLYING = "not_applying"
    """The tier owes no rating of this person."""
    ALL_RECUSED = "all_recused"
    """Every rater of the person is recused."""
    NOBODY_YET = "nobody_yet"
    """Ratings are owed and none is in."""
    NONE_VALID = "none_valid"
    """Everybody has answered, but all abstained or were struck out."""
    TOO_FEW = "too_few"
    """Ratings came in, and fewer than the tier needs to count."""
    WITHHELD = "withheld"
    """May not be seen yet."""
    HIDDEN = "hidden"
    """Counts, but is not shown: a secret tier has too few ratings of the person."""


@dataclass(frozen=True, slots=True)
class TierLine:
    """One tier's contribution to the score."""

    key: str
    """The tier's key in the scheme."""
    name: str
    """The tier's name in the scheme."""
    state: LineState
    """Whether the tier counts, or why it does not."""
    rated: int
    """Ratings that count, before trimming."""
    abstained: int
    """Number of abstentions."""
    recused: int
    """Number of recused pairs."""
    void: int
    """Number of ratings on voided ballots."""
    owed: int
    """Number of ratings outstanding; 0 where the tier is withheld, which hides that too."""
    dropped_high: tuple[Fraction, ...]
    """Points, highest first."""
    dropped_low: tuple[Fraction, ...]
    """Points, lowest first."""
    sum: Fraction
    """Points, after trimming."""
    count: int
    """Ratings after trimming."""
    mean: Fraction | None
    """Points: sum ÷ count."""
    weight: Fraction
    """The tier's weight: per cent under ``tiers``, the factor k under ``participation``."""
    product: Fraction
    """The share of the numerator: weight x mean, or k x sum under ``participation``."""
    weighted_count: Fraction
    """The share of the denominator: the weight, or k x count under ``participation``; 0 where
    nothing is counted."""
    is_locked: bool = False
    """Whether the result is locked: what is missing then is not outstanding any more."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Every step from the ratings to the rank for one person."""

    person: Person
    """The person explained."""
    role: str
    """The word by which the person's role is shown."""
    method: Method
    """The way in which the tiers make a score."""
    rank: int | None
    """The rank, from 1; None for a person who is not ranked."""
    tied: bool
    """Whether the rank is shared after all tie-breaks."""
    class_size: int
    """Number of ranked people in the person's list."""
    provisional: bool
    """Whether ratings are still owed."""
    lines: tuple[TierLine, ...]
    """All tiers of the scheme, in its order, those that do not apply too."""
    numerator: Fraction
    """Numerator of the score; it and the denominator are 0 where the tiers are hidden."""
    denominator: Fraction
    """Denominator of the score; 0 where nothing is counted."""
    score: Fraction | None
    """The score in points, exact; None where no rating counts."""
    bonus: Fraction
    """Points added, caps applied, 0 or more."""
    deduction: Fraction
    """Points taken off, caps applied, 0 or more."""
    total: Fraction | None
    """The total in points, exact; None where there is no score."""
    tie_breaks: tuple[TieBreak, ...]
    """The tie-break keys tried, in order; empty where none was, or where they are hidden."""
    rules: tuple[str, ...]
    """Sentences in the language in use."""
    adjustments: tuple[RuleSum, ...] = ()
    """The sum of each bonus and deduction rule, in the scheme's order."""
    absences: tuple[AbsenceSum, ...] = ()
    """What the days of each kind of absence take off, in the scheme's order."""
    caps: tuple[CapSum, ...] = ()
    """What each cap over several rules came to, those within others first."""
    bonus_cap: Fraction | None = None
    """Most points of all bonuses together; None without a cap."""
    deduction_cap: Fraction | None = None
    """Most points of all deductions together; None without a cap."""
    ceiling: Fraction | None = None
    """Most points a total may have; None without a limit."""
    components: tuple[ComponentLine, ...] = ()
    """The components that apply, in the scheme's order; empty in a scheme without them."""
    factors: tuple[FactorLine, ...] = ()
    """The factors of the score, in the scheme's order."""
    full: int = 100
    """Full marks, which the components share."""
    vetoed: bool = False
    """Whether a veto stands against the person."""
    veto: VetoEntry | None = None
    """The veto that stands, where it is known."""

    @property
    def is_locked(self) -> bool:
        """Whether the result is locked: it is final even where ratings are missing."""
        return any(line.is_locked for line in self.lines)
