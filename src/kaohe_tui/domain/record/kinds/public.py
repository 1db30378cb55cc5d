"""Define the events of public notices, and of objections, reports and reviews in the register."""

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.record.event import OfPeriod
from kaohe_tui.domain.record.fields.values import (
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


class NoticePosted(
    OfPeriod,
    action="post_notice",
    power=duties.NOTICES,
    kind=RecordKind.NOTICES,
    layout={
        "subject": "{number}",
        "old": "{before}",
        "new": "{digest} {posted_on} {until}",
        "reason": "{reason}",
    },
    says=N_("posted notice no. {number} of {period}, from {posted_on} to {until}"),
):
    """The public notice of a result is posted."""

    number: Number
    """Number of the notice within its period, from 1."""
    before: NoticeBefore = None
    """Number and digest of the notice before; None for the first."""
    digest: Digest
    """SHA-256 of the result it announces."""
    posted_on: Day
    """The day it was put up."""
    until: Day
    """The last day on which objections are accepted."""
    reason: Reason = ""
    """Why it is posted; empty for none."""


class OfMatter(
    OfPeriod,
    power=duties.NOTICES,
    kind=RecordKind.NOTICES,
    layout={"subject": "{person}", "new": "{matter}"},
):
    """An event of one matter of the register.

    The period is empty for the year, and for a matter that belongs to none.
    """

    person: Person = ""
    """Code of the person it is about; empty for nobody in the roster."""
    matter: Number
    """Number of the matter in the register."""


class MatterTaken(
    OfMatter,
    action="take_matter",
    power=duties.DRAFTS,
    layout={"new": "{matter} {sort} {received_on} {due_on}"},
    says=N_("registered case no. {matter}: {sort}, to be answered by {due_on}"),
):
    """A matter is registered; the record never says who brought it."""

    sort: Kind
    """Objection, report or request to look again."""
    received_on: Day
    """The day it was received."""
    due_on: Day
    """The last day to answer it."""


class MatterAssigned(
    OfMatter,
    action="assign_matter",
    layout={"old": "{before}", "new": "{matter} {handler}"},
    says=N_("assigned case no. {matter} to {handler}"),
):
    """A matter is assigned to a handler."""

    before: Handler = ""
    """The handler before; empty for none."""
    handler: Handler
    """The handler now."""


class MatterHandled(
    OfMatter,
    action="matter_step",
    power=duties.DRAFTS,
    layout={"new": "{matter} {done}"},
    says=N_("recorded what was done about case no. {matter}: {done}"),
):
    """Something was done about a matter."""

    done: Text
    """The step taken."""


class MatterClosed(
    OfMatter,
    action="close_matter",
    layout={"new": "{matter} {outcome}"},
    says=N_("closed case no. {matter}: {outcome}"),
):
    """A matter is closed with its outcome."""

    outcome: Text
    """The outcome, and the correction that followed."""


class MatterReopened(
    OfMatter,
    action="reopen_matter",
    layout={"old": "{outcome}", "reason": "{reason}"},
    says=N_("reopened case no. {matter}"),
):
    """A closed matter is open again."""

    outcome: Text
    """The outcome it had."""
    reason: Reason = ""
    """Why it is open again."""


class MatterAmended(
    OfMatter,
    action="amend_matter",
    layout={"old": "{was}", "new": "{matter} {now}", "reason": "{reason}"},
    says=N_("corrected the entry of case no. {matter}"),
):
    """The register's entry of a matter is corrected."""

    was: Matter
    """The entry before."""
    now: Matter
    """The entry now."""
    reason: Reason = ""
    """Why."""


class ReporterSeen(
    OfMatter,
    action="look_at_reporter",
    power=duties.REPORTERS,
    says=N_("looked up who brought case no. {matter}"),
):
    """An operator looked up who had brought a matter."""
