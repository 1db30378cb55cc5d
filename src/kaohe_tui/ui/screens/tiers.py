"""The tiers of the period in view: opened, closed, reopened and taken back from here."""

from textual.app import ComposeResult

from kaohe_tui.commandline import command_line
from kaohe_tui.domain.record import OpeningTakenBack, TierReopened
from kaohe_tui.domain.steps import StepState
from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.meeting import steps, taking_back, viewing
from kaohe_tui.meeting.viewing import Overview, TierProgress
from kaohe_tui.ui.commands import Command
from kaohe_tui.ui.here import app_of
from kaohe_tui.ui.screens.ask import Ask, Confirm
from kaohe_tui.ui.screens.choose import MOVES
from kaohe_tui.ui.screens.closing import ClosingScreen
from kaohe_tui.ui.screens.closingsheet import ClosingSheet
from kaohe_tui.ui.screens.copying import copy_first
from kaohe_tui.ui.screens.listscreen import ListScreen
from kaohe_tui.ui.screens.tier import TierScreen, weight_in_words
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.stepbar import SIGNS
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

TAKEN_BACK = (
    N_("a person is missing from the roster"),
    N_("the roster or the scheme is wrong"),
    N_("opened by mistake"),
)
REASONS = (
    N_("a ballot came late"),
    N_("a mark was entered wrongly"),
    N_("decision of the leading group"),
)
STEPS = ("go_on", "reopen", "take_back")
"""What is done to a tier."""
STATES = {
    StepState.WAITING: N_("to come"),
    StepState.OPEN: N_("open"),
    StepState.CLOSED: N_("closed"),
}


