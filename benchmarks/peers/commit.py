"""One durable commit as sqlite3 itself does it, with the settings of kaohe's own file."""

import sqlite3
from pathlib import Path

PRAGMAS = (
    "journal_mode=DELETE",
    "synchronous=EXTRA",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "recursive_triggers=ON",
)


class RawCommits:
    """A file that takes a number at each ``commit``."""

    def __init__(self, path: Path) -> None:
        """Make the file."""
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("CREATE TABLE mark (id INTEGER PRIMARY KEY, value INTEGER)")

    def commit(self) -> None:
        """One INSERT, on disk when the call returns."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT INTO mark (value) VALUES (36)")
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
