"""Hold the room of a meeting: one database, who acts, and what may be kept of it.

``services.database.opening`` opens one.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from kaohe_tui.domain.record.events import Event
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.services.room import cache, progress
from kaohe_tui.services.room.cache import PeriodCache
from kaohe_tui.services.room.keyboard import Keyboard
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.progress import Progress
from kaohe_tui.store.database.engine import Database, Transaction, changed_by_others, version_of
from kaohe_tui.store.failures import Busy
from kaohe_tui.store.seals import chain, guards

_GLANCE_MS = 20
"""Milliseconds that the keys may wait for a look at the disk."""
_Read = TypeVar("_Read")


class Room:
    """One open database and who acts on it."""

    is_rehearsal = False
    """Whether nothing stays of what is done in it."""

    def __init__(
        self,
        database: Database,
        *,
        actor: str | None = None,
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        """Take the room.

        Args:
            database: open; closed by ``close``.
            actor: who acts, for the record, where nobody signs in; None for the login name.
            clock: gives the time of each entry in the record.
        """
        self.database = database
        """The open database."""
        self.keyboard = Keyboard(database, actor)
        """Who is at the keyboard, and what that person may do."""
        self._clock = clock
        self.generation = 0
        """A number that rises whenever what was read before may be out of date."""
        self.progress = Progress()
        """The progress of the ballots, as last counted."""
        self.unlinked = 0
        """The number of secret ballots still with their raters' names when the room was entered."""
        self.cache = PeriodCache(database)
        """What was read of scheme, roster and periods."""
        self._is_stale = False

    @property
    def actor(self) -> str:
        """The name of the person acting, for the record."""
        return self.keyboard.name

    def close(self) -> None:
        """Leave the room; everything is on disk already."""
        self.database.close()

    def now(self) -> str:
        """Return the time of an entry, ISO 8601 with its offset."""
        return self._clock().astimezone().isoformat(timespec="seconds")

    def note(self, tx: Transaction, event: Event) -> None:
        """Add the entry of an event to the record, within the transaction of what it records.

        Raises:
            Refusal: when the person at the keyboard may not do that.
        """
        self.keyboard.check(tx, event.power)
        chain.add(tx, self.now(), self.actor, event)
        self._is_stale = self._is_stale or isinstance(event, cache.EVENTS)

    def forget(self) -> None:
        """Drop what was read, so that it is read again when it is next asked for."""
        self.generation += 1
        self.cache.forget()
        self.progress.forget()

    @contextmanager
    def acting(self, *, checked: bool = True) -> Iterator[Transaction]:
        """Open the transaction of one verb; drop first what others changed meanwhile.

        What was read of what it changed is dropped when it is on disk.

        Args:
            checked: whether everything that is sealed has to fit first. Where it does not, only the
                tables that the verb writes have to: for signing in, and for what mends it.

        Raises:
            ForeignChange: when something was changed past kaohe that the verb might build on.
        """
        self._is_stale = False
        with self.database.writing() as tx:
            self.notice(tx)
            if checked:
                self._check_seals(tx)
            yield tx
            if chain.is_unrecorded(tx):
                raise AssertionError("a change without an entry in the record")
            changed = chain.changed(tx)
        if self._is_stale or changed & (cache.TABLES | progress.TABLES):
            self.forget()

    def notice(self, tx: Transaction) -> None:
        """Drop what was read where others changed the database meanwhile."""
        if changed_by_others(tx):
            self.keyboard.look(tx)
            self.forget()

    def _check_seals(self, tx: Transaction) -> None:
        """Check that all seals fit, once after each change by others: ours leave them fitting."""
        if self.database.fits_since != version_of(tx):
            guards.check_all(tx)
            self.database.fits_since = version_of(tx)

    def refresh(self) -> bool:
        """Notice the work of other programs on the same file; return whether there was some."""
        with self.database.reading() as tx:
            changed = changed_by_others(tx)
            if changed:
                self.keyboard.look(tx)
        if changed:
            self.forget()
        return changed

    def twin(self) -> "Room":
        """Return a room on the same database with nothing read yet, for a thread of its own.

        It is never closed.
        """
        twin = Room(self.database, clock=self._clock)
        twin.keyboard = self.keyboard
        twin.cache = self.cache.twin()
        return twin

    def take_over(self, twin: "Room") -> None:
        """Adopt what a twin has read; what is known already stays."""
        self.cache.take_over(twin.cache)
        self.progress.take_over(twin.progress)

    def glance(self, read: Callable[[], _Read]) -> _Read | None:
        """Run ``read`` with a 20 ms lock timeout; None if the database is busy."""
        try:
            with self.database.patience(_GLANCE_MS):
                return read()
        except Busy:
            return None

    def base(self) -> tuple[Scheme, str, Roster]:
        """Return the scheme in force, its fingerprint and the roster, for periods not yet open."""
        return (*self.rules(), self.roster())

    def rules(self) -> tuple[Scheme, str]:
        """Return the scheme in force with its fingerprint."""
        return self.cache.rules()

    def roster(self) -> Roster:
        """Return the roster for periods not yet open."""
        return self.cache.roster()

    def called_off(self) -> Mapping[str, str]:
        """Return period's key -> why it is not held, for the periods that were called off."""
        return self.cache.called_off()

    def period(self, key: str) -> PeriodRoom:
        """Return the period of that key, read once and kept until a step is taken.

        Raises:
            Refusal: when the scheme has no such period.
        """
        return self.cache.period(key)
