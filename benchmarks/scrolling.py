"""The standings of a province on the screen, beside those of a bureau: a line and a page down."""

from pathlib import Path

from tests.terminal import Burst, Terminal
from tests.terminal_keys import KEYS
from tests.whole.desk import Desk

from benchmarks.bureau import scratch
from benchmarks.measure import Figure, Sample, milliseconds
from benchmarks.provinces import Size, filled

SMALL, LARGE = Size(37, 37), Size(2997, 37)
"""36 people, and about 3,000, each with 36 ratings; the bureau's list is longer than a page."""
_QUIET = 0.1


def run(quick: bool) -> list[Figure]:
    """Walk both lists by turns.

    Args:
        quick: a few keys only.
    """
    with scratch() as folder:
        desks = [_desk(folder / str(size.people), size) for size in (SMALL, LARGE)]
        with desks[0].start() as bureau, desks[1].start() as province:
            for terminal in (bureau, province):
                terminal.press("s")
                terminal.wait_for("▶")
                terminal.settle(0.3)
            figures: list[Figure] = []
            for key, name in (("down", "Down"), ("pagedown", "Page Down")):
                turns = [
                    (_turn(bureau, key), _turn(province, key)) for _ in range(5 if quick else 25)
                ]
                figures.append(_figure(name, *zip(*turns, strict=True)))
    return figures


def _desk(folder: Path, size: Size) -> Desk:
    folder.mkdir()
    return Desk(folder, filled(size, folder))


def _turn(terminal: Terminal, key: str) -> Burst:
    """Press a key on the first line, so that each time it moves as far."""
    terminal.burst(KEYS["home"], _QUIET)
    return terminal.burst(KEYS[key], _QUIET)


def _figure(key: str, few: tuple[Burst, ...], many: tuple[Burst, ...]) -> Figure:
    def ms(bursts: tuple[Burst, ...]) -> Sample:
        return milliseconds([burst.seconds * 1000 for burst in bursts[1:]])

    what = f"{key} in the standings of {LARGE.people:,} people"
    return Figure(what, ms(many), f"of {SMALL.people} people", ms(few), 1.2)
