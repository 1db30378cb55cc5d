"""Write a result's papers to a folder: notice, workbook, sheets, ballots and tables."""

from pathlib import Path

from textual.app import ComposeResult

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.width import cell_width
from kaohe_tui.files.disk.placing import check_folder
from kaohe_tui.services.public.exporting import Part, check_template, file_key
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.files import Files
from kaohe_tui.ui.screens.dialogs.written import WrittenFiles, ending, printable
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.screens.public.writing import Failed, Order, Writing, Written
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

_PARTS = tuple(Part)


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
        *(
            Command(c.keys, c.action, c.label, c.help, in_bar=False, in_palette=False)
            for c in MOVES
        ),
        Command(("escape",), "back", N_("Back"), N_("Go back; while writing: stop.")),
    )  # fmt: skip
    """Writing, choosing parts, period or year, folder and template."""

    def __init__(self) -> None:
        super().__init__()
        self._key = YEAR
        self._parts = set(_PARTS)
        self._folder: Path | None = None
        self._template: Path | None = None

    def compose(self) -> ComposeResult:
        """Compose the title, folder, template, list of parts and the bar."""
        yield from self.compose_frame(
            TextLine(id="export-title", classes="heading"),
            TextLine(id="export-folder"),
            TextLine(id="export-template"),
            PickList([]),
            Writing(),
        )

    def on_mount(self) -> None:
        """Begin with the period in view."""
        self._key = app_of(self).period
        self.fill()

    def why_not(self, command: Command) -> str | None:
        """Refuse everything but moving and stopping while documents are written."""
        moving = {"back", "help", *(each.action for each in MOVES)}
        if self.writing.is_writing and command.action not in moving:
            return _("Writing the documents; Esc stops it.")
        return None

    @property
    def folder(self) -> Path:
        """Where to: what was chosen, else a folder beside the database."""
        return self._folder or self._ready[0]

    @property
    def _ready(self) -> tuple[Path, ...]:
        """Folders to offer: beside the database, in the home folder, among its documents."""
        name = "kaohe-" + ("year" if self._key == YEAR else file_key(self._key))
        home = Path.home()
        places = [app_of(self).path.absolute().parent, home, home / "Documents"]
        return tuple(dict.fromkeys(place / name for place in places if place.is_dir()))

    @property
    def writing(self) -> Writing:
        """What writes, and the bar of it."""
        return self.query_one(Writing)

    def fill(self) -> None:
        """Write what is chosen."""
        room = app_of(self).room
        of = _("the whole year") if self._key == YEAR else room.period(self._key).steps.period.name
        self.query_one("#export-title", TextLine).show(_("Documents of {what}").format(what=of))
        text = _("Folder: {path}")
        width = self.app.size.width - cell_width(text.format(path="")) - 4
        text = text.format(path=ending(self.folder, width))
        self.query_one("#export-folder", TextLine).show(text)
        template = printable(str(self._template)) if self._template else _("built-in template")
        text = _("Template of the notice: {template}").format(template=template)
        self.query_one("#export-template", TextLine).show(text)
        at = self.pick.cursor
        lines = [
            (f"{number} {'✔' if part in self._parts else '·'} {part.label}", "")
            for number, part in enumerate(_PARTS, 1)
        ]
        self.pick.show(lines)
        self.pick.move(at)

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
        ready = list(map(str, self._ready))
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
        folder = await self.app.push_screen_wait(Folder(title, self.folder, check_folder))
        if folder:
            self._folder = folder
            self.fill()

    async def do_template(self) -> None:
        """Choose the template; Esc takes the one that is shipped again."""
        title = _("The template of the notice; Esc uses the built-in one")
        app, key = app_of(self), self._key
        start = app.path.absolute().parent
        self._template = await app.push_screen_wait(
            Files(title, (".docx",), start, lambda file: check_template(app.room, key, file))
        )
        self.fill()

    def do_write(self) -> None:
        """Begin to write.

        Raises:
            Refusal: when nothing is chosen.
        """
        if not self._parts:
            raise Refusal(
                "nothing-selected", N_("No document is selected; select with the digits.")
            )
        folder, parts = self.folder, frozenset(self._parts)
        self.writing.begin(Order(app_of(self).path, self._key, folder, parts, self._template))

    def on_failed(self, event: Failed) -> None:
        """Say why nothing was written."""
        self.refresh_keys()
        self.say(event.told, kind="refused")

    def on_written(self, event: Written) -> None:
        """List the files that were written."""
        self.refresh_keys()
        self.app.push_screen(WrittenFiles(event.files, event.remarks))

    def do_back(self) -> None:
        """Stop what runs, else leave."""
        if self.writing.is_writing:
            self.writing.end_early()
            self.say(_("Stopping …"))
        else:
            self.dismiss()


def _typed(text: str) -> Path:
    return Path(text).expanduser().absolute()
