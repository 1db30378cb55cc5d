"""Samples, ratios and rows of the table: what every benchmark hands back.

Absolute times differ from machine to machine, and on a shared one from minute to minute. So two
things that are compared are measured by turns, in one run, and what counts is the ratio of their
medians.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Sample:
    """What was measured of one thing, in one unit."""

    values: tuple[float, ...]
    unit: str
    """``ms``, ``bytes``, ``keys``, ``MB``."""

    def __add__(self, other: "Sample") -> "Sample":
        """What both take together, value by value."""
        both = zip(self.values, other.values, strict=True)
        return Sample(tuple(one + another for one, another in both), self.unit)

    @property
    def median(self) -> float:
        """The middle value."""
        return median(self.values)

    @property
    def most(self) -> float:
        """The largest value."""
        return max(self.values)

    @property
    def p99(self) -> float:
        """The value that 99 of 100 do not exceed; the largest where there are fewer than 100."""
        ordered = sorted(self.values)
        return ordered[min(len(ordered) * 99 // 100, len(ordered) - 1)]


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table: ours beside a peer, or ours beside a fixed limit."""

    what: str
    ours: Sample
    beside: str
    """The peer, or what the limit is."""
    peer: Sample | None = None
    """None where the goal is a plain number."""
    goal: float | None = None
    """The most that ours may be: times the peer, or in ours' own unit where there is no peer. None
    where there is no goal: told for comparison."""
    note: str = ""
    of_most: bool = False
    """Whether the goal is for the largest value, not for the middle one; there is no peer then."""

    @property
    def ratio(self) -> float | None:
        """Ours in peers; None without a peer."""
        return self.ours.median / self.peer.median if self.peer else None

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.goal is None:
            return None
        if self.of_most:
            return self.ours.most <= self.goal
        reached = self.ours.median if self.ratio is None else self.ratio
        return reached <= self.goal


def by_turns(rounds: int, *actions: Callable[[], object]) -> list[Sample]:
    """Time each action ``rounds`` times, one after another in turn.

    Returns:
        A sample of milliseconds for each action, in their order.
    """
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for action, taken in zip(actions, times, strict=True):
            begun = perf_counter()
            action()
            taken.append((perf_counter() - begun) * 1000)
    return [milliseconds(taken) for taken in times]


def milliseconds(values: Sequence[float]) -> Sample:
    """A sample of times that were taken in milliseconds."""
    return Sample(tuple(values), "ms")
