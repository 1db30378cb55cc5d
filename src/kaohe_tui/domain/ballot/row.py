"""Hold one rater's form in one tier: a row for each ratee, and the row's progress."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kaohe_tui.domain.ballot.parts import Given, Parts, blank, sum_of
from kaohe_tui.domain.numbers import plain, points, shown
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.words import N_

Marks = tuple[int | None, ...]
"""A row's marks in the indicators' order, in tenths of a point; None: no mark yet."""


_LONGEST = 6
"""Characters of a total that is shown exactly; a longer one is rounded."""


class RowState(StrEnum):
    """Progress of a row."""

    OPEN = "open"
    """No mark stands on it and nobody abstained."""
    BEGUN = "begun"
    """Some marks or parts stand on it, not all."""
    DONE = "done"
    """Every indicator has its mark."""
    ABSTAINED = "abstained"
    """The rater abstains on this ratee (弃权); the row has no marks."""
    RECUSED = "recused"
    """The rater must not rate this ratee (回避); nothing can be keyed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One ratee on a ballot.

    Where the tier is keyed part by part, an indicator has its mark once all its parts are there.
    """

    ratee: Person
    """The person the row rates."""
    marks: Marks
    """The indicators' marks, in the indicators' order, in tenths of a point; None: no mark yet."""
    abstained: bool = False
    """Whether the rater abstains; then ``marks`` are all None."""
    recused: bool = False
    """Whether the pair is recused, so that nothing is owed."""
    form: tuple[Parts, ...] = ()
    """The parts of each indicator; empty in a tier that is keyed by indicators."""
    parts: tuple[Given, ...] = ()
    """The marks in the parts of each indicator."""
    asked: Form | None = None
    """What is keyed of the person; None: points of the scheme's indicators."""

    # -- what stands there -------------------------------------------------------------------

    @property
    def state(self) -> RowState:
        """Progress of the row."""
        if self.recused:
            return RowState.RECUSED
        if self.abstained:
            return RowState.ABSTAINED
        if None not in self.marks:
            return RowState.DONE
        begun = any(self.so_far(column) is not None for column in range(len(self.marks)))
        return RowState.BEGUN if begun else RowState.OPEN

    @property
    def is_missing(self) -> bool:
        """True while the row still owes a rating."""
        return not (self.recused or self.abstained) and None in self.marks

    @property
    def takes_marks(self) -> bool:
        """True where marks can be keyed on the row as it stands."""
        return not (self.abstained or self.recused)

    @property
    def total(self) -> int | None:
        """The sum of its marks so far, in tenths of a point; None where there is none."""
        keyed = [m for m in self.marks if m is not None]
        return sum(keyed) if keyed else None

    @property
    def shown_total(self) -> str:
        """What its marks so far come to, as it is shown; empty where there is none."""
        if self.total is None:
            return ""
        if self.asked is None or self.asked.is_plain:
            return points(self.total)
        worth = self.asked.shown_total(self.marks)
        exact = plain(worth)
        return exact if len(exact) <= _LONGEST else shown(worth, 2)

    @property
    def slots(self) -> Sequence[int]:
        """The places of its marks in a stored rating."""
        if self.asked is None:
            return range(len(self.marks))
        return [column.slot for column in self.asked.columns]

    def written(self, mark: int) -> str:
        """Return a mark as it is written: points, or a level's name."""
        return self.asked.written(mark) if self.asked else points(mark)

    def parts_at(self, column: int) -> Parts:
        """Return the parts an indicator is keyed by; empty where it is keyed as a whole."""
        return self.form[column] if self.form else ()

    def came_whole(self, column: int) -> bool:
        """Return whether an indicator with parts got its mark without them, from a file."""
        return (
            bool(self.parts_at(column))
            and self.marks[column] is not None
            and None in self.parts[column]
        )

    def stops(self, column: int) -> int:
        """Count the places where the cursor stops within an indicator, 1 or more."""
        return 1 if self.came_whole(column) else max(len(self.parts_at(column)), 1)

    def first_missing(self, column: int) -> int:
        """Return the index of the indicator's first empty part; 0 where none is missing."""
        if not self.parts_at(column) or self.marks[column] is not None:
            return 0
        return self.parts[column].index(None)

    def given(self, column: int, part: int) -> int | None:
        """Return the value in one place, in tenths of a point; None where it is empty.

        ``part`` is 0 where the indicator has no parts.
        """
        if not self.parts_at(column) or self.came_whole(column):
            return self.marks[column]
        return self.parts[column][part]

    def so_far(self, column: int) -> int | None:
        """Return an indicator's mark, or the sum of its parts so far; None where it is empty."""
        if self.marks[column] is not None or not self.parts_at(column):
            return self.marks[column]
        values = [value for value in self.parts[column] if value is not None]
        return sum(values) if values else None

    def check_person(self) -> None:
        """Refuse a person whom this rater must not rate.

        Raises:
            Refusal: when the person is recused for the rater.
        """
        if self.recused:
            raise Refusal(
                "ratee-recused", N_("{name} is recused for this rater."), name=self.ratee.name
            )

    def check_open(self) -> None:
        """Refuse a row on which no marks can be keyed.

        Raises:
            Refusal: when the person is recused or abstained from.
        """
        self.check_person()
        if self.abstained:
            raise Refusal(
                "ratee-abstained",
                N_("{name} is marked as abstained; - undoes it."),
                name=self.ratee.name,
            )

    # -- the row after a change --------------------------------------------------------------

    def put(self, column: int, part: int, value: int | None) -> "Row":
        """Return the row with another value in one place.

        A mark that came without its parts can only be taken away.
        """
        if self.came_whole(column) or not self.parts_at(column):
            return self._with_mark(column, value)
        old = self.parts[column]
        return self.with_parts(column, (*old[:part], value, *old[part + 1 :]))

    def with_parts(self, column: int, values: Given) -> "Row":
        """Return the row with all parts of an indicator, and the mark they add up to."""
        parts = (*self.parts[:column], values, *self.parts[column + 1 :])
        return replace(self._with_mark(column, sum_of(values)), parts=parts)

    def cleared(self, column: int) -> "Row":
        """Return the row with nothing left in an indicator."""
        if not self.parts_at(column):
            return self._with_mark(column, None)
        return self.with_parts(column, (None,) * len(self.parts[column]))

    def turned(self) -> "Row":
        """Return the row with its abstention set, which removes the marks, or lifted."""
        empty: Marks = (None,) * len(self.marks)
        return replace(self, marks=empty, parts=blank(self.form), abstained=not self.abstained)

    def _with_mark(self, column: int, value: int | None) -> "Row":
        return replace(self, marks=(*self.marks[:column], value, *self.marks[column + 1 :]))


def rows_of(ratees: Sequence[Person], columns: int) -> list[Row]:
    """Make rows without marks, one for each ratee."""
    return [Row(person, (None,) * columns) for person in ratees]


def level_of(row: Row) -> str:
    """Return the level that a row's total stands for; empty while it stands for none."""
    level = row.asked.level_of(row.marks) if row.asked and row.asked.bands else None
    return level.name if level else ""


def check_levels(rows: Sequence[Row]) -> None:
    """Refuse a whole row whose total stands for no level, where totals stand for levels.

    Raises:
        Refusal: naming the person and the nearest levels.
    """
    for row in rows:
        if row.asked is None or row.state is not RowState.DONE:
            continue
        try:
            row.asked.check_level([mark for mark in row.marks if mark is not None])
        except Refusal as refusal:
            raise refusal.within(N_("{who}: {fault}"), who=row.ratee.name) from refusal
