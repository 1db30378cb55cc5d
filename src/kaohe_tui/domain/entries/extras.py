"""Add up what the leading group entered about each person. Rule: docs/scoring.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.entries.entries import Figure, GroupFacts, of_section
from kaohe_tui.domain.entries.figures import figure_of
from kaohe_tui.domain.entries.vetoes import forcing_veto
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.components import Component, Factor, Of
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
class OfficeFigure:
    """The figure of the office that counts for one person."""

    part: str
    """Key of the component or factor."""
    written: str
    """As it was written."""
    value: Fraction
    """What it is, exact."""
    best: Fraction
    """The highest figure of that component that counts, whoever's."""


@dataclass(frozen=True, slots=True)
class Extra:
    """What entries add to and take off one person's score, caps applied (docs/scoring.md)."""

    bonus: Fraction = _NOTHING
    """Points added to the total, 0 or more."""
    deduction: Fraction = _NOTHING
    """Points taken off the total, 0 or more."""
    vetoed: bool = False
    """Whether a veto that leads to a grade stands against the person."""
    rules: tuple[RuleSum, ...] = ()
    """The sum of each rule that applies, in the scheme's order."""
    figures: tuple[OfficeFigure, ...] = ()
    """The figures of the office that count, in the scheme's order."""

    def within(self, component: str) -> tuple[Fraction, Fraction]:
        """Return the points that are added and taken off within a component."""
        sums = [each for each in self.rules if each.rule.within == component]
        bonus = sum((each.points for each in sums if each.rule.bonus), _NOTHING)
        return bonus, sum((each.points for each in sums if not each.rule.bonus), _NOTHING)

    def figure(self, part: str) -> OfficeFigure | None:
        """Return the figure of a component or factor that counts; None without one."""
        return next((each for each in self.figures if each.part == part), None)


def extras(scheme: Scheme, facts: GroupFacts, people: Iterable[Person] = ()) -> Mapping[str, Extra]:
    """Add up what was entered, by person's code; people without anything are left out.

    Args:
        scheme: the rules.
        facts: what was entered for the period.
        people: those who get the figures of their sections.
    """
    counts: dict[str, dict[str, int]] = {}
    for one in facts.adjustments:
        if one.counts:
            of_person = counts.setdefault(one.code, {})
            of_person[one.rule] = of_person.get(one.rule, 0) + one.count
    vetoed = {v.code for v in facts.vetoes if forcing_veto(scheme, facts, v.code)}
    figures = _figures(scheme, facts.figures, people)
    return {
        code: _extra(scheme, counts.get(code, {}), figures.get(code, ()), vetoed=code in vetoed)
        for code in sorted(vetoed | counts.keys() | figures.keys())
    }


def _figures(
    scheme: Scheme, entered: Iterable[Figure], people: Iterable[Person]
) -> dict[str, tuple[OfficeFigure, ...]]:
    """Return the figures that count, by person's code."""
    if not scheme.offices:
        return {}
    written = {(each.part, each.code): each.figure for each in entered if each.counts}
    best: dict[str, Fraction] = {}
    for (key, _code), each in written.items():
        best[key] = max(best.get(key, _NOTHING), figure_of(each))
    by_code: dict[str, tuple[OfficeFigure, ...]] = {}
    for person in people:
        own = (
            OfficeFigure(part.key, figure, figure_of(figure), best[part.key])
            for part in scheme.offices
            if (figure := written.get((part.key, holder(part, person))))
        )
        if figures := tuple(own):
            by_code[person.code] = figures
    return by_code


def holder(part: Component | Factor, person: Person) -> str:
    """Return whose figure counts for a person: their own code, or ``of_section`` of theirs."""
    return of_section(person.section) if part.of is Of.SECTION else person.code


def _extra(
    scheme: Scheme,
    counts: Mapping[str, int],
    figures: tuple[OfficeFigure, ...],
    *,
    vetoed: bool,
) -> Extra:
    sums = tuple(
        _rule_sum(rule, counts[rule.key]) for rule in scheme.adjustments if rule.key in counts
    )
    on_total = [each for each in sums if not each.rule.within]
    return Extra(
        bonus=_capped((s.points for s in on_total if s.rule.bonus), scheme.bonus_cap),
        deduction=_capped((s.points for s in on_total if not s.rule.bonus), scheme.deduction_cap),
        vetoed=vetoed,
        rules=sums,
        figures=figures,
    )


def _rule_sum(rule: AdjustmentRule, count: int) -> RuleSum:
    raw = rule.points * count
    return RuleSum(rule, count, raw, _capped([raw], rule.cap))


def _capped(parts: Iterable[Fraction], cap: Fraction | None) -> Fraction:
    added = sum(parts, _NOTHING)
    return added if cap is None else min(added, cap)
