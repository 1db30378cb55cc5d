"""Generated bureaus of any size, and a desk at each: the program itself on a real file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from tests.bureau import scheme_of, write_files
from tests.terminal import Terminal
from tests.whole.desk import Desk, to_ballot

from kaohe_tui.files.ballots.given import Given, Stretch
from kaohe_tui.resources import shipped
from kaohe_tui.services.ballots.importing import take
from kaohe_tui.services.database import starting
from kaohe_tui.services.tiers import steps

PERIOD, TIER = "q1", "peer"
MAXIMA = (40, 15, 15, 15, 15)
"""The points of the indicators."""
_NAMES = ("工作业绩", "精神状况", "开拓创新", "协调协作", "廉政勤政")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平"
_SECTIONS = ("办公室", "农业科", "工业科", "综合科", "贸易科")


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder on the disk that the project lies on, and not in memory; gone afterwards."""
    with TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as folder:
        yield Path(folder).resolve()


def codes(people: int) -> list[str]:
    """The codes of a bureau's people."""
    return [f"p{number:04}" for number in range(people)]


def one_tier(scope: str = "all", **scoring: Any) -> str:
    """A scheme of one tier in which staff rate staff, with the standings moving at each row.

    Args:
        scope: whom somebody rates.
        scoring: what else is in the table of scoring.
    """
    indicators = enumerate(zip(_NAMES, MAXIMA, strict=True))
    staff = {"raters": ["staff"], "ratees": ["staff"]}
    return scheme_of(
        "评测局考核方案",
        {"method": "tiers", "step": "1", "decimals": 2, "rank": "by_role", **scoring},
        [(f"i{number}", name, most) for number, (name, most) in indicators],
        {TIER: {"name": "互评", **staff, "scope": scope, "weight": 100, "reveal": "row"}},
        [(PERIOD, "一季度", 100)],
    )


def bureau(folder: Path, people: int, *, ballots: int = 0) -> Desk:
    """A desk at a bureau where all rate all, with the standings moving at each row.

    Args:
        folder: where its file goes.
        people: how many there are.
        ballots: of how many raters, from the last one back, the ballot is keyed already.
    """
    folder.mkdir()
    lines = ["code,name,section,role,supervisors"]
    for number, code in enumerate(codes(people)):
        name = _SURNAMES[number % 20] + _GIVEN[number // 20 % 20] + _GIVEN[number * 7 % 20]
        lines.append(f"{code},{name},{_SECTIONS[number % 5]},staff,")
    files = write_files(folder, one_tier(), "\n".join(lines) + "\n")
    room = starting.new_year(folder / "year.db", *files)
    steps.open_tier(room, PERIOD, TIER)
    if ballots:
        take(room, list(_given(codes(people), ballots)), PERIOD, "ballots.csv")
    room.close()
    return Desk(folder, folder / "year.db")


def _given(people: list[str], ballots: int) -> Iterator[Stretch]:
    """Marks that tell people apart, as those of a real bureau do; the same at every run."""
    number, chance = 0, Random(2026)
    worth = {code: chance.uniform(0.7, 0.95) for code in people}
    for rater in people[len(people) - ballots :]:
        ratings: list[Given] = []
        for ratee in people:
            if ratee == rater:
                continue
            number += 1
            given = (min(most, round(most * chance.gauss(worth[ratee], 0.05))) for most in MAXIMA)
            ratings.append(Given(number + 1, ratee, tuple(mark * 10 for mark in given)))
        yield Stretch(TIER, rater, ratings)


def sample_bureau(folder: Path, period: str) -> Desk:
    """A desk at the sample bureau with the first tier of a period open and no ballot in.

    The tier is not secret here: what was keyed is compared with the file, ballot by ballot.

    Args:
        folder: where its file goes.
        period: the first one has a roster of its own, which is then the whole year's.
    """
    folder.mkdir()
    sample = shipped("sample_data")
    roster = sample / ("roster-q1.csv" if period == PERIOD else "roster.csv")
    text = (sample / "scheme.toml").read_text(encoding="utf-8")
    scheme = folder / "scheme.toml"
    scheme.write_text(text.replace("secret = true", "secret = false"), encoding="utf-8")
    room = starting.new_year(folder / "year.db", scheme, roster)
    steps.open_tier(room, period, TIER)
    room.close()
    return Desk(folder, folder / "year.db")


def marks_of_row(number: int) -> tuple[int, ...]:
    """Marks of two digits each for the row of that number, as a rater gives them."""
    return tuple(
        max(most - 1 - (number * 7 + column * 3 + number // 5) % 5, 10)
        for column, most in enumerate(MAXIMA)
    )


@contextmanager
def at_ballot(desk: Desk, rater: str, size: tuple[int, int]) -> Iterator[Terminal]:
    """The program at a desk, a rater's ballot on its screen, nothing more to be drawn."""
    with desk.start(columns=size[0], lines=size[1]) as terminal:
        to_ballot(terminal, rater)
        terminal.settle(0.3)
        yield terminal
