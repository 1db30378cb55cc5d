"""Hold the room of a meeting: one database, who acts, and what may be kept of it.

``services.database.opening`` opens one.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from kaohe_tui.domain.entries.entries import Extra, GroupFacts, extras
from kaohe_tui.domain.record.events import Event
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result.shape import fingerprint, roster_fingerprint
from kaohe_tui.domain.rules.pairs import Pair
from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.rules.scheme import Scheme
from kaohe_tui.domain.rules.steps import Steps, StepState, TierStep
from kaohe_tui.files.scheme.scheme import parse_scheme
from kaohe_tui.services.room.keyboard import Keyboard
from kaohe_tui.store.database import advice
from kaohe_tui.store.database.engine import Database, Transaction, changed_by_others, version_of
from kaohe_tui.store.entries import entries
from kaohe_tui.store.failures import Busy
from kaohe_tui.store.periods import holdings, people, periods, recusals, schemes
from kaohe_tui.store.periods.holdings import CalledOff
from kaohe_tui.store.periods.people import Participants
from kaohe_tui.store.periods.schemes import StoredScheme
from kaohe_tui.store.seals import chain, guards
from kaohe_tui.words import N_

_GLANCE_MS = 20
"""Milliseconds that the keys may wait for a look at the disk."""
_Read = TypeVar("_Read")
Recused = Mapping[str, frozenset[Pair]]
"""Tier key -> the pairs that are recused in it."""


@dataclass(frozen=True)
class PeriodRoom:
    """Everything known of one period but its ballots; the same until a step is taken."""

    key: str
    """The period's key."""
    id: int | None
    """The store's id; None while the period is not open."""
    scheme: Scheme
    """The scheme frozen when the period was opened; until then the one in force."""
    scheme_fingerprint: str
    """The fingerprint of that scheme."""
    roster: Roster
    """The roster frozen when the period was opened; until then the one in force."""
    roster_fingerprint: str
    """The fingerprint of that roster."""
    ids: Mapping[str, int]
    """Person's code -> the store's id; empty while the period is not open."""
    codes: Mapping[int, str]
    """The store's id -> person's code; empty while the period is not open."""
    steps: Steps
    """The period with the state of each of its tiers."""
    recused: Recused
    """Tier's key -> the pairs that are recused in it."""
    facts: GroupFacts = field(default_factory=GroupFacts)
    """What the leading group entered for the period."""

    @property
    def opened_id(self) -> int:
        """The store's id.

        Raises:
            Refusal: while the period is not open.
        """
        if self.id is None:
            raise Refusal(
                "period-not-open", N_("{period} is not open yet."), period=self.steps.period.name
            )
        return self.id

    def person(self, code: str) -> Person:
        """Return a person of the period's roster.

        Raises:
            Refusal: when nobody has that code.
        """
        return self.roster.find(code)

    def tier_number(self, key: str) -> int:
        """Return the tier's position in the scheme's order, from 0."""
        return [t.key for t in self.scheme.tiers].index(key)

    def with_state(self, tier: str, state: StepState) -> "PeriodRoom":
        """Return the period as it will be once the tier has that state."""
        tiers = tuple(
            replace(step, state=state) if step.tier.key == tier else step
            for step in self.steps.tiers
        )
        return replace(self, steps=replace(self.steps, tiers=tiers))

    @property
    def extras(self) -> Mapping[str, Extra]:
        """Points from adjustments, and vetoes, by person's code."""
        return extras(self.scheme, self.facts)

    def recused_in(self, tier: str) -> frozenset[Pair]:
        """Return the pairs recused in the tier."""
        return self.recused.get(tier, frozenset())


