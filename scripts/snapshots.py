"""Make tests/ui/snapshots/*.txt: whole screens of the sample bureau as text, in both languages.

    .venv/bin/python -m scripts.snapshots [NAME ...]

Each file is one screen: a line for each row of the terminal, without the blanks at its end. Wide
characters take two cells, so a file stands straight where it is printed in a terminal's font.
Clock, chance, names and settings are fixed: the same program always gives the same files, and what
``git diff`` shows is what changed on the screens. tests/ui/test_snapshots.py compares.
"""

import asyncio
import os
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from tests.ui.meeting_app import MeetingApp, seen, until
from textual.events import Key
from textual.pilot import Pilot
from textual.screen import Screen

from kaohe_tui import words
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.files.roster.roster import understand_roster
from kaohe_tui.files.roster.summary import summary
from kaohe_tui.files.scheme.scheme import parse_scheme
from kaohe_tui.files.sheets.book import Book, Sheet
from kaohe_tui.resources import sample_file
from kaohe_tui.services.ballots.writer import Writer
from kaohe_tui.services.database import sample
from kaohe_tui.services.room.room import Room
from kaohe_tui.ui.screens.ballot.ballot import BallotScreen
from kaohe_tui.ui.screens.home.home import Home
from kaohe_tui.ui.screens.public.notices import Notices
from kaohe_tui.ui.screens.raters.handover import Handover
from kaohe_tui.ui.screens.raters.raters import Raters
from kaohe_tui.ui.screens.record.record import RecordScreen
from kaohe_tui.ui.screens.standings.explain import ExplainScreen
from kaohe_tui.ui.screens.standings.standings import StandingsScreen
from kaohe_tui.ui.screens.start import welcome
from kaohe_tui.ui.screens.tables.preview import Preview, roster_title
from kaohe_tui.ui.screens.tiers.closing import ClosingScreen
from kaohe_tui.ui.screens.tiers.tiers import Tiers
from kaohe_tui.ui.screens.year.grades import GradesScreen
from kaohe_tui.ui.screens.year.year import YearScreen

FOLDER = Path(__file__).parents[1] / "tests" / "ui" / "snapshots"
LANGUAGES = {"zh": "zh_CN", "en": "en"}
"""How a file's name ends -> the language of its screen."""
PERIOD, TIER = "annual", "middle"
"""What the sample is in the middle of."""
NARROW, WIDE = (80, 24), (140, 40)
QUIET = 3
"""How many looks in a row must find the screen as it was."""
REST = "131415" + "".join(
    f"{work}{spirit}{ideas}{spirit}14"
    for work, spirit, ideas in (
        *((34, 14, 13), (35, 12, 12), (37, 14, 14), (33, 12, 11), (38, 14, 14), (33, 12, 12)),
        *((30, 11, 11), (35, 13, 14), (38, 13, 15), (39, 15, 14), (36, 14, 13)),
    )
)
"""The digits that finish the half-keyed ballot."""


@dataclass(frozen=True)
class Shot:
    """One screen to take."""

    screen: Callable[[], Screen[Any]]
    """Makes the screen that the app begins with."""
    keys: tuple[str, ...] = ()
    """What is pressed on it."""
    size: tuple[int, int] = NARROW


PEOPLE = (
    ("××县统计局人员情况一览表（2026年1月）",),
    ("序号", "姓名", "性别", "出生年月", "学历", "科室", "职务", "分管领导", "联系电话", "备注"),
    ("1", "何光", "男", "1970.02", "大学", "局领导", "局长", "", "13800000001"),
    ("2", "李秀兰", "女", "1975.11", "大学", "局领导", "副局长", "", "13800000002"),
    ("3", "马东", "男", "1980.05", "大学", "综合统计科", "科长", "李秀兰", "13800000003"),
    ("4", "单雄", "男", "1988.09", "研究生", "综合统计科", "一级科员", "李秀兰", "13800000004"),
    ("5", "孙红", "女", "1990.01", "大专", "综合统计科", "联络人", "李秀兰", "13800000005"),
    ("合计", "5人"),
    ("填表人：孙红",),
)
"""A table of people as an office keeps it."""
DAMAGED = (
    *PEOPLE[:4],
    ("2", "马东", "男", "1980.05", "大学", "综合统计科", "科长", "李秀兰"),
    ("2", "单雄", "男", "1988.09", "研究生", "综合统计科", "一级科员", "李秀兰"),
    ("2", "孙红", "女", "1990.01", "大专", "综合统计科", "科员", "李秀"),
)
"""A table with something wrong in three lines."""


def _preview(rows: Sequence[Sequence[str]]) -> Preview[Roster]:
    """Make the preview of a table as the sample's scheme has its people."""
    text = sample_file("scheme.toml", words.language()).read_text(encoding="utf-8")
    scheme = parse_scheme(text, "scheme.toml")
    book = Book("人员情况表.xlsx", [Sheet("在职人员", [list(row) for row in rows])])
    return Preview(
        roster_title(book.file),
        lambda choices: understand_roster(book, scheme, choices),
        lambda roster: summary(roster, scheme),
    )


