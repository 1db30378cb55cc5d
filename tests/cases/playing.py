"""Plays a case: each step in its turn, in a folder of its own that holds all the small files."""

import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, redirect_stderr, redirect_stdout
from datetime import date, timedelta
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any
from unittest import mock

from kaohe_tui import cli, words
from kaohe_tui.domain.width import cell_width
from kaohe_tui.store.database import connections
from tests.cases import doing, scoring
from tests.cases.case import FILES, Case, Step
from tests.services.tampering import Change, force
from tests.terminal import Terminal
from tests.terminal_keys import KEYS

DATABASE = "t.db"
_PATIENCE = 30.0
"""Seconds that a screen may take: the machine may be busy."""
_DAY = re.compile(r"\{today(?:([+-]\d+))?\}")


class Failed(Exception):
    """What did not come of a step, in words."""


class Player:
    """One case being played."""

    def __init__(self, folder: Path, files: Path = FILES) -> None:
        self.folder = folder
        self.app: Terminal | None = None
        """The app that runs."""
        shutil.copytree(files, folder, dirs_exist_ok=True)
        for name in ("home", "tmp"):
            (folder / name).mkdir()
        self.environment = {
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder),
            "COLUMNS": "80",
            **{f"XDG_{name}_HOME": str(folder / name.lower())
               for name in ("CONFIG", "DATA", "STATE")},
        }  # fmt: skip

    def play(self, case: Case) -> None:
        """Take every step.

        Raises:
            Failed: at the first that does not come to what it has to.
        """
        try:
            with self._here():
                for number, step in enumerate(case.steps, 1):
                    try:
                        getattr(self, f"_{step.act}")(step)
                    except (Failed, AssertionError) as failed:
                        did = getattr(step, step.act)
                        raise Failed(f"step {number}, {step.act} {did}: {failed}") from failed
        finally:
            self._end_app()

    @contextmanager
    def _here(self) -> Iterator[None]:
        before, language = Path.cwd(), words.language()
        # Nothing here cuts the power.
        pragmas = [each for each in connections.PRAGMAS if not each.startswith("synchronous")]
        with ExitStack() as stack:
            stack.enter_context(mock.patch.dict(os.environ, self.environment))
            stack.enter_context(
                mock.patch.object(connections, "PRAGMAS", (*pragmas, "synchronous=OFF"))
            )
            stack.callback(words.use_language, language)
            stack.callback(os.chdir, before)
            os.chdir(self.folder)
            yield

    # -- commands ------------------------------------------------------------------------------

    def _run(self, step: Step) -> None:
        code, told = self._command(step, "zh")
        _judge(step, code, told, (*step.says, *step.zh))
        if step.en and code:
            # It changed nothing: it can be asked again.
            again, told = self._command(step, "en")
            _judge(step, again, told, (*step.says, *step.en))

    def _command(self, step: Step, language: str) -> tuple[int, str]:
        database = () if step.bare else ("--db", DATABASE)
        line = ["--lang", language, *database, *shlex.split(_dated(step.run))]
        if step.outside:
            done = subprocess.run(
                [sys.executable, "-m", "kaohe_tui", *line],
                env=os.environ | {"LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                timeout=60,
                check=False,
            )
            return done.returncode, done.stdout + done.stderr
        printed = TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True)
        with redirect_stdout(printed), redirect_stderr(printed):
            code = cli.run(line)
        return code, printed.buffer.getvalue().decode()

    def _score(self, step: Step) -> None:
        period, _space, tier = step.score.partition(" ")
        scoring.score(
            Path(DATABASE), period, tier, dict(step.points or {}), keep_open=step.keep_open
        )

    def _do(self, step: Step) -> None:
        getattr(doing, step.do)(self.folder, self.app)

    # -- files and rows ------------------------------------------------------------------------

    def _other(self, step: Step) -> None:
        statements = tuple((each, ()) for each in filter(str.strip, step.other.split(";")))
        if not force(Path(DATABASE), Change("", "", statements)):
            raise Failed("SQLite refuses it")

    def _ask(self, step: Step) -> None:
        with closing(sqlite3.connect(DATABASE)) as asked:
            found = [list(row) for row in asked.execute(step.ask)]
        if found != step.rows:
            raise Failed(f"{found}, not {step.rows}")

    def _write(self, step: Step) -> None:
        Path(step.write).write_text(_dated(step.text), encoding="utf-8")

    def _edit(self, step: Step) -> None:
        text = Path(step.edit).read_text(encoding="utf-8")
        if step.old not in text:
            raise Failed(f"{step.old} is not in it")
        Path(step.edit).write_text(text.replace(step.old, step.text), encoding="utf-8")

    def _copy(self, step: Step) -> None:
        shutil.copy(step.copy, step.to)

    def _read(self, step: Step) -> None:
        paths = sorted(Path().glob(step.read))
        if not paths:
            raise Failed("there is no such file")
        for path in paths:
            _judge(step, 0, path.read_text(encoding="utf-8"), step.says)

    # -- the app -------------------------------------------------------------------------------

    def _keys(self, step: Step) -> None:
        if self.app is None:
            database = () if step.bare else ("--db", DATABASE)
            line = ["--lang", "zh", *database, *shlex.split(step.arguments)]
            self.app = Terminal(
                [sys.executable, "-m", "kaohe_tui", *line],
                columns=step.size[0],
                lines=step.size[1],
                env=self.environment,
                cwd=self.folder,
            )
            self.app.wait_for("Enter")
        for key in step.keys or ():
            if key in KEYS or len(key) == 1:
                self.app.press(key)
            elif key.startswith("wait:"):
                self._wait(key.removeprefix("wait:"))
            elif key.startswith("until:"):
                _until, again, text = key.split(":", 2)
                self._press_until(again, text)
            else:
                self.app.send(key)
        for text in step.see:
            self._wait(text)
        self.app.settle(0.2)
        shown = _close(self.app.text())
        for text in step.gone:
            if _close(text) in shown:
                raise Failed(f"the screen shows {text}:\n{self.app.text()}")

    def _wait(self, text: str) -> None:
        assert self.app is not None
        self.app.wait_for(lambda shown: _has(text, _close(shown.text())), _PATIENCE)

    def _press_until(self, key: str, text: str) -> None:
        """Press a key again and again, as what is not listened to at once asks for."""
        assert self.app is not None

        def shown(app: Terminal) -> bool:
            if _has(text, _close(app.text())):
                return True
            app.press(key)
            return False

        self.app.wait_for(shown, _PATIENCE)

    def _end_app(self) -> None:
        if self.app is not None:
            with self.app:
                pass
            self.app = None


