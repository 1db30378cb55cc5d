"""Put people in order of a rounded value, with ties broken by keys.

Rule: docs/scoring.md, "Ranks and ties".
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.scheme import RankBy, Scheme


@dataclass(frozen=True, slots=True)
class TieBreak:
    """One tie-break key that was tried on people of equal value."""

    key: str
    """A tier's or an indicator's key."""
    value: int | None
    """The person's rounded value in units of the last decimal; None where the key was skipped,
    because somebody in the group has no value."""


@dataclass(slots=True)
class Entry:
    """A person on the way to a rank."""

    person: Person
    """The person."""
    total: Fraction | None
    """The total in points, exact; None without a score."""
    value: int
    """The rounded total, in units of the last decimal."""
    vetoed: bool = False
    """Whether a veto stands against the person: then there is no rank."""
    tie_breaks: list[TieBreak] = field(default_factory=list)
    """The keys tried on the person, in order; filled by ``settled``."""
    rank: int | None = None
    """The rank, from 1; None before it is set, and for people who get none."""
    tied: bool = False
    """Whether the rank is shared after all tie-breaks."""

    @property
    def is_ranked(self) -> bool:
        """True where the entry gets a rank: not without a total, never the head, nor the vetoed."""
        return self.total is not None and self.person.role is not Role.HEAD and not self.vetoed


ValueOf = Callable[[str, Entry], int | None]
"""(tie-break key, entry) -> the rounded value that is compared; None where there is none."""


def in_order(scheme: Scheme, entries: Sequence[Entry], value_of: ValueOf) -> list[Entry]:
    """Return everybody best first, class by class, the unranked last; set ranks and ties.

    Args:
        scheme: whether roles are ranked apart, and the tie-break keys.
        entries: in roster order, which is the display order within a shared rank.
        value_of: asked only of people of equal value.
    """
    ranked: list[Entry] = []
    unranked: list[Entry] = []
    for members in _classes(scheme, entries):
        ranked += _ranked(scheme, [e for e in members if e.is_ranked], value_of)
        unranked += [e for e in members if e.rank is None]
    return ranked + unranked


def list_of(scheme: Scheme, role: Role) -> Role | None:
    """Return the role whose list somebody of a role is ranked in; None for that of all people."""
    return role if scheme.rank is RankBy.BY_ROLE or role is Role.UNIT else None


def _classes(scheme: Scheme, entries: Sequence[Entry]) -> list[list[Entry]]:
    """Return the lists that are ranked apart, each in roster order."""
    lists = dict.fromkeys(list_of(scheme, role) for role in Role)
    return [[e for e in entries if list_of(scheme, e.person.role) is each] for each in lists]


def _ranked(scheme: Scheme, entries: Iterable[Entry], value_of: ValueOf) -> list[Entry]:
    """Return the entries best first with rank and tie set; equal ones as they came."""
    ordered: list[Entry] = []
    for group in _by_value(entries, lambda entry: entry.value):
        for equal in settled(group, scheme.tie_break, value_of):
            place = len(ordered) + 1
            for entry in equal:
                entry.rank, entry.tied = place, len(equal) > 1
            ordered += equal
    return ordered


def _by_value(entries: Iterable[Entry], value: Callable[[Entry], int]) -> Iterable[list[Entry]]:
    """Return groups of equal value, the highest first."""
    groups: dict[int, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(value(entry), []).append(entry)
    return (groups[key] for key in sorted(groups, reverse=True))


def settled(group: list[Entry], keys: Sequence[str], value_of: ValueOf) -> Iterable[list[Entry]]:
    """Split a group of equal people by the tie-break keys, as far as they go.

    Args:
        group: of equal value, in roster order; the keys tried are noted in their ``tie_breaks``.
        keys: the tie-break keys still to be tried, in order.
        value_of: asked only while a key may separate people.

    Returns:
        Lists of people whom nothing separates, the best first.
    """
    if len(group) == 1 or not keys:
        return [group]
    values = {entry.person.code: value_of(keys[0], entry) for entry in group}
    # A value that somebody lacks would have to be made up to compare: the key decides nothing.
    skipped = None in values.values()
    for entry in group:
        value = None if skipped else values[entry.person.code]
        entry.tie_breaks.append(TieBreak(keys[0], value))
    if skipped:
        return settled(group, keys[1:], value_of)
    parts = _by_value(group, lambda entry: values[entry.person.code] or 0)
    return [equal for part in parts for equal in settled(part, keys[1:], value_of)]
