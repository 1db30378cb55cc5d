"""Explain how one person's score came about, step by step."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from kaohe_tui.domain.explain.explain import text_lines
from kaohe_tui.domain.width import cell_width
from kaohe_tui.ui.frame.host import app_of, called
from kaohe_tui.ui.screens.moving.scrolling import SCROLLS, Scrolling
from kaohe_tui.ui.screens.standings.one_person import BACK, NEIGHBOURS, RankedPerson
from kaohe_tui.ui.screens.standings.showing import Showing, explained
from kaohe_tui.words import N_, _


class ExplainScreen(Scrolling, RankedPerson):
    """The steps from ratings to rank; the result is the code of the person seen last.

    Args:
        code: the person to begin with.
    """

    TITLE_MSGID = N_("Explanation")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "Every step from the ratings to the rank. What is shown adds up on a pocket calculator."
        ),
        N_("Of a tier that is secret only the sum, the count and the mean are shown."),
    )
    """How exact the figures are, and what a secret tier does not show."""
    KEYS = (*NEIGHBOURS, *SCROLLS, BACK)
    """The neighbours in rank, scrolling, the way back."""

    def compose(self) -> ComposeResult:
        """Compose who it is, the steps and the rules."""
        yield from self.compose_frame(
            Static(markup=False, id="who", classes="heading"),
            VerticalScroll(
                Static(markup=False, id="steps"),
                Static(markup=False, id="rules"),
                can_focus=False,
            ),
        )

    @property
    def scroller(self) -> VerticalScroll:
        """Steps and rules."""
        return self.query_one(VerticalScroll)

    def draw(self, shown: Showing, code: str) -> None:
        """Write the steps and the rules, from the top."""
        explanation = explained(app_of(self), shown, code)
        headline, _blank, *lines = text_lines(
            explanation, shown.scheme.decimals, called(self, explanation.person)
        )
        steps = lines[: len(lines) - len(explanation.rules)]
        rules = [_("How this is calculated:"), *(f"• {rule}" for rule in explanation.rules)]
        who = f"{headline}    {shown.period}"
        if cell_width(who) > self.size.width - 2:
            who = f"{headline}\n{shown.period}"
        self.query_one("#who", Static).update(who)
        self.query_one("#steps", Static).update("\n".join(steps).rstrip())
        self.query_one("#rules", Static).update("\n".join(rules))
        self.scroller.scroll_home(animate=False)
