"""Tell what each part of a total is worth to each class of people, as a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.meaning.section import Section
from kaohe_tui.domain.numbers import plain, shown
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.classes import ByClass, number_for
from kaohe_tui.domain.rules.scheme.components import By, Component, Of
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.words import N_, _

_NOTHING = Fraction(0)
_SOURCES: Mapping[str, str] = {
    "ballots": N_("“{name}” from the ratings"),
    "full": N_("“{name}”, which begins full and from which entries are taken off"),
    "office": N_("“{name}”, a figure that the office enters"),
    "unit": N_("“{name}”, the total of one's section"),
    "share": N_("“{name}”, by the share of ratings that reach a level"),
}
"""Source -> what it says of a component."""
_CONVERTED = {
    By.RANK: N_("“{name}” by the place: the first {first}, each further one {step} less"),
    By.RATIO: N_("“{name}” by an amount, in proportion to the highest one"),
    By.PERCENT: N_("“{name}” by a per cent that the office enters"),
}


@dataclass(frozen=True, slots=True)
class Worths:
    """What the parts of a total are worth to people of one kind."""

    name: str
    """What they are called."""
    classes: frozenset[str]
    """A role and the groups."""
    tiers: tuple[tuple[Tier, Fraction], ...]
    """The tiers that rate them, each with its weight."""
    components: tuple[tuple[Component, Fraction], ...]
    """The components that apply to them, each with its points in the scheme."""

    def of_component(self, component: Component, full: int) -> Fraction | None:
        """Return the points of a component; None where it does not apply."""
        whole = sum((points for _each, points in self.components), _NOTHING)
        own = next((points for each, points in self.components if each is component), None)
        return None if own is None else own * full / whole

    def of_tier(self, tier: Tier, beside: Sequence[Tier], worth: Fraction) -> Fraction | None:
        """Return a tier's part of what it and the tiers beside it are worth; None for no part."""
        weights = {each.key: weight for each, weight in self.tiers if each in beside}
        if not weights.get(tier.key):
            return None
        return worth * weights[tier.key] / sum(weights.values())

    @property
    def figures(self) -> tuple[object, ...]:
        """What tells them from people of another kind."""
        tiers = tuple((tier.key, weight) for tier, weight in self.tiers)
        return tiers, tuple((each.key, points) for each, points in self.components)


def kinds_of_people(scheme: Scheme) -> tuple[Worths, ...]:
    """List the kinds of people who are rated: by role, then by group where that decides."""
    rated = [
        each
        for role in Role
        if role is not Role.GUEST
        if (each := _worths(scheme, scheme.class_name(role), frozenset({str(role)}))).tiers
    ]
    known = {each.figures for each in rated}
    for group in scheme.groups:
        if group.key in _deciding(scheme):
            roles = [role for role in Role if role in (group.roles or {Role.STAFF})]
            for role in roles:
                each = _worths(scheme, group.name, frozenset({group.key, str(role)}))
                if each.tiers and each.figures not in known:
                    known.add(each.figures)
                    rated.append(each)
    return tuple(rated)


def sections(scheme: Scheme) -> Iterator[Section]:
    """Yield the table of points by class; one for each kind of period where these hold others."""
    held: dict[tuple[object, ...], list[Period]] = {}
    for period in scheme.periods:
        of = scheme.for_period(period.key)
        keys = tuple(tier.key for tier in of.tiers), tuple(each.key for each in of.components)
        held.setdefault(keys, []).append(period)
    title = _("What each part is worth to whom")
    for periods in held.values():
        names = _(", ").join(_("“{name}”").format(name=each.name) for each in periods)
        own = scheme.for_period(periods[0].key)
        people = kinds_of_people(own) if own.tiers else _without_tiers(scheme, own)
        if people:
            begin = _("In {periods}").format(periods=names) if len(held) > 1 else ""
            yield _section(own, people, title if not begin else f"{title} · {begin}")


def _section(scheme: Scheme, people: Sequence[Worths], title: str) -> Section:
    """Return the table of one kind of period, and what has to be known to read it."""
    rows = [("", *(each.name for each in people)), *_rows(scheme, people)]
    by_count = scheme.method is Method.PARTICIPATION
    begin = _("Points of each part, out of {full}:").format(full=scheme.full)
    if by_count:
        begin = _("Points of each part, out of {full}; ×2 means that a rating counts twice:")
    sentences = (*_shared(scheme, people), begin.format(full=scheme.full))
    return Section(title, sentences, tuple(rows))


