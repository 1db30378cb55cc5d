"""List the tiers of the period in view: open, close, reopen them, take an opening back."""

from textual.app import ComposeResult

from kaohe_tui import signs
from kaohe_tui.domain.record.events import OpeningTakenBack, TierReopened
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.rules.tier_words import short_weight
from kaohe_tui.domain.width import cell_width, columns, pad
from kaohe_tui.services.counting import overview
from kaohe_tui.services.counting.overview import Overview, TierProgress
from kaohe_tui.services.tiers import steps, taking_back
from kaohe_tui.services.tiers.taking_back import TakingBack
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.working import copy_first
from kaohe_tui.ui.screens.moving.lists import FollowingList
from kaohe_tui.ui.screens.tiers.closing import ClosingScreen
from kaohe_tui.ui.screens.tiers.closing_sheet import ClosingSheet
from kaohe_tui.ui.screens.tiers.tier import TierScreen
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.stepbar import ballots_in
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, join_sentences

TAKEN_BACK = (
    N_("a person is missing from the roster"),
    N_("the roster or the scheme is wrong"),
    N_("opened by mistake"),
)
"""The usual reasons to take an opening back, offered as ready answers."""
REASONS = (
    N_("a ballot came late"),
    N_("a mark was entered wrongly"),
    N_("decision of the leading group"),
)
"""The usual reasons to reopen a tier, offered as ready answers."""
STEPS = ("go_on", "reopen", "take_back")
"""The actions that change a tier; a period that was called off refuses them."""
STATES = {
    StepState.WAITING: N_("to come"),
    StepState.OPEN: N_("open"),
    StepState.CLOSED: N_("closed"),
}
"""The states of a tier, in words."""


