"""Keep standings that follow single changes at a cost that does not grow with the people.

Rule: docs/scoring.md, "Ranks and ties". A line is made when it is looked at, from the place of the
person in a sorted list; the tests hold that it is the one that ``standings.rank`` would make.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import overload

from kaohe_tui.domain.entries.extras import Extra
from kaohe_tui.domain.rules.people import Role, Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.ladder import Ladder
from kaohe_tui.domain.standings.ranking import Entry
from kaohe_tui.domain.standings.roll import Roll, settle
from kaohe_tui.domain.standings.rows import PlainRows, Population, Rows, Standing
from kaohe_tui.domain.standings.scoring import ReviewScore
from kaohe_tui.domain.standings.snapshot import Snapshot
from kaohe_tui.domain.standings.standings import NOTHING_EXTRA
from kaohe_tui.domain.standings.tally import MarksOf

_NO_REVIEW = ReviewScore((), None, provisional=False)


class LiveRows(Rows):
    """A list of one snapshot of the standings; ``put`` makes the next one and leaves this as it is.

    Args:
        snapshot: everybody's score and rank.
        which: the number of the class that is listed; None where all are.
    """

    def __init__(self, snapshot: Snapshot, which: int | None = None) -> None:
        """Keep the snapshot; lists of single classes share it."""
        self.snapshot = snapshot
        """Everybody's score and rank, also of classes that are not listed."""
        self._which = which
        self._ladders = snapshot.ladders if which is None else (snapshot.ladders[which],)
        self._standings: tuple[Standing, ...] | None = None

    # What changes

    def put(self, reviews: Mapping[str, ReviewScore], marks_of: MarksOf) -> "LiveRows":
        """Return the standings after these people's ratings changed.

        Args:
            reviews: their new scores, by code; people who are not rated are ignored.
            marks_of: asked only where an indicator must break a tie; gives the marks as they are
                now, also of people whose score has not changed.

        Returns:
            Other rows, or these where nobody's score is other and no mark can matter.
        """
        after = self.snapshot.put(reviews, marks_of)
        return self if after is self.snapshot else LiveRows(after, self._which)

    # What is asked

    def __len__(self) -> int:
        return sum(map(len, self._ladders))

    @overload
    def __getitem__(self, index: int) -> Standing: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Standing, ...]: ...
    def __getitem__(self, index: int | slice) -> Standing | tuple[Standing, ...]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self.snapshot.standing(self._number_at(index % len(self)))

    def __iter__(self) -> Iterator[Standing]:
        if self._standings is None:
            self._standings = tuple(self[place] for place in range(len(self)))
        return iter(self._standings)

    def _number_at(self, place: int) -> int:
        for ladder in self._ladders:
            if place < len(ladder.keys):
                return ladder.ranked_at(place)
            place -= len(ladder.keys)
        for ladder in self._ladders:
            if place < len(ladder.unranked):
                return ladder.unranked[place]
            place -= len(ladder.unranked)
        raise IndexError(place)

    def _find(self, code: str) -> tuple[int, Entry, Ladder]:
        """Return the person's number, entry and class."""
        number = self.snapshot.roll.number[code]
        class_number = self.snapshot.roll.class_of[number]
        if self._which not in (None, class_number):
            raise KeyError(code)
        return number, self.snapshot.lines[number].entry, self.snapshot.ladders[class_number]

    def place(self, code: str) -> int:
        """See ``Rows``."""
        number, entry, own_ladder = self._find(code)
        before = 0 if entry.is_ranked else self.ranked
        for ladder in self._ladders:
            if ladder is own_ladder:
                break
            before += len(ladder.keys if entry.is_ranked else ladder.unranked)
        return before + own_ladder.place(number, entry)

    def row(self, code: str) -> Standing:
        """See ``Rows``."""
        return self.snapshot.standing(self._find(code)[0])

    def rank_of(self, code: str) -> int | None:
        """See ``Rows``."""
        return self.snapshot.rank(self._find(code)[0])

    def of(self, role: Role) -> Rows:
        """See ``Rows``; where all are ranked together, each row is looked at."""
        roll = self.snapshot.roll
        if roll.together or self._which is not None or role not in roll.roles:
            return PlainRows([row for row in self if row.person.role is role])
        return LiveRows(self.snapshot, roll.roles.index(role))

    @property
    def roles(self) -> tuple[Role, ...]:
        """See ``Rows``."""
        roles = self.snapshot.roll.roles
        return roles if self._which is None else (roles[self._which],)

    @property
    def ranked(self) -> int:
        """See ``Rows``."""
        return sum(len(ladder.keys) for ladder in self._ladders)

    @property
    def most_unranked(self) -> Fraction | None:
        """See ``Rows``."""
        firsts = [ladder.aside[0] for ladder in self._ladders if ladder.aside]
        if not firsts:
            return None
        # The key of the highest value is the lowest.
        number = min(firsts) % self._ladders[0].span
        return self.snapshot.lines[number].entry.total

    @property
    def complete(self) -> bool:
        """See ``Rows``."""
        return not any(ladder.owing for ladder in self._ladders)

    @property
    def has_scores(self) -> bool:
        """See ``Rows``."""
        return any(ladder.keys or ladder.aside for ladder in self._ladders)

    @property
    def population(self) -> Population:
        """See ``Rows``."""
        return self.snapshot.roll.population(self._which)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LiveRows) and self._which is None and other._which is None:
            own, theirs = self.snapshot, other.snapshot
            if own.roll == theirs.roll:
                # Lists compare what they share by its identity: no line is made for it.
                return own.lines == theirs.lines and own.ladders == theirs.ladders
        return super().__eq__(other)


