"""The real program at a terminal, and what is on disk behind it."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.terminal import Terminal

Cells = dict[tuple[str, str, int], int]
"""(rater, ratee, indicator) -> tenths of a point."""

_MARKS = """
SELECT r.code, e.code, m.*
FROM rating m JOIN ballot b ON b.id = m.ballot_id
JOIN participant r ON r.id = b.rater_id JOIN participant e ON e.id = m.ratee_id
JOIN tier_step t ON t.period_id = b.period_id AND t.number = b.tier_no
WHERE t.key = ?
"""
_STATES = """
SELECT r.code, b.state FROM ballot b JOIN participant r ON r.id = b.rater_id
JOIN tier_step t ON t.period_id = b.period_id AND t.number = b.tier_no WHERE t.key = ?
"""
_ROW = re.compile(r"^[▶ ] ([✔◐·─⊘]) (\S+) +(\S+) +(.*)$", re.MULTILINE)

CONFIRM = "Esc: go back, nothing is changed"
"""What every question before a step that cannot be taken back ends with."""


class Desk:
    """One database, the folders of one person, and programs started on them."""

    def __init__(self, folder: Path, database: Path) -> None:
        self.folder = folder
        self.database = database
        self.environment = {
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_STATE_HOME": str(folder / "state"),
            "TMPDIR": str(folder),
        }

    def start(
        self,
        *arguments: str,
        columns: int = 80,
        lines: int = 24,
        before: str = "",
        database: Path | None = None,
        wait: str | re.Pattern[str] = re.compile(r"\[ Enter \]"),
    ) -> Terminal:
        """Start the app and wait until it shows `wait`; its first screen where none is named.

        `before` is Python that runs in the program's process before it begins.
        """
        code = f"{before}\nimport sys\nfrom kaohe_tui.__main__ import main\nsys.exit(main())"
        program = [sys.executable, "-c", code] if before else [sys.executable, "-m", "kaohe_tui"]
        line = [*program, "--lang", "en", "--db", str(database or self.database), *arguments]
        terminal = Terminal(
            line, columns=columns, lines=lines, env=self.environment, cwd=self.folder
        )
        try:
            if wait:
                terminal.wait_for(wait)
        except AssertionError:
            with terminal:
                raise
        return terminal

    def run(
        self, *arguments: str, input: str = "", before: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of the program to its end; ``before`` as in ``start``."""
        kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ}
        program = [sys.executable, *(("-c", before) if before else ("-m", "kaohe_tui"))]
        return subprocess.run(
            [*program, "--lang", "en", "--db", str(self.database), *arguments],
            cwd=self.folder,
            env=kept | self.environment | {"LC_ALL": "C.UTF-8"},
            input=input,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def marks(self, tier: str = "peer") -> Cells:
        """The marks on disk."""
        return {
            (rater, ratee, n): value
            for rater, ratee, _ratee_id, _ballot_id, *values in self._ask(_MARKS, tier)
            for n, value in enumerate(values)
            if value is not None
        }

    def states(self, tier: str = "peer") -> dict[str, str]:
        """Rater -> the ballot's state on disk."""
        return dict(self._ask(_STATES, tier))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another connection writes and does not come to an end."""
        with closing(sqlite3.connect(self.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    def staff(self) -> list[str]:
        """The codes of the roster's staff, in its order."""
        found = self._ask("SELECT code FROM person WHERE role = 'staff' ORDER BY position")
        return [str(code) for (code,) in found]

    def count(self, table: str) -> int:
        """How many lines a table has."""
        [(count,)] = self._ask(f"SELECT count(*) FROM {table}")
        return int(count)

    def _ask(self, question: str, *values: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=rw", uri=True)) as asked:
            return asked.execute(question, values).fetchall()


_HOME = r"▶ .*\[ Enter \][\s\S]* P Periods"


def wait_until(terminal: Terminal, met: Callable[[], bool], timeout: float = 20) -> None:
    """Read the terminal until a condition outside of it holds."""
    terminal.wait_for(lambda _shown: met(), timeout)


def says(sentence: str) -> Callable[[Terminal], bool]:
    """Whether the screen shows a sentence, over however many lines."""
    wanted = "".join(sentence.split())
    return lambda shown: wanted in "".join(shown.text().split())


def to_home(terminal: Terminal, timeout: float = 20) -> None:
    """Wait until the first screen of the meeting is there."""
    terminal.wait_for(re.compile(_HOME), timeout)


def to_raters(terminal: Terminal) -> None:
    """From home to the raters of the open tier, past what is told after a kill."""
    terminal.press("r")
    terminal.wait_for(re.compile(r"whose ballot\?|What happened last time"))
    if "What happened" in terminal.text():
        terminal.press("enter")
        terminal.wait_for(re.compile(rf"whose ballot\?|{_HOME}"))
        if "whose ballot?" not in terminal.text():
            terminal.press("r")
    terminal.wait_for("whose ballot?")


def begin(terminal: Terminal, name: str = "") -> None:
    """From the raters to the ballot of the one under the cursor."""
    terminal.press("enter")
    sit_down(terminal, name)


def sit_down(terminal: Terminal, name: str = "") -> None:
    """From the handover to the ballot: + until the quiet moment is over."""
    who = re.escape(name)
    terminal.wait_for(re.compile(rf"{who}, please take the keyboard|Enter .*{who}.*'s paper form"))

    def seated(shown: Terminal) -> bool:
        if re.search(r"Rater .* rated \d", shown.text()):
            return True
        shown.press("+")
        return False

    terminal.wait_for(seated)


def choose(terminal: Terminal, code: str) -> None:
    """Put the cursor of the raters on a person, by the code."""
    if re.search(rf"▶ \S {code} ", terminal.text()):
        return
    terminal.press("/")
    terminal.wait_for("Whose ballot?")
    terminal.send(code)
    terminal.wait_for(f"name: {code}_")
    terminal.press("enter")
    terminal.wait_gone("Whose ballot?")
    terminal.wait_for(re.compile(rf"▶ \S {code} "))


def to_ballot(terminal: Terminal, code: str) -> None:
    """From home to a person's ballot."""
    to_raters(terminal)
    choose(terminal, code)
    begin(terminal)


def hand_in(terminal: Terminal) -> None:
    """F10 and the deliberate yes, until the raters listen: what is typed before is thrown away."""
    terminal.press("f10")
    terminal.wait_for(CONFIRM)
    terminal.press("y")
    terminal.wait_for(re.compile("ballot is in|Every ballot of this tier is in"))


def shown_rows(terminal: Terminal) -> Mapping[str, tuple[str, Sequence[str]]]:
    """The ballot as the screen shows it: code -> (sign, what stands after the name)."""
    return {code: (sign, rest.split()) for sign, code, _n, rest in _ROW.findall(terminal.text())}


def shown_marks(terminal: Terminal, rater: str, count: int) -> Cells:
    """The marks that the screen shows and the cursor has left, of a ballot with sections."""
    found: Cells = {}
    for code, (_sign, cells) in shown_rows(terminal).items():
        for number, cell in enumerate(cells[1 : count + 1]):
            if re.fullmatch(r"\d+", cell):
                found[rater, code, number] = int(cell) * 10
    return found


def expected(rater: str, people: Sequence[str], marks: Sequence[int], count: int) -> Cells:
    """Where marks typed one after another belong."""
    return {(rater, people[n // count], n % count): mark * 10 for n, mark in enumerate(marks)}
