"""The power fails behind each call of a step that makes, moves or rewrites a whole file.

``python -m tests.faults.powersteps FOLDER STEP SUBSETS SEED EVERY`` prints what came of one step.
"""

import json
import random
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from itertools import chain
from pathlib import Path

from tests.faults import filesteps, keeping, shim
from tests.faults.children import emptied
from tests.faults.disk import Disk, Files
from tests.faults.keeping import Step
from tests.faults.powerloss import states
from tests.faults.shim import Done

NAMES = ("backup", "copy", "restore", "lost damaged", "lost missing", "lost journal", "export")
"""The steps that are tried."""


@dataclass
class Report:
    """What came of it."""

    cuts: int = 0
    """Points at which the power failed."""
    states: int = 0
    """States of the disk that may be found then."""
    different: int = 0
    """Those that were looked at: no other was equal to them."""
    acknowledged: int = 0
    """States that were looked at with the step acknowledged."""
    wrong: list[str] = field(default_factory=list)
    """A sentence for each thing that was not as it has to be."""

    def __str__(self) -> str:
        return (
            f"{self.cuts} cut points, {self.states} states ({self.different} different, "
            f"{self.acknowledged} of them acknowledged), {len(self.wrong)} wrong"
        )


class Losing:
    """One step, and the power failing in it."""

    def __init__(self, folder: Path, step: Step) -> None:
        """Do the step once, with all that it does to its disk written down.

        Args:
            folder: empty, without symbolic links in its path.
            step: one of ``keeping.all_steps``.
        """
        self._step, self._folder = step, folder
        self._before, disk = folder / "before", folder / "disk"
        filesteps.make_base(emptied(folder / "base"))
        step.prepare(folder / "base", emptied(self._before))
        shutil.copytree(self._before, disk)
        self._disk = Disk.of(disk)
        given = shim.environment(folder, disk, trace=folder / "trace")
        shim.run("tests.faults.keeping", [step.name, str(disk)], given)
        self._trace = list(shim.read_trace(folder / "trace"))
        self._seen: set[bytes] = set()
        self._share = 1
        self._report = Report()

    def lose_power(self, subsets: int, seed: int, every: int, share: int = 1) -> Report:
        """Let the power fail, and look at what may be on the disk then.

        Args:
            subsets: random states at each point, beside the two where all that was not synced is
                lost, and where all is there.
            seed: of the random states.
            every: looks behind every so many-th call, and behind the last of each row of calls that
                do the same to names.
            share: looks at one of so many of the different states without an acknowledgement.
        """
        self._share = share
        for place, done in enumerate(self._trace):
            self._disk.do(done)
            if place % every and not self._ends_a_row(place):
                continue
            self._report.cuts += 1
            drawn = states(self._disk, subsets, random.Random(f"{seed} {place}"))
            for number, files in enumerate(chain(drawn, self._disk.by_name())):
                self._look(files, done, f"call {place} of {len(self._trace)}", number)
        return self._report

    def _ends_a_row(self, place: int) -> bool:
        kinds = [done.kind for done in self._trace[place : place + 2]]
        return kinds[0] not in "CWTS" and kinds[1:] != kinds[:1]

    def _look(self, files: Files, done: Done, where: str, number: int) -> None:
        report, is_acknowledged = self._report, done.kind == "M"
        report.states += 1
        digest = _digest(files, is_acknowledged)
        if digest in self._seen:
            return
        self._seen.add(digest)
        if not is_acknowledged and len(self._seen) % self._share:
            return
        report.different += 1
        report.acknowledged += is_acknowledged
        state = emptied(self._folder / "state")
        made: dict[int, Path] = {}
        for name, content in files.items():
            (state / name).parent.mkdir(parents=True, exist_ok=True)
            if content and id(content) in made:
                (state / name).hardlink_to(made[id(content)])
            else:
                (state / name).write_bytes(content)
            made[id(content)] = state / name
        for wrong in self._step.wrong(state, self._before, is_acknowledged):
            told = f"{where} ({done.kind} {done.name}), state {number}: {wrong}"
            report.wrong.append(f"{self._step.name}: {told}")


def _digest(files: Files, is_acknowledged: bool) -> bytes:
    whole = sha256(bytes([is_acknowledged]))
    for name, content in sorted(files.items()):
        whole.update(name.encode() + b"\0" + sha256(content).digest())
    return whole.digest()


def lose(
    folder: Path, name: str, *, subsets: int, seed: int, every: int = 1, share: int = 1
) -> Report:
    """Try one step in a process of its own.

    Args:
        folder: empty, without symbolic links in its path.
        name: one of ``NAMES``.
        subsets: see ``Losing.lose_power``, as ``seed``, ``every`` and ``share``.
    """
    given = {"LC_ALL": "en_US.UTF-8", "PYTHONUTF8": "1", "HOME": str(folder)}
    arguments = [str(folder), name, str(subsets), str(seed), str(every), str(share)]
    told = shim.run("tests.faults.powersteps", arguments, given)
    return Report(**json.loads(told.splitlines()[-1]))


def main(arguments: Sequence[str]) -> None:
    """Try one step, and print the report."""
    folder, name, *rest = arguments
    subsets, seed, every, share = map(int, rest)
    keeping.warm()
    [step] = [each for each in keeping.all_steps() if each.name == name]
    report = Losing(Path(folder), step).lose_power(subsets, seed, every, share)
    sys.stdout.write(json.dumps(asdict(report), ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
