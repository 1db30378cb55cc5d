"""Make the forms of a scheme: what is asked of each class in each tier. Rule: docs/scoring.md."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm

from kaohe_tui.domain.numbers import UNIT
from kaohe_tui.domain.rules.forms.asked import Column, Form
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Marks, Tier
from kaohe_tui.words import N_, _

TOTAL = "total"
"""The key of the one column of a tier that takes totals."""
OVERALL = "overall"
"""The key of the one column of a tier that takes one level a person."""
_NAMES = {TOTAL: N_("Score"), OVERALL: N_("Overall level")}
_HUNDRED = 100

Term = tuple[int, int, tuple[int, ...]]
"""(slot, parts that a tenth gives, parts that each level gives; empty where no level is keyed)."""
Recipe = tuple[tuple[Term, ...], ...]
"""By the tier's place in the scheme: what makes a rating's total; empty where nothing is keyed."""


class Forms:
    """The forms of a scheme, each made once."""

    def __init__(self, scheme: Scheme) -> None:
        """Make none yet."""
        self.scheme = scheme
        """The rules."""
        self._forms: dict[tuple[str, frozenset[str]], Form] = {}
        self._units: dict[str, int] = {}
        self._recipes: dict[frozenset[str], Recipe] = {}

    def of(self, tier: Tier, person: Person) -> Form:
        """Return what is keyed of a person in a tier."""
        return self.of_class(tier, self.scheme.classes_of(person))

    def of_class(self, tier: Tier, classes: frozenset[str]) -> Form:
        """Return what is keyed in a tier of a person of these classes."""
        known = self._forms.get((tier.key, classes))
        if known is None:
            asked = _asked(self.scheme, tier, classes)
            known = self._forms[tier.key, classes] = self._form(tier, asked)
        return known

    def all_of(self, tier: Tier) -> tuple[Form, ...]:
        """Return the different forms of a tier, in the order of the classes that it rates."""
        forms = (self.of_class(tier, classes) for classes in self.classes_in(tier))
        return tuple(dict.fromkeys(form for form in forms if form.columns))

    def classes_in(self, tier: Tier) -> list[frozenset[str]]:
        """Return the classes that people whom a tier rates may have, those of a form together."""
        named = {each for indicator in self.scheme.indicators for each in indicator.classes}
        roles = [role.value for role in Role]
        groups = [group.key for group in self.scheme.groups]
        rated = [one for one in (*roles, *groups) if one in tier.ratees]
        alone = [frozenset({one}) for one in rated]
        beside = [frozenset({one, key}) for one in rated for key in groups if key in named]
        of_groups = [frozenset({one, role}) for one in rated if one in groups for role in roles]
        return [*alone, *beside, *(of_groups if named else [])]

    def union(self, tier: Tier) -> Form:
        """Return all that is keyed in a tier, of whomever."""
        return self._form(tier, _asked(self.scheme, tier, None))

    def together(self, tier: Tier, people: Iterable[Person]) -> Form:
        """Return all that is keyed in a tier of any of these people."""
        slots = {column.slot for person in people for column in self.of(tier, person).columns}
        asked = _asked(self.scheme, tier, None)
        return self._form(tier, [each for each in asked if each[0] in slots])

    def _form(self, tier: Tier, asked: Sequence[tuple[int, Indicator]]) -> Form:
        scheme, unit = self.scheme, self.unit(tier)
        full = tier.points or scheme.full * UNIT
        if tier.marks.is_single:
            key = OVERALL if tier.marks is Marks.OVERALL else TOTAL
            asked = [(0, Indicator(key, _(_NAMES[key]), full))]
        columns = tuple(_column(scheme, tier, slot, each, unit) for slot, each in asked)
        step = UNIT if tier.marks.is_level else scheme.step
        shrink = 1 / _scale(scheme, tier)
        return Form(columns, tier.marks, unit, shrink, step, full, scheme.levels)

    def unit(self, tier: Tier) -> int:
        """Return how many parts a point has in a tier."""
        if tier.key not in self._units:
            self._units[tier.key] = _unit(self.scheme, tier)
        return self._units[tier.key]

    def recipe(self, person: Person) -> Recipe:
        """Return how the totals of a person's stored ratings are made."""
        classes = self.scheme.classes_of(person)
        if classes not in self._recipes:
            self._recipes[classes] = tuple(
                tuple((c.slot, c.parts, c.levels) for c in self.of_class(tier, classes).columns)
                for tier in self.scheme.tiers
            )
        return self._recipes[classes]

    def indicators_of(self, person: Person) -> list[Indicator]:
        """Return the indicators that may stand on a form for a person."""
        classes = self.scheme.classes_of(person)
        return [i for i in self.scheme.indicators if not i.classes or i.classes & classes]

    def is_dense(self, tier: Tier) -> bool:
        """Whether a rating of a tier fills all its slots, in order, whomever it is of."""
        slots = [*range(self.width(tier))]
        return all([c.slot for c in form.columns] == slots for form in self.all_of(tier))

    @property
    def is_plain(self) -> bool:
        """Whether in every tier points are keyed that are added up as they are."""
        tiers = self.scheme.tiers
        return all(self.union(t).is_plain and not t.marks.is_single for t in tiers)

    @property
    def common_unit(self) -> int:
        """Parts of a point in which all tiers' totals are whole numbers."""
        return lcm(*map(self.unit, self.scheme.tiers))

    def width(self, tier: Tier) -> int:
        """Return how many slots a stored rating of a tier has."""
        return 1 if tier.marks.is_single else len(self.scheme.indicators)


