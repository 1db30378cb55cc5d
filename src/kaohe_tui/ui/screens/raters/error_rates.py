"""Show how well each clerk keyed, from the forms of the period that were keyed twice."""

from textual.app import ComposeResult

from kaohe_tui.domain.width import fit, widest
from kaohe_tui.services.paper.error_rates import error_rates
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.widgets.ballot.layout import WIDEST_NAME
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

_WIDEST = 10


class KeyingErrors(ListScreen[None]):
    """The clerks of the period in view, with the cells that they keyed wrongly."""

    TITLE_MSGID = N_("Entry errors")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "Of the forms entered twice and compared: how many cells each clerk entered, how "
            "many of them were resolved differently, and what percentage that is."
        ),
    )
    """What is counted."""
    KEYS = (*MOVES, Command(("escape", "enter"), "back", N_("Back"), N_("Leave the list.")))
    """Moving in the list, and the way back."""

    def compose(self) -> ComposeResult:
        """Compose the heading and the clerks."""
        yield from self.compose_frame(
            TextLine(_("Entry errors"), classes="heading"),
            TextLine(id="errors-heading", classes="note"),
            PickList([]),
        )

    def on_mount(self) -> None:
        """Fill the list."""
        self.attempt(self.fill)

    def fill(self) -> None:
        """Write a line for each clerk."""
        app = app_of(self)
        rates = error_rates(app.room, app.period)
        heading = self.query_one("#errors-heading", TextLine)
        self.pick.display = bool(rates)
        if not rates:
            heading.show(_("No form has been entered twice and compared yet."))
            return
        rows = [(_("Clerk"), _("Forms"), _("Cells"), _("Wrong"), _("Rate"))]
        rows += [
            (each.clerk, str(each.forms), str(each.cells), str(each.wrong), f"{each.percent}%")
            for each in rates
        ]
        name = widest((row[0] for row in rows), WIDEST_NAME)
        lines = [
            fit(row[0], name) + "".join(fit(text, _WIDEST, "right") for text in row[1:])
            for row in rows
        ]
        heading.show(f"  {lines[0]}")
        self.pick.show([(line, "") for line in lines[1:]])
