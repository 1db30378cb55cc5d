"""Add up a person's entries of each rule, and the days of each kind of absence, under their caps.

Rule: docs/scoring.md, "From the score to the total".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kaohe_tui.domain.entries.entries import Adjustment
from kaohe_tui.domain.entries.sizes import each_of
from kaohe_tui.domain.rules.scheme.entries import AbsenceRule, AdjustmentRule, Cap

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Share:
    """What one entry is worth within its rule."""

    entry: Adjustment
    """The entry."""
    each: Fraction
    """Points each time."""
    counts: bool = True
    """Whether it counts: of one matter only the largest may."""

    @property
    def points(self) -> Fraction:
        """Its points together."""
        return self.each * self.entry.count


@dataclass(frozen=True, slots=True)
class RuleSum:
    """One rule's sum for one person."""

    rule: AdjustmentRule
    """The rule in the scheme."""
    count: int
    """The number of times that entries of it count, 1 or more."""
    raw: Fraction
    """Points before the rule's cap."""
    points: Fraction
    """Points after the rule's cap."""
    shares: tuple[Share, ...] = ()
    """The entries that it comes from, in the order they were entered."""


@dataclass(frozen=True, slots=True)
class AbsenceSum:
    """What the days of one kind of absence take off for one person."""

    kind: AbsenceRule
    """The kind in the scheme."""
    days: Fraction
    """The days in the period, more than 0."""
    points: Fraction
    """Points that they take off, 0 or more."""


@dataclass(frozen=True, slots=True)
class CapSum:
    """What a cap over several rules leaves for one person."""

    cap: Cap
    """The cap in the scheme."""
    parts: tuple[Fraction, ...]
    """What it adds up, in the scheme's order; a cap within it is one part."""
    points: Fraction
    """Points after the cap."""


def rule_sum(rule: AdjustmentRule, entries: Sequence[Adjustment]) -> RuleSum:
    """Add up a person's approved entries of one rule."""
    shares = [Share(each, each_of(rule, each) or _NOTHING) for each in entries]
    if rule.highest:
        shares = [replace(each, counts=_is_largest(each, shares)) for each in shares]
    counting = [each for each in shares if each.counts]
    raw = sum((each.points for each in counting), _NOTHING)
    points = raw if rule.cap is None else min(raw, rule.cap)
    return RuleSum(rule, sum(each.entry.count for each in counting), raw, points, tuple(shares))


def _is_largest(share: Share, shares: Sequence[Share]) -> bool:
    """Return whether an entry is the largest of its matter; of equal ones the first."""
    matter = share.entry.matter
    return not matter or share is max(
        (each for each in shares if each.entry.matter == matter), key=lambda each: each.points
    )


def absence_sum(kind: AbsenceRule, days: Fraction) -> AbsenceSum:
    """Reckon what the days of one kind of absence in a period take off."""
    points = sum((many * each for many, each in kind.steps(days)), _NOTHING)
    return AbsenceSum(kind, days, points)


def capped(
    caps: Iterable[Cap], points: Mapping[str, Fraction]
) -> tuple[Mapping[str, Fraction], tuple[CapSum, ...]]:
    """Put several rules under their caps; one that lies within another comes first.

    Args:
        caps: of the scheme.
        points: key of a rule or kind of absence -> points after its own cap, in order.

    Returns:
        The points with those of a cap under the first of its keys, and what each cap came to.
    """
    left, sums = dict(points), []
    for cap in sorted(caps, key=lambda each: len(each.rules)):
        keys = [key for key in left if key in cap.rules]
        if keys:
            parts = tuple(left[key] for key in keys)
            together = min(sum(parts, _NOTHING), cap.most)
            left[keys[0]] = together
            left = {key: each for key, each in left.items() if key not in keys[1:]}
            sums.append(CapSum(cap, parts, together))
    return left, tuple(sums)
