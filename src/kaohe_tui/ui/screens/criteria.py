"""What each indicator asks for: criteria and standards, where the ballot has no room for them."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kaohe_tui.domain.numbers import points
from kaohe_tui.domain.scheme import Indicator
from kaohe_tui.ui.base import KaoheScreen
from kaohe_tui.ui.commands import Command
from kaohe_tui.ui.screens.scrolling import Scrolling
from kaohe_tui.words import N_, _


class Criteria(Scrolling, KaoheScreen[None]):
    """Every indicator of the form with its criteria."""

    TITLE_MSGID = N_("Criteria of the form")
    COMMANDS = (
        Command(("down", "pagedown", "space"), "page_down", N_("Down"), N_("Scroll down.")),
        Command(("up", "pageup"), "page_up", N_("Up"), N_("Scroll up.")),
        Command(("escape", "f2", "enter", "c"), "back", N_("Back"), N_("Back to the ballot.")),
    )

    def __init__(self, indicators: Sequence[Indicator]) -> None:
        super().__init__()
        self._indicators = tuple(indicators)

    def compose(self) -> ComposeResult:
        """A heading an indicator, a line a criterion."""
        yield from self.compose_frame(VerticalScroll(*map(_shown, self._indicators)))

    @property
    def scroller(self) -> VerticalScroll:
        """All indicators."""
        return self.query_one(VerticalScroll)

    def do_back(self) -> None:
        """Back to the ballot."""
        self.dismiss()


def _shown(indicator: Indicator) -> Static:
    told = _("{name} {points} points").format(name=indicator.name, points=points(indicator.points))
    lines = [Content.styled(told, "bold")]
    if indicator.standard:
        lines.append(Content("   " + indicator.standard))
    for criterion in indicator.criteria:
        lines.append(Content(f"   {points(criterion.points):>4}  {criterion.name}"))
        if criterion.standard:
            lines.append(Content(f"         {criterion.standard}"))
    return Static(Content("\n").join(lines), classes="criteria")
