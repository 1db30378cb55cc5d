"""The steps of a review: which tier may be opened, keyed, closed or reopened now.

Tiers run in the scheme's order, one at a time. Opening the first one opens the period; closing the
last one closes it. Every ``check_…`` returns nothing or raises a Refusal that says why not.
"""

from dataclasses import dataclass
from enum import StrEnum

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.scheme import Period, Tier
from kaohe_tui.words import _


class StepState(StrEnum):
    """Where a tier stands in its period."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class TierStep:
    """A tier of a period and where it stands."""

    tier: Tier
    state: StepState


@dataclass(frozen=True, slots=True)
class Steps:
    """A period and where each of its tiers stands."""

    period: Period
    opened: bool
    """Whether roster and scheme are frozen for it."""
    tiers: tuple[TierStep, ...]

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
        """Whether every tier is closed: the period has its result."""
        return all(s.state is StepState.CLOSED for s in self.tiers)

    @property
    def last_closed(self) -> Tier | None:
        """The tier that was closed last in the order."""
        closed = [s.tier for s in self.tiers if s.state is StepState.CLOSED]
        return closed[-1] if closed else None

    def state_of(self, key: str) -> StepState:
        """Where the tier of that key stands.

        Raises:
            Refusal: when the scheme has no such tier.
        """
        for step in self.tiers:
            if step.tier.key == key:
                return step.state
        raise Refusal(
            _("The scheme has no tier “{tier}”; it has {known}.").format(
                tier=key, known=", ".join(s.tier.key for s in self.tiers)
            )
        )

    def check_open(self, key: str) -> None:
        """Whether the tier may be opened.

        Raises:
            Refusal: when it is open or closed already, or its turn has not come.
        """
        state = self.state_of(key)
        name = self._name(key)
        if state is StepState.OPEN:
            raise Refusal(_("{tier} is already open.").format(tier=name))
        if state is StepState.CLOSED:
            raise Refusal(
                _("{tier} is closed; it can only be reopened, with a reason.").format(tier=name)
            )
        if self.current:
            raise Refusal(
                _("{tier} waits until {current} is closed.").format(
                    tier=name, current=self.current.name
                )
            )
        if self.next_to_open and self.next_to_open.key != key:
            raise Refusal(
                _("{tier} waits for its turn: {next} comes first.").format(
                    tier=name, next=self.next_to_open.name
                )
            )

    def check_scoring(self, key: str) -> None:
        """Whether ballots of the tier may be keyed or imported.

        Raises:
            Refusal: when it is not open.
        """
        if self.state_of(key) is StepState.OPEN:
            return
        raise Refusal(
            _("{tier} is not open in {period}: its ballots cannot be changed.").format(
                tier=self._name(key), period=self.period.name
            )
        )

    def check_close(self, key: str, missing: int, reason: str) -> None:
        """Whether the tier may be closed.

        Args:
            key: the tier's key.
            missing: how many ratings it still owes.
            reason: why it is closed with something missing; empty where none is given.

        Raises:
            Refusal: when it is not open, or something is missing and no reason is given.
        """
        if self.state_of(key) is not StepState.OPEN:
            raise Refusal(_("{tier} is not open.").format(tier=self._name(key)))
        if missing and not reason:
            raise Refusal(
                _("{tier} has {count} ratings outstanding: closing it needs a reason.").format(
                    tier=self._name(key), count=missing
                )
            )

    def check_reopen(self, key: str, reason: str) -> None:
        """Whether the tier may be reopened.

        Raises:
            Refusal: when it is not closed, or no reason is given.
        """
        if self.state_of(key) is not StepState.CLOSED:
            raise Refusal(_("{tier} is not closed.").format(tier=self._name(key)))
        if not reason:
            raise Refusal(_("Reopening {tier} needs a reason.").format(tier=self._name(key)))

    def _name(self, key: str) -> str:
        return next(s.tier.name for s in self.tiers if s.tier.key == key)
