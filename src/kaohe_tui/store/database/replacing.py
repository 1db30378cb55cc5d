"""Put a copy in the place of a database: by pouring its pages in, or by moving the file."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from kaohe_tui.diskname import sync_folder
from kaohe_tui.domain.record.events import Restored
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.store.database import advice
from kaohe_tui.store.database.checking import is_sound
from kaohe_tui.store.database.connections import connect
from kaohe_tui.store.database.engine import Database, Transaction
from kaohe_tui.store.database.whole_file import Progress, copy_pages, made_whole
from kaohe_tui.store.seals import chain
from kaohe_tui.words import N_

_CHAINS = text("SELECT chain FROM record ORDER BY id")
_AT = text("SELECT at FROM record WHERE id = :id")
_HEAD = "SELECT entries, chain FROM record_head WHERE id = 1"
_RESTORED = text("SELECT 1 FROM record WHERE id > :id AND action = :action LIMIT 1")
_CHAIN_AT = text("SELECT chain FROM record WHERE id = :id")


@dataclass(frozen=True, slots=True)
class Compared:
    """The database's record compared with that of a copy."""

    entries: int
    """Number of entries of the database's record."""
    common: int
    """The number of entries, from the first on, that both have."""
    last_at: str
    """The time of the database's last entry; empty where it has none."""

    @property
    def lost(self) -> int:
        """Entries that the copy does not have."""
        return self.entries - self.common


def take(file: Path, target: Path, progress: Progress | None = None) -> None:
    """Copy a file that is to be a database, whatever it holds, into an empty one.

    Raises:
        Refusal: when it cannot be read, or the target cannot be written.
    """
    try:
        copy_pages(file, target, progress)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if refusal := advice.refusal(error, file, reading=True):
            raise refusal from error
        raise


def compare(database: Database, copy: Database) -> Compared:
    """Compare the records of a database and a copy, from the first entry on."""
    with database.reading() as tx:
        chain = tx.execute(_CHAINS).scalars().all()
        last_at = time_of(tx, len(chain))
    with copy.reading() as tx:
        other = tx.execute(_CHAINS).scalars().all()
    pairs = enumerate(zip(chain, other, strict=False))
    differing = (place for place, (own_chain, other_chain) in pairs if own_chain != other_chain)
    return Compared(len(chain), next(differing, min(len(chain), len(other))), last_at)


def time_of(tx: Transaction, entry: int) -> str:
    """Return when an entry was written; empty where there is none of that number."""
    return str(tx.execute(_AT, {"id": entry}).scalar_one_or_none() or "")


def was_restored(tx: Transaction, entries: int, head: str) -> bool:
    """Return whether a copy was restored since the record had that head."""
    if tx.execute(_RESTORED, {"id": entries, "action": Restored.action}).first() is not None:
        return True
    chain = tx.execute(_CHAIN_AT, {"id": entries}).scalar_one_or_none()
    return entries > 0 and chain != head


def note(copy: Path, at: str, actor: str, restored: Restored) -> None:
    """Add the entry about the restore to the copy's record.

    Args:
        copy: the copy.
        at: the time, ISO 8601 with its offset.
        actor: who does it.
        restored: what happens.
    """
    database = Database.open(copy, keep=False)
    try:
        with database.writing() as tx:
            chain.add(tx, at, actor, restored)
    finally:
        database.close()


def pour_in(
    copy: Path, database: Path, aside: Path, note_in: Callable[[Path, str], object]
) -> None:
    """Replace the contents of a sound database by those of a copy; other programs stay on it.

    Nobody reads or writes it meanwhile. When it fails, all is as it was.

    Args:
        copy: a file of ours, that the entry is added to.
        database: what is replaced.
        aside: where its content goes before.
        note_in: adds the entry to the copy's record; called with the copy, and the hash of the
            database's last entry.

    Raises:
        Refusal: when another program is in the way, or the disk is.
    """
    try:
        with closing(connect(database, "rw")) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE").close()
            # In this mode the lock outlasts the transaction.
            connection.execute("BEGIN EXCLUSIVE")
            _entries, head = connection.execute(_HEAD).fetchone()
            connection.execute("COMMIT")
            note_in(copy, head)
            with made_whole(aside) as temporary:
                with closing(connect(temporary, "rw")) as target:
                    connection.backup(target)
                if not is_sound(temporary):
                    raise advice.damaged(database)
            with closing(connect(copy, "ro")) as target:
                target.backup(connection)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if refusal := advice.refusal(error, database):
            raise refusal from error
        raise


def move_in(copy: Path, database: Path, aside: Path) -> Path | None:
    """Put a copy where a damaged database is, or none; its file is moved aside as it is.

    Args:
        copy: a file of ours beside it.
        database: what is replaced.
        aside: where it goes, with its journal.

    Returns:
        ``aside``, or None where nothing was there.

    Raises:
        Refusal: when the folder cannot be written; then what was there is there.
    """
    replaces = os.path.lexists(database)
    journals = Path(f"{database}-journal"), Path(f"{aside}-journal")
    try:
        if replaces:
            _keep_beside(database, aside)
        # Before the copy has the name: else SQLite would take it for the new file's.
        with suppress(FileNotFoundError):
            journals[0].rename(journals[1])
        # A power cut may keep a later name without an earlier one.
        sync_folder(database.parent)
        copy.replace(database)
        sync_folder(database.parent)
    except OSError as error:
        if copy.exists():
            _put_back(database, aside, journals)
        raise Refusal(
            "file-unwritable",
            N_("{path} cannot be written ({reason})."),
            path=database,
            reason=error.strerror,
        ) from error
    return aside if replaces else None


def _keep_beside(database: Path, aside: Path) -> None:
    """Give a file a second name, so that there is no moment in which its first one is nobody's."""
    try:
        os.link(database, aside, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        # A memory stick's file system has no second names. A start that finds none there looks for
        # what is beside it: see ``store/database/advice.py``.
        database.rename(aside)


def _put_back(database: Path, aside: Path, journals: tuple[Path, Path]) -> None:
    """Leave what was there as it was, as far as the disk lets us."""
    with suppress(OSError):
        journals[1].rename(journals[0])
    with suppress(OSError):
        if database.exists():
            aside.unlink(missing_ok=True)
        else:
            aside.rename(database)