BALLOT = ("enter", "plus")
"""From the list of raters to the half-keyed ballot."""
SHOTS = {
    "home": Shot(Home),
    "home-wide": Shot(Home, size=WIDE),
    "help": Shot(Home, ("question_mark",)),
    "tiers": Shot(Tiers),
    "raters": Shot(lambda: Raters(TIER)),
    "ballot": Shot(lambda: Raters(TIER), (*BALLOT, *REST[:11])),
    "ballot-wide": Shot(lambda: Raters(TIER), BALLOT, WIDE),
    "ballot-end": Shot(lambda: Raters(TIER), (*BALLOT, *REST, "f10")),
    "standings": Shot(StandingsScreen),
    "standings-wide": Shot(StandingsScreen, size=WIDE),
    "explanation": Shot(lambda: ExplainScreen("35")),
    "closing": Shot(lambda: ClosingScreen(TIER)),
    "grades": Shot(lambda: GradesScreen("q1")),
    "notices": Shot(lambda: Notices("q1")),
    "year": Shot(YearScreen),
    "record": Shot(RecordScreen),
    "welcome": Shot(welcome.Welcome),
    "preview": Shot(lambda: _preview(PEOPLE), ("3", "2")),
    "preview-answers": Shot(lambda: _preview(PEOPLE), ("5",)),
    "preview-faults": Shot(lambda: _preview(DAMAGED)),
}


class Still(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: Any = None) -> "Still":
        """The one moment there is."""
        return cls(2026, 12, 28, 9, 30, tzinfo=tz)


class StillDate(date):
    """A calendar that stands still."""

    @classmethod
    def today(cls) -> "StillDate":
        """The one day there is."""
        return cls(2026, 12, 28)


@contextmanager
def still(folder: Path) -> Iterator[None]:
    """Fix all that differs from run to run and from machine to machine.

    Args:
        folder: for settings and data; empty.
    """
    chance = random.Random(2026)
    secrets = SimpleNamespace(
        choice=chance.choice, token_hex=lambda size: chance.randbytes(size).hex()
    )
    environment = {
        **{key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ},
        **{f"XDG_{name}_HOME": str(folder / name) for name in ("CONFIG", "DATA", "STATE")},
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "LOGNAME": "陈静",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TZ": "Asia/Shanghai",
    }
    store = "kaohe_tui.store"
    with ExitStack() as fixed:
        fixed.enter_context(patch.dict(os.environ, environment, clear=True))
        fixed.enter_context(patch.object(sample, "datetime", Still))
        fixed.enter_context(patch.object(welcome, "date", StillDate))
        # However slow the disk is, a mark is on it before it is drawn.
        fixed.enter_context(patch.object(Writer.__init__, "__defaults__", (60.0,)))
        fixed.enter_context(patch.object(Handover, "quiet", 0.01))
        fixed.enter_context(patch.dict(Room.__init__.__kwdefaults__, {"clock": Still.now}))
        for module in ("seals.seals", "secrecy.receipts", "secrecy.urn"):
            fixed.enter_context(patch(f"{store}.{module}.secrets", secrets))
        urandom = SimpleNamespace(urandom=chance.randbytes)
        fixed.enter_context(patch(f"{store}.secrecy.urn.os", urandom))
        yield


@cache
def _sample(language: str) -> bytes:
    """The sample bureau in a language, made once."""
    with TemporaryDirectory() as name, still(Path(name)):
        path = Path(name) / "sample.db"
        sample.make_demo(path, language).close()
        return path.read_bytes()


async def settle(app: MeetingApp, pilot: Pilot[None]) -> None:
    """Wait until the screen holds still and nothing works behind it."""
    before, quiet = "", 0
    while quiet < QUIET:
        # All threads beside the screen are one: what it was given before this is done by now.
        await asyncio.get_running_loop().run_in_executor(None, _nothing)
        await pilot.pause()
        now = seen(app)
        quiet = quiet + 1 if now == before else 0
        before = now


def type_ahead(app: MeetingApp, digit: str) -> None:
    """Type a digit without a look at what it does; the pilot's key waits for an idle program."""
    event = Key(digit, digit)
    event.set_sender(app)
    assert app._driver
    app._driver.send_message(event)


def _nothing() -> None:
    pass


async def taken(name: str, ending: str) -> str:
    """What a screen shows, as its file has it.

    Args:
        name: one of ``SHOTS``.
        ending: one of ``LANGUAGES``.
    """
    shot, language = SHOTS[name], LANGUAGES[ending]
    needs = name != "welcome"
    content = _sample(language) if needs else b""
    spoken = words.language()
    with TemporaryDirectory() as folder, still(Path(folder)):
        words.use_language(language)
        try:
            path = Path(folder) / "kaohe.db"
            if needs:
                path.touch(mode=0o600)
                path.write_bytes(content)
            app = MeetingApp(path if needs else None, PERIOD, shot.screen())
            app.is_named = True
            asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
            async with app.run_test(size=shot.size) as pilot:
                await settle(app, pilot)
                for key in shot.keys:
                    if key.isdecimal() and isinstance(app.screen, BallotScreen):
                        type_ahead(app, key)
                        continue
                    await until(pilot, lambda: _listens(app.screen))
                    await pilot.press(key)
                    if not key.isdecimal():
                        await settle(app, pilot)
                await settle(app, pilot)
                return seen(app) + "\n"
        finally:
            words.use_language(spoken)


def _listens(screen: Screen[Any]) -> bool:
    """Whether keys mean something: between two raters they do only after a moment."""
    return not isinstance(screen, Handover) or screen._listening


def file_of(name: str, ending: str) -> Path:
    """Where a screen is kept."""
    return FOLDER / f"{name}.{ending}.txt"


def main() -> None:
    """Make those that are named, or all."""
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:] or SHOTS:
        for ending in LANGUAGES:
            text = asyncio.run(taken(name, ending))
            file_of(name, ending).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
