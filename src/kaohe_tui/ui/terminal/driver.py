"""Drive the terminal: survive wrong bytes, a closed input and a vanished window.

Each cure has its test in tests/ui/terminal/test_driver.py.
"""

import sys

if sys.platform == "win32":
    from textual.driver import Driver

    def driver_class() -> type[Driver] | None:
        """Return None: Textual chooses its own driver on Windows."""
        return None

else:
    import codecs
    import contextlib
    import os
    import re
    import selectors
    import signal
    import termios
    import time
    from asyncio import get_running_loop, run_coroutine_threadsafe
    from collections import deque
    from typing import TYPE_CHECKING, Any, Protocol, cast

    from textual import events
    from textual.driver import Driver
    from textual.drivers.linux_driver import LinuxDriver

    from kaohe_tui.ui.keys.pieces import mark, pieces
    from kaohe_tui.ui.terminal.signs import PLAIN_SIGNS
    from kaohe_tui.ui.terminal.textual_private import XTermParser, write_to

    if TYPE_CHECKING:
        from concurrent.futures import Future

        from textual.app import App
        from textual.screen import Screen

        from kaohe_tui.ui.terminal.shown import Shown

    # The keyboard protocol of kitty: with it an input method's text comes as one long escape
    # sequence, which Textual types digit by digit when it exceeds 32 characters. Reports of focus:
    # the cursor has to stay visible on the projector when another window is in front. The shape of
    # the mouse's pointer: there is no mouse.
    _UNWANTED = re.compile(r"\x1b\[[<>]\d*u|\x1b\[\?1004[hl]|\x1b]22;\w*\x07")

    # What stands for a byte that is not UTF-8, which is nobody's key.
    _NO_KEY = "\ufffd"

    # The marks around a paste, by which it is told from keys. Taken apart here: Textual would let
    # one without an end swallow every later key.
    _PASTE_BEGINS = "\x1b[200~"
    _PASTE_ENDS = "\x1b[201~"
    # Seconds without a byte after which a paste is taken to be over, and how much of one is kept.
    _PASTE_PAUSE = 0.5
    _MOST_PASTED = 10_000

    # Keys that may wait to be worked at. A key that waits as a message costs some hundred bytes, as
    # what was typed it costs one: so what a mad line sends is kept as it came until its turn.
    _MOST_WAITING = 1000
    # Packets kept so, of up to 4096 bytes each; the line itself has to wait beyond.
    _MOST_PACKETS = 1024

    class _Output:
        """Standard error as the writer thread needs it; a terminal that is gone swallows all.

        Writes past Python's buffer: what is left in it would change the exit code at the end.
        """

        def __init__(self, descriptor: int) -> None:
            self._descriptor = descriptor

        def write(self, text: str) -> None:
            data = text.encode("utf-8", "replace")
            try:
                while data:
                    data = data[os.write(self._descriptor, data) :]
            except OSError:
                # Nobody sees the screen any more; the input thread ends the app.
                return

        def flush(self) -> None:
            """Do nothing: no byte is held back."""

        def fileno(self) -> int:
            """Return the descriptor that is written to."""
            return self._descriptor

    class _Driven(Protocol):
        """What the driver asks of the app that Textual gives it."""

        shown: "Shown"

        @property
        def plain_signs(self) -> bool: ...

        @property
        def message_queue_size(self) -> int: ...

        @property
        def screen_stack(self) -> "list[Screen[Any]]": ...

        def draw_again(self) -> None: ...

        def end_by_signal(self, number: int) -> None: ...

    class KaoheLinuxDriver(LinuxDriver):
        """Textual's driver for Linux and macOS, safe enough for a meeting."""

        def __init__(
            self,
            app: "App[Any]",
            *,
            debug: bool = False,
            mouse: bool = True,
            size: tuple[int, int] | None = None,
        ) -> None:
            super().__init__(app, debug=debug, mouse=mouse, size=size)
            self._kaohe = cast(_Driven, app)
            self._app_loop = get_running_loop()
            write_to(self, _Output(2))
            self._packets: deque[bytes] = deque()
            self._fed = 0
            self._asked: Future[int] | None = None
            self._last = ""
            """The last characters from the line, as many as a mark of a paste has."""
            self._pasted: list[str] | None = None
            """What came of a paste that has not ended; None outside of one."""
            self._came_at = 0.0
            """When the last packet came, by the monotonic clock."""

        def write(self, data: str) -> None:
            """Queue what the screen gets, without the protocols that we do not want."""
            if _UNWANTED.fullmatch(data):
                return
            if self._kaohe.plain_signs:
                data = data.translate(PLAIN_SIGNS)
            super().write(data)

        def start_application_mode(self) -> None:
            """Begin on a screen of which nothing is known; also after the program was stopped."""
            self._kaohe.shown.forget()
            super().start_application_mode()  # type: ignore[no-untyped-call]

        def resume_application_mode(self) -> None:
            """Begin again after the program was stopped, and draw the screen.

            The terminal has the size that it had, so that nothing else would ask for it.
            """
            super().resume_application_mode()
            self._from_thread(self._kaohe.draw_again)

        def drain_input(self) -> None:
            """Throw away the keys that were typed but not read yet."""
            # No terminal, no keys.
            with contextlib.suppress(termios.error):
                termios.tcflush(self.fileno, termios.TCIFLUSH)
            self._packets.clear()

        def run_input_thread(self) -> None:
            """Read keys until the app or the terminal ends."""
            decoder = codecs.getincrementaldecoder("utf-8")("replace")
            parser = XTermParser()
            with selectors.DefaultSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                while not self.exit_event.is_set():
                    if not self._read(selector):
                        # Not ``call_from_thread``: it would wait for an app that waits for us.
                        self._from_thread(self._kaohe.end_by_signal, signal.SIGHUP)
                        return
                    if self._packets and not self._is_behind():
                        text = decoder.decode(self._next())
                        parser = self._feed(parser, text.replace(_NO_KEY, ""))
                    self._end_paste_in_a_pause()
                    if not self._packets:
                        # Only now: a sequence whose rest is kept is not a lone Escape.
                        for event in parser.tick():
                            self.process_message(event)

        def _read(self, selector: selectors.BaseSelector) -> bool:
            """Take a packet from the line, if one comes and is to be taken.

            Returns:
                Whether there still is a line.
            """
            if len(self._packets) >= _MOST_PACKETS:
                time.sleep(0.01)
            elif selector.select(0.01 if self._packets else 0.1):
                try:
                    data = os.read(self.fileno, 4096)
                except OSError:
                    data = b""
                if not data:
                    return False
                self._came_at = time.monotonic()
                self._packets.append(data)
            return True

        def _next(self) -> bytes:
            """Return the first packet kept; empty where all have just been thrown away."""
            try:
                return self._packets.popleft()
            except IndexError:
                return b""

        def _is_behind(self) -> bool:
            """Whether the app has so many keys before it that the next ones had better wait."""
            if self._asked is not None and self._asked.done():
                self._fed = self._asked.result()
                self._asked = None
            if self._asked is None and self._fed >= _MOST_WAITING // 2:
                # Early, so that who types no faster than is worked is not held up by the asking.
                waiting = self._count_waiting()
                try:
                    self._asked = run_coroutine_threadsafe(waiting, self._app_loop)
                except RuntimeError:
                    # The loop has ended, and the app with it.
                    waiting.close()
            return self._fed >= _MOST_WAITING

        async def _count_waiting(self) -> int:
            """Count the messages that wait where keys pass; asked behind all keys sent on."""
            count = self._kaohe.message_queue_size
            for screen in self._kaohe.screen_stack[-1:]:
                count += screen.message_queue_size
                if screen.focused is not None:
                    count += screen.focused.message_queue_size
            return count

        def _feed(self, parser: XTermParser, text: str) -> XTermParser:
            """Hand the text to the parser and return the one to go on with."""
            # Character by character: what follows a bad sequence is still typed. Never an empty
            # text, which means the end of input to the parser.
            placed = ((p, place, c) for p in pieces(text) for place, c in enumerate(p))
            for piece, place, character in placed:
                if self._pasted is not None:
                    self._paste(self._pasted, character)
                    continue
                self._last = (self._last + character)[-len(_PASTE_BEGINS) :]
                if self._last == _PASTE_BEGINS:
                    # The parser has seen all but its last character, and begins afresh after it.
                    parser = XTermParser()
                    self._pasted, self._last = [], ""
                    continue
                try:
                    for event in parser.feed(character):
                        self._fed += 1
                        if isinstance(event, events.Key):
                            mark(event, piece, place)
                        self.process_message(event)
                except (ValueError, OverflowError):
                    # A sequence that names no character, from noise on the line: begin afresh.
                    parser = XTermParser()
            return parser

        def _paste(self, pasted: list[str], character: str) -> None:
            """Take one more character of a paste, and hand it over whole at its end."""
            self._last = (self._last + character)[-len(_PASTE_ENDS) :]
            if len(pasted) < _MOST_PASTED:
                pasted.append(character)
            if self._last == _PASTE_ENDS:
                self._end_paste("".join(pasted).removesuffix(_PASTE_ENDS))

        def _end_paste(self, text: str) -> None:
            self._pasted, self._last = None, ""
            self.process_message(events.Paste(text))

        def _end_paste_in_a_pause(self) -> None:
            """End a paste that only noise began and nothing ends: keys are keys again."""
            is_over = not self._packets and time.monotonic() - self._came_at > _PASTE_PAUSE
            if self._pasted is not None and is_over:
                self._end_paste("".join(self._pasted))

        def _from_thread(self, function: Any, *arguments: Any) -> None:
            try:
                self._app_loop.call_soon_threadsafe(function, *arguments)
            except RuntimeError:
                # The loop has ended, and the app with it.
                return

    def driver_class() -> type[Driver] | None:
        """Return the app's driver; None where Textual chooses."""
        return KaoheLinuxDriver
