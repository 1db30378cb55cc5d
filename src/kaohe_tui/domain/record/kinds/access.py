"""Define the events of operators: added, changed, retired, signing in and out."""

from typing import Annotated, Final

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.record.event import Event
from kaohe_tui.domain.record.fields.value import Value, same
from kaohe_tui.domain.record.fields.values import CameBack, DutyOf, Number, Text
from kaohe_tui.domain.record.words import RecordKind
from kaohe_tui.words import N_, _

UNLOCK: Final = "unlock"
"""Purpose of typing a PIN: to unlock the screen."""
TAKE_KEYBOARD: Final = "take_keyboard"
"""Purpose of typing a PIN: to take the keyboard back from a rater."""
CHANGE_PIN: Final = "change_pin"
"""Purpose of typing a PIN: to change it."""
_PURPOSES = {
    UNLOCK: N_("to unlock the screen"),
    TAKE_KEYBOARD: N_("to take the keyboard back from a rater"),
    CHANGE_PIN: N_("to change the PIN"),
}


def purpose(word: str) -> str:
    """Return the purpose of typing a PIN in words; empty for the app."""
    if word in _PURPOSES:
        return _(_PURPOSES[word])
    return _("for the command {command}").format(command=word) if word else ""


Purpose = Annotated[str, Value(".*", same, same, lambda word, _n, _p: purpose(word))]
"""One of the purposes above, or a command; empty for the app."""


class OfOperator(
    Event, power=duties.OPERATORS, kind=RecordKind.OPERATORS, layout={"subject": "{operator}"}
):
    """An event of one operator."""

    operator: Text
    """Name of the operator."""


class SignedIn(
    OfOperator,
    action="sign_in",
    power=duties.SIGNING,
    layout={"new": "{duty}", "reason": "{purpose}"},
    says=N_("signed in as {duty}"),
):
    """An operator typed the right PIN.

    The entry names as acting the operator who acted until then.
    """

    duty: DutyOf
    """The operator's duty."""
    purpose: Purpose = ""
    """The purpose: one of the words above, or a command; empty for the app."""

    def doer(self, _actor: str) -> str:
        """Return the operator who signed in."""
        return self.operator

    def why(self) -> str:
        """Return the purpose in words."""
        return purpose(self.purpose)


class SignInFailed(
    OfOperator,
    action="sign_in_failed",
    power=duties.SIGNING,
    layout={"new": "{failures}", "reason": "{purpose}"},
    says=N_("mistyped the PIN of {operator}"),
):
    """A wrong PIN was typed for an operator."""

    failures: Number
    """Wrong PINs in a row, 1 or more."""
    purpose: Purpose = ""
    """See ``SignedIn.purpose``."""

    def message_of(self, actor: str) -> str:
        """Return the message, which says so where it was the PIN of the person acting."""
        return N_("mistyped their own PIN") if actor == self.operator else self.says

    def why(self) -> str:
        """Return the purpose in words."""
        return purpose(self.purpose)


class SignedOut(OfOperator, action="sign_out", power=duties.SIGNING, says=N_("signed out")):
    """An operator signed out."""

    def doer(self, _actor: str) -> str:
        """Return the operator who signed out."""
        return self.operator


class OperatorAdded(
    OfOperator,
    action="add_operator",
    layout={"old": "{came_back}", "new": "{duty}"},
    says=N_("made {operator} an operator: {duty}"),
):
    """A person becomes an operator, or an operator again."""

    came_back: CameBack = False
    """Whether the operator had been retired."""
    duty: DutyOf
    """The operator's duty."""

    def message(self) -> str:
        """Return the message, which says so where the operator came back."""
        if not self.came_back:
            return self.says
        return N_("made {operator} an operator again: {duty}")


class DutyChanged(
    OfOperator,
    action="change_duty",
    layout={"old": "{before}", "new": "{duty}"},
    says=N_("changed the duty of {operator}: {before} → {duty}"),
):
    """An operator has another duty."""

    before: DutyOf
    """The duty before."""
    duty: DutyOf
    """The duty now."""


class PinReset(OfOperator, action="reset_pin", says=N_("gave {operator} a new PIN")):
    """A host gave an operator a new PIN."""


class PinChanged(
    OfOperator, action="change_pin", power=duties.OWN_PIN, says=N_("changed their own PIN")
):
    """An operator changed their own PIN."""


class OperatorRetired(
    OfOperator,
    action="retire_operator",
    layout={"old": "{duty}"},
    says=N_("retired the operator {operator}"),
):
    """An operator is retired: the PIN stops working."""

    duty: DutyOf
    """The duty the operator had."""