def one_a_person() -> tuple[Indicator, ...]:
    """Return what heads the column where one figure or level a person is given."""
    return tuple(Indicator(key, _(name), 0) for key, name in _NAMES.items())


def _asked(
    scheme: Scheme, tier: Tier, classes: frozenset[str] | None
) -> tuple[tuple[int, Indicator], ...]:
    """Return the indicators on a form with their places; for no classes, those of all forms."""
    return tuple(
        (place, each)
        for place, each in enumerate(scheme.indicators)
        if (not tier.indicators or each.key in tier.indicators)
        and (classes is None or not each.classes or each.classes & classes)
    )


def _scale(scheme: Scheme, tier: Tier) -> Fraction:
    """Return what a point of the tier's form counts, on the scale of full marks."""
    return Fraction(scheme.full * UNIT, tier.points) if tier.points else Fraction(1)


def _values(scheme: Scheme, tier: Tier, indicator: Indicator | None) -> tuple[Fraction, ...]:
    """Return the points, of full marks, that a tenth keyed gives, or each level."""
    scale = _scale(scheme, tier)
    worth = Fraction(scheme.full) if indicator is None else Fraction(indicator.points, UNIT) * scale
    if tier.marks.is_level:
        return tuple(worth * (level.percent or 0) / _HUNDRED for level in scheme.levels)
    if tier.marks is Marks.HUNDRED:
        return (worth / _HUNDRED / UNIT,)
    return (scale / UNIT,)


def _unit(scheme: Scheme, tier: Tier) -> int:
    asked = _asked(scheme, tier, None)
    indicators = [None] if tier.marks.is_single else [each for _place, each in asked]
    values = (value for each in indicators for value in _values(scheme, tier, each))
    return lcm(UNIT, *(value.denominator for value in values))


def _column(scheme: Scheme, tier: Tier, slot: int, indicator: Indicator, unit: int) -> Column:
    """Return the column of an indicator, or of the one figure or level a person."""
    of = None if tier.marks.is_single else indicator
    parts = tuple(int(value * unit) for value in _values(scheme, tier, of))
    if tier.marks.is_level:
        keyed = replace(indicator, points=len(scheme.levels) * UNIT)
        return Column(keyed, slot, 0, indicator.points, parts)
    keyed = indicator
    if tier.marks is Marks.HUNDRED:
        keyed = replace(indicator, points=_HUNDRED * UNIT)
    return Column(keyed, slot, parts[0], indicator.points)
