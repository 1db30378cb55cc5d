"""Keys that a whole ballot takes: the sample bureau's ballots, keyed in the real program."""

from collections import Counter
from collections.abc import Iterable

from tests.terminal import Terminal
from tests.whole.desk import CONFIRM, Desk, begin, choose, to_raters

from benchmarks.bureau import MAXIMA, PERIOD, TIER, sample_bureau, scratch
from benchmarks.measure import Figure, Sample
from kaohe_tui.domain.ballot.cell import type_character
from kaohe_tui.domain.numbers import points
from kaohe_tui.files.ballots.given import Given, Stretch
from kaohe_tui.files.ballots.understand import ballots_in
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.resources import shipped

FILES = ("q1", "q2", "q3", "annual")
HANDED_IN = 2
"""Keys that hand a ballot in: Enter at its end, and the deliberate Y."""
_STEP = 10


def run(quick: bool) -> list[Figure]:
    """Key some ballots for real, and count the keys of all of them.

    Args:
        quick: two ballots only.
    """
    everything = {name: _ballots(name) for name in FILES}
    every = [ballot for ballots in everything.values() for ballot in ballots]
    whole = [ballot for ballot in every if all(rating.marks for rating in ballot.ratings)]
    first = [ballot for ballot in everything[PERIOD] if ballot.tier == TIER]
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


def _needed(ballots: list[Stretch]) -> Sample:
    return _sample(len(_keys(ballot)) + HANDED_IN for ballot in ballots)


def _every_mark() -> list[Stretch]:
    """For each mark that an indicator can have, a ballot of one row: how much short ones cost."""
    columns = [range(0, most + 1) for most in MAXIMA]
    return [
        Stretch(TIER, "", [Given(1, "", tuple(column[n % len(column)] * 10 for column in columns))])
        for n in range(len(columns[0]) * len(columns[1]))
    ]


def _ballots(name: str) -> list[Stretch]:
    """The ballots of a file, each whole."""
    sample = shipped("sample_data")
    scheme, _text = read_scheme(sample / "scheme.toml")
    found: dict[tuple[str, str], Stretch] = {}
    for tier, rater, ratings, _sheet in ballots_in(sample / f"ballots-{name}.csv", scheme):
        found.setdefault((tier, rater), Stretch(tier, rater, [])).ratings.extend(ratings)
    return list(found.values())


def _keys(ballot: Stretch) -> str:
    """What is typed: the digits, a - to abstain, and a space where a mark could go on."""
    typed = ""
    for rating in ballot.ratings:
        if rating.marks is None:
            typed += "-"
        for mark, most in zip(rating.marks or (), MAXIMA, strict=False):
            typed += points(mark) + " " * (not _finishes(mark, most * 10))
    return typed


def _finishes(mark: int, most: int) -> bool:
    text, finished = "", False
    for digit in points(mark):
        keyed = type_character(text, digit, most, _STEP)
        text, finished = keyed.text, keyed.finished
    return finished


def _digits(ballot: Stretch) -> int:
    return sum(len(points(mark)) for rating in ballot.ratings for mark in rating.marks or ())


def _in_a_spreadsheet(ballot: Stretch) -> int:
    return _digits(ballot) + sum(len(rating.marks or ()) for rating in ballot.ratings)


def _key(desk: Desk, ballots: list[Stretch]) -> Sample:
    """Key ballots in the program and hand them in; what is on disk must be what was keyed.

    Returns:
        The keys of each that were written to the terminal, from its first mark to the Y.
    """
    counts = []
    with desk.start(columns=120, lines=40) as terminal:
        to_raters(terminal)
        for ballot in ballots:
            choose(terminal, ballot.rater)
            begin(terminal)
            keys = _keys(ballot)
            terminal.send(keys)
            terminal.wait_for("All rated")
            counts.append(float(len(keys) + _hand_in(terminal)))
    found = desk.marks(TIER)
    for ballot in ballots:
        for rating in ballot.ratings:
            for column, mark in enumerate(rating.marks or ()):
                if found.get((ballot.rater, rating.ratee, column)) != mark:
                    raise RuntimeError(f"{ballot.rater}, {rating.ratee}, {column} is another mark")
    return Sample(tuple(counts), "keys")


def _hand_in(terminal: Terminal) -> int:
    """From the end of the ballot to the raters; returns the keys that it took."""
    keys = ("enter", "y")
    terminal.press(keys[0])
    terminal.wait_for(CONFIRM)
    terminal.press(keys[1])
    terminal.wait_for("whose ballot?")
    return len(keys)


def _figure(what: str, needed: Sample, ballots: list[Stretch], goal: float | None) -> Figure:
    least = _sample(_digits(ballot) + HANDED_IN for ballot in ballots)
    more = sum(keys > fewest for keys, fewest in zip(needed.values, least.values, strict=True))
    return Figure(what, needed, "digits + 2", least, goal, _why(ballots, more))


def _why(ballots: list[Stretch], more: int) -> str:
    """How many ballots need more keys than that, and for what."""
    if not more:
        return "none needs more"
    why: Counter[str] = Counter()
    for rating in (rating for ballot in ballots for rating in ballot.ratings):
        why["- to abstain"] += rating.marks is None
        for mark, most in zip(rating.marks or (), MAXIMA, strict=False):
            if not _finishes(mark, most * 10):
                why[f"Enter after a mark such as {points(mark)} of {most}"] += 1
    told = "; ".join(f"{count} times {reason}" for reason, count in why.most_common(3) if count)
    return f"{more} of {len(ballots)} need more: {told}"
