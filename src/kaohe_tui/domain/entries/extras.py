"""Add up what the leading group entered about each person. Rule: docs/scoring.md."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kaohe_tui.domain.entries.entries import (
    Adjustment,
    Figure,
    GroupFacts,
)
from kaohe_tui.domain.entries.figures import figure_of, of_section
from kaohe_tui.domain.entries.sums import AbsenceSum, CapSum, RuleSum, absence_sum, capped, rule_sum
from kaohe_tui.domain.entries.vetoes import forcing_veto
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.components import Component, Factor, Of
from kaohe_tui.domain.rules.scheme.scheme import Scheme

_NOTHING = Fraction(0)


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
    absences: tuple[AbsenceSum, ...] = ()
    """What the days of each kind of absence take off, in the scheme's order."""
    caps: tuple[CapSum, ...] = ()
    """What each cap over several rules came to, those within others first."""
    figures: tuple[OfficeFigure, ...] = ()
    """The figures of the office that count, in the scheme's order."""

    def sum_of(self, rule: str) -> RuleSum | None:
        """Return the sum of the rule of that key; None where it does not apply."""
        return next((each for each in self.rules if each.rule.key == rule), None)

    def within(self, component: str) -> tuple[Fraction, Fraction]:
        """Return the points that are added and taken off within a component, under the caps."""
        sums = [each for each in self.rules if each.rule.within == component]
        away = [each for each in self.absences if each.kind.within == component]
        left, _caps = capped((each.cap for each in self.caps), _points(sums, away))
        return _both(left, sums)

    def place_of(self, cap: CapSum) -> str:
        """Return the component that a cap is within, as all its rules are; empty for the total."""
        places = {each.rule.key: each.rule.within for each in self.rules}
        places |= {each.kind.key: each.kind.within for each in self.absences}
        return next((places[key] for key in cap.cap.rules if key in places), "")

    def figure(self, part: str) -> OfficeFigure | None:
        """Return the figure of a component or factor that counts; None without one."""
        return next((each for each in self.figures if each.part == part), None)

    @property
    def on_total(self) -> "Extra":
        """What bonus and deduction come from: without the rules within a component."""
        return replace(
            self,
            rules=tuple(each for each in self.rules if not each.rule.within),
            absences=tuple(each for each in self.absences if not each.kind.within),
            caps=tuple(each for each in self.caps if not self.place_of(each)),
        )


def extras(scheme: Scheme, facts: GroupFacts, people: Iterable[Person] = ()) -> Mapping[str, Extra]:
    """Add up what was entered, by person's code; people without anything are left out.

    Args:
        scheme: the rules.
        facts: what was entered for the period.
        people: those who get the figures of their sections.
    """
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
    figures = _figures(scheme, facts.figures, people)
    return {
        code: _extra(
            scheme,
            adjusted.get(code, ()),
            half_days.get(code, {}),
            figures.get(code, ()),
            vetoed=code in vetoed,
        )
        for code in sorted(vetoed | adjusted.keys() | half_days.keys() | figures.keys())
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
    entries: Sequence[Adjustment],
    half_days: Mapping[str, int],
    figures: tuple[OfficeFigure, ...],
    *,
    vetoed: bool,
) -> Extra:
    """Add up one person's: a rule's own cap comes first, then caps, then the cap of all.

    What lies within a component counts there alone: no cap of all is over it.
    """
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
    left, caps = capped(scheme.caps, _points(sums, away))
    inner = _inner(sums, away)
    bonus, deduction = _both({key: p for key, p in left.items() if key not in inner}, sums)
    return Extra(
        bonus=_limited(bonus, scheme.bonus_cap),
        deduction=_limited(deduction, scheme.deduction_cap),
        vetoed=vetoed,
        rules=sums,
        absences=away,
        caps=caps,
        figures=figures,
    )


def _points(sums: Iterable[RuleSum], away: Iterable[AbsenceSum]) -> dict[str, Fraction]:
    """Return the points after their own caps, by the key of the rule or kind of absence."""
    return {each.rule.key: each.points for each in sums} | {
        each.kind.key: each.points for each in away
    }


def _inner(sums: Iterable[RuleSum], away: Iterable[AbsenceSum]) -> set[str]:
    """Return the keys of the rules and kinds of absence that are within a component."""
    return {each.rule.key for each in sums if each.rule.within} | {
        each.kind.key for each in away if each.kind.within
    }


def _both(left: Mapping[str, Fraction], sums: Iterable[RuleSum]) -> tuple[Fraction, Fraction]:
    """Add up the points that are added, and those that are taken off."""
    bonuses = {each.rule.key for each in sums if each.rule.bonus}
    bonus = sum((points for key, points in left.items() if key in bonuses), _NOTHING)
    return bonus, sum((points for key, points in left.items() if key not in bonuses), _NOTHING)


def _limited(added: Fraction, cap: Fraction | None) -> Fraction:
    return added if cap is None else min(added, cap)
