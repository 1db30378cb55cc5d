"""Operators: who they are, signing in and out."""

from typing import Final

from kaohe_tui.domain import duties
from kaohe_tui.domain.record.event import Event
from kaohe_tui.domain.record.values import CameBack, DutyOf, Number, Text
from kaohe_tui.domain.record.words import RecordKind
from kaohe_tui.words import N_, _

UNLOCK: Final = "unlock"
"""What a PIN was typed for: to unlock the screen."""
TAKE_KEYBOARD: Final = "take_keyboard"
"""To take the keyboard back from a rater."""
CHANGE_PIN: Final = "change_pin"
"""To change it."""
_PURPOSES = {
    UNLOCK: N_("to unlock the screen"),
    TAKE_KEYBOARD: N_("to take the keyboard back from a rater"),
    CHANGE_PIN: N_("to change the PIN"),
}


class OfOperator(Event):
    """Something about one operator."""

    power, kind = duties.OPERATORS, RecordKind.OPERATORS
    layout = {"subject": "{operator}"}

    operator: Text
    """The name."""


class SignedIn(OfOperator):
    """An operator typed the right PIN. Whoever acted until then is named as acting."""

    action = "sign_in"
    power = duties.SIGNING
    layout = {"new": "{duty}", "reason": "{purpose}"}
    says = N_("signed in as {duty}")

    duty: DutyOf
    purpose: Text = ""
    """What for: one of the words above, or a command; empty for the app."""

    def doer(self, _actor: str) -> str:
        """The operator."""
        return self.operator

    def why(self) -> str:
        """What for."""
        return purpose(self.purpose)


class SignInFailed(OfOperator):
    """Somebody typed a wrong PIN."""

    action = "sign_in_failed"
    power = duties.SIGNING
    layout = {"new": "{failures}", "reason": "{purpose}"}
    says = N_("mistyped the PIN of {operator}")

    failures: Number
    """How often in a row."""
    purpose: Text = ""

    def why(self) -> str:
        """What for."""
        return purpose(self.purpose)


class SignedOut(OfOperator):
    """An operator acts no longer."""

    action = "sign_out"
    power = duties.SIGNING
    says = N_("signed out")

    def doer(self, _actor: str) -> str:
        """The operator."""
        return self.operator


class OperatorAdded(OfOperator):
    """Somebody is an operator, maybe again."""

    action = "add_operator"
    layout = {"old": "{came_back}", "new": "{duty}"}
    says = N_("made {operator} an operator: {duty}")

    came_back: CameBack = False
    """Whether it is one who had been retired."""
    duty: DutyOf

    def message(self) -> str:
        """Whether it was not the first time."""
        if not self.came_back:
            return self.says
        return N_("made {operator} an operator again: {duty}")


class DutyChanged(OfOperator):
    """An operator has another duty."""

    action = "change_duty"
    layout = {"old": "{before}", "new": "{duty}"}
    says = N_("changed the duty of {operator}: {before} → {duty}")

    before: DutyOf
    duty: DutyOf


class PinReset(OfOperator):
    """A host gave an operator a new PIN."""

    action = "reset_pin"
    says = N_("gave {operator} a new PIN")


class PinChanged(OfOperator):
    """An operator changed the own PIN."""

    action = "change_pin"
    power = duties.OWN_PIN
    says = N_("changed their own PIN")


class OperatorRetired(OfOperator):
    """An operator's PIN works no longer."""

    action = "retire_operator"
    layout = {"old": "{duty}"}
    says = N_("retired the operator {operator}")

    duty: DutyOf


def purpose(word: str) -> str:
    """What a PIN was typed for, in words."""
    if word in _PURPOSES:
        return _(_PURPOSES[word])
    return _("for the command {command}").format(command=word) if word else ""
