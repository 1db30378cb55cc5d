"""Who may do what (职责): one table from the record's actions to the duties that may do them.

Every change is an entry of the record, so whoever may not write the entry cannot make the change,
by whichever screen or command. An action that stands in no line here is the host's alone.
"""

from collections.abc import Mapping
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

KEY: Final = "key"
"""What stands for keying a mark: the one change without an entry of its own."""
SIGN_IN: Final = "sign_in"
SIGN_IN_FAILED: Final = "sign_in_failed"
SIGN_OUT: Final = "sign_out"

_EVERYBODY = frozenset(Duty)
_HOST = frozenset({Duty.HOST})
_DESK = frozenset({Duty.HOST, Duty.CLERK})
_OVERSIGHT = frozenset({Duty.HOST, Duty.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class _Power:
    """What belongs together: whoever may do one of the actions may do all."""

    told: str
    """What it is, after “may not”; a message."""
    duties: frozenset[Duty]
    actions: tuple[str, ...]


_POWERS = (
    _Power(
        N_("sign in and out"),
        _EVERYBODY,
        (SIGN_IN, SIGN_IN_FAILED, SIGN_OUT, "change_pin"),
    ),
    # What a paper form says; whoever keys decides nothing.
    _Power(
        N_("key ballots"),
        _DESK,
        (
            *(KEY, "mark", "hand_in", "import", "code_failed"),
            *("key_first", "key_second", "settle", "settle_cell"),
        ),
    ),
    # Drafts: they count once a host has approved them or let them take their step.
    _Power(
        N_("enter adjustments, absences, tasks and objections"),
        _DESK,
        (
            *("enter_adjustment", "enter_absence", "task_declare", "task_opinion"),
            *("take_matter", "matter_step"),
        ),
    ),
    # Not an entry: files beside the database. Those that name raters ask for more.
    _Power(N_("write papers"), _EVERYBODY, ("export",)),
    _Power(
        N_("give back, strike out or correct ballots"),
        _HOST,
        ("give_back", "strike_out", "correct_result"),
    ),
    _Power(
        N_("open, close or reopen tiers and set recusals"),
        _HOST,
        (
            *("open_period", "open_tier", "close_tier", "close_period"),
            *("reopen_tier", "reopen_period", "recuse", "lift_recusal", "forms"),
            "unlink",
        ),
    ),
    _Power(
        N_("decide adjustments, vetoes and grades"),
        _HOST,
        (
            *("approve_adjustment", "withdraw_adjustment", "withdraw_absence"),
            *("enter_veto", "withdraw_veto", "enter_exemption", "withdraw_exemption"),
            *("decide_grade", "take_back_grade", "task_step"),
        ),
    ),
    _Power(
        N_("post notices and conclude objections"),
        _HOST,
        ("post_notice", "assign_matter", "close_matter", "reopen_matter", "amend_matter"),
    ),
    _Power(N_("copy the database or go back to a copy"), _HOST, ("backup", "restore")),
    _Power(N_("see who brought a report"), _OVERSIGHT, ("look_at_reporter",)),
    _Power(N_("change the scheme or the roster"), _HOST, ("new", "change_scheme", "change_roster")),
    _Power(
        N_("manage operators and raters' codes"),
        _HOST,
        (
            *("add_operator", "change_duty", "reset_pin", "retire_operator"),
            *("issue_codes", "withdraw_codes"),
        ),
    ),
)

ACTIONS: Final[Mapping[str, _Power]] = {
    action: power for power in _POWERS for action in power.actions
}
"""The record's action -> what it belongs to."""


def may(duty: Duty, action: str) -> bool:
    """Whether the duty may do what the record calls ``action``."""
    power = ACTIONS.get(action)
    return duty is Duty.HOST if power is None else duty in power.duties


def why_not(duty: Duty, action: str) -> str:
    """Why the duty may not do it, as a sentence; empty where it may."""
    if may(duty, action):
        return ""
    power = ACTIONS.get(action)
    told = _(power.told) if power else _("do this")
    able = power.duties if power else _HOST
    return _("The duty of {duty} does not let you {act}; ask: {able}.").format(
        duty=duty.label,
        act=told,
        able=_(", ").join(each.label for each in Duty if each in able),
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
        return _("Only these may see {what}: {able}. Sign in as one of them.").format(
            what=_(told), able=names
        )
    return _("The duty of {duty} does not show {what}; ask: {able}.").format(
        duty=duty.label, what=_(told), able=names
    )
