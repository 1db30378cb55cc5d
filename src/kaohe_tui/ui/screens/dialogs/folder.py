"""Choose a folder by browsing; imported only where somebody browses."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual_fspicker.parts import DirectoryNavigation

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.choose import CANCEL
from kaohe_tui.ui.screens.dialogs.taking import taken
from kaohe_tui.ui.screens.dialogs.written import ending, printable
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _


class FolderNavigation(DirectoryNavigation):
    """The folders of a folder; a name that a terminal would obey is not shown."""

    def hide(self, path: Path) -> bool:
        """Return whether the entry is left out."""
        return not path.name.isprintable() or super().hide(path)


class Folder(KaoheScreen[Path | None]):
    """Browsing to a folder; the result is that folder, or None after Esc.

    Args:
        title: what the folder is for.
        start: where to begin; the nearest folder above it that is there.
        take: gets the folder, and raises ``Refusal`` where it does not do.
    """

    TITLE_MSGID = N_("Choosing a folder")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "Enter opens the folder at the cursor, Backspace goes to the one above; Space selects "
            "it."
        ),
    )
    """What Enter, Backspace and Space do."""
    KEYS = (
        Command(("space", "f10"), "take", N_("Select this folder"), N_("Select the folder shown.")),
        Command(("enter",), "enter", N_("Go in"), N_("Open the folder at the cursor.")),
        Command(("backspace",), "above", N_("Folder above"), N_("Go to the folder above.")),
        Command(("up", "k"), "up", N_("Up"), N_("Move one line up."), in_palette=False),
        Command(("down", "j"), "down", N_("Down"), N_("Move one line down."), in_palette=False),
        Command(("pageup",), "page_up", N_("Page up"), N_("Move one page up."), in_bar=False),
        Command(
            ("pagedown",), "page_down", N_("Page down"), N_("Move one page down."), in_bar=False
        ),
        Command(
            ("home",),
            "first",
            N_("First"),
            N_("To the first line."),
            in_bar=False,
            in_palette=False,
        ),
        Command(
            ("end",), "last", N_("Last"), N_("To the last line."), in_bar=False, in_palette=False
        ),
        Command(
            ("full_stop",), "hidden", N_("Hidden"), N_("Show or hide hidden folders."), in_bar=False
        ),
        CANCEL,
    )
    """Choosing the folder, going in and out, moving, hidden folders, the way back."""

    def __init__(self, title: str, start: Path, take: Callable[[Path], object] = str) -> None:
        super().__init__()
        self._take = take
        self._title = title
        self._start = next(path for path in (start, *start.parents) if path.is_dir())

    def compose(self) -> ComposeResult:
        """Compose what the folder is for, the folder shown, and its folders."""
        yield from self.compose_frame(
            TextLine(self._title, classes="heading"),
            TextLine(id="folder-here"),
            FolderNavigation(self._start, double_click_directories=False),
        )

    def on_mount(self) -> None:
        """Show folders alone; ``Changed`` then shows the first one."""
        self.navigation.show_files = False
        self.navigation.focus()

    @property
    def navigation(self) -> FolderNavigation:
        """The list of folders."""
        return self.query_one(FolderNavigation)

    @on(DirectoryNavigation.Changed)
    def show_here(self, event: DirectoryNavigation.Changed) -> None:
        """Write which folder is shown."""
        event.stop()
        folder = ending(self.navigation.location, self.app.size.width - 4)
        self.query_one("#folder-here", TextLine).show(folder)

    @on(DirectoryNavigation.PermissionError)
    def say_refused(self, event: DirectoryNavigation.PermissionError) -> None:
        """Say that a folder cannot be read."""
        event.stop()
        sentence = _("{path} cannot be read: no permission.").format(
            path=printable(str(event.path))
        )
        self.say(sentence, kind="refused")

    def refresh_words(self) -> None:
        """Draw the key bar alone: composing again would lose the place."""
        self.refresh_keys()

    def do_take(self) -> Awaitable[None] | None:
        """Take the folder shown."""
        return taken(self, self.navigation.location, self._take)

    def do_enter(self) -> None:
        """Go into the folder of the cursor.

        Raises:
            Refusal: when it cannot be read.
        """
        at = self.navigation.highlighted_option
        location = getattr(at, "location", None)
        if isinstance(location, Path):
            # It would end the program there, were it gone by now.
            if not os.access(location, os.R_OK | os.X_OK):
                raise Refusal(
                    "file-unreadable", N_("{path} cannot be read."), path=printable(location.name)
                )
            self.navigation.location = location.resolve()

    def do_above(self) -> None:
        """Go to the folder above."""
        self.navigation.action_navigate_up()

    def do_up(self) -> None:
        """Move one line up."""
        self.navigation.action_cursor_up()

    def do_down(self) -> None:
        """Move one line down."""
        self.navigation.action_cursor_down()

    def do_page_up(self) -> None:
        """Move one page up."""
        self.navigation.action_page_up()  # type: ignore[no-untyped-call]  # Textual's own

    def do_page_down(self) -> None:
        """Move one page down."""
        self.navigation.action_page_down()  # type: ignore[no-untyped-call]  # as above

    def do_first(self) -> None:
        """Go to the first line."""
        self.navigation.action_first()

    def do_last(self) -> None:
        """Go to the last line."""
        self.navigation.action_last()

    def do_hidden(self) -> None:
        """Show or hide hidden folders."""
        self.navigation.toggle_hidden()
