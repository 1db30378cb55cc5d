"""Check the steps of a review: which tier may be opened, keyed, closed or reopened now.

Tiers run one at a time, as a rule in the scheme's order. Opening the first one opens the period;
closing the last one closes it; where the only opening is taken back, the period is not begun. One
that is called off is not held. Every ``check_…`` returns nothing or raises a Refusal that says why
not.
"""

from dataclasses import dataclass
from enum import StrEnum

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.words import N_


class StepState(StrEnum):
    """State of a tier in its period, by the word that stands in the database and the record."""

    WAITING = "waiting"
    """Not opened yet, taken back, or paused while another tier is reopened."""
    OPEN = "open"
    """Ballots may be keyed; it may be closed, or its opening taken back."""
    CLOSED = "closed"
    """Complete and sealed; it may be reopened with a reason."""


class PeriodState(StrEnum):
    """State of a period in its year; OPEN and CLOSED stand in the database and the record."""

    WAITING = "waiting"
    """None of its tiers was opened: the database has no line for it."""
    OPEN = "open"
    """Begun: roster and scheme are frozen for it, and a tier is still to be closed."""
    CLOSED = "closed"
    """Every tier is closed, and the result is frozen."""
    CALLED_OFF = "called_off"
    """Not held, as the record says, whatever its line; that may be taken back."""


@dataclass(frozen=True, slots=True)
class TierStep:
    """A tier of a period and its state."""

    tier: Tier
    """The tier."""
    state: StepState
    """Its state."""


