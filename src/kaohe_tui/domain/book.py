"""The rows of a ballot as they are on disk, and the way back from each change of a sitting."""

from dataclasses import dataclass, field, replace
from typing import Protocol

from kaohe_tui.domain.ballot import Marks, Row
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import _


class Save(Protocol):
    """Where accepted keys go; each call is on disk when it returns."""

    def mark(self, ratee: str, indicator: int, value: int | None) -> None:
        """Keep one mark (tenths of a point), or take it away.

        Raises:
            Refusal: when it was not saved.
        """

    def abstention(self, ratee: str, on: bool, marks: Marks) -> None:
        """Set an abstention, or lift it and put ``marks`` back.

        Raises:
            Refusal: when it was not saved.
        """


@dataclass(slots=True)
class Book:
    """Saves first, then changes its rows: when saving is refused, they stand as they stood."""

    rows: list[Row]
    save: Save
    _done: list[tuple[int, int, Row]] = field(default_factory=list)
    """For undo: (row, column, the row as it was)."""

    def mark(self, row: int, column: int, value: int | None) -> bool:
        """Set or take away one mark; false where it stands so already.

        Raises:
            Refusal: when it was not saved.
        """
        old = self.rows[row]
        if old.marks[column] == value:
            return False
        self.save.mark(old.ratee.code, column, value)
        marks = (*old.marks[:column], value, *old.marks[column + 1 :])
        self._keep(row, column, replace(old, marks=marks))
        return True

    def abstain(self, row: int, column: int) -> None:
        """Abstain on a row, which takes its marks away; or lift the abstention.

        Raises:
            Refusal: when it was not saved.
        """
        old = self.rows[row]
        empty: Marks = (None,) * len(old.marks)
        new = replace(old, marks=empty, abstained=not old.abstained)
        self.save.abstention(old.ratee.code, new.abstained, empty)
        self._keep(row, column, new)

    def undo(self) -> tuple[int, int]:
        """Take the last change of this sitting back; returns the cell it was made in.

        Raises:
            Refusal: when there is none, or it was not saved.
        """
        if not self._done:
            raise Refusal(_("There is nothing to undo in this sitting."))
        row, column, old = self._done[-1]
        if old.abstained != self.rows[row].abstained:
            self.save.abstention(old.ratee.code, old.abstained, old.marks)
        else:
            self.save.mark(old.ratee.code, column, old.marks[column])
        self._done.pop()
        self.rows[row] = old
        return row, column

    def _keep(self, row: int, column: int, new: Row) -> None:
        self._done.append((row, column, self.rows[row]))
        self.rows[row] = new
