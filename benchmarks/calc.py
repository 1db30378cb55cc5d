"""The standings of 60 people by 60 raters on 15 criteria, beside a workbook in LibreOffice Calc.

The workbook is laid out as well as one can be: a sheet a rater with a sum a row, means over all
sheets, ranks. Calc recalculates it through its own programming interface, so that nothing but the
recalculation is timed; it is started and the workbook loaded anew for the time to the figures.
"""

import gc
import random
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Figure, Sample, by_turns, milliseconds
from benchmarks.provinces import FIFTEEN, PERIOD, Size, filled
from benchmarks.start import painted, plain_environment
from kaohe_tui.domain.numbers import shown
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.database.opening import enter_room

SIZE = Size(60, 60, FIFTEEN)
_PEER = Path(__file__).with_name("peers") / "calc_uno.py"
_PYTHON = "/usr/bin/python3"
"""The system's own interpreter: the one that LibreOffice's interface is installed for."""


def run(quick: bool) -> list[Figure]:
    """Measure it; a figure without a peer says that LibreOffice is missing.

    Args:
        quick: fewer rounds.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        database = filled(SIZE, folder)
        room = enter_room(database)
        board = Board(room, PERIOD)
        # As the app does once it stands: what was made until then is no garbage.
        gc.freeze()
        (mine,) = by_turns(30 if quick else 200, lambda: Board(room, PERIOD))
        room.close()
        screen = _to_screen(database, _best(board), 3 if quick else 9)
        what = "standings of 60 x 60 x 15 from the file"
        if not _is_there():
            none = "LibreOffice Calc (not installed here)"
            return [Figure(what, mine, none), Figure(f"{what}, start to screen", screen, none)]
        book = folder / "ratings.xlsx"
        write_workbook(book, SIZE)
        recalculated, to_figures = _calc(book, 3 if quick else 7)
    return [
        Figure(what, mine, "LibreOffice Calc recalculating", milliseconds(recalculated), 1 / 3),
        Figure(
            f"{what}, start to screen",
            screen,
            "LibreOffice Calc: start, load, recalculate",
            milliseconds(to_figures),
            1 / 4,
        ),
    ]


def _best(board: Board) -> str:
    total = board.standings.rows[0].total
    assert total is not None
    return shown(total, board.standings.decimals)


def _to_screen(database: Path, text: str, rounds: int) -> Sample:
    environment = plain_environment(database.parent)
    command = [sys.executable, "-m", "kaohe_tui", "--lang", "en", "--db", str(database)]
    painted(command, [text], environment)
    return milliseconds([painted(command, [text], environment)[0] for _ in range(rounds)])


def _is_there() -> bool:
    if not shutil.which("soffice") or not Path(_PYTHON).exists():
        return False
    return subprocess.run([_PYTHON, "-c", "import uno"], capture_output=True).returncode == 0


def write_workbook(path: Path, size: Size) -> None:
    """The ratings of a bureau that rates itself through, as a sheet a rater."""
    import xlsxwriter

    chance = random.Random(1)
    book = xlsxwriter.Workbook(str(path))
    summary = book.add_worksheet("summary")
    columns = len(size.points)
    last = chr(ord("A") + columns)
    for rater in range(size.people):
        sheet = book.add_worksheet(f"r{rater}")
        for ratee in range(size.people):
            sheet.write_number(ratee, 0, ratee)
            for column, points in enumerate(size.points, 1):
                sheet.write_number(ratee, column, chance.randint(points, points * 2) / 2)
            sheet.write_formula(
                ratee, columns + 1, f"=SUM(B{ratee + 1}:{last}{ratee + 1})", value=0
            )
    total = chr(ord(last) + 1)
    for ratee in range(size.people):
        row = ratee + 1
        sums = f"r0:r{size.people - 1}!{total}{row}"
        summary.write_formula(ratee, 0, f"=AVERAGE({sums})", value=0)
        summary.write_formula(ratee, 1, f"=RANK(A{row},A$1:A${size.people})", value=0)
    book.close()


def _calc(book: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Times of recalculations, and of whole starts up to the recalculated figures."""
    recalculated: list[float] = []
    to_figures: list[float] = []
    for _ in range(rounds):
        done = subprocess.run(
            [_PYTHON, str(_PEER), str(book)], check=True, capture_output=True, text=True
        )
        first, *times = map(float, done.stdout.split())
        to_figures.append(first)
        recalculated += times
    return recalculated, to_figures
