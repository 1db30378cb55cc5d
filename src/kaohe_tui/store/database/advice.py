"""Advise which backup takes the place of a database that is damaged or not there."""

import os
import re
from pathlib import Path

from kaohe_tui.commandline import command_line
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.store import failures
from kaohe_tui.store.database import copies
from kaohe_tui.store.failures import Lost
from kaohe_tui.words import N_


def refusal(error: BaseException, path: Path, *, reading: bool = False) -> Refusal | None:
    """Return ``failures.refusal``, for a damaged file with the backup to restore."""
    if failures.is_damage(error):
        return damaged(path)
    return failures.refusal(error, path, reading=reading)


def damaged(path: Path) -> Lost:
    """Return the refusal for a database whose bytes were changed from outside.

    It names the newest intact copy made by kaohe, and how to restore it.
    """
    copy = copies.newest_sound(path)
    if copy is None:
        return failures.damaged(path)
    command = command_line("restore", str(copy), "--db", str(path))
    return Lost(
        "database-damaged",
        N_("{path} is damaged. Put the newest intact backup in its place with: {command}"),
        path=path,
        command=command,
    )


def missing(database: Path) -> Lost:
    """Return the refusal where nothing is there, and what to do.

    A copy beside it is named where there is one: then a restore was cut off or the file was
    moved, and beginning a new year is the last thing to do.
    """
    newest = newest_beside(database)
    if newest is None:
        return Lost(
            "database-missing",
            N_("There is no database {path}; “{command}” makes one."),
            path=database,
            command=command_line("new"),
        )
    command = command_line("restore", str(newest), "--db", str(database))
    return Lost(
        "database-missing",
        N_(
            "There is no database {path}, but parts of one are kept beside it. The newest intact "
            "one is put in its place with: {command}"
        ),
        path=database,
        command=command,
    )


def newest_beside(database: Path) -> Path | None:
    """Return the newest file beside a free name that can be the database of that name again.

    That is what a restore had checked when it was cut off, what one has replaced, what was kept
    before an upgrade, or a copy that kaohe made; None where none holds.
    """
    target = Path(os.path.realpath(database))
    stem, suffix = re.escape(target.stem), re.escape(target.suffix or ".db")
    pattern = re.compile(
        rf"\.{re.escape(target.name)}\.\w+\.new|{stem}\.(replaced|before)-[\w-]+{suffix}"
    )
    candidates = [(copy.path.stat().st_mtime, copy.path) for copy in copies.copies(database)]
    try:
        with os.scandir(target.parent) as entries:
            candidates += [
                (entry.stat().st_mtime, Path(entry.path))
                for entry in entries
                if pattern.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
            ]
    except OSError:
        return None
    newest_first = (path for _time, path in sorted(candidates, reverse=True))
    return next((path for path in newest_first if copies.holds(path) is not False), None)
