"""A disk that fails at any call of one meeting: each verb is done or refused, and goes on after.

``python -m tests.faults.failing FOLDER LENGTH EVERY`` holds the meeting under the shim and prints
what came of it: the figures first, then a line for each thing that was wrong.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.room.room import Room
from tests.faults import driven, soundness
from tests.faults.driven import Length, Verb
from tests.faults.shim import CHANGING, ERRORS, Calls, Shim

OPENING = Verb("opening", lambda room: driven.enter(room.database.path).close())


@dataclass(frozen=True, slots=True)
class Failure:
    """How calls fail."""

    name: str
    calls: Calls
    error: int
    stays: bool


FAILURES = (
    Failure("full disk", CHANGING, ERRORS["ENOSPC"], True),
    Failure("full disk, one call", CHANGING, ERRORS["ENOSPC"], False),
    Failure("disk error", CHANGING, ERRORS["EIO"], True),
    Failure("disk error, one call", CHANGING, ERRORS["EIO"], False),
    Failure("error in reading", Calls.READ, ERRORS["EIO"], True),
)


@dataclass
class Report:
    """What came of it."""

    failed: int = 0
    """Runs of a verb in which a call failed."""
    refused: int = 0
    """Those that ended with a sentence."""
    there: int = 0
    """Those among them whose change is on disk all the same: only the very last sync failed."""
    wrong: list[str] = field(default_factory=list)
    """Faults, halves, changes that are not there though they were not refused: a line each."""

    def __str__(self) -> str:
        return (
            f"{self.failed} runs with a failing call, {self.failed - self.refused} done all the "
            f"same, {self.refused} refused in a sentence ({self.there} though it was on disk), "
            f"{len(self.wrong)} wrong"
        )


class Trial:
    """Verbs tried again and again on a copy of the same database."""

    def __init__(self, folder: Path, shim: Shim) -> None:
        """Work in a folder that the shim watches."""
        self._path = folder / "kaohe.db"
        self._shim = shim
        self._known: dict[bytes, tuple[str, tuple[str, ...]]] = {}
        """A file's bytes -> what it says, and what is wrong with it."""
        self._tried = 0
        self.report = Report()

    def try_out(self, verb: Verb, before: bytes, after: str, every: int) -> None:
        """Let each call of a verb fail in each way.

        Args:
            verb: what is done.
            before: the database it is done to.
            after: what the database says once it is done.
            every: of the calls, every so many-th only.
        """
        self._tried += 1
        self._put(before)
        said = soundness.content(self._path)
        for number, failure in enumerate(FAILURES):
            call = (self._tried + number) % every
            while self._once(verb, failure, call, before, (said, after)):
                call += every

    def _once(
        self, verb: Verb, failure: Failure, call: int, before: bytes, said: tuple[str, str]
    ) -> bool:
        """One run; false where the verb has no such call."""
        self._put(before)
        where = f"{verb.name}, {failure.name}, call {call}"
        with self._room() as room:
            self._shim.arm(failure.calls, call, failure.error, stays=failure.stays)
            refusal = self._done(verb, room, where)
            if not self._shim.disarm():
                return False
            self.report.failed += 1
            self._look(refusal, said, where)
            # The same program goes on once the disk does. Whoever was told that the change may be
            # there has looked: an abstention that is set twice is lifted.
            if self._said() != said[1] and self._done(verb, room, f"{where}, again"):
                self.report.wrong.append(f"{where}: refused again")
        if self._said() != said[1] and refusal is not None:
            self.report.wrong.append(f"{where}: not there after it was done again")
        self.report.wrong += [f"{where}: {each}" for each in self._looked()[1]]
        return True

    def _look(self, refusal: str | None, said: tuple[str, str], where: str) -> None:
        found = self._said()
        if refusal is None:
            if found != said[1]:
                self.report.wrong.append(f"{where}: not refused, and not on disk")
            return
        self.report.refused += 1
        if found == said[1] != said[0]:
            self.report.there += 1
            if "nothing was saved" in refusal:
                self.report.wrong.append(f"{where}: on disk, and said not to be")
        if found not in said:
            self.report.wrong.append(f"{where}: half done")
        if "\n" in refusal or not refusal.endswith("."):
            self.report.wrong.append(f"{where}: not a sentence: {refusal}")

    def _done(self, verb: Verb, room: Room, where: str) -> str | None:
        try:
            verb.act(room)
        except Refusal as refusal:
            return str(refusal)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault of ours.
            self.report.wrong.append(f"{where}: {type(error).__name__}: {error}")
        return None

    def _said(self) -> str:
        return self._looked()[0]

    def _looked(self) -> tuple[str, tuple[str, ...]]:
        # To read it plays back what a failed call left behind.
        if self._path.with_name(f"{self._path.name}-journal").exists():
            soundness.content(self._path)
        # Not with ``open``: closing it would drop the locks of the room.
        key = subprocess.run(["cat", self._path], capture_output=True, check=True).stdout
        if key not in self._known:
            self._known[key] = soundness.content(self._path), soundness.broken(self._path)
        return self._known[key]

    def _put(self, content: bytes) -> None:
        self._path.with_name(f"{self._path.name}-journal").unlink(missing_ok=True)
        self._path.write_bytes(content)

    @contextmanager
    def _room(self) -> Iterator[Room]:
        room = driven.enter(self._path)
        try:
            yield room
        finally:
            room.close()


def main(arguments: Sequence[str]) -> None:
    """Hold the meeting under the shim."""
    folder, every = Path(arguments[0]), int(arguments[2])
    length: Length = "short" if arguments[1] == "short" else "whole"
    # Two runs of a verb leave the same words.
    mock.patch("secrets.token_hex", lambda count: "5a" * count).start()
    database = folder.parent / "held.db"
    driven.make(database, folder.parent)
    trial = Trial(folder, Shim())
    trial.try_out(OPENING, database.read_bytes(), soundness.content(database), every)
    for verb in driven.meeting(database, length):
        before = database.read_bytes()
        room = driven.enter(database)
        verb.act(room)
        room.close()
        trial.try_out(verb, before, soundness.content(database), every)
    sys.stdout.write("\n".join([str(trial.report), *trial.report.wrong]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
