"""Know what the terminal shows, so that no cell is sent to it twice.

A cell is its text and the numbers of its style as they are sent. The second half of a
wide character has no text of its own.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.style import Style
from textual.strip import Strip

from kaohe_tui.ui.terminal.textual_private import known_numbers

Cell = tuple[str, str]
"""(text, numbers of its style); an empty text is the second half of a wide character."""

_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys instead of showing it; Textual counts no cell for it."""

_BRIDGED = 3
"""Up to this many unchanged cells are cheaper to send again than to step over."""
_SEEN_ON_SPACES = frozenset([4, 7, 9, 21, 53])
"""Underlined, reversed, struck through, underlined twice, overlined."""
_FOREGROUND = frozenset([*range(30, 38), *range(90, 98)])
_BACKGROUND = frozenset([*range(40, 48), *range(100, 108)])


class Shown:
    """The cells of the terminal, as far as they are known."""

    def __init__(self) -> None:
        self._cells: dict[int, list[Cell | None]] = {}
        # A line that was sent whole, until somebody asks for its cells.
        self._strips: dict[int, list[Strip]] = {}

    def forget(self) -> None:
        """Forget all cells: what is drawn next is sent in any case."""
        self._cells.clear()
        self._strips.clear()

    def send_line(self, y: int, strips: list[Strip], pen: "Pen", console: Console) -> None:
        """Send those cells of a whole line that are not shown yet."""
        if self._strips.get(y) == strips:
            return
        if y not in self._strips and y not in self._cells:
            pen.move(0, y)
            for strip in strips:
                pen.write_strip(strip, console)
            self._strips[y] = strips
            return
        cells = [cell for strip in strips for cell in cells_of(strip, console)]
        change(self.line(y, len(cells), console), 0, cells, pen, y)

    def line(self, y: int, width: int, console: Console) -> list[Cell | None]:
        """Return the cells of a line; None for each that is not known."""
        if y in self._strips:
            strips = self._strips.pop(y)
            self._cells[y] = [cell for strip in strips for cell in cells_of(strip, console)]
        line = self._cells.get(y)
        if line is None or len(line) != width:
            line = self._cells[y] = [None] * width
        return line


class Pen:
    """Collects what the terminal is sent: moves, styles and text, each where it is needed."""

    def __init__(self) -> None:
        self._sent: list[str] = []
        self._style = ""
        self._at = (-1, -1)

    def move(self, x: int, y: int) -> None:
        """Go to a cell, unless the last text ended there."""
        if self._at != (x, y):
            same_line = self._at[1] == y
            self._sent.append(f"\x1b[{x + 1}G" if same_line else f"\x1b[{y + 1};{x + 1}H")
            self._at = (x, y)

    def write(self, cells: Sequence[Cell]) -> None:
        """Write cells from where the pen is."""
        for text, style in cells:
            # A space looks the same in every colour and weight of letters.
            if text != " " or blank(self._style) != style:
                self.style(style)
            self._sent.append(text)
        self._at = (self._at[0] + len(cells), self._at[1])

    def write_strip(self, strip: Strip, console: Console) -> None:
        """Write a whole strip from where the pen is."""
        for text, style, control in strip:
            if not control and text:
                self.style(numbers(style, console))
                self._sent.append(text)
        self._at = (self._at[0] + strip.cell_length, self._at[1])

    def style(self, style: str) -> None:
        """Change the style of what follows."""
        if style != self._style:
            self._sent.append(change_of_style(self._style, style))
            self._style = style

    def result(self) -> str:
        """Return everything collected, with the style put back."""
        self.style("")
        return "".join(self._sent)


def change(shown: list[Cell | None], x: int, cells: list[Cell], pen: Pen, y: int) -> None:
    """Send those cells of a line that differ from what is shown.

    Args:
        shown: the whole line; changed to hold the cells.
        x: where the cells begin.
        cells: what is to be shown.
        pen: what sends them.
        y: the line.
    """
    old = shown[x : x + len(cells)]
    if old == cells:
        return
    for start, stop in _runs(old, cells):
        pen.move(x + start, y)
        pen.write(cells[start:stop])
    before = shown[x - 1] if x else None
    if before and x < len(shown) and old[0] and not old[0][0] and cells[0][0]:
        # Half of a wide character was written over: what the terminal made of the other half
        # is not known.
        shown[x - 1] = None
    shown[x : x + len(cells)] = cells


