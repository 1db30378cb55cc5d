"""Define the events of periods and tiers: opened, closed, reopened, called off; recusals."""

from kaohe_tui.domain import duties
from kaohe_tui.domain.record.event import Effect, OfPeriod, OfTier
from kaohe_tui.domain.record.values import (
    Ballots,
    Digest,
    DigestBefore,
    Number,
    Owed,
    Person,
    Reason,
    Said,
    Text,
    Tier,
)
from kaohe_tui.domain.record.words import RecordKind
from kaohe_tui.words import N_


class PeriodOpened(OfPeriod):
    """A period is opened, with its roster and scheme frozen."""

    action = "open_period"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.FACT
    layout = {"new": "{scheme_digest} {roster_digest}"}
    says = N_("opened {period}: roster and scheme are locked")

    scheme_digest: Digest
    """SHA-256 of the scheme's file."""
    roster_digest: Digest
    """SHA-256 of the roster; see ``result.roster_fingerprint``."""


class PeriodClosed(OfPeriod):
    """A period is closed with its last tier, and its result frozen."""

    action = "close_period"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {"subject": "{number}", "new": "{digest}"}
    says = N_("closed {period}: result no. {number} is locked")

    number: Number
    """Number of the result within its period, from 1."""
    digest: Digest
    """SHA-256 of the result."""


class PeriodReopened(OfPeriod):
    """A closed period is reopened with one of its tiers."""

    action = "reopen_period"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {"reason": "{reason}"}
    says = N_("reopened {period}")

    reason: Reason = ""
    """Why; empty for none."""


class ResultCorrected(OfPeriod):
    """The result of a closed period changed and was frozen again."""

    action = "correct_result"
    power, kind, effect = duties.BALLOTS, RecordKind.STEPS, Effect.SCORE
    layout = {"subject": "{number}", "old": "{before}", "new": "{digest}", "reason": "{reason}"}
    says = N_("corrected {period}: result no. {number} is locked")

    number: Number
    """Number of the new result within its period."""
    before: DigestBefore = ""
    """SHA-256 of the result before; empty where it is not known."""
    digest: Digest
    """SHA-256 of the new result."""
    reason: Reason = ""
    """Why; empty for none."""


class PeriodTakenBack(OfPeriod):
    """The only opening in a period is taken back: roster and scheme are free again."""

    action = "take_back_period"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.FACT
    layout = {"reason": "{reason}"}
    says = N_("took back that {period} had begun: roster and scheme can be changed again")

    reason: Reason = ""
    """Why; empty for none."""


class PeriodCalledOff(OfPeriod):
    """A period is called off; a tier that was open waits."""

    action = "call_off_period"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {"reason": "{reason}"}
    says = N_("called {period} off: it counts nowhere")

    reason: Reason = ""
    """Why; empty for none."""


class PeriodHeldAfterAll(OfPeriod):
    """A period that was called off is held, from the state it was in."""

    action = "hold_period"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {"reason": "{reason}"}
    says = N_("took back that {period} was called off")

    reason: Reason = ""
    """Why; empty for none."""


class TierOpened(OfTier):
    """A tier is opened: its ballots may be keyed."""

    action = "open_tier"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.FACT
    layout = {"new": "{ahead_of}"}
    says = N_("opened {tier} of {period}")

    ahead_of: Tier = ""
    """Key of the tier whose turn it was; empty where it was this one's."""

    def message(self) -> str:
        """Return the message, with the tier whose turn it was where it was out of order."""
        return N_("opened {tier} of {period} before {ahead_of}") if self.ahead_of else self.says


class OpeningTakenBack(OfTier):
    """The opening of a tier is taken back, with what was keyed on its ballots."""

    action = "take_back_tier"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {"old": "{ballots}", "reason": "{reason}"}
    says = N_("took back the opening of {tier} of {period}")

    ballots: Ballots
    """Number of ballots that were half-keyed."""
    reason: Reason = ""
    """Why; empty for none."""

    def message(self) -> str:
        """Return the message, with the ballots that were half-keyed."""
        if not self.ballots:
            return self.says
        return N_("took back the opening of {tier} of {period}, {ballots} partly entered")


class TierClosed(OfTier):
    """A tier is closed and its ballots sealed."""

    action = "close_tier"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {
        "subject": "{counted_by}",
        "old": "{missing}",
        "new": "{supervised_by}",
        "reason": "{reason}",
    }
    says = N_("closed {tier} of {period}")

    missing: Owed
    """Rater's code -> ratings still owed."""
    counted_by: Text = ""
    """The person who counted; empty where nobody was named."""
    supervised_by: Text = ""
    """The person who supervised the count; empty where nobody was named."""
    reason: Reason = ""
    """Why something is missing; empty for none."""

    def message(self) -> str:
        """Return the message, with the ratings missing."""
        return N_("closed {tier} of {period}, {missing}") if self.missing else self.says


class BallotMissing(OfTier):
    """One rater's own reason for a missing ballot.

    It stands before the closing it belongs to, where the reason differs from that of all the
    others.
    """

    action = "missing_ballot"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.NOTHING
    layout = {"subject": "{rater}", "reason": "{reason}"}
    says = N_("noted why the ballot of {rater} in {tier} of {period} is missing")

    rater: Person
    """Code of the rater."""
    reason: Reason
    """Why the ballot is missing."""


class TierReopened(OfTier):
    """A closed tier is reopened."""

    action = "reopen_tier"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {"old": "{begun}", "reason": "{reason}"}
    says = N_("reopened {tier} of {period}")

    begun: Said
    """What stood on ballots that were begun and not handed in."""
    reason: Reason = ""
    """Why; empty for none."""


class Recused(OfTier):
    """A rater is recused from rating a person (回避)."""

    action = "recuse"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {"subject": "{rater}>{ratee}", "reason": "{reason}"}
    says = N_("recused {rater} from rating {ratee} in {tier} of {period}")

    rater: Person
    """Code of the rater."""
    ratee: Person
    """Code of the ratee."""
    reason: Reason = ""
    """Why; empty for none."""


class RecusalLifted(OfTier):
    """A recusal is lifted: the rater rates the person."""

    action = "lift_recusal"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {"subject": "{rater}>{ratee}"}
    says = N_("cancelled the recusal of {rater} from {ratee} in {tier} of {period}")

    rater: Person
    """Code of the rater."""
    ratee: Person
    """Code of the ratee."""
