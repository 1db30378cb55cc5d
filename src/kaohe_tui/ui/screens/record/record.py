"""Show the record: who did what, newest first; filter it, and follow new entries."""

from collections.abc import Sequence
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.record.reading import Filter
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.working import beside
from kaohe_tui.ui.screens.moving.windows import WINDOW_MOVES, WindowScreen
from kaohe_tui.ui.screens.record import filters
from kaohe_tui.ui.screens.record.entry import EntryBeside, RecordEntry
from kaohe_tui.ui.screens.record.findings import Findings
from kaohe_tui.ui.screens.record.pages import Pages
from kaohe_tui.ui.screens.record.replay import ReplayScreen
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.ui.widgets.windowlist import WindowList
from kaohe_tui.words import N_, _, join_sentences


class RecordScreen(WindowScreen[None]):
    """All entries, or those that match; Enter opens one."""

    TITLE_MSGID = N_("The record")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "Every change is one entry: who, when, what and why. Entries are never changed or "
            "removed."
        ),
        N_(
            "The heading shows the filters, which combine. A person filter finds entries about "
            "the person or naming the person; S shows the standings at that time."
        ),
    )
    """What an entry is, and how filters work."""
    KEYS = (
        Command(("enter",), "open", N_("View"), N_("Show the whole entry.")),
        Command(
            ("s",), "replay", N_("As it stood"), N_("Show the standings right after this entry.")
        ),
        Command(("p",), "person", N_("By person"), N_("Only entries about one person.")),
        Command(("o",), "operator", N_("Operator"), N_("Only what one operator did.")),
        Command(("t",), "kind", N_("Kind"), N_("Only entries of one kind.")),
        Command(("d",), "period", N_("Period"), N_("Only entries of one period.")),
        Command(("slash",), "search", N_("Search"), N_("Only entries that contain a text.")),
        Command(("c",), "clear", N_("All"), N_("Show all entries again.")),
        Command(
            ("v",),
            "verify",
            N_("Verify"),
            N_("Check that nothing was changed unnoticed, and acknowledge what was."),
        ),
        *WINDOW_MOVES,
        Command(("escape",), "back", N_("Back"), N_("Go back.")),
    )
    """Opening an entry, replaying, the filters, verifying, moving, the way back."""

    def __init__(self) -> None:
        super().__init__()
        self._read_so_far: Pages | None = None

    def compose(self) -> ComposeResult:
        """Compose how many, the filters, the list, and beside it the cursor's entry."""
        yield from self.compose_frame(
            TextLine(id="record-title", classes="heading"),
            TextLine(id="record-filter", classes="note"),
            Horizontal(WindowList(), EntryBeside()),
        )

    def on_mount(self) -> None:
        """Show the newest."""
        self.query_one(EntryBeside).fit()
        self.attempt(lambda: self._read(Filter()))

    def on_resize(self) -> None:
        """Put the entry beside the list where there is room."""
        self.query_one(EntryBeside).fit()

    def on_screen_resume(self) -> None:
        """Show entries written by another screen."""
        if self._read_so_far is not None:
            self.attempt(self.follow)

    def follow(self) -> None:
        """Show entries written since; the cursor stays on its entry, or on the newest."""
        cursor = self.listing.cursor
        if added := self.pages.follow():
            self.fill(cursor + added if cursor else 0)

    # -- what stands there ---------------------------------------------------------------------

    @property
    def pages(self) -> Pages:
        """What of the record is shown.

        Raises:
            Refusal: before it could be read.
        """
        if self._read_so_far is None:
            raise Refusal("record-not-read", N_("The record has not been read yet."))
        return self._read_so_far

    def _read(self, chosen: Filter | None) -> None:
        """Show the entries that fit a filter; None, as after Esc, changes nothing."""
        if chosen is not None:
            self._read_so_far = Pages(
                app_of(self).room,
                chosen,
                lambda refusal: self.call_later(self.say, str(refusal), kind="refused"),
            )
            self.fill()

    def fill(self, cursor: int = 0) -> None:
        """Write what was read.

        Args:
            cursor: the place for the cursor.
        """
        pane, pages = self.query_one(EntryBeside), self._read_so_far
        pane.fit()
        if pages is None:
            return
        self.query_one("#record-title", TextLine).show(pages.title())
        line = self.query_one("#record-filter", TextLine)
        line.show(pages.filters())
        line.display = pages.filter != Filter()

        def lines(first: int, count: int) -> Sequence[str]:
            return pages.lines(first, count, wide=pane.display)

        self.listing.show(len(pages.reading), lines, cursor)
        self.moved()

    def moved(self) -> None:
        """Show the entry of the cursor where there is room beside the list."""
        pane, pages = self.query_one(EntryBeside), self._read_so_far
        if pane.display and pages and (entry := pages.at(self.listing.cursor)):
            self.attempt(partial(pane.show, entry, pages.names))
        self.refresh_keys()

    # -- commands ------------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """Refuse to open where no entry matches, and to clear where no filter is set."""
        pages = self._read_so_far
        if pages is None:
            return None
        if command.action in ("open", "replay") and not len(pages.reading):
            return _("No entry matches; C shows all again.")
        if command.action == "clear" and pages.filter == Filter():
            return _("All entries are already shown.")
        return None

    def do_open(self) -> None:
        """Open the whole entry; the cursor is then on the one that was seen last."""

        def come_back(place: int | None) -> None:
            if place is not None:
                self.go_to(place)

        pages = self.pages
        self.app.push_screen(
            RecordEntry(pages.reading, pages.names, self.listing.cursor), come_back
        )

    def do_replay(self) -> None:
        """Open the standings right after the entry."""
        if entry := self.pages.at(self.listing.cursor):
            self.app.push_screen(ReplayScreen(entry.id, entry.period or app_of(self).period))

    async def do_person(self) -> None:
        """Ask for a person, and show the entries about that person."""
        self._read(await filters.by_person(app_of(self), self.pages.filter))

    async def do_operator(self) -> None:
        """Ask for an operator, and show what that operator did."""
        self._read(await filters.by_operator(app_of(self), self.pages.filter))

    async def do_kind(self) -> None:
        """Ask for a kind, and show the entries of that kind."""
        self._read(await filters.by_kind(app_of(self), self.pages.filter))

    async def do_period(self) -> None:
        """Ask for a period, and show the entries of that period."""
        self._read(await filters.by_period(app_of(self), self.pages.filter))

    async def do_search(self) -> None:
        """Ask for a text, and show the entries that contain it."""
        self._read(await filters.by_text(app_of(self), self.pages.filter))

    def do_clear(self) -> None:
        """Show all entries again."""
        self._read(Filter())

    async def do_verify(self) -> None:
        """Check the record and everything that it seals, and show what does not hold."""
        from kaohe_tui.services.integrity import clockwork, verifying

        app = app_of(self)
        sentence = _("Checking the record …")
        outcome = await beside(app, sentence, lambda _report: verifying.verify(app.room))
        if outcome.holds:
            self.say(join_sentences([verifying.told(outcome), *clockwork.notes(app.room)]))
            return
        if await app.push_screen_wait(Findings(outcome.findings)):
            self._read(self.pages.filter)
            sentence = _("Acknowledged in entry {number} of the record.")
            self.say(sentence.format(number=self.pages.reading.last))
