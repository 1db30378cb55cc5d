"""Add up what the leading group entered about each person. Rule: docs/scoring.md."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.entries.entries import Adjustment, GroupFacts
from kaohe_tui.domain.entries.sums import AbsenceSum, CapSum, RuleSum, absence_sum, capped, rule_sum
from kaohe_tui.domain.entries.vetoes import forcing_veto
from kaohe_tui.domain.rules.scheme.scheme import Scheme

_NOTHING = Fraction(0)


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
    absences: tuple[AbsenceSum, ...] = ()
    """What the days of each kind of absence take off, in the scheme's order."""
    caps: tuple[CapSum, ...] = ()
    """What each cap over several rules came to, those within others first."""

    def sum_of(self, rule: str) -> RuleSum | None:
        """Return the sum of the rule of that key; None where it does not apply."""
        return next((each for each in self.rules if each.rule.key == rule), None)


def extras(scheme: Scheme, facts: GroupFacts) -> Mapping[str, Extra]:
    """Add up all that was entered, by person's code; people without anything are left out."""
    adjusted: dict[str, list[Adjustment]] = {}
    for one in facts.adjustments:
        if one.counts:
            adjusted.setdefault(one.code, []).append(one)
    half_days: dict[str, dict[str, int]] = {}
    for away in facts.absences if scheme.absences else ():
        if away.stands:
            of_person = half_days.setdefault(away.code, {})
            of_person[away.kind] = of_person.get(away.kind, 0) + away.half_days
    vetoed = {v.code for v in facts.vetoes if forcing_veto(scheme, facts, v.code)}
    return {
        code: _extra(scheme, adjusted.get(code, ()), half_days.get(code, {}), vetoed=code in vetoed)
        for code in sorted(vetoed | adjusted.keys() | half_days.keys())
    }


def _extra(
    scheme: Scheme,
    entries: Sequence[Adjustment],
    half_days: Mapping[str, int],
    *,
    vetoed: bool,
) -> Extra:
    """Add up one person's: a rule's own cap comes first, then caps, then the cap of all."""
    rules = {each.rule for each in entries}
    sums = tuple(
        rule_sum(rule, [each for each in entries if each.rule == rule.key])
        for rule in scheme.adjustments
        if rule.key in rules
    )
    away = tuple(
        absence_sum(kind, Fraction(half_days[kind.key], 2))
        for kind in scheme.absences
        if kind.key in half_days
    )
    points = {each.rule.key: each.points for each in sums}
    left, caps = capped(scheme.caps, points | {each.kind.key: each.points for each in away})
    bonuses = {each.rule.key for each in sums if each.rule.bonus}
    return Extra(
        bonus=_limited((p for key, p in left.items() if key in bonuses), scheme.bonus_cap),
        deduction=_limited(
            (p for key, p in left.items() if key not in bonuses), scheme.deduction_cap
        ),
        vetoed=vetoed,
        rules=sums,
        absences=away,
        caps=caps,
    )


def _limited(parts: Iterable[Fraction], cap: Fraction | None) -> Fraction:
    added = sum(parts, _NOTHING)
    return added if cap is None else min(added, cap)
