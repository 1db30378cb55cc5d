"""Keys that a whole ballot takes: the sample bureau's ballots, keyed in the real program."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from tests.terminal import Terminal
from tests.whole.desk import CONFIRM, Desk, begin, choose, to_raters

from benchmarks.bureau import MAXIMA, PERIOD, TIER, sample_bureau, scratch
from benchmarks.measure import Figure, Sample
from kaohe_tui.domain.keying import type_character
from kaohe_tui.domain.numbers import points
from kaohe_tui.files.ballots_file import BallotLine, read_ballots
from kaohe_tui.files.scheme_file import read_scheme
from kaohe_tui.resources import shipped

FILES = ("q1", "q2", "q3", "annual")
HANDED_IN = 2
"""Keys that hand a ballot in: Enter at its end, and the deliberate Y."""
_STEP = 10

Ballot = list[BallotLine]


def run(quick: bool) -> list[Figure]:
    """Key some ballots for real, and count the keys of all of them.

    Args:
        quick: two ballots only.
    """
    everything = {name: _ballots(name) for name in FILES}
    every = [ballot for ballots in everything.values() for ballot in ballots]
    whole = [ballot for ballot in every if not any(line.abstained for line in ballot)]
    first = [ballot for ballot in everything[PERIOD] if ballot[0].tier == TIER]
    with scratch() as folder:
        keyed = first[:2] if quick else first[:: max(len(first) // 8, 1)]
        typed = _key(sample_bureau(folder / "sample", PERIOD), keyed)
    needed, cells = _needed(whole), _sample(_in_a_spreadsheet(ballot) for ballot in whole)
    others = [ballot for ballot in every if ballot not in whole]
    return [
        _figure(f"a ballot, {len(keyed)} keyed in the terminal", typed, keyed, 1),
        _figure(f"a ballot of marks alone, {len(whole)} of the sample counted", needed, whole, 1),
        _figure(f"one with somebody abstained from, {len(others)}", _needed(others), others, None),
        _figure("a row of every possible mark", _needed(_every_mark()), _every_mark(), None),
        Figure("a ballot of marks alone", needed, "a spreadsheet: digits and Tab a cell", cells, 1),
    ]


def _sample(counts: Iterable[int]) -> Sample:
    return Sample(tuple(map(float, counts)), "keys")


def _needed(ballots: list[Ballot]) -> Sample:
    return _sample(len(_keys(ballot)) + HANDED_IN for ballot in ballots)


def _every_mark() -> list[Ballot]:
    """For each mark that an indicator can have, a ballot of one row: how much short ones cost."""
    columns = [range(0, most + 1) for most in MAXIMA]
    return [
        [
            BallotLine(
                1, TIER, "", "", tuple(column[n % len(column)] * 10 for column in columns), False
            )
        ]
        for n in range(len(columns[0]) * len(columns[1]))
    ]


def _ballots(name: str) -> list[Ballot]:
    """The ballots of a file, each whole."""
    sample = shipped("sample_data")
    scheme, _text = read_scheme(sample / "scheme.toml")
    lines = read_ballots(sample / f"ballots-{name}.csv", scheme)
    found = groupby(lines, key=lambda line: (line.tier, line.rater))
    return [list(ballot) for _key, ballot in found]


def _keys(ballot: Ballot) -> str:
    """What is typed: the digits, a - to abstain, and a space where a mark could go on."""
    typed = ""
    for line in ballot:
        if line.abstained:
            typed += "-"
        for mark, most in zip(line.marks, MAXIMA, strict=False):
            typed += points(mark) + " " * (not _finishes(mark, most * 10))
    return typed


def _finishes(mark: int, most: int) -> bool:
    text, finished = "", False
    for digit in points(mark):
        keyed = type_character(text, digit, most, _STEP)
        text, finished = keyed.text, keyed.finished
    return finished


def _digits(ballot: Ballot) -> int:
    return sum(len(points(mark)) for line in ballot for mark in line.marks)


def _in_a_spreadsheet(ballot: Ballot) -> int:
    return _digits(ballot) + sum(len(line.marks) for line in ballot)


def _key(desk: Desk, ballots: list[Ballot]) -> Sample:
    """Key ballots in the program and hand them in; what is on disk must be what was keyed.

    Returns:
        The keys of each that were written to the terminal, from its first mark to the Y.
    """
    counts = []
    with desk.start(columns=120, lines=40) as terminal:
        to_raters(terminal)
        for ballot in ballots:
            choose(terminal, ballot[0].rater)
            begin(terminal)
            keys = _keys(ballot)
            terminal.send(keys)
            terminal.wait_for("All rated")
            counts.append(float(len(keys) + _hand_in(terminal)))
    found = desk.marks(TIER)
    for line in (line for ballot in ballots for line in ballot):
        for column, mark in enumerate(line.marks):
            if found.get((line.rater, line.ratee, column)) != mark:
                raise RuntimeError(f"{line.rater}, {line.ratee}, {column} is not what was keyed")
    return Sample(tuple(counts), "keys")


def _hand_in(terminal: Terminal) -> int:
    """From the end of the ballot to the raters; returns the keys that it took."""
    keys = ("enter", "y")
    terminal.press(keys[0])
    terminal.wait_for(CONFIRM)
    terminal.press(keys[1])
    terminal.wait_for("whose ballot?")
    return len(keys)


def _figure(what: str, needed: Sample, ballots: list[Ballot], goal: float | None) -> Figure:
    least = _sample(_digits(ballot) + HANDED_IN for ballot in ballots)
    more = sum(keys > fewest for keys, fewest in zip(needed.values, least.values, strict=True))
    return Figure(what, needed, "digits + 2", least, goal, _why(ballots, more))


def _why(ballots: list[Ballot], more: int) -> str:
    """How many ballots need more keys than that, and for what."""
    if not more:
        return "none needs more"
    why: Counter[str] = Counter()
    for line in (line for ballot in ballots for line in ballot):
        why["- to abstain"] += line.abstained
        for mark, most in zip(line.marks, MAXIMA, strict=False):
            if not _finishes(mark, most * 10):
                why[f"Enter after a mark such as {points(mark)} of {most}"] += 1
    told = "; ".join(f"{count} times {reason}" for reason, count in why.most_common(3) if count)
    return f"{more} of {len(ballots)} need more: {told}"
