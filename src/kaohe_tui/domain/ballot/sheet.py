"""Take keys on a ballot: every key's effect, without a screen.

A mark shown without a sign is on disk: a change is saved before the mark looks different, or shows
as not saved yet. When saving is refused, then or later, the sheet is again as it is on disk, says
so, and accepts nothing until Esc: a mark typed on from the paper would land in another cell.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from kaohe_tui.domain.ballot.cell import POINT_ALONE, TYPED, judge, type_character
from kaohe_tui.domain.ballot.cursor import MOVES
from kaohe_tui.domain.ballot.effect import SIGN, Outcome
from kaohe_tui.domain.ballot.habits import Typing, no_point
from kaohe_tui.domain.ballot.kept_sheet import KeptSheet, begins_another
from kaohe_tui.domain.ballot.pending import Place, Save
from kaohe_tui.domain.ballot.row import Row
from kaohe_tui.domain.numbers import UNIT, points
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.marks import half_width
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.words import N_, _

_CHANGES = frozenset([*TYPED, "backspace", "delete", "-", "=", "u", "escape"])
"""The keys that mean something to a ballot, beside those that move."""


class Sheet(KeptSheet):
    """The ballot with its cursor and the characters being typed."""

    def __init__(
        self, indicators: tuple[Indicator, ...], rows: list[Row], step: int, save: Save
    ) -> None:
        """Start at the first mark that the ballot owes.

        Args:
            indicators: the columns of rows that do not say what is keyed of them.
            rows: one a ratee, as on disk.
            step: the smallest unit of a mark, in tenths of a point.
            save: where accepted keys go.
        """
        super().__init__(indicators, rows, save)
        self.step = step
        """Smallest unit of a mark, in tenths of a point: 10, 5 or 1."""
        self.people: Sequence[Person] = [row.ratee for row in rows]
        """The ratees: the columns are as wide as their codes, names and sections need."""
        self._owed = sum(not row.recused for row in rows)

    # -- what stands there -------------------------------------------------------------------

    @property
    def refusal(self) -> str:
        """Why the digits in the cell, or all keys, are refused; empty while all is well."""
        if self.loss:
            return self.loss.reason
        if self.at_end or not self.text:
            return ""
        if self._habits.is_pointed:
            return no_point()
        maximum, part = self._limit()
        return judge(self.text, maximum, self.step, part).refusal

    def missing(self) -> tuple[Row, ...]:
        """List the rows that still owe a rating."""
        return tuple(row for row in self.rows if row.is_missing)

    @property
    def missing_count(self) -> int:
        """Number of rows that still owe a rating; costs the same however many there are."""
        return self._book.missing

    def counts(self) -> tuple[int, int]:
        """Return (rows answered, rows to answer); recused ones are in neither."""
        return self._owed - self._book.missing, self._owed

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
        if self.loss:
            means_something = key in MOVES or key in _CHANGES or self._level(key) is not None
            return self._take_note(key) if means_something else None
        before = self.row, self.column
        # A point is a key like any other where levels are given.
        step = 1 if self._takes_levels else self.step
        typing = Typing(before, self.at_end, self.text, step)
        if (outcome := self._habits.answer(key, typing)) is not None:
            return outcome
        outcome = self._done(lambda: self._act(key, page))
        if outcome is None:
            return None
        touched = {before, (self.row, self.column)}
        if self.row != before[0]:
            touched |= {(self.row, SIGN), (before[0], SIGN)}
        return replace(outcome, touched=outcome.touched | touched)

    def settle(self) -> Outcome:
        """Keep what is typed, as moving off the cell does; what is no mark is refused."""
        outcome = self._refused(self.loss.reason) if self.loss else self._done(self._settle)
        return outcome or Outcome()

    def _take_note(self, key: str) -> Outcome:
        """Handle a key after a loss: Esc goes on, all else was typed without looking."""
        if key != "escape":
            return self._refused(self.refusal)
        self.loss, self.text = None, ""
        return Outcome(frozenset({(self.row, self.column)}))

    def _act(self, key: str, page: int) -> Outcome | None:
        short, self._habits.short = self._habits.short, None
        halved, self._habits.halved = self._habits.halved, None
        if halved and key == "0":
            return self._take_half_back(halved)
        if self._takes_levels and (key in TYPED or self._level(key)):
            return self._give_level(key)
        if len(key) == 1 and key in TYPED:
            outcome = self._type(key)
            return begins_another(self, short, outcome) if short else outcome
        if act := self._ACTS.get(key):
            return act(self)
        match key:
            case "escape" if self.text:
                self.text = ""
                return Outcome()
            case "enter" if self.at_end:
                return Outcome(hand_in=True)
        if key not in MOVES:
            return None
        outcome = self._settle()
        self._cursor.move(key, page)
        return outcome

    def _give_level(self, key: str) -> Outcome:
        """Give the level of a key, and go on: no level needs a second key."""
        self.rows[self.row].check_open()
        mark = self._level(key)
        if mark is None and self.asked:
            message = N_("“{text}” is not a level; choose from: {levels}.")
            raise Refusal("level-unknown", message, text=key, levels=self.asked.choices)
        outcome = self._mark(mark)
        self._cursor.advance()
        self._habits.moved_on = key
        return outcome

    def _type(self, character: str) -> Outcome:
        if self.at_end:
            raise Refusal(
                "ballot-end", N_("This is the end of the ballot: Enter hands it in, ↑ goes back.")
            )
        self.rows[self.row].check_open()
        if self.rows[self.row].came_whole(self.column):
            raise Refusal(
                "mark-without-parts",
                N_("This mark came as one figure: Delete clears it, then enter its parts."),
            )
        maximum, part = self._limit()
        keyed = type_character(self.text, character, maximum, self.step, part)
        # Also where it is finished: should saving be refused, it is shown what was not taken.
        self.text = keyed.text
        if not keyed.finished:
            return Outcome(says=keyed.refusal, refused=bool(keyed.refusal))
        cell, place = (self.row, self.column), self._cursor.place
        outcome = self._mark(keyed.mark)
        self._cursor.advance()
        if character == ".":
            self._habits.halved = place
        if len(keyed.text) == 1 and maximum >= 10 * UNIT and self.row == cell[0]:
            self._habits.short = cell
        self._habits.moved_on = character
        return outcome

    def _take_half_back(self, place: Place) -> Outcome:
        """Take a 0 behind the point that added the half: 36.0 is 36, whatever the point made."""
        row, column, part = place
        self.go_to(row, column, part)
        mark = (self.rows[row].given(column, part) or 0) // UNIT * UNIT
        outcome = self._mark(mark)
        self._cursor.advance()
        self._habits.moved_on = "0"
        message = _("{mark}.0 is {mark}: the half that the point added is gone.")
        touched = outcome.touched | {(row, column)}
        return replace(outcome, touched=touched, says=message.format(mark=points(mark)))

    def _back(self) -> Outcome:
        if len(self.text) > 1:
            self.text = "" if self.text == POINT_ALONE else self.text[:-1]
            return Outcome(says=self.refusal, refused=bool(self.refusal))
        row = None if self.at_end else self.rows[self.row]
        stands = row and row.takes_marks and row.given(self.column, self.part) is not None
        if self.text or stands:
            return self._mark(None)
        self._cursor.retreat()
        return Outcome()

    def _clear(self) -> Outcome:
        if self.at_end or not self.rows[self.row].takes_marks:
            return Outcome()
        outcome = self._changed(self._book.clear)
        self.go_to(self.row, self.column)
        return outcome

    def _abstain(self) -> Outcome:
        if self.at_end:
            raise Refusal(
                "no-person-at-cursor",
                N_("There is no person at the cursor: ↑ goes back to the rows."),
            )
        row = self.rows[self.row]
        row.check_person()
        self._book.abstain(self._cursor.place)
        self.text = ""
        outcome = Outcome(self._whole(self.row), changed=row.ratee.code)
        if not row.abstained:
            self._cursor.next_row()
            self._habits.moved_on = "-"
        return outcome

    def _copy_above(self) -> Outcome:
        if self.at_end:
            # The key is held down to fill a ballot: running over the end is no fault.
            return Outcome(says=_("This is the end of the ballot: Enter hands it in, ↑ goes back."))
        self.rows[self.row].check_open()
        outcome = self._changed(self._book.copy_above)
        self._cursor.next_cell()
        self._habits.moved_on = "="
        return outcome

    def _undo(self) -> Outcome:
        if self.text:
            self.text = ""
            return Outcome()
        row, column, part = self._book.undo()
        self.go_to(row, column, part)
        ratee = self.rows[row].ratee
        sentence = _("Undone: {name}, {indicator}").format(
            name=self._book.called(ratee), indicator=self.indicators[column].name
        )
        return Outcome(self._whole(row), sentence, changed=ratee.code)

    def _settle(self) -> Outcome:
        """Keep the mark typed before the cursor leaves; refuse what is no mark."""
        if not self.text:
            return Outcome()
        if self._habits.is_pointed:
            raise Refusal("point-not-taken", no_point())
        maximum, part = self._limit()
        keyed = judge(self.text, maximum, self.step, part)
        if keyed.mark is None:
            if keyed.refusal:
                raise Refusal("mark-wrong", keyed.refusal)
            raise Refusal("mark-wrong", N_("“{text}” is not yet a mark."), text=self.text)
        return self._mark(keyed.mark)

    _ACTS: ClassVar[Mapping[str, Callable[["Sheet"], Outcome]]] = {
        "backspace": _back,
        "delete": _clear,
        "-": _abstain,
        "=": _copy_above,
        "u": _undo,
    }
    """Key that changes the ballot at once -> what it does."""

    # -- what the keys stand on --------------------------------------------------------------

    def _mark(self, value: int | None) -> Outcome:
        return self._changed(lambda place: self._book.put(place, value))

    def _changed(self, change: Callable[[Place], bool]) -> Outcome:
        """Make a change of the cell under the cursor; what is typed there is then done with."""
        before = self.rows[self.row]
        has_changed = change(self._cursor.place)
        self.text = ""
        if not has_changed:
            return Outcome()
        cells = {(self.row, len(before.marks))}
        if self.rows[self.row].state is not before.state:
            cells.add((self.row, SIGN))
        return Outcome(frozenset(cells), changed=before.ratee.code)