class _Cache:
    """What was read of scheme, roster and periods; each once, until it is forgotten.

    Args:
        database: where it is read.
    """

    def __init__(self, database: Database) -> None:
        """Begin with nothing read."""
        self._database = database
        self._periods: dict[str, PeriodRoom] = {}
        self._rules: tuple[Scheme, str] | None = None
        self._roster: Roster | None = None
        self._roster_print = ""
        self._called_off = CalledOff()
        self._is_off_known = False
        self._schemes: dict[str, Scheme] = {}
        """Schemes by fingerprint, so that an unchanged text is parsed once."""

    def forget(self) -> None:
        """Drop what was read, but for schemes: a text of the same fingerprint is the same."""
        self._periods.clear()
        self._rules = None
        self._roster = None
        self._roster_print = ""
        self._is_off_known = False

    def twin(self) -> "_Cache":
        """Return one on the same database with no period read yet, for a thread of its own."""
        twin = _Cache(self._database)
        twin._schemes = dict(self._schemes)
        twin._called_off = self._called_off
        return twin

    def take_over(self, twin: "_Cache") -> None:
        """Adopt what a twin has read; what is known already stays."""
        self._periods = twin._periods | self._periods
        self._rules = self._rules or twin._rules
        self._roster = self._roster or twin._roster
        self._schemes = twin._schemes | self._schemes

    def rules(self) -> tuple[Scheme, str]:
        """Return the scheme in force with its fingerprint."""
        if self._rules is None:
            with self._database.reading() as tx:
                stored = schemes.current_scheme(tx)
            self._rules = self._scheme(stored), stored.fingerprint
        return self._rules

    def roster(self) -> Roster:
        """Return the roster for periods not yet open."""
        if self._roster is None:
            with self._database.reading() as tx:
                self._roster = people.roster(tx)
        return self._roster

    def called_off(self) -> Mapping[str, str]:
        """Return period's key -> why it is not held, for the periods that were called off."""
        if not self._is_off_known:
            with self._database.reading() as tx:
                self._called_off = holdings.called_off(tx, self._called_off)
            self._is_off_known = True
        return self._called_off.reasons

    def _fingerprint(self) -> str:
        """Return the fingerprint of the roster for periods not yet open."""
        self._roster_print = self._roster_print or roster_fingerprint(self.roster())
        return self._roster_print

    def _scheme(self, stored: StoredScheme) -> Scheme:
        """Return a stored scheme; refuse one whose text was changed since it was stored."""
        if fingerprint(stored.text) != stored.fingerprint:
            raise advice.damaged(self._database.path)
        if stored.fingerprint not in self._schemes:
            scheme = parse_scheme(stored.text, self._database.path.name)
            self._schemes[stored.fingerprint] = scheme
        return self._schemes[stored.fingerprint]

    def period(self, key: str) -> PeriodRoom:
        """Return the period of that key, read once and kept until a step is taken.

        Raises:
            Refusal: when the scheme has no such period.
        """
        if key not in self._periods:
            self._periods[key] = self._read(key)
        return self._periods[key]

    def _read(self, key: str) -> PeriodRoom:
        scheme, scheme_print = self.rules()
        frozen: Participants | None = None
        with self._database.reading() as tx:
            facts = periods.period(tx, key)
            found = recusals.recusals(tx, key)
            entered = entries.facts(tx, key)
            if facts is not None:
                stored = schemes.scheme(tx, facts.scheme_id)
                frozen = people.participants(tx, facts.id)
                scheme_print = stored.fingerprint
                scheme = self._scheme(stored)
        check_period(scheme, key)
        states = {t.key: StepState(t.state) for t in facts.tiers} if facts else {}
        tiers = tuple(TierStep(t, states.get(t.key, StepState.WAITING)) for t in scheme.tiers)
        recused: dict[str, set[Pair]] = {}
        for one in found:
            recused.setdefault(one.tier, set()).add((one.rater, one.ratee))
        return PeriodRoom(
            key=key,
            id=facts.id if facts else None,
            scheme=scheme,
            scheme_fingerprint=scheme_print,
            roster=frozen.roster if frozen else self.roster(),
            roster_fingerprint=facts.roster_fingerprint if facts else self._fingerprint(),
            ids=frozen.ids if frozen else {},
            codes=frozen.codes if frozen else {},
            steps=Steps(
                scheme.period(key), facts is not None, tiers, self.called_off().get(key, "")
            ),
            recused={tier: frozenset(pairs) for tier, pairs in recused.items()},
            facts=entered,
        )


class Room:
    """One open database and who acts on it."""

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
        self.answers: dict[str, dict[int, tuple[int, int]]] = {}
        """Period -> the progress of its ballots, as last counted; see ``tallies.answers``."""
        self.keyed: set[int] = set()
        """The ids of ballots that this room changed since they were counted."""
        self.unlinked = 0
        """The number of secret ballots still with their raters' names when the room was entered."""
        self._cache = _Cache(database)

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

    def forget(self) -> None:
        """Drop what was read, so that it is read again when it is next asked for."""
        self.generation += 1
        self._cache.forget()
        self.answers.clear()
        self.keyed.clear()

    @contextmanager
    def acting(self, *, checked: bool = True) -> Iterator[Transaction]:
        """Open the transaction of one verb; drop first what others changed meanwhile.

        Args:
            checked: whether everything that is sealed has to fit first. Where it does not, only the
                tables that the verb writes have to: for signing in, and for what mends it.

        Raises:
            ForeignChange: when something was changed past kaohe that the verb might build on.
        """
        with self.database.writing() as tx:
            self.notice(tx)
            if checked:
                self._check_seals(tx)
            yield tx
            if chain.is_unrecorded(tx):
                raise AssertionError("a change without an entry in the record")

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
        twin._cache = self._cache.twin()
        return twin

    def take_over(self, twin: "Room") -> None:
        """Adopt what a twin has read; what is known already stays."""
        self._cache.take_over(twin._cache)
        self.answers = twin.answers | self.answers

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
        return self._cache.rules()

    def roster(self) -> Roster:
        """Return the roster for periods not yet open."""
        return self._cache.roster()

    def called_off(self) -> Mapping[str, str]:
        """Return period's key -> why it is not held, for the periods that were called off."""
        return self._cache.called_off()

    def period(self, key: str) -> PeriodRoom:
        """Return the period of that key, read once and kept until a step is taken.

        Raises:
            Refusal: when the scheme has no such period.
        """
        return self._cache.period(key)


def check_period(scheme: Scheme, key: str) -> None:
    """Refuse a period that the scheme does not have.

    Raises:
        Refusal: when it has not, naming those it has.
    """
    if key not in {p.key for p in scheme.periods}:
        raise Refusal(
            "period-unknown",
            N_("The scheme has no period “{period}”; it has {known}."),
            period=key,
            known=", ".join(p.key for p in scheme.periods),
        )
