"""Compute who decides what: the share of a score that is one rater's, or a class of raters'.

Rule: docs/scoring.md, "Who decides what". Shown before a tier opens, because neither a count of
ratings nor a table of weights shows it.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from kaohe_tui.domain.rules.pairs import Pair, goes_by_section, goes_by_supervisor, rates
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.classes import number_for
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme

Range = tuple[Fraction, Fraction]
"""The lowest and the highest share, 0..1."""

_NOBODY: Mapping[str, Collection[Pair]] = {}
_Counts = tuple[tuple[int, ...], ...]
"""For each role as rater (in Role's order) and each tier: how many ratings a person is owed."""


def effective_weights(
    scheme: Scheme, roster: Roster, recused: Mapping[str, Collection[Pair]] = _NOBODY
) -> dict[str, dict[Role, Range]]:
    """Return the share of a review score each rater decides, if all owed ratings come in.

    Under ``participation`` that is Σ k over the tiers in which the rater rates the person, divided
    by Σ k x n over all tiers; under ``tiers`` Σ (w / W) / n over the same tiers, W being
    the weights of the tiers that apply. Trimming is left aside: whose rating is dropped is not
    known beforehand.

    Args:
        scheme: its method, tiers and weights.
        roster: everybody.
        recused: tier's key -> recused pairs.

    Returns:
        Rater's code -> class of ratees -> lowest and highest share over the persons of that class
        whom the rater rates at all. People who rate nobody are left out.
    """
    pairs = _Pairs(scheme, roster, recused)
    by_rater = {rater.code: _ranges(pairs.shares_of(rater)) for rater in roster}
    return {code: ranges for code, ranges in by_rater.items() if ranges}


def class_weights(
    scheme: Scheme, roster: Roster, recused: Mapping[str, Collection[Pair]] = _NOBODY
) -> dict[Role, dict[Role, Range]]:
    """Return the share of a review score a whole class of raters decides together.

    Arguments as for ``effective_weights``; trimming is left aside.

    Returns:
        Class of raters -> class of ratees -> lowest and highest share over the persons of that
        class whom any of the raters rates. Classes that rate nobody are left out.
    """
    pairs = _Pairs(scheme, roster, recused)
    result = {}
    for index, rater_role in enumerate(Role):
        shares = (
            (group.role, _share(scheme, group, group.counts[index]))
            for group in pairs.groups
            if any(group.counts[index])
        )
        if ranges := _ranges(shares):
            result[rater_role] = ranges
    return result


@dataclass(frozen=True, slots=True)
class _Group:
    """Ratees whom every rater rates alike, exceptions aside, and who are owed the same counts."""

    kind: Hashable
    """The features that separate ratees: classes, and section and supervisors where tiers ask."""
    counts: _Counts
    """The number of ratings a person is owed, by the raters' role and by tier."""
    role: Role
    """The ratees' role."""
    classes: frozenset[str]
    """The ratees' classes."""


class _Pairs:
    """The pairs of rater and ratee, computed once for each kind of rater and kind of ratee.

    People of one kind differ only in exceptions: rating oneself, and recused pairs.
    """

    def __init__(
        self, scheme: Scheme, roster: Roster, recused: Mapping[str, Collection[Pair]]
    ) -> None:
        """Sort the roster into kinds and groups."""
        self._scheme = scheme
        self._roster = roster
        self._recused = recused
        self._by_section = goes_by_section(scheme)
        self._by_supervisor = goes_by_supervisor(scheme)
        self._supervisors = {code for person in roster for code in person.supervisors}
        self._raters = {self._rater_kind(p): p for p in roster}
        self._ratees = {self._ratee_kind(p): p for p in roster}
        self._tiers = {
            (r, e): self._usual_tiers(rater, ratee)
            for r, rater in self._raters.items()
            for e, ratee in self._ratees.items()
        }
        self._exceptions: dict[str, set[str]] = {p.code: {p.code} for p in roster}
        for rater, ratee in {pair for pairs in recused.values() for pair in pairs}:
            if rater in roster and ratee in roster:
                self._exceptions[rater].add(ratee)
        self._group_of = self._grouped()
        self.groups = Counter(self._group_of.values())
        """Each group of ratees -> the number of people in it."""
        self._shares: dict[tuple[_Group, tuple[int, ...]], Fraction] = {}

    def shares_of(self, rater: Person) -> Iterable[tuple[Role, Fraction]]:
        """Yield (ratee's role, rater's share), once for each way in which the rater rates."""
        special = self._exceptions[rater.code]
        exceptions = Counter(self._group_of[code] for code in special)
        kind = self._rater_kind(rater)
        for group, size in self.groups.items():
            tiers = self._tiers[kind, group.kind]
            if tiers and size > exceptions.get(group, 0):
                yield group.role, self._share(group, tiers)
        for code in special:
            if tiers := self._actual_tiers(rater, self._roster[code]):
                group = self._group_of[code]
                yield group.role, self._share(group, tiers)

    def _share(self, group: _Group, tiers: tuple[int, ...]) -> Fraction:
        key = group, tiers
        if key not in self._shares:
            counted = [int(index in tiers) for index in range(len(self._scheme.tiers))]
            self._shares[key] = _share(self._scheme, group, counted)
        return self._shares[key]

    def _rater_kind(self, person: Person) -> Hashable:
        supervises = self._by_supervisor and person.code in self._supervisors
        return (
            self._scheme.classes_of(person),
            person.section if self._by_section else "",
            person.code if supervises else "",
        )

    def _ratee_kind(self, person: Person) -> Hashable:
        return (
            self._scheme.classes_of(person),
            person.section if self._by_section else "",
            frozenset(person.supervisors) if self._by_supervisor else frozenset(),
        )

    def _usual_tiers(self, rater: Person, ratee: Person) -> tuple[int, ...]:
        """Return the tiers in which such a rater rates such a person, other than oneself."""
        other = replace(ratee, code="")
        return tuple(
            i for i, t in enumerate(self._scheme.tiers) if rates(self._scheme, t, rater, other)
        )

    def _actual_tiers(self, rater: Person, ratee: Person) -> tuple[int, ...]:
        pair = rater.code, ratee.code
        return tuple(
            i
            for i, tier in enumerate(self._scheme.tiers)
            if rates(self._scheme, tier, rater, ratee)
            and pair not in self._recused.get(tier.key, ())
        )

    def _grouped(self) -> dict[str, _Group]:
        """Return the group of each person, by code."""
        usual = {kind: self._usual_counts(kind) for kind in self._ratees}
        changes: dict[str, Counter[tuple[Role, int]]] = {}
        for code, special in self._exceptions.items():
            rater = self._roster[code]
            for other in special:
                ratee = self._roster[other]
                change = changes.setdefault(other, Counter())
                kinds = self._rater_kind(rater), self._ratee_kind(ratee)
                change.subtract((rater.role, i) for i in self._tiers[kinds])
                change.update((rater.role, i) for i in self._actual_tiers(rater, ratee))
        groups = {}
        for person in self._roster:
            kind = self._ratee_kind(person)
            counts = tuple(
                tuple(
                    usual[kind][role, i] + changes[person.code][role, i]
                    for i in range(len(self._scheme.tiers))
                )
                for role in Role
            )
            classes = self._scheme.classes_of(person)
            groups[person.code] = _Group(kind, counts, person.role, classes)
        return groups

    def _usual_counts(self, kind: Hashable) -> Counter[tuple[Role, int]]:
        counts: Counter[tuple[Role, int]] = Counter()
        sizes = Counter(map(self._rater_kind, self._roster))
        for rater_kind, size in sizes.items():
            role = self._raters[rater_kind].role
            for tier in self._tiers[rater_kind, kind]:
                counts[role, tier] += size
        return counts


def _share(scheme: Scheme, group: _Group, counted: Iterable[int]) -> Fraction:
    """Return the share of the score made by ``counted`` ratings a tier, of all owed."""
    owed = [sum(of_tier) for of_tier in zip(*group.counts, strict=True)]
    numerator, denominator = Fraction(0), Fraction(0)
    for tier, ratings, of_counted in zip(scheme.tiers, owed, counted, strict=True):
        if ratings:
            each = scheme.method is Method.PARTICIPATION
            weight = number_for(tier.weight, group.classes)
            denominator += weight * (ratings if each else 1)
            numerator += weight * (of_counted if each else Fraction(of_counted, ratings))
    return numerator / denominator if denominator else Fraction(0)


def _ranges(shares: Iterable[tuple[Role, Fraction]]) -> dict[Role, Range]:
    by_role: dict[Role, Range] = {}
    for role, share in shares:
        least, most = by_role.get(role, (share, share))
        by_role[role] = min(least, share), max(most, share)
    return dict(sorted(by_role.items(), key=lambda item: list(Role).index(item[0])))
