"""Go from one year's database to another: a new year from this one, or an older one."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kaohe_tui import settings
from kaohe_tui.commandline import command_line
from kaohe_tui.diskname import is_missing
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.database.years import YearFile, make, place_for, plan, years
from kaohe_tui.ui.frame.host import Host, Place
from kaohe_tui.ui.screens.database.open_room import counted, open_room
from kaohe_tui.ui.screens.dialogs.ask import Confirm
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.dialogs.sentences import Sentences
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from kaohe_tui.services.counting.board import Board
    from kaohe_tui.services.room.room import Room

Make = Callable[[], "tuple[Room, Board]"]
"""Opens or creates a database; returns its room, and the standings of its period."""


async def after_the_year(app: Host) -> None:
    """Offer the new year from this one, the other years, and the year's standings."""
    choices = [
        ("new", _("Begin the new year"), _("this year's people and scheme, in a file of its own")),
        ("others", _("Open another year"), _("the databases of this folder")),
        ("look", _("Look at the year's standings"), ""),
    ]
    chosen = await app.push_screen_wait(Choose(_("What next?"), choices))
    if chosen == "look":
        await app.show_and_wait(Place.YEAR)
    elif chosen == "new":
        path = app.room.database.path.absolute()
        if (ready := await new_from(app, path)) is not None:
            await enter(app, ready)
            tell_begun(app, path)
    elif chosen == "others":
        folder = app.room.database.path.absolute().parent
        if (ready := await choose_year(app, folder)) is not None:
            await enter(app, ready)


async def new_from(app: Host, old: Path) -> Make | None:
    """Ask about a new year from an older database; return what creates it, None after Esc."""
    made_of = await asyncio.to_thread(plan, old, None, None)
    path = place_for(old, made_of.scheme.year)
    agreed = await app.push_screen_wait(
        Confirm(
            _("Begin {year} from {path}?").format(year=made_of.scheme.year, path=old),
            [
                made_of.scheme.name,
                _("{count} people with their codes; weights, tiers and periods as before").format(
                    count=len(made_of.roster)
                ),
                _("The database: {path}").format(path=path),
                _("kaohe opens it from now on.")
                if settings.is_usual(app.path)
                else _("What kaohe opens by itself stays as it is."),
                _("Operators and their PINs are set up again (Z); the old year stays as it is."),
                _("Roster and scheme can be changed until a period is opened."),
            ],
            _("begin the year"),
        )
    )
    if not agreed:
        return None

    def ready() -> "tuple[Room, Board]":
        room = make(path, made_of)
        return room, counted(room)

    return ready


def tell_begun(app: Host, old: Path) -> None:
    """Say where the new year's database is, and how the old year is opened again.

    Args:
        app: with the new year's room.
        old: the old year's database.
    """
    usual = () if settings.is_usual(app.path) else ("--db", str(app.path.absolute()))
    sentences = [
        _("The new year's database: {path}").format(path=app.path.absolute()),
        _("The old year stays as it is: {path}").format(path=old.absolute()),
        _("K opens the old year again, to read or to work in it. This command lists all years:")
        + f"\n  {command_line('years', *usual)}",
    ]
    title = _("{year} is begun").format(year=app.room.rules()[0].year)
    app.push_screen(Sentences(title, sentences))


async def choose_year(app: Host, folder: Path) -> Make | None:
    """Ask which year of a folder to open; return what opens it, None after Esc."""
    databases = await asyncio.to_thread(years, folder)
    able = [each for each in databases if each.year]
    if not able:
        raise Refusal(
            "database-missing", N_("There is no database of kaohe's in {path}."), path=folder
        )
    options = [(str(each.path), _line(each), each.path.name) for each in able]
    chosen = await app.push_screen_wait(Choose(_("Which year?"), options))
    if chosen is None:
        return None
    ways = [
        ("read", _("Only to read in it"), _("nothing can be changed")),
        ("work", _("To work in it"), _("objections, corrections, notices")),
    ]
    way = await app.push_screen_wait(Choose(_("How is it opened?"), ways))
    if way is None:
        return None
    path = Path(chosen)
    return lambda: open_room(path, read_only=way == "read")


def _line(each: YearFile) -> str:
    return f"{each.year}  {each.name}  {each.state}"


async def enter(app: Host, ready: Make) -> None:
    """Go on in another database.

    The next start opens it, if it was opened for work, and the one before is what ``kaohe`` opens
    by itself; what was named on the line, or the sample, leads no other start.

    Raises:
        Refusal: when it cannot be created or opened; the meeting goes on where it was.
    """
    was_usual = settings.is_usual(app.path)
    room, board = await asyncio.to_thread(ready)
    app.sign_out()
    app.is_named = False
    app.take_room(room, board.period, board)
    if not room.database.is_read_only and not is_missing(app.path):
        if was_usual:
            app.remember(replace(app.settings, database=str(app.path.absolute())))
        else:
            line = command_line("--db", str(app.path))
            sentence = _("kaohe does not open this database by itself; carry on with: {command}")
            app.tell_at_end(sentence.format(command=f"\n  {line}"))
    app.start_over()
