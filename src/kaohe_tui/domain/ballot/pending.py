"""Keep the rows of a ballot, the changes not yet on disk, and the way back from each change.

A change is on disk at once, or waits for the disk; what waits gets there in the order it
was keyed, or not at all.
"""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kaohe_tui.domain.ballot.loss import Loss, NotSaved
from kaohe_tui.domain.ballot.parts import Given
from kaohe_tui.domain.ballot.row import Marks, Row
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, called, shared_names
from kaohe_tui.words import N_

Place = tuple[int, int, int]
"""(row, column, part): where a key works; the part is 0 where an indicator has none."""


class Save(Protocol):
    """Receiver of accepted keys, in the order they were keyed.

    Each call returns whether the change is on disk already. One that is not waits for the disk:
    the receiver then calls ``saved`` for each change, in order, or ``lost`` for all that wait.
    """

    def mark(self, ratee: str, indicator: int, value: int | None) -> bool:
        """Keep one mark (tenths of a point), or take it away.

        Raises:
            Refusal: when it was not saved.
        """

    def parts(self, ratee: str, indicator: int, part_marks: Given, mark: int | None) -> bool:
        """Make the parts of an indicator and its mark exactly these; None is nothing.

        Raises:
            Refusal: when it was not saved.
        """

    def abstention(self, ratee: str, marks: Marks, parts: tuple[Given, ...], *, on: bool) -> bool:
        """Set an abstention, or lift it and put ``marks`` and ``parts`` back.

        Raises:
            Refusal: when it was not saved.
        """


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change that is not on disk yet, and the way back from it."""

    at: Place
    """The cell where the change was keyed."""
    before: Row
    """The row as it was."""
    undone: Row | None
    """The row as it was before the change that this one took back; None if it took none back."""
    cells: frozenset[tuple[int, int]]
    """(row, column) of what it changed."""


@dataclass(slots=True)
class Book:
    """Saves first, then changes its rows: when saving is refused, they stand as they stood."""

    rows: list[Row]
    """The ballot's rows, in the order of the form; changed in place."""
    save: Save
    """The receiver of each change, asked before the row changes."""
    waiting: deque[Waiting] = field(default_factory=deque)
    """The changes that are not on disk yet, in the order they were keyed."""
    _unsaved: Counter[tuple[int, int]] = field(default_factory=Counter)
    """(row, column) -> how many changes of the cell wait."""
    _done: list[tuple[Place, Row]] = field(default_factory=list)
    """For undo: where the change was made, and the row as it was."""
    missing: int = field(init=False)
    """Number of rows that still owe a rating; kept up to date, since every key asks for it."""

    def __post_init__(self) -> None:
        self._count_missing()

    def _count_missing(self) -> None:
        self.missing = sum(row.is_missing for row in self.rows)

    def called(self, ratee: Person) -> str:
        """Return a ratee's name, with the code where another on the ballot has that name."""
        return called(ratee, shared_names(row.ratee for row in self.rows))

    def is_unsaved(self, row: int, column: int) -> bool:
        """Return whether a change of a cell is not on disk yet."""
        return bool(self._unsaved) and (row, column) in self._unsaved

    def saved(self) -> Waiting:
        """Note that the longest waiting change is on disk, and return it."""
        done = self.waiting.popleft()
        for cell in done.cells:
            self._unsaved[cell] -= 1
        self._unsaved += Counter()
        return done

    def lost(self, reason: str, on_disk: Sequence[Row] | None = None) -> tuple[Place, Loss]:
        """Take back all waiting changes: the rows are again as they are on disk.

        Args:
            reason: why nothing was saved, in words.
            on_disk: the rows as they were read again; None where they could not be read.

        Returns:
            Where the first change was made that is not on disk, and what was lost.
        """
        first = self.waiting[0].at
        loss = Loss(reason, [self.called(one.before.ratee) for one in self.waiting])
        while self.waiting:
            one = self.waiting.pop()
            self.rows[one.at[0]] = one.before
            if one.undone is None:
                self._done.pop()
            else:
                self._done.append((one.at, one.undone))
        self._unsaved.clear()
        if on_disk is not None and list(on_disk) != self.rows:
            self.rows[:] = on_disk
            # Others changed the ballot: what was done here before does not lead back from there.
            self._done.clear()
        self._count_missing()
        return first, loss

    def put(self, at: Place, value: int | None) -> bool:
        """Set or take away what stands in one place; false where it stands so already.

        Raises:
            Refusal: when it was not saved.
        """
        row, column, part = at
        return self._change(at, self.rows[row].put(column, part, value))

    def clear(self, at: Place) -> bool:
        """Take an indicator's mark away with all its parts; false where nothing stands there.

        Raises:
            Refusal: when it was not saved.
        """
        row, column, _part = at
        return self._change(at, self.rows[row].cleared(column))

    def copy_above(self, at: Place) -> bool:
        """Take over an indicator from the nearest row above that takes marks.

        Raises:
            Refusal: when nothing stands there, its parts are others, or it was not saved.
        """
        row, column, _part = at
        target = self.rows[row]
        # From a row of another form there is nothing to take over: its columns are others.
        same = (r for r in reversed(self.rows[:row]) if r.takes_marks and r.asked == target.asked)
        above = next(same, None)
        mark = above.marks[column] if above else None
        if above is None or mark is None:
            raise Refusal("nothing-above", N_("There is no mark above to copy."))
        if above.parts_at(column) != target.parts_at(column):
            raise Refusal(
                "parts-differ",
                N_("{name} has other parts here: enter these one by one."),
                name=self.called(above.ratee),
            )
        if above.came_whole(column):
            raise Refusal(
                "mark-without-parts",
                N_("The mark of {name} came as one figure: there are no parts to copy."),
                name=self.called(above.ratee),
            )
        if target.parts_at(column):
            return self._change(at, target.with_parts(column, above.parts[column]))
        return self._change(at, target.put(column, 0, mark))

    def abstain(self, at: Place) -> None:
        """Abstain on a row, which takes its marks away; or lift the abstention.

        Raises:
            Refusal: when it was not saved.
        """
        self._change(at, self.rows[at[0]].turned())

    def undo(self) -> Place:
        """Take the last change of this sitting back; returns the place it was made in.

        Raises:
            Refusal: when there is none, or it was not saved.
        """
        if not self._done:
            raise Refusal("nothing-to-undo", N_("There is nothing to undo in this session."))
        at, old = self._done[-1]
        self._write(at, old, undone=old)
        self._done.pop()
        return at

    def _change(self, at: Place, new: Row) -> bool:
        old = self.rows[at[0]]
        if new == old:
            return False
        self._write(at, new)
        self._done.append((at, old))
        return True

    def _write(self, at: Place, new: Row, undone: Row | None = None) -> None:
        row, column, _part = at
        before = self.rows[row]
        try:
            on_disk = self._save(column, before, new)
        except Refusal as refusal:
            raise NotSaved(
                refusal.code, "{fault}", fault=refusal, name=self.called(new.ratee)
            ) from refusal
        self.missing += new.is_missing - before.is_missing
        self.rows[row] = new
        if not on_disk:
            is_whole_row = new.abstained != before.abstained
            columns = range(len(new.marks)) if is_whole_row else (column,)
            cells = frozenset((row, each) for each in columns)
            self.waiting.append(Waiting(at, before, undone, cells))
            self._unsaved.update(cells)

    def _save(self, column: int, before: Row, new: Row) -> bool:
        code = new.ratee.code
        if new.abstained != before.abstained:
            return self.save.abstention(code, new.marks, new.parts, on=new.abstained)
        if new.parts_at(column):
            return self.save.parts(code, column, new.parts[column], new.marks[column])
        return self.save.mark(code, column, new.marks[column])
