"""Makes a picture of a terminal program's screen: what it shows at 80x24, cell by cell.

    .venv/bin/python -m scripts.picture --keys "down enter 8 5" ballot.png -- kaohe open sample

Needs the `pictures` extra, fontconfig and the font Noto Sans Mono CJK (Debian: fonts-noto-cjk).
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw
from pyte.screens import Char
from tests.terminal import Terminal
from tests.terminal_keys import KEYS
from tests.terminal_screen import TerminalScreen

from scripts.picture_cells import baseline, cell_size, glyph

SIZE = 28
"""The font's size in pixels: a cell is 14 by 36, a screen of 80x24 about 1150 by 900."""
FOREGROUND, BACKGROUND = "d8d8d8", "101014"
_COLOURS = {
    "black": "000000",
    "red": "cd3131",
    "green": "0dbc79",
    "brown": "e5e510",
    "blue": "2472c8",
    "magenta": "bc3fbc",
    "cyan": "11a8cd",
    "white": "e5e5e5",
    "brightblack": "666666",
    "brightred": "f14c4c",
    "brightgreen": "23d18b",
    "brightbrown": "f5f543",
    "brightblue": "3b8eea",
    "brightmagenta": "d670d6",
    "bfightmagenta": "d670d6",  # As pyte 0.8.2 spells the background.
    "brightcyan": "29b8db",
    "brightwhite": "ffffff",
}


def draw(screen: TerminalScreen, path: str | Path, *, size: int = SIZE) -> None:
    """Write a picture of `screen` to `path` (the suffix says the format; .png is meant).

    `size` is the font's in pixels, even. Raises RuntimeError if the font is not installed.
    """
    image_of(screen, size=size).save(path, optimize=True)


def image_of(screen: TerminalScreen, *, size: int = SIZE, lines: int | None = None) -> Image.Image:
    """Return a picture of `screen`, of its first `lines` alone where that is a number."""
    width, height = cell_size(size)
    margin = width
    count = screen.lines if lines is None else lines
    canvas = (screen.columns * width + 2 * margin, count * height + 2 * margin)
    image = Image.new("RGB", canvas, f"#{BACKGROUND}")
    for y in range(count):
        cells = screen.row(y)
        for x, cell in enumerate(cells):
            if cell.data:
                span = 2 if x + 1 < len(cells) and not cells[x + 1].data else 1
                at_cursor = not screen.cursor.hidden and (screen.cursor.x, screen.cursor.y) == (
                    x,
                    y,
                )
                corner = (margin + x * width, margin + y * height)
                _draw_cell(image, corner, cell, span, size, at_cursor)
    return image


def _draw_cell(
    image: Image.Image,
    corner: tuple[int, int],
    cell: Char,
    span: int,
    size: int,
    at_cursor: bool,
) -> None:
    """Draw one character with its ground, `span` cells wide, at `corner`."""
    width, height = cell_size(size)
    x, y = corner
    ink, ground = _colour(cell.fg, FOREGROUND), _colour(cell.bg, BACKGROUND)
    if cell.reverse != at_cursor:
        ink, ground = ground, ink
    pen = ImageDraw.Draw(image)
    right = x + span * width - 1
    pen.rectangle((x, y, right, y + height - 1), ground)
    if cell.data != " ":
        image.paste(ink, corner, glyph(cell.data, span, size, cell.bold, cell.italics))
    line = max(1, size // 14)
    if cell.underscore:
        top = y + baseline(size) + line + 1
        pen.rectangle((x, top, right, top + line - 1), ink)
    if cell.strikethrough:
        top = y + height // 2
        pen.rectangle((x, top, right, top + line - 1), ink)


def _colour(name: str, default: str) -> str:
    """The colour pyte names ("default", "red", "1e90ff") as Pillow takes it."""
    return f"#{default if name == 'default' else _COLOURS.get(name, name)}"


def type_keys(terminal: Terminal, keys: str) -> None:
    """Press the keys named in `keys`, separated by spaces, letting the screen settle after each.

    A word that names no key (`terminal_keys.KEYS`) is typed as it stands.
    """
    for word in keys.split():
        if word in KEYS:
            terminal.press(word)
        else:
            terminal.send(word)
        terminal.settle(quiet=0.25)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a program, press keys, save the picture."""
    parser = argparse.ArgumentParser(prog="python -m scripts.picture", description=__doc__)
    parser.add_argument("--size", default="80x24", help="columns x lines (80x24)")
    parser.add_argument("--keys", default="", help='keys by name or text: "down enter 85 f10"')
    parser.add_argument("--wait", default="", help="text to wait for before the first key")
    parser.add_argument("--text", action="store_true", help="print the screen as text too")
    parser.add_argument("picture", type=Path)
    parser.add_argument("argv", nargs="+", metavar="-- PROGRAM ARGUMENT")
    options = parser.parse_args(arguments)
    columns, lines = (int(part) for part in options.size.split("x"))
    env = {"COLORTERM": "truecolor"}
    with Terminal(options.argv, columns=columns, lines=lines, env=env) as terminal:
        terminal.wait_for(options.wait or (lambda shown: bool(shown.text().strip())))
        terminal.settle(quiet=0.5)
        type_keys(terminal, options.keys)
        draw(terminal.screen, options.picture)
        if options.text:
            sys.stdout.write(terminal.text() + "\n")


if __name__ == "__main__":
    main()