class Tiers(FollowingList[None]):
    """The tiers in their order; Enter opens or closes, R reopens."""

    TITLE_MSGID = N_("The tiers of the period")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_("✔ closed   ◐ open   · to come"),
        N_("The tiers run one after another; opening one before its turn is asked about."),
        N_(
            "While no ballot of a tier is in, its opening can be taken back; if it was the "
            "period's first, roster and scheme can be changed for it again."
        ),
        N_("Reopening needs a reason; a tier that is open meanwhile waits and keeps its ballots."),
    )
    """The signs, the order of tiers, taking back and reopening."""
    KEYS = (
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
    """Opening or closing, reopening, taking back, sheet, rules, moving, the way back."""

    def __init__(self) -> None:
        super().__init__()
        self._view: Overview | None = None

    def compose(self) -> ComposeResult:
        """Compose title, list, and what Enter does with the tier at the cursor."""
        yield from self.compose_frame(
            TextLine(id="tiers-title", classes="heading"),
            PickList([]),
            TextLine(id="tiers-next", classes="heading"),
        )

    def on_mount(self) -> None:
        """Begin on the tier of the next step."""
        self.attempt(self.fill)
        view = self._view
        if view and view.tier:
            self.pick.move(view.tiers.index(view.tier))
        self.moved()

    # -- what stands there -------------------------------------------------------------------

    def fill(self) -> None:
        """Write the state of each tier now."""
        app = app_of(self)
        self._view = view = overview.overview(app.room, app.period)
        title = _("{period} · the tiers").format(period=view.period.name)
        self.query_one("#tiers-title", TextLine).show(title)
        name = max(cell_width(t.tier.name) for t in view.tiers)
        weights = [short_weight(view.scheme, t.tier) for t in view.tiers]
        weight = max(map(cell_width, weights))
        whole = () if any(t.voided for t in view.tiers) else (1,)
        notes = columns([(_state(t), ballots_in(t)) for t in view.tiers], right=whole)
        lines = [
            (f"{_sign(t)} {pad(t.tier.name, name)}  {pad(text, weight)}", note)
            for t, text, note in zip(view.tiers, weights, notes, strict=True)
        ]
        cursor = self.pick.cursor
        self.pick.show(lines)
        self.pick.move(cursor)
        self.moved()

    @property
    def _current(self) -> TierProgress | None:
        return self._view.tiers[self.pick.cursor] if self._view else None

    def moved(self) -> None:
        """Say what Enter does with the tier at the cursor."""
        tier = self._current
        if tier is None:
            return
        waiting = (
            _("Continue {tier}.") if tier.is_paused else _("Open {tier}: see who rates whom first.")
        )
        sentence = {
            StepState.WAITING: waiting,
            StepState.OPEN: _("Close {tier}: see what is missing first."),
            StepState.CLOSED: _("{tier} is closed; R reopens it, with a reason."),
        }[tier.state].format(tier=tier.tier.name)
        if tier.state is not StepState.CLOSED:
            sentence += "   [ Enter ]"
        if self._view and self._view.called_off:
            sentence = self._called_off_line(self._view)
        self.query_one("#tiers-next", TextLine).show("▶ " + sentence)
        self.refresh_keys()

    @staticmethod
    def _called_off_line(view: Overview) -> str:
        sentence = _("{period} was called off ({reason}); take that back first.")
        return sentence.format(period=view.period.name, reason=view.called_off)

    # -- commands ----------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """Refuse what cannot be done with the tier at the cursor."""
        tier = self._current
        if tier is None:
            return None
        name = tier.tier.name
        if self._view and self._view.called_off and command.action in STEPS:
            return self._called_off_line(self._view)
        if command.action in ("go_on", "take_back") and tier.state is StepState.CLOSED:
            return _("{tier} is closed; R reopens it, with a reason.").format(tier=name)
        if command.action == "take_back" and tier.state is not StepState.OPEN:
            return _("{tier} is not open.").format(tier=name)
        if command.action == "take_back":
            app = app_of(self)
            return taking_back.why_not(app.room, app.period, tier.tier.key) or None
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
        """Open the closing sheet of the tier at the cursor."""
        if self._current:
            self.app.push_screen(ClosingSheet(app_of(self).period, self._current.tier.key))

    def do_look(self) -> None:
        """Open the tier's rules, whatever its state."""
        if self._current:
            self.app.push_screen(TierScreen(self._current.tier.key))

    async def do_reopen(self) -> None:
        """Reopen the tier under the cursor, with a reason."""
        view, tier = self._view, self._current
        if view is None or tier is None:
            return

        async def reopen(reason: str) -> bool:
            app = app_of(self)
            if not await copy_first(app, "reopening"):
                return False
            steps.reopen_tier(app.room, app.period, tier.tier.key, reason)
            app.renew()
            self.fill()
            sentence = _("{tier} is open again; Esc leads to its ballots.")
            self.say(sentence.format(tier=tier.tier.name))
            return True

        asked = Ask(
            _("Why is {tier} reopened?").format(tier=tier.tier.name),
            choices=[_(choice) for choice in REASONS],
            consequences=consequences_of_reopening(view, secret=tier.tier.secret),
            take=reopen,
        )
        await self.app.push_screen_wait(asked)

    async def do_take_back(self) -> None:
        """Take the opening of the tier under the cursor back, with a reason and a yes."""
        app, tier = app_of(self), self._current
        if tier is None:
            return
        name = tier.tier.name
        opening = taking_back.check(app.room, app.period, tier.tier.key)
        question = _("Why is the opening of {tier} taken back?").format(tier=name)
        choices = [_(choice) for choice in TAKEN_BACK]
        consequences = opening.consequences
        asked = Ask(
            question,
            choices=choices,
            consequences=consequences,
            take=lambda reason: self._taken_back(tier.tier, opening, reason),
        )
        await self.app.push_screen_wait(asked)

    async def _taken_back(self, tier: Tier, opening: TakingBack, reason: str) -> bool:
        """Take the opening back after a yes; return whether that was done."""
        app, name = app_of(self), tier.name
        consequences = [*opening.consequences, _("Reason: {reason}").format(reason=reason)]
        question = _("Take the opening of {tier} back?").format(tier=name)
        if not await self.app.push_screen_wait(Confirm(question, consequences, _("take it back"))):
            return False
        if not await copy_first(app, "taking-back"):
            return False
        taking_back.take_back(app.room, app.period, tier.key, reason, discard=True)
        app.renew()
        self.fill()
        sentence = _("The opening of {tier} is taken back.").format(tier=name)
        if opening.is_first:
            how = _("F on the first screen, then N takes a new roster.")
            sentence = join_sentences((sentence, how))
        self.say(sentence)
        return True


def consequences_of_reopening(view: Overview, *, secret: bool = False) -> list[str]:
    """Say what happens to the ballots, to another open tier and to the result."""
    waits = _("{tier} is open now: it waits until this one is closed and keeps its ballots.")
    lines = [
        _(
            "Ratings handed in after the reopening can be worked out by anyone who knows the "
            "earlier result."
        )
        if secret
        else _("Its ballots stay; one that is in can be given back to its rater (B)."),
        *(waits.format(tier=t.tier.name) for t in view.tiers if t.state is StepState.OPEN),
    ]
    if all(tier.state is StepState.CLOSED for tier in view.tiers):
        lines.append(
            _(
                "The result of {period} no longer applies; closing the tier locks a new one, and "
                "the old one stays on record."
            ).format(period=view.period.name)
        )
    return lines


def _sign(tier: TierProgress) -> str:
    return signs.of_tier(tier.state, is_paused=tier.is_paused)


def _state(tier: TierProgress) -> str:
    """Name the tier's state; one that is paused keeps its ballots."""
    if tier.is_paused:
        return _("paused; its ballots are kept")
    return _(STATES[tier.state])
