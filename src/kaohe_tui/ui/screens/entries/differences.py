"""Show what a correction would change, before it is accepted."""

from collections.abc import Sequence

from textual.app import ComposeResult

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result.differences import Differences, text_lines
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n


class DifferencesScreen(ListScreen[bool]):
    """Totals, ranks and proposed grades before and after; true once they are accepted.

    Args:
        found: what would change.
        summary: what is to be entered, a line each; empty where that was seen.
    """

    TITLE_MSGID = N_("What a correction changes")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "Everybody whose total, rank or proposed grade would change. Nothing is changed yet: "
            "only Y or + accepts it."
        ),
    )
    """Who is listed, and which keys accept."""
    KEYS = (
        Command(("y", "plus"), "accept", N_("Accept"), N_("Make the correction.")),
        *MOVES,
        Command(("escape", "n"), "back", N_("Back"), N_("Go back; nothing is changed.")),
        Command(
            ("enter",),
            "nothing",
            N_("nothing"),
            N_("Does nothing here, so that nobody confirms out of habit."),
            in_bar=False,
        ),
    )
    """Accepting, moving in the list, the way back; Enter only says which key accepts."""

    def __init__(self, differences: Differences, summary: Sequence[str] = ()) -> None:
        super().__init__()
        self._found = differences
        self._summary = tuple(summary)

    def compose(self) -> ComposeResult:
        """Compose how many people it concerns, who they are, and which key accepts."""
        yield from self.compose_frame(
            *(TextLine(line) for line in self._summary),
            TextLine(id="differences-title", classes="heading"),
            TextLine(
                _("Total, rank and proposed grade, before → after:"),
                id="differences-heading",
                classes="note",
            ),
            PickList([]),
            TextLine(
                _("Y or +: correct and lock the result again   Esc: go back, nothing is changed"),
                classes="note",
            ),
        )

    def on_mount(self) -> None:
        """Fill the list."""
        self.fill()

    def fill(self) -> None:
        """Write the differences."""
        self.query_one("#differences-title", TextLine).show(title(self._found))
        for part in (self.pick, self.query_one("#differences-heading")):
            part.display = bool(self._found)
        self.pick.show([(line, "") for line in text_lines(self._found)])

    def do_accept(self) -> None:
        """Close with a yes."""
        self.dismiss(result=True)

    def do_back(self) -> None:
        """Close with a no."""
        self.dismiss(result=False)

    def do_nothing(self) -> None:
        """Say which key accepts."""
        raise Refusal("not-confirmed", N_("Press Y or + to confirm, or Esc to go back."))


def title(differences: Differences) -> str:
    """Say for how many people something changes."""
    if not differences:
        return _("No total, rank or proposed grade changes.")
    count = len(differences.lines)
    return _n(
        "The result changes for {count} person.",
        "The result changes for {count} people.",
        count,
    ).format(count=count)
