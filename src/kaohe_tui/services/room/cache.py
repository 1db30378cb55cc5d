"""Read scheme, roster and periods once, and read them again when a transaction changed them."""

from collections.abc import Mapping
from typing import Final

from kaohe_tui.domain.record.events import PeriodCalledOff, PeriodHeldAfterAll
from kaohe_tui.domain.result.shape import fingerprint, roster_fingerprint
from kaohe_tui.domain.rules.pairs import Pair
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme import Scheme
from kaohe_tui.domain.rules.steps import Steps, StepState, TierStep
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
        *("adjustment", "veto", "exemption", "absence", "decision"),
    )
)
"""The tables that it reads."""
EVENTS: Final = (PeriodCalledOff, PeriodHeldAfterAll)
"""The events whose facts stand in the record alone."""


class PeriodCache:
    """What was read of scheme, roster and periods; each once, until it is forgotten."""

    def __init__(self, database: Database) -> None:
        """Begin with nothing read.

        Args:
            database: where it is read.
        """
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

    def twin(self) -> "PeriodCache":
        """Return one on the same database with no period read yet, for a thread of its own."""
        twin = PeriodCache(self._database)
        twin._schemes = dict(self._schemes)
        twin._called_off = self._called_off
        return twin

    def take_over(self, twin: "PeriodCache") -> None:
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