def live_rows(
    scheme: Scheme,
    roster: Roster,
    scores: Mapping[str, ReviewScore],
    marks_of: MarksOf,
    extras: Mapping[str, Extra] = NOTHING_EXTRA,
) -> LiveRows:
    """Make the rows that ``standings.rank`` would make, to be followed by ``LiveRows.put``.

    Args:
        scheme: the rules.
        roster: its order is the display order within a shared rank, and settles nothing.
        scores: by code; a person who is missing is listed without a score.
        marks_of: asked only where an indicator must break a tie.
        extras: what adjustments and vetoes come to, by code.
    """
    roll = Roll(scheme, roster, extras)
    lines = [
        roll.line(number, scores.get(person.code) or _NO_REVIEW)
        for number, person in enumerate(roll.people)
    ]
    span = max(len(lines), 1)
    ladders = [Ladder(span) for _list in roll.lists or (None,)]
    for class_number, ladder in enumerate(ladders):
        ladder.fill((n, line) for n, line in enumerate(lines) if roll.class_of[n] == class_number)
    values = {
        (class_number, line.entry.value)
        for class_number, line in zip(roll.class_of, lines, strict=True)
        if line.entry.is_ranked
    }
    settle(roll, lines, ladders, values, marks_of)
    return LiveRows(Snapshot(roll, lines, tuple(ladders)))


def somebody_moved(before: LiveRows, after: LiveRows, codes: Iterable[str]) -> bool:
    """Return whether anybody's rank differs, of those ranked both before and after.

    Looks at the people who changed, at those of equal value before and after, and at the next
    lower: between two values that changed, all others move by as many places.

    Args:
        before: an earlier snapshot.
        after: a later one, of the same roll.
        codes: of those who changed between them; others may be among them.
    """
    old, new = before.snapshot, after.snapshot
    roll = old.roll
    changed = [roll.number[code] for code in codes if code in roll.number]
    if any(_has_moved(old, new, number) for number in changed):
        return True
    seen: set[tuple[int, int, bool]] = set()
    for number in changed:
        if _keeps_its_place(old, new, number):
            continue
        class_number = roll.class_of[number]
        for each in (old, new):
            entry, ladder = each.lines[number].entry, each.ladders[class_number]
            place = (class_number, entry.value, each is new)
            if not entry.is_ranked or place in seen:
                continue
            seen.add(place)
            lower = ladder.below(entry.value)
            neighbours = [*([] if lower is None else [lower]), *ladder.group(entry.value)]
            if any(_has_moved(old, new, other) for other in neighbours):
                return True
    return False


def _has_moved(before: Snapshot, after: Snapshot, number: int) -> bool:
    old, new = before.rank(number), after.rank(number)
    return None not in (old, new) and old != new


def _keeps_its_place(before: Snapshot, after: Snapshot, number: int) -> bool:
    """Return whether the person has the same value, and the group the same tie-breaks."""
    class_number = before.roll.class_of[number]
    old, new = before.lines[number].entry, after.lines[number].entry
    if (old.is_ranked, old.value) != (new.is_ranked, new.value):
        return False
    groups = [each.ladders[class_number].settled.get(new.value) for each in (before, after)]
    return groups[0] == groups[1]


class Moves(Mapping[str, int]):
    """Code -> places won (positive) or lost; people who stayed, came or went are left out.

    Always true: it is built only where somebody moved, so that no walk through all is needed to see
    whether there is anything. To ask for one person costs nothing more in a long list.

    Args:
        before: the rows before.
        after: the rows now.
    """

    def __init__(self, before: Rows, after: Rows) -> None:
        """Keep both lists; nothing is compared yet."""
        self._before = before
        self._after = after

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, code: str) -> int:
        old, new = self._before.rank_of(code), self._after.rank_of(code)
        if old is None or new is None or old == new:
            raise KeyError(code)
        return old - new

    def __iter__(self) -> Iterator[str]:
        return (row.person.code for row in self._after if row.person.code in self)

    def __len__(self) -> int:
        return sum(1 for _code in self)


def moves_between(before: Rows, after: Rows) -> Mapping[str, int]:
    """Return the places won and lost between any two rows.

    Empty where nobody moved, which takes a look at everybody.
    """
    moves = Moves(before, after)
    return moves if any(True for _code in moves) else {}
