"""Show one entry of the record, whole."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from kaohe_tui.domain.record.events import Names, sentence
from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.services.record import entry_view
from kaohe_tui.services.record.reading import Reading
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.record.records import Entry
from kaohe_tui.ui.frame.filled import FilledScreen
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.moving.scrolling import SCROLLS, Scrolling
from kaohe_tui.ui.screens.record.replay import ReplayScreen
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

BESIDE = 120
"""Columns from which on the entry of the cursor stands beside the list of entries."""


class EntryBeside(VerticalScroll):
    """An entry beside the list of entries, where there is room for both."""

    def __init__(self) -> None:
        super().__init__(Static(id="record-entry", markup=False), can_focus=False)

    def fit(self) -> None:
        """Stand there where the terminal is wide enough."""
        self.display = self.app.size.width >= BESIDE

    def show(self, entry: Entry, names: Names) -> None:
        """Write another entry, from the top."""
        text = f"{sentence(entry, names)}\n\n{entry_text(app_of(self).room, entry, names)}"
        self.query_one(Static).update(text)
        self.scroll_home(animate=False)


class RecordEntry(Scrolling, FilledScreen[int]):
    """Every field of an entry; the result is its place in the list.

    Args:
        reading: the entries that are gone through.
        names: what keys and codes are called.
        place: where to begin, from 0.
    """

    TITLE_MSGID = N_("An entry of the record")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "The hash chains the entry to all before it; the seals are digests of what the step "
            "changed. V in the record checks both."
        ),
    )
    """What hash and seals are."""
    KEYS = (
        Command(("left",), "newer", N_("Newer"), N_("The next newer entry that matches.")),
        Command(("right",), "older", N_("Older"), N_("The next older entry that matches.")),
        Command(
            ("s",), "replay", N_("As it stood"), N_("Show the standings right after this entry.")
        ),
        *SCROLLS,
        Command(("escape", "enter"), "back", N_("Back"), N_("Go back.")),
    )
    """The entries next to it, replaying, scrolling, the way back."""

    def __init__(self, reading: Reading, names: Names, place: int) -> None:
        super().__init__()
        self._reading = reading
        self._names = names
        self._place = place
        self._entry: Entry | None = None

    def compose(self) -> ComposeResult:
        """Compose the entry's number, its sentence, and every field."""
        yield from self.compose_frame(
            TextLine(id="entry-title", classes="heading"),
            Static(id="entry-told", markup=False),
            VerticalScroll(Static(id="entry-fields", markup=False), can_focus=False),
        )

    def on_mount(self) -> None:
        """Show the entry."""
        super().on_mount()
        self.attempt(self.fill)

    @property
    def scroller(self) -> VerticalScroll:
        """The fields."""
        return self.query_one(VerticalScroll)

    def fill(self) -> None:
        """Write number, sentence and fields."""
        entries = self._reading.window(self._place, 1)
        if not entries:
            return
        entry = self._entry = entries[0]
        title = _("Entry {number} of {all}").format(number=entry.id, all=self._reading.last)
        self.query_one("#entry-title", TextLine).show(title)
        self.query_one("#entry-told", Static).update(sentence(entry, self._names))
        self.query_one("#entry-fields", Static).update(
            entry_text(app_of(self).room, entry, self._names)
        )
        self.scroller.scroll_home(animate=False)
        self.refresh_keys()

    def why_not(self, command: Command) -> str | None:
        """Refuse to go beyond the ends of the list."""
        if command.action == "newer" and self._place == 0:
            return _("This is the newest entry.")
        if command.action == "older" and self._place >= len(self._reading) - 1:
            return _("This is the oldest entry.")
        return None

    def do_newer(self) -> None:
        """Show the next newer entry."""
        self._place -= 1
        self.fill()

    def do_older(self) -> None:
        """Show the next older entry."""
        self._place += 1
        self.fill()

    def do_replay(self) -> None:
        """Open the standings right after the entry."""
        if entry := self._entry:
            self.app.push_screen(ReplayScreen(entry.id, entry.period or app_of(self).period))

    def do_back(self) -> None:
        """Go back to the list."""
        self.dismiss(self._place)


def entry_text(room: Room, entry: Entry, names: Names) -> str:
    """Write every field of an entry, its name before it."""
    further = entry_view.unconfirmed(room, entry, names)
    lines = list(entry_view.lines(entry, names, further))
    wide = max(cell_width(name) for name, _value in lines)
    return "\n".join(f"{pad(name, wide)}  {value}" for name, value in lines)
