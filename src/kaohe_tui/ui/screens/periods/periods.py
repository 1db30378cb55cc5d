"""List the periods of the year: take one into view, call one off."""

from collections.abc import Sequence

from textual.app import ComposeResult

from kaohe_tui import signs
from kaohe_tui.domain.record.events import PeriodCalledOff, SchemeChanged
from kaohe_tui.domain.rules.steps import PeriodState, StepState
from kaohe_tui.domain.width import cell_width, columns, cut, pad
from kaohe_tui.domain.year.words import period_weight
from kaohe_tui.services.counting import overview
from kaohe_tui.services.periods import calling_off
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.working import copy_first
from kaohe_tui.ui.screens.moving.lists import FollowingList
from kaohe_tui.ui.screens.periods.new_files import take_scheme
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

REASONS = (
    N_("not held this year, by instruction from above"),
    N_("merged into another period"),
    N_("begun by mistake"),
    N_("decision of the leading group"),
)
"""The usual reasons to call a period off, offered as ready answers."""
HELD = (N_("held after all"), N_("called off by mistake"))
"""The usual reasons to hold a period after all, offered as ready answers."""
_REASON = 24
"""Cells of a reason that a line has room for."""


class Periods(FollowingList[None]):
    """All periods of the scheme; Enter takes one into view, X calls one off."""

    TITLE_MSGID = N_("The periods of the year")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_("✔ closed, with its result   ◐ started   · to come   ✗ called off"),
        N_("Opening the first tier of a future period opens the period."),
        N_(
            "A period that is called off counts nowhere: the year is weighed over the others. "
            "This can be taken back until grades of the year are decided."
        ),
    )
    """The signs, opening a period, and what calling off does."""
    KEYS = (
        Command(("enter",), "view", N_("View"), N_("Show this period.")),
        Command(
            ("x",),
            "call_off",
            N_("Call off / hold"),
            N_("Call a period off, or hold it after all, with a reason."),
            act=PeriodCalledOff.power,
        ),
        Command(
            ("n",),
            "new_scheme",
            N_("New scheme"),
            N_("Take a new scheme from a file, for the periods still to be opened."),
            act=SchemeChanged.power,
        ),
        *MOVES,
        Command(("escape",), "back", N_("Back"), N_("Back to the first screen.")),
    )
    """Viewing, calling off or holding, moving in the list, the way back."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[str] = []

    def compose(self) -> ComposeResult:
        """Compose title and list, with the cursor on the period in view."""
        lines = self._lines()
        yield from self.compose_frame(
            TextLine(_("Which period?"), classes="heading"),
            PickList(lines, self._keys.index(app_of(self).period)),
        )

    def _lines(self) -> list[tuple[str, str]]:
        app = app_of(self)
        periods = overview.periods(app.room)
        self._keys = [period.key for period, _state in periods]
        name = max(cell_width(period.name) for period, _state in periods)
        notes = columns(
            [
                (
                    period_weight(period),
                    self._progress(period.key, state),
                    _("shown") if period.key == app.period else "",
                )
                for period, state in periods
            ],
            right=(0,),
        )
        return [
            (f"{signs.PERIODS[state]} {pad(period.name, name)}", note)
            for (period, state), note in zip(periods, notes, strict=True)
        ]

    def _progress(self, key: str, state: PeriodState) -> str:
        if state is PeriodState.WAITING:
            return _("to come")
        if state is PeriodState.CLOSED:
            return _("closed, with its result")
        steps = app_of(self).room.period(key).steps
        if state is PeriodState.CALLED_OFF:
            return _("called off: {reason}").format(reason=cut(steps.called_off, _REASON))
        done = sum(step.state is StepState.CLOSED for step in steps.tiers)
        text = _("{done} of {all} tiers closed").format(done=done, all=len(steps.tiers))
        if steps.current:
            text += _(", in {tier}").format(tier=steps.current.name)
        return text

    def fill(self) -> None:
        """Write the state of each period now."""
        cursor = self.pick.cursor
        self.pick.show(self._lines())
        self.pick.move(cursor)
        self.refresh_keys()

    def do_view(self) -> None:
        """Take the period under the cursor into view."""
        app_of(self).view_period(self._keys[self.pick.cursor])
        self.dismiss()

    async def do_call_off(self) -> None:
        """Call the period under the cursor off, or hold it after all."""
        key = self._keys[self.pick.cursor]
        if app_of(self).room.period(key).steps.called_off:
            await self._hold(key)
        else:
            await self._call_off(key)

    async def _call_off(self, key: str) -> None:
        app = app_of(self)
        consequences = calling_off.consequences(app.room, key)
        name = app.room.period(key).steps.period.name
        question = _("Why is {period} called off?").format(period=name)
        choices = [_(choice) for choice in REASONS]
        asked = Ask(
            question,
            choices=choices,
            consequences=consequences,
            take=lambda reason: self._called_off(key, consequences, reason),
        )
        await self.app.push_screen_wait(asked)

    async def _called_off(self, key: str, consequences: Sequence[str], reason: str) -> bool:
        """Call the period off after a yes; return whether that was done."""
        app = app_of(self)
        name = app.room.period(key).steps.period.name
        consequences = (*consequences, _("Reason: {reason}").format(reason=reason))
        question = _("Call {period} off?").format(period=name)
        if not await self.app.push_screen_wait(Confirm(question, consequences, _("call it off"))):
            return False
        if not await copy_first(app, "calling-off"):
            return False
        calling_off.call_off(app.room, key, reason)
        self._renew(_("{period} is called off.").format(period=name))
        return True

    async def _hold(self, key: str) -> None:
        app = app_of(self)
        name = app.room.period(key).steps.period.name
        question = _("Why is {period} held after all?").format(period=name)
        consequences = [_("It goes on from where it stood, and counts in the year again.")]
        choices = [_(choice) for choice in HELD]
        asked = Ask(
            question,
            choices=choices,
            consequences=consequences,
            take=lambda reason: calling_off.hold_after_all(app.room, key, reason),
        )
        if await self.app.push_screen_wait(asked) is None:
            return
        self._renew(_("{period} is held after all.").format(period=name))

    def _renew(self, sentence: str) -> None:
        app_of(self).renew()
        self.fill()
        self.say(sentence)

    async def do_new_scheme(self) -> None:
        """Take a scheme from a file; it holds for the periods still to be opened."""
        if await take_scheme(app_of(self)):
            self._renew(_("The new scheme is taken; what was opened keeps its own."))
