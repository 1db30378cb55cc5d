"""What each entry of the record tells, in words.

An action is a short verb in the record. Here stands once for each of them what somebody did, as the
rest of a sentence that begins with the name. An action of a newer kaohe is shown as it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from kaohe_tui.words import N_, _


class RecordKind(StrEnum):
    """What entries can be sorted by."""

    STEPS = "steps"
    BALLOTS = "ballots"
    GROUP = "group"
    GRADES = "grades"
    TASKS = "tasks"
    NOTICES = "notices"
    OPERATORS = "operators"
    KEEPING = "keeping"
    OTHER = "other"
    """Of a newer kaohe."""

    @property
    def label(self) -> str:
        """What it is called in the language in use."""
        return _(_KINDS[self])


_KINDS = {
    RecordKind.STEPS: N_("steps of periods and tiers"),
    RecordKind.BALLOTS: N_("ballots"),
    RecordKind.GROUP: N_("entries of the leading group"),
    RecordKind.GRADES: N_("grades"),
    RecordKind.TASKS: N_("yearly tasks"),
    RecordKind.NOTICES: N_("notices and objections"),
    RecordKind.OPERATORS: N_("operators"),
    RecordKind.KEEPING: N_("roster, scheme, copies"),
    RecordKind.OTHER: N_("others"),
}

_SAYS: Final[Mapping[RecordKind, Mapping[str, str]]] = {
    RecordKind.STEPS: {
        "open_period": N_("opened {period}: roster and scheme are frozen"),
        "close_period": N_("closed {period}: result no. {subject} is frozen"),
        "reopen_period": N_("reopened {period}"),
        "open_tier": N_("opened {tier} of {period}"),
        "close_tier": N_("closed {tier} of {period}"),
        "reopen_tier": N_("reopened {tier} of {period}"),
        "recuse": N_("recused {rater} from rating {ratee} in {tier} of {period}"),
        "lift_recusal": N_("lifted the recusal of {rater} from {ratee} in {tier} of {period}"),
        "correct_result": N_("corrected {period}: result no. {subject} is frozen"),
    },
    RecordKind.BALLOTS: {
        "hand_in": N_("handed in the ballot of {person} in {tier} of {period}"),
        "import": N_("took ballots of {tier} of {period} from the file {new}"),
        "strike_out": N_("struck out the ballot of {person} in {tier} of {period}"),
        "give_back": N_("gave the ballot of {person} in {tier} of {period} back"),
        "mark": N_("changed what {rater} gave {ratee} in {tier} of {period}: {old} → {new}"),
        "key_first": N_("keyed the ballot of {person} in {tier} of {period}, the first time"),
        "key_second": N_("keyed the ballot of {person} in {tier} of {period}, the second time"),
        "settle_cell": N_("settled what {rater} gave {ratee} in {tier} of {period}: {old} → {new}"),
        "settle": N_("settled the two keyings of the ballot of {person} in {tier} of {period}"),
        "issue_codes": N_("made codes for {tier} of {period}: {new}"),
        "withdraw_codes": N_("withdrew codes for {tier} of {period}: {old}"),
        "code_failed": N_("mistyped the code of {person} in {tier} of {period}"),
        "forms": N_("entered the paper forms of {tier} of {period}: {new}"),
        "unlink": N_("took the raters' names off {subject} ballots of {tier} of {period}"),
    },
    RecordKind.GROUP: {
        "enter_adjustment": N_("entered an adjustment of {person} in {period}: {new}"),
        "approve_adjustment": N_("approved an adjustment of {person} in {period}: {old}"),
        "withdraw_adjustment": N_("withdrew an adjustment of {person} in {period}: {old}"),
        "enter_veto": N_("entered a veto on {person} in {period}: {new}"),
        "withdraw_veto": N_("withdrew a veto on {person} in {period}: {old}"),
        "enter_exemption": N_("entered that {person} gets no grade in {period}: {new}"),
        "withdraw_exemption": N_("withdrew that {person} gets no grade in {period}: {old}"),
        "enter_absence": N_("entered an absence of {person} in {period}: {new}"),
        "withdraw_absence": N_("withdrew an absence of {person} in {period}: {old}"),
    },
    RecordKind.GRADES: {
        "decide_grade": N_("entered the grade of {person} in {period}: {new}"),
        "take_back_grade": N_("took the grade of {person} in {period} back: {old}"),
    },
    RecordKind.TASKS: {
        "task_declare": N_("declared the tasks of {person}: {new}"),
        "task_opinion": N_("took the word of {rater} on the tasks of {ratee}: {new}"),
        "task_step": N_("led the tasks of {person} on: {new}"),
    },
    RecordKind.NOTICES: {
        "post_notice": N_("posted notice no. {subject} of {period}"),
        "take_matter": N_("took a matter down: no. {new}"),
        "assign_matter": N_("gave a matter to somebody to handle: no. {new}"),
        "matter_step": N_("entered what was done about a matter: no. {new}"),
        "close_matter": N_("closed a matter: no. {new}"),
        "reopen_matter": N_("reopened a matter: no. {new}"),
        "amend_matter": N_("put the entry of a matter right: no. {new}"),
        "look_at_reporter": N_("looked who brought a matter: no. {new}"),
    },
    RecordKind.OPERATORS: {
        "sign_in": N_("signed in"),
        "sign_in_failed": N_("mistyped the PIN of {subject}"),
        "sign_out": N_("signed out"),
        "add_operator": N_("made {subject} an operator: {new}"),
        "change_duty": N_("gave {subject} another duty: {old} → {new}"),
        "reset_pin": N_("gave {subject} a new PIN"),
        "change_pin": N_("changed the own PIN"),
        "retire_operator": N_("retired the operator {subject}"),
    },
    RecordKind.KEEPING: {
        "new": N_("made the database of {new}"),
        "change_roster": N_("took a new roster"),
        "change_scheme": N_("took a new scheme: {new}"),
        "upgrade": N_("led the database on from revision {old} to {new}"),
    },
}
_OF_KIND: Final = {kind: tuple(says) for kind, says in _SAYS.items()}
_SAY: Final = {action: says for of in _SAYS.values() for action, says in of.items()}
KNOWN: Final = frozenset(_SAY)
"""The actions that have words."""

NTH: Final = N_("took ballot no. {subject} of {tier} of {period}")
"""Of a secret tier the record counts the ballots, and names nobody."""
NUMBERED: Final = ("close_period", "correct_result", "post_notice", "unlink")
"""The actions whose subject is a number, not a person's code."""

