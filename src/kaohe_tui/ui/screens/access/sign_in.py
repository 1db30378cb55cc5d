"""Sign in at the start, unlock, and let a rater's ballot go: by a name and its PIN."""

from time import monotonic

from textual import events

from kaohe_tui.domain.access.duties import Duty
from kaohe_tui.domain.record.kinds.access import TAKE_KEYBOARD, UNLOCK
from kaohe_tui.services.access import operators
from kaohe_tui.services.integrity import foreign
from kaohe_tui.services.room.keyboard import Operator
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.access.pin_screen import PIN_KEYS, PinScreen
from kaohe_tui.words import N_, _

PAUSE = 0.7
"""Seconds without a key after which the person who woke a locked screen looks at it."""


class SignIn(PinScreen):
    """The first screen where there are operators."""

    TITLE_MSGID = N_("Signing in")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_("Choose your name, type your PIN, press Enter. A forgotten PIN is reset by a host."),
        N_("After wrong PINs there is a wait that gets longer; restarting does not shorten it."),
    )
    """How to sign in, and the delay after wrong PINs."""
    KEYS = (*PIN_KEYS, Command(("q", "escape"), "quit", N_("Quit"), N_("Leave kaohe.")))
    """The keys of the PIN, and quitting."""

    def candidates(self) -> tuple[Operator, ...]:
        """Return all operators, first the one who was named at the start."""
        name = app_of(self).name_given
        return tuple(sorted(super().candidates(), key=lambda each: each.name != name))

    def heading(self) -> str:
        """Return the scheme's name: that is no secret, its figures are."""
        return app_of(self).room.rules()[0].name

    def note(self) -> str:
        """Ask who is at the keyboard, and say where PINs may not fit any more."""
        question = _("Who is at the keyboard? Choose your name and type your PIN.")
        warning = foreign.operators_warning(app_of(self).room)
        return f"{question}\n{warning}\n" if warning else f"{question}\n"

    def take(self, operator: Operator, pin: str) -> None:
        """Begin the meeting."""
        app = app_of(self)
        operators.sign_in(app.room, operator.name, pin)
        app.switch_screen(app.first_screen())


class Lock(PinScreen):
    """Hides everything until an operator signs in: the former one goes on, another begins again.

    Args:
        before: who has locked it, or left it alone.
        asleep: whether it locked by itself, so that keys may be typed at it unseen.
    """

    TITLE_MSGID = N_("Locked")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_("Your PIN takes you back to where you were. Everything is saved."),
        N_("Another operator may sign in: an open ballot is then paused and keeps all its marks."),
    )
    """What one's own PIN does, and another operator's."""
    KEYS = PIN_KEYS
    """The keys of the PIN; there is no way out without one."""

    def __init__(self, before: Operator, *, asleep: bool = False) -> None:
        super().__init__()
        self._before = before
        self._asleep = asleep
        self._pressed_at = -PAUSE
        """When the last ignored key was pressed, in seconds of the monotonic clock."""

    def on_key(self, event: events.Key) -> None:
        """Ignore the first keys where the screen locked by itself.

        A person who types on without looking is at work on the screen before, and those keys are no
        PIN.
        """
        if self._asleep and self.takes_keys:
            woken, self._pressed_at = self._pressed_at, monotonic()
            if woken == -PAUSE or self._pressed_at - woken < PAUSE:
                event.stop()
                event.prevent_default()
                self.say(_("It locked by itself, and took no key. Pause, then type the PIN."))
                return
            self._asleep = False
        super().on_key(event)

    def candidates(self) -> tuple[Operator, ...]:
        """Return all operators, first the one who locked the screen."""
        before = self._before
        return tuple(sorted(super().candidates(), key=lambda each: each.id != before.id))

    def heading(self) -> str:
        """Say that the screen is locked."""
        return _("Locked")

    def note(self) -> str:
        """Say who locked it, and what others can do."""
        return (
            _("{name} continues with the PIN. Another operator may choose another name.").format(
                name=self._before.name
            )
            + "\n"
        )

    def take(self, operator: Operator, pin: str) -> None:
        """Go on, or begin again as someone else."""
        app = app_of(self)
        same = operator.id == self._before.id
        between = None if same else app.pause_ballots
        operators.sign_in(app.room, operator.name, pin, UNLOCK, between)
        app.is_locked = False
        self.dismiss(result=True)
        if not same:
            app.start_over()


class Release(PinScreen):
    """Takes the keyboard back from a rater; true when an operator's PIN was right."""

    TITLE_MSGID = N_("Taking the keyboard back")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "A rater at the keyboard can reach only the ballot. A host, or the operator who "
            "handed the keyboard over, takes it back with the PIN; the ballot keeps all its "
            "marks."
        ),
    )
    """Who can take the keyboard back."""
    KEYS = (
        *PIN_KEYS,
        Command(("escape",), "back", N_("Back"), N_("Go back to the rater's ballot.")),
    )
    """The keys of the PIN, and the way back to the ballot."""

    def __init__(self, *, may_go_back: bool = True) -> None:
        super().__init__()
        self._may_go_back = may_go_back

    def candidates(self) -> tuple[Operator, ...]:
        """Return the operator who has signed in, and every host."""
        now = app_of(self).room.keyboard.operator
        own = now.id if now else 0
        able = [e for e in super().candidates() if e.id == own or e.duty is Duty.HOST]
        return tuple(sorted(able, key=lambda each: each.id != own))

    def why_not(self, command: Command) -> str | None:
        """Refuse to go back once the ballot is in."""
        if command.action == "back" and not self._may_go_back:
            return _("The ballot is in; please call the host.")
        return None

    def heading(self) -> str:
        """Say whom to call."""
        if not self._may_go_back:
            return _("Thank you, the ballot is in. Please call the host.")
        return _("Please call the host")

    def note(self) -> str:
        """Say what the PIN is for."""
        return _("The host takes the keyboard back with the PIN.") + "\n"

    def take(self, operator: Operator, pin: str) -> None:
        """Let the rater go."""
        operators.prove(app_of(self).room, operator.name, pin, TAKE_KEYBOARD)
        self.dismiss(result=True)

    def do_back(self) -> None:
        """Go back to the ballot."""
        self.dismiss(result=False)
