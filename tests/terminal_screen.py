"""What a terminal shows: pyte's screen with what Textual needs of a terminal beyond it.

pyte 0.8.2 by itself has no alternate screen, writes a `u` for `CSI < u` (the kitty keyboard's end),
raises on private sequences it does not know, drops the rest of a text after a zero-width character
and leaves half a wide character standing when the other half is overwritten.
"""

import codecs
import re
import unicodedata
from typing import Any

import pyte
import pyte.modes
from pyte.screens import Char
from wcwidth import wcwidth

_ALTERNATE = {47, 1047, 1049}
# Private modes a program must take back before it ends, with a name for a failure's message.
_LEFTOVERS = {
    1000: "mouse reports (1000)",
    1002: "mouse reports (1002)",
    1003: "mouse reports (1003)",
    1004: "focus reports",
    2004: "bracketed paste",
    2048: "in-band resize reports",
}
# What pyte mis-parses: CSI with < = >, private CSI but for modes and erasures, DCS, APC, PM, SOS.
_FOREIGN = re.compile(
    r"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]"
    r"|\x1b\[\?[0-9;:]*(?:[ -/]+[@-~]|[@-IL-Za-gi-km-~])"
    r"|\x1b[P_^X].*?\x1b\\",
    re.DOTALL,
)
_UNFINISHED = re.compile(r"\x1b(?:\[[<=>?]?[0-9;:]*[ -/]*|[P_^X](?:(?!\x1b\\).)*)?\Z", re.DOTALL)
_KITTY = re.compile(r"\x1b\[([<>])[0-9;]*u")


class TerminalScreen(pyte.Screen):
    """A pyte screen with an alternate screen; `row` and `text` are right about wide characters."""

    def __init__(self, columns: int, lines: int) -> None:
        super().__init__(columns, lines)
        self.alternate = False
        self.kitty_keyboard = 0

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        """As pyte's; entering the alternate screen keeps the main one aside."""
        super().set_mode(*modes, **kwargs)
        if kwargs.get("private") and not self.alternate and _ALTERNATE.intersection(modes):
            self.alternate = True
            self.save_cursor()
            self._main = {y: line.copy() for y, line in self.buffer.items()}
            self.erase_in_display(2)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        """As pyte's; leaving the alternate screen brings the main one back."""
        super().reset_mode(*modes, **kwargs)
        if kwargs.get("private") and self.alternate and _ALTERNATE.intersection(modes):
            self.alternate = False
            self.buffer.clear()
            for y, line in self._main.items():
                self.buffer[y].update(line)
            self.restore_cursor()

    def draw(self, data: str) -> None:
        """As pyte's, character by character where pyte is wrong on the text as a whole."""
        if data.isascii():
            super().draw(data)
            return
        for character in data:
            width = wcwidth(character)
            if width < 0 or (width == 0 and not unicodedata.combining(character)):
                continue
            if width == 2 and self.cursor.x == self.columns - 1 and pyte.modes.DECAWM in self.mode:
                self.cursor.x = self.columns  # A wide character that does not fit wraps whole.
            super().draw(character)

    def row(self, y: int) -> list[Char]:
        """The cells of line `y` (from 0), one for each column.

        A wide character is followed by a cell whose `data` is empty; a half whose other half was
        overwritten is a space, as on a real terminal.
        """
        line = self.buffer[y]
        cells = [line[x] for x in range(self.columns)]
        for x, cell in enumerate(cells):
            stub_follows = x + 1 < self.columns and cells[x + 1].data == ""
            after_wide = x > 0 and wcwidth(cells[x - 1].data[:1]) == 2
            if (cell.data and wcwidth(cell.data[0]) == 2 and not stub_follows) or (
                not cell.data and not after_wide
            ):
                cells[x] = cell._replace(data=" ")
        return cells

    def text(self, y: int) -> str:
        """Line `y` (from 0) as text, without the spaces at its end."""
        return "".join(cell.data for cell in self.row(y)).rstrip()

    def leftovers(self) -> list[str]:
        """What a program that ended now would leave switched on, by name; [] for a clean screen."""
        left = [name for mode, name in _LEFTOVERS.items() if mode << 5 in self.mode]
        if self.alternate:
            left.append("alternate screen")
        if self.cursor.hidden:
            left.append("hidden cursor")
        if pyte.modes.DECAWM not in self.mode:
            left.append("no line wrap")
        if self.kitty_keyboard > 0:
            left.append("kitty keyboard")
        return left


class TerminalStream:
    """Feeds a program's bytes to a screen, without the sequences pyte mis-parses."""

    def __init__(self, screen: TerminalScreen) -> None:
        self._screen = screen
        self._stream = pyte.Stream(screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""

    def feed(self, data: bytes) -> None:
        """Show `data`; a sequence cut off at its end waits for the rest."""
        text = self._held + self._decoder.decode(data)
        cut = _UNFINISHED.search(text)
        self._held = cut.group() if cut else ""
        text = text[: len(text) - len(self._held)]
        for kind in _KITTY.findall(text):
            self._screen.kitty_keyboard += 1 if kind == ">" else -1
        self._stream.feed(_FOREIGN.sub("", text))
