"""A real pseudo-terminal for tests: it runs a program, types, and reads what the screen shows.

    with Terminal(["kaohe"], env={"XDG_CONFIG_HOME": str(tmp_path)}) as terminal:
        terminal.wait_for("考核")
        terminal.send("85\\r90\\r")  # one packet, as a scanner or a lagging line sends it
        terminal.press("down", "f10")
        assert terminal.wait_exit() == 0
        assert terminal.disorder() == []

All reading is done inside the calls that wait: no threads. Like a plain terminal it answers no
query of the program.
"""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pyte.screens import Char
from wcwidth import wcswidth

from tests.terminal_keys import KEYS
from tests.terminal_process import TerminalProcess
from tests.terminal_screen import TerminalScreen, TerminalStream

_POLL = 0.05
SLOW_READ = 24  # Bytes taken at once from a line that is made slow.
_ESCAPE_PAUSE = 0.15  # Longer than the 0.1 s in which Textual takes Escape and a key for Alt+key.


@dataclass(frozen=True, slots=True)
class Burst:
    """What a program sent after a key."""

    seconds: float
    """From the key's write to the last byte received."""
    data: bytes


class Terminal:
    """A program on a pseudo-terminal of its own, and the screen it draws."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 80,
        lines: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: str | Path | None = None,
    ) -> None:
        """Start `argv` with the terminal as its standard input, output and error.

        `env` is added to our environment, of which everything that bears on languages, colours,
        sizes and Textual is dropped; TERM is xterm-256color and LANG C.UTF-8 unless it says
        otherwise. A program that cannot be started exits with 127 and says so on the screen.
        """
        self.screen = TerminalScreen(columns, lines)
        self.log = bytearray()
        """Every byte received."""
        self._stream = TerminalStream(self.screen)
        self._counted = 0
        self._process = TerminalProcess(argv, columns=columns, lines=lines, env=env or {}, cwd=cwd)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Kill what still runs of the program's process group and give the terminal up."""
        self._process.close()

    # What the person does

    def send(self, data: str | bytes) -> None:
        """Type `data` in one write: the program may get it in one packet."""
        rest = data.encode() if isinstance(data, str) else data
        while rest := rest[self._process.write(rest) :]:
            self._pump(_POLL)  # The program is behind: it may be waiting for us to read.

    def press(self, *keys: str) -> None:
        """Press keys one after another, a write each: names of `KEYS` or single characters.

        After Escape it waits a moment, for Escape and a key at once mean Alt and that key.
        Raises ValueError on an unknown name.
        """
        for key in keys:
            if key not in KEYS and len(key) != 1:
                raise ValueError(f"no such key: {key}")
            self.send(KEYS.get(key, key))
            if key == "escape":
                end = time.monotonic() + _ESCAPE_PAUSE
                while (rest := end - time.monotonic()) > 0:
                    self._pump(rest)

    def burst(
        self, keys: str, quiet: float = 0.025, *, first: float = 5, rate: int | None = None
    ) -> Burst:
        """Type `keys` in one write and read until nothing came for `quiet` seconds.

        Nothing is drawn while the time runs; the screen has it all afterwards.

        Args:
            keys: what is typed.
            quiet: seconds without a byte that are the end.
            first: seconds to wait for the first byte.
            rate: bytes a second that the line carries; as many as come where it is None.
        """
        self._drain()
        received: list[bytes] = []
        begun = last = time.perf_counter()
        self._process.write(keys.encode())
        patience, most = first, 65536 if rate is None else SLOW_READ
        while data := self._process.read(patience, most):
            received.append(data)
            if rate is not None:
                time.sleep(len(data) / rate)
            last = time.perf_counter()
            patience = quiet
        whole = b"".join(received)
        self._take(whole)
        return Burst(last - begun, whole)

    def carry(self, seconds: float, rate: int) -> float:
        """Read for so long, as a line of so many bytes a second does.

        Returns:
            Of these seconds, when the last byte came; 0 where none did.
        """
        begun = time.perf_counter()
        last = 0.0
        received: list[bytes] = []
        while (rest := begun + seconds - time.perf_counter()) > 0:
            if data := self._process.read(rest, SLOW_READ):
                received.append(data)
                time.sleep(len(data) / rate)
                last = time.perf_counter() - begun
        self._take(b"".join(received))
        return last

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size; the program gets SIGWINCH."""
        self._drain()
        self.screen.resize(lines, columns)
        self._process.set_size(columns, lines)

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self._process.pid

    def kill(self, signum: int) -> None:
        """Send the program itself a signal, unless it has ended."""
        self._process.kill(signum)

    def hang_up(self) -> None:
        """Let the terminal vanish, as a lost connection does.

        The program gets SIGHUP, and from its reads the end of input or EIO.
        """
        self._drain()
        self._process.hang_up()

    # What the screen shows

    def text(self) -> str:
        """The screen, its lines joined by newlines, without spaces at the ends of lines."""
        return "\n".join(self.line(y) for y in range(self.screen.lines))

    def line(self, n: int) -> str:
        """Line `n` (from 0, or from -1 at the bottom), without the spaces at its end."""
        return self.screen.text(n % self.screen.lines)

    def cell(self, column: int, line: int) -> Char:
        """The cell at `column` of `line` (both from 0): its character, colours and styles."""
        return self.screen.row(line)[column]

    def find(self, text: str) -> tuple[int, int] | None:
        """The column and line, in cells from 0, of the first place that shows `text`."""
        for y in range(self.screen.lines):
            before, found, _ = self.line(y).partition(text)
            if found:
                return wcswidth(before), y
        return None

    def bytes_since(self) -> int:
        """How many bytes came since the last call (or the start); they are the end of `log`."""
        self._drain()
        before, self._counted = self._counted, len(self.log)
        return self._counted - before

    def is_raw(self) -> bool:
        """Whether the terminal takes keys without lines or without echo now."""
        return self._process.is_raw()

    def disorder(self) -> list[str]:
        """What a person finds wrong with this terminal once the program is gone; [] if nothing.

        Names such as "raw", "other settings", "alternate screen", "hidden cursor",
        "mouse reports (1000)".
        """
        self._drain()
        settings = ["raw"] if self.is_raw() else []
        if not settings and self._process.is_changed():
            settings.append("other settings")
        return settings + self.screen.leftovers()

    # Waiting

    def wait_for(
        self,
        what: "str | re.Pattern[str] | Callable[[Terminal], bool]",
        timeout: float = 20,
    ) -> None:
        """Read until the screen shows `what`, or `what(terminal)` is true.

        Raises AssertionError with the screen after `timeout` seconds, or once the program ended.
        """

        def met() -> bool:
            if isinstance(what, str):
                return what in self.text()
            if isinstance(what, re.Pattern):
                return what.search(self.text()) is not None
            return what(self)

        self._wait(met, f"waited for {what!r}", timeout)

    def wait_gone(self, text: str, timeout: float = 20) -> None:
        """Read until the screen shows `text` no more; raises AssertionError as `wait_for`."""
        self._wait(lambda: text not in self.text(), f"waited for {text!r} to go", timeout)

    def wait_exit(self, timeout: float = 20) -> int:
        """Read until the program ends: its exit code, or minus the signal that ended it.

        Raises AssertionError with the screen after `timeout` seconds.
        """
        self._wait(lambda: self.exit_code is not None, "waited for the program to end", timeout)
        self._drain()
        assert self.exit_code is not None
        return self.exit_code

    def settle(self, quiet: float = 0.08, timeout: float = 5) -> bool:
        """Read until nothing came for `quiet` seconds; False if that took over `timeout`."""
        end = time.monotonic() + timeout
        while self._pump(quiet):
            if time.monotonic() > end:
                return False
        return True

    @property
    def exit_code(self) -> int | None:
        """The program's exit code (minus the signal that ended it), None while it runs."""
        return self._process.exit_code()

    def _wait(self, met: Callable[[], bool], errand: str, timeout: float) -> None:
        end = time.monotonic() + timeout
        self._drain()
        while not met():
            ended = self.exit_code is not None
            came = self._pump(_POLL)
            over = (ended and not came) or time.monotonic() > end
            # Asked again: it may have ended between the two looks.
            if over and not met():
                raise AssertionError(self._report(errand))

    def _report(self, errand: str) -> str:
        state = "still runs" if self.exit_code is None else f"ended with {self.exit_code}"
        rule = "-" * self.screen.columns
        return f"{errand}; the program {state}; the screen:\n{rule}\n{self.text()}\n{rule}"

    def _drain(self) -> None:
        """Read what has come already; bounded, for a program that never stops writing."""
        for _ in range(256):
            if not self._pump(0):
                return

    def _pump(self, timeout: float) -> bool:
        """Read once, waiting up to `timeout` seconds; whether anything came."""
        data = self._process.read(timeout)
        self._take(data)
        return bool(data)

    def _take(self, data: bytes) -> None:
        self.log += data
        self._stream.feed(data)
