"""Record each change of what already stood on a ballot, in an entry of its own.

A mark that fills an empty cell is none: the ballot goes into the record whole when it is handed in.
Of a secret tier nothing is recorded, for an entry would lead from the ratee to the rater; nor of
one that is keyed twice, for the second clerk keys without knowing what the first one did, and the
two are compared: what is settled goes into the record.
"""

from collections.abc import Sequence
from typing import TypedDict

from kaohe_tui.domain.record.events import AbstentionLifted, AbstentionSet, MarkChanged
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.tiers import Entry, Tier
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.ballots import ratings
from kaohe_tui.store.database.engine import Transaction


class Corrections:
    """Notes the corrections of one ballot, within the transactions that make them."""

    def __init__(self, room: Room, period_room: PeriodRoom, tier: Tier, rater: Person) -> None:
        """Watch the rater's ballot in the tier."""
        self._room = room
        self._period_room = period_room
        self._tier = tier
        self._rater = rater
        self._is_untold = tier.secret or tier.entry is Entry.DOUBLE

    def note_mark(
        self, tx: Transaction, ballot: int, ratee: str, indicator: int, value: int | None
    ) -> None:
        """Note a mark that is about to replace another one.

        Args:
            tx: the transaction.
            ballot: the ballot's id.
            ratee: the code of the person rated.
            indicator: the column, from 0.
            value: the new mark in tenths of a point; None takes it away.
        """
        if self._is_untold:
            return
        column = self._form(ratee).columns[indicator]
        old = ratings.mark_on(tx, ballot, self._period_room.ids[ratee], column.slot)
        if old is not None and old != value:
            key = column.indicator.key
            changed = MarkChanged(**self._where(ratee), indicator=key, before=old, mark=value)
            self._room.note(tx, changed)

    def note_abstention(
        self, tx: Transaction, ballot: int, ratee: str, *, on: bool, marks: Sequence[int | None]
    ) -> None:
        """Note an abstention that is about to be set over marks, or lifted.

        Args:
            tx: the transaction.
            ballot: the ballot's id.
            ratee: the code of the person.
            on: whether it is set.
            marks: what stands in the row once it is lifted.
        """
        if self._is_untold:
            return
        if not on:
            words = _in_words(self._form(ratee), marks)
            lifted = AbstentionLifted(**self._where(ratee), marks=words)
            self._room.note(tx, lifted)
            return
        row = ratings.marks_on(tx, ballot, self._period_room.ids[ratee])
        if row:
            form = self._form(ratee)
            words = _in_words(form, form.of_stored(row))
            self._room.note(tx, AbstentionSet(**self._where(ratee), marks=words))

    def _form(self, ratee: str) -> Form:
        return self._period_room.forms.of(self._tier, self._period_room.roster[ratee])

    def _where(self, ratee: str) -> "_Where":
        return _Where(
            period=self._period_room.key, tier=self._tier.key, rater=self._rater.code, ratee=ratee
        )


class _Where(TypedDict):
    """The fields that say which rating an event is about."""

    period: str
    """The period's key."""
    tier: str
    """The tier's key."""
    rater: str
    """The rater's code."""
    ratee: str
    """The code of the person rated."""


def _in_words(form: Form, marks: Sequence[int | None]) -> str:
    return " ".join("" if mark is None else form.written(mark) for mark in marks).strip()
