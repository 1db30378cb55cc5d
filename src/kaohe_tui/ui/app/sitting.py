"""Know who sits at the keyboard of this terminal: an operator, a rater, nobody."""

from time import monotonic
from typing import TYPE_CHECKING

from textual.screen import Screen

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.ui.app.base import KaoheAppBase
from kaohe_tui.ui.app.navigation import first_screen
from kaohe_tui.ui.frame.host import Sitting
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.words import _

if TYPE_CHECKING:
    from kaohe_tui.services.room.keyboard import Keyboard
    from kaohe_tui.services.room.room import Room


_AWAY = {"palette", "theme", "language", "signs", "quit"}
"""Actions that lead away from a ballot."""
_NOT_FOR_RATERS = {*_AWAY, "standings"}


class SittingApp(KaoheAppBase[None]):
    """The app as far as it depends on who sits at it."""

    def __init__(self) -> None:
        super().__init__()
        self.sitting = Sitting.MEETING
        """What the keyboard is used for now."""
        self.is_locked = False
        """Whether everything is hidden until somebody signs in."""
        self.is_named = False
        """Whether a name was confirmed, in a database without operators; then none is asked for."""

    @property
    def open_room(self) -> "Room | None":
        """The database that is open, if one is."""
        raise NotImplementedError

    @property
    def keyboard(self) -> "Keyboard | None":
        """Who acts in the open database."""
        return self.open_room.keyboard if self.open_room else None

    @property
    def rater_sits(self) -> bool:
        """Whether a rater is at the keyboard.

        The ballot is then left with the PIN of a host, or of the operator who is signed in.
        """
        guarded = self.keyboard is not None and self.keyboard.guarded
        return self.sitting is Sitting.RATER and guarded

    def why_barred(self, command: Command) -> str:
        """Say why the command is barred at this keyboard; empty where nothing bars it."""
        if self.is_locked and command.action in _AWAY:
            return _("Locked: an operator's PIN comes first.")
        if self.sitting is Sitting.RATER and command.action in _NOT_FOR_RATERS:
            return _("Not while a rater is at the keyboard.")
        if self.sitting is Sitting.DESK and command.action in _AWAY:
            return _("Leave the ballot first (Esc); every whole mark is saved.")
        keyboard = self.keyboard
        if keyboard is None:
            return ""
        if command.act and (reason := keyboard.why_not(command.act)):
            return reason
        return keyboard.why_unseen(command.sight) if command.sight else ""

    # -- locking -----------------------------------------------------------------------------

    def lock(self, *, alone: bool = False) -> None:
        """Hide everything until an operator has typed the PIN.

        Args:
            alone: whether nobody asked for it: then the next keys are not meant for a PIN.
        """
        from kaohe_tui.ui.screens.access.sign_in import Lock

        room = self.open_room
        if self.is_locked or room is None:
            return
        if room.keyboard.operator is None:
            if isinstance(self.screen, KaoheScreen):
                self.screen.say(_("The screen cannot be locked: no operator has signed in."))
            return
        self.is_locked = True
        self.push_screen(Lock(room.keyboard.operator, asleep=alone))

    def look_who_sits(self) -> None:
        """Lock after a while without a key; begin again where nobody is signed in any more."""
        room = self.open_room
        if room is None:
            return
        keyboard = room.keyboard
        if keyboard.operator is not None:
            self._lock_when_idle()
        elif keyboard.guarded and not keyboard.are_lost and not room.database.is_read_only:
            from kaohe_tui.ui.screens.access.sign_in import PinScreen

            if not any(isinstance(screen, PinScreen) for screen in self.screen_stack):
                self.start_over()

    def _lock_when_idle(self) -> None:
        """Lock after the minutes in the settings without a key; 0 minutes mean never."""
        minutes = self.settings.idle_minutes
        if minutes and not self.is_locked and monotonic() - self.last_key >= 60 * minutes:
            self.lock(alone=True)

    def pause_ballots(self) -> None:
        """Save what stands on an open ballot to disk, before somebody else acts."""
        from kaohe_tui.ui.screens.ballot.ballot import BallotScreen

        for screen in self.screen_stack:
            if isinstance(screen, BallotScreen):
                screen.pause_now()

    def first_screen(self) -> Screen[None]:
        """Return the first screen of a meeting, or signing in where there are operators."""
        room = self.open_room
        assert room is not None
        return first_screen(room)

    def start_over(self) -> None:
        """Leave every screen; the next person to sit down begins at the first."""
        self.sitting = Sitting.MEETING
        self.is_locked = False
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_screen(self.first_screen())

    def sign_out(self) -> None:
        """Enter in the record that nobody acts any more.

        A disk that is in the way is not waited for.
        """
        room = self.open_room
        if room is None:
            return
        from kaohe_tui.services.access import operators

        try:
            room.glance(lambda: operators.sign_out(room))
        except Refusal:
            # The end must not wait for it: what comes next in the record tells enough.
            return
