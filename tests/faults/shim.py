"""A program whose disk is watched, or fails: shim.c, compiled where a test runs it.

Nothing of it is shipped. It works on Linux, where there is a C compiler.
"""

import ctypes
import errno
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntFlag
from pathlib import Path
from typing import Final, Literal

SOURCE = Path(__file__).with_name("shim.c")
_COMPILER: Final = shutil.which("cc") or shutil.which("gcc")
IS_POSSIBLE: Final = sys.platform == "linux" and _COMPILER is not None
"""Whether a program's disk can be watched here."""
_HEAD = struct.Struct("<cQQII")

Kind = Literal["C", "K", "W", "T", "S", "D", "U", "R", "L", "M"]
"""Created, a folder created, written, truncated, synced; a folder synced; unlinked, renamed, given
another name; a remark."""


class Calls(IntFlag):
    """Kinds of calls that can be made to fail; see shim.c."""

    CREATE = 1
    WRITE = 2
    TRUNCATE = 4
    SYNC = 8
    UNLINK = 16
    SYNC_FOLDER = 32
    RENAME = 64
    READ = 128


CHANGING: Final = Calls(127)
"""All calls but reading."""
ERRORS: Final = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO}


@dataclass(frozen=True, slots=True)
class Done:
    """One call that a program made, or one remark of its own."""

    kind: Kind
    file: int
    """The file's number; 0 for what is done to a name."""
    place: int
    """Where it was written, or the length that it was truncated to."""
    name: str
    data: bytes
    """What was written; of a renaming and of another name, the new one."""


def compiled(folder: Path) -> Path:
    """Compile the shim into a folder; does nothing where it is there."""
    made = folder / "shim.so"
    if not made.exists():
        assert _COMPILER is not None
        line = [_COMPILER, "-O2", "-shared", "-fPIC", "-o", str(made), str(SOURCE), "-ldl"]
        subprocess.run(line, check=True)
    return made


def environment(
    folder: Path, watched: Path, *, trace: Path | None = None, trigger: Path | None = None
) -> dict[str, str]:
    """What a program's environment has to hold.

    Args:
        folder: the shim is compiled into it.
        watched: the folder whose files count, without symbolic links in its path.
        trace: where the record goes; None keeps none.
        trigger: while there is such a file, every call that changes something fails with the
            ``errno`` written in it.
    """
    given = {"LD_PRELOAD": str(compiled(folder)), "KAOHE_WATCHED": str(watched)}
    given |= {"KAOHE_TRACE": str(trace)} if trace else {}
    return given | ({"KAOHE_FAILS": str(trigger)} if trigger else {})


def run(module: str, arguments: Sequence[str], given: Mapping[str, str]) -> str:
    """Run a module of the tests with the shim to its end; returns what it printed."""
    root = str(SOURCE.parents[2])
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, **given, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise AssertionError(done.stdout + done.stderr)
    return done.stdout


def read_trace(path: Path) -> Iterator[Done]:
    """What a program did, in order."""
    whole, at = path.read_bytes(), 0
    while at < len(whole):
        kind, file, place, name, data = _HEAD.unpack_from(whole, at)
        at += _HEAD.size
        told = whole[at : at + name].decode()
        at += name
        yield Done(kind.decode(), file, place, told, whole[at : at + data])
        at += data


class Shim:
    """The shim in the process that it was preloaded into."""

    def __init__(self) -> None:
        """Find it; raises AttributeError where it was not preloaded."""
        self._library = ctypes.CDLL(None)
        self._library.shim_arm.restype = None
        self._library.shim_die.restype = None

    def arm(self, calls: Calls, after: int, error: int, *, stays: bool) -> None:
        """Let a call fail.

        Args:
            calls: which kinds of calls count.
            after: how many of them pass before.
            error: the ``errno`` that it fails with.
            stays: whether all that follow fail too.
        """
        self._library.shim_arm(int(calls), after, error, int(stays))

    def disarm(self) -> int:
        """Let everything pass again; returns how many calls were made to fail."""
        return int(self._library.shim_disarm())

    def die(self, after: int) -> None:
        """Be killed at a call that changes something, in the middle of one that writes.

        Args:
            after: how many such calls pass before, from now on; negative: never.
        """
        self._library.shim_die(after)

    def counted(self) -> int:
        """How many calls have changed something since ``die`` was last called."""
        return int(self._library.shim_counted())

    def remark(self, text: str) -> None:
        """Put a remark into the record."""
        self._library.shim_remark(text.encode())
