"""Keys that a whole ballot takes: the sample bureau's ballots, keyed in the real program."""

from collections import Counter
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
    whole = {name: _ballots(name) for name in FILES}
    everything = [ballot for ballots in whole.values() for ballot in ballots]
    first = [ballot for ballot in whole[PERIOD] if ballot[0].tier == TIER]
    with scratch() as folder:
        keyed = first[:2] if quick else first[:: max(len(first) // 8, 1)]
        typed = _key(sample_bureau(folder / "sample", PERIOD), keyed)
    needed = Sample(tuple(float(len(_keys(ballot)) + HANDED_IN) for ballot in everything), "keys")
    return [
        _figure(f"{len(keyed)} ballots keyed in the terminal", typed, keyed),
        _figure(f"all {len(everything)} sample ballots, counted", needed, everything),
        Figure(
            "the same", needed, "a spreadsheet: digits and Tab or Enter a cell",
            Sample(tuple(map(_in_a_spreadsheet, everything)), "keys"), 1,
        ),
    ]  # fmt: skip


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


def _digits(ballot: Ballot) -> float:
    return float(sum(len(points(mark)) for line in ballot for mark in line.marks))


def _in_a_spreadsheet(ballot: Ballot) -> float:
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


def _figure(what: str, needed: Sample, ballots: list[Ballot]) -> Figure:
    goal = Sample(tuple(_digits(ballot) + HANDED_IN for ballot in ballots), "keys")
    more = sum(keys > least for keys, least in zip(needed.values, goal.values, strict=True))
    return Figure(what, needed, "digits + 2", goal, 1, _why(ballots, more))


def _why(ballots: list[Ballot], more: int) -> str:
    """How many ballots need more keys than that, and for what."""
    if not more:
        return "no ballot needs more"
    short: Counter[str] = Counter()
    for line in (line for ballot in ballots for line in ballot):
        if line.abstained:
            short["- to abstain"] += 1
        for mark, most in zip(line.marks, MAXIMA, strict=False):
            if not _finishes(mark, most * 10):
                short[f"{points(mark)} of {most}, then Enter"] += 1
    told = "; ".join(f"{count} times {why}" for why, count in short.most_common(4))
    return f"{more} of {len(ballots)} ballots need more: {told}"
