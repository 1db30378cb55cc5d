"""Find the tiers in which nobody rates somebody, so that their weight falls away.

Rule: docs/scoring.md, "A tier with nobody".
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.class_weights import for_all
from kaohe_tui.domain.rules.pairs import Pair, expected
from kaohe_tui.domain.rules.people import Person, Roster, called, shared_names, with_section
from kaohe_tui.domain.rules.scheme.classes import ByClass, number_for
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.words import _, _n

_NAMED = 3
"""People that are named; more are counted."""


@dataclass(frozen=True, slots=True)
class Unrated:
    """A tier that does not count for all of those it is to rate."""

    tier: Tier
    """The tier."""
    rated: int
    """People of the roster whom the tier is to rate."""
    without: tuple[Person, ...]
    """The people whom nobody rates in the tier, in the roster's order."""
    weight: Fraction
    """The tier's weight, as in the scheme."""
    for_all: Fraction
    """The weights of all tiers, added up; 0 where tiers have none."""
    is_empty: bool = False
    """Whether nobody rates anybody in the tier."""
    of_class: str = ""
    """The class that the people are of, where weights go by class: its name; empty for all."""
    shared: frozenset[str] = frozenset()
    """The names that several people of the roster have."""

    @property
    def told(self) -> str:
        """The sentence that says so."""
        name = self.tier.name
        if not self.rated:
            return _("{tier}: nobody in the roster is rated in it.").format(tier=name)
        if self.is_empty:
            return self._told_of_all()
        count = len(self.without)
        people = _("; ").join(
            with_section(called(p, self.shared), p.section) for p in self.without[:_NAMED]
        )
        if count > _NAMED:
            people += _(" and {count} more").format(count=count - _NAMED)
        if not self.for_all:
            message = _n(
                "{tier}: nobody rates {people} in it, so it does not count for this person.",
                "{tier}: nobody rates {count} people in it ({people}), so it does not count for "
                "them.",
                count,
            )
            return message.format(tier=name, count=count, people=people)
        message = _n(
            "{tier}: nobody rates {people} in it; {weight} of {whole} of the weight falls away for "
            "this person.",
            "{tier}: nobody rates {count} people in it ({people}); {weight} of {whole} of the "
            "weight falls away for them.",
            count,
        )
        return message.format(
            tier=name,
            count=count,
            people=people,
            weight=plain(self.weight),
            whole=plain(self.for_all),
        )

    def _told_of_all(self) -> str:
        """Return the sentence where nobody rates in the tier at all."""
        name = self.tier.name
        if not self.for_all:
            return _("{tier}: nobody rates in it, so it counts for nobody.").format(tier=name)
        message = _(
            "{tier}: nobody rates in it; {weight} of {whole} of the weight falls away from "
            "everybody's score."
        )
        if self.of_class:
            message = _(
                "{tier}: nobody rates in it; {weight} of {whole} of the weight falls away for "
                "{people}."
            )
        return message.format(
            tier=name,
            weight=plain(self.weight),
            whole=plain(self.for_all),
            people=self.of_class,
        )


def unrated(
    scheme: Scheme, roster: Roster, recused: Mapping[str, Collection[Pair]] | None = None
) -> Iterator[Unrated]:
    """Find the tiers that do not count for all whom they rate, in the scheme's order.

    Args:
        scheme: the rules.
        roster: everybody.
        recused: tier's key -> the pairs that are not owed in it.
    """
    shared = shared_names(roster)
    for tier in scheme.tiers:
        ratees = scheme.ratees(tier, roster)
        counts = expected(scheme, tier, roster, (recused or {}).get(tier.key, ()))
        without = tuple(person for person in ratees if not counts.get(person.code))
        if without or not ratees:
            is_empty = len(without) == len(ratees)
            for of_class, people in _parted(scheme, tier, without):
                lost, whole = _lost(scheme, tier, people)
                yield Unrated(tier, len(ratees), people, lost, whole, is_empty, of_class, shared)


def _parted(
    scheme: Scheme, tier: Tier, people: tuple[Person, ...]
) -> Iterator[tuple[str, tuple[Person, ...]]]:
    """Yield the people class by class where the tier's weight goes by class: (its name, people)."""
    if not isinstance(tier.weight, ByClass) or not people:
        yield "", people
        return
    parts: dict[str, list[Person]] = {}
    for person in people:
        fitting = tier.weight.fitting(scheme.classes_of(person))
        parts.setdefault(fitting[0] if fitting else "", []).append(person)
    for one, part in parts.items():
        yield scheme.class_name(one) if one else "", tuple(part)


def _lost(scheme: Scheme, tier: Tier, people: tuple[Person, ...]) -> tuple[Fraction, Fraction]:
    """Return what the tier weighs for people of one class, and what all tiers do."""
    first = people[0] if people else None
    classes = scheme.classes_of(first) if first else ()
    is_weighed = scheme.method is Method.TIERS and bool(tier.weight)
    whole = for_all(scheme, first) if is_weighed else Fraction(0)
    return number_for(tier.weight, classes), whole
