"""Key a ballot: the grid, what the cursor's column asks for, the standings.

The standings stand beside the ballot where there is room for both.
"""

from collections.abc import Awaitable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kaohe_tui import signs
from kaohe_tui.domain.ballot.effect import Outcome
from kaohe_tui.domain.paper.double_entry import check_total, parse_total
from kaohe_tui.domain.rules.scheme import Detail, Entry
from kaohe_tui.domain.width import cell_width
from kaohe_tui.ui.frame.host import Place, Sitting, app_of, called
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.ballot.criteria import Criteria
from kaohe_tui.ui.screens.ballot.keys import KEYING
from kaohe_tui.ui.screens.ballot.lines import first_line, second_line, third_line
from kaohe_tui.ui.screens.ballot.receipt import Receipt
from kaohe_tui.ui.screens.ballot.saving import AT_THE_END, SavingScreen
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.widgets.ballot.grid import BallotGrid
from kaohe_tui.ui.widgets.standings.view import StandingsView
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n

BESIDE = 124
"""Columns of a terminal from which on the standings stand beside the ballot."""


class BallotScreen(SavingScreen):
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

    _is_amiss = False
    """Whether digits are refused, or nothing is taken, as the key bar shows it."""

    # -- what stands there -------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Compose the grid and, where it is wide, the standings beside it."""
        with_standings = Horizontal(
            Vertical(
                TextLine(id="ballot-title", classes="heading"),
                BallotGrid(self._sheet, deaf=self._is_busy, keyed=self._keyed, pass_on=self.on_key),
                TextLine(id="ballot-criteria"),
                TextLine(id="ballot-tasks"),
                TextLine(id="ballot-person", classes="note"),
                id="ballot-main",
            ),
            Vertical(
                TextLine(_("Live standings"), id="ballot-live", classes="heading"),
                StandingsView(full=False),
                TextLine(id="ballot-withheld", classes="note"),
                id="ballot-beside",
            ),
        )
        yield from self.compose_frame(with_standings)

    def take_pasted(self, text: str) -> None:
        """Refuse what is pasted: a clipboard keys no marks."""
        told = _("Nothing was entered: pasting into a ballot is not possible.")
        self.say(told, kind="refused")

    def _is_busy(self) -> bool:
        """Return whether keys are meant for another screen, which is about to open or open."""
        return self._attending or not self.is_current

    def on_mount(self) -> None:
        """Begin where the ballot stood."""
        self.query_one(BallotGrid).focus()
        shown = bool(self._ballot.tasks) or self._ballot.tier.detail is Detail.CRITERIA
        self.query_one("#ballot-tasks").display = shown
        self.show_changes()
        self.show_standings()
        if self._ballot.caution:
            self.say(self._ballot.caution)

    def on_resize(self) -> None:
        """Show the standings beside the ballot where there is room for both."""
        self.set_class(self.is_wide, "-wide")
        self.show_standings()
        # The lines below the grid are cut to a width that they get with the next layout.
        self.call_after_refresh(self.show_changes)

    @property
    def is_wide(self) -> bool:
        """Whether the standings stand beside the ballot."""
        return self.size.width >= BESIDE and app_of(self).sitting is not Sitting.RATER

    def _keyed(self, outcome: Outcome) -> None:
        """Say what a key did, and count again whose rating it changed."""
        self.tell(outcome)
        if outcome.changed:
            self.count([outcome.changed])
        if outcome.altered:
            self._show_title()
        self._show_cell()
        if outcome.refused or self._is_amiss:
            # What the keys can do changes with it, and changes back.
            self._is_amiss = bool(self._sheet.refusal)
            self.refresh_keys()
        if outcome.hand_in and not self._attending:
            self.run_action_named("hand_in")
        else:
            self.draw_at_once()

    def run_action_named(self, action: str) -> None:
        """Run one of this screen's commands, as its key does."""
        self.run_command(next(c for c in self.KEYS if c.action == action))

    def show_changes(self) -> None:
        """Draw the lines around the grid again."""
        self._show_title()
        self._show_cell()

    def _show_title(self) -> None:
        here = self._ballot.here
        rated, owed = self._sheet.counts()
        told = {
            "period": here.steps.period.name,
            "tier": self._tier_told(),
            "name": called(self, self._ballot.rater),
            "section": self._ballot.rater.section,
            "rated": rated,
            "owed": owed,
        }
        line = self.query_one("#ballot-title", TextLine)
        title = _("{period} · {tier}   Rater {name} ({section})   rated {rated}/{owed}")
        if cell_width(title.format(**told)) > line.size.width - 2:
            title = _("{period} · {tier}   Rater {name}   rated {rated}/{owed}")
        line.show(title.format(**told))

    def _tier_told(self) -> str:
        name = self._ballot.tier.name
        if not self._ballot.is_second:
            return name
        return _("{tier}, second entry").format(tier=name)

    def _show_cell(self) -> None:
        """Show what the cursor's column asks for, and who the row is."""
        sheet = self._sheet
        line = self.query_one("#ballot-criteria", TextLine)
        criteria, tasks, person = "", "", ""
        if sheet.loss:
            criteria, person = sheet.loss.told, sheet.loss.way_on
        elif not sheet.at_end:
            room = max(line.size.width - 2, 1)
            own = self._ballot.tasks.get(sheet.rows[sheet.row].ratee.code, ())
            criteria = first_line(sheet, room)
            tasks = second_line(sheet, own, room)
            person = third_line(sheet, own, room)
        line.show(criteria)
        self.query_one("#ballot-tasks", TextLine).show(tasks)
        self.query_one("#ballot-person", TextLine).show(person)

    def follow(self) -> None:
        """Show what other programs changed in the standings."""
        self.show_standings()

    def show_standings(self) -> None:
        """Draw the standings again, where they stand beside the ballot."""
        if not self.is_wide or not self.is_mounted:
            return
        self._board_drawn = board = app_of(self).board
        view = self.query_one(StandingsView)
        role = None if self._sheet.at_end else self._sheet.rows[self._sheet.row].ratee.role
        view.show(board.standings, board.here.scheme, board.moves, role=role)
        self.query_one("#ballot-live", TextLine).show(_("Live standings") + view.scale)
        self.query_one("#ballot-withheld", TextLine).show(board.withheld())

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
        self._show_cell()

    async def do_hand_in(self) -> None:
        """Name what is missing, and hand the ballot in after a deliberate yes."""
        if not self._settled() or not await self.saved():
            return
        total = await self._total_on_paper()
        if total is None and self._ballot.tier.control_total:
            return
        missing = self._sheet.missing()
        if not await self.app.push_screen_wait(Confirm(*self._question(len(missing)))):
            if missing:
                self._sheet.go_to_missing()
                self.query_one(BallotGrid).draw_all()
                self._show_cell()
            return
        if await self.handed_in(total):
            self.count(row.ratee.code for row in self._sheet.rows)
            if self._ballot.receipt:
                await self.app.push_screen_wait(Receipt(self._ballot.receipt))
            self.dismiss("handed_in")

    async def _total_on_paper(self) -> int | None:
        """Ask for the total on the paper, where the tier wants it; None after Esc.

        One that is not the sum of the marks is refused where it is typed.
        """
        if not self._ballot.tier.control_total:
            return None
        name = called(self, self._ballot.rater)
        question = _("Which total is written on {name}'s form?").format(name=name)
        told = [_("It should equal the sum of all marks on the ballot.")]
        answer = await self.app.push_screen_wait(
            Ask(
                question,
                consequences=told,
                take=lambda text: check_total(self._sheet.rows, parse_total(text)),
            )
        )
        return None if answer is None else parse_total(answer)

    def _question(self, missing: int) -> tuple[str, list[str], str]:
        rated, owed = self._sheet.counts()
        told = [_("{rated} of {owed} people are rated.").format(rated=rated, owed=owed)]
        if missing:
            names = [called(self, row.ratee) for row in self._sheet.missing()]
            some = _(", ").join(names[:12]) + (" …" if len(names) > 12 else "")
            told.append(
                _n(
                    "{count} rating is missing and stays outstanding: {names}",
                    "{count} ratings are missing and stay outstanding: {names}",
                    missing,
                ).format(count=missing, names=some)
            )
        told.append(_("Once handed in, the rater can no longer change it."))
        if self._ballot.tier.secret:
            told.append(_("It then loses its name: nobody can give it back or void it."))
            if missing:
                told.append(_("Incomplete now, it cannot be completed later."))
        if self._ballot.tier.entry is Entry.DOUBLE:
            told.append(
                _(
                    "It counts if it is the same as the first entry; otherwise a third person "
                    "resolves the differences."
                )
                if self._ballot.is_second
                else _("It counts once a second person has entered the same.")
            )
        question = _("Hand in {name}'s ballot?").format(name=called(self, self._ballot.rater))
        return question, told, _("hand in")

    def do_criteria(self) -> None:
        """Show the tasks of the person under the cursor, and all criteria."""
        ratee = None if self._sheet.at_end else self._sheet.rows[self._sheet.row].ratee
        tasks = self._ballot.tasks.get(ratee.code, ()) if ratee else ()
        self.app.push_screen(Criteria(self._sheet.indicators, ratee, tasks))

    def do_standings(self) -> Awaitable[None] | None:
        """Show the standings over the ballot."""
        if not self._settled():
            return None
        return self.when_saved(lambda: app_of(self).show(Place.STANDINGS))

    def do_pause(self) -> Awaitable[None] | None:
        """Leave; a mark that is typed is saved first. A rater needs the host to leave."""
        if app_of(self).rater_sits:
            return self._pause_by_host()
        return self.when_saved(self._pause) if self._settled() else None

    def _pause(self) -> None:
        # Before the list is there again: whoever sees it finds the ballot free.
        self._ballot.leave(AT_THE_END)
        self.dismiss("paused")

    async def _pause_by_host(self) -> None:
        if not self._settled() or not await self.saved():
            return
        if await app_of(self).show_and_wait(Place.RELEASE):
            self._pause()

    def do_keyed(self) -> None:
        """Give the grid the focus again; its own keys do the rest."""
        self.query_one(BallotGrid).focus()

    def refresh_words(self) -> None:
        """Draw the words again; the sheet stays as it is."""
        self.refresh(recompose=True)
        self.call_after_refresh(self.on_mount)
