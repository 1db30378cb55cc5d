"""Steps that make, move or rewrite a whole file, killed on the way again and again.

``python -m tests.faults.killsteps FOLDER COUNT SEED KINDS``, under the shim where there is one,
prints what came of it as JSON: see ``Report``.
"""

import ctypes
import json
import random
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from tests.faults import filesteps, keeping, shim
from tests.faults.children import emptied, run
from tests.faults.keeping import Step

KINDS = ("vacuum", "copy", "backup", "restore", "lost", "export", "migration")
_LAST = 30
"""Calls at a step's end: the names are given there."""


@dataclass
class Figures:
    """What came of one kind of step."""

    kills: int = 0
    at_calls: int = 0
    """Kills that fell on a call that changes something, chosen by its number."""
    done: int = 0
    """Steps that were acknowledged before the kill came."""
    journals: int = 0
    """Kills that left a journal."""
    leftovers: int = 0
    """Kills that left something under a name for what is not whole yet."""

    def __str__(self) -> str:
        return (
            f"{self.kills} kills ({self.at_calls} at a call), {self.done} acknowledged before, "
            f"{self.journals} left a journal, {self.leftovers} something unfinished"
        )


@dataclass
class Report:
    """What came of all."""

    kinds: dict[str, Figures] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    """A sentence for each thing that was not as it has to be."""

    def add(self, other: "Report") -> None:
        """Take over what another came to."""
        for kind, figures in other.kinds.items():
            mine = self.kinds.setdefault(kind, Figures())
            for name, count in asdict(figures).items():
                setattr(mine, name, getattr(mine, name) + count)
        self.wrong += other.wrong

    @classmethod
    def read(cls, text: str) -> "Report":
        """What ``main`` printed."""
        given = json.loads(text.splitlines()[-1])
        return cls({k: Figures(**f) for k, f in given["kinds"].items()}, given["wrong"])


@dataclass(frozen=True, slots=True)
class _Measured:
    """A step that nobody cut off."""

    calls: int
    seconds: float


class Killing:
    """Rounds of steps in one folder; ``disk`` in it is what the shim watches."""

    def __init__(self, folder: Path, seed: int) -> None:
        """Make what the states are made of."""
        self._folder = folder
        self._chance = random.Random(seed)
        self._report = Report()
        self._shim = _shim()
        self._known: dict[str, _Measured] = {}
        filesteps.make_base(emptied(folder / "base"))

    def run(self, count: int, kinds: Sequence[str]) -> Report:
        """So many rounds, of each kind as many as of the others.

        Args:
            count: how many.
            kinds: of ``KINDS``.
        """
        every = keeping.all_steps()
        for number in range(count):
            kind = kinds[number % len(kinds)]
            of_kind = [step for step in every if step.kind == kind]
            self._round(of_kind[number // len(kinds) % len(of_kind)], number)
        return self._report

    def _round(self, step: Step, number: int) -> None:
        before = self._before(step)
        known = self._measured(step, before)
        at_call = self._shim is not None and number // len(KINDS) % 3 < 2
        # In the folder that is not watched a sync is one.
        folder = self._state(before, "disk" if at_call else "timed")
        if at_call:
            after = self._call(known.calls)
            done = run(partial(self._dying, step, folder, after))
            where = f"at call {after} of {known.calls}"
        else:
            wait = self._chance.uniform(0, known.seconds * 1.1)
            done = run(partial(step.act, folder), kill_after=wait)
            where = f"after {wait * 1000:.1f} of {known.seconds * 1000:.1f} ms"
        if not done.was_killed and not done.is_done:
            self._report.wrong.append(f"{step.name}: refused: {done.said}")
            return
        self._count(step.kind, folder, at_call=at_call, is_done=done.is_done)
        for wrong in step.wrong(folder, before, done.is_done):
            self._report.wrong.append(f"{step.name}, {where}: {wrong}")

    def _count(self, kind: str, folder: Path, *, at_call: bool, is_done: bool) -> None:
        figures = self._report.kinds.setdefault(kind, Figures())
        figures.kills += 1
        figures.at_calls += at_call
        figures.done += is_done
        figures.journals += bool(list(folder.rglob("*-journal")))
        figures.leftovers += bool([*folder.rglob(".*.new"), *folder.rglob(".kaohe-*")])

    def _call(self, calls: int) -> int:
        """Any call, every second time one of the last."""
        first = max(0, calls - _LAST) if self._chance.random() < 0.5 else 0
        return self._chance.randrange(first, calls)

    def _dying(self, step: Step, folder: Path, after: int) -> bool | None:
        assert self._shim is not None
        self._shim.die(after)
        return step.act(folder)

    def _before(self, step: Step) -> Path:
        """The state that a step begins from, made once."""
        path = self._folder / "before" / step.name
        if not path.exists():
            path.mkdir(parents=True)
            step.prepare(self._folder / "base", path)
        return path

    def _state(self, before: Path, name: str) -> Path:
        folder = self._folder / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(before, folder)
        return folder

    def _measured(self, step: Step, before: Path) -> _Measured:
        """How long a step takes, and how many calls; what is wrong where nobody cut it off."""
        if step.name not in self._known:
            counted = self._folder / "counted"
            done = run(partial(self._counting, step, self._state(before, "disk"), counted))
            assert done.is_done, (step.name, done.said)
            for wrong in step.wrong(self._folder / "disk", before, True):
                self._report.wrong.append(f"{step.name}, to its end: {wrong}")
            timed = run(partial(step.act, self._state(before, "timed")))
            self._known[step.name] = _Measured(int(counted.read_text()), timed.seconds)
        return self._known[step.name]

    def _counting(self, step: Step, folder: Path, counted: Path) -> bool | None:
        if self._shim is not None:
            self._shim.die(-1)
        done = step.act(folder)
        counted.write_text(str(self._shim.counted() if self._shim is not None else 0))
        return done


def _shim() -> shim.Shim | None:
    """The shim where it was preloaded."""
    return shim.Shim() if hasattr(ctypes.CDLL(None), "shim_die") else None


def kill(folder: Path, count: int, seed: int, kinds: Sequence[str] = KINDS) -> Report:
    """Rounds in a process of their own.

    Args:
        folder: empty, without symbolic links in its path.
        count: how many.
        seed: of the moments.
        kinds: of ``KINDS``.
    """
    given = shim.environment(folder, folder / "disk") if shim.IS_POSSIBLE else {}
    given |= {"LC_ALL": "en_US.UTF-8", "PYTHONUTF8": "1", "HOME": str(folder)}
    arguments = [str(folder), str(count), str(seed), ",".join(kinds)]
    return Report.read(shim.run("tests.faults.killsteps", arguments, given))


def main(arguments: Sequence[str]) -> None:
    """Kill in this process's children, and print the report."""
    folder, count, seed, kinds = arguments
    keeping.warm()
    report = Killing(Path(folder), int(seed)).run(int(count), kinds.split(","))
    sys.stdout.write(json.dumps(asdict(report), ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
