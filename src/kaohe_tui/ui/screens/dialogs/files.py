"""Choose a file by keyboard."""

import os
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from textual import events
from textual.app import ComposeResult

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.sheets.folder import tables_in
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import TYPING_MOVES
from kaohe_tui.ui.screens.dialogs.choose import CANCEL
from kaohe_tui.ui.screens.dialogs.taking import taken
from kaohe_tui.ui.screens.dialogs.written import ending
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n

LONGEST = 200
"""Characters of a name that can be typed."""

TABLES = (".xlsx", ".xls", ".et", ".ods", ".csv", ".txt", ".docx")
"""The endings of files that may hold a table."""

UP = ".."
"""The name under which the folder above is listed."""
WHOLE = "."
"""The name under which the folder itself is listed, where it can be chosen."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of a folder."""

    name: str
    """The name in its folder, ``UP`` or ``WHOLE``."""
    is_folder: bool
    """Whether Enter opens it instead of choosing it."""


class Files(ListScreen[Path | None]):
    """The folders and fitting files of a folder; the result is a file, or None after Esc.

    Args:
        title: what is looked for.
        suffixes: in lower case, with their dots; other files are not shown.
        start: the folder where to begin.
        take: gets the file, and raises ``Refusal`` where it does not do; see ``taken``.
        may_be_folder: whether a folder can be chosen too, for all tables in it.
    """

    TITLE_MSGID = N_("Choosing a file")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_("Type a part of the name; / after the name of a folder opens it, ~/ goes home."),
        N_("Backspace deletes what is typed; with nothing typed it goes to the folder above."),
    )
    """What typing and Backspace do."""
    KEYS = (
        Command(("enter",), "accept", N_("Choose"), N_("Select the file, or open the folder.")),
        *TYPING_MOVES,
        Command(
            ("backspace",),
            "shorten",
            N_("Folder above"),
            N_("Delete what is typed; with nothing typed, go to the folder above."),
        ),
        CANCEL,
    )
    """Choosing, moving by keys that are no letters, the folder above, the way back."""

    def __init__(
        self,
        title: str,
        suffixes: Collection[str],
        start: Path,
        take: Callable[[Path], object] = str,
        *,
        may_be_folder: bool = False,
    ) -> None:
        super().__init__()
        self._may_be_folder = may_be_folder
        self._tables = 0
        self._title = title
        self._suffixes = tuple(suffixes)
        self._take = take
        self._folder = start.absolute()
        self._entries: list[_Entry] = []
        self._found: list[_Entry] = []
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Compose what is looked for, the folder, what is typed, and the entries."""
        yield from self.compose_frame(
            TextLine(self._title, classes="heading"),
            TextLine(id="files-folder"),
            TextLine(id="files-typed"),
            PickList([]),
        )

    def on_mount(self) -> None:
        """Show the first folder."""
        try:
            self._enter(self._folder)
        except Refusal as refusal:
            self.fill()
            self.say(str(refusal), kind="refused")

    def on_key(self, event: events.Key) -> None:
        """Narrow the list by a character; every other key is a command."""
        character = event.character
        if self.takes_keys and character and character.isprintable():
            event.stop()
            event.prevent_default()
            self.say("")
            if len(self._typed) < LONGEST:
                self._type(character)

    def take_pasted(self, text: str) -> None:
        """Take pasted text as a name, or as the path of a file or a folder."""
        path = Path(text).expanduser()
        if path.is_absolute() and path.is_dir():
            self._enter(path)
        elif path.is_absolute() and path.parent.is_dir():
            self._enter(path.parent)
            self._typed = path.name[:LONGEST]
            self._narrow()
        else:
            self._typed = (self._typed + text)[:LONGEST]
            self._narrow()

    def fill(self) -> None:
        """Write the folder, what is typed and the entries that fit."""
        self._narrow()

    def _type(self, character: str) -> None:
        self._typed += character
        if character == "/":
            folder = Path.home() if self._typed == "~/" else self._folder / self._typed
            if folder.is_dir():
                try:
                    self._enter(folder)
                except Refusal as refusal:
                    self.say(str(refusal), kind="refused")
                return
        self._narrow()

    def _enter(self, folder: Path) -> None:
        """Show another folder.

        Raises:
            Refusal: when it cannot be read; then the one shown stays.
        """
        self._entries = _read(folder, self._suffixes)
        self._folder = Path(os.path.normpath(folder))
        self._tables = _tables(self._folder) if self._may_be_folder else 0
        if self._tables:
            self._entries.insert(0, _Entry(WHOLE, is_folder=False))
        self._typed = ""
        self._narrow()

    def _narrow(self) -> None:
        typed = self._typed.casefold()
        self._found = [entry for entry in self._entries if _fits(entry.name, typed)]
        self.pick.show([(_shown(entry, self._tables), "") for entry in self._found])
        # This folder and the one above stand first, but are hardly what is looked for by typing.
        self.pick.move(sum(entry.name in (UP, WHOLE) for entry in self._found))
        self.query_one("#files-folder", TextLine).show(
            ending(self._folder, self.app.size.width - 4)
        )
        prompt = _("Type a part of the name: {typed}").format(typed=self._typed + "_")
        if all(entry.is_folder for entry in self._found):
            prompt += "   " + _("no fitting file here ({kinds})").format(
                kinds=" ".join(self._suffixes)
            )
        self.query_one("#files-typed", TextLine).show(prompt)

    def do_shorten(self) -> None:
        """Take the last character away, or go to the folder above."""
        if self._typed:
            self._typed = self._typed[:-1]
            self._narrow()
        else:
            self._enter(self._folder.parent)

    def do_accept(self) -> Awaitable[None] | None:
        """Take the file under the cursor, or go into the folder."""
        if not self._found:
            raise Refusal("name-unknown", N_("There is no such name; correct what you typed."))
        entry = self._found[self.pick.cursor]
        # ``WHOLE`` leads to the folder itself.
        path = self._folder.parent if entry.name == UP else self._folder / entry.name
        if not entry.is_folder:
            return taken(self, path, self._take)
        self._enter(path)
        return None


def _read(folder: Path, suffixes: Collection[str]) -> list[_Entry]:
    """Read a folder: the folder above, the folders, then the files that fit, each by name."""
    try:
        with os.scandir(folder) as scanned:
            entries = [_Entry(entry.name, entry.is_dir()) for entry in scanned]
    except OSError as error:
        raise Refusal(
            "file-unreadable",
            N_("{path} cannot be read ({reason})."),
            path=_safe(str(folder)),
            reason=error.strerror,
        ) from error
    fitting = [
        entry
        for entry in entries
        if entry.is_folder
        # WPS and Excel keep ~$表.xlsx beside a file that is open.
        or (Path(entry.name).suffix.casefold() in suffixes and not entry.name.startswith("~$"))
    ]
    above = [] if folder.parent == folder else [_Entry(UP, is_folder=True)]
    return above + sorted(fitting, key=lambda entry: (not entry.is_folder, entry.name.casefold()))


def _fits(name: str, typed: str) -> bool:
    """Return whether an entry fits what is typed; two that are no names, while nothing is."""
    if name in (UP, WHOLE):
        return typed in ("", name)
    return typed in name.casefold() and (typed.startswith(".") or not name.startswith("."))


def _tables(folder: Path) -> int:
    """Return how many tables a folder has."""
    try:
        return len(tables_in([folder])[0])
    except Refusal:
        return 0


def _shown(entry: _Entry, tables: int) -> str:
    if entry.name == WHOLE:
        sentence = _n(
            "this whole folder: {count} table", "this whole folder: {count} tables", tables
        )
        return sentence.format(count=tables)
    return _safe(entry.name) + ("/" if entry.is_folder else "")


def _safe(name: str) -> str:
    """Return the name without what a terminal would obey instead of showing."""
    return "".join(character if character.isprintable() else "?" for character in name)
