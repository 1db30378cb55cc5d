"""Periods and tiers opened, closed, reopened, taken back, called off; recusals; corrections."""

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
    """A period begins, with its roster and scheme frozen."""

    action = "open_period"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.FACT
    layout = {"new": "{scheme_digest} {roster_digest}"}
    says = N_("opened {period}: roster and scheme are locked")

    scheme_digest: Digest
    roster_digest: Digest


class PeriodClosed(OfPeriod):
    """A period's last tier is closed."""

    action = "close_period"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {"subject": "{number}", "new": "{digest}"}
    says = N_("closed {period}: result no. {number} is locked")

    number: Number
    """The result's."""
    digest: Digest
    """Of the result."""


class PeriodReopened(OfPeriod):
    """One of a closed period's tiers is reopened."""

    action = "reopen_period"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {"reason": "{reason}"}
    says = N_("reopened {period}")

    reason: Reason = ""


class ResultCorrected(OfPeriod):
    """The result of a closed period came out otherwise, and was frozen anew."""

    action = "correct_result"
    power, kind, effect = duties.BALLOTS, RecordKind.STEPS, Effect.SCORE
    layout = {"subject": "{number}", "old": "{before}", "new": "{digest}", "reason": "{reason}"}
    says = N_("corrected {period}: result no. {number} is locked")

    number: Number
    before: DigestBefore = ""
    """Of the result before."""
    digest: Digest
    reason: Reason = ""


class PeriodTakenBack(OfPeriod):
    """The only opening in a period is taken back: it is not begun, roster and scheme are free."""

    action = "take_back_period"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.FACT
    layout = {"reason": "{reason}"}
    says = N_("took back that {period} had begun: roster and scheme can be changed again")

    reason: Reason = ""


class PeriodCalledOff(OfPeriod):
    """A period is not held, or held no longer; a tier that was open waits."""

    action = "call_off_period"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {"reason": "{reason}"}
    says = N_("called {period} off: it counts nowhere")

    reason: Reason = ""


class PeriodHeldAfterAll(OfPeriod):
    """A period that was called off is held, from where it stood."""

    action = "hold_period"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {"reason": "{reason}"}
    says = N_("took back that {period} was called off")

    reason: Reason = ""


class TierOpened(OfTier):
    """Ballots of a tier may be keyed."""

    action = "open_tier"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.FACT
    layout = {"new": "{ahead_of}"}
    says = N_("opened {tier} of {period}")

    ahead_of: Tier = ""
    """The tier whose turn it was; empty where it was this one's own."""

    def message(self) -> str:
        """Before which tier it was opened, where it was out of order."""
        return N_("opened {tier} of {period} before {ahead_of}") if self.ahead_of else self.says


class OpeningTakenBack(OfTier):
    """A tier is still to be opened again; what was keyed on its ballots is gone."""

    action = "take_back_tier"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {"old": "{ballots}", "reason": "{reason}"}
    says = N_("took back the opening of {tier} of {period}")

    ballots: Ballots
    """How many were half-keyed."""
    reason: Reason = ""

    def message(self) -> str:
        """What was keyed, where something was."""
        if not self.ballots:
            return self.says
        return N_("took back the opening of {tier} of {period}, {ballots} partly entered")


class TierClosed(OfTier):
    """A tier's ballots are complete and sealed."""

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
    """Ratings by the code of who still owes them."""
    counted_by: Text = ""
    supervised_by: Text = ""
    reason: Reason = ""

    def message(self) -> str:
        """What was missing, where something was."""
        return N_("closed {tier} of {period}, {missing}") if self.missing else self.says


class BallotMissing(OfTier):
    """Why one rater's ballot is missing, where that is not the reason told for all; it stands
    before the closing it belongs to."""

    action = "missing_ballot"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.NOTHING
    layout = {"subject": "{rater}", "reason": "{reason}"}
    says = N_("noted why the ballot of {rater} in {tier} of {period} is missing")

    rater: Person
    reason: Reason


class TierReopened(OfTier):
    """A closed tier is open again."""

    action = "reopen_tier"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {"old": "{begun}", "reason": "{reason}"}
    says = N_("reopened {tier} of {period}")

    begun: Said
    """What stood on ballots that were begun and not handed in."""
    reason: Reason = ""


class Recused(OfTier):
    """A rater does not rate somebody."""

    action = "recuse"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {"subject": "{rater}>{ratee}", "reason": "{reason}"}
    says = N_("recused {rater} from rating {ratee} in {tier} of {period}")

    rater: Person
    ratee: Person
    reason: Reason = ""


class RecusalLifted(OfTier):
    """A rater rates somebody after all."""

    action = "lift_recusal"
    power, kind, effect = duties.TIERS, RecordKind.STEPS, Effect.SCORE
    layout = {"subject": "{rater}>{ratee}"}
    says = N_("cancelled the recusal of {rater} from {ratee} in {tier} of {period}")

    rater: Person
    ratee: Person
