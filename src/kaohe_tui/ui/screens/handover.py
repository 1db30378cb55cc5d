"""Between two raters: an almost empty screen that nobody leaves by habit."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kaohe_tui.meeting.ballots import OpenBallot
from kaohe_tui.ui.base import KaoheScreen
from kaohe_tui.ui.commands import Command
from kaohe_tui.ui.here import app_of
from kaohe_tui.words import N_, _, _n

QUIET = 0.5
"""Seconds in which every key is ignored: it was meant for the ballot before."""


class Handover(KaoheScreen[bool]):
    """Asks the next rater to sit down; true when the rater has. Shows nothing of any ballot."""

    TITLE_MSGID = N_("Handing over the keyboard")
    HELP_TEXT = (
        N_(
            "The keys typed before this screen appeared are thrown away, so that nothing of the "
            "last ballot reaches the next one."
        ),
    )
    COMMANDS = (
        Command(("plus",), "begin", N_("Begin"), N_("Begin this rater's ballot.")),
        Command(("escape",), "back", N_("Back"), N_("Back to the raters.")),
    )
    quiet: ClassVar[float] = QUIET

    def __init__(self, ballot: OpenBallot) -> None:
        """Hand over to the rater of the ballot."""
        super().__init__()
        self._ballot = ballot
        self._listening = False

    def compose(self) -> ComposeResult:
        """Whom, which tier, how many to rate, and the key."""
        _rated, owed = self._ballot.sheet.counts()
        rater = self._ballot.rater
        yield from self.compose_frame(
            Vertical(
                Static(
                    _("Please sit down: {name}").format(name=rater.name),
                    markup=False,
                    classes="heading",
                ),
                Static(f"{rater.section}   {rater.code}", markup=False),
                Static(
                    _n(
                        "{tier}: {count} person to rate",
                        "{tier}: {count} people to rate",
                        owed,
                    ).format(tier=self._ballot.tier.name, count=owed),
                    markup=False,
                ),
                Static(_("Press + to begin."), markup=False, id="handover-key"),
                id="handover",
            )
        )

    def on_mount(self) -> None:
        """Throw away what was typed ahead, and listen only after a moment."""
        app_of(self).drain_input()
        self.set_timer(self.quiet, self._listen)

    def _listen(self) -> None:
        app_of(self).drain_input()
        self._listening = True

    def run_command(self, command: Command) -> None:
        """Nothing at all is taken in the first moment."""
        if self._listening:
            super().run_command(command)

    def do_begin(self) -> None:
        """The rater sits."""
        self.dismiss(True)

    def do_back(self) -> None:
        """Somebody else first."""
        self.dismiss(False)
