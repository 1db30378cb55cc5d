"""Show everything that verifying reports, and acknowledge changes by other programs."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from kaohe_tui.domain.access import duties
from kaohe_tui.services.integrity import acknowledging
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.working import beside
from kaohe_tui.ui.screens.moving.scrolling import SCROLLS, Scrolling
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n


class Findings(Scrolling, KaoheScreen[bool]):
    """Everything that does not hold, a paragraph each; true where it was acknowledged.

    Args:
        findings: a sentence each, in the order of the check.
    """

    TITLE_MSGID = N_("What failed the check")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "The database was changed by a program other than kaohe, or it is damaged. "
            "Investigate first: who had the file, what do the paper forms say? Until then, "
            "steps, notices and result documents are refused; ballots can still be entered."
        ),
        N_(
            "A supervisor acknowledges it, with a reason; where there is none, a host does. From "
            "then on the current data is what counts; the record and the documents keep saying "
            "so. Damage to the file or the chain cannot be acknowledged: restore a backup."
        ),
    )
    """What a finding means, who acknowledges it, and what that does."""
    KEYS = (
        Command(
            ("a",),
            "acknowledge",
            N_("Acknowledge"),
            N_("Accept the current data from now on, with a reason; it cannot be undone."),
            act=duties.ACKNOWLEDGING,
        ),
        *SCROLLS,
        Command(("escape", "enter"), "back", N_("Back"), N_("Go back.")),
    )
    """Acknowledging, scrolling, the way back."""

    def __init__(self, findings: Sequence[str]) -> None:
        super().__init__()
        self._findings = tuple(findings)

    def compose(self) -> ComposeResult:
        """Compose how many checks failed, and each of them."""
        count = len(self._findings)
        heading = _n("{count} check failed", "{count} checks failed", count)
        lines = (f"{number}. {each}" for number, each in enumerate(self._findings, 1))
        yield from self.compose_frame(
            TextLine(heading.format(count=count), classes="heading"),
            VerticalScroll(Static("\n\n".join(lines), markup=False), can_focus=False),
        )

    @property
    def scroller(self) -> VerticalScroll:
        """The findings."""
        return self.query_one(VerticalScroll)

    async def do_acknowledge(self) -> None:
        """Ask why, and acknowledge the findings."""
        app = app_of(self)
        sentence = _("Checking the record …")
        seen = await beside(app, sentence, lambda _report: acknowledging.to_acknowledge(app.room))
        question = _n(
            "Acknowledge {count} thing: what was changed, by whom, and why?",
            "Acknowledge {count} things: what was changed, by whom, and why?",
            len(seen),
        ).format(count=len(seen))

        async def take(reason: str) -> bool:
            sure = Confirm(question, [reason, acknowledging.consequence()], _("acknowledge it"))
            if not await self.app.push_screen_wait(sure):
                return False
            await beside(
                app, sentence, lambda _report: acknowledging.acknowledge(app.room, reason, seen)
            )
            return True

        ask = Ask(question, consequences=[acknowledging.consequence()], take=take)
        if await self.app.push_screen_wait(ask) is None:
            return
        app.renew()
        self.dismiss(result=True)

    def do_back(self) -> None:
        """Go back to the record."""
        self.dismiss(result=False)
