"""Make tests quick without letting them check less: memory for a disk, statements compiled once.

What the disk has to stand is tested by ``tests/faults``, and what PINs are hashed with by
``tests/services/access/test_hashing.py``.
"""

import os
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Engine, create_engine

from kaohe_tui.services.access import hashing
from kaohe_tui.store.database import connections

MEMORY = Path("/dev/shm")
"""Files in memory, where the system has them: nothing waits for a disk there."""
ENOUGH = 2**30
"""Bytes that have to be free there."""
WORK = {name: getattr(hashing, name) for name in ("_for_pins", "_for_codes")}
"""What makes the hashers that the program has, by name."""
_FIRST: list[Engine] = []
"""The engine that was made first in this process."""


def write_to_memory() -> None:
    """Have this process and those that it starts make their folders in memory, where it can."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK | os.X_OK):
        return
    if shutil.disk_usage(MEMORY).free >= ENOUGH:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def keep_bytecode() -> None:
    """Compile each module once, not in every program that a test starts."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def alike(*given: Any, **named: Any) -> Engine:
    """Make an engine that knows the statements of those before it, and compiles none again."""
    engine = create_engine(*given, **named)
    if not _FIRST:
        # The first engine may never be connected, and a connection alone tells its dialect this.
        engine.dialect.server_version_info = sqlite3.sqlite_version_info
        _FIRST.append(engine)
    engine.dialect = engine.pool._dialect = _FIRST[0].dialect
    engine._compiled_cache = _FIRST[0]._compiled_cache
    return engine


def share_statements() -> None:
    """Let all databases of this process share what was compiled."""
    connections.create_engine = alike  # type: ignore[attr-defined]


def hash_quickly() -> None:
    """Hash PINs and codes with as little work as can be; the programs that tests start do not."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    for name in WORK:
        setattr(hashing, name, lambda: quick)
