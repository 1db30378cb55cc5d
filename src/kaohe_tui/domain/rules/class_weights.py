"""Tell what each tier weighs for each class of people, and refuse people without one weight.

Rule: docs/scoring.md, "Weights by class".
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.pairs import is_rated
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.classes import ByClass, number_for
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.text import few
from kaohe_tui.words import N_, _

WHOLE = Fraction(100)
"""What the weights of a class add up to, in per cent."""


def is_by_class(tiers: Iterable[Tier]) -> bool:
    """Return whether some tier's weight goes by class."""
    return any(isinstance(tier.weight, ByClass) for tier in tiers)


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
    if not is_by_class(scheme.tiers) or person is None:
        weights = (tier.weight for tier in scheme.tiers)
        return sum((each for each in weights if isinstance(each, Fraction)), Fraction(0))
    classes = scheme.classes_of(person)
    tiers = (tier for tier in scheme.tiers if scheme.is_ratee(tier, person))
    return sum((number_for(tier.weight, classes) for tier in tiers), Fraction(0))


def summed(scheme: Scheme) -> tuple[tuple[str, ...], ...]:
    """Return the keys of the tiers whose weights add up: all, or those of each component."""
    if not scheme.components:
        return (tuple(tier.key for tier in scheme.tiers),)
    return tuple(each.tiers for each in scheme.components if each.tiers)


def wholes(scheme: Scheme) -> Iterator[tuple[Period | None, Scheme]]:
    """Yield the scheme and its periods, where their components have to add up to full marks.

    Yields:
        None and the whole scheme, where some period does not name its components: it holds those
        that its tiers leave, which share full marks. Then each period that names them, with the
        scheme as it has it.
    """
    named = [period for period in scheme.periods if period.components is not None]
    if len(named) < len(scheme.periods):
        yield None, scheme
    yield from ((period, scheme.for_period(period.key)) for period in named)


def component_sum(scheme: Scheme, classes: frozenset[str]) -> Fraction | None:
    """Return what the components add up to for people of some classes.

    None for those whom no tier has rated, though there are some. A component of ballots counts
    where one of its tiers takes them in; somebody in fewer tiers may have fewer of them, and then
    all are meant.
    """
    tiers = {tier.key for tier in scheme.tiers if not tier.ratees.isdisjoint(classes)}
    if scheme.tiers and not tiers:
        return None
    points = [(each.points_for(classes) or Fraction(0), each) for each in scheme.components]
    whole = sum((worth for worth, _each in points), Fraction(0))
    held = (worth for worth, each in points if not each.tiers or tiers.intersection(each.tiers))
    return Fraction(scheme.full) if whole == scheme.full else sum(held, Fraction(0))


def check_people(scheme: Scheme, roster: Roster) -> None:
    """Refuse a roster in which weights by class do not give everybody one weight in each tier.

    Raises:
        Refusal: naming those to whom two numbers of a table apply, or none; or, under ``tiers``,
            whose weights do not add up to 100.
    """
    _check_points(scheme, roster)
    if not is_by_class(scheme.tiers):
        return
    for tier in scheme.tiers:
        if isinstance(tier.weight, ByClass):
            _check_table(scheme, roster, tier, tier.weight)
    if scheme.method is Method.TIERS:
        for keys in summed(scheme):
            tiers = [scheme.tier(key) for key in keys]
            if is_by_class(tiers):
                _check_sum(scheme, roster, tiers)


def _check_sum(scheme: Scheme, roster: Roster, tiers: Sequence[Tier]) -> None:
    wrong: dict[Fraction, list[Person]] = {}
    for person in roster:
        classes = scheme.classes_of(person)
        weights = [number_for(t.weight, classes) for t in tiers if scheme.is_ratee(t, person)]
        if weights:
            wrong.setdefault(sum(weights, Fraction(0)), []).append(person)
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


def _check_points(scheme: Scheme, roster: Roster) -> None:
    """Refuse people to whom two points of a component apply, or for whom all are not full marks."""
    for _period, whole in wholes(scheme) if scheme.components else ():
        _check_points_in(whole, roster)


def _check_points_in(scheme: Scheme, roster: Roster) -> None:
    wrong: dict[Fraction, list[Person]] = {}
    for person in roster:
        if not is_rated(scheme, person):
            continue
        classes = scheme.classes_of(person)
        for each in scheme.components:
            if len(fitting := [one for one in each.points if one in classes]) > 1:
                raise Refusal(
                    "points-ambiguous",
                    N_(
                        "“{component}” has two numbers of points for {people}: as {classes}; give "
                        "points to one of these classes only, or let nobody be in both."
                    ),
                    component=each.name,
                    people=_named(roster, [person]),
                    classes=_(", ").join(map(scheme.class_name, fitting)),
                )
        total = component_sum(scheme, classes)
        if total not in (None, scheme.full):
            wrong.setdefault(total or Fraction(0), []).append(person)
    for total, people in wrong.items():
        raise Refusal(
            "components-of-person-wrong",
            N_(
                "The components add up to {total} for {people}, not to {full}; correct their "
                "points or the groups in the scheme."
            ),
            people=_named(roster, people),
            total=plain(total),
            full=scheme.full,
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
