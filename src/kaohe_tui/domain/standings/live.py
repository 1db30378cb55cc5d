"""Keep standings that follow single changes at a cost that does not grow with the people.

Rule: docs/scoring.md, "Ranks and ties". A line is made when it is looked at, from the place of the
person in a sorted list; the tests hold that it is the one that ``standings.rank`` would make.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import overload

from kaohe_tui.domain.entries.entries import Extra
from kaohe_tui.domain.rules.people import Role, Roster
from kaohe_tui.domain.rules.scheme import Scheme
from kaohe_tui.domain.standings.ladder import Ladder, Line
from kaohe_tui.domain.standings.ranking import Entry
from kaohe_tui.domain.standings.roll import Roll, settle
from kaohe_tui.domain.standings.rows import PlainRows, Population, Rows, Standing
from kaohe_tui.domain.standings.scoring import ReviewScore
from kaohe_tui.domain.standings.standings import NOTHING_EXTRA
from kaohe_tui.domain.standings.tally import MarksOf

_NO_REVIEW = ReviewScore((), None, False)


class LiveRows(Rows):
    """A snapshot of the standings; ``put`` makes the next one and leaves this as it is.

    Args:
        roll: who is ranked.
        lines: by the number of the person.
        ladders: one for each class, in order.
        which: the number of the class that is listed; None where all are.
    """

    def __init__(
        self, roll: Roll, lines: list[Line], ladders: tuple[Ladder, ...], which: int | None = None
    ) -> None:
        """Keep the lists as they are; they are shared with other snapshots."""
        self._roll = roll
        self._lines = lines
        self._all = ladders
        self._which = which
        self._ladders = ladders if which is None else (ladders[which],)
        self._made: tuple[Standing, ...] | None = None

    # What changes

    def put(self, reviews: Mapping[str, ReviewScore], marks_of: MarksOf) -> "LiveRows":
        """Return the standings after these people's ratings changed.

        Args:
            reviews: their new scores, by code; people who are not rated are passed over.
            marks_of: asked only where an indicator must break a tie; gives the marks as they are
                now, also of people whose score has not changed.

        Returns:
            Other rows, or these where nobody's score is other and no mark can matter.
        """
        numbers = self._roll.number
        changed = {
            numbers[code]: self._roll.line(numbers[code], review)
            for code, review in reviews.items()
            if code in numbers
            and (self._roll.by_marks or review != self._lines[numbers[code]].review)
        }
        if not changed:
            return self
        lines, ladders = self._lines.copy(), list(self._all)
        touched: set[tuple[int, int]] = set()
        for number, line in changed.items():
            its = self._roll.class_of[number]
            if ladders[its] is self._all[its]:
                ladders[its] = ladders[its].copy()
            ladders[its].take(number, lines[number])
            ladders[its].put(number, line)
            both = (lines[number].entry, line.entry)
            touched |= {(its, entry.value) for entry in both if entry.is_ranked}
            lines[number] = line
        settle(self._roll, lines, ladders, touched, marks_of)
        return LiveRows(self._roll, lines, tuple(ladders), self._which)

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
        return self._standing(self._number_at(index % len(self)))

    def __iter__(self) -> Iterator[Standing]:
        if self._made is None:
            self._made = tuple(self[place] for place in range(len(self)))
        return iter(self._made)

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
        number = self._roll.number[code]
        its = self._roll.class_of[number]
        if self._which not in (None, its):
            raise KeyError(code)
        return number, self._lines[number].entry, self._all[its]

    def place(self, code: str) -> int:
        """See ``Rows``."""
        number, entry, own = self._find(code)
        before = 0 if entry.is_ranked else self.ranked
        for ladder in self._ladders:
            if ladder is own:
                break
            before += len(ladder.keys if entry.is_ranked else ladder.unranked)
        return before + own.place(number, entry)

    def row(self, code: str) -> Standing:
        """See ``Rows``."""
        return self._standing(self._find(code)[0])

    def rank_of(self, code: str) -> int | None:
        """See ``Rows``."""
        return self._rank(self._find(code)[0])

    def _rank(self, number: int) -> int | None:
        entry = self._lines[number].entry
        ladder = self._all[self._roll.class_of[number]]
        return ladder.rank(number, entry)[0] if entry.is_ranked else None

    def _standing(self, number: int) -> Standing:
        line = self._lines[number]
        entry = line.entry
        ladder = self._all[self._roll.class_of[number]]
        ranked = ladder.rank(number, entry) if entry.is_ranked else (None, False, ())
        standing = line.standing
        if standing is None or (standing.rank, standing.tied, standing.tie_breaks) != ranked:
            extra = self._roll.extra(number)
            rank, tied, tried = ranked
            standing = line.standing = Standing(
                entry.person,
                line.review,
                extra.bonus,
                extra.deduction,
                entry.total,
                rank,
                tied,
                entry.vetoed,
                tried,
            )
        return standing

    def of(self, role: Role) -> Rows:
        """See ``Rows``; where all are ranked together, the rows are gone through."""
        if self._roll.together or self._which is not None or role not in self._roll.roles:
            return PlainRows([row for row in self if row.person.role is role])
        return LiveRows(self._roll, self._lines, self._all, self._roll.roles.index(role))

    @property
    def roles(self) -> tuple[Role, ...]:
        """See ``Rows``."""
        return self._roll.roles if self._which is None else (self._roll.roles[self._which],)

    @property
    def ranked(self) -> int:
        """See ``Rows``."""
        return sum(len(ladder.keys) for ladder in self._ladders)

    @property
    def most_unranked(self) -> Fraction | None:
        """See ``Rows``."""
        firsts = [ladder.aside[0] for ladder in self._ladders if ladder.aside]
        # The key of the highest value is the lowest.
        return self._lines[min(firsts) % self._all[0].span].entry.total if firsts else None

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
        return self._roll.population(self._which)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LiveRows) and (self._roll, self._which) == (other._roll, None):
            # Lists compare what they share by its identity: no line is made for it.
            return self._lines == other._lines and self._all == other._all
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
    ladders = [Ladder(span) for _class in ([None] if roll.together else roll.roles)]
    for its, ladder in enumerate(ladders):
        ladder.fill((n, line) for n, line in enumerate(lines) if roll.class_of[n] == its)
    values = {
        (its, line.entry.value)
        for its, line in zip(roll.class_of, lines, strict=True)
        if line.entry.is_ranked
    }
    settle(roll, lines, ladders, values, marks_of)
    return LiveRows(roll, lines, tuple(ladders))


def somebody_moved(before: LiveRows, after: LiveRows, codes: Iterable[str]) -> bool:
    """Return whether anybody's rank differs, of those ranked both before and after.

    Looks at the people who changed, at those of equal value before and after, and at the next
    lower: between two values that changed, all others move by as many places.

    Args:
        before: an earlier snapshot.
        after: a later one, of the same roll.
        codes: of those who changed between them; others may be among them.
    """
    roll = before._roll
    changed = [roll.number[code] for code in codes if code in roll.number]
    if any(_has_moved(before, after, number) for number in changed):
        return True
    seen: set[tuple[int, int, bool]] = set()
    for number in changed:
        if _is_where(before, after, number):
            continue
        its = roll.class_of[number]
        for rows in (before, after):
            entry, ladder = rows._lines[number].entry, rows._all[its]
            spot = (its, entry.value, rows is after)
            if not entry.is_ranked or spot in seen:
                continue
            seen.add(spot)
            lower = ladder.below(entry.value)
            around = [*([] if lower is None else [lower]), *ladder.group(entry.value)]
            if any(_has_moved(before, after, other) for other in around):
                return True
    return False


def _has_moved(before: LiveRows, after: LiveRows, number: int) -> bool:
    old, new = before._rank(number), after._rank(number)
    return None not in (old, new) and old != new


def _is_where(before: LiveRows, after: LiveRows, number: int) -> bool:
    """Return whether the person has the same value, and the group the same tie-breaks."""
    its = before._roll.class_of[number]
    old, new = before._lines[number].entry, after._lines[number].entry
    if (old.is_ranked, old.value) != (new.is_ranked, new.value):
        return False
    groups = [rows._all[its].settled.get(new.value) for rows in (before, after)]
    return groups[0] == groups[1]
