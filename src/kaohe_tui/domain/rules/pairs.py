"""Find who rates whom: the pairs that a tier owes. Rule: docs/scoring.md, "Who rates whom"."""

from collections import Counter
from collections.abc import Collection, Mapping

from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Scope, Tier

Pair = tuple[str, str]
"""(rater, ratee), by their codes."""


def rates(scheme: Scheme, tier: Tier, rater: Person, ratee: Person) -> bool:
    """Return whether the tier has this rater rate this ratee, recusals left aside.

    An empty section is no section: two people without one do not share it.
    """
    if rater.role not in tier.raters or ratee.role not in tier.ratees:
        return False
    if rater.code == ratee.code and not scheme.self_rating:
        return False
    match tier.scope:
        case Scope.SECTION:
            return bool(rater.section) and rater.section == ratee.section
        case Scope.SUPERVISED:
            return rater.code in ratee.supervisors
        case Scope.ALL:
            return True


def _in_own_scope(tier: Tier, person: Person) -> bool:
    match tier.scope:
        case Scope.SECTION:
            return bool(person.section)
        case Scope.SUPERVISED:
            return person.code in person.supervisors
        case Scope.ALL:
            return True


class Pairing:
    """Whom each rater rates in a tier, looked up instead of searched for in a roster of thousands.

    Args:
        scheme: the rules.
        tier: one of its tiers.
        roster: everybody.
        recused: pairs that are not owed.
    """

    def __init__(
        self, scheme: Scheme, tier: Tier, roster: Roster, recused: Collection[Pair] = ()
    ) -> None:
        """Sort the ratees into groups by scope."""
        self._tier = tier
        self._self_rating = scheme.self_rating
        self._recused: dict[str, set[str]] = {}
        for rater, ratee in recused:
            self._recused.setdefault(rater, set()).add(ratee)
        self._groups: dict[str, dict[str, int]] = {}
        for place, person in enumerate(roster):
            if person.role in tier.ratees:
                for group in _groups_of(tier, person):
                    self._groups.setdefault(group, {})[person.code] = place

    def candidates(self, rater: Person) -> Mapping[str, int]:
        """Return everybody in the rater's scope: code -> place in the roster.

        Raters of one scope share one mapping. Some of the people in it may be ``left_out``.
        """
        if rater.role not in self._tier.raters:
            return {}
        return self._groups.get(_group_of(self._tier, rater), {})

    def left_out(self, rater: Person) -> frozenset[str]:
        """Return the candidates the rater does not rate: recused people, usually oneself too."""
        oneself = () if self._self_rating else (rater.code,)
        return frozenset(self._recused.get(rater.code, ())).union(oneself)


def _groups_of(tier: Tier, ratee: Person) -> Collection[str]:
    """Return the groups of ratees that the person is in."""
    match tier.scope:
        case Scope.SECTION:
            return (ratee.section,) if ratee.section else ()
        case Scope.SUPERVISED:
            return ratee.supervisors
        case Scope.ALL:
            return ("",)


def _group_of(tier: Tier, rater: Person) -> str:
    """Return the group of ratees that the rater rates."""
    match tier.scope:
        case Scope.SECTION:
            return rater.section
        case Scope.SUPERVISED:
            return rater.code
        case Scope.ALL:
            return ""


def ratees_of(
    scheme: Scheme,
    tier: Tier,
    roster: Roster,
    rater: Person,
    recused: Collection[Pair] = (),
) -> tuple[Person, ...]:
    """List the people the rater rates in the tier, in roster order, without recused pairs."""
    return tuple(
        p for p in roster if rates(scheme, tier, rater, p) and (rater.code, p.code) not in recused
    )


def owed_by_raters(
    scheme: Scheme, tier: Tier, roster: Roster, recused: Collection[Pair] = ()
) -> dict[str, int]:
    """Count the ratings each rater owes in the tier, in roster order; 0 is left out."""
    ratees = roster.of_roles(tier.ratees)
    codes = {p.code for p in ratees}
    sections = Counter(p.section for p in ratees if p.section)
    supervised = Counter(code for p in ratees for code in p.supervisors)
    counts: dict[str, int] = {}
    for rater in roster.of_roles(tier.raters):
        match tier.scope:
            case Scope.ALL:
                count = len(ratees)
            case Scope.SECTION:
                count = sections[rater.section]
            case Scope.SUPERVISED:
                count = supervised[rater.code]
        rates_oneself = rater.code in codes and _in_own_scope(tier, rater)
        counts[rater.code] = count - (rates_oneself and not scheme.self_rating)
    for rater_code, _ in owed_pairs(scheme, tier, roster, recused):
        counts[rater_code] -= 1
    return {code: count for code, count in counts.items() if count}


def expected(
    scheme: Scheme, tier: Tier, roster: Roster, recused: Collection[Pair] = ()
) -> dict[str, int]:
    """Count the ratings each person is owed in the tier; people not rated are left out.

    Counted class by class, not pair by pair: a province has a million pairs.
    """
    raters = roster.of_roles(tier.raters)
    codes = {r.code for r in raters}
    sections = Counter(r.section for r in raters if r.section)
    counts: dict[str, int] = {}
    for ratee in roster.of_roles(tier.ratees):
        match tier.scope:
            case Scope.ALL:
                count = len(raters)
            case Scope.SECTION:
                count = sections[ratee.section]
            case Scope.SUPERVISED:
                count = len(codes.intersection(ratee.supervisors))
        rates_oneself = ratee.code in codes and _in_own_scope(tier, ratee)
        if count := count - (rates_oneself and not scheme.self_rating):
            counts[ratee.code] = count
    for pair in owed_pairs(scheme, tier, roster, recused):
        counts[pair[1]] -= 1
    return counts


def owed_pairs(
    scheme: Scheme, tier: Tier, roster: Roster, pairs: Collection[Pair]
) -> tuple[Pair, ...]:
    """List those of the pairs that the tier would have rate one another."""
    return tuple(
        (rater, ratee)
        for rater, ratee in pairs
        if rater in roster and ratee in roster and rates(scheme, tier, roster[rater], roster[ratee])
    )
