"""Public notices; objections, reports and reviews in the register."""

from kaohe_tui.domain import duties
from kaohe_tui.domain.record.event import OfPeriod
from kaohe_tui.domain.record.values import (
    Day,
    Digest,
    Handler,
    Kind,
    Matter,
    NoticeBefore,
    Number,
    Person,
    Reason,
    Text,
)
from kaohe_tui.domain.record.words import RecordKind
from kaohe_tui.words import N_


class NoticePosted(OfPeriod):
    """The public notice of a result hangs."""

    action = "post_notice"
    power, kind = duties.NOTICES, RecordKind.NOTICES
    layout = {
        "subject": "{number}",
        "old": "{before}",
        "new": "{digest} {posted_on} {until}",
        "reason": "{reason}",
    }
    says = N_("posted notice no. {number} of {period}, from {posted_on} to {until}")

    number: Number
    before: NoticeBefore = None
    """Number and digest of the notice before."""
    digest: Digest
    """Of the result."""
    posted_on: Day
    until: Day
    reason: Reason = ""


class OfMatter(OfPeriod):
    """Something about one matter of the register. The period is empty for the year, and for what
    belongs to none."""

    power, kind = duties.NOTICES, RecordKind.NOTICES
    layout = {"subject": "{person}", "new": "{matter}"}

    person: Person = ""
    """Whom it is about; empty for nobody in the roster."""
    matter: Number
    """Its number."""


class MatterTaken(OfMatter):
    """Somebody brought a matter; who it was stands nowhere in the record."""

    action = "take_matter"
    power = duties.DRAFTS
    layout = {"new": "{matter} {sort} {received_on} {due_on}"}
    says = N_("registered case no. {matter}: {sort}, to be answered by {due_on}")

    sort: Kind
    received_on: Day
    due_on: Day


class MatterAssigned(OfMatter):
    """Somebody is to handle a matter."""

    action = "assign_matter"
    layout = {"old": "{before}", "new": "{matter} {handler}"}
    says = N_("assigned case no. {matter} to {handler}")

    before: Handler = ""
    handler: Handler


class MatterHandled(OfMatter):
    """Something was done about a matter."""

    action = "matter_step"
    power = duties.DRAFTS
    layout = {"new": "{matter} {done}"}
    says = N_("recorded what was done about case no. {matter}: {done}")

    done: Text


class MatterClosed(OfMatter):
    """A matter has its outcome."""

    action = "close_matter"
    layout = {"new": "{matter} {outcome}"}
    says = N_("closed case no. {matter}: {outcome}")

    outcome: Text


class MatterReopened(OfMatter):
    """A closed matter is open again."""

    action = "reopen_matter"
    layout = {"old": "{outcome}", "reason": "{reason}"}
    says = N_("reopened case no. {matter}")

    outcome: Text
    """How it had ended."""
    reason: Reason = ""


class MatterAmended(OfMatter):
    """The register said something wrong of a matter."""

    action = "amend_matter"
    layout = {"old": "{was}", "new": "{matter} {now}", "reason": "{reason}"}
    says = N_("corrected the entry of case no. {matter}")

    was: Matter
    now: Matter
    reason: Reason = ""


class ReporterSeen(OfMatter):
    """Somebody looked who had brought a matter."""

    action = "look_at_reporter"
    power = duties.REPORTERS
    says = N_("looked up who brought case no. {matter}")
