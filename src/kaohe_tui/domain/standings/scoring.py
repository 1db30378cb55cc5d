"""Turn ratings into a person's review score. Rule: docs/scoring.md, "A review score"."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from kaohe_tui.domain.numbers import UNIT
from kaohe_tui.domain.rules.scheme.classes import number_for
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.standings.tally import TierTally


@dataclass(frozen=True, slots=True)
class Trimmed:
    """Totals after trimming, in parts of a point."""

    counted: tuple[int, ...]
    """The totals that remain, in rising order."""
    low: tuple[int, ...]
    """The lowest totals, dropped; lowest first."""
    high: tuple[int, ...]
    """The highest totals, dropped; highest first."""


@dataclass(frozen=True, slots=True)
class TierScore:
    """One tier's contribution to one person's score."""

    tier: str
    """The tier's key."""
    ratings: int
    """Ratings that count, before trimming."""
    kept: int
    """Ratings left after trimming; the mean is over these. 0 where they are too few to count."""
    sum: int
    """Parts of a point, after trimming."""
    mean: Fraction | None
    """Points, after trimming; None where nobody has rated, or too few to count."""
    weight: Fraction
    """The tier's weight for the person: per cent under ``tiers``, under ``participation`` k."""
    owed: int
    """Ratings not handed in yet."""
    abstained: int
    """Abstentions."""
    recused: int
    """Recused pairs; nothing is owed for them."""
    void: int
    """Ratings on voided ballots."""
    dropped_low: tuple[int, ...] = ()
    """The lowest totals, dropped, in parts of a point; lowest first."""
    dropped_high: tuple[int, ...] = ()
    """The highest totals, dropped, in parts of a point; highest first."""
    unit: int = UNIT
    """How many parts a point has in the tier."""


class PartState(StrEnum):
    """The state of a component or factor in one person's score."""

    COUNTED = "counted"
    """It has a value, which counts."""
    MISSING = "missing"
    """It applies and has none: a component leaves both sums, a factor is 1."""
    ZERO = "zero"
    """It has none, and counts 0 because the scheme says so."""


@dataclass(frozen=True, slots=True)
class ComponentScore:
    """One component's contribution to one person's score."""

    component: str
    """The component's key."""
    points: Fraction
    """What it is worth to this person."""
    state: PartState
    """Whether it counts."""
    value: Fraction | None
    """Points, exact, from 0 to ``points``; None where it is missing."""
    base: Fraction | None
    """Points before entries within it: from the ballots, from the figure, or all of them."""
    figure: str = ""
    """As the office wrote it, or the share, ``18/20``, or the section's total; empty for none."""
    best: Fraction = Fraction(0)
    """The highest figure of anybody; where amounts are compared with it."""
    bonus: Fraction = Fraction(0)
    """Points added by entries within it."""
    deduction: Fraction = Fraction(0)
    """Points taken off by entries within it."""


@dataclass(frozen=True, slots=True)
class FactorScore:
    """One factor of one person's score."""

    factor: str
    """The factor's key."""
    figure: str
    """As it was written; empty where nobody entered it."""

    @property
    def value(self) -> Fraction:
        """What the sum is multiplied by: 1 where nobody entered anything."""
        return Fraction(self.figure or 1)

    @property
    def is_missing(self) -> bool:
        """Whether nobody entered it."""
        return not self.figure


@dataclass(frozen=True, slots=True)
class ReviewScore:
    """A person's review score and the tiers that it comes from."""

    tiers: tuple[TierScore, ...]
    """The tiers that apply to the person, in the scheme's order."""
    score: Fraction | None
    """Points, exact, factors included; None where nothing counts."""
    provisional: bool
    """Whether a tier that applies still owes ratings, or a component or factor is missing."""
    components: tuple[ComponentScore, ...] = ()
    """The components that apply, in the scheme's order; empty in a scheme without them."""
    factors: tuple[FactorScore, ...] = ()
    """The factors that apply, in the scheme's order."""

    @property
    def lacking(self) -> tuple[str, ...]:
        """Keys of the components and factors that are missing, in the scheme's order."""
        parts = (c.component for c in self.components if c.state is PartState.MISSING)
        return (*parts, *(each.factor for each in self.factors if each.is_missing))

    def component(self, key: str) -> ComponentScore | None:
        """Return the component of that key; None where it does not apply."""
        return next((each for each in self.components if each.component == key), None)


