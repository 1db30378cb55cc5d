"""Define who may do what (职责): powers, and the duties that have them.

Every change is an event of the record, and each kind of event names its power (``domain.record``).
An operator who may not write the entry cannot make the change, by any screen or command.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kaohe_tui.words import N_, _


class Duty(StrEnum):
    """The duty of an operator."""

    HOST = "host"
    """Runs the assessment: opens and closes tiers, decides, manages operators."""
    CLERK = "clerk"
    """Works at the desk: keys ballots and drafts entries."""
    SUPERVISOR = "supervisor"
    """Oversees the host: sees reporters, acknowledges changes from outside."""
    REVIEWER = "reviewer"
    """Reads results and writes papers; changes nothing."""

    @property
    def label(self) -> str:
        """The name in the language in use."""
        return _(_LABELS[self])


_LABELS = {
    Duty.HOST: N_("host"),
    Duty.CLERK: N_("clerk"),
    Duty.SUPERVISOR: N_("supervisor"),
    Duty.REVIEWER: N_("reviewer"),
}


class OperatorState(StrEnum):
    """State of an operator, by the word that stands in the database and the record."""

    ACTIVE = "active"
    """May sign in."""
    RETIRED = "retired"
    """The PIN stopped working; kept for the record."""


_EVERYBODY = frozenset(Duty)
_HOST = frozenset({Duty.HOST})
_DESK = frozenset({Duty.HOST, Duty.CLERK})
_OVERSIGHT = frozenset({Duty.HOST, Duty.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Power:
    """A group of acts that belong together: a duty with one of them has all."""

    acts: str
    """The acts in words, after “may not”; a message of the catalogue."""
    duties: frozenset[Duty]
    """The duties that have the power."""


SIGNING: Final = Power(N_("sign in and out"), _EVERYBODY)
"""The one power that asks for no operator at the keyboard."""
OWN_PIN: Final = Power(N_("change your own PIN"), _EVERYBODY)
"""Changing the PIN one signs in with."""
KEYING: Final = Power(N_("enter ballots"), _DESK)
"""Keying paper forms, which decides nothing. A single mark needs it too, without an entry."""
DRAFTS: Final = Power(N_("enter adjustments, absences, tasks and objections"), _DESK)
"""Drafts: they count once a host has approved them or moved them to their next step."""
PAPERS: Final = Power(N_("write documents"), _EVERYBODY)
"""Files beside the database, no entry. Those that name raters ask for more."""
BALLOTS: Final = Power(N_("give back, void or correct ballots"), _HOST)
"""Changing a ballot that was handed in."""
TIERS: Final = Power(N_("open, close or reopen tiers and set recusals"), _HOST)
"""Moving periods and tiers through their steps, and setting recusals."""
DECISIONS: Final = Power(N_("decide adjustments, vetoes and grades"), _HOST)
"""Deciding for the leading group."""
NOTICES: Final = Power(N_("post notices and conclude objections"), _HOST)
"""Posting notices and closing matters of the register."""
COPIES: Final = Power(N_("back up the database or restore a backup"), _HOST)
"""Backups. Making one writes no entry; restoring one does."""
REPORTERS: Final = Power(N_("see who brought a report"), _OVERSIGHT)
"""Seeing the name of a person who brought a matter."""
ACKNOWLEDGING: Final = Power(N_("acknowledge changes from outside"), _OVERSIGHT)
"""The supervisor's; a host's only where the record knows no supervisor."""
RULES: Final = Power(N_("change the scheme or the roster"), _HOST)
"""Replacing the scheme or the roster, or correcting a frozen roster."""
OPERATORS: Final = Power(N_("manage operators and raters' codes"), _HOST)
"""Adding, changing and retiring operators; issuing one-time codes."""
UNKNOWN: Final = Power(N_("do this"), _HOST)
"""Acts of a newer kaohe that this one does not know: the host's alone."""


def may(duty: Duty, power: Power) -> bool:
    """Return whether the duty has the power."""
    return duty in power.duties


def why_not(duty: Duty, power: Power) -> str:
    """Say why the duty may not do it, as a sentence; empty where it may."""
    if may(duty, power):
        return ""
    return _("A {duty} may not {act}; ask: {able}.").format(
        duty=duty.label,
        act=_(power.acts),
        able=_(", ").join(each.label for each in Duty if each in power.duties),
    )


class Sight(StrEnum):
    """Contents that not every duty may read.

    All else (standings, explanations, grades, the year, notices) is open to every duty.
    """

    MARKS = "marks"
    """The marks of a tier that is not secret, with the raters' names."""
    RECORD = "record"
    """The entries of the record."""
    REGISTER = "register"
    """Objections and reports."""


_SEEN = {
    Sight.MARKS: (N_("who gave which mark"), _OVERSIGHT),
    Sight.RECORD: (N_("the record"), _OVERSIGHT),
    Sight.REGISTER: (N_("objections and reports"), _DESK | _OVERSIGHT),
}


def may_see(duty: Duty | None, sight: Sight) -> bool:
    """Return whether the duty may read it; ``duty`` is None before anybody signed in."""
    return duty in _SEEN[sight][1]


def why_unseen(duty: Duty | None, sight: Sight) -> str:
    """Say why it may not be read, as a sentence; empty where it may."""
    if may_see(duty, sight):
        return ""
    contents, able = _SEEN[sight]
    names = _(", ").join(each.label for each in Duty if each in able)
    if duty is None:
        return _("Only these people may see {what}: {able}. Sign in as one of them.").format(
            what=_(contents), able=names
        )
    return _("A {duty} may not see {what}; ask: {able}.").format(
        duty=duty.label, what=_(contents), able=names
    )
