"""The rows of a ballot as they are on disk, and the way back from each change of a sitting."""

from dataclasses import dataclass, field
from typing import Protocol

from kaohe_tui.domain.ballot import Marks, Row
from kaohe_tui.domain.parts import Given
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import _

Place = tuple[int, int, int]
"""(row, column, part): where a key works; the part is 0 where an indicator has none."""


class Save(Protocol):
    """Where accepted keys go; each call is on disk when it returns."""

    def mark(self, ratee: str, indicator: int, value: int | None) -> None:
        """Keep one mark (tenths of a point), or take it away.

        Raises:
            Refusal: when it was not saved.
        """

    def parts(self, ratee: str, indicator: int, given: Given, mark: int | None) -> None:
        """Make the parts of an indicator and its mark exactly these; None is nothing.

        Raises:
            Refusal: when it was not saved.
        """

    def abstention(self, ratee: str, on: bool, marks: Marks, parts: tuple[Given, ...]) -> None:
        """Set an abstention, or lift it and put ``marks`` and ``parts`` back.

        Raises:
            Refusal: when it was not saved.
        """


@dataclass(slots=True)
class Book:
    """Saves first, then changes its rows: when saving is refused, they stand as they stood."""

    rows: list[Row]
    save: Save
    _done: list[tuple[Place, Row]] = field(default_factory=list)
    """For undo: where the change was made, and the row as it was."""
    missing: int = field(init=False)
    """How many rows still owe a rating: counted on, since every key asks."""

    def __post_init__(self) -> None:
        self.missing = sum(row.is_missing for row in self.rows)

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
        here = self.rows[row]
        above = next((r for r in reversed(self.rows[:row]) if r.takes_marks), None)
        mark = above.marks[column] if above else None
        if above is None or mark is None:
            raise Refusal(_("There is no mark above to copy."))
        if above.parts_at(column) != here.parts_at(column):
            raise Refusal(
                _("{name} has other parts here: key these one by one.").format(
                    name=above.ratee.name
                )
            )
        if above.came_whole(column):
            raise Refusal(
                _("The mark of {name} came whole: there are no parts to copy.").format(
                    name=above.ratee.name
                )
            )
        if here.parts_at(column):
            return self._change(at, here.with_parts(column, above.parts[column]))
        return self._change(at, here.put(column, 0, mark))

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
            raise Refusal(_("There is nothing to undo in this sitting."))
        at, old = self._done[-1]
        self._write(at, old)
        self._done.pop()
        return at

    def _change(self, at: Place, new: Row) -> bool:
        old = self.rows[at[0]]
        if new == old:
            return False
        self._write(at, new)
        self._done.append((at, old))
        return True

    def _write(self, at: Place, new: Row) -> None:
        row, column, _part = at
        code = new.ratee.code
        if new.abstained != self.rows[row].abstained:
            self.save.abstention(code, new.abstained, new.marks, new.parts)
        elif new.parts_at(column):
            self.save.parts(code, column, new.parts[column], new.marks[column])
        else:
            self.save.mark(code, column, new.marks[column])
        self.missing += new.is_missing - self.rows[row].is_missing
        self.rows[row] = new
