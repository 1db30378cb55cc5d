"""Show the state of the meeting, and the one next thing under Enter."""

import asyncio
from collections.abc import Sequence
from functools import partial

from textual.app import ComposeResult
from textual.widgets import Static

from kaohe_tui import signs
from kaohe_tui.domain.result.shape import short
from kaohe_tui.domain.rules.people import Role, with_section
from kaohe_tui.domain.standings.withholding import hidden_sentence
from kaohe_tui.domain.width import cell_width, fit
from kaohe_tui.services.counting import overview
from kaohe_tui.services.counting.overview import Next, Overview
from kaohe_tui.services.integrity import foreign
from kaohe_tui.services.public import matters
from kaohe_tui.ui.frame.host import Host, Place, app_of, called
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.home import next_thing
from kaohe_tui.ui.screens.home.menu import AROUND, Around
from kaohe_tui.ui.screens.periods.whole_period import show_tiers
from kaohe_tui.ui.screens.standings.showing import Showing, class_name, showing
from kaohe_tui.ui.widgets.standings.listing import rows_of
from kaohe_tui.ui.widgets.standings.view import StandingsView
from kaohe_tui.ui.widgets.stepbar import StepBar
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n

_NAMED = 3
"""So many of the things that something else changed are named on the first screen."""


class Home(Around):
    """The first screen of a meeting."""

    TITLE_MSGID = N_("The meeting")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_("✔ done   ◐ started   · to come"),
        N_("Enter always does the next thing; every step is saved at once."),
    )
    """The signs, and what Enter does."""
    KEYS = (
        Command(("enter",), "go_on", N_("Next"), N_("Do the next thing.")),
        Command(("r",), "raters", N_("Raters"), N_("Choose whose ballot to enter.")),
        Command(("t",), "tiers", N_("Tiers"), N_("See, close or reopen the tiers of this period.")),
        Command(("p",), "periods", N_("Periods"), N_("Choose or open another period.")),
        Command(("s",), "standings", N_("Standings"), N_("Show the standings full screen.")),
        Command(("/",), "find", N_("Find"), N_("Find a person and see how the score is made.")),
        *AROUND,
        Command(("c",), "theme", N_("Colours"), N_("Choose the colours."), in_bar=False),
        Command(("l",), "language", N_("Language"), N_("Choose the language."), in_bar=False),
        Command(
            ("i",),
            "name",
            N_("Who I am"),
            N_("Sign out so that somebody else can sign in; or say who is at the keyboard."),
            in_bar=False,
        ),
        Command(("q",), "quit", N_("Quit"), N_("Leave kaohe; everything is saved.")),
    )
    """The next thing, the lists of the period, the menu around it, choices, quitting."""

    def compose(self) -> ComposeResult:
        """Compose title, step bar, next thing, what is owed, and the standings."""
        yield from self.compose_frame(
            TextLine(id="home-title", classes="heading"),
            TextLine(id="home-period"),
            TextLine(id="home-guard", classes="note"),
            Static(id="home-foreign", classes="heading", markup=False),
            StepBar(),
            TextLine(id="home-next", classes="heading"),
            TextLine(id="home-owed", classes="note"),
            TextLine(id="home-register", classes="note"),
            TextLine(id="home-class", classes="heading"),
            TextLine(id="home-hidden"),
            StandingsView(full=True),
        )

    def on_screen_resume(self) -> None:
        """Draw everything again: a step may have been taken, or another period chosen."""
        if self.is_mounted:
            self.attempt(self.fill)

    def follow(self) -> None:
        """Show what other programs changed on the file."""
        self.fill()

    # -- what stands there -------------------------------------------------------------------

    def _read(self) -> Overview:
        app = app_of(self)
        return overview.overview(app.room, app.period)

    def fill(self) -> None:
        """Write all that stands there now."""
        view = self._read()
        board = app_of(self).board
        self.query_one("#home-title", TextLine).show(self._title(board.period_room.title))
        guard = self.query_one("#home-guard", TextLine)
        guard.show(told_guard(app_of(self)))
        guard.display = bool(guard.text)
        self._show_foreign()
        text = _("{period}   scheme {scheme}   roster {roster}").format(
            period=view.period.name,
            scheme=short(view.scheme_fingerprint),
            roster=short(view.roster_fingerprint),
        )
        self.query_one("#home-period", TextLine).show(text)
        self.query_one(StepBar).show(view)
        text = next_thing.told(self, next_thing.next_step(self))
        self.query_one("#home-next", TextLine).show("▶ " + text + "   [ Enter ]")
        self.query_one("#home-owed", TextLine).show(_called_off(view) or self._owed(view))
        register = matters.headline(app_of(self).room)
        self.query_one("#home-register", TextLine).show(register)
        self.query_one("#home-register", TextLine).display = bool(register)
        self._show_standings(view)
        self.refresh_keys()

    def _show_foreign(self) -> None:
        """Say what a program other than kaohe changed.

        It is looked for beside the keys, and only after another program wrote.
        """
        line = self.query_one("#home-foreign", Static)
        if foreign.is_known_to_fit(app_of(self).room):
            line.update("")
            line.display = False
        else:
            line.display = bool(line.content)
            self.run_worker(self._look_for_foreign(), group="foreign", exclusive=True)

    async def _look_for_foreign(self) -> None:
        room = app_of(self).room
        line = self.query_one("#home-foreign", Static)
        changes = await asyncio.to_thread(lambda: foreign.found(room, beside=True))
        if not line.is_attached:  # kaohe was left meanwhile
            return
        line.update(_changed_elsewhere(changes) if changes else "")
        line.display = bool(changes)

    def _title(self, name: str) -> str:
        """Write what is assessed, and who is at the keyboard."""
        keyboard = app_of(self).room.keyboard
        who = keyboard.name
        if keyboard.operator:
            who += " " + keyboard.operator.duty.label
        room = max(self.size.width - 4 - cell_width(who) - 2, 1)
        return fit(name, room) + "  " + who

    def _owed(self, view: Overview) -> str:
        if view.tier is None or view.next is Next.OPEN or not view.tier.left_over:
            return ""
        room = self.size.width - 4
        sentence = _("outstanding:")
        for line in view.tier.left_over:
            who = with_section(called(self, line.rater), line.rater.section)
            part = f"  {signs.BALLOTS[line.state]} {who}"
            if line.answered:
                part += f" {line.answered}/{line.owed}"
            if cell_width(sentence + part) > room - 2:
                return sentence + " …"
            sentence += part
        return sentence

    def _show_standings(self, view: Overview) -> None:
        app = app_of(self)
        shown = showing(app)
        table = self.query_one(StandingsView)
        table.show(shown.standings, shown.scheme, shown.moves or None)
        table.display = shown.standings.has_scores
        title = app.board.withheld() or standings_title(shown, view, table.role)
        self.query_one("#home-class", TextLine).show(title)
        hidden = self.query_one("#home-hidden", TextLine)
        hidden.show(hidden_sentence(shown.scheme, rows_of(shown.standings, table.role)))
        hidden.display = bool(hidden.text)

    # -- commands ----------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """Refuse to choose raters while no tier is open."""
        if command.action == "raters" and not self._open_tier():
            return _("No tier is open: Enter does the next thing.")
        return None

    def _open_tier(self) -> str:
        app = app_of(self)
        current = app.room.period(app.period).steps.current
        return current.key if current else ""

    async def do_go_on(self) -> None:
        """Do the next thing, and take the name that was offered."""
        app_of(self).is_named = True
        await app_of(self).go_on(next_thing.next_step(self))
        self.on_screen_resume()

    async def do_name(self) -> None:
        """Sign out where there are operators; else ask for the name for the record."""
        from kaohe_tui.services.access import operators

        app = app_of(self)
        keyboard = app.room.keyboard
        if keyboard.operator is not None:
            operators.sign_out(app.room)
            app.start_over()
            return
        consequences = [_("It is recorded with everything that is done from now on.")]
        question = Ask(
            _("Who is at the keyboard?"),
            choices=[keyboard.name or "-"],
            initial=keyboard.name or "-",
            consequences=consequences,
            take=partial(operators.act_as, app.room),
        )
        if await self.app.push_screen_wait(question):
            app.is_named = True
            self.fill()

    def do_raters(self) -> None:
        """Open the raters of the open tier."""
        app_of(self).show(Place.RATERS, self._open_tier())

    async def do_tiers(self) -> None:
        """Open the tiers of the period, or the steps of one that holds none."""
        await show_tiers(app_of(self))
        self.on_screen_resume()

    def do_periods(self) -> None:
        """Open the periods of the year."""
        app_of(self).show(Place.PERIODS)

    def do_standings(self) -> None:
        """Open the standings, full screen."""
        app_of(self).show(Place.STANDINGS)

    async def do_find(self) -> None:
        """Find a person and explain the score."""
        from kaohe_tui.ui.screens.dialogs.find import Find

        rows = app_of(self).board.standings.rows
        people = [(row.person, str(row.rank or "")) for row in rows]
        code = await self.app.push_screen_wait(Find(_("Whose score?"), people))
        if code is not None:
            await app_of(self).show_and_wait(Place.EXPLAIN, code)


