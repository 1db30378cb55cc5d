"""Where a run takes place: one database, who is at the keyboard, what was done in the last step."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.room.room import Room
from kaohe_tui.store import failures

_Found = TypeVar("_Found")
_COUNTER = 24
"""Where a file of SQLite's counts its changes."""
CLERKS = ("甲", "乙", "丙")
"""Who keys while there are no operators."""


class Broken(Exception):
    """Something happened that may not, and that no check of the record sees: a step that was
    refused and has changed the file all the same."""


@dataclass
class Clock:
    """A clock that goes on by some seconds whenever it is read."""

    at: datetime = datetime(2026, 3, 1, 9)

    def __call__(self) -> datetime:
        """The time now."""
        self.at += timedelta(seconds=7)
        return self.at


@dataclass
class Stage:
    """What a step finds."""

    room: Room
    clock: Clock
    slips: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """Period, tier, rater -> the code that was printed last."""
    copies: list[Path] = field(default_factory=list)
    """Copies that were made; the last one is the newest."""
    said: list[str] = field(default_factory=list)
    """What was done in the step, and how it ended."""
    foreign: list[str] = field(default_factory=list)
    """What refusals said of a change by something else than kaohe."""
    count: int = 0
    """Steps so far."""

    @property
    def path(self) -> Path:
        """The database."""
        return self.room.database.path

    @property
    def folder(self) -> Path:
        """Where files for imports and copies go."""
        return self.path.parent

    def changes(self) -> bytes:
        """What differs as soon as anything was committed."""
        with self.path.open("rb") as file:
            file.seek(_COUNTER)
            return file.read(4)

    def verb(self, told: str, call: Callable[[], _Found], *, counts: bool = False) -> _Found:
        """Do one verb, and remember how it ended.

        Args:
            told: what it is, for whoever reads the run.
            call: the verb.
            counts: whether a refusal writes: a wrong PIN is counted.

        Raises:
            Refusal: when it was refused.
            Broken: when it was refused and the file has changed.
        """
        before = self.changes()
        try:
            found = call()
        except Refusal as refusal:
            self.said.append(f"{told}: refused ({refusal})")
            if is_foreign_refusal(refusal):
                self.foreign.append(str(refusal))
            if not counts and self.changes() != before:
                raise Broken(f"{told}: refused ({refusal}), and the file was changed") from refusal
            raise
        self.said.append(told)
        return found

    def file(self, name: str, lines: list[str]) -> Path:
        """A text file for an import."""
        path = self.folder / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def a_period(self, dice: random.Random) -> str:
        """The key of the period at hand, as a rule; else of any."""
        keys = [period.key for period in self.room.rules()[0].periods]
        at_hand = [key for key in keys if not self.room.period(key).steps.closed]
        if at_hand and dice.random() < 0.8:
            return at_hand[0]
        return dice.choice(keys)

    def open_period(self, dice: random.Random) -> str:
        """The key of a period with an open tier; of any where none has."""
        keys = [period.key for period in self.room.rules()[0].periods]
        found = [key for key in keys if self.room.period(key).steps.current]
        return dice.choice(found or keys)

    def a_tier(self, period: str, dice: random.Random) -> str:
        """The key of the tier that is open, as a rule; else of any."""
        steps = self.room.period(period).steps
        if steps.current and dice.random() < 0.9:
            return steps.current.key
        return dice.choice(steps.tiers).tier.key

    def a_person(self, dice: random.Random, period: str = "") -> str:
        """Somebody's code; nobody's where another program left no people."""
        roster = self.room.period(period).roster if period else self.room.roster()
        return dice.choice(roster.people).code if roster.people else "nobody"


def is_foreign_refusal(refusal: BaseException) -> bool:
    """Whether a refusal says that something else than kaohe changed the database."""
    kind = getattr(failures, "ForeignChange", None)
    return kind is not None and isinstance(refusal, kind)
