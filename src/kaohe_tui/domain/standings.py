"""Who stands where. Rule: docs/scoring.md, "Ranks and ties"."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from kaohe_tui.domain.numbers import half_up
from kaohe_tui.domain.people import Person, Role, Roster
from kaohe_tui.domain.scheme import Method, RankBy, Scheme
from kaohe_tui.domain.scoring import ReviewScore, review_score, total
from kaohe_tui.domain.tally import MarksOf, Tallies, TierTally

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class TieBreak:
    """One tie-break key that was tried on people of equal value."""

    key: str
    """A tier's or an indicator's key."""
    value: int | None
    """The person's rounded value in units of the last decimal; None where the key was skipped,
    because somebody in the group has no value."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's line in the standings."""

    person: Person
    review: ReviewScore
    bonus: Fraction
    deduction: Fraction
    total: Fraction | None
    """Points, exact; ranks are on its rounded value."""
    rank: int | None
    """From 1; None for people without a score, the head and the vetoed."""
    tied: bool
    """Whether the rank is shared after all tie-breaks."""
    vetoed: bool = False
    tie_breaks: tuple[TieBreak, ...] = ()
    """The keys tried, in order; empty where nobody else has the same rounded total."""


@dataclass(frozen=True)
class Standings:
    """Everybody whom the scheme has rated, best first, the unranked last."""

    scheme_method: Method
    decimals: int
    rows: tuple[Standing, ...]
    _by_code: Mapping[str, Standing] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {row.person.code: row for row in self.rows})

    @property
    def complete(self) -> bool:
        """Whether nobody owes a rating."""
        return not any(row.review.provisional for row in self.rows)

    def row(self, code: str) -> Standing:
        """The line of the person with that code.

        Raises:
            KeyError: when the scheme does not have that person rated.
        """
        return self._by_code[code]


@dataclass(slots=True)
class _Entry:
    """A person on the way to a rank."""

    person: Person
    review: ReviewScore
    total: Fraction | None
    value: int
    """The rounded total, in units of the last decimal."""
    tie_breaks: list[TieBreak]
    rank: int | None = None
    tied: bool = False

    def standing(self) -> Standing:
        return Standing(
            person=self.person,
            review=self.review,
            bonus=_NOTHING,
            deduction=_NOTHING,
            total=self.total,
            rank=self.rank,
            tied=self.tied,
            tie_breaks=tuple(self.tie_breaks),
        )


_ValueOf = Callable[[str, _Entry], int | None]


def rated_people(scheme: Scheme, roster: Roster) -> tuple[Person, ...]:
    """Everybody whose role some tier rates, in roster order."""
    return roster.of_roles(role for tier in scheme.tiers for role in tier.ratees)


def standings(scheme: Scheme, roster: Roster, tallies: Tallies, marks_of: MarksOf) -> Standings:
    """Score everybody and rank them.

    Args:
        scheme: the rules.
        roster: its order is the display order within a shared rank, and settles nothing.
        tallies: what came in so far; people without any are listed without a score.
        marks_of: asked only where an indicator must break a tie.
    """
    scores = {
        person.code: review_score(scheme, tallies.get(person.code, {}))
        for person in rated_people(scheme, roster)
    }
    return rank(scheme, roster, scores, marks_of)


def rank(
    scheme: Scheme, roster: Roster, scores: Mapping[str, ReviewScore], marks_of: MarksOf
) -> Standings:
    """Rank people whose scores are known.

    Args:
        scheme: the rules.
        roster: see ``standings``.
        scores: by code; somebody who is missing here is listed without a score.
        marks_of: asked only where an indicator must break a tie.
    """
    entries = [
        _entry(scheme, person, scores.get(person.code) or ReviewScore((), None, False))
        for person in rated_people(scheme, roster)
    ]
    value_of = _tie_values(scheme, marks_of)
    rows: list[Standing] = []
    unranked: list[_Entry] = []
    for members in _classes(scheme, entries):
        able = [e for e in members if e.total is not None and e.person.role is not Role.HEAD]
        rows += [entry.standing() for entry in _ranked(scheme, able, value_of)]
        unranked += [e for e in members if e.rank is None]
    rows += [entry.standing() for entry in unranked]
    return Standings(scheme.method, scheme.decimals, tuple(rows))


