"""Keep a ballot's rows under a cursor, and follow a change until the disk has answered."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from kaohe_tui.domain.ballot.cursor import Cursor
from kaohe_tui.domain.ballot.effect import SIGN, Outcome
from kaohe_tui.domain.ballot.habits import Habits
from kaohe_tui.domain.ballot.loss import Loss, NotSaved
from kaohe_tui.domain.ballot.pending import Book, Save
from kaohe_tui.domain.ballot.row import Row
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.words import _


class KeptSheet:
    """The rows and save state of a sheet, without key handling."""

    def __init__(self, indicators: tuple[Indicator, ...], rows: list[Row], save: Save) -> None:
        """Start at the first mark that the rows owe."""
        self.text = ""
        """The characters typed in the cell that are not yet a mark; empty where none are."""
        self.loss: Loss | None = None
        """The changes that were not saved; None while all is well. Until Esc no key is accepted."""
        self._habits = Habits()
        self._indicators = indicators
        self._book = Book(rows, save)
        self._cursor = Cursor(rows)
        self._cursor.to_missing()

    @property
    def rows(self) -> Sequence[Row]:
        """One a ratee, as on disk but for what is unsaved."""
        return self._book.rows

    @property
    def asked(self) -> Form | None:
        """What is keyed of the person at the cursor; None: points of the scheme's indicators."""
        return self.rows[min(self.row, len(self.rows) - 1)].asked if self.rows else None

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The columns at the cursor, in the scheme's order."""
        return self.asked.indicators if self.asked else self._indicators

    @property
    def _takes_levels(self) -> bool:
        return not self.at_end and self.asked is not None and self.asked.marks.is_level

    def _level(self, key: str) -> int | None:
        return self.asked.level_at(key) if self.asked else None

    def _limit(self) -> tuple[int, str]:
        """Return the most points for the cell at the cursor, and its part's name or ""."""
        parts = self.rows[self.row].parts_at(self.column)
        if not parts:
            return self.indicators[self.column].points, ""
        return parts[self.part].points, parts[self.part].name

    @property
    def row(self) -> int:
        """The cursor's row; ``len(rows)`` is the line below the last: handing in."""
        return self._cursor.row

    @property
    def column(self) -> int:
        """The cursor's column."""
        return self._cursor.column

    @property
    def part(self) -> int:
        """The part of the indicator under the cursor; 0 where it has none."""
        return self._cursor.part

    @property
    def at_end(self) -> bool:
        """True while the cursor is on the line below the last row."""
        return self._cursor.at_end

    @property
    def waits(self) -> int:
        """The number of changes that are not on disk yet."""
        return len(self._book.waiting)

    def is_unsaved(self, row: int, column: int) -> bool:
        """Return whether the value in a cell is not on disk yet."""
        return self._book.is_unsaved(row, column)

    def go_to(self, row: int, column: int = 0, part: int | None = None) -> None:
        """Put the cursor on a cell; what is being typed must have been settled before."""
        self.text = ""
        self._cursor.go_to(row, column, part)

    def go_to_missing(self) -> None:
        """Put the cursor on the first cell that owes a mark, or on the end."""
        self._cursor.to_missing()

    def saved(self) -> Outcome:
        """Note that the longest waiting change is on disk, so that it loses its sign."""
        done = self._book.saved()
        return Outcome(done.cells, changed=done.before.ratee.code)

    def lost(self, reason: str, on_disk: Sequence[Row] | None = None) -> Outcome:
        """Take back all waiting changes, and go to the first cell of them; see ``Book.lost``."""
        self._habits.moved_on = ""
        at, self.loss = self._book.lost(reason, on_disk)
        self.go_to(*at)
        everything = frozenset[tuple[int, int]]().union(*map(self._whole, range(len(self.rows))))
        return Outcome(everything, reason, refused=True)

    def _done(self, act: Callable[[], Outcome | None]) -> Outcome | None:
        """Run an act and return its outcome: refused, on disk, or waiting for the disk."""
        before = self.waits
        try:
            outcome = act()
        except NotSaved as refusal:
            self.loss = Loss(str(refusal), [refusal.name])
            return self._refused(self.loss.reason)
        except Refusal as refusal:
            return self._refused(str(refusal))
        if outcome and self.waits > before:
            return replace(outcome, changed="", waits=outcome.changed)
        return outcome

    def _refused(self, reason: str) -> Outcome:
        return Outcome(frozenset({(self.row, self.column)}), reason, refused=True)

    def _whole(self, row: int) -> frozenset[tuple[int, int]]:
        return frozenset((row, place) for place in range(SIGN, len(self.rows[row].marks) + 1))


def begins_another(sheet: KeptSheet, short: tuple[int, int], outcome: Outcome) -> Outcome:
    """Say that the digit after a one-digit mark begins another mark.

    Two digits were possible there: a clerk who takes the two for one mark, such as 41 of 15 points,
    has to see it.
    """
    if not sheet.text or outcome.says:
        return outcome
    mark = sheet.rows[short[0]].marks[short[1]]
    message = _("{mark} stands in {before}; {digit} begins {here}").format(
        mark=sheet.rows[short[0]].written(mark or 0),
        before=sheet.indicators[short[1]].name,
        digit=sheet.text,
        here=sheet.indicators[sheet.column].name,
    )
    return replace(outcome, says=message)
