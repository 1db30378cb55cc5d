"""Databases that are made once a process and copied: to make one takes longer than most tests."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kaohe_tui.services.room.room import Room


def copied(path: Path, make: Callable[..., Room], *given: Any) -> Path:
    """A copy of the database that a function makes.

    Args:
        path: where it goes.
        make: given a folder and the rest, it returns a room on the file there.
        given: the rest, such as can be compared.

    Returns:
        ``path``.
    """
    path.touch(mode=0o600)
    path.write_bytes(_content(make, *given))
    return path


@lru_cache(maxsize=64)
def _content(make: Callable[..., Room], *given: Any) -> bytes:
    with TemporaryDirectory() as name:
        room = make(Path(name), *given)
        room.close()
        return room.database.path.read_bytes()
