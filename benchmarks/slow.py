"""A slow line: 2,400 bytes a second, with 256 colours and as the Linux console with 16.

The reader takes no more than the line carries. What the program has written beyond that waits in
the terminal's buffer in the kernel, as it would in a modem: a key's time goes on until its last
byte is through.
"""

from tests.terminal import Burst, Terminal
from tests.whole.desk import Desk, choose

from benchmarks.bureau import bureau, codes, marks_of_row, scratch
from benchmarks.keys import BALLOTS, PEOPLE
from benchmarks.measure import Figure, Sample, milliseconds

RATE = 2400
TERMS = ("xterm-256color", "linux")
SIZES = ((80, 24), (140, 40))
LINE_TIME = 100
"""The most milliseconds that a digit's bytes may take on the line."""
PACE = 3
"""Keys a second that a person types."""
LAG = 500
"""The most milliseconds that the screen may be behind at the end."""
_QUIET = 0.2


def run(quick: bool) -> list[Figure]:
    """Measure each kind of terminal.

    Args:
        quick: a few rows only.
    """
    figures: list[Figure] = []
    with scratch() as folder:
        for term in TERMS:
            for size in SIZES[:1] if quick else SIZES:
                told = f"{size[0]}x{size[1]}, {term}"
                desk = bureau(folder / f"{term}-{size[0]}", PEOPLE, ballots=BALLOTS)
                desk.environment["TERM"] = term
                figures += _at(desk, size, told, 2 if quick else 6)
    return figures


def _at(desk: Desk, size: tuple[int, int], told: str, rows: int) -> list[Figure]:
    opened: dict[str, Burst] = {}
    with desk.start(columns=size[0], lines=size[1]) as terminal:
        terminal.settle(0.5)
        first = Sample((float(len(terminal.log)),), "bytes")
        opened["the raters"] = terminal.burst("r", _QUIET, rate=RATE)
        choose(terminal, codes(PEOPLE)[0])
        terminal.settle(0.3)
        opened["the handover"] = terminal.burst("\r", _QUIET, rate=RATE)
        # The quiet moment, in which no key is taken.
        terminal.carry(0.8, RATE)
        opened["the ballot"] = terminal.burst("+", _QUIET, rate=RATE)
        opened["the standings"] = terminal.burst("s", _QUIET, rate=RATE)
        terminal.burst("\x1b", 0.5, rate=RATE)
        keyed = _rows(terminal, rows)
        lag = _typed(terminal, rows, rows)
    line = f"line at {RATE:,} bytes/s"
    times = {name: milliseconds([b.seconds * 1000 for b in got]) for name, got in keyed.items()}
    on_line = milliseconds([len(burst.data) * 1000 / RATE for burst in keyed["within"]])
    return [
        Figure(f"from the start to the first screen, {told}", first, "told for comparison"),
        *(_opening(name, burst, told) for name, burst in opened.items()),
        Figure(f"a digit's bytes, {told}", on_line, line, None, LINE_TIME, of_most=True),
        Figure(f"a digit, key to last byte, {told}", times["within"], line),
        Figure(f"a digit that ends a row, {told}", times["ends"], line),
        Figure(f"behind after {PACE} keys a second, {told}", lag, line, None, LAG, of_most=True),
    ]


def _opening(name: str, burst: Burst, told: str) -> Figure:
    ms = milliseconds([burst.seconds * 1000])
    return Figure(f"opening {name}, {told}", ms, f"{len(burst.data):,} bytes")


def _rows(terminal: Terminal, rows: int) -> dict[str, list[Burst]]:
    """What came for the digits within rows, and for those that end one."""
    keyed: dict[str, list[Burst]] = {"within": [], "ends": []}
    for number in range(rows):
        digits = "".join(map(str, marks_of_row(number)))
        bursts = [terminal.burst(digit, 0.06, rate=RATE) for digit in digits]
        keyed["within"] += bursts[:-1]
        keyed["ends"].append(bursts[-1])
    return keyed


def _typed(terminal: Terminal, first: int, rows: int) -> Sample:
    """Type on at a person's pace; how long after the last key its last byte came."""
    for number in range(first, first + rows):
        for digit in "".join(map(str, marks_of_row(number))):
            terminal.send(digit)
            behind = terminal.carry(1 / PACE, RATE)
    # What is still on the way after the last key's own time.
    if rest := terminal.carry(3, RATE):
        behind = 1 / PACE + rest
    return milliseconds([behind * 1000])
