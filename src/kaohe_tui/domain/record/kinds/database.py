"""Define the events of the database itself: made, upgraded, restored, with other rules."""

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.record.event import Event
from kaohe_tui.domain.record.fields.compound import RosterChanges
from kaohe_tui.domain.record.fields.understood import NOTHING, UnderstoodOf
from kaohe_tui.domain.record.fields.values import (
    Changes,
    Digest,
    DigestBefore,
    Found,
    Reason,
    Rest,
    Revision,
    Text,
)
from kaohe_tui.domain.record.words import RecordKind
from kaohe_tui.words import N_


class OfRules(Event, power=duties.RULES, kind=RecordKind.KEEPING):
    """An event of the rules, the roster or the tables."""


class YearBegun(
    OfRules,
    action="new",
    layout={
        "subject": "{file_digest}",
        "new": "{scheme} {scheme_digest} {roster_digest}",
        "reason": "{understood}",
    },
    says=N_("made the database of {scheme}"),
):
    """The database of a year is made."""

    scheme: Text
    """Name of the scheme."""
    scheme_digest: Digest
    """SHA-256 of the scheme's file."""
    roster_digest: Digest
    """SHA-256 of the roster; see ``result.roster_fingerprint``."""
    file_digest: DigestBefore = ""
    """SHA-256 of the roster's file; empty where there was none, and in older entries."""
    understood: UnderstoodOf = NOTHING
    """What was understood of that file; nothing where there was none, and in older entries."""


class RosterChanged(
    OfRules,
    action="change_roster",
    layout={
        "subject": "{file_digest}",
        "old": "{roster_before}",
        "new": "{roster_digest} {changes}",
        "reason": "{understood}",
    },
    says=N_("replaced the roster"),
):
    """Another roster holds for the periods still to be opened."""

    roster_before: Digest
    """SHA-256 of the roster before."""
    roster_digest: Digest
    """SHA-256 of the roster now."""
    changes: Changes = RosterChanges()
    """The people concerned; nobody where only the order differs."""
    file_digest: DigestBefore = ""
    """SHA-256 of the file; empty in older entries, and where a line was put right by hand."""
    understood: UnderstoodOf = NOTHING
    """What was understood of the file; nothing in older entries, and where there was none."""


class SchemeChanged(
    OfRules,
    action="change_scheme",
    layout={"old": "{scheme_before}", "new": "{scheme} {scheme_digest}"},
    says=N_("replaced the scheme: {scheme}"),
):
    """Another scheme holds for the periods still to be opened."""

    scheme_before: Digest
    """SHA-256 of the scheme's file before."""
    scheme: Text
    """Name of the scheme."""
    scheme_digest: Digest
    """SHA-256 of the scheme's file now."""


class Upgraded(
    OfRules,
    action="upgrade",
    layout={"old": "{before}", "new": "{revision}"},
    says=N_("upgraded the database from schema {before} to {revision}"),
):
    """A newer kaohe changed the tables to its own schema."""

    before: Revision
    """Revision of the tables before."""
    revision: Revision
    """Revision of the tables now."""


class Acknowledged(
    Event,
    action="acknowledge",
    power=duties.ACKNOWLEDGING,
    kind=RecordKind.KEEPING,
    layout={"new": "{things}", "reason": "{reason}"},
    says=N_("acknowledged changes made by a program other than kaohe: {things}"),
):
    """Changes from outside are acknowledged: they hold from now on."""

    things: Found
    """The things that were found changed."""
    reason: Reason = ""
    """Why they are acknowledged."""


class Restored(
    Event,
    action="restore",
    power=duties.COPIES,
    kind=RecordKind.KEEPING,
    layout={"old": "{replaced}", "new": "{copy}{file}"},
    says=N_("restored the database from a backup"),
):
    """The database was put back to the contents of a copy."""

    replaced: DigestBefore = ""
    """Hash of the last entry that was there; empty where the database was damaged."""
    copy: Digest
    """Hash of the copy's last entry."""
    file: Rest = ""
    """Name of the copy's file; empty in older entries."""

    def message(self) -> str:
        """Return the message, with the copy's file where it is known."""
        return N_("restored the database from the backup {file}") if self.file else self.says
