"""Ballots handed in, imported, changed, struck out, given back."""

from kaohe_tui.domain import duties
from kaohe_tui.domain.record.event import Effect, OfPeriod, OfTier
from kaohe_tui.domain.record.values import (
    Ballots,
    BroughtIn,
    ByCode,
    Digest,
    Indicator,
    Mark,
    MaybeMark,
    Missing,
    Number,
    Person,
    Ratings,
    Reason,
    Said,
    Standing,
    Text,
    Tiers,
)
from kaohe_tui.domain.record.words import RecordKind
from kaohe_tui.words import N_

_ABSTAINED = "-"
"""What stands in an entry for an abstention."""


class HandedIn(OfTier):
    """A ballot is in under its rater's name."""

    action = "hand_in"
    power, kind, effect = duties.KEYING, RecordKind.BALLOTS, Effect.SCORE
    layout = {"subject": "{rater}", "old": "{lacking}", "new": "{digest}", "reason": "{by_code}"}
    says = N_("handed in the ballot of {rater} in {tier} of {period}")

    rater: Person
    lacking: Missing = 0
    """Ratings that it still owes."""
    digest: Digest
    """Of the ballot; it is what tells this one from a ``SecretHandedIn``."""
    by_code: ByCode = False
    """Whether its rater opened it with a one-time code."""

    def message(self) -> str:
        """What is missing, and whether there was a code."""
        if self.by_code:
            return N_("handed in the ballot of {rater} in {tier} of {period}, with a one-time code")
        if self.lacking:
            return N_("handed in the ballot of {rater} in {tier} of {period}, {lacking}")
        return self.says


class SecretHandedIn(OfTier):
    """One more ballot of a secret tier is in; whose it is nobody knows."""

    action = "hand_in"
    power, kind, effect = duties.KEYING, RecordKind.BALLOTS, Effect.SCORE
    layout = {"subject": "{number}", "old": "{lacking}"}
    says = N_("received ballot no. {number} of {tier} of {period}")

    number: Number
    """How many are in with this one."""
    lacking: Missing = 0
    """Ratings that it owed; only the first kaohe told that."""


class BallotsImported(OfPeriod):
    """Ballots of a file are in."""

    action = "import"
    power, kind, effect = duties.KEYING, RecordKind.BALLOTS, Effect.SCORE
    layout = {"tier": "{tiers}", "old": "{brought}", "new": "{file}: {ballots}{ratings}"}
    says = N_("imported {ballots} of {tiers} of {period} from the file {file}")

    tiers: Tiers
    file: Text
    ballots: Ballots
    ratings: Ratings = None
    """With the abstentions; None where a tier is secret."""
    brought: BroughtIn
    """Empty in entries of the first kaohe, which did not keep it."""

    def message(self) -> str:
        """How many ratings, where that may be known."""
        if self.ratings is None:
            return self.says
        return N_("imported {ballots} with {ratings} of {tiers} of {period} from the file {file}")


class StruckOut(OfTier):
    """None of a ballot's ratings count."""

    action = "strike_out"
    power, kind, effect = duties.BALLOTS, RecordKind.BALLOTS, Effect.SCORE
    layout = {"subject": "{rater}", "reason": "{reason}"}
    says = N_("voided the ballot of {rater} in {tier} of {period}")

    rater: Person
    reason: Reason = ""


class GivenBack(OfTier):
    """A ballot that was in can be changed by its rater."""

    action = "give_back"
    power, kind, effect = duties.BALLOTS, RecordKind.BALLOTS, Effect.SCORE
    layout = {"subject": "{rater}", "old": "{said}", "reason": "{reason}"}
    says = N_("gave the ballot of {rater} in {tier} of {period} back")

    rater: Person
    said: Said
    """What stood on it; nothing of a secret one, and in entries of the first kaohe."""
    reason: Reason = ""


class Reinstated(OfTier):
    """A ballot that was struck out stands again as it did before."""

    action = "reinstate"
    power, kind, effect = duties.BALLOTS, RecordKind.BALLOTS, Effect.SCORE
    layout = {"subject": "{rater}", "new": "{standing}", "reason": "{reason}"}
    says = N_("restored the voided ballot of {rater} in {tier} of {period}")

    rater: Person
    standing: Standing
    reason: Reason = ""


class OfTwoRaters(OfTier):
    """What one rater had in a tier is the other's from now on, and the other way round."""

    power, kind, effect = duties.BALLOTS, RecordKind.BALLOTS, Effect.SCORE
    layout = {"subject": "{rater}>{other}", "reason": "{reason}"}

    rater: Person
    other: Person
    reason: Reason = ""


class BallotMoved(OfTwoRaters):
    """A ballot was keyed under the wrong rater; the right one had none."""

    action = "move_ballot"
    says = N_("moved the ballot entered under {rater} in {tier} of {period} to {other}")


class BallotsExchanged(OfTwoRaters):
    """Two ballots were keyed each under the other's rater."""

    action = "exchange_ballots"
    says = N_("exchanged the ballots of {rater} and {other} in {tier} of {period}")


class AbstentionSet(OfTier):
    """A rater who had given marks abstains."""

    action = "mark"
    power, kind = duties.KEYING, RecordKind.BALLOTS
    layout = {"subject": "{rater}>{ratee}", "old": "{marks}", "new": _ABSTAINED}
    says = N_("recorded that {rater} abstains on {ratee} in {tier} of {period}, instead of {marks}")

    rater: Person
    ratee: Person
    marks: Text
    """As a person writes them, with spaces between."""


class AbstentionLifted(OfTier):
    """A rater who had abstained does not."""

    action = "mark"
    power, kind = duties.KEYING, RecordKind.BALLOTS
    layout = {"subject": "{rater}>{ratee}", "old": _ABSTAINED, "new": "{marks}"}
    says = N_("cancelled the abstention of {rater} on {ratee} in {tier} of {period}")

    rater: Person
    ratee: Person
    marks: Text = ""
    """What stands there now."""

    def message(self) -> str:
        """The marks, where there are any."""
        if not self.marks:
            return self.says
        return N_("cancelled the abstention of {rater} on {ratee} in {tier} of {period}: {marks}")


class MarkChanged(OfTier):
    """A mark that stood on a ballot is another one."""

    action = "mark"
    power, kind = duties.KEYING, RecordKind.BALLOTS
    layout = {"subject": "{rater}>{ratee}", "old": "{indicator} {before}", "new": "{mark}"}
    says = N_(
        "changed what {rater} gave {ratee} in {tier} of {period}: {indicator} {before} → {mark}"
    )

    rater: Person
    ratee: Person
    indicator: Indicator
    before: Mark
    mark: MaybeMark = None
    """None where it was taken away."""
