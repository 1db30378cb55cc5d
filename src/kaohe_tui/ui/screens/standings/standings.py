"""Show the standings over the whole screen, for the projector."""

from textual.app import ComposeResult

from kaohe_tui import signs
from kaohe_tui.domain.result.shape import short
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.steps import Steps
from kaohe_tui.domain.standings.withholding import columns, hidden_sentence
from kaohe_tui.services.counting.overview import Result
from kaohe_tui.ui.frame.filled import FilledScreen
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.moving.tables import MOVES, TableMoving
from kaohe_tui.ui.screens.standings.announce import AnnounceScreen
from kaohe_tui.ui.screens.standings.explain import ExplainScreen
from kaohe_tui.ui.screens.standings.showing import Showing, class_name, showing
from kaohe_tui.ui.widgets.standings.listing import (
    BY_NAME,
    BY_RANK,
    BY_SECTION,
    classes,
    rows_of,
)
from kaohe_tui.ui.widgets.standings.view import StandingsView
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n

_SORTS = {BY_RANK: N_("rank"), BY_SECTION: N_("section"), BY_NAME: N_("name")}
"""What the list can be sorted by, beside the tiers' means; in the order of the key."""


class StandingsScreen(TableMoving, FilledScreen[None]):
    """Everybody of one class with the tiers' means, live, or as frozen when the period closed."""

    TITLE_MSGID = N_("Standings")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "Everybody's rank and score, one list per class. The standings update with every "
            "rating that may be shown, including those from other programs on the same file."
        ),
        N_(
            "… after a score: ratings are outstanding, or missing in a locked result. = after a "
            "rank: it is shared. ↑ ↓: places gained or lost by the last change. –: nothing to "
            "show, or not ranked."
        ),
        N_("Once its last tier is closed, a period shows its locked result."),
    )
    """When the standings change, and what the signs mean."""
    KEYS = (
        Command(("enter",), "explain", N_("Explain"), N_("Show how this score is made up.")),
        Command(("a",), "announce", N_("Announce"), N_("Show this person in large figures.")),
        Command(("c",), "next_class", N_("Class"), N_("Show the next class of people.")),
        Command(("o",), "sort", N_("Sort"), N_("Sort by the next key: rank, section, name, tier.")),
        *MOVES,
        Command(("escape", "s"), "back", N_("Back"), N_("Go back.")),
    )
    """Explaining, announcing, class, order, moving in the list, the way back."""

    def __init__(self) -> None:
        super().__init__()
        self._role: Role | None = None
        self._sort = BY_RANK
        self._shown: Showing | None = None
        # Places won or lost where another program's change had the board made again.

    def compose(self) -> ComposeResult:
        """Compose steps, class, what is withheld, the table and its legend."""
        yield from self.compose_frame(
            TextLine(id="steps"),
            TextLine(id="class", classes="heading"),
            TextLine(id="withheld"),
            TextLine(id="hidden"),
            StandingsView(full=True, cursor=True),
            TextLine(id="nobody"),
            TextLine(id="missing", classes="note"),
            TextLine(id="legend", classes="note"),
        )

    def on_mount(self) -> None:
        """Show the standings as they may be seen now."""
        self.attempt(self.fill)

    def on_screen_resume(self) -> None:
        """Show what another screen changed."""
        self.attempt(self.fill)

    async def recompose(self) -> None:
        """Draw everything again, with the cursor where it was."""
        person = self.view.person
        await super().recompose()
        if person:
            self.view.move_to(person)

    def why_not(self, command: Command) -> str | None:
        """Refuse to explain or announce where nobody has a score."""
        if command.action in ("explain", "announce") and not self._listed:
            return _("There is nobody with a score yet.")
        if command.action == "next_class" and self.view.role is None:
            return _("Everybody is in one list.")
        return None

    # What is shown

    @property
    def view(self) -> StandingsView:
        """The table of the standings."""
        return self.query_one(StandingsView)

    @property
    def _listed(self) -> bool:
        return self._shown is not None and self._shown.standings.has_scores

    def follow(self) -> None:
        """Show what other programs changed on the file."""
        self.fill()

    def fill(self) -> None:
        """Show the standings as they may be seen now."""
        app = app_of(self)
        shown = self._shown = showing(app)
        listed = shown.standings.has_scores
        view = self.view
        view.display = listed
        view.show(shown.standings, shown.scheme, shown.moves, role=self._role, sort=self._sort)
        withheld = "" if shown.result else app.board.withheld()
        self._line("steps", step_line(app.board.period_room.steps))
        self._line("class", self._class_line(class_name(shown.scheme, view.role)))
        self._line("withheld", withheld)
        self._line("hidden", _hidden(shown, view.role) if listed else "")
        self._line("nobody", "" if listed else _nobody(withheld))
        self._line("missing", _missing(shown.result))
        self._line("legend", _legend(shown.result) if listed else "")
        self.refresh_keys()

    def _line(self, name: str, text: str) -> None:
        """Show a line; without a text it takes no room."""
        line = self.query_one(f"#{name}", TextLine)
        line.show(text)
        line.display = bool(text)

    def _class_line(self, name: str) -> str:
        count = self.view.count
        people = _n("{count} person", "{count} people", count).format(count=count)
        line = f"{name} · {people}"
        if self._sort != BY_RANK:
            line += " · " + _("sorted by {key}").format(key=self._sort_name())
        return line

    # Commands

    def do_explain(self) -> None:
        """Show how the score of the person under the cursor came about."""
        if person := self.view.person:
            self.app.push_screen(ExplainScreen(person), self._come_back)

    def do_announce(self) -> None:
        """Show the person under the cursor in large figures."""
        if person := self.view.person:
            self.app.push_screen(AnnounceScreen(person), self._come_back)

    def _come_back(self, code: str | None) -> None:
        """Put the cursor on the person who was seen last."""
        if code:
            self.view.move_to(code)

    def do_next_class(self) -> None:
        """Show the next class."""
        if self._shown is None:
            return
        listed = classes(self._shown.standings, self._shown.scheme)
        self._role = listed[(listed.index(self.view.role) + 1) % len(listed)]
        self.fill()

    def do_sort(self) -> None:
        """Sort by the next key."""
        if self._shown is None:
            return
        keys = [*_SORTS, *(each.key for each in columns(self._shown.scheme))]
        self._sort = keys[(keys.index(self._sort) + 1) % len(keys)]
        self.fill()

    def _sort_name(self) -> str:
        if self._sort in _SORTS or self._shown is None:
            return _(_SORTS.get(self._sort, ""))
        named = {each.key: each.name for each in columns(self._shown.scheme)}
        return named[self._sort]


def step_line(steps: Steps) -> str:
    """Write the period and the state of each of its tiers, on one line."""
    tiers = "  ".join(f"{signs.TIERS[step.state]} {step.tier.name}" for step in steps.tiers)
    return f"{steps.period.name}   {tiers}"


def _hidden(shown: Showing, role: Role | None) -> str:
    """Say why the list of a class shows no means of some people; empty where it shows all."""
    return hidden_sentence(shown.scheme, rows_of(shown.standings, role))


def _nobody(withheld: str) -> str:
    if withheld:
        return _("The scores appear here as soon as they may be shown.")
    return _("Nobody has a score yet; the first one appears here as soon as it is in.")


def _legend(result: Result | None) -> str:
    if result is None:
        return _("… provisional   = shared rank   ↑↓ places gained or lost   – nothing to show")
    return _("Result no. {number}, locked on {at}, fingerprint {fingerprint}").format(
        number=result.number,
        at=result.at[:16].replace("T", " "),
        fingerprint=short(result.fingerprint),
    )


def _missing(result: Result | None) -> str:
    """Say what the sign behind a score means in a locked result; empty where it does not occur."""
    if result is None or result.standings.complete:
        return ""
    return _("… closed with ratings missing")
