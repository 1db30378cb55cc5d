"""Define the events of paper forms: keyed twice, compared, settled, counted; one-time codes."""

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.record.event import OfTier
from kaohe_tui.domain.record.fields.values import (
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


class OfForm(OfTier, power=duties.KEYING, kind=RecordKind.BALLOTS, layout={"subject": "{rater}"}):
    """An event of one rater's form."""

    rater: Person
    """Code of the rater."""


class KeyedFirst(
    OfForm,
    action="key_first",
    says=N_("entered the ballot of {rater} in {tier} of {period}, the first time"),
):
    """The first of two keyings is done."""


class KeyedSecond(
    OfForm,
    action="key_second",
    layout={"old": "{first_by}", "new": "{differing}"},
    says=N_("entered the ballot of {rater} in {tier} of {period}, the second time: no difference"),
):
    """The second keying is done and compared."""

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


class OfSettledRow(
    OfTier, power=duties.KEYING, kind=RecordKind.BALLOTS, layout={"subject": "{rater}>{ratee}"}
):
    """A difference of two keyings that was looked up on the paper."""

    rater: Person
    """Code of the rater."""
    ratee: Person
    """Code of the ratee."""


class CellSettled(
    OfSettledRow,
    action="settle_cell",
    layout={
        "old": "{indicator}{part} {first}/{second}",
        "new": "{mark}",
    },
    says=N_(
        "resolved what {rater} gave {ratee} in {tier} of {period}: {indicator}, entered {first} "
        "and {second}, is {mark}"
    ),
):
    """A cell in which two keyings differed was looked up on the paper."""

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


class RowSettled(
    OfSettledRow,
    action="settle_cell",
    layout={"old": "{first}/{second}", "new": "{marks}"},
    says=N_(
        "resolved what {rater} gave {ratee} in {tier} of {period}: entered “{first}” and "
        "“{second}”, is “{marks}”"
    ),
):
    """A row on which one of two keyings abstains was looked up on the paper.

    Its contents stand in the entry in the language that was in use.
    """

    first: Text
    """The row in the first keying, in words."""
    second: Text
    """The row in the second keying, in words."""
    marks: Text
    """The row as it was settled, in words."""


class Settled(
    OfForm,
    action="settle",
    layout={
        "old": "{first_by}:{first_wrong} {second_by}:{second_wrong}",
        "new": "{differing}",
    },
    says=N_(
        "resolved the two entries of the ballot of {rater} in {tier} of {period}, which differed "
        "in {differing}"
    ),
):
    """All differences of two keyings are settled."""

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


class OfCodes(
    OfTier, power=duties.OPERATORS, kind=RecordKind.BALLOTS, layout={"subject": "{rater}"}
):
    """An event of the one-time codes of a tier, or that of one rater."""

    rater: Person = ""
    """Code of the one rater; empty for all."""
    count: OneTimeCodes
    """Number of codes."""


class CodesIssued(
    OfCodes,
    action="issue_codes",
    layout={"new": "{count}"},
    says=N_("made {count} for raters of {tier} of {period}"),
):
    """One-time codes are issued to raters who owe a ballot, or to one of them."""

    def message(self) -> str:
        """Return the message, with the rater where it was one."""
        return N_("made a code for {rater} in {tier} of {period}") if self.rater else self.says


class CodesWithdrawn(
    OfCodes,
    action="withdraw_codes",
    layout={"old": "{count}"},
    says=N_("cancelled {count} of raters of {tier} of {period}"),
):
    """One-time codes are withdrawn, all of a tier or that of one rater."""

    def message(self) -> str:
        """Return the message, with the rater where it was one."""
        return (
            N_("cancelled the code of {rater} in {tier} of {period}") if self.rater else self.says
        )


class CodeFailed(
    OfForm,
    action="code_failed",
    layout={"new": "{failures}"},
    says=N_("mistyped the code of {rater} in {tier} of {period}"),
):
    """A wrong code was typed for a ballot."""

    failures: Number
    """Wrong codes in a row, 1 or more."""


class FormsEntered(
    OfTier,
    action="forms",
    power=duties.TIERS,
    kind=RecordKind.BALLOTS,
    layout={"old": "{before}", "new": "{forms}"},
    says=N_("entered the paper forms of {tier} of {period}: {forms}"),
):
    """The numbers of paper forms handed out and returned are entered."""

    before: FormsBefore = None
    """The numbers before; None for the first time."""
    forms: FormsNow
    """The numbers now."""


class NamesRemoved(
    OfTier,
    action="unlink",
    power=duties.TIERS,
    kind=RecordKind.BALLOTS,
    layout={"subject": "{ballots}"},
    says=N_("removed the raters' names from {ballots} of {tier} of {period}"),
):
    """Ballots of a secret tier that still had their raters' names went to the urn."""

    ballots: Ballots
    """Number of ballots."""
