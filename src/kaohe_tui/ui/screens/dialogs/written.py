"""List the files that an export wrote."""

from collections.abc import Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import Static

from kaohe_tui.domain.width import cell_width
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _n


class WrittenFiles(ListScreen[None]):
    """The files that were written, with remarks that a reader should know."""

    TITLE_MSGID = N_("Documents written")
    """The screen's name in its help."""
    KEYS = (*MOVES, Command(("escape", "enter"), "back", N_("Back"), N_("Go back.")))
    """Moving in the list, and the way back."""

    def __init__(self, files: Sequence[Path], remarks: Sequence[str]) -> None:
        super().__init__()
        self._files = tuple(files)
        self._remarks = tuple(remarks)

    def compose(self) -> ComposeResult:
        """Compose how many and where, the remarks, and the files."""
        yield from self.compose_frame(
            TextLine(id="written-title", classes="heading"),
            *(Static(remark, markup=False, classes="note") for remark in self._remarks),
            PickList([]),
        )

    def on_mount(self) -> None:
        """Fill the list."""
        self.fill()

    def fill(self) -> None:
        """Write the list of files, by their paths below the common folder."""
        count, folder = len(self._files), self._files[0].parent
        if folder.name.startswith("ballots-") and any(f.parent != folder for f in self._files):
            folder = folder.parent
        heading = _n("{count} file in {folder}", "{count} files in {folder}", count)
        room = self.app.size.width - cell_width(heading.format(count=count, folder="")) - 4
        title = heading.format(count=count, folder=ending(folder, room))
        self.query_one("#written-title", TextLine).show(title)
        self.pick.show([(printable(str(path.relative_to(folder))), "") for path in self._files])


def printable(name: str) -> str:
    """Return the name without what a terminal would obey instead of showing."""
    return "".join(character if character.isprintable() else "?" for character in name)


def ending(path: Path, width: int) -> str:
    """Cut the path to ``width`` cells; of a longer one the end is left, where folders differ."""
    text = printable(str(path))
    if cell_width(text) <= width:
        return text
    while text and cell_width(text) >= width:
        text = text[1:]
    return "…" + text
