"""The roster of an opened period put right: somebody added, a line changed."""

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
    """Somebody was missing from the roster that an opened period had frozen."""

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
    before: Digest
    """Of the roster."""
    digest: Digest
    line: Line
    reason: Reason = ""


class PersonChanged(OfPeriod):
    """Somebody's line was wrong in the roster that an opened period had frozen."""

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
    before: Digest
    """Of the roster."""
    digest: Digest
    change: LineChange
    reason: Reason = ""


class RatingsDropped(OfTier):
    """Ratings that are not owed any more since somebody's line was changed."""

    action = "drop_ratings"
    power, kind, effect = duties.RULES, RecordKind.BALLOTS, Effect.FACT
    layout = {"subject": "{person}", "old": "{said}", "new": "{dropped}", "reason": "{reason}"}
    says = N_("took {dropped} by or of {person} off ballots in {tier} of {period}: no longer due")

    person: Person
    said: Said
    """What stood on these ballots, all of it; nothing of a secret tier."""
    dropped: Dropped
    reason: Reason = ""
