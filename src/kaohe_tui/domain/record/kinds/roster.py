"""Define the events of a frozen roster that is corrected: a person added, a line changed."""

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.record.event import Effect, OfPeriod, OfTier
from kaohe_tui.domain.record.fields.values import (
    Digest,
    Dropped,
    Line,
    LineChange,
    Person,
    Reason,
    Said,
)
from kaohe_tui.domain.record.words import RecordKind
from kaohe_tui.words import N_


class OfLine(
    OfPeriod,
    power=duties.RULES,
    kind=RecordKind.STEPS,
    effect=Effect.SCORE,
    layout={"subject": "{person}", "old": "{roster_before}"},
):
    """A correction of the roster that an opened period had frozen."""

    person: Person
    """Code of the person."""
    roster_before: Digest
    """SHA-256 of the roster before."""
    roster_digest: Digest
    """SHA-256 of the roster now."""


class PersonAdded(
    OfLine,
    action="add_person",
    layout={
        "new": "{roster_digest} {line}",
        "reason": "{reason}",
    },
    says=N_("added {person} to the roster of {period}"),
):
    """A person is added to the roster that an opened period had frozen."""

    line: Line
    """The person's line."""
    reason: Reason = ""
    """Why; empty for none."""


class PersonChanged(
    OfLine,
    action="change_person",
    layout={
        "new": "{roster_digest} {change}",
        "reason": "{reason}",
    },
    says=N_("changed the line of {person} in the roster of {period} ({change})"),
):
    """A person's line is corrected in the roster that an opened period had frozen."""

    change: LineChange
    """The line before and now."""
    reason: Reason = ""
    """Why; empty for none."""


class RatingsDropped(
    OfTier,
    action="drop_ratings",
    power=duties.RULES,
    kind=RecordKind.BALLOTS,
    effect=Effect.FACT,
    layout={"subject": "{person}", "old": "{said}", "new": "{dropped}", "reason": "{reason}"},
    says=N_("took {dropped} by or of {person} off ballots in {tier} of {period}: no longer due"),
):
    """Ratings are removed that are no longer owed since a person's line was changed."""

    person: Person
    """Code of the person."""
    said: Said
    """Everything that stood on these ballots; empty for a secret tier."""
    dropped: Dropped
    """Number of ratings."""
    reason: Reason = ""
    """Why; empty for none."""
