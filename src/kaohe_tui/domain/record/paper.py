"""Paper forms: keyed twice, compared and settled; counted; opened with one-time codes."""

from kaohe_tui.domain import duties
from kaohe_tui.domain.record.event import OfTier
from kaohe_tui.domain.record.values import (
    Ballots,
    Cell,
    Cells,
    FormsBefore,
    FormsNow,
    Indicator,
    Number,
    OneTimeCodes,
    Part,
    Person,
    Text,
)
from kaohe_tui.domain.record.words import RecordKind
from kaohe_tui.words import N_


class KeyedFirst(OfTier):
    """The first of two keyings is done."""

    action = "key_first"
    power, kind = duties.KEYING, RecordKind.BALLOTS
    layout = {"subject": "{rater}"}
    says = N_("entered the ballot of {rater} in {tier} of {period}, the first time")

    rater: Person


class KeyedSecond(OfTier):
    """The second keying is done and compared."""

    action = "key_second"
    power, kind = duties.KEYING, RecordKind.BALLOTS
    layout = {"subject": "{rater}", "old": "{first_by}", "new": "{differing}"}
    says = N_("entered the ballot of {rater} in {tier} of {period}, the second time: no difference")

    rater: Person
    first_by: Text
    """Who keyed it first."""
    differing: Cells

    def message(self) -> str:
        """How many cells differ."""
        if not self.differing:
            return self.says
        return N_(
            "entered the ballot of {rater} in {tier} of {period}, the second time: differs in "
            "{differing}"
        )


class CellSettled(OfTier):
    """A cell that two keyings had otherwise was looked up on the paper."""

    action = "settle_cell"
    power, kind = duties.KEYING, RecordKind.BALLOTS
    layout = {
        "subject": "{rater}>{ratee}",
        "old": "{indicator}{part} {first}/{second}",
        "new": "{mark}",
    }
    says = N_(
        "resolved what {rater} gave {ratee} in {tier} of {period}: {indicator}, entered {first} "
        "and {second}, is {mark}"
    )

    rater: Person
    ratee: Person
    indicator: Indicator
    part: Part = None
    first: Cell
    second: Cell
    mark: Cell

    def message(self) -> str:
        """Which part, where it has parts."""
        if self.part is None:
            return self.says
        return N_(
            "resolved what {rater} gave {ratee} in {tier} of {period}: {indicator}, part {part}, "
            "entered {first} and {second}, is {mark}"
        )


class RowSettled(OfTier):
    """A row on which one of two keyings abstains was looked up on the paper. What it holds stands
    there in the words of the language that was in use."""

    action = "settle_cell"
    power, kind = duties.KEYING, RecordKind.BALLOTS
    layout = {"subject": "{rater}>{ratee}", "old": "{first}/{second}", "new": "{marks}"}
    says = N_(
        "resolved what {rater} gave {ratee} in {tier} of {period}: entered “{first}” and "
        "“{second}”, is “{marks}”"
    )

    rater: Person
    ratee: Person
    first: Text
    second: Text
    marks: Text


class Settled(OfTier):
    """All differences of two keyings are settled."""

    action = "settle"
    power, kind = duties.KEYING, RecordKind.BALLOTS
    layout = {
        "subject": "{rater}",
        "old": "{first_by}:{first_wrong} {second_by}:{second_wrong}",
        "new": "{differing}",
    }
    says = N_(
        "resolved the two entries of the ballot of {rater} in {tier} of {period}, which differed "
        "in {differing}"
    )

    rater: Person
    first_by: Text
    first_wrong: Number
    """Cells that were settled otherwise than keyed."""
    second_by: Text
    second_wrong: Number
    differing: Cells


class CodesIssued(OfTier):
    """Codes were made for raters who owe a ballot, or for one of them."""

    action = "issue_codes"
    power, kind = duties.OPERATORS, RecordKind.BALLOTS
    layout = {"subject": "{rater}", "new": "{count}"}
    says = N_("made {count} for raters of {tier} of {period}")

    rater: Person = ""
    count: OneTimeCodes

    def message(self) -> str:
        """For whom, where it was one."""
        return N_("made a code for {rater} in {tier} of {period}") if self.rater else self.says


class CodesWithdrawn(OfTier):
    """Codes hold no longer, all or that of one rater."""

    action = "withdraw_codes"
    power, kind = duties.OPERATORS, RecordKind.BALLOTS
    layout = {"subject": "{rater}", "old": "{count}"}
    says = N_("cancelled {count} of raters of {tier} of {period}")

    rater: Person = ""
    count: OneTimeCodes

    def message(self) -> str:
        """Whose, where it was one."""
        return (
            N_("cancelled the code of {rater} in {tier} of {period}") if self.rater else self.says
        )


class CodeFailed(OfTier):
    """A wrong code was typed for a ballot."""

    action = "code_failed"
    power, kind = duties.KEYING, RecordKind.BALLOTS
    layout = {"subject": "{rater}", "new": "{failures}"}
    says = N_("mistyped the code of {rater} in {tier} of {period}")

    rater: Person
    failures: Number
    """How often in a row."""


class FormsEntered(OfTier):
    """How many paper forms were handed out and came back."""

    action = "forms"
    power, kind = duties.TIERS, RecordKind.BALLOTS
    layout = {"old": "{before}", "new": "{forms}"}
    says = N_("entered the paper forms of {tier} of {period}: {forms}")

    before: FormsBefore = None
    forms: FormsNow


class NamesRemoved(OfTier):
    """Ballots of a secret tier that still had their raters' names went to the urn."""

    action = "unlink"
    power, kind = duties.TIERS, RecordKind.BALLOTS
    layout = {"subject": "{ballots}"}
    says = N_("removed the raters' names from {ballots} of {tier} of {period}")

    ballots: Ballots
