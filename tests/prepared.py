"""Databases that are made once a process and copied: to make one takes longer than most tests."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kaohe_tui.services.database.sample import make_demo
from kaohe_tui.services.room.room import Room
from kaohe_tui.words import LANGUAGES
from tests.sample_meeting import make_meeting


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


def demo_copy(path: Path, language: str = LANGUAGES[0]) -> Path:
    """A copy of the sample bureau as ``kaohe demo`` makes it, in a language; returns ``path``."""
    return copied(path, _demo, language)


def meeting_copy(path: Path) -> Path:
    """A copy of the sample bureau in its second quarter (``tests.sample_meeting``)."""
    return copied(path, _meeting)


def _demo(folder: Path, language: str) -> Room:
    return make_demo(folder / "sample.db", language)


def _meeting(folder: Path) -> Room:
    return make_meeting(folder / "meeting.db")


@lru_cache(maxsize=64)
def _content(make: Callable[..., Room], *given: Any) -> bytes:
    with TemporaryDirectory() as name:
        room = make(Path(name), *given)
        room.close()
        return room.database.path.read_bytes()
