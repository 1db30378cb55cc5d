"""Tell what each tier weighs for each class of people, and refuse people without one weight.

Rule: docs/scoring.md, "Weights by class".
"""

from collections.abc import Iterable
from fractions import Fraction

from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.classes import ByClass, number_for
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.text import few
from kaohe_tui.words import N_, _

WHOLE = Fraction(100)
"""What the weights of a class add up to, in per cent."""


def is_by_class(scheme: Scheme) -> bool:
    """Return whether some tier's weight goes by class."""
    return any(isinstance(tier.weight, ByClass) for tier in scheme.tiers)


def weighed_classes(scheme: Scheme) -> tuple[str, ...]:
    """Return the classes that weights are told for: roles from the highest, then groups."""
    named: set[str] = set()
    for tier in scheme.tiers:
        named |= set(tier.weight.classes) if isinstance(tier.weight, ByClass) else tier.ratees
    classes = (*reversed(Role), *(group.key for group in scheme.groups))
    return tuple(str(one) for one in classes if one in named)


def weights_for(scheme: Scheme, one: str) -> tuple[tuple[Tier, Fraction], ...]:
    """Return the tiers that take a class in, each with what it weighs for it.

    Args:
        scheme: the rules.
        one: a role or a group's key.
    """
    named = []
    for tier in scheme.tiers:
        if isinstance(tier.weight, ByClass):
            if one in tier.weight.classes:
                named.append((tier, number_for(tier.weight, {one})))
        elif takes_in(scheme, tier, one):
            named.append((tier, tier.weight))
    return tuple(named)


def takes_in(scheme: Scheme, tier: Tier, one: str) -> bool:
    """Return whether all people of a class are rated in a tier, as far as the scheme says."""
    if one in tier.ratees:
        return True
    roles = next((group.roles for group in scheme.groups if group.key == one), frozenset())
    return bool(roles) and roles <= tier.ratees


def for_all(scheme: Scheme, person: Person | None = None) -> Fraction:
    """Return the weights of all tiers, added up; of those of one person, where they go by class."""
    if not is_by_class(scheme) or person is None:
        weights = (tier.weight for tier in scheme.tiers)
        return sum((each for each in weights if isinstance(each, Fraction)), Fraction(0))
    classes = scheme.classes_of(person)
    tiers = (tier for tier in scheme.tiers if scheme.is_ratee(tier, person))
    return sum((number_for(tier.weight, classes) for tier in tiers), Fraction(0))


def check_people(scheme: Scheme, roster: Roster) -> None:
    """Refuse a roster in which weights by class do not give everybody one weight in each tier.

    Raises:
        Refusal: naming those to whom two numbers of a table apply, or none; or, under ``tiers``,
            whose weights do not add up to 100.
    """
    if not is_by_class(scheme):
        return
    for tier in scheme.tiers:
        if isinstance(tier.weight, ByClass):
            _check_table(scheme, roster, tier, tier.weight)
    if scheme.method is not Method.TIERS:
        return
    wrong: dict[Fraction, list[Person]] = {}
    for person in roster:
        if any(scheme.is_ratee(tier, person) for tier in scheme.tiers):
            wrong.setdefault(for_all(scheme, person), []).append(person)
    wrong.pop(WHOLE, None)
    for total, people in wrong.items():
        raise Refusal(
            "weights-of-person-wrong",
            N_(
                "The weights of the tiers in which {people} would be rated add up to {total}, "
                "not to 100; correct the weights or the groups in the scheme."
            ),
            people=_named(roster, people),
            total=plain(total),
        )


def _check_table(scheme: Scheme, roster: Roster, tier: Tier, weight: ByClass) -> None:
    twice: dict[tuple[str, ...], list[Person]] = {}
    for person in scheme.ratees(tier, roster):
        twice.setdefault(weight.fitting(scheme.classes_of(person)), []).append(person)
    for classes, people in twice.items():
        if len(classes) > 1:
            raise Refusal(
                "weight-ambiguous",
                N_(
                    "“{tier}” has two weights for {people}: as {classes}; give a weight to one "
                    "of these classes only, or let nobody be in both."
                ),
                tier=tier.name,
                people=_named(roster, people),
                classes=_(", ").join(map(scheme.class_name, classes)),
            )
        if not classes:
            raise Refusal(
                "weight-missing",
                N_("“{tier}” has no weight for {people}; add one for their class: {known}."),
                tier=tier.name,
                people=_named(roster, people),
                known=_(", ").join(map(scheme.class_name, weight.classes)),
            )


def _named(roster: Roster, people: Iterable[Person]) -> str:
    return few([roster.called(person) for person in people])
