"""Tries the rule of the record: whatever kaohe did not do is found, whatever it did never is.

``python -m benchmarks.reliability.invariant [--runs N] [--jobs N] [--seed N] [--shrink N]`` plays
meetings of small bureaus at random, by every verb there is, and looks after each step whether the
record holds. From states on the way another program changes the file once, and some more steps are
taken: the change has to be found at once and at the end. It prints what was tried, and each miss,
false alarm and crash, with the seed of its history and the steps; exit code 1 where there is one.
``--only SEED`` plays one history alone, with all its runs. ``--alone`` asks
``scripts/verify_alone.py`` as well, and counts how often the two do not agree.
"""

import argparse
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path

from tests import alone
from tests.trust.cheap import cheap, memory
from tests.trust.play import Fault, Step, draw, fault_of, shrunk, take_well
from tests.trust.runs import Miss, Outcome, shortened, snapshot, tried
from tests.trust.world import begun, drawn

_SHORTEST, _LONGEST = 15, 70
"""Steps of a history."""
_SHARE = 0.25
"""Of the steps, those after whose states other programs come."""
_RUNS = 12
"""Changes by another program of one state."""
_AT_ONCE = 4
"""Histories that a process plays before what was found so far is told."""


@dataclass
class Tally:
    """What was tried, and what came of it."""

    runs: int = 0
    steps: int = 0
    histories: int = 0
    nothing: int = 0
    """Changes that changed nothing, or that SQLite refused."""
    by_step: int = 0
    """Changes that a later step named."""
    tables: Counter[str] = field(default_factory=Counter)
    """Changes by table, or by what they did to several rows."""
    missed: Counter[str] = field(default_factory=Counter)
    """Misses by kind."""
    examples: dict[str, Miss] = field(default_factory=dict)
    """Kind -> the first one."""
    faults: list[tuple[int, Fault]] = field(default_factory=list)
    """False alarms and crashes of histories that nobody touched, with the seeds."""
    crashes: Counter[str] = field(default_factory=Counter)
    """Exceptions of steps after a change, by kind."""
    asked: int = 0
    """How often the stranger's verifier was asked beside kaohe's."""
    disagreed: Counter[str] = field(default_factory=Counter)
    """What the two said where they did not agree."""

    def add(self, other: "Tally") -> None:
        """Take in what another process found."""
        for name in ("runs", "steps", "histories", "nothing", "by_step", "asked"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("tables", "missed", "crashes", "disagreed"):
            getattr(self, name).update(getattr(other, name))
        self.examples = other.examples | self.examples
        self.faults += other.faults

    def take(self, found: Outcome | None) -> bool:
        """Take in one run; whether its change was missed, and is the first one of its kind."""
        if found is None:
            self.nothing += 1
            return False
        self.runs += 1
        self.tables[found.changed.name] += 1
        self.by_step += bool(found.by_step)
        if found.crashed:
            self.crashes[f"{found.changed.name}, then {found.crashed}"] += 1
        self.missed[found.kind] += found.is_missed
        return found.is_missed and found.kind not in self.examples


def play(seed: int, both: bool = False) -> Tally:
    """Play the history of a seed, with all its runs; with ``both`` ask the stranger's verifier."""
    tally, asked = Tally(), list[str]()
    with cheap(), memory() as folder, alone.beside() if both else nullcontext(asked) as asked:
        _history(seed, folder, tally, both=both)
    tally.asked += len(asked)
    tally.disagreed.update(filter(None, asked))
    return tally


def _history(seed: int, folder: Path, tally: Tally, *, both: bool) -> None:
    dice, world = random.Random(f"history {seed}"), drawn(seed)
    own, other = folder / f"{seed}", folder / f"{seed}-changed"
    own.mkdir()
    other.mkdir()
    steps: list[Step] = []
    said: list[str] = []
    with ExitStack() as stack:
        stage = begun(world, own)
        stack.callback(lambda: stage.room.close())
        for _number in range(dice.randrange(_SHORTEST, _LONGEST)):
            steps.append(draw(dice))
            try:
                take_well(stage, steps[-1])
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
                said += [f"  {steps[-1]}: {line}" for line in stage.said]
                tally.faults.append((seed, fault_of(error, steps, said)))
                break
            said += [f"  {steps[-1]}: {line}" for line in stage.said]
            if dice.random() < _SHARE:
                state = snapshot(stage)
                if both and (alarm := alone.said(stage.path)):
                    tally.disagreed[f"kaohe: holds | alone: {alarm}"] += 1
                for number in range(_RUNS):
                    run = f"{len(steps)}.{number}"
                    found = tried(state, f"{seed} {run}", other)
                    if tally.take(found):
                        assert found
                        miss = Miss(world, f"{seed} {run}", tuple(steps), tuple(said), found)
                        tally.examples[found.kind] = miss
    tally.histories += 1
    tally.steps += len(steps)


def told(tally: Tally, seconds: float, shrink: int) -> None:
    """Print the figures, and each kind of fault once.

    Args:
        tally: of all processes.
        seconds: how long it took.
        shrink: of how many kinds of misses, and of how many other faults, the fewest steps
            are looked for.
    """
    for place, (kind, count) in enumerate((+tally.missed).most_common()):
        miss = tally.examples[kind]
        if place < shrink:
            with cheap(), memory() as folder:
                miss = shortened(miss, folder)
        print(f"MISSED {count} times: {kind}; run {miss.seed}\n{miss}\n")
    for place, (seed, fault) in enumerate(tally.faults):
        if place < shrink:
            with cheap(), memory() as folder:
                fault = shrunk(drawn(seed), fault, folder)
        print(f"{fault.kind}: {fault.told}\n  {drawn(seed)}\n  {len(fault.steps)} steps:")
        print("\n".join(fault.said[-40:]), "\n")
    for kind, count in tally.crashes.most_common():
        print(f"CRASHED {count} times after a change: {kind}")
    for words, count in tally.disagreed.most_common(20):
        print(f"DISAGREED {count} times: {words}")
    if tally.asked:
        print(f"asked beside kaohe {tally.asked} times: {tally.disagreed.total()} disagreements")
    print("changes:", ", ".join(f"{name} {count}" for name, count in sorted(tally.tables.items())))
    print(
        f"{tally.histories} histories of {tally.steps} steps; {tally.runs} changes by another"
        f" program ({tally.nothing} more changed nothing); {tally.by_step} named by a later step;"
        f" {tally.missed.total()} missed, of {len(tally.examples)} kinds;"
        f" {len(tally.faults)} false alarms or crashes;"
        f" {tally.crashes.total()} crashes after a change; {seconds:.0f} s,"
        f" {tally.runs / seconds:.1f} changes a second"
    )


def main() -> int:
    """Try the rule, and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=5000, help="changes (5000)")
    arguments.add_argument("--jobs", type=int, default=2, help="processes (2)")
    arguments.add_argument("--seed", type=int, default=1, help="of the first history (1)")
    arguments.add_argument("--shrink", type=int, default=1, help="faults made short (1)")
    arguments.add_argument("--only", type=int, help="play the history of this seed alone")
    arguments.add_argument("--alone", action="store_true", help="ask verify_alone.py as well")
    given = arguments.parse_args()
    start = time.monotonic()
    tally, seed = Tally(), given.seed
    if given.only is not None:
        tally.add(play(given.only, given.alone))
    with ProcessPoolExecutor(given.jobs) as pool:
        while given.only is None and tally.runs < given.runs:
            seeds = range(seed, seed + _AT_ONCE * given.jobs)
            for each in pool.map(play, seeds, repeat(given.alone)):
                tally.add(each)
            seed += _AT_ONCE * given.jobs
            so_far = f"{tally.runs} changes, {tally.missed.total()} missed"
            print(f"up to seed {seed - 1}: {so_far}", file=sys.stderr, flush=True)
    told(tally, time.monotonic() - start, given.shrink)
    return int(bool(tally.examples or tally.faults or tally.disagreed))


if __name__ == "__main__":
    sys.exit(main())
