"""Keep one class of people in order of their values while single values change.

Rule: docs/scoring.md, "Ranks and ties". What ``ranking`` does for everybody at once is done
for one person at a time: the order is a sorted list of whole numbers, so that finding a place in it
is a bisection, and a copy of it for a snapshot costs a few microseconds for thousands of people.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kaohe_tui.domain.standings.ranking import Entry, TieBreak, ValueOf, settled
from kaohe_tui.domain.standings.rows import Standing
from kaohe_tui.domain.standings.scoring import ReviewScore

Shared = tuple[int, bool, tuple[TieBreak, ...]]
"""Number of the group who stand higher, whether the rank is shared, tie-break keys tried."""
_ALONE: Shared = (0, False, ())
_TIED: Shared = (0, True, ())


@dataclass(slots=True)
class Line:
    """One person's figures; a change makes another line, so that snapshots may share it."""

    entry: Entry
    """Its total and value; rank and ties are never set in it."""
    review: ReviewScore
    """The score and the tiers it comes from."""
    ties: dict[str, int | None] = field(default_factory=dict, compare=False)
    """Tie-break values that were asked for already: an indicator's comes from the disk."""
    standing: Standing | None = field(default=None, compare=False)
    """The line of the standings made last: most snapshots share it; None before."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A group of equal value after the tie-breaks."""

    order: tuple[int, ...]
    """Numbers of the people, the best first."""
    shares: Mapping[int, Shared]
    """Person's number -> place within the group."""

    @classmethod
    def of(cls, members: Mapping[int, Entry], keys: Sequence[str], value_of: ValueOf) -> "Settled":
        """Settle a group.

        Args:
            members: by their numbers, in roster order.
            keys: the scheme's tie-break keys.
            value_of: what is compared.
        """
        # Settling writes into entries; those of the lines are shared by snapshots.
        entries = {n: Entry(e.person, e.total, e.value, e.vetoed) for n, e in members.items()}
        numbers = {entry.person.code: number for number, entry in entries.items()}
        order: list[int] = []
        shares: dict[int, Shared] = {}
        for equal in settled(list(entries.values()), keys, value_of):
            higher = len(order)
            for entry in equal:
                number = numbers[entry.person.code]
                order.append(number)
                shares[number] = (higher, len(equal) > 1, tuple(entry.tie_breaks))
        return cls(tuple(order), shares)


@dataclass(slots=True)
class Ladder:
    """One class of people, in order of their values.

    A person is known by a number: the place among all who are rated, in the order of the roster.
    Once it is part of a snapshot it is not changed, but copied.
    """

    span: int
    """More than any person's number."""
    keys: list[int] = field(default_factory=list)
    """Sorted keys of those who are ranked: ``number - value x span``, so that the highest value
    comes first and equal ones are in the order of the roster."""
    unranked: list[int] = field(default_factory=list)
    """Numbers of the others, in the order of the roster."""
    aside: list[int] = field(default_factory=list)
    """The keys of those of the others who have a total."""
    settled: dict[int, Settled] = field(default_factory=dict)
    """Value -> its group, where it has more than one person and the scheme has tie-break keys."""
    owing: int = 0
    """Number of people who are owed a rating."""

    def copy(self) -> "Ladder":
        """Return a copy that may be changed."""
        return Ladder(
            self.span,
            self.keys.copy(),
            self.unranked.copy(),
            self.aside.copy(),
            self.settled.copy(),
            self.owing,
        )

    def fill(self, lines: Iterable[tuple[int, Line]]) -> None:
        """Put in many people at once; none of them may be in yet."""
        for number, line in lines:
            self._count(number, line, 1)
            for sorted_keys, key in self._spots(number, line):
                sorted_keys.append(key)
        for sorted_keys in (self.keys, self.unranked, self.aside):
            sorted_keys.sort()

    def put(self, number: int, line: Line) -> None:
        """Put a person in."""
        self._count(number, line, 1)
        for sorted_keys, key in self._spots(number, line):
            insort(sorted_keys, key)

    def take(self, number: int, line: Line) -> None:
        """Take a person out."""
        self._count(number, line, -1)
        for sorted_keys, key in self._spots(number, line):
            del sorted_keys[bisect_left(sorted_keys, key)]

    def _count(self, number: int, line: Line, by: int) -> None:
        self.owing += by * line.review.provisional

    def _key(self, number: int, value: int) -> int:
        return number - value * self.span

    def _spots(self, number: int, line: Line) -> list[tuple[list[int], int]]:
        """List the lists the person is in, with the key in each."""
        entry = line.entry
        key = self._key(number, entry.value)
        if entry.is_ranked:
            return [(self.keys, key)]
        spots = [(self.unranked, number)]
        return spots if entry.total is None else [*spots, (self.aside, key)]

    # Looking

    def __len__(self) -> int:
        return len(self.keys) + len(self.unranked)

    def bounds(self, value: int) -> tuple[int, int]:
        """Return where the group of that value begins and ends among the ranked."""
        start = bisect_left(self.keys, self._key(0, value))
        return start, bisect_left(self.keys, self._key(self.span, value), start)

    def group(self, value: int) -> list[int]:
        """List the numbers of the people of that value, in the order of the roster."""
        start, end = self.bounds(value)
        return [key % self.span for key in self.keys[start:end]]

    def below(self, value: int) -> int | None:
        """Return a person's number of the next lower value; None where nobody is ranked lower."""
        end = self.bounds(value)[1]
        return self.keys[end] % self.span if end < len(self.keys) else None

    def ranked_at(self, index: int) -> int:
        """Return the number of the person at that place among the ranked, from 0."""
        key = self.keys[index]
        if not self.settled or (group := self.settled.get(-(key // self.span))) is None:
            return key % self.span
        return group.order[index - self.bounds(-(key // self.span))[0]]

    def place(self, number: int, entry: Entry) -> int:
        """Return the person's place among the ranked, or among the unranked, from 0."""
        if not entry.is_ranked:
            return bisect_left(self.unranked, number)
        if group := self.settled.get(entry.value):
            return self.bounds(entry.value)[0] + group.order.index(number)
        return bisect_left(self.keys, self._key(number, entry.value))

    def rank(self, number: int, entry: Entry) -> tuple[int, bool, tuple[TieBreak, ...]]:
        """Return a ranked person's rank, whether it is shared, and the tie-breaks tried."""
        start, end = self.bounds(entry.value)
        if group := self.settled.get(entry.value):
            higher, tied, tie_breaks = group.shares[number]
        else:
            higher, tied, tie_breaks = _ALONE if end - start == 1 else _TIED
        return start + higher + 1, tied, tie_breaks
