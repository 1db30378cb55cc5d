"""Programs that begin from this process as it is: started at once, killed on the way.

A start of Python and of the libraries takes longer than most steps that are to be cut off.
"""

import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Act = Callable[[], bool | int | None]
"""What a child does; false, a number but 0 or an exception where that did not succeed."""
_GO, _DONE = b"g", b"d"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child came to its end."""

    was_killed: bool
    is_done: bool
    """Whether it said that all was done before it ended."""
    code: int
    said: str
    seconds: float
    """From its beginning on."""


def run(act: Act, *, kill_after: float | None = None) -> Ended:
    """Do something in a child.

    Args:
        act: what it does.
        kill_after: seconds from its beginning on when it is killed, if it is still there; None lets
            it come to its end.
    """
    told, tell = os.pipe()
    with tempfile.TemporaryFile() as printed:
        child = os.fork()
        if not child:
            _be_child(act, tell, printed.fileno())
        os.close(tell)
        os.read(told, 1)
        begun = time.perf_counter()
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)
        said = os.read(told, 1)
        seconds = time.perf_counter() - begun
        os.close(told)
        _child, status = os.waitpid(child, 0)
        printed.seek(0)
        text = printed.read().decode(errors="replace")
    code = os.waitstatus_to_exitcode(status)
    return Ended(code == -signal.SIGKILL, said == _DONE, code, text, seconds)


def _be_child(act: Act, tell: int, printed: int) -> None:
    """Never comes back."""
    code = 70
    try:
        os.dup2(printed, 1)
        os.dup2(printed, 2)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
        os.write(tell, _GO)
        done = act()
        code = int(not done) if isinstance(done, bool) else done or 0
        if not code:
            os.write(tell, _DONE)
    except BaseException:  # noqa: BLE001 -- it is told to whoever waits
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def ended(act: Act) -> tuple[int, str]:
    """Do something in a child to its end; its exit code and all that it printed."""
    done = run(act)
    return done.code, done.said


def command(*arguments: str) -> tuple[int, str]:
    """``kaohe`` with these arguments, in a child; see ``ended``."""
    from kaohe_tui.cli import run as kaohe

    return ended(lambda: kaohe(arguments))


def emptied(folder: Path) -> Path:
    """The folder with nothing in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
