"""How long it takes until something is there: the answers of the command line, the first frame of
the app, the real figures of the sample bureau on the home screen.

The app runs in a pseudo-terminal of 80x24 that answers no query. A frame is taken as painted with
its last byte: the last one before the terminal was quiet for some milliseconds, once a text of
the frame has come.
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from benchmarks.measure import Figure, by_turns, milliseconds
from benchmarks.peers import tableapp

_ROOT = Path(__file__).resolve().parent.parent
_KAOHE = Path(sys.executable).with_name("kaohe")
_QUIET = 0.004
"""Seconds without a byte that end a frame."""
_PATIENCE = 30.0
# As a console script begins, and with the module compiled, which a script never is.
_SCRIPT = "import re, sys; sys.argv[0] = 'hello'; from benchmarks.peers"
_HELLO = [sys.executable, "-c", f"{_SCRIPT}.hello import program; program()"]
_TABLE = [sys.executable, "-c", f"{_SCRIPT}.tableapp import run; run()"]
_TABLE_AND_SQLMODEL = [
    sys.executable,
    "-c",
    f"import sqlmodel; {_SCRIPT}.tableapp import run; run()",
]


def run(quick: bool) -> list[Figure]:
    """Measure every start.

    Args:
        quick: fewer rounds.
    """
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as folder:
        home = Path(folder)
        return [*_answers(home, 9 if quick else 31), *_frames(home, 7 if quick else 21)]


def plain_environment(home: Path) -> dict[str, str]:
    """A plain environment with a home of its own."""
    return {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(_ROOT),
    }


def _answers(home: Path, rounds: int) -> list[Figure]:
    environment = plain_environment(home)

    def answer(*command: str) -> None:
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, env=environment, cwd=str(home)
        )

    commands = (
        (str(_KAOHE), "--version"),
        (*_HELLO, "hello"),
        (str(_KAOHE), "--help"),
        (*_HELLO, "--help"),
    )
    actions = [lambda words=words: answer(*words) for words in commands]
    by_turns(2, *actions)
    version, hello, help_, hello_help = by_turns(rounds, *actions)
    return [
        Figure("kaohe --version", version, "click's own hello", hello, 1.2),
        Figure("kaohe --help", help_, "click's own hello --help", hello_help, 1.2),
    ]


def _frames(home: Path, rounds: int) -> list[Figure]:
    environment = plain_environment(home)
    database, total = _sample(home, environment)
    starts: list[tuple[list[str], list[str]]] = [
        ([str(_KAOHE), "--lang", "en", "--db", str(database)], ["Opening", total]),
        (_TABLE, [tableapp.LAST]),
        (_TABLE_AND_SQLMODEL, [tableapp.LAST]),
    ]
    taken: list[list[float]] = []
    for turn in range(rounds + 2):
        times = [each for start in starts for each in painted(*start, environment)]
        if turn >= 2:  # The first two warm the caches.
            taken.append(times)
    first, figures, table, loaded = map(milliseconds, zip(*taken, strict=True))
    return [
        Figure("start to the first frame", first, "a DataTable app", table, 1.15),
        Figure(
            "start to the sample's figures on the home screen",
            figures,
            "a DataTable app and import sqlmodel",
            loaded,
            1.15,
        ),
    ]


def _sample(home: Path, environment: Mapping[str, str]) -> tuple[Path, str]:
    """The sample bureau, and the total that stands first on its home screen."""

    def kaohe(*words: str) -> str:
        command = [str(_KAOHE), "--db", str(home / "sample.db"), *words]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, env=environment
        ).stdout

    kaohe("demo", "--no-app")
    rows = json.loads(kaohe("standings", "--json"))["standings"]
    best = next(row for row in rows if row["role"] == "staff" and row["rank"] == 1)
    return home / "sample.db", str(best["total"])


def painted(
    command: Sequence[str], texts: Sequence[str], environment: Mapping[str, str]
) -> list[float]:
    """Start a program in a terminal of its own.

    Args:
        command: the program and its arguments.
        texts: what the frames hold, one after another.
        environment: all of it.

    Returns:
        For each text the milliseconds from the start to the last byte of its frame.
    """
    begun = perf_counter()
    with _started(command, environment) as (_process, master):
        return [(at - begun) * 1000 for at in _frames_of(master, texts)]


def memory_of(command: Sequence[str], text: str, environment: Mapping[str, str]) -> float:
    """The most memory that a program had taken when it had painted a text, in MB.

    Args:
        command: the program and its arguments.
        text: what the frame holds.
        environment: all of it.
    """
    with _started(command, environment) as (process, master):
        _frames_of(master, [text])
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024


@contextmanager
def _started(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """A program in a terminal of 80x24: its process and the terminal's other end."""
    process, master = pty.fork()
    if process == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.execve(command[0], list(command), dict(environment))
    try:
        yield process, master
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(master)


def _frames_of(master: int, texts: Sequence[str]) -> list[float]:
    """When the frame of each text ended."""
    came = b""
    ended: list[float] = []
    last = perf_counter()
    until = last + _PATIENCE
    for text in texts:
        while perf_counter() < until:
            seen = text.encode() in came
            if not select.select([master], [], [], _QUIET if seen else 1.0)[0]:
                if seen:
                    break
                continue
            came += os.read(master, 1 << 16)
            last = perf_counter()
        else:
            raise RuntimeError(f"no “{text}” came, but: {came[-500:]!r}")
        ended.append(last)
        came = came[came.index(text.encode()) + len(text) :]
    return ended