def _entry(scheme: Scheme, person: Person, review: ReviewScore) -> _Entry:
    worth = total(review.score, _NOTHING, _NOTHING, scheme.ceiling)
    value = 0 if worth is None else half_up(worth, scheme.decimals)
    return _Entry(person, review, worth, value, [])


def _classes(scheme: Scheme, entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """The lists that are ranked apart, each in roster order."""
    if scheme.rank is RankBy.TOGETHER:
        return [list(entries)]
    return [[e for e in entries if e.person.role is role] for role in Role]


def _ranked(scheme: Scheme, entries: Iterable[_Entry], value_of: _ValueOf) -> list[_Entry]:
    """The entries best first, with rank and tie set; equal ones in the order given."""
    ordered: list[_Entry] = []
    for group in _by_value(entries, lambda entry: entry.value):
        for equal in _settled(group, scheme.tie_break, value_of):
            place = len(ordered) + 1
            for entry in equal:
                entry.rank, entry.tied = place, len(equal) > 1
            ordered += equal
    return ordered


def _by_value(entries: Iterable[_Entry], value: Callable[[_Entry], int]) -> Iterable[list[_Entry]]:
    """Groups of equal value, the highest first."""
    groups: dict[int, list[_Entry]] = {}
    for entry in entries:
        groups.setdefault(value(entry), []).append(entry)
    return (groups[key] for key in sorted(groups, reverse=True))


def _settled(
    group: list[_Entry], keys: Sequence[str], value_of: _ValueOf
) -> Iterable[list[_Entry]]:
    """Split a group of equal people by the tie-break keys, as far as they go."""
    if len(group) == 1 or not keys:
        return [group]
    values = {entry.person.code: value_of(keys[0], entry) for entry in group}
    # A value that somebody lacks would have to be made up to compare: the key decides nothing.
    skipped = None in values.values()
    for entry in group:
        value = None if skipped else values[entry.person.code]
        entry.tie_breaks.append(TieBreak(keys[0], value))
    if skipped:
        return _settled(group, keys[1:], value_of)
    parts = _by_value(group, lambda entry: values[entry.person.code] or 0)
    return [equal for part in parts for equal in _settled(part, keys[1:], value_of)]


def _tie_values(scheme: Scheme, marks_of: MarksOf) -> _ValueOf:
    """What a tie-break key compares; the marks of a person are asked for once."""
    tiers = {tier.key for tier in scheme.tiers}
    place = {indicator.key: i for i, indicator in enumerate(scheme.indicators)}
    marks: dict[str, Mapping[str, tuple[tuple[int, ...], ...]]] = {}

    def rounded(worth: Fraction | None) -> int | None:
        return None if worth is None else half_up(worth, scheme.decimals)

    def value_of(key: str, entry: _Entry) -> int | None:
        if key in tiers:
            return rounded(next((t.mean for t in entry.review.tiers if t.tier == key), None))
        code = entry.person.code
        if code not in marks:
            marks[code] = marks_of(code)
        return rounded(_indicator_score(scheme, place[key], marks[code]))

    return value_of


def _indicator_score(
    scheme: Scheme, place: int, marks: Mapping[str, tuple[tuple[int, ...], ...]]
) -> Fraction | None:
    """The scheme's method on one indicator's marks alone, with the same weights and trimming."""
    alone = {
        tier: TierTally(tuple(rating[place] for rating in ratings), expected=len(ratings))
        for tier, ratings in marks.items()
    }
    return review_score(scheme, alone).score
