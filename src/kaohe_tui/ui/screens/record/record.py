"""Show the record: who did what, newest first; filter it, and follow new entries."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from kaohe_tui.domain.record.events import Names, RecordKind, moment, sentence, who
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.width import fit, pad
from kaohe_tui.services.counting import overview
from kaohe_tui.services.record import reading as recording
from kaohe_tui.services.record.reading import Filter, Reading
from kaohe_tui.store.record.records import Entry
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.dialogs.working import beside
from kaohe_tui.ui.screens.moving.windows import WINDOW_MOVES, WindowMoving
from kaohe_tui.ui.screens.record.entry import RecordEntry, entry_text
from kaohe_tui.ui.screens.record.findings import Findings
from kaohe_tui.ui.screens.record.replay import ReplayScreen
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.ui.widgets.windowlist import WindowList
from kaohe_tui.words import N_, _, _n

_WHO = 8
"""Cells for who acted."""
_BESIDE = 120
"""Columns from which on the entry of the cursor stands beside the list."""
_ALL, _NONE = "*", ""
"""Keys of "all" where one of a list is chosen, and of what belongs to no single period."""


class RecordScreen(WindowMoving, KaoheScreen[None]):
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
        self._reading: Reading | None = None
        self._names = Names({}, {}, {})
        self._window: tuple[int, int, tuple[Entry, ...]] = (0, 0, ())

    def compose(self) -> ComposeResult:
        """Compose how many, the filters, the list, and beside it the cursor's entry."""
        yield from self.compose_frame(
            TextLine(id="record-title", classes="heading"),
            TextLine(id="record-filter", classes="note"),
            Horizontal(
                WindowList(),
                VerticalScroll(Static(id="record-entry", markup=False), can_focus=False),
            ),
        )

    def on_mount(self) -> None:
        """Show the newest."""
        super().on_mount()
        self._lay_out()
        self.attempt(lambda: self._read(Filter()))

    def on_resize(self) -> None:
        """Put the entry beside the list where there is room."""
        super().on_resize()
        self._lay_out()

    def on_screen_resume(self) -> None:
        """Show entries written by another screen."""
        super().on_screen_resume()
        if self._reading is not None:
            self.attempt(self.follow)

    def follow(self) -> None:
        """Show entries written since; the cursor stays on its entry, or on the newest."""
        reading, cursor = self._filled, self.listing.cursor
        if added := reading.follow():
            self._names = recording.names(app_of(self).room)
            self._show(cursor + added if cursor else 0)

    def refresh_words(self) -> None:
        """Draw everything again in the other language."""
        cursor = self.listing.cursor

        async def again() -> None:
            await self.recompose()
            self._lay_out()
            self._show(cursor)

        self.call_next(again)

    # -- what stands there ---------------------------------------------------------------------

    @property
    def listing(self) -> WindowList:
        """The list of entries."""
        return self.query_one(WindowList)

    @property
    def _filled(self) -> Reading:
        if self._reading is None:
            raise Refusal("record-not-read", N_("The record has not been read yet."))
        return self._reading

    @property
    def at_cursor(self) -> Entry | None:
        """The entry of the cursor; None where no entry matches."""
        first, _count, entries = self._window
        place = self.listing.cursor - first
        if not 0 <= place < len(entries):
            entries, place = self._entries(self.listing.cursor, 1), 0
        return entries[place] if place < len(entries) else None

    def _lay_out(self) -> None:
        self.query_one(VerticalScroll).display = self.app.size.width >= _BESIDE

    def _read(self, chosen: Filter) -> None:
        room = app_of(self).room
        self._reading = Reading(room, chosen)
        self._names = recording.names(room)
        self._show(0)

    def _show(self, cursor: int) -> None:
        self._window = (0, 0, ())
        if self._reading is None:
            return
        count, chosen = len(self._reading), self._reading.filter
        told = _n("The record: {count} entry", "The record: {count} entries", count)
        if chosen != Filter():
            told = _n(
                "The record: {count} entry of {all}", "The record: {count} entries of {all}", count
            )
        self.query_one("#record-title", TextLine).show(
            told.format(count=count, all=self._reading.last)
        )
        line = self.query_one("#record-filter", TextLine)
        line.show(_(", ").join(self._told(chosen)))
        line.display = chosen != Filter()
        self.listing.show(count, self._lines, cursor)
        self.moved()

    def _told(self, chosen: Filter) -> list[str]:
        """Name the filters in force."""
        told = []
        if chosen.person:
            told.append(_("about {name}").format(name=self._names.person(chosen.person)))
        if chosen.operator:
            told.append(_("done by {name}").format(name=chosen.operator))
        if chosen.kind:
            told.append(chosen.kind.label)
        if chosen.period is not None:
            told.append(self._names.period(chosen.period))
        if chosen.text:
            told.append(_("with “{text}”").format(text=chosen.text))
        return told

    def _lines(self, first: int, count: int) -> Sequence[str]:
        reading = self._filled
        number, wide = len(str(reading.last)), self.app.size.width >= _BESIDE
        return [
            f"{pad(str(each.id), number, 'right')} {_moment(each.at, wide=wide)} "
            f"{fit(who(each), _WHO)} {each.event.what(self._names, each.actor)}"
            for each in self._entries(first, count)
        ]

    def _entries(self, first: int, count: int) -> tuple[Entry, ...]:
        """Read a window, once; return none where the disk refuses, and say so."""
        if self._window[:2] != (first, count):
            try:
                self._window = (first, count, self._filled.window(first, count))
            except Refusal as refusal:
                self.call_later(self.say, str(refusal), kind="refused")
                return ()
        return self._window[2]

    def moved(self) -> None:
        """Show the entry of the cursor where there is room beside the list."""
        if self.query_one(VerticalScroll).display and (entry := self.at_cursor):
            self.attempt(partial(_show_beside, self, entry, self._names))
        self.refresh_keys()

    # -- commands ------------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """Refuse to open where no entry matches, and to clear where no filter is set."""
        if self._reading is None:
            return None
        if command.action in ("open", "replay") and not len(self._reading):
            return _("No entry matches; C shows all again.")
        if command.action == "clear" and self._reading.filter == Filter():
            return _("All entries are already shown.")
        return None

    def do_open(self) -> None:
        """Open the whole entry."""
        self.app.push_screen(
            RecordEntry(self._filled, self._names, self.listing.cursor), self._come_back
        )

    def _come_back(self, place: int | None) -> None:
        if place is not None:
            self.go_to(place)

    def do_replay(self) -> None:
        """Open the standings right after the entry."""
        if entry := self.at_cursor:
            self.app.push_screen(ReplayScreen(entry.id, entry.period or app_of(self).period))

    async def do_person(self) -> None:
        """Ask for a person, and show the entries about that person."""
        people = [(person, "") for person in recording.people(app_of(self).room)]
        code = await self.app.push_screen_wait(Find(_("Entries about whom?"), people))
        if code is not None:
            self._read(replace(self._filled.filter, person=code))

    async def do_operator(self) -> None:
        """Ask for an operator, and show what that operator did."""
        known = recording.operators(app_of(self).room)
        options = [
            (_ALL, _("everybody"), ""),
            *((f"={n}", n or _("nobody named"), "") for n in known),
        ]
        chosen = await self.app.push_screen_wait(Choose(_("Whose actions?"), options))
        if chosen is not None:
            operator = "" if chosen == _ALL else chosen.removeprefix("=")
            self._read(replace(self._filled.filter, operator=operator))

    async def do_kind(self) -> None:
        """Ask for a kind, and show the entries of that kind."""
        options = [(_ALL, _("all kinds"), ""), *((k.value, k.label, "") for k in RecordKind)]
        chosen = await self.app.push_screen_wait(Choose(_("Entries of which kind?"), options))
        if chosen is not None:
            kind = None if chosen == _ALL else RecordKind(chosen)
            self._read(replace(self._filled.filter, kind=kind))

    async def do_period(self) -> None:
        """Ask for a period, and show the entries of that period."""
        periods = [(f"={p.key}", p.name, "") for p, _s in overview.periods(app_of(self).room)]
        options = [(_ALL, _("all periods"), ""), *periods, ("=", _("the year"), "")]
        chosen = await self.app.push_screen_wait(Choose(_("Entries of which period?"), options))
        if chosen is not None:
            period = None if chosen == _ALL else chosen.removeprefix("=")
            self._read(replace(self._filled.filter, period=period))

    async def do_search(self) -> None:
        """Ask for a text, and show the entries that contain it."""
        text = await self.app.push_screen_wait(Ask(_("What text are you looking for?")))
        if text is not None:
            self._read(replace(self._filled.filter, text=text))

    def do_clear(self) -> None:
        """Show all entries again."""
        self._read(Filter())

    async def do_verify(self) -> None:
        """Check the record and everything that it seals, and show what does not hold."""
        from kaohe_tui.services.integrity import clockwork, verifying

        app = app_of(self)
        told = _("Checking the record …")
        found = await beside(app, told, lambda _report: verifying.verify(app.room))
        if found.holds:
            self.say(" ".join([verifying.told(found), *clockwork.notes(app.room)]))
            return
        if await app.push_screen_wait(Findings(found.findings)):
            self._read(self._filled.filter)
            told = _("Acknowledged in entry {number} of the record.")
            self.say(told.format(number=self._filled.last))

    def do_back(self) -> None:
        """Go back to the screen before."""
        self.dismiss()


def _show_beside(screen: RecordScreen, entry: Entry, names: Names) -> None:
    """Write an entry beside the list."""
    told = entry_text(app_of(screen).room, entry, names)
    screen.query_one("#record-entry", Static).update(f"{sentence(entry, names)}\n\n{told}")
    screen.query_one(VerticalScroll).scroll_home(animate=False)


def _moment(at: str, *, wide: bool) -> str:
    """Cut a time to date and minute; without the year where there is little room."""
    text = moment(at)
    return text if wide else text[5:]
