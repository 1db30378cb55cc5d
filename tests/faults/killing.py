"""A clerk whose program is killed in the middle, again and again, on one database.

What the program showed without the sign for unsaved has to be on disk, and what is on disk has to
be what was typed, up to some key. The next start is what looks first: it has to set right what the
last one left behind.
"""

import random
import re
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from kaohe_tui.resources import shipped
from kaohe_tui.services.ballots import open_ballot
from kaohe_tui.services.counting.overview import pairs
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.tiers import steps
from tests.faults import soundness
from tests.terminal import Terminal
from tests.whole.desk import CONFIRM, Cells, Desk, shown_marks, to_ballot, to_home

PERIOD, TIER, RATER, COLUMNS = "q2", "peer", "33", 5
_LINES = 50
"""So many that the whole ballot is on the screen."""
_LONGEST = 0.7
"""Seconds of keying until the program is killed, at most."""
_STARTING = 0.1
"""How likely it is killed before it has started."""
_START = 0.6
"""Seconds of a start in which it is killed."""
_CONFIRMED = 0.15
"""How likely a whole ballot is confirmed; otherwise it is keyed over."""
_CONFIRMING = 0.06
"""Seconds after the ballot was confirmed in which it is killed."""
_NEWS = "What happened last time"
PACE = 50
"""Keys a second; every second time all come in one packet."""
Typed = list[tuple[tuple[str, str, int], int]]
"""Cells and what was typed for them, in order."""


@dataclass
class Report:
    """What came of it."""

    kills: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    """What was going on -> how often it was killed then."""
    keys: int = 0
    seconds: float = 0
    """Of keying at a pace."""
    accepted: int = 0
    """Marks typed and shown as saved before a kill."""
    journals: int = 0
    """Kills that left a journal to be played back."""
    quits: int = 0
    """Orderly ends between the kills."""
    lost: list[str] = field(default_factory=list)
    """Accepted marks, or a ballot said to be in, that are not on disk; wrong cells."""
    unsound: list[str] = field(default_factory=list)
    """Findings of SQLite, or of ``kaohe verify``."""
    disorder: list[str] = field(default_factory=list)
    """What an orderly end left wrong with the terminal."""
    stuck: list[str] = field(default_factory=list)
    """Starts in which something was waited for in vain, with the screen."""

    def __add__(self, other: "Report") -> "Report":
        kinds = {k: self.kinds.get(k, 0) + other.kinds.get(k, 0) for k in self.kinds | other.kinds}
        return Report(
            self.kills + other.kills,
            kinds,
            self.keys + other.keys,
            self.seconds + other.seconds,
            self.accepted + other.accepted,
            self.journals + other.journals,
            self.quits + other.quits,
            self.lost + other.lost,
            self.unsound + other.unsound,
            self.disorder + other.disorder,
            self.stuck + other.stuck,
        )

    def __str__(self) -> str:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kinds.items()))
        rate = f"{self.keys / self.seconds:.0f} keys/s" if self.seconds else "not at a pace"
        return (
            f"{self.kills} kills ({kinds}; {rate}), {self.accepted} accepted marks, "
            f"{len(self.lost)} lost, {len(self.unsound)} unsound databases, {self.journals} hot "
            f"journals, {self.quits} orderly ends, {len(self.disorder)} of them with a terminal in "
            f"disorder, {len(self.stuck)} starts stuck"
        )


def bureau(folder: Path) -> Desk:
    """A desk at the sample bureau, everybody about to rate everybody by name.

    What a secret ballot says can be compared with nothing once it is in.

    Args:
        folder: empty.
    """
    files = shipped("sample_data")
    scheme = (files / "scheme.toml").read_text(encoding="utf-8")
    named = folder / "scheme.toml"
    named.write_text(re.sub(r"(?m)^secret = true", "secret = false", scheme), encoding="utf-8")
    room = new_year(folder / "year.db", named, files / "roster.csv")
    steps.open_tier(room, PERIOD, TIER)
    room.close()
    return Desk(folder, folder / "year.db")


