"""Manage the connections to one database file: one that writes, others that read beside it."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, QueuePool, create_engine, text

from kaohe_tui.domain.text import harmless
from kaohe_tui.store import failures
from kaohe_tui.store.driver import raw
from kaohe_tui.store.seals import chain
from kaohe_tui.words import N_

BUSY_TIMEOUT_MS = 5000
"""Milliseconds a statement waits for another program's lock."""
PRAGMAS: Final = (
    "journal_mode=DELETE",
    "synchronous=EXTRA",
    # macOS empties the disk's own cache only when asked for that; nothing happens elsewhere.
    "fullfsync=ON",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "recursive_triggers=ON",
)
"""The settings of every connection; the head of ``store.database.engine`` says why."""
Transaction = Connection
"""A connection inside a transaction: the functions of ``store`` take it first."""
APPLICATION_ID: Final = int.from_bytes(b"kaoh")
"""SQLite's ``application_id`` of every kaohe database."""
_ASIDE = "aside"
_REVISION = text("SELECT version_num FROM alembic_version")


class Connections:
    """Hands out connections, each to one thread at a time.

    All that is written goes through one of them, whichever thread writes, and that one alone is
    asked for the work of others: our own commits are then never taken for theirs, and its page
    cache is warm. Reading takes it too while it is free, and another one while it is not.
    """

    def __init__(self, path: Path, mode: str) -> None:
        """Prepare connections to ``path``, opened when first asked; ``mode`` is rw or ro."""
        self._path = path
        self._main = _pool(path, mode, 1, lambda: self._patience)
        self._aside = _pool(path, mode, 2, lambda: self._patience)
        self._main_taken = threading.Lock()
        self._thread = threading.local()

    def close(self) -> None:
        """Release the file."""
        self._main.dispose()
        self._aside.dispose()

    @contextmanager
    def patience(self, milliseconds: int | None) -> Iterator[None]:
        """Limit how long this thread waits for a lock, in the block; None: the default."""
        before = self._patience
        self._thread.patience = milliseconds
        try:
            yield
        finally:
            self._thread.patience = before

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Leave the writing connection to other threads, in the block: for long reading."""
        self._thread.beside = True
        try:
            yield
        finally:
            self._thread.beside = False

    @property
    def _patience(self) -> int | None:
        milliseconds: int | None = getattr(self._thread, "patience", None)
        return milliseconds

    @contextmanager
    def to_write(self) -> Iterator[Connection]:
        """Lend the connection that writes.

        Raises:
            Busy: another thread of ours has it for too long.
        """
        patience = BUSY_TIMEOUT_MS if self._patience is None else self._patience
        if not self._main_taken.acquire(timeout=patience / 1000):
            raise failures.busy(self._path)
        try:
            with self._connected(self._main) as connection:
                yield connection
        finally:
            self._main_taken.release()

    @contextmanager
    def to_read(self) -> Iterator[Connection]:
        """Lend a connection that only reads, whatever the other threads do."""
        beside = getattr(self._thread, "beside", False)
        if not beside and self._main_taken.acquire(blocking=False):
            try:
                with self._connected(self._main) as connection:
                    yield connection
            finally:
                self._main_taken.release()
        else:
            with self._connected(self._aside) as connection:
                connection.info[_ASIDE] = True
                yield connection

    @contextmanager
    def _connected(self, pool: Engine) -> Iterator[Connection]:
        with pool.connect() as connection:
            if self._patience is None:
                yield connection
                return
            _wait_at_most(connection, self._patience)
            try:
                yield connection
            finally:
                _wait_at_most(connection, BUSY_TIMEOUT_MS)


def changed_by_others(tx: Connection) -> bool:
    """Return whether another program has committed since the last call.

    The first time, the answer is yes. While another thread of ours has the connection that knows,
    it is no: that thread asks itself.
    """
    if _ASIDE in tx.info:
        return False
    version = tx.exec_driver_sql("PRAGMA data_version").scalar_one()
    has_changed = tx.info.get("data_version") != version
    tx.info["data_version"] = version
    return bool(has_changed)


def version_of(tx: Connection) -> int:
    """Return what ``changed_by_others`` saw last here: each commit of others changes it."""
    return int(tx.info.get("data_version", 0))


def revision_of(tx: Transaction, path: Path) -> str:
    """Return the revision of the database's tables, as the transaction sees it.

    Raises:
        Lost: when the file is no database of kaohe's.
        Damaged: when it has none, or several.
    """
    identity = tx.exec_driver_sql("PRAGMA application_id").scalar_one()
    if identity != APPLICATION_ID:
        raise failures.Lost(
            "not-a-database", N_("{path} is not a kaohe database; it was left as it is."), path=path
        )
    revisions = tx.execute(_REVISION).scalars().all()
    if len(revisions) != 1:
        raise failures.Damaged
    return str(revisions[0])


def connect(path: Path, mode: str, patience: int | None = None) -> sqlite3.Connection:
    """Open a connection of ``mode`` rw or ro; neither makes a file.

    Args:
        path: the database.
        mode: rw or ro.
        patience: milliseconds for another program's lock, if other than ``BUSY_TIMEOUT_MS``.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        # BEGIN is ours to say: sqlite3 would say it late, and never IMMEDIATE.
        isolation_level=None,
        timeout=(BUSY_TIMEOUT_MS if patience is None else patience) / 1000,
        # The pool hands a connection to one thread at a time.
        check_same_thread=False,
    )
    connection.text_factory = _text
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()
    except BaseException:
        connection.close()
        raise
    return connection


def _text(data: bytes) -> str:
    """Decode a text of the file.

    Nothing that ``clean`` refuses is written to it; text that another program put there must
    not reach a terminal raw.
    """
    return harmless(data.decode())


def _pool(path: Path, mode: str, size: int, patience: Callable[[], int | None]) -> Engine:
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: connect(path, mode, patience()),
        poolclass=QueuePool,
        pool_size=size,
        pool_use_lifo=True,
        # An error message must not show marks.
        hide_parameters=True,
    )
    chain.watch(engine)
    return engine


def _wait_at_most(connection: Connection, milliseconds: int) -> None:
    raw(connection).execute(f"PRAGMA busy_timeout={milliseconds}").close()
