"""Paint something at once: which database is being opened, while the store is loaded."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from kaohe_tui.diskname import has_kept, is_missing
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.ui.frame.host import Place, app_of
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.database.open_room import open_room
from kaohe_tui.words import N_, _, _n

if TYPE_CHECKING:
    from kaohe_tui.services.counting.board import Board
    from kaohe_tui.services.room.room import Room


class Opening(KaoheScreen[None]):
    """Opens the database in a thread, so that keys and resizing work at the same time."""

    TITLE_MSGID = N_("Opening")
    """The screen's name in its help."""
    STAYS = False
    """It gives way to the first screen, so nothing is said on it."""
    KEYS = (Command(("q",), "quit", N_("Quit"), N_("Leave kaohe.")),)
    """Quitting alone."""

    def compose(self) -> ComposeResult:
        """Compose one sentence in the middle."""
        yield from self.compose_frame(Static(id="opening", markup=False))

    def on_mount(self) -> None:
        """Begin once this screen is painted."""
        app = app_of(self)
        if not app.demo and is_missing(app.path) and not has_kept(app.path):
            self.call_after_refresh(self._welcome)
            return
        sentence = _("Making the sample bureau …") if app.demo else _("Opening {path} …")
        self.query_one("#opening", Static).update(Content(sentence.format(path=app.path)))
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._load()
        # Loaded while the thread waits for the disk: a province takes a quarter of a second.
        app_of(self).load(Place.HOME)

    def _welcome(self) -> None:
        from kaohe_tui.ui.screens.start.welcome import Welcome

        self._give_way(Welcome())

    @work(thread=True)
    def _load(self) -> None:
        app = app_of(self)
        try:
            room, board = open_room(app.path, demo=app.demo, read_only=app.read_only)
        except Refusal as refusal:
            app.call_from_thread(self._refused, str(refusal))
        else:
            app.call_from_thread(self._enter, room, board)

    def _enter(self, room: "Room", board: "Board") -> None:
        from kaohe_tui.ui.screens.start.happened import tell

        app = app_of(self)
        # Whoever looks at the sample is asked nothing.
        app.is_named = app.is_named or app.demo
        app.demo = False
        app.take_room(room, board.period, board)
        if room.unlinked:
            app.reports.append(unlinked_in_words(room.unlinked))
        first = app.first_screen()
        self._give_way(first)
        tell(app, first)

    def _refused(self, sentence: str) -> None:
        if app_of(self).read_only:
            # Whoever only reads is offered nothing else.
            app_of(self).tell_at_end(sentence)
            self.app.exit(return_code=1)
            return
        from kaohe_tui.ui.screens.start.welcome import Welcome

        self._give_way(Welcome(sentence))

    def _give_way(self, screen: Screen[None]) -> None:
        self.app.switch_screen(screen)
        screen.call_after_refresh(app_of(self).start_is_over)


def unlinked_in_words(count: int) -> str:
    """Say what was done with ballots that an older kaohe kept with their raters' names."""
    return _n(
        "{count} secret ballot still had its rater's name and has lost it now. Older backups of "
        "the database still have it: destroy them.",
        "{count} secret ballots still had their raters' names and have lost them now. Older "
        "backups of the database still have them: destroy them.",
        count,
    ).format(count=count)
