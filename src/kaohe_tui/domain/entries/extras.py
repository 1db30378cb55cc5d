"""Add up what the leading group entered about each person. Rule: docs/scoring.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.entries.entries import GroupFacts
from kaohe_tui.domain.entries.vetoes import forcing_veto
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule
from kaohe_tui.domain.rules.scheme.scheme import Scheme

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class RuleSum:
    """One rule's sum for one person."""

    rule: AdjustmentRule
    """The rule in the scheme."""
    count: int
    """The number of times that it applies, 1 or more."""
    raw: Fraction
    """Points before the rule's cap."""
    points: Fraction
    """Points after the rule's cap."""


@dataclass(frozen=True, slots=True)
class Extra:
    """Points added to and taken off one person's score, caps applied (docs/scoring.md)."""

    bonus: Fraction = _NOTHING
    """Points added, 0 or more."""
    deduction: Fraction = _NOTHING
    """Points taken off, 0 or more."""
    vetoed: bool = False
    """Whether a veto that leads to a grade stands against the person."""
    rules: tuple[RuleSum, ...] = ()
    """The sum of each rule that applies, in the scheme's order."""


def extras(scheme: Scheme, facts: GroupFacts) -> Mapping[str, Extra]:
    """Add up adjustments and vetoes by person's code; people without any are left out."""
    counts: dict[str, dict[str, int]] = {}
    for one in facts.adjustments:
        if one.counts:
            of_person = counts.setdefault(one.code, {})
            of_person[one.rule] = of_person.get(one.rule, 0) + one.count
    vetoed = {v.code for v in facts.vetoes if forcing_veto(scheme, facts, v.code)}
    return {
        code: _extra(scheme, counts.get(code, {}), vetoed=code in vetoed)
        for code in sorted(vetoed | counts.keys())
    }


def _extra(scheme: Scheme, counts: Mapping[str, int], *, vetoed: bool) -> Extra:
    sums = tuple(
        _rule_sum(rule, counts[rule.key]) for rule in scheme.adjustments if rule.key in counts
    )
    return Extra(
        bonus=_capped((s.points for s in sums if s.rule.bonus), scheme.bonus_cap),
        deduction=_capped((s.points for s in sums if not s.rule.bonus), scheme.deduction_cap),
        vetoed=vetoed,
        rules=sums,
    )


def _rule_sum(rule: AdjustmentRule, count: int) -> RuleSum:
    raw = rule.points * count
    return RuleSum(rule, count, raw, _capped([raw], rule.cap))


def _capped(parts: Iterable[Fraction], cap: Fraction | None) -> Fraction:
    added = sum(parts, _NOTHING)
    return added if cap is None else min(added, cap)