def _without_tiers(scheme: Scheme, held: Scheme) -> tuple[Worths, ...]:
    """List the kinds of people in a period that holds no tier: all but the head and guests."""
    kinds = (_worths(held, each.name, each.classes) for each in kinds_of_people(scheme))
    return tuple(each for each in kinds if each.components and Role.HEAD not in each.classes)


def source_told(scheme: Scheme, component: Component) -> str:
    """Say where the points of a component come from."""
    message, convert = _SOURCES[component.source], component.convert
    if convert is not None:
        message = _CONVERTED[convert.by]
    words = _(message).format(
        name=component.name,
        first=plain(convert.first) if convert else "",
        step=plain(convert.step) if convert else "",
    )
    if component.of is Of.SECTION:
        words = _("{what}, one for all of a section").format(what=words)
    if component.classes:
        classes = (scheme.class_name(each) for each in sorted(component.classes))
        words = _("{what} (for {classes} only)").format(what=words, classes=_(", ").join(classes))
    return words


def _deciding(scheme: Scheme) -> set[str]:
    """Return the classes by which people are worth something else."""
    named: set[str] = set()
    for tier in scheme.tiers:
        named |= tier.ratees
        if isinstance(tier.weight, ByClass):
            named |= set(tier.weight.classes)
    for component in scheme.components:
        named |= component.classes | set(component.points)
    return named


def _worths(scheme: Scheme, name: str, classes: frozenset[str]) -> Worths:
    tiers = [t for t in scheme.tiers if not t.ratees.isdisjoint(classes)]
    keys = {tier.key for tier in tiers}
    components = (
        (each, points)
        for each in scheme.components
        if (points := each.points_for(classes)) is not None
        and (keys.intersection(each.tiers) if each.tiers else keys or not scheme.tiers)
    )
    weighed = tuple((tier, number_for(tier.weight, classes)) for tier in tiers)
    return Worths(name, classes, weighed, tuple(components))


def _rows(scheme: Scheme, people: Sequence[Worths]) -> Iterator[tuple[str, ...]]:
    full = Fraction(scheme.full)
    if not scheme.components:
        for tier in scheme.tiers:
            cells = (_of_tier(scheme, each, tier, scheme.tiers, full) for each in people)
            yield tier.name, *cells
    for component in scheme.components:
        worths = [each.of_component(component, scheme.full) for each in people]
        yield component.name, *("–" if each is None else _written(each) for each in worths)
        tiers = [tier for tier in scheme.tiers if tier.key in component.tiers]
        for tier in tiers if len(tiers) > 1 else ():
            pairs = zip(people, worths, strict=True)
            cells = (_of_tier(scheme, each, tier, tiers, worth) for each, worth in pairs)
            yield "· " + tier.name, *cells
    if scheme.components or scheme.method is Method.TIERS:
        yield _("Together"), *(plain(full) for _each in people)


def _of_tier(
    scheme: Scheme, people: Worths, tier: Tier, beside: Sequence[Tier], worth: Fraction | None
) -> str:
    if worth is None or (points := people.of_tier(tier, beside, worth)) is None:
        return "–"
    if scheme.method is Method.PARTICIPATION:
        return "×" + plain(number_for(tier.weight, people.classes))
    return _written(points)


def _written(points: Fraction) -> str:
    """Write points exactly; where that takes a fraction, with what it is nearly."""
    exact = plain(points)
    return f"{exact}≈{shown(points, 2)}" if "/" in exact else exact


def _shared(scheme: Scheme, people: Sequence[Worths]) -> Iterator[str]:
    """Yield a sentence for people in so few parts that the points of these grow."""
    for each in people:
        if scheme.components:
            whole = sum((points for _each, points in each.components), _NOTHING)
            sentence = _(
                "The components for {people} add up to {sum}: each counts more in proportion, so "
                "that they make {full} together."
            )
        else:
            whole = sum((weight for _tier, weight in each.tiers), _NOTHING)
            whole = whole * scheme.full / 100
            sentence = _(
                "The tiers that rate {people} weigh {sum} together: each counts more in "
                "proportion, so that they make {full} points."
            )
        is_short = scheme.components or scheme.method is Method.TIERS
        if is_short and whole not in (scheme.full, 0):
            added = whole if scheme.components else whole * 100 / scheme.full
            yield sentence.format(people=each.name, sum=plain(added), full=scheme.full)
