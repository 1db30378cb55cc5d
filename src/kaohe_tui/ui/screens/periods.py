"""The periods of the year: which one is in view."""

from textual.app import ComposeResult

from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.steps import StepState
from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.meeting import viewing
from kaohe_tui.ui.commands import Command
from kaohe_tui.ui.here import app_of
from kaohe_tui.ui.screens.choose import MOVES
from kaohe_tui.ui.screens.listscreen import ListScreen
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.stepbar import SIGNS
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _


class Periods(ListScreen[None]):
    """All periods of the scheme; Enter takes one into view."""

    TITLE_MSGID = N_("The periods of the year")
    HELP_TEXT = (
        N_("✔ closed, with its result   ◐ started   · to come"),
        N_("Opening the first tier of a future period opens the period."),
    )
    COMMANDS = (
        Command(("enter",), "view", N_("View"), N_("Show this period.")),
        *MOVES,
        Command(("escape",), "back", N_("Back"), N_("Back to the first screen.")),
    )

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[str] = []

    def compose(self) -> ComposeResult:
        """Title and list, the cursor on the period in view."""
        app = app_of(self)
        found = viewing.periods(app.room)
        self._keys = [period.key for period, _state in found]
        name = max(cell_width(period.name) for period, _state in found)
        lines = []
        for period, state in found:
            weight = _("weight {weight}").format(weight=plain(period.weight))
            note = f"{weight}   {self._progress(period.key, state)}"
            if period.key == app.period:
                note += "   " + _("shown")
            lines.append((f"{SIGNS[state]} {pad(period.name, name)}", note))
        yield from self.compose_frame(
            TextLine(_("Which period?"), classes="heading"),
            PickList(lines, self._keys.index(app.period)),
        )

    def _progress(self, key: str, state: StepState) -> str:
        if state is StepState.WAITING:
            return _("to come")
        if state is StepState.CLOSED:
            return _("closed, with its result")
        steps = app_of(self).room.period(key).steps
        done = sum(step.state is StepState.CLOSED for step in steps.tiers)
        told = _("{done} of {all} tiers closed").format(done=done, all=len(steps.tiers))
        if steps.current:
            told += _(", in {tier}").format(tier=steps.current.name)
        return told

    def do_view(self) -> None:
        """Take the period under the cursor into view."""
        app_of(self).view_period(self._keys[self.pick.cursor])
        self.dismiss()

    def do_back(self) -> None:
        """Keep the period in view."""
        self.dismiss()
