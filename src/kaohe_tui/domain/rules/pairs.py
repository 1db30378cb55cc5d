"""Find who rates whom: the pairs that a tier owes. Rule: docs/scoring.md, "Who rates whom"."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Scope, Tier

Pair = tuple[str, str]
"""(rater, ratee), by their codes."""


def is_rated(scheme: Scheme, person: Person) -> bool:
    """Return whether a period scores somebody.

    Some tier has them rated; or the period holds no tier, and some component applies to them:
    never to the head or to outside raters.

    Args:
        scheme: as the period has it.
        person: one of its roster.
    """
    if scheme.tiers:
        return any(scheme.is_ratee(tier, person) for tier in scheme.tiers)
    return person.role not in (Role.HEAD, Role.GUEST) and any(
        not part.tiers and part.points_for(scheme.classes_of(person)) for part in scheme.components
    )


def goes_by_section(scheme: Scheme) -> bool:
    """Return whether who rates whom, or who is in a group, goes by sections."""
    scopes = {Scope.SECTION, Scope.OTHER_SECTIONS}
    return bool(scheme.scopes & scopes) or any(group.sections for group in scheme.groups)


def goes_by_supervisor(scheme: Scheme) -> bool:
    """Return whether who rates whom goes by who leads whom."""
    return bool(scheme.scopes & {Scope.SUPERVISED, Scope.UNSUPERVISED})


def rates(scheme: Scheme, tier: Tier, rater: Person, ratee: Person) -> bool:
    """Return whether the tier has this rater rate this ratee, recusals left aside.

    An empty section is no section: two people without one do not share it.
    """
    is_asked = scheme.is_rater(tier, rater) and scheme.is_ratee(tier, ratee)
    return is_asked and _meet(scheme, tier, rater, ratee)


def _meet(scheme: Scheme, tier: Tier, rater: Person, ratee: Person) -> bool:
    """Return whether the tier's scopes hold a rater and a ratee of its classes."""
    if rater.code == ratee.code:
        return _in_own_scope(scheme, tier, rater)
    return _in_scope(
        tier.scopes,
        is_near=bool(rater.section) and rater.section == ratee.section,
        is_led=rater.code in ratee.supervisors,
    )


def _in_scope(scopes: frozenset[Scope], *, is_near: bool, is_led: bool) -> bool:
    """Return whether scopes hold two people, one of whom may be of the other's section, or led."""
    return (
        Scope.ALL in scopes
        or (Scope.SECTION if is_near else Scope.OTHER_SECTIONS) in scopes
        or (Scope.SUPERVISED if is_led else Scope.UNSUPERVISED) in scopes
    )


def _in_own_scope(scheme: Scheme, tier: Tier, person: Person) -> bool:
    """Return whether people of both the tier's classes rate themselves.

    Who is asked for people of other sections, or for those whom one does not lead, is not asked
    for oneself.
    """
    scopes = tier.scopes
    if Scope.SELF in scopes:
        return True
    return scheme.self_rating and (
        Scope.ALL in scopes
        or (Scope.SECTION in scopes and bool(person.section))
        or (Scope.SUPERVISED in scopes and person.code in person.supervisors)
    )


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
        """Index the ratees by section and by supervisor."""
        self._scheme = scheme
        self._tier = tier
        self._recused: dict[str, set[str]] = {}
        for rater, ratee in recused:
            self._recused.setdefault(rater, set()).add(ratee)
        self._all: dict[str, int] = {}
        self._near: dict[str, dict[str, int]] = {}
        self._led: dict[str, dict[str, int]] = {}
        for place, person in enumerate(roster):
            if scheme.is_ratee(tier, person):
                self._all[person.code] = place
                if person.section:
                    self._near.setdefault(person.section, {})[person.code] = place
                for code in person.supervisors:
                    self._led.setdefault(code, {})[person.code] = place
        self._shared: dict[tuple[str, str], Mapping[str, int]] = {}

    def candidates(self, rater: Person) -> Mapping[str, int]:
        """Return everybody in the rater's scope: code -> place in the roster.

        Raters of one scope share one mapping. Some of the people in it may be ``left_out``.
        """
        if not self._scheme.is_rater(self._tier, rater):
            return {}
        scopes = self._tier.scopes
        by_section = bool(scopes & {Scope.SECTION, Scope.OTHER_SECTIONS})
        by_leader = bool(scopes & {Scope.SUPERVISED, Scope.UNSUPERVISED})
        which = rater.section if by_section else "", ""
        if by_leader and rater.code in self._led:
            which = which[0], rater.code
        if which not in self._shared:
            self._shared[which] = self._gathered(*which)
        candidates = self._shared[which]
        if Scope.SELF in scopes and rater.code in self._all and rater.code not in candidates:
            return {**candidates, rater.code: self._all[rater.code]}
        return candidates

    def left_out(self, rater: Person) -> frozenset[str]:
        """Return the candidates the rater does not rate: recused people, usually oneself too."""
        own = _in_own_scope(self._scheme, self._tier, rater)
        return frozenset(self._recused.get(rater.code, ())).union(() if own else (rater.code,))

    def _gathered(self, section: str, leader: str) -> Mapping[str, int]:
        """Return the ratees of raters of a section, of whom one leads people or none does."""
        scopes = self._tier.scopes
        if Scope.ALL in scopes:
            return self._all
        parts = {
            Scope.SECTION: self._near.get(section, {}),
            Scope.SUPERVISED: self._led.get(leader, {}),
        }
        if len(scopes) == 1 and (alone := parts.get(min(scopes))) is not None:
            return alone
        gathered: dict[str, int] = {}
        for scope, part in parts.items():
            if scope in scopes:
                gathered |= part
        for scope, part in (
            (Scope.OTHER_SECTIONS, parts[Scope.SECTION]),
            (Scope.UNSUPERVISED, parts[Scope.SUPERVISED]),
        ):
            if scope in scopes:
                gathered |= {c: place for c, place in self._all.items() if c not in part}
        return gathered