LONGEST: Final = 60
"""Characters of an old or a new value that a sentence holds."""


class Told(Protocol):
    """What an entry of the record holds; what does not apply is empty."""

    @property
    def actor(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def tier(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def old(self) -> str: ...
    @property
    def new(self) -> str: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True)
class Names:
    """What keys and codes are called."""

    periods: Mapping[str, str]
    tiers: Mapping[tuple[str, str], str]
    """By period and tier."""
    people: Mapping[str, str]

    def period(self, key: str) -> str:
        """A period; the year where the key is empty."""
        return self.periods.get(key, key) if key else _("the year")

    def tier(self, period: str, key: str) -> str:
        """A tier, or several with commas between."""
        return _(", ").join(self.tiers.get((period, each), each) for each in key.split(","))

    def person(self, code: str) -> str:
        """A person, with the code: names need not be unique."""
        return f"{self.people[code]} ({code})" if code in self.people else code


def kind_of(action: str) -> RecordKind:
    """What the action is sorted under."""
    return next((kind for kind, of in _OF_KIND.items() if action in of), RecordKind.OTHER)


def actions_of(kind: RecordKind) -> tuple[str, ...]:
    """The actions of a kind; none of ``OTHER``, which has all that are not known."""
    return _OF_KIND.get(kind, ())


def is_nth(entry: Told) -> bool:
    """Whether it tells of the n-th ballot of a secret tier: a named one carries a hash."""
    return entry.action == "hand_in" and not entry.new


def what(entry: Told, names: Names) -> str:
    """What was done, as the rest of a sentence that begins with the name of who did it."""
    says = NTH if is_nth(entry) else _SAY.get(entry.action)
    if says is None:
        parts = (entry.action, entry.subject, entry.old, entry.new)
        return " ".join(_short(part) for part in parts if part)
    rater, _sign, ratee = entry.subject.partition(">")
    return _(says).format(
        period=names.period(entry.period),
        tier=names.tier(entry.period, entry.tier),
        person=names.person(entry.subject),
        rater=names.person(rater),
        ratee=names.person(ratee),
        subject=entry.subject,
        old=_short(entry.old) or "–",
        new=_short(entry.new) or "–",
    )


def sentence(entry: Told, names: Names) -> str:
    """Who did what and why."""
    told = _("{who} {what}").format(who=entry.actor or _("Somebody"), what=what(entry, names))
    if not entry.reason:
        return told
    return _("{told}, reason: {reason}").format(told=told, reason=entry.reason)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
