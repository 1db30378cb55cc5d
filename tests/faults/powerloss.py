"""The power fails after each call of one meeting: what kaohe finds when it is started again."""

import random
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.integrity.verifying import verify
from tests.faults import shim, soundness
from tests.faults.disk import Disk, Files
from tests.faults.driven import Length
from tests.faults.shim import Done

NAME = "kaohe.db"
JOURNAL = f"{NAME}-journal"
_ODDS = (0.1, 0.5, 0.9)
"""How likely what was not synced is kept, one after another."""
_NONE = "no database"


@dataclass
class Report:
    """What came of it."""

    cuts: int = 0
    """Points at which the power failed."""
    states: int = 0
    """States of the disk that were looked at."""
    different: int = 0
    """Those among them that no other was equal to."""
    rolled_back: int = 0
    """Different states with a journal that had to be played back."""
    acknowledged: int = 0
    """Verbs that had returned by the end."""
    contents: int = 0
    """What the database said, one after the other: so many different texts."""
    wrong: list[str] = field(default_factory=list)
    """What was lost, half there, or could not be opened: a sentence each."""

    def __str__(self) -> str:
        return (
            f"{self.cuts} cut points, {self.states} states ({self.different} different, "
            f"{self.rolled_back} with a journal to play back), {self.acknowledged} acknowledged "
            f"changes, {len(self.wrong)} lost or half there"
        )


def record(folder: Path, length: Length) -> list[Done]:
    """Hold a meeting and return what it did to its disk.

    Args:
        folder: empty; in memory it goes faster.
        length: of the meeting.
    """
    (folder / "disk").mkdir()
    given = shim.environment(folder, folder / "disk", trace=folder / "trace")
    shim.run("tests.faults.driven", [str(folder / "disk" / NAME), length], given)
    return list(shim.read_trace(folder / "trace"))


def lose_power(folder: Path, trace: Sequence[Done], subsets: int, seed: int) -> Report:
    """Let the power fail behind each call, and look at what may be on the disk then.

    Args:
        folder: for the states, one after another.
        trace: what the meeting did.
        subsets: how many random states are tried at each point, beside the two where all that
            was not synced is lost, and where all is there.
        seed: of the random states.
    """
    opener, report, disk = _Opener(folder), Report(), Disk()
    commits = _commits(trace, opener)
    report.wrong += opener.unverified
    report.contents = len({said for _at, said in commits if said != _NONE})
    certain = 0
    """The last commit that was acknowledged."""
    for place, done in enumerate(trace):
        disk.do(done)
        begun = sum(at <= place for at, _said in commits) - 1
        if done.kind == "M":
            certain = begun
            report.acknowledged += 1
            continue
        report.cuts += 1
        allowed = [said for _at, said in commits[certain : begun + 1]]
        for number, files in enumerate(states(disk, subsets, random.Random(f"{seed} {place}"))):
            report.states += 1
            said = opener.said(files)
            if said not in allowed:
                report.wrong.append(f"call {place} ({done.kind} {done.name}), state {number}: "
                                    f"{opener.told(said)}")  # fmt: skip
    report.different, report.rolled_back = opener.different, opener.rolled_back
    return report


def states(disk: Disk, subsets: int, chance: random.Random) -> Iterator[Files]:
    """What may be on a disk: nothing that is not certain, all of it, so many parts of it."""
    yield disk.dropped()
    yield disk.kept()
    for number in range(subsets):
        odds = _ODDS[number % len(_ODDS)]
        garbage = chance if number % 2 else None
        yield disk.after(lambda: chance.random() < odds, garbage)  # noqa: B023


def _commits(trace: Sequence[Done], opener: "_Opener") -> list[tuple[int, str]]:
    """(call, what the database says from then on), a line for each transaction.

    A transaction begins to count when its journal is gone, the first one when the new database
    takes its place.
    """
    disk, found = Disk(), [(-1, _NONE)]
    for place, done in enumerate(trace):
        disk.do(done)
        if (done.kind, done.name) == ("U", JOURNAL) or (
            done.kind in "RL" and done.data.decode() == NAME
        ):
            said = opener.said(disk.kept())
            opener.check(said)
            found.append((place, said))
    return found


class _Opener:
    """Opens states of the disk as the program does, the same one once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[bytes, str] = {}
        self._looked: dict[bytes, str] = {}
        """What files said that were the same once they had been opened."""
        self._texts: dict[str, str] = {_NONE: _NONE}
        self.different = 0
        self.rolled_back = 0
        self.unverified: list[str] = []

    def said(self, files: Files) -> str:
        """A digest of what the database says, or of why it cannot be used."""
        # Beside the two there may be copies, and who keys what: neither is what is looked at.
        ours = {name: files[name] for name in (NAME, JOURNAL) if name in files}
        key = sha256(b"".join(_digest(ours.get(name)) for name in (NAME, JOURNAL))).digest()
        if key not in self._known:
            self.different += 1
            self.rolled_back += bool(ours.get(JOURNAL))
            text = self._open(ours)
            self._known[key] = sha256(text.encode()).hexdigest() if text != _NONE else _NONE
            self._texts[self._known[key]] = text
        return self._known[key]

    def told(self, said: str) -> str:
        """What it says, or its beginning."""
        return self._texts[said][:300]

    def check(self, said: str) -> None:
        """Whether ``kaohe verify`` finds nothing in what was opened last."""
        if said == _NONE:
            return
        room = enter_room(self._folder / NAME)
        try:
            self.unverified += verify(room).findings
        finally:
            room.close()

    def _open(self, files: Files) -> str:
        shutil.rmtree(self._folder)
        self._folder.mkdir()
        if NAME not in files:
            return _NONE
        for name, content in files.items():
            (self._folder / name).write_bytes(content)
        path = self._folder / NAME
        if refused := soundness.opened(path):
            return refused
        if (self._folder / JOURNAL).exists():
            return "opening left a journal behind"
        key = _digest(path.read_bytes())
        if key not in self._looked:
            self._looked[key] = _look(path)
        return self._looked[key]


def _look(path: Path) -> str:
    try:
        wrong = soundness.broken(path)
        return "\n".join(wrong) if wrong else soundness.content(path)
    except sqlite3.Error as error:
        return str(error)


def _digest(content: bytes | None) -> bytes:
    return b"-" if content is None else sha256(content).digest()
