"""Hand the keyboard over between two raters, on an almost empty screen."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.widgets import Static

from kaohe_tui.domain.access.pins import CODE_ALPHABET, CODE_LENGTH, folded, grouped, told_wait
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.tiers import Entry
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.ui.frame.host import Place, Sitting, app_of, called
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import Command, find
from kaohe_tui.ui.screens.ballot.receipt import QUIET
from kaohe_tui.words import N_, _, _n

_TICK = 1.0
_WITH_CODE = ("accept", "shorten")


class Handover(KaoheScreen[bool]):
    """Asks the next rater to sit down; true when the rater has. Shows nothing of any ballot.

    A rater with a one-time code begins with that; the others with +.
    """

    TITLE_MSGID = N_("Handing over the keyboard")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "Keys typed before this screen appeared are ignored, so that nothing of the last "
            "ballot reaches the next one."
        ),
        N_(
            "A rater with a code types it from the slip, in capital or small letters, and "
            "presses Enter; from then on only this ballot can be reached until it is handed in."
        ),
    )
    """Why keys are ignored at first, and how a code is typed."""
    KEYS = (
        Command(("plus",), "begin", N_("Begin"), N_("Begin this rater's ballot.")),
        Command(("enter",), "accept", N_("Begin"), N_("Submit the code.")),
        Command(("backspace",), "shorten", N_("Correct"), N_("Delete the last character.")),
        Command(("escape",), "back", N_("Back"), N_("Back to the raters.")),
    )
    """Beginning by + or by a code, and the way back; ``all_commands`` picks."""
    quiet: ClassVar[float] = QUIET
    """Seconds in which every key is ignored; tests make it shorter."""

    def __init__(self, ballot: OpenBallot) -> None:
        """Begin the handover to the rater of the ballot."""
        super().__init__()
        self._ballot = ballot
        self._listening = False
        self._typed = ""
        self._waits = False
        """Whether a wrong code may have caused a delay that is still running."""
        self._counting = False

    def all_commands(self) -> tuple[Command, ...]:
        """Leave out + where there is a code, and the code's keys where there is none."""
        not_here = ("begin",) if self._ballot.lock.has_code else _WITH_CODE
        return tuple(each for each in super().all_commands() if each.action not in not_here)

    def compose(self) -> ComposeResult:
        """Compose whose turn it is, which tier, how many to rate, and the key."""
        _rated, owed = self._ballot.sheet.counts()
        rater = self._ballot.rater
        yield from self.compose_frame(
            Vertical(
                Static(self._whose(), markup=False, classes="heading"),
                Static(f"{rater.section}   {rater.code}", markup=False),
                Static(
                    _n(
                        "{tier}: {count} person to rate",
                        "{tier}: {count} people to rate",
                        owed,
                    ).format(tier=self._ballot.tier.name, count=owed),
                    markup=False,
                ),
                Static(self._asked(), markup=False, id="handover-key"),
                id="handover",
            )
        )

    def _whose(self) -> str:
        """Say who sits down; for a paper form nobody does but the clerk, who stays."""
        ballot, name = self._ballot, called(self, self._ballot.rater)
        if not ballot.is_paper:
            return _("{name}, please take the keyboard").format(name=name)
        if ballot.tier.entry is not Entry.DOUBLE:
            return _("Enter {name}'s paper form").format(name=name)
        sentence = (
            _("Enter {name}'s paper form (second entry)")
            if ballot.is_second
            else _("Enter {name}'s paper form (first entry)")
        )
        return sentence.format(name=name)

    def _asked(self) -> str:
        if not self._listening:
            return _("One moment: keys typed before this screen are thrown away …")
        if not self._ballot.lock.has_code:
            return _("Press + to begin.")
        typed = grouped(folded(self._typed)) if self._typed else ""
        return _("Type the code on your slip, then Enter: {code}").format(
            code=typed.strip("-") + "_"
        )

    def on_mount(self) -> None:
        """Throw away what was typed ahead, and listen only after a moment."""
        app = app_of(self)
        app.drain_input()
        # Nothing that was cut or copied in a line before reaches this rater.
        app.copy_to_clipboard("")
        self.set_timer(self.quiet, self._listen)
        self.set_interval(_TICK, self._count_down)

    def _listen(self) -> None:
        app_of(self).drain_input()
        self._listening = True
        self._show_typed()

    def _count_down(self) -> None:
        if self._waits and self.is_current:
            left = self._ballot.lock.left_to_wait
            if left or self._counting:
                self.say(told_wait(left) if left else "", kind="refused" if left else "info")
            self._waits = self._counting = left > 0

    def on_key(self, event: Key) -> None:
        """Put letters and digits into the line of the code; other keys are commands."""
        character = folded(event.character or "")
        is_code = self._ballot.lock.has_code and len(character) == 1 and character.isalnum()
        if not (self.takes_keys and is_code and find(self.all_commands(), event) is None):
            super().on_key(event)
            return
        event.stop()
        event.prevent_default()
        if not self._listening:
            return
        if character not in CODE_ALPHABET:
            self.say(_("No code contains 0, 1, I, L or O; check the slip again."), kind="refused")
        elif len(self._typed) < CODE_LENGTH:
            self._typed += character
            self._show_typed()

    def _show_typed(self) -> None:
        self.query_one("#handover-key", Static).update(self._asked())

    def run_command(self, command: Command) -> None:
        """Run a command, but none in the first moment."""
        if self._listening:
            super().run_command(command)

    def do_begin(self) -> None:
        """Close with a yes: the rater sits.

        Raises:
            Refusal: when the rater was given a code while this screen stood; it is asked for now.
        """
        lock = self._ballot.lock
        lock.look_again()
        if lock.has_code:
            app_of(self).sitting = Sitting.RATER
            self._show_typed()
            self.refresh_keys()
        lock.check()
        self.dismiss(result=True)

    def do_shorten(self) -> None:
        """Delete the last character."""
        self._typed = self._typed[:-1]
        self._show_typed()

    def do_accept(self) -> None:
        """Begin the ballot if the code is right; delete a wrong one from the line.

        A code that is not complete does not count as a try.

        Raises:
            Refusal: when the code is not complete or wrong, or has to wait after a wrong one.
        """
        if len(self._typed) < CODE_LENGTH:
            raise Refusal("code-length", N_("A code has {count} characters."), count=CODE_LENGTH)
        typed, self._typed = self._typed, ""
        self._show_typed()
        self._waits = True
        self._ballot.lock.open(typed)
        self.dismiss(result=True)

    async def do_back(self) -> None:
        """Let someone else begin; a rater who was asked for a code needs the host to leave."""
        app = app_of(self)
        if app.rater_sits and not await app.show_and_wait(Place.RELEASE):
            return
        self.dismiss(result=False)
