"""How one person's score came about, step by step."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from kaohe_tui.domain.explain import text_lines
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.ui.base import KaoheScreen
from kaohe_tui.ui.commands import Command
from kaohe_tui.ui.here import app_of
from kaohe_tui.ui.screens.showing import Showing, explained, showing
from kaohe_tui.words import N_, _


class ExplainScreen(KaoheScreen[str]):
    """The steps from ratings to rank; the result is the code of the person seen last.

    Args:
        code: the person to begin with.
    """

    TITLE_MSGID = N_("Explanation")
    HELP_TEXT = (
        N_(
            "Every step from the ratings to the rank. What is shown adds up on a pocket calculator."
        ),
        N_("Of a tier that is secret only the sum, the count and the mean are shown."),
    )
    COMMANDS = (
        Command(("left",), "previous", N_("Higher"), N_("The person before, in order of rank.")),
        Command(("right",), "next", N_("Lower"), N_("The person after, in order of rank.")),
        Command(("up", "k"), "up", N_("Up"), N_("Scroll one line up."), False, False),
        Command(("down", "j"), "down", N_("Down"), N_("Scroll one line down."), False, False),
        Command(("pageup",), "page_up", N_("Page up"), N_("Scroll one page up."), False, False),
        Command(
            ("pagedown",), "page_down", N_("Page down"), N_("Scroll one page down."), False, False
        ),
        Command(("escape",), "back", N_("Back"), N_("Go back.")),
    )

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code
        self._shown: Showing | None = None

    def compose(self) -> ComposeResult:
        """Who it is, the steps, the rules."""
        yield from self.compose_frame(
            Static(markup=False, id="who", classes="heading"),
            VerticalScroll(
                Static(markup=False, id="steps"),
                Static(markup=False, id="rules"),
                can_focus=False,
            ),
        )

    def on_mount(self) -> None:
        """Explain."""
        self._try_to_show()

    def refresh_words(self) -> None:
        """Draw all again in the other language."""

        async def again() -> None:
            await self.recompose()
            self._try_to_show()

        self.call_next(again)

    def why_not(self, command: Command) -> str | None:
        """There is nobody beyond the ends of the list."""
        if command.action == "previous" and self._neighbour(-1) == self.code:
            return _("This is the first person of the list.")
        if command.action == "next" and self._neighbour(1) == self.code:
            return _("This is the last person of the list.")
        return None

    def _try_to_show(self) -> None:
        try:
            self._show(self.code)
        except Refusal as refusal:
            self.say(str(refusal), kind="refused")

    def _neighbour(self, by: int) -> str:
        return self._shown.neighbour(self.code, by) if self._shown else self.code

    def _show(self, code: str) -> None:
        app = app_of(self)
        shown = showing(app)
        explanation = explained(app, shown, code)
        self.code, self._shown = code, shown
        headline, _blank, *lines = text_lines(explanation, shown.scheme.decimals)
        steps = lines[: len(lines) - len(explanation.rules)]
        rules = [_("How this is reckoned:"), *(f"• {rule}" for rule in explanation.rules)]
        self.query_one("#who", Static).update(f"{headline}    {shown.period}")
        self.query_one("#steps", Static).update("\n".join(steps).rstrip())
        self.query_one("#rules", Static).update("\n".join(rules))
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self.refresh_keys()

    def _scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def do_previous(self) -> None:
        """The person one rank higher."""
        self._show(self._neighbour(-1))

    def do_next(self) -> None:
        """The person one rank lower."""
        self._show(self._neighbour(1))

    def do_up(self) -> None:
        """One line up."""
        self._scroll(-1)

    def do_down(self) -> None:
        """One line down."""
        self._scroll(1)

    def do_page_up(self) -> None:
        """One page up."""
        self._scroll(-self.query_one(VerticalScroll).size.height)

    def do_page_down(self) -> None:
        """One page down."""
        self._scroll(self.query_one(VerticalScroll).size.height)

    def do_back(self) -> None:
        """Go back."""
        self.dismiss(self.code)
