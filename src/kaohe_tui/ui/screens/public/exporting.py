"""Write a result's papers to a folder: notice, workbook, sheets, ballots and tables."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual.app import ComposeResult
from textual.message import Message

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.width import cell_width
from kaohe_tui.files.disk.placing import check_folder
from kaohe_tui.services.database.opening import look
from kaohe_tui.services.public.exporting import Part, check_template, export, file_key
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.files import Files
from kaohe_tui.ui.screens.dialogs.written import WrittenFiles, ending, printable
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

PATIENCE = 0.5
"""Seconds of writing after which the bar appears."""

_PARTS = tuple(Part)
_BAR = 30


@dataclass
class Made(Message):
    """Says that some of the files are written."""

    done: int
    """How many files are written."""
    total: int
    """How many files there will be; 0 while that is not known."""
    name: str
    """The file that is next, or the step before the first file."""


@dataclass
class Written(Message):
    """Says that all files are in the folder."""

    files: Sequence[Path]
    """The files, in the order in which they were written."""
    remarks: Sequence[str]
    """A sentence each on what the reader should know of them."""


@dataclass
class Failed(Message):
    """Says that nothing was written."""

    told: str
    """Why, in a sentence."""


class ExportScreen(ListScreen[None]):
    """The choice of what is written of the period in view, or of the year, and where to."""

    TITLE_MSGID = N_("Documents")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_("Choose with the digits what to write, then the folder, then press Enter."),
        N_(
            "Files are never overwritten: if one of the same name exists, nothing is written. "
            "Esc stops the writing, and no file is left behind."
        ),
    )
    """How to choose, and what happens to files that exist."""
    KEYS = (
        Command(
            ("enter",),
            "write",
            N_("Make them"),
            N_("Write the documents to the folder shown."),
            act=duties.PAPERS,
        ),
        Command(
            tuple("123456"), "digit", N_("choose"),
            N_("Add or remove the document with that number."), shown_as="1-6",
        ),
        Command(("0",), "all", N_("All"), N_("Select all parts, or none.")),
        Command(("y",), "year", N_("Year"), N_("Switch between period and year.")),
        Command(("f",), "folder", N_("Folder"), N_("Type the folder, or pick one.")),
        Command(("b",), "browse", N_("Browse"), N_("Browse for the folder.")),
        Command(
            ("t",), "template", N_("Template"), N_("Choose the bureau's own template."),
            in_bar=False,
        ),
        Command(
            ("space",),
            "toggle",
            N_("choose"),
            N_("Add or remove the document at the cursor."),
            in_bar=False,
        ),
        *(Command(c.keys, c.action, c.label, c.help, False, in_palette=False) for c in MOVES),
        Command(("escape",), "back", N_("Back"), N_("Go back; while writing: stop.")),
    )  # fmt: skip
    """Writing, choosing parts, period or year, folder and template."""

    def __init__(self) -> None:
        super().__init__()
        self._key = YEAR
        self._parts = set(_PARTS)
        self._folder: Path | None = None
        self._template: Path | None = None
        self._stop: threading.Event | None = None
        """Set: stop the writing; None: nothing is being written."""

    def compose(self) -> ComposeResult:
        """Compose the title, folder, template, list of parts and the bar."""
        yield from self.compose_frame(
            TextLine(id="export-title", classes="heading"),
            TextLine(id="export-folder"),
            TextLine(id="export-template"),
            PickList([]),
            TextLine(id="export-bar"),
        )

    def on_mount(self) -> None:
        """Begin with the period in view."""
        self._key = app_of(self).period
        self.fill()

    def on_unmount(self) -> None:
        """Stop what is being written: nobody waits for it any longer."""
        if self._stop:
            self._stop.set()

    def why_not(self, command: Command) -> str | None:
        """Refuse everything but moving and stopping while documents are written."""
        moving = {"back", "help", *(each.action for each in MOVES)}
        if self._stop and command.action not in moving:
            return _("Writing the documents; Esc stops it.")
        return None

    @property
    def folder(self) -> Path:
        """Where to: what was chosen, else a folder beside the database."""
        return self._folder or self._ready()[0]

    def fill(self) -> None:
        """Write what is chosen."""
        of = _("the whole year") if self._key == YEAR else self._period_name()
        self.query_one("#export-title", TextLine).show(_("Documents of {what}").format(what=of))
        told = _("Folder: {path}")
        room = self.app.size.width - cell_width(told.format(path="")) - 4
        told = told.format(path=ending(self.folder, room))
        self.query_one("#export-folder", TextLine).show(told)
        template = printable(str(self._template)) if self._template else _("built-in template")
        told = _("Template of the notice: {template}").format(template=template)
        self.query_one("#export-template", TextLine).show(told)
        at = self.pick.cursor
        lines = [
            (f"{number} {'✔' if part in self._parts else '·'} {part.label}", "")
            for number, part in enumerate(_PARTS, 1)
        ]
        self.pick.show(lines)
        self.pick.move(at)

    def _period_name(self) -> str:
        return app_of(self).room.period(self._key).steps.period.name

    def _ready(self) -> tuple[Path, ...]:
        name = "kaohe-" + ("year" if self._key == YEAR else file_key(self._key))
        home = Path.home()
        places = [app_of(self).path.absolute().parent, home, home / "Documents"]
        return tuple(dict.fromkeys(place / name for place in places if place.is_dir()))

    def do_digit(self) -> None:
        """Choose the part of the digit, or leave it out."""
        self._toggle(int(self.pressed) - 1)

    def do_toggle(self) -> None:
        """Choose the part of the cursor, or leave it out."""
        self._toggle(self.pick.cursor)

    def _toggle(self, at: int) -> None:
        self._parts ^= {_PARTS[at]}
        self.pick.move(at - self.pick.cursor)
        self.fill()

    def do_all(self) -> None:
        """Choose all parts, or none."""
        self._parts = set() if len(self._parts) == len(_PARTS) else set(_PARTS)
        self.fill()

    def do_year(self) -> None:
        """Switch between the period in view and the year."""
        self._key = app_of(self).period if self._key == YEAR else YEAR
        self.fill()

    async def do_folder(self) -> None:
        """Name the folder."""
        ready = list(map(str, self._ready()))
        answer = await self.app.push_screen_wait(
            Ask(
                _("Write the documents to which folder?"),
                choices=ready,
                initial=next(iter(ready), ""),
                take=lambda text: check_folder(_typed(text)),
            )
        )
        if answer:
            self._folder = _typed(answer)
            self.fill()

    async def do_browse(self) -> None:
        """Browse for the folder."""
        from kaohe_tui.ui.screens.dialogs.folder import Folder

        title = _("Write the documents to which folder?")
        found = await self.app.push_screen_wait(Folder(title, self.folder, check_folder))
        if found:
            self._folder = found
            self.fill()

    async def do_template(self) -> None:
        """Choose the template; Esc takes the one that is shipped again."""
        title = _("The template of the notice; Esc uses the built-in one")
        start = app_of(self).path.absolute().parent
        self._template = await self.app.push_screen_wait(
            Files(title, (".docx",), start, self._check_template)
        )
        self.fill()

    def _check_template(self, template: Path) -> None:
        """Whether the notice can be made with it."""
        check_template(app_of(self).room, self._key, template)

    def do_write(self) -> None:
        """Begin to write.

        Raises:
            Refusal: when nothing is chosen.
        """
        if not self._parts:
            raise Refusal(
                "nothing-selected", N_("No document is selected; select with the digits.")
            )
        self._stop = threading.Event()
        self._made = Made(0, 0, _("Checking the record …"))
        work = partial(self._write, self._stop, app_of(self).path, self._key, self.folder)
        # Never exclusive: a worker that is cancelled writes on all the same.
        self.run_worker(work, thread=True)
        self.set_timer(PATIENCE, self._show_bar)

    def _write(self, stop: threading.Event, database: Path, key: str, folder: Path) -> None:
        """Write the files in a thread, with a database connection of its own."""

        def progress(done: int, total: int, name: str) -> None:
            if stop.is_set():
                raise Refusal("stopped", N_("Stopped; no files were written."))
            self.post_message(Made(done, total, name))

        try:
            room = look(database)
            try:
                files, remarks = export(
                    room, key, folder, parts=frozenset(self._parts), progress=progress,
                    template=self._template,
                )  # fmt: skip
            finally:
                room.close()
        except Refusal as refusal:
            self.post_message(Failed(str(refusal)))
        else:
            self.post_message(Written(files, remarks))

    def _show_bar(self) -> None:
        if self._stop:
            self.query_one("#export-bar").add_class("-shown")
            self._draw_bar()

    def _draw_bar(self) -> None:
        made = self._made
        full = made.done * _BAR // made.total if made.total else 0
        bar = "▇" * full + "─" * (_BAR - full)
        told = f"{bar} {made.done}/{made.total} {made.name}"
        self.query_one("#export-bar", TextLine).show(told)

    def _end(self) -> None:
        self._stop = None
        self.query_one("#export-bar").remove_class("-shown")
        self.refresh_keys()

    def on_made(self, event: Made) -> None:
        """Draw the progress."""
        self._made = event
        self._draw_bar()

    def on_failed(self, event: Failed) -> None:
        """Say why nothing was written."""
        self._end()
        self.say(event.told, kind="refused")

    def on_written(self, event: Written) -> None:
        """List the files that were written."""
        self._end()
        self.app.push_screen(WrittenFiles(event.files, event.remarks))

    def do_back(self) -> None:
        """Stop what runs, else leave."""
        if self._stop:
            self._stop.set()
            self.say(_("Stopping …"))
        else:
            self.dismiss()


def _typed(text: str) -> Path:
    return Path(text).expanduser().absolute()
