"""Makes docs/pictures/*.png: first screen, ballot, standings, year, record, in both languages.

    .venv/bin/python -m scripts.pictures

The running program is shown, on the sample bureau, through a pseudo-terminal; the same program
always gives the same pictures. Needs Pillow (``pip install -e '.[pictures]'``), fontconfig and
the font Noto Sans Mono CJK (Debian: ``apt-get install fonts-noto-cjk``).
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from tests.terminal import Terminal

from kaohe_tui.services.database.sample import make_demo
from scripts.picture import draw

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"

SIZE = 24
"""The font's size in pixels: 80x24 cells make a picture of about 980 by 740."""

COLOURS = 48
"""Enough for the edges of letters on a few grounds; a picture stays under 150 kB."""

WIDE = (120, 32)
NARROW = (80, 24)

REST = "131415" + "".join(
    f"{work}{spirit}{ideas}{spirit}14"
    for work, spirit, ideas in (
        *((34, 14, 13), (35, 12, 12), (37, 14, 14), (33, 12, 11), (38, 14, 14), (33, 12, 12)),
        *((30, 11, 11), (35, 13, 14), (38, 13, 15), (39, 15, 14), (36, 14, 13)),
    )
)
"""The digits that finish the half-keyed ballot: three marks of one person, eleven people's."""

LANGUAGES = {"en": "", "zh": ".zh"}
"""--lang -> what stands before .png in the pictures' names."""


CONFIRM = {"en": "Y or +", "zh": "Y 或 +"}
"""What a question that waits for a yes says; names hold a Y too."""


@contextmanager
def started(folder: Path, lang: str, size: tuple[int, int]) -> Iterator[Terminal]:
    """The program on a fresh sample bureau, its first screen shown."""
    database = folder / f"{lang}-{size[0]}.db"
    make_demo(database, lang).close()
    environment = {
        "LOGNAME": os.environ["LOGNAME"],
        "COLORTERM": "truecolor",
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
    }
    program = [sys.executable, "-m", "kaohe_tui", "--lang", lang, "--db", str(database)]
    columns, lines = size
    with Terminal(program, columns=columns, lines=lines, env=environment) as terminal:
        terminal.wait_for("[ Enter ]")
        terminal.settle(quiet=0.5)
        yield terminal


def take(terminal: Terminal, name: str, lang: str) -> None:
    """Save what the terminal shows, once it holds still."""
    terminal.settle(quiet=0.5)
    path = FOLDER / f"{name}{LANGUAGES[lang]}.png"
    draw(terminal.screen, path, size=SIZE)
    with Image.open(path) as whole:
        few = whole.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    print(f"{path}: {path.stat().st_size // 1000} kB")


def to_ballot(terminal: Terminal) -> None:
    """From the first screen to the half-keyed ballot of 宋长河."""
    terminal.press("enter")
    terminal.wait_for("▶ ◐ 25")
    terminal.press("enter")
    terminal.wait_gone("▶ ◐ 25")

    def seated(shown: Terminal) -> bool:
        if "12/24" in shown.line(0):
            return True
        # The screen between two raters takes no key in its first moment.
        shown.press("+")
        return False

    terminal.wait_for(seated)


def narrow(folder: Path, lang: str) -> None:
    """Everybody's year, and a ballot in the middle of a row, in 80 columns."""
    with started(folder, lang, NARROW) as terminal:
        terminal.press("y")
        terminal.wait_gone("[ Enter ]")
        take(terminal, "year", lang)
        terminal.press("escape")
        terminal.wait_for("[ Enter ]")
        terminal.press("u")
        terminal.wait_for("321")
        take(terminal, "record", lang)
        terminal.press("escape")
        terminal.wait_for("[ Enter ]")
        to_ballot(terminal)
        terminal.send("13141534141")
        take(terminal, "ballot", lang)


def wide(folder: Path, lang: str) -> None:
    """The first screen, and the standings just after the ballot was handed in."""
    with started(folder, lang, WIDE) as terminal:
        take(terminal, "home", lang)
        to_ballot(terminal)
        terminal.send(REST)
        terminal.wait_for("24/24")
        terminal.press("f10")
        terminal.wait_for(CONFIRM[lang])
        terminal.press("y")
        terminal.wait_for("▶ · 29")
        terminal.press("escape")
        terminal.wait_for("[ Enter ]")
        terminal.press("s")
        terminal.wait_for("▶  1")
        take(terminal, "standings", lang)


def main() -> None:
    """Make them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    # Whoever acts is told by name, in what the sample was made by as well.
    os.environ["LOGNAME"] = "陈静"
    for lang in LANGUAGES:
        with tempfile.TemporaryDirectory() as name:
            narrow(Path(name), lang)
            wide(Path(name), lang)


if __name__ == "__main__":
    main()