def _dated(text: str) -> str:
    """The text with its days written out."""
    return _DAY.sub(lambda found: (date.today() + timedelta(int(found[1] or 0))).isoformat(), text)


def _close(text: str) -> str:
    """A text without anything between its words: lines may be broken anywhere."""
    return "".join(text.split())


def _has(wanted: str, told: str) -> bool:
    return any(_close(each) in told for each in wanted.split("|"))


def _judge(step: Step, code: int, told: str, wanted: Sequence[str]) -> None:
    """Whether a command came to what it has to.

    Raises:
        Failed: where it did not.
    """
    codes = [step.code] if isinstance(step.code, int) else step.code
    if code not in codes:
        raise Failed(f"exit code {code}, not {step.code}: {told}")
    if "Traceback" in told:
        raise Failed(told)
    close = _close(_dated(told))
    for text in wanted:
        if not _has(_dated(text), close):
            raise Failed(f"“{text}” is not said: {told}")
    for text in step.never:
        if _close(text) in close:
            raise Failed(f"“{text}” is said: {told}")
    for path, value in (step.json or {}).items():
        if (found := _at(json.loads(told), path)) != value:
            raise Failed(f"{path} is {found!r}, not {value!r}")
    if step.width:
        for line in told.splitlines():
            if cell_width(line) > step.width:
                raise Failed(f"{cell_width(line)} cells: {line}")


def _at(plain: Any, path: str) -> Any:
    """What stands at a path of plain data; None where nothing does."""
    for name in path.split("."):
        if "=" in name:
            key, _equals, value = name.partition("=")
            plain = next((each for each in plain if str(each.get(key)) == value), None)
        elif isinstance(plain, list):
            plain = plain[int(name)] if int(name) < len(plain) else None
        else:
            plain = plain.get(name) if plain else None
    return plain


def play(case: Case, folder: Path) -> str:
    """Play a case in an empty folder.

    Returns:
        What did not come of it; empty where it holds.
    """
    try:
        Player(folder, case.files).play(case)
    except Failed as failed:
        return str(failed)
    return ""
