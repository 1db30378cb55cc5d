"""Make the copies that kaohe makes by itself, and delete those that are too many."""

import filecmp
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.store.database.copies import STAMP, Copy, copies, folder_of, is_trusted
from kaohe_tui.store.database.engine import Database
from kaohe_tui.store.database.whole_file import Progress, copy_checked, made_whole
from kaohe_tui.words import N_

LATEST: Final = 20
"""The newest copies that are kept."""
DAYS: Final = 10
"""Number of days before those of which the newest copy is kept as well."""


def keep(
    database: Database, occasion: str, now: datetime, progress: Progress | None = None
) -> Copy:
    """Make a copy and delete those that are too many.

    Where nothing has changed since the newest copy, that one is the copy.

    Args:
        database: what is copied.
        occasion: one of ``WHYS``.
        now: local time.
        progress: called with the pages copied and the pages in all.

    Raises:
        Refusal: when it cannot be made, and why.
    """
    folder = _made_folder(database.path)
    before = copies(database.path)
    target = _free(folder, occasion, now)
    backup(database, target, progress=progress)
    if before and filecmp.cmp(before[0].path, target, shallow=False):
        target.unlink()
        return before[0]
    newest = next(copy for copy in copies(database.path) if copy.path.name == target.name)
    _rotate(copies(database.path))
    return newest


def _made_folder(database: Path) -> Path:
    """Make the folder for the copies of a database; refuse one that another user may change."""
    folder = folder_of(database)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Refusal(
            "file-unwritable",
            N_("{path} cannot be written ({reason}); nothing was made."),
            path=folder,
            reason=error.strerror,
        ) from error
    if not is_trusted(database):
        raise Refusal(
            "folder-of-other-user",
            N_("{path} belongs to another user; no backup was made there."),
            path=folder,
        )
    return folder


def backup(
    source: Path | Database,
    target: Path,
    progress: Progress | None = None,
) -> None:
    """Copy a database, whole and consistent, while others work in it; the copy is checked.

    Args:
        source: an open database, or the path of one.
        target: where the copy goes; readable by its owner alone; there whole or not at all.
        progress: called with the pages copied and the pages in all.

    Raises:
        Refusal: when the target is there, if only since the copying began, has no folder, or cannot
            be written, the source is damaged, and all that ``Database.open`` refuses.
    """
    if isinstance(source, Path):
        opened = Database.open(source, read_only=True)
        try:
            return backup(opened, target, progress)
        finally:
            opened.close()
    if not target.absolute().parent.is_dir():
        raise Refusal(
            "folder-missing", N_("There is no folder {path}; make it first."), path=target.parent
        )
    with made_whole(target) as temporary:
        copy_checked(source.path, temporary, progress)
    return None


def _free(folder: Path, occasion: str, now: datetime) -> Path:
    """Return a name that is not taken; several copies may be made in one second."""
    reason = occasion if occasion == "by-hand" else f"before-{occasion}"
    stamp, number, numbered = now.strftime(STAMP), 1, ""
    while any(folder.glob(f"{stamp}{numbered}-[!0-9]*.db")):
        number += 1
        numbered = f"-{number}"
    return folder / f"{stamp}{numbered}-{reason}.db"


def _rotate(newest_first: Sequence[Copy]) -> None:
    """Delete copies that are neither among the newest nor the newest of one of the last days."""
    days: dict[str, Copy] = {}
    for copy in newest_first[LATEST:]:
        days.setdefault(copy.at.strftime("%Y%m%d"), copy)
    paths = {copy.path for copy in list(days.values())[:DAYS]}
    for copy in newest_first[LATEST:]:
        if copy.path not in paths:
            with suppress(OSError):
                copy.path.unlink()