def _changed_elsewhere(changes: Sequence[str]) -> str:
    """Name what a program other than kaohe changed, in a few lines at most."""
    listed = _(", ").join(changes[:_NAMED])
    if len(changes) > _NAMED:
        more = len(changes) - _NAMED
        listed = _n("{what} and {count} more", "{what} and {count} more", more).format(
            what=listed, count=more
        )
    sentence = _(
        "Changed by a program other than kaohe: {what}. V in the record (U) shows all of it."
    )
    return sentence.format(what=listed)


def told_guard(app: Host) -> str:
    """Say who works unprotected, and how to change that; empty where there are operators."""
    keyboard = app.room.keyboard
    if app.room.database.is_read_only:
        return _("Opened read-only: nothing can be changed here.")
    if keyboard.guarded:
        return ""
    if app.is_named:
        return _("No PIN protects this database. Press Z to add operators.")
    return _("You are {name}? Enter confirms, I changes it. No PIN yet: press Z.").format(
        name=keyboard.name
    )


def standings_title(shown: Showing, view: Overview, role: Role | None) -> str:
    """Write whose standings they are, and whether final; neither where the period is off."""
    frozen = view.next is Next.RESULT
    count = len(rows_of(shown.standings, role))
    title = _("Result") if frozen else _("Live standings")
    if view.called_off:
        title = _("called off")
    title += f"   {class_name(shown.scheme, role)} · " + _n(
        "{count} person", "{count} people", count
    ).format(count=count)
    if shown.standings.complete or view.called_off:
        return title
    why = _("… closed with ratings missing") if frozen else _("… provisional: ratings outstanding")
    return f"{title}   {why}"


def _called_off(view: Overview) -> str:
    """Say that the period in view is not held and why; empty where it is held."""
    if not view.called_off:
        return ""
    sentence = _("{period} was called off ({reason}): it counts nowhere in the year.")
    return sentence.format(period=view.period.name, reason=view.called_off)
