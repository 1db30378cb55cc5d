"""Offer what can be done where there is no database yet, or it cannot be used."""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from kaohe_tui import settings
from kaohe_tui.commandline import sample_kept
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.database.open_room import open_room
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.dialogs.files import Files
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from kaohe_tui.services.counting.board import Board
    from kaohe_tui.services.room.room import Room

DATABASES = (".db", ".sqlite", ".sqlite3")
"""The endings of files that are offered as a database."""

CHOICES = (
    ("sample", N_("Open the sample bureau"), N_("a scratch copy in the middle of a meeting")),
    ("new_year", N_("Start a new year from files"), N_("a scheme and a personnel table")),
    ("templates", N_("Save a ready-made scheme to edit"), N_("bureau, school, company, court …")),
    ("other", N_("Open another database"), N_("a file ending in .db")),
    ("from_old", N_("Start a new year from an older one"), N_("its people and its scheme")),
    ("years", N_("Open an older year"), N_("to read in it, or to work in it")),
)
"""(action, what the line says, a note beside it), in the order of the digits."""


class Welcome(ListScreen[None]):
    """The first screen where kaohe never ran.

    Args:
        refusal: why the database at the app's path could not be opened; empty where none is there.
    """

    TITLE_MSGID = N_("Welcome to kaohe")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "kaohe keeps one year of a bureau's assessment in one file. Look at the sample first: "
            "nothing you do there touches anything else."
        ),
        N_(
            "To start a year of your own, save a ready-made scheme, put in your rules and your "
            "people, then start the year from it. Instead of its roster take "
            "any table of your people, from Excel, WPS or Word: kaohe shows what it understood."
        ),
    )
    """What the sample is, and how to start a year of one's own."""
    KEYS = (
        Command(("enter",), "accept", N_("Choose"), N_("Run the selected item.")),
        Command(
            tuple("123456"),
            "digit",
            N_("that line"),
            N_("Run the item with that number."),
            shown_as="1-6",
        ),
        *MOVES,
        Command(("q", "escape"), "quit", N_("Quit"), N_("Leave kaohe.")),
    )
    """Running a line by Enter or its digit, moving in the list, quitting."""

    def __init__(self, refusal: str = "") -> None:
        super().__init__()
        self._refusal = refusal
        self._folder: Path | None = None
        self._told: list[str] = []
        self._then: Callable[[], None] = lambda: None
        self._busy = False

    def compose(self) -> ComposeResult:
        """Compose what is wrong, what this is, the choices, and the outcome of the last one."""
        lines = [
            (f"{number}  {_(label)}", _(note))
            for number, (_action, label, note) in enumerate(CHOICES, 1)
        ]
        yield from self.compose_frame(
            Static(
                _("kaohe: staff assessment, scored in the meeting"), markup=False, classes="heading"
            ),
            Static(id="welcome-refusal", markup=False, classes="refused"),
            Static(id="welcome-text", markup=False),
            PickList(lines),
            Static(id="welcome-told", markup=False),
        )

    def on_mount(self) -> None:
        """Fill in where the database would be."""
        self.fill()

    def fill(self) -> None:
        """Write where the database would be, and the outcome of the last choice."""
        path = app_of(self).path
        if self._refusal:
            sentence = _("No changes were made. Choose what to do instead:")
        else:
            sentence = _("There is no database yet at {path}. What would you like to do?").format(
                path=path
            )
        self.query_one("#welcome-text", Static).update(Content(sentence))
        self._tell()

    def _tell(self) -> None:
        refusal = self.query_one("#welcome-refusal", Static)
        refusal.display = bool(self._refusal)
        refusal.update(Content("✗ " + self._refusal))
        self.query_one("#welcome-told", Static).update(Content("\n".join(self._told)))
        self.refresh_keys()

    # -- commands ----------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """Refuse a second choice while the first is being carried out."""
        if self._busy and command.action in ("accept", "digit"):
            return _("This takes a moment.")
        return None

    async def do_digit(self) -> None:
        """Put the cursor on the line of that number and do it."""
        self.move(int(self.pressed) - 1 - self.pick.cursor)
        await self.do_accept()

    async def do_accept(self) -> None:
        """Carry out the choice at the cursor; a refusal is shown on top, whole."""
        chosen = {
            "sample": self._sample,
            "new_year": self._new_year,
            "templates": self._templates,
            "other": self._other,
            "from_old": self._from_old,
            "years": self._years,
        }[CHOICES[self.pick.cursor][0]]
        self._refusal, self._told, self._then = "", [], lambda: None
        self._tell()
        try:
            await chosen()
        except Refusal as refusal:
            self._refusal = str(refusal)
            self._tell()

    async def _sample(self) -> None:
        # mkdtemp makes the folder 0700.
        path = Path(tempfile.mkdtemp(prefix="kaohe-")) / "kaohe.db"
        self._begin(
            _("Making the sample bureau …"), lambda: open_room(path, demo=True), remembered=False
        )

    async def _new_year(self) -> None:
        from kaohe_tui.ui.screens.start.from_files import ask_for_files

        year = await ask_for_files(app_of(self), self._folder or Path.cwd())
        if year is None:
            return
        self._folder = year.scheme.parent
        self._then = partial(year.tell, app_of(self))
        self._begin(_("Making the database {path} …").format(path=year.path), year.make)

    async def _templates(self) -> None:
        from kaohe_tui.services.database.ready_made import KINDS

        kinds = [(key, _(name), _(says)) for key, (name, says) in KINDS.items()]
        kind = await self.app.push_screen_wait(Choose(_("For what kind of unit?"), kinds))
        if kind is None:
            return
        forms = [
            ("book", _("one workbook, 考核方案.xlsx"), _("for Excel or WPS")),
            ("files", _("scheme.toml and roster.csv"), _("for any editor")),
        ]
        form = await self.app.push_screen_wait(Choose(_("In which form?"), forms))
        if form is None:
            return
        ready = str(Path.cwd() / f"kaohe-{date.today().year}")
        question = Ask(
            _("Into which folder?"),
            choices=[ready],
            initial=ready,
            consequences=[_("It is written there, unless such a file exists.")],
            take=lambda answer: self._write_templates(answer, kind, as_book=form == "book"),
        )
        if await self.app.push_screen_wait(question) is None:
            return
        self._told.append(
            _(
                "Put in your rules and your people, and save; then press 2 to start the year from "
                "it. kaohe may stay open."
            )
        )
        self.move(1 - self.pick.cursor)
        self._tell()

    def _write_templates(self, answer: str, kind: str, *, as_book: bool) -> None:
        from kaohe_tui.services.database.starting import write_templates
        from kaohe_tui.ui.screens.start.from_files import typed_path

        folder = typed_path(answer, Path.cwd(), "")
        written = write_templates(folder, kind, as_book=as_book)
        self._folder = folder
        self._told = [_("Written: {path}").format(path=path) for path in written]

    async def _other(self) -> None:
        path = await self._file(_("Which database?"), DATABASES)
        if path is not None:
            self._begin(_("Opening {path} …").format(path=path), lambda: open_room(path))

    async def _from_old(self) -> None:
        from kaohe_tui.ui.screens.database.new_year import new_from, tell_begun

        folder = app_of(self).path.absolute().parent
        if self._folder is None and folder.is_dir():
            self._folder = folder
        path = await self._file(_("Which database is last year's?"), DATABASES)
        if path is not None and (ready := await new_from(app_of(self), path)) is not None:
            self._then = partial(tell_begun, app_of(self), path)
            self._begin(_("Making the new year's database …"), ready)

    async def _years(self) -> None:
        from kaohe_tui.ui.screens.database.new_year import choose_year

        folder = self._folder or app_of(self).path.absolute().parent
        if (ready := await choose_year(app_of(self), folder)) is not None:
            self._begin(_("Opening …"), ready)

    async def _file(self, title: str, suffixes: tuple[str, ...]) -> Path | None:
        start = self._folder or Path.cwd()
        return await self.app.push_screen_wait(Files(title, suffixes, start))

    def _begin(
        self, sentence: str, make: "Callable[[], tuple[Room, Board]]", *, remembered: bool = True
    ) -> None:
        """Open a room beside the keys; the user can leave at the same time, but choose nothing."""
        self._busy, self._told = True, [sentence]
        self._tell()
        self.run_worker(self._enter(make, remembered=remembered))

    async def _enter(self, make: "Callable[[], tuple[Room, Board]]", *, remembered: bool) -> None:
        """Open a room in a thread and hold the meeting in it; the next start opens it again."""
        was_usual = settings.is_usual(app_of(self).path)
        try:
            room, board = await asyncio.to_thread(make)
        except Refusal as refusal:
            self._busy, self._told, self._refusal = False, [], str(refusal)
            self._tell()
            return
        from kaohe_tui.ui.screens.start.happened import tell

        app = app_of(self)
        app.take_room(room, board.period, board)
        if not board.period_room.steps.opened:
            app.reports += _tiers_with_nobody(room)
        if remembered and was_usual and not room.database.is_read_only:
            app.remember(replace(app.settings, database=str(app.path.absolute())))
        elif not remembered:
            app.tell_at_end(sample_kept(app.path, apart=True))
        app.switch_screen(first := app.first_screen())
        tell(app, first)
        self._then()


def _tiers_with_nobody(room: "Room") -> list[str]:
    """Say that nobody rates anybody in a tier, before the first one opens."""
    from kaohe_tui.domain.rules.nobody import unrated

    scheme, _print, roster = room.base()
    return [each.told for each in unrated(scheme, roster) if each.is_empty]
