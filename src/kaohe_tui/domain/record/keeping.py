"""The database itself: made, with another roster or scheme, of newer tables, restored."""

from kaohe_tui.domain import duties
from kaohe_tui.domain.record.compound import RosterChanges
from kaohe_tui.domain.record.event import Event
from kaohe_tui.domain.record.values import (
    Changes,
    Digest,
    DigestBefore,
    Found,
    Reason,
    Revision,
    Text,
)
from kaohe_tui.domain.record.words import RecordKind
from kaohe_tui.words import N_


class YearBegun(Event):
    """The database of a year is there."""

    action = "new"
    power, kind = duties.RULES, RecordKind.KEEPING
    layout = {"new": "{scheme} {scheme_digest} {roster_digest}"}
    says = N_("made the database of {scheme}")

    scheme: Text
    """What the scheme is called."""
    scheme_digest: Digest
    roster_digest: Digest


class RosterChanged(Event):
    """Another roster holds for the periods still to be opened."""

    action = "change_roster"
    power, kind = duties.RULES, RecordKind.KEEPING
    layout = {"old": "{before}", "new": "{digest} {changes}"}
    says = N_("replaced the roster")

    before: Digest
    digest: Digest
    changes: Changes = RosterChanges()
    """Nobody where only the order is another one."""


class SchemeChanged(Event):
    """Another scheme holds for the periods still to be opened."""

    action = "change_scheme"
    power, kind = duties.RULES, RecordKind.KEEPING
    layout = {"old": "{before}", "new": "{scheme} {digest}"}
    says = N_("replaced the scheme: {scheme}")

    before: Digest
    scheme: Text
    digest: Digest


class Upgraded(Event):
    """A newer kaohe brought the tables up to date."""

    action = "upgrade"
    power, kind = duties.RULES, RecordKind.KEEPING
    layout = {"old": "{before}", "new": "{revision}"}
    says = N_("upgraded the database from schema {before} to {revision}")

    before: Revision
    revision: Revision


class Acknowledged(Event):
    """Something else than kaohe had changed the database; what was found holds from now on."""

    action = "acknowledge"
    power, kind = duties.ACKNOWLEDGING, RecordKind.KEEPING
    layout = {"new": "{things}", "reason": "{reason}"}
    says = N_("acknowledged changes made by a program other than kaohe: {things}")

    things: Found
    reason: Reason = ""


class Restored(Event):
    """The database was put back to what a copy holds."""

    action = "restore"
    power, kind = duties.COPIES, RecordKind.KEEPING
    layout = {"old": "{before}", "new": "{copy}"}
    says = N_("restored the database from a backup")

    before: DigestBefore = ""
    """The hash of the last entry that was there; empty where the database was damaged."""
    copy: Digest
    """The hash of the copy's last entry."""