class Tiers(ListScreen[None]):
    """The tiers in their order; Enter opens or closes, R reopens."""

    TITLE_MSGID = N_("The tiers of the period")
    HELP_TEXT = (
        N_("✔ closed   ◐ open   · to come"),
        N_("The tiers run one after another; opening one before its turn is asked about."),
        N_(
            "While no ballot of a tier is in, its opening can be taken back; if it was the "
            "period's first, roster and scheme can be changed for it again."
        ),
        N_("Reopening needs a reason; a tier that is open meanwhile waits and keeps its ballots."),
    )
    COMMANDS = (
        Command(("enter",), "go_on", N_("Open / close"), N_("Open or close the tier.")),
        *MOVES,
        Command(
            ("r",),
            "reopen",
            N_("Reopen"),
            N_("Reopen a closed tier, with a reason."),
            act=TierReopened.power,
        ),
        Command(
            ("u",),
            "take_back",
            N_("Take back"),
            N_("Take the opening of a tier back while nothing is in, with a reason."),
            act=OpeningTakenBack.power,
        ),
        Command(
            ("w",), "sheet", N_("Closing sheet"), N_("Show the closing sheet of a closed tier.")
        ),
        Command(("v",), "look", N_("Rules"), N_("Show the tier's rules and who rates whom.")),
        Command(("escape",), "back", N_("Back"), N_("Back to the first screen.")),
    )

    def __init__(self) -> None:
        super().__init__()
        self._view: Overview | None = None

    def compose(self) -> ComposeResult:
        """Title, list, and what Enter does with the tier under the cursor."""
        yield from self.compose_frame(
            TextLine(id="tiers-title", classes="heading"),
            PickList([]),
            TextLine(id="tiers-next", classes="heading"),
        )

    def on_mount(self) -> None:
        """Begin on the tier that is the next thing."""
        self.attempt(self.fill)
        view = self._view
        if view and view.tier:
            self.pick.move(view.tiers.index(view.tier))
        self.moved()

    # -- what stands there -------------------------------------------------------------------

    def fill(self) -> None:
        """Write where each tier stands now."""
        app = app_of(self)
        self._view = view = viewing.overview(app.room, app.period)
        title = _("{period} · the tiers").format(period=view.period.name)
        self.query_one("#tiers-title", TextLine).show(title)
        method = app.room.period(app.period).scheme.method
        name = max(cell_width(t.tier.name) for t in view.tiers)
        said = [weight_in_words(t.tier, method) for t in view.tiers]
        weight = max(map(cell_width, said))
        lines = [
            (
                f"{SIGNS[t.state]} {pad(t.tier.name, name)}  {pad(told, weight)}",
                f"{_state(t)}   "
                + _("{count}/{all} ballots").format(count=t.handed_in, all=len(t.raters)),
            )
            for t, told in zip(view.tiers, said, strict=True)
        ]
        cursor = self.pick.cursor
        self.pick.show(lines)
        self.pick.move(cursor)
        self.moved()

    @property
    def _current(self) -> TierProgress | None:
        return self._view.tiers[self.pick.cursor] if self._view else None

    def moved(self) -> None:
        """Say what Enter does here."""
        tier = self._current
        if tier is None:
            return
        told = {
            StepState.WAITING: _("Open {tier}: see who rates whom first."),
            StepState.OPEN: _("Close {tier}: see what is missing first."),
            StepState.CLOSED: _("{tier} is closed; R reopens it, with a reason."),
        }[tier.state].format(tier=tier.tier.name)
        if tier.state is not StepState.CLOSED:
            told += "   [ Enter ]"
        self.query_one("#tiers-next", TextLine).show("▶ " + told)
        self.refresh_keys()

    # -- commands ----------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """What can be done with the tier under the cursor."""
        tier = self._current
        if tier is None:
            return None
        name = tier.tier.name
        if self._view and self._view.called_off and command.action in STEPS:
            return _("{period} was called off ({reason}); take that back first.").format(
                period=self._view.period.name, reason=self._view.called_off
            )
        if command.action == "go_on" and tier.state is StepState.CLOSED:
            return _("{tier} is closed; R reopens it, with a reason.").format(tier=name)
        if command.action == "take_back" and tier.state is not StepState.OPEN:
            return _("{tier} is not open.").format(tier=name)
        if command.action in ("reopen", "sheet") and tier.state is not StepState.CLOSED:
            return _("{tier} is not closed.").format(tier=name)
        return None

    async def do_go_on(self) -> None:
        """Open or close the tier under the cursor; after that the first screen goes on."""
        tier = self._current
        if tier is None:
            return
        screen = TierScreen if tier.state is StepState.WAITING else ClosingScreen
        if await self.app.push_screen_wait(screen(tier.tier.key)):
            self.dismiss()

    def do_sheet(self) -> None:
        """The closing sheet of the tier under the cursor."""
        if self._current:
            self.app.push_screen(ClosingSheet(app_of(self).period, self._current.tier.key))

    def do_look(self) -> None:
        """The tier's rules, whatever its state."""
        if self._current:
            self.app.push_screen(TierScreen(self._current.tier.key))

    async def do_reopen(self) -> None:
        """Reopen the tier under the cursor, with a reason."""
        view, tier = self._view, self._current
        if view is None or tier is None:
            return
        name = tier.tier.name
        reason = await self.app.push_screen_wait(
            Ask(
                _("Why is {tier} reopened?").format(tier=name),
                choices=[_(choice) for choice in REASONS],
                consequences=consequences_of_reopening(view, secret=tier.tier.secret),
                chosen=True,
            )
        )
        app = app_of(self)
        if reason is None or not await copy_first(app, "reopening"):
            return
        steps.reopen_tier(app.room, app.period, tier.tier.key, reason)
        app.renew()
        self.fill()
        self.say(_("{tier} is open again; Esc leads to its ballots.").format(tier=name))

    async def do_take_back(self) -> None:
        """Take the opening of the tier under the cursor back, with a reason and a yes."""
        app, tier = app_of(self), self._current
        if tier is None:
            return
        which, name = tier.tier.key, tier.tier.name
        found = taking_back.check(app.room, app.period, which)
        question = _("Why is the opening of {tier} taken back?").format(tier=name)
        choices = [_(choice) for choice in TAKEN_BACK]
        asked = Ask(question, choices=choices, consequences=found.consequences)
        reason = await self.app.push_screen_wait(asked)
        if reason is None:
            return
        told = [*found.consequences, _("Reason: {reason}").format(reason=reason)]
        question = _("Take the opening of {tier} back?").format(tier=name)
        if not await self.app.push_screen_wait(Confirm(question, told, _("take it back"))):
            return
        if not await copy_first(app, "taking-back"):
            return
        taking_back.take_back(app.room, app.period, which, reason, discard=True)
        app.renew()
        self.fill()
        said = _("The opening of {tier} is taken back.").format(tier=name)
        if found.is_first:
            said += " " + _("A new roster is taken by: {command}").format(
                command=command_line("roster", "FILE")
            )
        self.say(said)

    def do_back(self) -> None:
        """Back to the first screen."""
        self.dismiss()


def consequences_of_reopening(view: Overview, *, secret: bool = False) -> list[str]:
    """What happens to the ballots, to a tier that is open meanwhile and to the result."""
    waits = _("{tier} is open now: it waits until this one is closed and keeps its ballots.")
    told = [
        _(
            "Ratings handed in after the reopening can be worked out by anyone who knows the "
            "earlier result."
        )
        if secret
        else _("Its ballots stay; one that is in can be given back to its rater (B)."),
        *(waits.format(tier=t.tier.name) for t in view.tiers if t.state is StepState.OPEN),
    ]
    if all(tier.state is StepState.CLOSED for tier in view.tiers):
        told.append(
            _(
                "The result of {period} no longer applies; closing the tier locks a new one, and "
                "the old one stays on record."
            ).format(period=view.period.name)
        )
    return told


def _state(tier: TierProgress) -> str:
    """Where the tier stands; one that waits for another to be closed again keeps its ballots."""
    if tier.state is StepState.WAITING and any(line.answered for line in tier.raters):
        return _("paused; its ballots are kept")
    return _(STATES[tier.state])
