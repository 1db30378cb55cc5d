"""Invent one person, the ratings of them, and what the office and the group enter.

All figures are such that the scheme takes them; nobody's real ones are like them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kaohe_tui.domain.entries.entries import Absence, Adjustment, Figure, GroupFacts
from kaohe_tui.domain.entries.extras import holder
from kaohe_tui.domain.meaning.worth import Worths
from kaohe_tui.domain.numbers import UNIT, plain
from kaohe_tui.domain.numbers import points as written
from kaohe_tui.domain.rules.forms.asked import Column, Form
from kaohe_tui.domain.rules.forms.forms import Forms
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.components import By, Component, Factor
from kaohe_tui.domain.rules.scheme.entries import AbsenceRule, AdjustmentRule
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Marks, Scope, Tier
from kaohe_tui.domain.standings.tally import TierTally
from kaohe_tui.words import _

CODE = "1"
"""The person's code."""
_OTHER = "2"
"""The code of somebody whose amount is the highest."""
_PATTERN = (92, 97, 88, 95, 90, 84, 93)
"""Per cent of the points that are given, one after the other."""
_LEVELS = (0, 1, 0, 1, 1)
"""Places of the levels that are given, one after the other."""
_USUAL = 3
_MOST = 12
"""Raters in a tier, where nothing asks for more; and the most there are."""
_AT = "-"
"""Stands where a name or a moment has to be, and none is shown."""


@dataclass(frozen=True, slots=True)
class Ballots:
    """The ratings of the person in one tier."""

    tier: Tier
    """The tier."""
    form: Form
    """What is keyed."""
    ratings: tuple[tuple[int, ...], ...]
    """The marks of each rating, in the order of the form's columns."""

    @property
    def tally(self) -> TierTally:
        """What is counted of them."""
        totals = tuple(self.form.added(marks) for marks in self.ratings)
        return TierTally(totals, expected=len(totals), unit=self.form.unit)


def person_of(people: Worths) -> Person:
    """Invent a person of a kind."""
    role = next(role for role in Role if role.value in people.classes)
    groups = tuple(sorted(people.classes - {role.value}))
    return Person(CODE, _("Zhang San"), "", role, groups=groups)


def in_period(scheme: Scheme, period: Period, person: Person) -> Scheme:
    """Return the scheme of a period with the tiers that rate the person, none of them secret.

    What is invented may be seen.
    """
    held = scheme.for_period(period.key)
    tiers = (tier for tier in held.tiers if held.is_ratee(tier, person))
    return replace(held, tiers=tuple(replace(tier, secret=False) for tier in tiers))


def ballots_of(scheme: Scheme, person: Person) -> tuple[Ballots, ...]:
    """Invent the ratings of a person in every tier of a scheme that ``in_period`` returned."""
    forms = Forms(scheme)
    tiers = enumerate(scheme.tiers)
    return tuple(_ballots(tier, forms.of(tier, person), place) for place, tier in tiers)


def facts_of(scheme: Scheme, person: Person, period: str) -> GroupFacts:
    """Invent a bonus, a deduction, days of absence, and figures of the office."""
    rules = [
        next((each for each in scheme.adjustments if each.bonus is bonus), None)
        for bonus in (True, False)
    ]
    adjusted = (_adjustment(n, rule, period) for n, rule in enumerate(filter(None, rules), 1))
    away = scheme.absences[:1]
    figures = [
        Figure(0, period, code, _AT, _AT, "", "", "", part.key, figure, _AT, _AT, _AT)
        for part in scheme.offices
        for code, figure in _figures(part, person, scheme.full).items()
    ]
    return GroupFacts(
        adjustments=tuple(adjusted),
        absences=tuple(_absence(n, kind, period) for n, kind in enumerate(away, 1)),
        figures=tuple(replace(each, id=n) for n, each in enumerate(figures, 1)),
    )


