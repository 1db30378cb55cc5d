"""Read scheme, roster and periods once, and read them again when a transaction changed them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kaohe_tui.domain.record.events import PeriodCalledOff, PeriodHeldAfterAll
from kaohe_tui.domain.result.shape import fingerprint, roster_fingerprint
from kaohe_tui.domain.rules.pairs import Pair
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.steps import PeriodState, Steps, StepState, TierStep
from kaohe_tui.files.scheme.scheme import parse_scheme
from kaohe_tui.services.room.period import PeriodRoom, check_period
from kaohe_tui.store.database import advice
from kaohe_tui.store.database.engine import Database
from kaohe_tui.store.entries import entries
from kaohe_tui.store.periods import holdings, people, periods, recusals, schemes
from kaohe_tui.store.periods.holdings import CalledOff
from kaohe_tui.store.periods.people import Participants
from kaohe_tui.store.periods.schemes import StoredScheme

TABLES: Final = frozenset(
    (
        *("in_force", "scheme", "person", "period", "participant", "tier_step", "recusal"),
        "roster_group",
        *("adjustment", "veto", "exemption", "absence", "figure", "decision"),
    )
)
"""The tables that it reads."""
EVENTS: Final = (PeriodCalledOff, PeriodHeldAfterAll)
"""The events whose facts stand in the record alone."""


@dataclass
class Known:
    """What was read so far."""

    periods: dict[str, PeriodRoom] = field(default_factory=dict)
    """Periods by their keys."""
    rules: tuple[Scheme, str] | None = None
    """The scheme in force with its fingerprint."""
    roster: Roster | None = None
    """The roster for periods not yet open."""
    roster_print: str = ""
    """The fingerprint of that roster; empty until it is asked for."""
    called_off: CalledOff = field(default_factory=CalledOff)
    """The periods that were called off, as last read."""
    is_off_known: bool = False
    """Whether nothing can have been called off since."""
    schemes: dict[str, Scheme] = field(default_factory=dict)
    """Schemes by fingerprint, so that an unchanged text is parsed once."""

    def lasting(self) -> "Known":
        """Return what holds whatever happened: a text of the same fingerprint is the same."""
        return Known(schemes=dict(self.schemes), called_off=self.called_off)


class PeriodCache:
    """What was read of scheme, roster and periods; each once, until it is forgotten."""

    def __init__(self, database: Database, known: Known | None = None) -> None:
        """Begin with what is known already.

        Args:
            database: where it is read.
            known: what was read; None for nothing.
        """
        self._database = database
        self.known = known or Known()
        """What was read so far."""

    def forget(self) -> None:
        """Drop what was read, as far as it may be another."""
        self.known = self.known.lasting()

    def twin(self) -> "PeriodCache":
        """Return one on the same database with no period read yet, for a thread of its own."""
        return PeriodCache(self._database, self.known.lasting())

    def take_over(self, twin: "PeriodCache") -> None:
        """Adopt what a twin has read; what is known already stays."""
        own, read = self.known, twin.known
        own.periods = read.periods | own.periods
        own.rules = own.rules or read.rules
        own.roster = own.roster or read.roster
        own.schemes = read.schemes | own.schemes

    def rules(self) -> tuple[Scheme, str]:
        """Return the scheme in force with its fingerprint."""
        if self.known.rules is None:
            with self._database.reading() as tx:
                stored = schemes.current_scheme(tx)
            self.known.rules = self._scheme(stored), stored.fingerprint
        return self.known.rules

    def roster(self) -> Roster:
        """Return the roster for periods not yet open."""
        if self.known.roster is None:
            with self._database.reading() as tx:
                self.known.roster = people.roster(tx)
        return self.known.roster

    def called_off(self) -> Mapping[str, str]:
        """Return period's key -> why it is not held, for the periods that were called off."""
        if not self.known.is_off_known:
            with self._database.reading() as tx:
                self.known.called_off = holdings.called_off(tx, self.known.called_off)
            self.known.is_off_known = True
        return self.known.called_off.reasons

    def _fingerprint(self) -> str:
        """Return the fingerprint of the roster for periods not yet open."""
        self.known.roster_print = self.known.roster_print or roster_fingerprint(self.roster())
        return self.known.roster_print

    def _scheme(self, stored: StoredScheme) -> Scheme:
        """Return a stored scheme; refuse one whose text was changed since it was stored."""
        if fingerprint(stored.text) != stored.fingerprint:
            raise advice.damaged(self._database.path)
        if stored.fingerprint not in self.known.schemes:
            scheme = parse_scheme(stored.text, self._database.path.name)
            self.known.schemes[stored.fingerprint] = scheme
        return self.known.schemes[stored.fingerprint]

    def period(self, key: str) -> PeriodRoom:
        """Return the period of that key, read once and kept until a step is taken.

        Raises:
            Refusal: when the scheme has no such period.
        """
        if key not in self.known.periods:
            self.known.periods[key] = self._read(key)
        return self.known.periods[key]

    def _read(self, key: str) -> PeriodRoom:
        scheme, scheme_print = self.rules()
        frozen: Participants | None = None
        with self._database.reading() as tx:
            facts = periods.period(tx, key)
            rows = recusals.recusals(tx, key)
            entered = entries.facts(tx, key)
            if facts is not None:
                stored = schemes.scheme(tx, facts.scheme_id)
                frozen = people.participants(tx, facts.id)
                scheme_print = stored.fingerprint
                scheme = self._scheme(stored)
        check_period(scheme, key)
        own = scheme.for_period(key)
        states = {t.key: t.state for t in facts.tiers} if facts else {}
        tiers = tuple(TierStep(t, states.get(t.key, StepState.WAITING)) for t in own.tiers)
        recused: dict[str, set[Pair]] = {}
        for one in rows:
            recused.setdefault(one.tier, set()).add((one.rater, one.ratee))
        return PeriodRoom(
            key=key,
            id=facts.id if facts else None,
            scheme=own,
            whole=scheme,
            scheme_fingerprint=scheme_print,
            roster=frozen.roster if frozen else self.roster(),
            roster_fingerprint=facts.roster_fingerprint if facts else self._fingerprint(),
            ids=frozen.ids if frozen else {},
            codes=frozen.codes if frozen else {},
            steps=Steps(
                scheme.period(key),
                facts is not None,
                tiers,
                self.called_off().get(key, ""),
                ended=facts is not None and facts.state is PeriodState.CLOSED,
            ),
            recused={tier: frozenset(pairs) for tier, pairs in recused.items()},
            facts=entered,
        )
