"""One rater's form in one tier: a row for each ratee, and how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kaohe_tui.domain.people import Person

Marks = tuple[int | None, ...]
"""A row's marks in the indicators' order, in tenths of a point; None where none is given."""


class RowState(StrEnum):
    """How far a row is, each with its sign on screen."""

    OPEN = "·"
    BEGUN = "◐"
    DONE = "✔"
    ABSTAINED = "─"
    RECUSED = "⊘"


@dataclass(frozen=True, slots=True)
class Row:
    """One ratee on a ballot."""

    ratee: Person
    marks: Marks
    abstained: bool = False
    recused: bool = False

    @property
    def state(self) -> RowState:
        """How far the row is."""
        if self.recused:
            return RowState.RECUSED
        if self.abstained:
            return RowState.ABSTAINED
        if None not in self.marks:
            return RowState.DONE
        return RowState.BEGUN if any(m is not None for m in self.marks) else RowState.OPEN

    @property
    def takes_marks(self) -> bool:
        """Whether marks can be keyed on it as it stands."""
        return not (self.abstained or self.recused)

    @property
    def total(self) -> int | None:
        """The sum of its marks so far, in tenths of a point; None where there is none."""
        given = [m for m in self.marks if m is not None]
        return sum(given) if given else None


def rows_of(ratees: Sequence[Person], columns: int) -> list[Row]:
    """Rows without any mark, one a ratee."""
    return [Row(person, (None,) * columns) for person in ratees]
