"""Key a ballot: the grid, what the cursor's column asks for, the standings.

The standings stand beside the ballot where there is room for both.
"""

from collections.abc import Awaitable

from textual.app import ComposeResult
from textual.containers import Horizontal

from kaohe_tui import signs
from kaohe_tui.domain.ballot.effect import Outcome
from kaohe_tui.domain.paper.double_entry import check_total
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.ui.frame.host import Place, app_of
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.ballot.beside import LiveStandings
from kaohe_tui.ui.screens.ballot.counting import Counting
from kaohe_tui.ui.screens.ballot.criteria import Criteria
from kaohe_tui.ui.screens.ballot.handing_in import confirmation, total_on_paper
from kaohe_tui.ui.screens.ballot.keys import KEYING
from kaohe_tui.ui.screens.ballot.page import BallotPage
from kaohe_tui.ui.screens.ballot.receipt import Receipt
from kaohe_tui.ui.screens.ballot.saving import AT_THE_END, Left, Saving
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.widgets.ballot.grid import BallotGrid
from kaohe_tui.words import N_, _


class BallotScreen(KaoheScreen[Left]):
    """One rater's ballot. Every accepted mark is on disk before it is shown without a sign."""

    TITLE_MSGID = N_("The ballot")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "Digits go straight into the cell. As soon as no further digit could make a valid "
            "mark, the cursor moves on by itself; end a shorter mark with Enter or Space. "
            "Pressing Enter out of habit after the cursor has moved on does no harm."
        ),
        N_("A mark that is not allowed is refused with the reason; Backspace corrects it."),
        N_(
            "Where a tier is entered part by part, the line below the grid shows the parts of "
            "the indicator: digits go into the one marked with ▶, and the cell shows the sum. "
            "Enter and Backspace move from part to part, Delete clears the indicator."
        ),
        N_("Every mark is saved at once: you can leave at any time and carry on later."),
        N_(
            "* after a mark: it is not on disk yet, because the disk is slow or another program "
            "is writing. Carry on; the sign goes away by itself. If a mark could not be saved, "
            "the cursor returns to it, and nothing is accepted until you press Esc."
        ),
    )
    """How digits, parts, refusals and saving work."""
    KEYS = (
        *KEYING,
        Command(
            ("f10", "h"),
            "hand_in",
            N_("Hand in"),
            N_("Hand the ballot in; it can then no longer be changed."),
        ),
        Command(("escape",), "pause", N_("Pause"), N_("Pause; the ballot keeps its marks.")),
        Command(("=",), "keyed", N_("Copy"), N_("Copy the mark above."), in_palette=False),
        Command(("/",), "find", N_("Find"), N_("Find a person by pinyin, initials or code.")),
        Command(("f2", "c"), "criteria", N_("Criteria"), N_("Show what each indicator asks for.")),
        Command(("s",), "standings", N_("Standings"), N_("Show the standings.")),
    )
    """The grid's keys, handing in, pausing, finding, criteria and standings."""

    def __init__(self, ballot: OpenBallot) -> None:
        """Begin with a ballot that a thread writes."""
        super().__init__()
        self._ballot = ballot
        self._sheet = ballot.sheet
        self._saving = Saving(self, ballot)
        self._counting = Counting(
            self, ballot, lambda moved: self.query_one(LiveStandings).follow_count(moved=moved)
        )
        self._is_amiss = False
        """Whether digits are refused, or nothing is taken, as the key bar shows it."""

    # -- what stands there -------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Compose the grid and, where it is wide, the standings beside it."""
        grid = BallotGrid(
            self._sheet,
            # Keys are meant for another screen that is open, or about to open.
            deaf=lambda: self._attending or not self.takes_keys,
            keyed=self._keyed,
            pass_on=self.on_key,
        )
        page, beside = BallotPage(self._ballot, grid), LiveStandings(self._sheet)
        yield from self.compose_frame(Horizontal(page, beside))

    def take_pasted(self, text: str) -> None:
        """Refuse what is pasted: a clipboard keys no marks."""
        sentence = _("Nothing was entered: pasting into a ballot is not possible.")
        self.say(sentence, kind="refused")

    def on_mount(self) -> None:
        """Say at once what is odd about the ballot."""
        if self._ballot.caution:
            self.say(self._ballot.caution)

    def on_resize(self) -> None:
        """Show the standings beside the ballot where there is room for both."""
        self.set_class(self.query_one(LiveStandings).has_room, "-wide")

    def follow(self) -> None:
        """Draw the standings again, where they stand beside the ballot."""
        for beside in self.query(LiveStandings):
            beside.show()

    def _keyed(self, outcome: Outcome) -> None:
        """Say what a key did, and count again whose rating it changed."""
        self._saving.tell(outcome)
        if outcome.changed:
            self._counting.count([outcome.changed])
        page = self.query_one(BallotPage)
        if outcome.altered:
            page.show_title()
        page.show_cell()
        if outcome.refused or self._is_amiss:
            # What the keys can do changes with it, and changes back.
            self._is_amiss = bool(self._sheet.refusal)
            self.refresh_keys()
        if outcome.hand_in and not self._attending:
            self.run_command(next(c for c in self.KEYS if c.action == "hand_in"))
        else:
            self.draw_at_once()

    def on_answered(self) -> None:
        """Show what became of the changes that waited for the disk."""
        outcomes = self._saving.answers()
        if not self.is_attached:
            return
        refused = [outcome for outcome in outcomes if outcome.refused]
        grid = self.query_one(BallotGrid)
        for outcome in outcomes:
            grid.draw(outcome)
        if refused:
            grid.draw_all()
            self._saving.tell(refused[-1])
            self.refresh_keys()
        else:
            self._saving.tell_what_waits()
        self._counting.count(outcome.changed for outcome in outcomes if outcome.changed)
        self.query_one(BallotPage).show()

    # -- commands ----------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """Refuse steps while digits are wrong, or a loss is not taken note of."""
        if command.action in ("find", "hand_in", "pause", "standings") and self._sheet.refusal:
            if self._sheet.loss:
                return self._sheet.loss.way_on
            return _("Correct the digits first (Backspace), or press Esc to discard them.")
        return None

    def _settled(self) -> bool:
        outcome = self._sheet.settle()
        self.query_one(BallotGrid).draw(outcome)
        if outcome.refused or outcome.altered:
            self._keyed(outcome)
        return not outcome.refused

    async def do_find(self) -> None:
        """Find a person and put the cursor on the row."""
        if not self._settled():
            return
        people = [(row.ratee, signs.ROWS[row.state]) for row in self._sheet.rows]
        code = await self.app.push_screen_wait(Find(_("Whom to rate"), people))
        if code is None or self._sheet.loss:
            return
        codes = [person.code for person, _state in people]
        self._sheet.go_to(codes.index(code))
        self.query_one(BallotGrid).draw_all()
        self.query_one(BallotPage).show_cell()

    async def do_hand_in(self) -> None:
        """Name what is missing, and hand the ballot in after a deliberate yes."""
        app, ballot = app_of(self), self._ballot
        if not self._settled() or not await self._saving.saved():
            return
        total = await total_on_paper(
            app, ballot.tier, ballot.rater, lambda written: check_total(self._sheet.rows, written)
        )
        if total is None and ballot.tier.control_total:
            return
        missing = self._sheet.missing()
        if not await app.push_screen_wait(confirmation(app, ballot)):
            if missing:
                self._sheet.go_to_missing()
                self.query_one(BallotGrid).draw_all()
                self.query_one(BallotPage).show_cell()
            return
        if await self._saving.handed_in(total):
            self._counting.count(row.ratee.code for row in self._sheet.rows)
            if ballot.receipt:
                await app.push_screen_wait(Receipt(ballot.receipt))
            self.dismiss("handed_in")

    def do_criteria(self) -> None:
        """Show the tasks of the person under the cursor, and all criteria."""
        ratee = None if self._sheet.at_end else self._sheet.rows[self._sheet.row].ratee
        tasks = self._ballot.tasks.get(ratee.code, ()) if ratee else ()
        asked = self._sheet.asked
        indicators = asked.asked_for if asked else self._sheet.indicators
        self.app.push_screen(Criteria(indicators, ratee, tasks))

    def do_standings(self) -> Awaitable[None] | None:
        """Show the standings over the ballot."""
        if not self._settled():
            return None
        return self._saving.when_saved(lambda: app_of(self).show(Place.STANDINGS))

    def do_pause(self) -> Awaitable[None] | None:
        """Leave; a mark that is typed is saved first. A rater needs the host to leave."""

        async def ask_host() -> None:
            if await self._saving.saved() and await app_of(self).show_and_wait(Place.RELEASE):
                self._pause()

        if not self._settled():
            return None
        return ask_host() if app_of(self).rater_sits else self._saving.when_saved(self._pause)

    def _pause(self) -> None:
        # Before the list is there again: anyone who sees it finds the ballot free.
        self._ballot.leave(AT_THE_END)
        self.dismiss("paused")

    def do_keyed(self) -> None:
        """Give the grid the focus again; its own keys do the rest."""
        self.query_one(BallotGrid).focus()

    def do_quit(self) -> Awaitable[None] | None:
        """Leave the program, with every change on disk."""
        return self._saving.when_saved(self.app.exit)

    def pause_now(self) -> None:
        """Keep what is typed, as far as it is a mark, and save everything to disk.

        Somebody else is about to sit down.
        """
        self._sheet.settle()
        self._ballot.leave(AT_THE_END)

    def on_unmount(self) -> None:
        """Save what still waits, however the ballot is left."""
        self._saving.end()
        self._counting.end()