def ratees_of(
    scheme: Scheme,
    tier: Tier,
    roster: Roster,
    rater: Person,
    recused: Collection[Pair] = (),
) -> tuple[Person, ...]:
    """List the people the rater rates in the tier, in roster order, without recused pairs."""
    if not scheme.is_rater(tier, rater):
        return ()
    return tuple(
        ratee
        for ratee in scheme.ratees(tier, roster)
        if _meet(scheme, tier, rater, ratee) and (rater.code, ratee.code) not in recused
    )


def owed_by_raters(
    scheme: Scheme, tier: Tier, roster: Roster, recused: Collection[Pair] = ()
) -> dict[str, int]:
    """Count the ratings each rater owes in the tier, in roster order; 0 is left out."""
    ratees = scheme.ratees(tier, roster)
    codes = {p.code for p in ratees}
    sections = Counter(p.section for p in ratees if p.section)
    led = Counter(code for p in ratees for code in p.supervisors)
    near = Counter((code, p.section) for p in ratees for code in p.supervisors)
    counts: dict[str, int] = {}
    for rater in scheme.raters(tier, roster):
        is_both = rater.code in codes
        near_and_led = near[rater.code, rater.section] if rater.section else 0
        of_rater = _Sizes(len(ratees), sections[rater.section], led[rater.code], near_and_led)
        counts[rater.code] = of_rater.of(scheme, tier, rater, is_both=is_both)
    for rater_code, _ in owed_pairs(scheme, tier, roster, recused):
        counts[rater_code] -= 1
    return {code: count for code, count in counts.items() if count}


def expected(
    scheme: Scheme, tier: Tier, roster: Roster, recused: Collection[Pair] = ()
) -> dict[str, int]:
    """Count the ratings each person is owed in the tier; people not rated are left out.

    Counted class by class, not pair by pair: a province has a million pairs.
    """
    raters = scheme.raters(tier, roster)
    section_of = {r.code: r.section for r in raters}
    sections = Counter(r.section for r in raters if r.section)
    counts: dict[str, int] = {}
    for ratee in scheme.ratees(tier, roster):
        leaders = [code for code in ratee.supervisors if code in section_of]
        near = sum(bool(ratee.section) and section_of[code] == ratee.section for code in leaders)
        of_ratee = _Sizes(len(raters), sections[ratee.section], len(leaders), near)
        is_both = ratee.code in section_of
        if count := of_ratee.of(scheme, tier, ratee, is_both=is_both):
            counts[ratee.code] = count
    for pair in owed_pairs(scheme, tier, roster, recused):
        counts[pair[1]] -= 1
    return counts


class _Sizes:
    """How many people of the other side stand in which relation to a person.

    Args:
        everybody: all of them, the person too where the person is one.
        near: those of the person's section.
        led: those who lead the person, or whom the person leads.
        near_and_led: those of whom both is true.
    """

    def __init__(self, everybody: int, near: int, led: int, near_and_led: int) -> None:
        self._everybody, self._near, self._led, self._both = everybody, near, led, near_and_led

    def of(self, scheme: Scheme, tier: Tier, person: Person, *, is_both: bool) -> int:
        """Count those whom the tier pairs with the person.

        Args:
            scheme: the rules.
            tier: one of its tiers.
            person: the person.
            is_both: whether the person rates and is rated in the tier.
        """
        count = 0
        for is_near, is_led, size in self._parts():
            if _in_scope(tier.scopes, is_near=is_near, is_led=is_led):
                count += size
        if is_both:
            is_led = person.code in person.supervisors
            counted = _in_scope(tier.scopes, is_near=bool(person.section), is_led=is_led)
            count += _in_own_scope(scheme, tier, person) - counted
        return count

    def _parts(self) -> Iterator[tuple[bool, bool, int]]:
        """Yield (of the section, led, how many)."""
        yield True, True, self._both
        yield True, False, self._near - self._both
        yield False, True, self._led - self._both
        yield False, False, self._everybody - self._near - self._led + self._both


def owed_pairs(
    scheme: Scheme, tier: Tier, roster: Roster, pairs: Collection[Pair]
) -> tuple[Pair, ...]:
    """List those of the pairs that the tier would have rate one another."""
    return tuple(
        (rater, ratee)
        for rater, ratee in pairs
        if rater in roster and ratee in roster and rates(scheme, tier, roster[rater], roster[ratee])
    )