def trimmed(tier: Tier, totals: Iterable[int]) -> Trimmed:
    """Drop as many of the lowest and of the highest totals as the tier says.

    Nothing is dropped of fewer than ``Tier.trims_from``, nothing counts of fewer than
    ``Tier.min_ratings``. Of equal totals one copy each is dropped.
    """
    ordered = sorted(totals)
    if len(ordered) < tier.min_ratings:
        return Trimmed((), (), ())
    low, high = _dropped(tier, ordered)
    return Trimmed(tuple(ordered[len(low) : len(ordered) - len(high)]), low, high)


def _dropped(tier: Tier, totals: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the totals ``trimmed`` drops: the lowest, lowest first, then the highest first."""
    g = tier.trim
    if g <= 0 or len(totals) < tier.trims_from:
        return (), ()
    if g == 1:
        # The usual rule, and a province has thousands of people to sort for.
        return (min(totals),), (max(totals),)
    ordered = sorted(totals)
    return tuple(ordered[:g]), tuple(reversed(ordered[-g:]))


def review_score(
    scheme: Scheme, tallies: Mapping[str, TierTally], classes: Collection[str] = ()
) -> ReviewScore:
    """Score one person from the tallies of the tiers that apply.

    Args:
        scheme: its method, weights and trims are used.
        tallies: tier's key -> tally.
        classes: the person's, see ``Scheme.classes_of``; needed where weights go by them.

    Returns:
        The score; a tier without ratings has left numerator and denominator.
    """
    tiers = tuple(
        _tier_score(tier, tally, number_for(tier.weight, classes))
        for tier in scheme.tiers
        if (tally := tallies.get(tier.key)) is not None and (tally.expected or tally.recused)
    )
    numerator, over_parts, denominator, under_parts = _ratio(scheme.method, tiers)
    return ReviewScore(
        tiers=tiers,
        score=Fraction(numerator * under_parts, over_parts * denominator) if denominator else None,
        provisional=any(tier.owed > 0 for tier in tiers),
    )


def fraction_of(method: Method, tiers: Iterable[TierScore]) -> tuple[Fraction, Fraction]:
    """Return the score's numerator and denominator, as the method makes them.

    Returns:
        Under ``tiers`` Σ weight x mean and Σ weight; under ``participation`` Σ k x sum (points) and
        Σ k x count. The denominator is 0 where nobody's rating counts.
    """
    numerator, over_parts, denominator, under_parts = _ratio(method, tiers)
    return Fraction(numerator, over_parts), Fraction(denominator, under_parts)


def _ratio(method: Method, tiers: Iterable[TierScore]) -> tuple[int, int, int, int]:
    """Return numerator and denominator, each as two whole numbers, not reduced.

    Thousands of people are scored at once, and a ``Fraction`` reduces at every step.
    """
    numerator, over_parts, denominator, under_parts = 0, 1, 0, 1
    for tier in tiers:
        if not tier.kept:
            continue
        weight, parts = tier.weight.as_integer_ratio()
        count, divisor = (tier.kept, 1) if method is Method.PARTICIPATION else (1, tier.kept)
        numerator = numerator * parts * divisor * tier.unit + weight * tier.sum * over_parts
        over_parts *= parts * divisor * tier.unit
        denominator = denominator * parts + weight * count * under_parts
        under_parts *= parts
    return numerator, over_parts, denominator, under_parts


def total(
    score: Fraction | None, bonus: Fraction, deduction: Fraction, ceiling: Fraction | None
) -> Fraction | None:
    """Return the period's total: score + bonus - deduction, from 0 up to the ceiling.

    Args:
        score: points, or None where the person has none; then there is no total either.
        bonus: points, 0 or more, caps already applied.
        deduction: points, 0 or more, caps already applied.
        ceiling: points, or None where the scheme sets no ceiling.
    """
    if score is None:
        return None
    value = score + bonus - deduction if bonus or deduction else score
    if ceiling is not None and value > ceiling:
        return ceiling
    return value if value >= 0 else Fraction(0)


def _tier_score(tier: Tier, tally: TierTally, weight: Fraction) -> TierScore:
    totals = tally.totals if len(tally.totals) >= tier.min_ratings else ()
    low, high = _dropped(tier, totals)
    counted = len(totals) - len(low) - len(high)
    added = sum(totals) - sum(low) - sum(high)
    return TierScore(
        tier=tier.key,
        ratings=len(tally.totals),
        kept=counted,
        sum=added,
        mean=Fraction(added, counted * tally.unit) if counted else None,
        weight=weight,
        owed=tally.owed,
        abstained=tally.abstained,
        recused=tally.recused,
        void=tally.void,
        dropped_low=low,
        dropped_high=high,
        unit=tally.unit,
    )
