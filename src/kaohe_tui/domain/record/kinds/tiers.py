"""Define the events of periods and tiers: opened, closed, reopened, called off; recusals."""

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.record.event import Effect, OfPeriod, OfTier
from kaohe_tui.domain.record.fields.values import (
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


class OfPeriodStep(OfPeriod, power=duties.TIERS, kind=RecordKind.STEPS, effect=Effect.SCORE):
    """A step of a period."""


class PeriodOpened(
    OfPeriodStep,
    action="open_period",
    effect=Effect.FACT,
    layout={"new": "{scheme_digest} {roster_digest}"},
    says=N_("opened {period}: roster and scheme are locked"),
):
    """A period is opened, with its roster and scheme frozen."""

    scheme_digest: Digest
    """SHA-256 of the scheme's file."""
    roster_digest: Digest
    """SHA-256 of the roster; see ``result.roster_fingerprint``."""


class PeriodClosed(
    OfPeriodStep,
    action="close_period",
    layout={"subject": "{number}", "new": "{digest}", "reason": "{reason}"},
    says=N_("closed {period}: result no. {number} is locked"),
):
    """A period is closed, with its last tier or as a whole, and its result frozen."""

    number: Number
    """Number of the result within its period, from 1."""
    digest: Digest
    """SHA-256 of the result."""
    reason: Reason = ""
    """Why something is missing, where it is closed as a whole; empty for none."""


class PeriodReopened(
    OfPeriodStep,
    action="reopen_period",
    layout={"reason": "{reason}"},
    says=N_("reopened {period}"),
):
    """A closed period is reopened with one of its tiers."""

    reason: Reason = ""
    """Why; empty for none."""


class ResultCorrected(
    OfPeriodStep,
    action="correct_result",
    power=duties.BALLOTS,
    layout={
        "subject": "{number}",
        "old": "{result_before}",
        "new": "{digest}",
        "reason": "{reason}",
    },
    says=N_("corrected {period}: result no. {number} is locked"),
):
    """The result of a closed period changed and was frozen again."""

    number: Number
    """Number of the new result within its period."""
    result_before: DigestBefore = ""
    """SHA-256 of the result before; empty where it is not known."""
    digest: Digest
    """SHA-256 of the new result."""
    reason: Reason = ""
    """Why; empty for none."""


class PeriodTakenBack(
    OfPeriodStep,
    action="take_back_period",
    effect=Effect.FACT,
    layout={"reason": "{reason}"},
    says=N_("took back that {period} had begun: roster and scheme can be changed again"),
):
    """The only opening in a period is taken back: roster and scheme are free again."""

    reason: Reason = ""
    """Why; empty for none."""


class PeriodCalledOff(
    OfPeriodStep,
    action="call_off_period",
    layout={"reason": "{reason}"},
    says=N_("called {period} off: it counts nowhere"),
):
    """A period is called off; a tier that was open waits."""

    reason: Reason = ""
    """Why; empty for none."""


class PeriodHeldAfterAll(
    OfPeriodStep,
    action="hold_period",
    layout={"reason": "{reason}"},
    says=N_("took back that {period} was called off"),
):
    """A period that was called off is held, from the state it was in."""

    reason: Reason = ""
    """Why; empty for none."""


class OfTierStep(OfTier, power=duties.TIERS, kind=RecordKind.STEPS, effect=Effect.SCORE):
    """A step of a tier, or what goes with it."""


class TierOpened(
    OfTierStep,
    action="open_tier",
    effect=Effect.FACT,
    layout={"new": "{ahead_of}"},
    says=N_("opened {tier} of {period}"),
):
    """A tier is opened: its ballots may be keyed."""

    ahead_of: Tier = ""
    """Key of the tier whose turn it was; empty where it was this one's."""

    def message(self) -> str:
        """Return the message, with the tier whose turn it was where it was out of order."""
        return N_("opened {tier} of {period} before {ahead_of}") if self.ahead_of else self.says


class OpeningTakenBack(
    OfTierStep,
    action="take_back_tier",
    layout={"old": "{ballots}", "reason": "{reason}"},
    says=N_("took back the opening of {tier} of {period}"),
):
    """The opening of a tier is taken back, with what was keyed on its ballots."""

    ballots: Ballots
    """Number of ballots that were half-keyed."""
    reason: Reason = ""
    """Why; empty for none."""

    def message(self) -> str:
        """Return the message, with the ballots that were half-keyed."""
        if not self.ballots:
            return self.says
        return N_("took back the opening of {tier} of {period}, {ballots} partly entered")


class TierClosed(
    OfTierStep,
    action="close_tier",
    layout={
        "subject": "{counted_by}",
        "old": "{missing}",
        "new": "{supervised_by}",
        "reason": "{reason}",
    },
    says=N_("closed {tier} of {period}"),
):
    """A tier is closed and its ballots sealed."""

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


class BallotMissing(
    OfTierStep,
    action="missing_ballot",
    effect=Effect.NOTHING,
    layout={"subject": "{rater}", "reason": "{reason}"},
    says=N_("noted why the ballot of {rater} in {tier} of {period} is missing"),
):
    """One rater's own reason for a missing ballot.

    It stands before the closing it belongs to, where the reason differs from that of all the
    others.
    """

    rater: Person
    """Code of the rater."""
    reason: Reason
    """Why the ballot is missing."""


class TierReopened(
    OfTierStep,
    action="reopen_tier",
    layout={"old": "{begun}", "reason": "{reason}"},
    says=N_("reopened {tier} of {period}"),
):
    """A closed tier is reopened."""

    begun: Said
    """The contents of ballots that were begun and not handed in."""
    reason: Reason = ""
    """Why; empty for none."""


class OfRecusal(OfTierStep, layout={"subject": "{rater}>{ratee}"}):
    """An event of one recused pair (回避)."""

    rater: Person
    """Code of the rater."""
    ratee: Person
    """Code of the ratee."""


class Recused(
    OfRecusal,
    action="recuse",
    layout={"reason": "{reason}"},
    says=N_("recused {rater} from rating {ratee} in {tier} of {period}"),
):
    """A rater is recused from rating a person (回避)."""

    reason: Reason = ""
    """Why; empty for none."""


class RecusalLifted(
    OfRecusal,
    action="lift_recusal",
    says=N_("cancelled the recusal of {rater} from {ratee} in {tier} of {period}"),
):
    """A recusal is lifted: the rater rates the person."""
