"""Hold what of the record is shown: the entries that fit, a window of them, each in words."""

from collections.abc import Callable, Sequence

from kaohe_tui.domain.record.events import moment, who
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.width import fit, pad
from kaohe_tui.services.record import reading as recording
from kaohe_tui.services.record.reading import Filter, Reading
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.record.records import Entry
from kaohe_tui.words import _, _n

_WHO = 8
"""Cells for who acted."""


class Pages:
    """The entries that fit a filter, newest first."""

    def __init__(self, room: Room, chosen: Filter, refused: Callable[[Refusal], object]) -> None:
        """Find which entries fit.

        Args:
            room: the open database.
            chosen: which entries are looked at.
            refused: gets the refusal where the disk does not give a window later.

        Raises:
            Refusal: when the person acting may not read the record.
        """
        self._room = room
        self._refused = refused
        self.reading = Reading(room, chosen)
        """The entries that fit."""
        self.names = recording.names(room)
        """What keys and codes are called now."""
        self.window: tuple[int, int, tuple[Entry, ...]] = (0, 0, ())
        """(first place, how many, the entries) as last read."""

    @property
    def filter(self) -> Filter:
        """Which entries are looked at."""
        return self.reading.filter

    def follow(self) -> int:
        """Add the entries written since; return how many of them fit."""
        added = self.reading.follow()
        if added:
            self.names = recording.names(self._room)
            self.window = (0, 0, ())
        return added

    def at(self, place: int) -> Entry | None:
        """Return the entry at a place; None where there is none, or the disk refuses."""
        first, _count, entries = self.window
        if not first <= place < first + len(entries):
            first, entries = place, self._entries(place, 1)
        return entries[place - first] if entries else None

    def lines(self, first: int, count: int, *, wide: bool) -> Sequence[str]:
        """Write a window of entries, a line each; none where the disk refuses.

        Args:
            first: the first place.
            count: how many there is room for.
            wide: whether there is room for the year.
        """
        number = len(str(self.reading.last))
        return [
            f"{pad(str(each.id), number, 'right')} {_moment(each.at, wide=wide)} "
            f"{fit(who(each), _WHO)} {each.event.what(self.names, each.actor)}"
            for each in self._entries(first, count)
        ]

    def _entries(self, first: int, count: int) -> tuple[Entry, ...]:
        """Read a window, once."""
        if self.window[:2] != (first, count):
            try:
                self.window = (first, count, self.reading.window(first, count))
            except Refusal as refusal:
                self._refused(refusal)
                return ()
        return self.window[2]

    def title(self) -> str:
        """Say how many entries fit, of how many."""
        count = len(self.reading)
        sentence = _n("The record: {count} entry", "The record: {count} entries", count)
        if self.filter != Filter():
            sentence = _n(
                "The record: {count} entry of {all}", "The record: {count} entries of {all}", count
            )
        return sentence.format(count=count, all=self.reading.last)

    def filters(self) -> str:
        """Name the filters in force; empty where there are none."""
        chosen, parts = self.filter, []
        if chosen.person:
            parts.append(_("about {name}").format(name=self.names.person(chosen.person)))
        if chosen.operator:
            parts.append(_("done by {name}").format(name=chosen.operator))
        if chosen.kind:
            parts.append(chosen.kind.label)
        if chosen.period is not None:
            parts.append(self.names.period(chosen.period))
        if chosen.text:
            parts.append(_("with “{text}”").format(text=chosen.text))
        return _(", ").join(parts)


def _moment(at: str, *, wide: bool) -> str:
    """Cut a time to date and minute; without the year where there is little room."""
    text = moment(at)
    return text if wide else text[5:]
