"""Define the events of ballots: handed in, imported, changed, struck out, given back."""

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.record.event import Effect, OfPeriod, OfTier
from kaohe_tui.domain.record.fields.understood import NOTHING, UnderstoodOf
from kaohe_tui.domain.record.fields.values import (
    Ballots,
    BroughtIn,
    ByCode,
    Digest,
    DigestBefore,
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
"""The text for an abstention in an entry."""


class HandedIn(
    OfTier,
    action="hand_in",
    power=duties.KEYING,
    kind=RecordKind.BALLOTS,
    effect=Effect.SCORE,
    layout={"subject": "{rater}", "old": "{lacking}", "new": "{digest}", "reason": "{by_code}"},
    says=N_("handed in the ballot of {rater} in {tier} of {period}"),
):
    """A ballot is handed in under its rater's name."""

    rater: Person
    """Code of the rater."""
    lacking: Missing = 0
    """Number of ratings it still owes; 0: none."""
    digest: Digest
    """SHA-256 of the ballot; a ``SecretHandedIn`` has none."""
    by_code: ByCode = False
    """Whether its rater opened it with a one-time code."""

    def message(self) -> str:
        """Return the message, with the ratings missing or the one-time code."""
        if self.by_code:
            return N_("handed in the ballot of {rater} in {tier} of {period}, with a one-time code")
        if self.lacking:
            return N_("handed in the ballot of {rater} in {tier} of {period}, {lacking}")
        return self.says


class SecretHandedIn(
    OfTier,
    action="hand_in",
    power=duties.KEYING,
    kind=RecordKind.BALLOTS,
    effect=Effect.SCORE,
    layout={"subject": "{number}", "old": "{lacking}"},
    says=N_("received ballot no. {number} of {tier} of {period}"),
):
    """One more ballot of a secret tier is handed in; nobody knows whose."""

    number: Number
    """The number of ballots in, with this one."""
    lacking: Missing = 0
    """Number of ratings it owed; only the first kaohe wrote that."""


class BallotsImported(
    OfPeriod,
    action="import",
    power=duties.KEYING,
    kind=RecordKind.BALLOTS,
    effect=Effect.SCORE,
    layout={
        "tier": "{tiers}",
        "subject": "{digest}",
        "old": "{brought}",
        "new": "{file}: {ballots}{ratings}",
        "reason": "{understood}",
    },
    says=N_("imported {ballots} of {tiers} of {period} from the file {file}"),
):
    """Ballots were read from a file."""

    tiers: Tiers
    """Keys of the tiers they belong to."""
    file: Text
    """Name of the file."""
    ballots: Ballots
    """Number of ballots."""
    ratings: Ratings = None
    """Number of ratings and abstentions; None where a tier is secret."""
    brought: BroughtIn
    """The ballots and ratings added; empty in entries of the first kaohe, which did not keep it."""
    digest: DigestBefore = ""
    """SHA-256 of the file; empty where a tier is secret, and in older entries."""
    understood: UnderstoodOf = NOTHING
    """What was understood of the file; nothing where a tier is secret, and in older entries."""

    def message(self) -> str:
        """Return the message, with the number of ratings where it may be known."""
        if self.ratings is None:
            return self.says
        return N_("imported {ballots} with {ratings} of {tiers} of {period} from the file {file}")


class OfBallot(
    OfTier,
    power=duties.BALLOTS,
    kind=RecordKind.BALLOTS,
    effect=Effect.SCORE,
    layout={"subject": "{rater}"},
):
    """An event of one ballot that is in."""

    rater: Person
    """Code of the rater."""


class StruckOut(
    OfBallot,
    action="strike_out",
    layout={"reason": "{reason}"},
    says=N_("voided the ballot of {rater} in {tier} of {period}"),
):
    """A ballot is voided: none of its ratings count."""

    reason: Reason = ""
    """Why; empty for none."""


class VoidedByLimit(
    StruckOut,
    action="void",
    power=duties.KEYING,
    says=N_("voided the ballot of {rater} in {tier} of {period}, as it breaks a limit"),
):
    """A ballot is voided as it is taken: it breaks a limit of its tier (限制)."""


class SecretVoided(
    OfTier,
    action="void_secret",
    power=duties.KEYING,
    kind=RecordKind.BALLOTS,
    layout={"subject": "{number}"},
    says=N_("voided ballot no. {number} of {tier} of {period}, as it broke a limit"),
):
    """A ballot of a secret tier broke a limit as it was taken: nothing of it was kept."""

    number: Number
    """The number of ballots in, with this one."""


class GivenBack(
    OfBallot,
    action="give_back",
    layout={"old": "{said}", "reason": "{reason}"},
    says=N_("gave the ballot of {rater} in {tier} of {period} back"),
):
    """A ballot that was handed in may be changed by its rater again."""

    said: Said
    """The contents of the ballot; empty for a secret one, and in entries of the first kaohe."""
    reason: Reason = ""
    """Why; empty for none."""


class Reinstated(
    OfBallot,
    action="reinstate",
    layout={"new": "{standing}", "reason": "{reason}"},
    says=N_("restored the voided ballot of {rater} in {tier} of {period}"),
):
    """A voided ballot stands again as it did before."""

    standing: Standing
    """The state it returns to."""
    reason: Reason = ""
    """Why; empty for none."""


class OfTwoRaters(
    OfTier,
    power=duties.BALLOTS,
    kind=RecordKind.BALLOTS,
    effect=Effect.SCORE,
    layout={"subject": "{rater}>{other}", "reason": "{reason}"},
):
    """Two raters of a tier exchange all that they have in it."""

    rater: Person
    """Code of the first rater."""
    other: Person
    """Code of the second rater."""
    reason: Reason = ""
    """Why; empty for none."""


class BallotMoved(
    OfTwoRaters,
    action="move_ballot",
    says=N_("moved the ballot entered under {rater} in {tier} of {period} to {other}"),
):
    """A ballot was keyed under the wrong rater; the right one had none."""


class BallotsExchanged(
    OfTwoRaters,
    action="exchange_ballots",
    says=N_("exchanged the ballots of {rater} and {other} in {tier} of {period}"),
):
    """Two ballots were keyed each under the other's rater."""


class OfRow(
    OfTier, power=duties.KEYING, kind=RecordKind.BALLOTS, layout={"subject": "{rater}>{ratee}"}
):
    """A change of what a ballot says of one ratee."""

    rater: Person
    """Code of the rater."""
    ratee: Person
    """Code of the ratee."""


class AbstentionSet(
    OfRow,
    action="mark",
    layout={"old": "{marks}", "new": _ABSTAINED},
    says=N_("recorded that {rater} abstains on {ratee} in {tier} of {period}, instead of {marks}"),
):
    """A rater who had marks on the row abstains."""

    marks: Text
    """The marks that were there, as a person writes them, with spaces between."""


class AbstentionLifted(
    OfRow,
    action="mark",
    layout={"old": _ABSTAINED, "new": "{marks}"},
    says=N_("cancelled the abstention of {rater} on {ratee} in {tier} of {period}"),
):
    """A rater who had abstained does not."""

    marks: Text = ""
    """The marks there now; empty for none."""

    def message(self) -> str:
        """Return the message, with the marks where there are any."""
        if not self.marks:
            return self.says
        return N_("cancelled the abstention of {rater} on {ratee} in {tier} of {period}: {marks}")


class MarkChanged(
    OfRow,
    action="mark",
    layout={"old": "{indicator} {before}", "new": "{mark}"},
    says=N_(
        "changed what {rater} gave {ratee} in {tier} of {period}: {indicator} {before} → {mark}"
    ),
):
    """A mark that stood on a ballot was replaced or removed."""

    indicator: Indicator
    """Key of the indicator."""
    before: Mark
    """The mark before, in tenths of a point."""
    mark: MaybeMark = None
    """The mark now, in tenths of a point; None where it was removed."""
