"""A program on a pseudo-terminal: starting, reading, writing, signals, hanging up."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

_LEADER = Path(__file__).with_name("terminal_leader.py")
# What of our own surroundings would change what a program shows.
_FOREIGN_ENV = re.compile(
    r"TEXTUAL|LC_|LANG|COLUMNS$|LINES$|COLORTERM$|NO_COLOR$|FORCE_COLOR$|TERM_PROGRAM|ESCDELAY$"
)


class TerminalProcess:
    """The program and the master side of its terminal."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int,
        lines: int,
        env: Mapping[str, str],
        cwd: str | Path | None,
    ) -> None:
        """Start `argv`; see `tests.terminal.Terminal` for the arguments."""
        self._reports = b""
        self._master, slave = pty.openpty()
        self._found = termios.tcgetattr(slave)
        self.set_size(columns, lines)
        self._status, their_status = os.pipe()
        their_control, self._control = os.pipe()
        ours = {k: v for k, v in os.environ.items() if not _FOREIGN_ENV.match(k)}
        self._leader = subprocess.Popen(
            [sys.executable, "-I", "-S", _LEADER, str(their_status), str(their_control), *argv],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            pass_fds=(their_status, their_control),
            start_new_session=True,
            env=ours | {"TERM": "xterm-256color", "LANG": "C.UTF-8"} | dict(env),
            cwd=cwd,
        )
        for descriptor in (slave, their_status, their_control):
            os.close(descriptor)
        os.set_blocking(self._master, False)
        while b"\n" not in self._reports:
            report = os.read(self._status, 64)
            assert report, "the session leader did not start"
            self._reports += report
        self.pid = int(self._reports.split(b"\n")[0])

    def read(self, timeout: float, most: int = 65536) -> bytes:
        """What the program wrote, waiting up to `timeout` seconds; b"" if nothing came."""
        watched = [] if self._master < 0 else [self._master]
        if not select.select(watched, [], [], timeout)[0]:
            return b""
        try:
            return os.read(self._master, most)
        except OSError:  # The other side is gone.
            return b""

    def write(self, data: bytes) -> int:
        """Type `data`: how many bytes the terminal took (0 while it is full)."""
        assert self._master >= 0, "the terminal has been hung up"
        try:
            return os.write(self._master, data)
        except BlockingIOError:
            return 0

    def set_size(self, columns: int, lines: int) -> None:
        """Give the terminal a size; a running program gets SIGWINCH if it is another one."""
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)

    def is_raw(self) -> bool:
        """Whether the terminal takes keys without lines or without echo now."""
        local = termios.tcgetattr(self._master)[3]
        return not (local & termios.ICANON and local & termios.ECHO)

    def is_changed(self) -> bool:
        """Whether any of the terminal's settings differs from what the program found."""
        return termios.tcgetattr(self._master) != self._found

    def exit_code(self) -> int | None:
        """The program's exit code (minus the signal that ended it), None while it runs."""
        if self._reports.count(b"\n") < 2 and select.select([self._status], [], [], 0)[0]:
            self._reports += os.read(self._status, 64)
        lines = self._reports.split(b"\n")
        return int(lines[1]) if len(lines) > 2 else None

    def kill(self, signum: int) -> None:
        """Send the program itself a signal, unless it has ended."""
        if self.exit_code() is None:
            os.kill(self.pid, signum)

    def hang_up(self) -> None:
        """Close the terminal's master side, once."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def close(self) -> None:
        """Kill what still runs of the program's process group and give everything up."""
        if self.exit_code() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
        os.close(self._control)
        # Its last report must not meet a closed pipe, so the leader ends first.
        self._leader.wait(20)
        os.close(self._status)
        self.hang_up()
