"""Who may do what (职责): powers, and the duties that have them.

Every change is an event of the record, and each kind of event names its power (``domain.record``).
So whoever may not write the entry cannot make the change, by whichever screen or command.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kaohe_tui.words import N_, _


class Duty(StrEnum):
    """What an operator is there for."""

    HOST = "host"
    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    REVIEWER = "reviewer"

    @property
    def label(self) -> str:
        """What it is called in the language in use."""
        return _(_LABELS[self])


_LABELS = {
    Duty.HOST: N_("host"),
    Duty.CLERK: N_("clerk"),
    Duty.SUPERVISOR: N_("supervisor"),
    Duty.REVIEWER: N_("reviewer"),
}

_EVERYBODY = frozenset(Duty)
_HOST = frozenset({Duty.HOST})
_DESK = frozenset({Duty.HOST, Duty.CLERK})
_OVERSIGHT = frozenset({Duty.HOST, Duty.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Power:
    """What belongs together: whoever may do one of these things may do all."""

    told: str
    """What it is, after “may not”; a message."""
    duties: frozenset[Duty]


SIGNING: Final = Power(N_("sign in and out"), _EVERYBODY)
"""The one power that asks for no operator at the keyboard."""
OWN_PIN: Final = Power(N_("change your own PIN"), _EVERYBODY)
KEYING: Final = Power(N_("enter ballots"), _DESK)
"""What a paper form says; whoever keys decides nothing. A single mark needs it too, and has no
entry of its own."""
DRAFTS: Final = Power(N_("enter adjustments, absences, tasks and objections"), _DESK)
"""They count once a host has approved them or let them take their step."""
PAPERS: Final = Power(N_("write documents"), _EVERYBODY)
"""Files beside the database, no entry. Those that name raters ask for more."""
BALLOTS: Final = Power(N_("give back, void or correct ballots"), _HOST)
TIERS: Final = Power(N_("open, close or reopen tiers and set recusals"), _HOST)
DECISIONS: Final = Power(N_("decide adjustments, vetoes and grades"), _HOST)
NOTICES: Final = Power(N_("post notices and conclude objections"), _HOST)
COPIES: Final = Power(N_("back up the database or restore a backup"), _HOST)
"""A copy that is made is no entry, going back to one is."""
REPORTERS: Final = Power(N_("see who brought a report"), _OVERSIGHT)
ACKNOWLEDGING: Final = Power(N_("acknowledge changes from outside"), _OVERSIGHT)
"""The supervisor's; a host's only where the record knows no supervisor."""
RULES: Final = Power(N_("change the scheme or the roster"), _HOST)
OPERATORS: Final = Power(N_("manage operators and raters' codes"), _HOST)
UNKNOWN: Final = Power(N_("do this"), _HOST)
"""Of a newer kaohe: the host's alone."""


def may(duty: Duty, power: Power) -> bool:
    """Whether the duty has the power."""
    return duty in power.duties


def why_not(duty: Duty, power: Power) -> str:
    """Why the duty may not do it, as a sentence; empty where it may."""
    if may(duty, power):
        return ""
    return _("A {duty} may not {act}; ask: {able}.").format(
        duty=duty.label,
        act=_(power.told),
        able=_(", ").join(each.label for each in Duty if each in power.duties),
    )


class Sight(StrEnum):
    """What not everybody may read. Whatever is not here (standings, explanations, grades, the
    year, notices) is open to every duty."""

    MARKS = "marks"
    """Who gave which mark in a tier that is not secret."""
    RECORD = "record"
    REGISTER = "register"
    """Objections and reports."""


_SEEN = {
    Sight.MARKS: (N_("who gave which mark"), _OVERSIGHT),
    Sight.RECORD: (N_("the record"), _OVERSIGHT),
    Sight.REGISTER: (N_("objections and reports"), _DESK | _OVERSIGHT),
}


def may_see(duty: Duty | None, sight: Sight) -> bool:
    """Whether the duty may read it; None for somebody who has not signed in."""
    return duty in _SEEN[sight][1]


def why_unseen(duty: Duty | None, sight: Sight) -> str:
    """Why it may not be read, as a sentence; empty where it may."""
    if may_see(duty, sight):
        return ""
    told, able = _SEEN[sight]
    names = _(", ").join(each.label for each in Duty if each in able)
    if duty is None:
        return _("Only these people may see {what}: {able}. Sign in as one of them.").format(
            what=_(told), able=names
        )
    return _("A {duty} may not see {what}; ask: {able}.").format(
        duty=duty.label, what=_(told), able=names
    )