@dataclass(frozen=True, slots=True)
class Steps:
    """A period and the state of each of its tiers."""

    period: Period
    """The period."""
    opened: bool
    """Whether roster and scheme are frozen for it."""
    tiers: tuple[TierStep, ...]
    """The tiers, in the scheme's order."""
    called_off: str = ""
    """Why the period is not held; empty where it is."""
    ended: bool = False
    """Whether it was closed as a whole, as a period is that holds no tier."""

    @property
    def current(self) -> Tier | None:
        """The tier that is open, if one is."""
        return next((s.tier for s in self.tiers if s.state is StepState.OPEN), None)

    @property
    def next_to_open(self) -> Tier | None:
        """The first tier that has not been closed, while none is open."""
        if self.current:
            return None
        return next((s.tier for s in self.tiers if s.state is StepState.WAITING), None)

    @property
    def closed(self) -> bool:
        """True once every tier is closed, or the whole that holds none: it has its result."""
        return (
            self.ended if not self.tiers else all(s.state is StepState.CLOSED for s in self.tiers)
        )

    @property
    def last_closed(self) -> Tier | None:
        """The tier that was closed last in the order."""
        closed = [s.tier for s in self.tiers if s.state is StepState.CLOSED]
        return closed[-1] if closed else None

    def is_only_opening(self, key: str) -> bool:
        """Return whether no other tier was ever opened: taking it back takes the period back."""
        others = (step for step in self.tiers if step.tier.key != key)
        return all(step.state is StepState.WAITING for step in others)

    def earlier(self, key: str) -> Tier | None:
        """Return the tier that comes before the one of that key; None where it is its turn.

        Raises:
            Refusal: when the scheme has no such tier.
        """
        self.state_of(key)
        first = self.next_to_open
        return first if first and first.key != key else None

    def state_of(self, key: str) -> StepState:
        """Return the state of the tier of that key.

        Raises:
            Refusal: when the scheme has no such tier.
        """
        for step in self.tiers:
            if step.tier.key == key:
                return step.state
        if not self.tiers:
            raise Refusal(
                "period-without-tier",
                N_("{period} holds no tier: it is opened and closed as a whole; name no tier."),
                period=self.period.name,
            )
        raise Refusal(
            "tier-unknown",
            N_("{period} has no tier “{tier}”; it has {known}."),
            period=self.period.name,
            tier=key,
            known=", ".join(s.tier.key for s in self.tiers),
        )

    def check_held(self) -> None:
        """Refuse a period that was called off.

        Raises:
            Refusal: when it was called off.
        """
        if self.called_off:
            raise Refusal(
                "period-called-off",
                N_("{period} was called off ({reason}); take that back first."),
                period=self.period.name,
                reason=self.called_off,
            )

    def check_open(self, key: str, *, out_of_order: bool = False) -> None:
        """Refuse to open a tier that may not be opened.

        Args:
            key: the tier's key.
            out_of_order: whether it may be opened before those that come first.

        Raises:
            Refusal: when it is open or closed already, its turn has not come, or the period was
                called off.
        """
        state = self.state_of(key)
        self.check_held()
        name = self._name(key)
        if state is StepState.OPEN:
            raise Refusal("tier-open", N_("{tier} is already open."), tier=name)
        if state is StepState.CLOSED:
            raise Refusal(
                "tier-closed",
                N_("{tier} is closed; it can only be reopened, with a reason."),
                tier=name,
            )
        if self.current:
            raise Refusal(
                "tier-waits",
                N_("{tier} waits until {current} is closed."),
                tier=name,
                current=self.current.name,
            )
        if not out_of_order and (first := self.earlier(key)):
            raise Refusal(
                "tier-waits",
                N_("{tier} waits for its turn: {next} comes first."),
                tier=name,
                next=first.name,
            )

    def check_take_back(self, key: str, in_hand: int, reason: str, *, closed_once: bool) -> None:
        """Refuse to take back an opening that has to stay.

        Args:
            key: the tier's key.
            in_hand: how many of its ballots are handed in, struck out or keyed once.
            reason: why; kept in the record.
            closed_once: whether it was closed before: then results may rest on it.

        Raises:
            Refusal: when it is not open, was closed before, something is in, no reason is given, or
                the period was called off.
        """
        name = self._name_of_open(key)
        if closed_once:
            raise Refusal(
                "tier-closed-once",
                N_("{tier} was closed once: close it again; its opening cannot be taken back."),
                tier=name,
            )
        if in_hand:
            raise Refusal.plural(
                "ballots-in",
                "{tier}: {count} ballot is in, so its opening cannot be taken back. Give it "
                "back to its rater first (the tier's raters, B), or close the tier.",
                "{tier}: {count} ballots are in, so its opening cannot be taken back. Give "
                "them back to their raters first (the tier's raters, B), or close the tier.",
                in_hand,
                tier=name,
            )
        if not reason:
            raise Refusal(
                "reason-missing", N_("Taking the opening of {tier} back needs a reason."), tier=name
            )

    def _name_of_open(self, key: str) -> str:
        state = self.state_of(key)
        self.check_held()
        if state is StepState.CLOSED:
            raise Refusal(
                "tier-closed",
                N_("{tier} is closed; it can only be reopened, with a reason."),
                tier=self._name(key),
            )
        if state is not StepState.OPEN:
            raise Refusal("tier-not-open", N_("{tier} is not open."), tier=self._name(key))
        return self._name(key)

    def check_scoring(self, key: str) -> None:
        """Refuse ballots of a tier that is not open.

        Raises:
            Refusal: when it is not open.
        """
        state = self.state_of(key)
        if state is StepState.OPEN and not self.called_off:
            return
        self.check_held()
        message = N_("{tier} is not open in {period}: its ballots cannot be changed.")
        if state is StepState.CLOSED:
            message = N_(
                "{tier} is not open in {period}: its ballots cannot be changed before it is "
                "reopened, with a reason."
            )
        raise Refusal("tier-not-open", message, tier=self._name(key), period=self.period.name)

    def check_close(self, key: str, missing: int, reason: str) -> None:
        """Refuse to close a tier that may not be closed.

        Args:
            key: the tier's key.
            missing: how many ratings it still owes.
            reason: why it is closed with something missing; may be empty.

        Raises:
            Refusal: when it is not open, or something is missing and no reason is given.
        """
        name = self._name_of_open(key)
        if missing and not reason:
            raise Refusal(
                "ratings-outstanding",
                N_("{tier} has {count} ratings outstanding: closing it needs a reason."),
                tier=name,
                count=missing,
            )

    def check_reopen(self, key: str, reason: str) -> None:
        """Refuse to reopen a tier that may not be reopened.

        Raises:
            Refusal: when it is not closed, or no reason is given.
        """
        state = self.state_of(key)
        self.check_held()
        if state is not StepState.CLOSED:
            raise Refusal("tier-not-closed", N_("{tier} is not closed."), tier=self._name(key))
        if not reason:
            raise Refusal(
                "reason-missing", N_("Reopening {tier} needs a reason."), tier=self._name(key)
            )

    def _name(self, key: str) -> str:
        return next(s.tier.name for s in self.tiers if s.tier.key == key)
