"""A ballot under the cursor: every key's effect, without a screen.

The sheet calls ``save`` before it changes anything in itself: a mark that is shown is a mark on
disk. When ``save`` raises a Refusal, the sheet stands as it stood and says so.
"""

from dataclasses import dataclass, field, replace
from typing import Protocol

from kaohe_tui.domain.ballot import Marks, Row, RowState
from kaohe_tui.domain.keying import TYPED, judge, type_character
from kaohe_tui.domain.marks import half_width
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.scheme import Indicator
from kaohe_tui.words import _

SIGN = -1
"""The place before the columns: the row's sign."""


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a key did."""

    touched: frozenset[tuple[int, int]] = frozenset()
    """(row, place) of what looks different: a column, ``SIGN``, or the total after the last."""
    says: str = ""
    refused: bool = False
    changed: str = ""
    """The code of the ratee whose rating changed on disk."""
    hand_in: bool = False
    """The person asked to hand the ballot in."""


@dataclass(slots=True)
class Sheet:
    """The ballot with its cursor. ``row == len(rows)`` is the line below the last: handing in."""

    indicators: tuple[Indicator, ...]
    rows: list[Row]
    step: int
    save: Save
    row: int = 0
    column: int = 0
    text: str = ""
    """What is being typed in the cell and is not yet a mark on disk."""
    _done: list[tuple[int, int, Row]] = field(default_factory=list)
    """For undo: (row, column, the row as it was)."""

    def __post_init__(self) -> None:
        self.go_to_missing()

    # -- what stands there -------------------------------------------------------------------

    @property
    def at_end(self) -> bool:
        """Whether the cursor is on the line below the last row."""
        return self.row >= len(self.rows)

    @property
    def refusal(self) -> str:
        """Why the digits in the cell are refused; empty while they are not."""
        if self.at_end or not self.text:
            return ""
        return judge(self.text, self.indicators[self.column].points, self.step).refusal

    def missing(self) -> tuple[Row, ...]:
        """The rows that still owe a rating."""
        return tuple(r for r in self.rows if r.state in (RowState.OPEN, RowState.BEGUN))

    def counts(self) -> tuple[int, int]:
        """(rows answered, rows to answer): recused ones are in neither."""
        owed = [r for r in self.rows if not r.recused]
        return len(owed) - len(self.missing()), len(owed)

    # -- keys --------------------------------------------------------------------------------

    def key(self, key: str, page: int = 10) -> Outcome | None:
        """Take one key.

        Args:
            key: a character, or a name such as ``left``, ``pagedown``, ``backspace``.
            page: how many rows a page has.

        Returns:
            What it did, or None where the key means nothing to a ballot.
        """
        key = half_width(key) if len(key) == 1 else key
        before = (self.row, self.column)
        touched = {before, (self.row, SIGN)}
        try:
            outcome = self._act(key, page)
        except Refusal as refusal:
            return Outcome(frozenset(touched), str(refusal), refused=True)
        if outcome is None:
            return None
        touched |= {(self.row, self.column), (self.row, SIGN)}
        return replace(outcome, touched=outcome.touched | touched)

    def _act(self, key: str, page: int) -> Outcome | None:
        if len(key) == 1 and key in TYPED:
            return self._type(key)
        match key:
            case "backspace":
                return self._back()
            case "delete":
                return self._set_mark(None) if self._cell_open() else Outcome()
            case "-":
                return self._abstain()
            case "=":
                return self._copy_above()
            case "u":
                return self._undo()
            case "escape" if self.text:
                self.text = ""
                return Outcome()
        return self._move(key, page)

    def _type(self, character: str) -> Outcome:
        if self.at_end:
            raise Refusal(_("This is the end of the ballot: Enter hands it in, ↑ goes back."))
        self._require_open()
        maximum = self.indicators[self.column].points
        keyed = type_character(self.text, character, maximum, self.step)
        # Also where it is finished: should saving be refused, Enter tries again with all of it.
        self.text = keyed.text
        if not keyed.finished:
            return Outcome(says=keyed.refusal, refused=bool(keyed.refusal))
        return self._accept(keyed.mark)

    def _accept(self, mark: int | None) -> Outcome:
        outcome = self._set_mark(mark)
        self._advance()
        return outcome

    def _back(self) -> Outcome:
        if self.text:
            if len(self.text) == 1:
                return self._set_mark(None)
            self.text = self.text[:-1]
            return Outcome(says=self.refusal, refused=bool(self.refusal))
        if not self.at_end and self._here().takes_marks:
            mark = self._here().marks[self.column]
            if mark is not None:
                return self._set_mark(None)
        self._retreat()
        return Outcome()

    def _abstain(self) -> Outcome:
        if self.at_end:
            raise Refusal(_("No person is under the cursor: ↑ goes back to the rows."))
        old = self._here()
        if old.recused:
            raise Refusal(_("{name} is recused for this rater.").format(name=old.ratee.name))
        empty: Marks = (None,) * len(self.indicators)
        new = replace(old, marks=empty, abstained=not old.abstained)
        self.save.abstention(old.ratee.code, new.abstained, empty)
        self.text = ""
        outcome = self._keep(new)
        if new.abstained:
            self._next_row()
        return outcome

    def _copy_above(self) -> Outcome:
        self._require_open()
        above = next((r for r in reversed(self.rows[: self.row]) if r.takes_marks), None)
        mark = above.marks[self.column] if above else None
        if mark is None:
            raise Refusal(_("There is no mark above to copy."))
        return self._accept(mark)

    def _undo(self) -> Outcome:
        if self.text:
            self.text = ""
            return Outcome()
        if not self._done:
            raise Refusal(_("There is nothing to undo in this sitting."))
        row, column, old = self._done[-1]
        now = self.rows[row]
        if old.abstained != now.abstained:
            self.save.abstention(old.ratee.code, old.abstained, old.marks)
        else:
            self.save.mark(old.ratee.code, column, old.marks[column])
        self._done.pop()
        left = (self.row, self.column)
        self.rows[row], self.row, self.column = old, row, column
        return Outcome(self._whole(row) | {left, (left[0], SIGN)}, changed=old.ratee.code)

    def _move(self, key: str, page: int) -> Outcome | None:
        moves = {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "enter"}
        moves |= {"space", " ", "tab", "shift+tab", "ctrl+home", "ctrl+end"}
        if key not in moves:
            return None
        if key == "enter" and self.at_end and not self.text:
            return Outcome(hand_in=True)
        outcome = self._settle()
        match key:
            case "enter" | "space" | " " | "tab":
                self._advance()
            case "right":
                self._sideways(1)
            case "left":
                self._sideways(-1)
            case "shift+tab":
                self._retreat()
            case "up" | "down" | "pageup" | "pagedown":
                distance = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}[key]
                self.row = max(0, min(len(self.rows), self.row + distance))
            case "home" | "end":
                self.column = 0 if key == "home" else len(self.indicators) - 1
            case "ctrl+home" | "ctrl+end":
                self.row, self.column = (0 if key == "ctrl+home" else len(self.rows)), 0
        return outcome

    def _settle(self) -> Outcome:
        """Before the cursor leaves: a mark that is typed is kept, one that is no mark stays."""
        if not self.text:
            return Outcome()
        keyed = judge(self.text, self.indicators[self.column].points, self.step)
        if keyed.mark is None:
            raise Refusal(keyed.refusal or _("“{text}” is not yet a mark.").format(text=self.text))
        return self._set_mark(keyed.mark)

    def settle(self) -> Outcome:
        """Keep what is typed, as moving off the cell does; what is no mark is refused."""
        try:
            return self._settle()
        except Refusal as refusal:
            return Outcome(frozenset({(self.row, self.column)}), str(refusal), refused=True)

    # -- moving ------------------------------------------------------------------------------

    def go_to(self, row: int, column: int = 0) -> None:
        """Put the cursor on a cell; what is being typed must have been settled before."""
        self.row, self.column, self.text = row, column, ""

    def go_to_missing(self) -> None:
        """Put the cursor on the first cell that owes a mark, or on the end."""
        for number, row in enumerate(self.rows):
            if row.takes_marks and None in row.marks:
                self.row, self.column = number, row.marks.index(None)
                return
        self.row, self.column = len(self.rows), 0

    def _advance(self) -> None:
        if self.at_end:
            return
        if self._here().takes_marks and self.column + 1 < len(self.indicators):
            self.column += 1
        else:
            self._next_row()

    def _next_row(self) -> None:
        self.column = 0
        self.row += 1
        while not self.at_end and not self._here().takes_marks:
            self.row += 1

    def _retreat(self) -> None:
        if self.column and not self.at_end:
            self.column -= 1
            return
        row = self.row - 1
        while row >= 0 and not self.rows[row].takes_marks:
            row -= 1
        if row >= 0:
            self.row, self.column = row, len(self.indicators) - 1

    def _sideways(self, by: int) -> None:
        self.column = max(0, min(len(self.indicators) - 1, self.column + by))

    # -- changing ----------------------------------------------------------------------------

    def _here(self) -> Row:
        return self.rows[self.row]

    def _cell_open(self) -> bool:
        return not self.at_end and self._here().takes_marks

    def _require_open(self) -> None:
        if self.at_end:
            raise Refusal(_("No person is under the cursor: ↑ goes back to the rows."))
        row = self._here()
        if row.recused:
            raise Refusal(_("{name} is recused for this rater.").format(name=row.ratee.name))
        if row.abstained:
            raise Refusal(_("{name} is abstained from; - lifts it.").format(name=row.ratee.name))

    def _set_mark(self, value: int | None) -> Outcome:
        old = self._here()
        if old.marks[self.column] == value:
            self.text = ""
            return Outcome()
        self.save.mark(old.ratee.code, self.column, value)
        self.text = ""
        marks = (*old.marks[: self.column], value, *old.marks[self.column + 1 :])
        return self._keep(replace(old, marks=marks))

    def _keep(self, new: Row) -> Outcome:
        old = self.rows[self.row]
        self._done.append((self.row, self.column, old))
        self.rows[self.row] = new
        if old.takes_marks != new.takes_marks:
            return Outcome(self._whole(self.row), changed=new.ratee.code)
        cells = {(self.row, SIGN), (self.row, len(self.indicators))}
        return Outcome(frozenset(cells), changed=new.ratee.code)

    def _whole(self, row: int) -> frozenset[tuple[int, int]]:
        return frozenset((row, place) for place in range(SIGN, len(self.indicators) + 1))
