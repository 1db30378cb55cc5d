"""Page Down in a ballot of 300 people, beside the same in a bare grid."""

import sys
from pathlib import Path

from tests.terminal import Burst, Terminal
from tests.terminal_keys import KEYS

from benchmarks.bureau import at_ballot, bureau, codes, scratch
from benchmarks.measure import Figure, Sample, milliseconds

SIZES = ((80, 24), (200, 50))
PEOPLE = 300
MOST_BYTES = 12 * 1024
_ROOT = Path(__file__).parent.parent
_FRAME = b"\x1b[1;1H"
"""What ends each frame: the cursor is put where it was."""
_QUIET = 0.15


def run(quick: bool) -> list[Figure]:
    """Turn pages at both sizes.

    Args:
        quick: a few pages only.
    """
    figures: list[Figure] = []
    with scratch() as folder:
        desk = bureau(folder / "bureau", PEOPLE)
        for size in SIZES:
            pages = min((PEOPLE - 1) // size[1], 3 if quick else 12)
            command = [sys.executable, "-m", "benchmarks.peers.grid", str(PEOPLE)]
            grid = Terminal(command, columns=size[0], lines=size[1], cwd=_ROOT)
            with grid, at_ballot(desk, codes(PEOPLE)[0], size) as terminal:
                grid.wait_for("欧阳")
                grid.settle(0.5)
                turns = [(_turn(terminal), _turn(grid)) for _ in range(pages)]
            figures += _figures(f"{size[0]}x{size[1]}", *zip(*turns, strict=True))
    return figures


def _turn(terminal: Terminal) -> Burst:
    return terminal.burst(KEYS["pagedown"], _QUIET)


def _figures(size: str, ours: tuple[Burst, ...], bare: tuple[Burst, ...]) -> list[Figure]:
    sent, grids = _bytes(ours), _bytes(bare)
    frames = Sample(tuple(float(burst.data.count(_FRAME)) for burst in ours), "frames")
    what = f"Page Down, {PEOPLE} people, {size}"
    limit = "the limit, for the most"
    return [
        Figure(what, sent, limit, None, MOST_BYTES, of_most=True),
        Figure(what, sent, "a bare grid", grids),
        Figure(what, _ms(ours), "a bare grid", _ms(bare)),
        Figure(f"{what}: no animation", frames, limit, None, 1, of_most=True),
    ]


def _bytes(bursts: tuple[Burst, ...]) -> Sample:
    return Sample(tuple(float(len(burst.data)) for burst in bursts), "bytes")


def _ms(bursts: tuple[Burst, ...]) -> Sample:
    return milliseconds([burst.seconds * 1000 for burst in bursts])
