"""Define the events of paper forms: keyed twice, compared, settled, counted; one-time codes."""

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
    """Code of the rater."""


class KeyedSecond(OfTier):
    """The second keying is done and compared."""

    action = "key_second"
    power, kind = duties.KEYING, RecordKind.BALLOTS
    layout = {"subject": "{rater}", "old": "{first_by}", "new": "{differing}"}
    says = N_("entered the ballot of {rater} in {tier} of {period}, the second time: no difference")

    rater: Person
    """Code of the rater."""
    first_by: Text
    """Name of the operator who keyed it first."""
    differing: Cells
    """Number of cells in which the keyings differ."""

    def message(self) -> str:
        """Return the message, with the number of cells that differ."""
        if not self.differing:
            return self.says
        return N_(
            "entered the ballot of {rater} in {tier} of {period}, the second time: differs in "
            "{differing}"
        )


class CellSettled(OfTier):
    """A cell in which two keyings differed was looked up on the paper."""

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
    """Code of the rater."""
    ratee: Person
    """Code of the ratee."""
    indicator: Indicator
    """Key of the indicator."""
    part: Part = None
    """The part, from 1; None for the indicator as a whole."""
    first: Cell
    """The mark in the first keying, in tenths of a point; None: empty."""
    second: Cell
    """The mark in the second keying, in tenths of a point; None: empty."""
    mark: Cell
    """The mark that was settled, in tenths of a point; None: empty."""

    def message(self) -> str:
        """Return the message, with the part where the indicator has parts."""
        if self.part is None:
            return self.says
        return N_(
            "resolved what {rater} gave {ratee} in {tier} of {period}: {indicator}, part {part}, "
            "entered {first} and {second}, is {mark}"
        )


class RowSettled(OfTier):
    """A row on which one of two keyings abstains was looked up on the paper.

    Its contents stand in the entry in the language that was in use.
    """

    action = "settle_cell"
    power, kind = duties.KEYING, RecordKind.BALLOTS
    layout = {"subject": "{rater}>{ratee}", "old": "{first}/{second}", "new": "{marks}"}
    says = N_(
        "resolved what {rater} gave {ratee} in {tier} of {period}: entered “{first}” and "
        "“{second}”, is “{marks}”"
    )

    rater: Person
    """Code of the rater."""
    ratee: Person
    """Code of the ratee."""
    first: Text
    """The row in the first keying, in words."""
    second: Text
    """The row in the second keying, in words."""
    marks: Text
    """The row as it was settled, in words."""


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
    """Code of the rater."""
    first_by: Text
    """Name of the operator who keyed it first."""
    first_wrong: Number
    """Cells of the first keying that were settled otherwise."""
    second_by: Text
    """Name of the operator who keyed it second."""
    second_wrong: Number
    """Cells of the second keying that were settled otherwise."""
    differing: Cells
    """Number of cells that differed."""


class CodesIssued(OfTier):
    """One-time codes are issued to raters who owe a ballot, or to one of them."""

    action = "issue_codes"
    power, kind = duties.OPERATORS, RecordKind.BALLOTS
    layout = {"subject": "{rater}", "new": "{count}"}
    says = N_("made {count} for raters of {tier} of {period}")

    rater: Person = ""
    """Code of the one rater; empty for all."""
    count: OneTimeCodes
    """Number of codes."""

    def message(self) -> str:
        """Return the message, with the rater where it was one."""
        return N_("made a code for {rater} in {tier} of {period}") if self.rater else self.says


class CodesWithdrawn(OfTier):
    """One-time codes are withdrawn, all of a tier or that of one rater."""

    action = "withdraw_codes"
    power, kind = duties.OPERATORS, RecordKind.BALLOTS
    layout = {"subject": "{rater}", "old": "{count}"}
    says = N_("cancelled {count} of raters of {tier} of {period}")

    rater: Person = ""
    """Code of the one rater; empty for all."""
    count: OneTimeCodes
    """Number of codes."""

    def message(self) -> str:
        """Return the message, with the rater where it was one."""
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
    """Code of the rater."""
    failures: Number
    """Wrong codes in a row, 1 or more."""


class FormsEntered(OfTier):
    """The numbers of paper forms handed out and returned are entered."""

    action = "forms"
    power, kind = duties.TIERS, RecordKind.BALLOTS
    layout = {"old": "{before}", "new": "{forms}"}
    says = N_("entered the paper forms of {tier} of {period}: {forms}")

    before: FormsBefore = None
    """The numbers before; None for the first time."""
    forms: FormsNow
    """The numbers now."""


class NamesRemoved(OfTier):
    """Ballots of a secret tier that still had their raters' names went to the urn."""

    action = "unlink"
    power, kind = duties.TIERS, RecordKind.BALLOTS
    layout = {"subject": "{ballots}"}
    says = N_("removed the raters' names from {ballots} of {tier} of {period}")

    ballots: Ballots
    """Number of ballots."""
