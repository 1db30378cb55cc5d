"""Make, open, read, write and copy the database file. It holds all that is SQLite's own.

Settings, each for a reason: a rollback journal, so that the one
file is the whole truth; ``synchronous=EXTRA``, so that a mark that was acknowledged survives a
power cut; ``secure_delete``, so that a corrected mark does not linger in the file.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from sqlalchemy import Connection

from kaohe_tui.domain.record.events import Upgraded
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.store import failures
from kaohe_tui.store.database import advice
from kaohe_tui.store.database.checking import is_sound
from kaohe_tui.store.database.connections import (
    APPLICATION_ID,
    Connections,
    Transaction,
    changed_by_others,
    revision_of,
    version_of,
)
from kaohe_tui.store.database.migrations import HEAD
from kaohe_tui.store.database.whole_file import (
    check_file,
    keep_before,
    made_whole,
    was_cut_short,
)
from kaohe_tui.store.driver import raw
from kaohe_tui.store.seals import chain, guards
from kaohe_tui.words import N_, _

__all__ = ["Database", "Transaction", "changed_by_others", "version_of"]

_COMMIT_TRIES = 3
_LARGE_CACHE_KIB = 64 * 1024


class Database:
    """An open database.

    Threads may share it: each transaction has its connection to itself. Every method raises
    ``Refusal`` when the file, the disk or another program's lock stands in the way.
    """

    def __init__(self, path: Path, *, read_only: bool = False, why: str = "") -> None:
        """Call ``create`` or ``open`` instead; this one checks nothing."""
        self.path: Final = path
        """The file."""
        self.is_read_only: Final = read_only
        """Whether nothing can be written through this object."""
        self._why = why
        self.was_cut_short = False
        """Whether the last writer died in the middle of a change, which was taken back."""
        self.fits_since = -1
        """``version_of`` when everything last fitted its seals."""
        self._connections = Connections(path, "ro" if read_only else "rw")

    @classmethod
    def create(cls, path: Path, fill: Callable[[Transaction], object] | None = None) -> Self:
        """Make a new database; nothing is left behind when that fails.

        The file is readable by its owner alone, and so is its folder where it has to be made.

        Args:
            path: where it goes.
            fill: puts in what is there from the start, in the transaction that makes the tables.

        Raises:
            Refusal: when something is already there, or the folder cannot be written.
        """
        with made_whole(path) as temporary:
            database = cls(temporary)
            try:
                with database.writing(guarded=False) as tx:
                    tx.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
                    _upgrade(tx)
                    if fill is not None:
                        fill(tx)
            finally:
                database.close()
        return cls(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, why: str = "", keep: bool = True) -> Self:
        """Open a database; upgrade one of an older kaohe to this one's tables.

        Before that, a copy is kept beside it as ``<name>.before-<revision>.db``.

        Args:
            path: the file.
            read_only: nothing is written, created or upgraded.
            why: why it is opened for reading only, where nobody asked for that.
            keep: whether to keep that copy.

        Raises:
            Refusal: when it is missing, not ours, of a newer kaohe, damaged, or, unless
                ``read_only``, cannot be written.
        """
        check_file(path)
        database = cls(path, read_only=read_only, why=why)
        database.was_cut_short = not read_only and was_cut_short(path)
        try:
            database._check(keep=keep)
        except BaseException:
            database.close()
            raise
        return database

    @property
    def why_read_only(self) -> str:
        """Why nothing can be changed; empty where it can."""
        if not self.is_read_only:
            return ""
        return self._why or _("The database is opened read-only.")

    @property
    def why_not_written(self) -> str:
        """Why it could not be opened for writing; empty where nobody wanted that."""
        return self._why

    def close(self) -> None:
        """Release the file. No transaction may be open."""
        self._connections.close()

    def patience(self, milliseconds: int | None) -> AbstractContextManager[None]:
        """Limit how long this thread waits for a lock, in the block; None: the default."""
        return self._connections.patience(milliseconds)

    def beside(self) -> AbstractContextManager[None]:
        """Read in the block without holding up a key that is written meanwhile."""
        return self._connections.beside()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Give a consistent view for the block; SQLite refuses to write in it."""
        with self._translated(reading=True), self._connections.to_read() as connection:
            connection.exec_driver_sql("PRAGMA query_only=ON")
            try:
                connection.exec_driver_sql("BEGIN")
                yield connection
            finally:
                connection.exec_driver_sql("PRAGMA query_only=OFF")

    @contextmanager
    def writing(self, *, guarded: bool = True) -> Iterator[Transaction]:
        """Run the block in a transaction: saved at its end, undone when it raises.

        Args:
            guarded: see ``chain.begin``.
        """
        if self.is_read_only:
            raise Refusal("read-only", self.why_read_only)
        with self._translated(), self._connections.to_write() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            chain.begin(connection, guarded=guarded)
            try:
                yield connection
                chain.end(connection)
                _commit(connection)
            finally:
                # The next reader sees nothing of a transaction that was taken back.
                chain.begin(connection)

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """Lend the connection that writes, outside a transaction.

        It is for what SQLite does in a transaction of its own.
        """
        with self._translated(), self._connections.to_write() as connection:
            yield connection

    @contextmanager
    def _translated(self, *, reading: bool = False) -> Iterator[None]:
        try:
            yield
        except failures.FROM_DISK as error:
            if refusal := advice.refusal(error, self.path, reading=reading):
                raise refusal from error
            if not is_sound(self.path):
                raise advice.damaged(self.path) from error
            self._check_foreign(error)
            raise

    def _check_foreign(self, error: BaseException) -> None:
        """Find out whether an odd value was put there by something else than kaohe.

        Raises:
            ForeignChange: when it is.
        """
        if isinstance(error, failures.ODD):
            with self._connections.to_read() as connection:
                if first := next(guards.foreign(connection), None):
                    raise guards.refusal(first) from error

    def _check(self, *, keep: bool) -> None:
        revision = self._revision()
        if revision != HEAD:
            self._upgrade_from(revision, keep=keep)
        elif not self.is_read_only:
            self._try_writing()

    def _revision(self) -> str:
        """Return the database's revision."""
        with self.reading() as tx:
            return revision_of(tx, self.path)

    def _upgrade_from(self, revision: str, *, keep: bool) -> None:
        from kaohe_tui.store.database.migrations import run

        if not run.known(revision):
            raise Refusal(
                "database-newer",
                N_("{path} was made by a newer kaohe; update kaohe to open it."),
                path=self.path,
            )
        if self.is_read_only:
            raise failures.Older(
                "database-older",
                N_("{path} was made by an older kaohe; open it once without read-only."),
                path=self.path,
            )
        with self.writing(guarded=False) as tx:
            # Several programs may start at once: only under the lock is it sure who upgrades, and
            # that the copy shows the database before the upgrade.
            revision = revision_of(tx, self.path)
            if revision == HEAD:
                return
            if keep:
                keep_before(self.path, HEAD)
            fitting = guards.fitting(tx)
            run.upgrade(tx)
            _record_upgrade(tx, revision, fitting)

    def _try_writing(self) -> None:
        """Write for real and take it back: permissions alone prove nothing, nor does a lock."""
        with self._translated(), self._connections.to_write() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def keep_in_memory(tx: Transaction) -> None:
    """Let a large transaction stay in memory, up to a fixed size, until it is committed.

    What does not fit is written to the file early, which shuts out all who want to read meanwhile.
    """
    tx.exec_driver_sql(f"PRAGMA cache_size=-{_LARGE_CACHE_KIB}")


def _commit(connection: Connection) -> None:
    """Commit, again where a reader was in the way: the work itself is not repeated."""
    driver = raw(connection)
    for _try in range(_COMMIT_TRIES - 1):
        try:
            driver.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if failures.code_of(error) != sqlite3.SQLITE_BUSY:
                raise
        else:
            return
    driver.execute("COMMIT")


def _record_upgrade(tx: Transaction, revision: str, fitting: frozenset[str] | None) -> None:
    """Record the upgrade and seal the tables as they are now."""
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    chain.add(tx, now, "kaohe", Upgraded(before=revision, revision=HEAD))
    chain.seal_all(tx, fitting)


def _upgrade(tx: Transaction) -> None:
    from kaohe_tui.store.database.migrations import run

    run.upgrade(tx)