def _runs(old: Sequence[Cell | None], new: list[Cell]) -> list[tuple[int, int]]:
    """Return where the new cells differ, as (first, behind the last); short gaps are bridged."""
    runs: list[tuple[int, int]] = []
    for number, (was, cell) in enumerate(zip(old, new, strict=True)):
        if was == cell or (runs and number < runs[-1][1]):
            continue
        start, stop = number, number + 1
        # Both halves of a wide character.
        while start and not new[start][0]:
            start -= 1
        while stop < len(new) and not new[stop][0]:
            stop += 1
        if runs and start - runs[-1][1] <= _BRIDGED and _alike(new[runs[-1][1] - 1 : start]):
            runs[-1] = runs[-1][0], stop
        else:
            runs.append((start, stop))
    return runs


def _alike(cells: Sequence[Cell]) -> bool:
    """Return whether all that follows the first cell needs no other style, and a byte each."""
    first = cells[0][1]
    return all(
        text.isascii() and style == (blank(first) if text == " " else first)
        for text, style in cells[1:]
    )


def cells_of(strip: Strip, console: Console) -> list[Cell]:
    """Return a strip cell by cell."""
    cells: list[Cell] = []
    for text, style, control in strip:
        if control:
            continue
        codes = numbers(style, console)
        space = " ", blank(codes)
        # Whatever a widget was given, no control character gets out: it takes no cell, as Textual
        # counts it.
        if not text.isprintable():
            text = _OBEYED.sub("", text)
        if text.isascii():
            cells += [space if character == " " else (character, codes) for character in text]
            continue
        for character in text:
            if character == " ":
                cells.append(space)
                continue
            width = get_character_cell_size(character)
            if width == 0 and cells:
                # It belongs to the character before it.
                cells[-1] = cells[-1][0] + character, cells[-1][1]
            elif width:
                cells.append((character, codes))
                cells += [("", codes)] * (width - 1)
    return cells


def numbers(style: Style | None, console: Console) -> str:
    """Return a style in the terminal's own numbers: ``1;38;5;16;48;5;179``."""
    if style is None:
        return ""
    known = known_numbers(style)
    if known is not None:
        return known
    system = console.color_system
    return Strip.render_ansi(style, COLOR_SYSTEMS[system] if system else ColorSystem.TRUECOLOR)


@lru_cache(4096)
def change_of_style(old: str, new: str) -> str:
    """Return the shortest sequence from one style to another."""
    if not new:
        return "\x1b[0m" if old else ""
    was, now = _parts(old), _parts(new)
    must_reset = not was[0] <= now[0] or (was[1] and not now[1]) or (was[2] and not now[2])
    if must_reset:
        return f"\x1b[0;{new}m"
    codes = [str(number) for number in sorted(now[0] - was[0])]
    codes += [colour for colour, before in zip(now[1:], was[1:], strict=True) if colour != before]
    return f"\x1b[{';'.join(codes)}m" if codes else ""


@lru_cache(4096)
def blank(style: str) -> str:
    """Return what of a style shows on a space: the background, unless lined or reversed."""
    attributes, _foreground, background = _parts(style)
    return style if attributes & _SEEN_ON_SPACES else background


def _parts(style: str) -> tuple[frozenset[int], str, str]:
    """Return (attributes, foreground, background) of a style."""
    attributes: set[int] = set()
    colours = {38: "", 48: ""}
    codes = [int(number) for number in style.split(";")] if style else []
    while codes:
        number = codes.pop(0)
        if number in colours:
            count = 4 if codes[0] == 2 else 2
            colours[number] = ";".join(map(str, [number, *codes[:count]]))
            del codes[:count]
        elif number in _FOREGROUND or number == 39:
            colours[38] = str(number)
        elif number in _BACKGROUND or number == 49:
            colours[48] = str(number)
        else:
            attributes.add(number)
    return frozenset(attributes), colours[38], colours[48]
