"""Read the record: which entries fit, a window of them, each in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from kaohe_tui.domain.access.duties import Sight
from kaohe_tui.domain.dates import parse_date
from kaohe_tui.domain.record.events import Names, RecordKind
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.forms.forms import one_a_person
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.periods import periods as periods_store
from kaohe_tui.store.record import pages
from kaohe_tui.store.record.pages import Wanted
from kaohe_tui.store.record.records import Entry
from kaohe_tui.words import N_


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries are looked at; what is empty or None asks for nothing."""

    person: str = ""
    """A person's code: entries about the person, or naming the code."""
    operator: str = ""
    """The person acting, exactly as the record has the name."""
    kind: RecordKind | None = None
    """The kind of entry; None for every kind."""
    period: str | None = None
    """A period's key; "" for entries that belong to no single period; None for all."""
    tier: str = ""
    """A tier's key."""
    since: str = ""
    """The first day, as an ISO date."""
    text: str = ""
    """A text that stands somewhere in the entry; the case of Latin letters is ignored."""

    @property
    def wanted(self) -> Wanted:
        """The filter in the form that the store takes."""
        return Wanted(
            person=self.person,
            operator=self.operator,
            kind=self.kind,
            period=self.period,
            tier=self.tier,
            since=self.since,
            text=self.text,
        )


class Reading:
    """The entries that fit, newest first; read from the disk window by window."""

    def __init__(self, room: Room, chosen: Filter | None = None) -> None:
        """Find which entries fit.

        Raises:
            Refusal: when the person acting may not read the record.
        """
        room.keyboard.check_sight(Sight.RECORD)
        self._room = room
        self.filter = chosen or Filter()
        """Which entries are looked at."""
        with room.database.reading() as tx:
            self.last = pages.count(tx)
            """The number of the record's last entry."""
            self._numbers = pages.numbers(tx, self.filter.wanted)
        self._newer: list[int] = []

    def __len__(self) -> int:
        return len(self._numbers) + len(self._newer)

    def number(self, place: int) -> int:
        """Return the number of the entry at a position; 0 is the newest."""
        if place < len(self._newer):
            return self._newer[-1 - place]
        return self._numbers[len(self._numbers) - 1 - (place - len(self._newer))]

    def window(self, first: int, count: int) -> tuple[Entry, ...]:
        """Return up to ``count`` entries, starting at position ``first``."""
        places = range(max(first, 0), min(first + count, len(self)))
        with self._room.database.reading() as tx:
            return pages.entries(tx, map(self.number, places))

    def follow(self) -> int:
        """Add the entries written since; return how many of them fit."""
        with self._room.database.reading() as tx:
            now = pages.count(tx)
            newer = pages.numbers(tx, self.filter.wanted, self.last) if now > self.last else ()
        self._newer += newer
        self.last = now
        return len(newer)


def entry(room: Room, number: int) -> Entry:
    """Return one entry.

    Raises:
        Refusal: when the record has none of that number, or the person acting may not read it.
    """
    room.keyboard.check_sight(Sight.RECORD)
    with room.database.reading() as tx:
        entries = pages.entries(tx, [number])
        last = pages.count(tx)
    if not entries:
        raise Refusal(
            "record-entry-unknown",
            N_("The record has no entry {number}; its last one is {last}."),
            number=number,
            last=last,
        )
    return entries[0]


def operators(room: Room) -> Sequence[str]:
    """Return everybody whom the record names as acting."""
    with room.database.reading() as tx:
        return pages.actors(tx)


def names(room: Room) -> Names:
    """Return what the record's keys and codes are called now; in an opened period, as frozen."""
    with room.database.reading() as tx:
        opened = [facts.key for facts in periods_store.periods(tx)]
    scheme = room.rules()[0]
    called = {each.key: each.name for each in scheme.periods}
    schemes = {"": scheme} | dict.fromkeys(called, scheme)
    for key in opened:
        period_room = room.period(key)
        called[key], schemes[key] = period_room.steps.period.name, period_room.scheme
    return Names(
        called,
        {(key, each.key): each.name for key, of in schemes.items() for each in of.tiers},
        {each.code: each.name for each in people(room)},
        {("", each.key): each.name for each in one_a_person()}
        | {(key, each.key): each.name for key, of in schemes.items() for each in of.indicators},
        {
            (key, each.key): each.name
            for key, of in schemes.items()
            for each in [*of.adjustments, *of.absences, *of.parts]
        },
        {(key, each): of.role_name(each) for key, of in schemes.items() for each in Role},
    )


def people(room: Room) -> Sequence[Person]:
    """Return everybody in the roster now, or in it when a period opened."""
    with room.database.reading() as tx:
        opened = [facts.key for facts in periods_store.periods(tx)]
    known = {person.code: person for person in room.roster()}
    for key in opened:
        known = {person.code: person for person in room.period(key).roster} | known
    return tuple(known.values())


def since(text: str) -> str:
    """Return a first day, as it is typed, as an ISO date.

    Raises:
        Refusal: when it is no date.
    """
    return parse_date(text).isoformat()
