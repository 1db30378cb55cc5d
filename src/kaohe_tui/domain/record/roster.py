"""Define the events of a frozen roster that is corrected: a person added, a line changed."""

from kaohe_tui.domain import duties
from kaohe_tui.domain.record.event import Effect, OfPeriod, OfTier
from kaohe_tui.domain.record.values import (
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


class PersonAdded(OfPeriod):
    """A person is added to the roster that an opened period had frozen."""

    action = "add_person"
    power, kind, effect = duties.RULES, RecordKind.STEPS, Effect.SCORE
    layout = {
        "subject": "{person}",
        "old": "{before}",
        "new": "{digest} {line}",
        "reason": "{reason}",
    }
    says = N_("added {person} to the roster of {period}")

    person: Person
    """Code of the person."""
    before: Digest
    """SHA-256 of the roster before."""
    digest: Digest
    """SHA-256 of the roster now."""
    line: Line
    """The person's line."""
    reason: Reason = ""
    """Why; empty for none."""


class PersonChanged(OfPeriod):
    """A person's line is corrected in the roster that an opened period had frozen."""

    action = "change_person"
    power, kind, effect = duties.RULES, RecordKind.STEPS, Effect.SCORE
    layout = {
        "subject": "{person}",
        "old": "{before}",
        "new": "{digest} {change}",
        "reason": "{reason}",
    }
    says = N_("changed the line of {person} in the roster of {period} ({change})")

    person: Person
    """Code of the person."""
    before: Digest
    """SHA-256 of the roster before."""
    digest: Digest
    """SHA-256 of the roster now."""
    change: LineChange
    """The line before and now."""
    reason: Reason = ""
    """Why; empty for none."""


class RatingsDropped(OfTier):
    """Ratings are removed that are no longer owed since a person's line was changed."""

    action = "drop_ratings"
    power, kind, effect = duties.RULES, RecordKind.BALLOTS, Effect.FACT
    layout = {"subject": "{person}", "old": "{said}", "new": "{dropped}", "reason": "{reason}"}
    says = N_("took {dropped} by or of {person} off ballots in {tier} of {period}: no longer due")

    person: Person
    """Code of the person."""
    said: Said
    """Everything that stood on these ballots; empty for a secret tier."""
    dropped: Dropped
    """Number of ratings."""
    reason: Reason = ""
    """Why; empty for none."""