class Killing:
    """One database through many kills."""

    def __init__(self, desk: Desk, seed: int) -> None:
        """Take a desk where nothing has been keyed; nothing is started yet."""
        self._desk = desk
        self._chance = random.Random(seed)
        room = enter_room(desk.database)
        self._people: Sequence[str] = [p.code for p in pairs(room, PERIOD, TIER)[RATER]]
        room.close()
        self._kept: Cells = {}
        self._typed: Typed = []
        self._seen: Cells = {}
        self._tail = b""
        self._confirmed = self._said_in = False
        self._round = 0
        self.report = Report()

    def run(self, kills: int) -> Report:
        """Kill it so many times, end it in order sometimes, and once at the end."""
        while self.report.kills < kills:
            self._round += 1
            try:
                self._quit() if self._round % 20 == 0 else self._kill()
            except AssertionError as error:
                # What was waited for did not come; the program was killed then.
                self.report.stuck.append(f"round {self._round}: {error}")
        self._quit()
        return self.report

    # -- one start ---------------------------------------------------------------------------

    def _kill(self) -> None:
        if self._chance.random() < _STARTING:
            # What the last kill left behind may be set right, or half so.
            with self._desk.start(lines=_LINES, wait="") as terminal:
                self._let_run(terminal, self._chance.uniform(0, _START))
                self._end(terminal, "starting")
            return
        with self._started() as terminal:
            to_ballot(terminal, RATER)
            self._wait_for_ballot(terminal)
            kind = self._act(terminal)
            self._end(terminal, kind)
            self._seen = shown_marks(terminal, RATER, COLUMNS)
            self._said_in = "ballot is in" in terminal.text()
            self._tail = bytes(terminal.log[-300:])

    def _act(self, terminal: Terminal) -> str:
        """Do something, up to the moment of the kill; returns what."""
        if len(self._kept) == len(self._people) * COLUMNS and self._chance.random() < _CONFIRMED:
            self._confirm(terminal)
            return "confirming"
        in_one = self._chance.random() < 0.5
        self._type(terminal, in_one=in_one)
        return "in a burst" if in_one else "keying"

    def _quit(self) -> None:
        with self._started() as terminal:
            to_ballot(terminal, RATER)
            self._wait_for_ballot(terminal)
            terminal.press("escape")
            terminal.wait_for("whose ballot?")
            terminal.press("escape")
            to_home(terminal)
            terminal.press("q")
            code = terminal.wait_exit()
            self.report.quits += 1
            if code or terminal.disorder():
                self.report.disorder.append(f"{code} {terminal.disorder()}")

    def _started(self) -> Terminal:
        terminal = self._desk.start(lines=_LINES)
        try:
            # Said once after a program that died at a ballot.
            terminal.settle()
            if _NEWS in terminal.text():
                terminal.press("enter")
                terminal.wait_gone(_NEWS)
            self._check()
        except BaseException:
            with terminal:
                raise
        return terminal

    def _end(self, terminal: Terminal, kind: str) -> None:
        self.report.kinds[kind] = self.report.kinds.get(kind, 0) + 1
        terminal.kill(signal.SIGKILL)
        terminal.wait_exit()
        self.report.kills += 1
        journal = self._desk.database.with_name(f"{self._desk.database.name}-journal")
        self.report.journals += journal.exists() and journal.stat().st_size > 0

    # -- the clerk ---------------------------------------------------------------------------

    def _wait_for_ballot(self, terminal: Terminal) -> None:
        def is_as_kept(shown: Terminal) -> bool:
            # The cell under the cursor is shown otherwise.
            seen = shown_marks(shown, RATER, COLUMNS)
            return seen.items() <= self._kept.items() and len(seen) >= len(self._kept) - 1

        terminal.wait_for(is_as_kept)

    def _type(self, terminal: Terminal, *, in_one: bool) -> None:
        first = len(self._kept) % (len(self._people) * COLUMNS)
        if first == 0 and self._kept:
            terminal.press("ctrl+home")
        marks = list(self._marks_from(first))
        self._typed = marks
        keys = "".join(str(mark // 10) for _cell, mark in marks)
        seconds = self._chance.uniform(0.01, _LONGEST)
        if in_one:
            terminal.send(keys)
            self._let_run(terminal, seconds)
            return
        begun = perf_counter()
        for number, key in enumerate(keys):
            self._let_run(terminal, min(begun + number / PACE, begun + seconds) - perf_counter())
            if perf_counter() >= begun + seconds:
                break
            terminal.send(key)
            self.report.keys += 1
        self.report.seconds += perf_counter() - begun

    def _marks_from(self, first: int) -> Iterator[tuple[tuple[str, str, int], int]]:
        """The marks of the rest of the ballot, other ones each time; two digits each."""
        for place in range(first, len(self._people) * COLUMNS):
            row, column = divmod(place, COLUMNS)
            mark = 30 + (row + self._round) % 10 if column == 0 else 10 + (row + self._round) % 5
            yield (RATER, self._people[row], column), mark * 10

    def _confirm(self, terminal: Terminal) -> None:
        terminal.press("f10")
        terminal.wait_for(CONFIRM)
        self._confirmed = True
        terminal.press("y")
        self._let_run(terminal, self._chance.uniform(0, _CONFIRMING))

    @staticmethod
    def _let_run(terminal: Terminal, seconds: float) -> None:
        end = perf_counter() + seconds
        while (rest := end - perf_counter()) > 0:
            terminal.settle(rest, timeout=0)

    # -- what came of it ---------------------------------------------------------------------

    def _check(self) -> None:
        """With the program started again: what is on disk, beside what was shown and typed."""
        where = f"round {self._round}"
        kept = self._desk.marks(TIER)
        if kept not in self._prefixes():
            self.report.lost.append(f"{where}: the disk holds what was not typed in that order")
        typed = dict(self._typed)
        for cell, mark in self._seen.items():
            # Where the mark from before was still shown, the new one may be on disk already.
            if kept.get(cell) not in {mark, typed.get(cell, mark)}:
                told = f"{where}: {cell} was shown as {mark}, kept as {kept.get(cell)}"
                self.report.lost.append(f"{told}; the last bytes shown: {self._tail!r}")
        self.report.accepted += sum(
            self._seen.get(cell) == mark != self._kept.get(cell) for cell, mark in self._typed
        )
        is_in = self._desk.states(TIER).get(RATER) == "handed_in"
        if (self._said_in and not is_in) or (is_in and not self._confirmed):
            self.report.lost.append(f"{where}: the ballot is {'' if is_in else 'not '}in")
        self.report.unsound += [
            f"{where}: {each}" for each in soundness.findings(self._desk.database)
        ]
        if is_in:
            self._give_back()
        self._kept, self._typed, self._seen = kept, [], {}
        self._confirmed = self._said_in = False

    def _prefixes(self) -> Iterator[Cells]:
        """What may be on disk: what was, and what was typed since up to some key."""
        state = dict(self._kept)
        yield dict(state)
        for cell, mark in self._typed:
            state[cell] = mark
            yield dict(state)

    def _give_back(self) -> None:
        room = enter_room(self._desk.database)
        try:
            open_ballot.give_back(room, PERIOD, TIER, RATER, "again")
        finally:
            room.close()
