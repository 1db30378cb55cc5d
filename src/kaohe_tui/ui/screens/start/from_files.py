"""Start a new year from a scheme's file and a roster in whatever table the office keeps."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kaohe_tui.diskname import is_missing
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.text import clean
from kaohe_tui.files.roster.roster import understand_roster
from kaohe_tui.files.roster.summary import summary
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.sheets.kept_book import KeptBook
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.services.database import years
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.screens.database.open_room import counted
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.files import TABLES, Files
from kaohe_tui.ui.screens.dialogs.sentences import Sentences
from kaohe_tui.ui.screens.tables.preview import Preview, roster_title
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from kaohe_tui.services.counting.board import Board
    from kaohe_tui.services.room.room import Room

SCHEMES = (".toml", ".xlsx")
"""The endings of files that are offered as a scheme."""


@dataclass(slots=True)
class NewYear:
    """What a new year is made of, as far as it was chosen."""

    path: Path
    """Where the database goes."""
    scheme: Path = field(default_factory=Path)
    """The scheme's file."""
    roster: Path = field(default_factory=Path)
    """The roster's file."""
    answers: dict[Path, Choices] = field(default_factory=dict)
    """What was answered about each roster, should it be chosen again."""
    copy: Path | None = None
    """The copy of the scheme that holds the words for roles; None where there is none."""

    def make(self) -> "tuple[Room, Board]":
        """Make the database, in a thread; words for roles go into a copy of the scheme before.

        Raises:
            Refusal: when a file was changed meanwhile, or the database cannot be made.
        """
        choices = self.answers[self.roster]
        made_of, self.copy = years.settle(None, self.scheme, self.roster, choices)
        room = years.make(self.path, made_of)
        return room, counted(room)

    def tell(self, app: Host) -> None:
        """Say where the copy of the scheme is, if there is one."""
        if self.copy is not None:
            sentences = [
                _("The words for roles were added to a copy of the scheme: {path}").format(
                    path=self.copy
                ),
                _("Next year, begin with that copy: nobody is asked again."),
            ]
            app.push_screen(Sentences(_("The year is made"), sentences))


async def ask_for_files(app: Host, folder: Path) -> NewYear | None:
    """Ask for the scheme, for the roster, and for another name where the database is taken.

    A scheme that cannot be used is refused before a roster is asked for; the roster is shown as it
    was understood, and taken by a deliberate yes.

    Args:
        app: the app.
        folder: where to begin.

    Returns:
        What the year is made of; None after Esc.
    """
    year = NewYear(app.path)

    async def take_scheme(path: Path) -> bool:
        rules, _text = await asyncio.to_thread(read_scheme, path)
        year.scheme = path
        return await _ask_for_roster(app, year, rules)

    question = _("Which file contains the scheme?")
    if await app.push_screen_wait(Files(question, SCHEMES, folder, take_scheme)) is None:
        return None
    if not is_missing(year.path):
        answer = await app.push_screen_wait(_ask_for_database(year.path))
        if answer is None:
            return None
        year.path = typed_path(answer, year.path.parent, ".db")
    return year


async def _ask_for_roster(app: Host, year: NewYear, rules: Scheme) -> bool:
    """Ask for the roster and show what was understood of it; return whether it was taken."""

    async def take(path: Path) -> bool:
        table = KeptBook(path)
        preview = Preview(
            roster_title(path.name),
            lambda choices: understand_roster(table.book(), rules, choices),
            lambda roster: summary(roster, rules),
            choices=year.answers.get(path, UNASKED),
        )
        agreed = await app.push_screen_wait(preview)
        year.roster = path
        year.answers[path] = preview.choices if agreed is None else agreed.choices
        return agreed is not None

    question = _("Which file contains the roster?")
    files = Files(question, TABLES, year.scheme.parent, take)
    return await app.push_screen_wait(files) is not None


def _ask_for_database(taken: Path) -> Ask:
    ready = next(
        path
        for number in range(2, 1000)
        if (path := taken.with_name(f"{taken.stem}-{number}{taken.suffix}")) and is_missing(path)
    )

    def check(answer: str) -> None:
        path = typed_path(answer, taken.parent, ".db")
        if not is_missing(path):
            raise Refusal(
                "file-exists", N_("{path} already exists; it was left as it is."), path=path
            )

    return Ask(
        _("{path} already exists and stays as it is. Which name instead?").format(path=taken),
        choices=[str(ready)],
        initial=str(ready),
        take=check,
    )


def typed_path(text: str, folder: Path, suffix: str) -> Path:
    """Read a path that was typed, from ``folder`` on where it is not a whole one.

    Args:
        text: what was typed.
        folder: where a path that is not whole begins.
        suffix: for a name without one; empty for none.
    """
    typed = Path(clean(text))
    path = folder / (typed.expanduser() if typed.parts[:1] == ("~",) else typed)
    return path if path.suffix or not suffix else path.with_suffix(suffix)
