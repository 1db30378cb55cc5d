"""The files of a folder with ballots: what would come in of each, and then what came in."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from textual.app import ComposeResult

from kaohe_tui.files.decode import shown
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.choose import CANCEL
from kaohe_tui.ui.screens.dialogs.taking import taken
from kaohe_tui.ui.screens.dialogs.working import beside
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.screens.raters.ballot_file import BallotFile, State, look_at_all
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.ui.widgets.wrappedlist import WrappedList
from kaohe_tui.words import N_, _, _n


class BallotFiles(ListScreen[bool | None]):
    """The files of a folder; the result is True once they were taken, None after Esc.

    Args:
        folder: the folder.
        files: its tables.
        look: shows a file by itself, with its questions; returns whether it was agreed to.
        take: imports what can be taken; see ``taken``.
    """

    TITLE_MSGID = N_("Ballots of a folder before they are imported")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_("Nothing is stored yet. ✔ can be imported   ! asks something first   ✗ is refused"),
        N_(
            "Enter shows a file by itself: all its faults, its questions, and whose sheet it is "
            "where it does not say. Of a refused file nothing comes in; it holds back no other."
        ),
    )
    """The signs, and what Enter does."""
    KEYS = (
        Command(("enter",), "accept", N_("Look"), N_("Look at the file, and answer what it asks.")),
        Command(
            ("y", "plus"), "take", N_("Import ✔"), N_("Import every file with ✔, and no other.")
        ),
        Command(
            ("r",), "again", N_("Read again"), N_("Read all files again, after they were saved.")
        ),
        *MOVES,
        CANCEL,
    )
    """Looking at a file, importing, reading again, moving, the way back."""

    def __init__(
        self,
        folder: Path,
        files: Sequence[BallotFile],
        look: Callable[[BallotFile], Awaitable[bool]],
        take: Callable[[bool], object],
    ) -> None:
        super().__init__()
        self._folder, self._files, self._look, self._take = folder, files, look, take
        self._is_read = False

    def compose(self) -> ComposeResult:
        """Compose the folder, how many can be imported, and the files."""
        title = _("Ballots of the folder {folder}, before they are imported")
        yield from self.compose_frame(
            TextLine(title.format(folder=shown(self._folder.name)), classes="heading"),
            TextLine(id="ballot-files-ready", classes="note"),
            WrappedList([]),
        )

    def on_mount(self) -> None:
        """Look at all files."""
        self.run_worker(self._read())

    def fill(self) -> None:
        """Write what would come in of each file."""
        if not self._is_read:
            return
        cursor = self.pick.cursor
        self.pick.show([(file.line(), "") for file in self._files])
        self.move(cursor)
        sentence = _n(
            "{taken} of {count} file can be imported.",
            "{taken} of {count} files can be imported.",
            len(self._files),
        ).format(taken=self._ready, count=len(self._files))
        self.query_one("#ballot-files-ready", TextLine).show(sentence)
        self.refresh_keys()

    @property
    def _ready(self) -> int:
        return sum(file.state is State.READY for file in self._files)

    async def _read(self) -> None:
        app = app_of(self)
        room, period = app.room, app.period
        sentence = _("Reading the files …")
        await beside(app, sentence, lambda report: look_at_all(room, period, self._files, report))
        self._is_read = True
        self.fill()

    def why_not(self, command: Command) -> str | None:
        """Refuse everything while the files are read, and importing where none can be."""
        if command.action in ("accept", "take", "again") and not self._is_read:
            return _("This takes a moment.")
        if command.action == "take" and not self._ready:
            return _("None of these files can be imported as it is; Enter shows why.")
        return None

    async def do_accept(self) -> None:
        """Show the file under the cursor by itself."""
        await self._look(self._files[self.pick.cursor])
        self.fill()

    async def do_again(self) -> None:
        """Read all files again; what was answered is kept."""
        await self._read()

    def do_take(self) -> Awaitable[None] | None:
        """Import what can be taken."""
        return taken(self, True, self._take)  # noqa: FBT003


class BallotResults(ListScreen[None]):
    """What came in of each file, and why not of the others; Enter leaves.

    Args:
        title: how many came in.
        lines: a sentence for each file, with its sign.
    """

    TITLE_MSGID = N_("What came in")
    """The screen's name in its help."""
    HELP_TEXT = (N_("✔ was imported   ✗ was not: nothing of that file came in   · is no table"),)
    """The signs."""
    KEYS = (
        Command(("enter", "escape"), "go_on", N_("Go on"), N_("Go back to the raters.")),
        *MOVES,
    )
    """Leaving, and moving in the list."""

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title, self._sentences = title, tuple(lines)

    def compose(self) -> ComposeResult:
        """Compose the title over the files."""
        yield from self.compose_frame(
            TextLine(self._title, classes="heading"),
            WrappedList([(each, "") for each in self._sentences]),
        )

    def do_go_on(self) -> None:
        """Leave."""
        self.dismiss()