def _ballots(tier: Tier, form: Form, place: int) -> Ballots:
    """Invent the ratings of a tier; its place makes them others than those of the next one."""
    raters = range(2 * place, 2 * place + _raters(tier))
    ratings = (tuple(_mark(form, c, n + r) for n, c in enumerate(form.columns)) for r in raters)
    return Ballots(tier, form, tuple(ratings))


def _raters(tier: Tier) -> int:
    """Return how many rate the person: as many as trimming and counting need."""
    if tier.scopes == {Scope.SELF} or tier.raters == {Role.HEAD.value}:
        return 1
    if tier.scopes == {Scope.SUPERVISED}:
        return max(1, tier.min_ratings)
    needed = tier.trims_from if tier.trim else 0
    return min(max(_USUAL, tier.min_ratings, needed), _MOST)


def _mark(form: Form, column: Column, place: int) -> int:
    if column.levels:
        return (min(_LEVELS[place % len(_LEVELS)], len(column.levels) - 1) + 1) * UNIT
    most = column.indicator.points
    mark = most * _PATTERN[place % len(_PATTERN)] // 100
    whole = mark - mark % UNIT
    return whole or mark - mark % form.step or most


def _adjustment(number: int, rule: AdjustmentRule, period: str) -> Adjustment:
    points = ""
    if rule.free and rule.points is None:
        points = plain(min(Fraction(1), rule.most or Fraction(1)))
    return Adjustment(
        number, period, CODE, _AT, _AT, "", "", "", rule.key, 1, _AT, _AT, _AT,
        level=next(iter(rule.levels), ""),
        points=points,
    )  # fmt: skip


def _absence(number: int, kind: AbsenceRule, period: str) -> Absence:
    days = kind.free + 2
    return Absence(number, period, CODE, _AT, _AT, "", "", "", int(days * 2), _AT, kind.key)


def _figures(part: Component | Factor, person: Person, full: int) -> Mapping[str, str]:
    """Return the figures entered for a part, by whose they are."""
    own = holder(part, person)
    if isinstance(part, Factor):
        return {own: plain(min(max(Fraction(9, 10), part.minimum), part.maximum))}
    points = part.points_for(frozenset({str(person.role), *person.groups})) or Fraction(full)
    if part.convert is None:
        return {own: plain(Fraction(int(points * 9 / 10)) or points)}
    match part.convert.by:
        case By.RANK:
            return {own: "2"}
        case By.RATIO:
            return {own: "180", _OTHER: "200"}
        case By.PERCENT:
            return {own: "90"}


def total_of(ballots: Ballots, marks: Sequence[int]) -> str:
    """Return what a rating comes to, in points of full marks."""
    return plain(Fraction(ballots.form.added(marks), ballots.form.unit))


def steps_of(scheme: Scheme, ballots: Ballots, marks: Sequence[int]) -> str:
    """Return how a rating's total is made of its marks; converted last, where the form is less."""
    form = ballots.form
    parts = [_step(form, column, mark) for column, mark in zip(form.columns, marks, strict=True)]
    added = plain(Fraction(form.added(marks), form.unit) * form.shrink)
    steps = f"{' + '.join(parts)} = {added}"
    if form.shrink == 1:
        return steps
    total = total_of(ballots, marks)
    return f"{steps};  {added} × {scheme.full} ÷ {written(form.full)} = {total}"


def _step(form: Form, column: Column, mark: int) -> str:
    worth = plain(Fraction(column.worth(mark), form.unit) * form.shrink)
    keyed, name = form.written(mark), column.indicator.name
    match form.marks:
        case Marks.POINTS:
            return f"{name} {worth}"
        case Marks.TOTAL:
            return worth
        case Marks.HUNDRED:
            percent = keyed
        case _:
            name = keyed if form.marks is Marks.OVERALL else f"{name} {keyed}"
            percent = plain(form.levels[mark // UNIT - 1].percent or Fraction(0))
    steps = f"{written(column.points)} × {percent}%"
    return _("{name} ({code})").format(name=f"{name} {worth}", code=steps)
