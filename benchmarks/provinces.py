"""Bureaus of any size as files, up to a province: scheme, roster in sections, marks from a seed.

Everybody rates everybody of the own section, so that a section of 301 gives each person 300 raters
however many people there are.
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.database import starting
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps

PERIOD, TIER = "q1", "peer"
SEED = 20260101
FIVE = (40, 15, 15, 15, 15)
"""The points of a usual form."""
FIFTEEN = (10,) * 5 + (5,) * 10
"""The points of a long form."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a bureau is."""

    people: int
    section: int
    """People in a section: each is rated by all the others of it."""
    points: tuple[int, ...] = FIVE
    """Of the form's indicators."""
    reveal: str = "ballot"

    @property
    def ratings(self) -> int:
        """Ratings of everybody together."""
        return self.people * (self.section - 1)

    @property
    def marks(self) -> int:
        """Marks on all of them."""
        return self.ratings * len(self.points)


def scheme_text(size: Size) -> str:
    """The scheme file."""
    indicators = "".join(
        f'[[indicators]]\nkey = "i{number}"\nname = "指标{number}"\npoints = {points}\n'
        for number, points in enumerate(size.points)
    )
    return (
        'name = "考核方案"\nyear = 2026\n'
        '[scoring]\nmethod = "tiers"\nstep = "0.5"\ndecimals = 2\nrank = "by_role"\n'
        f"{indicators}"
        f'[[tiers]]\nkey = "{TIER}"\nname = "互评"\nraters = ["staff"]\nratees = ["staff"]\n'
        f'scope = "section"\nweight = 100\ntrim = 1\nreveal = "{size.reveal}"\n'
        f'[[periods]]\nkey = "{PERIOD}"\nname = "一季度"\nweight = 100\n'
    )


def sections(size: Size) -> Iterator[tuple[str, list[str]]]:
    """Each section's name with its people's codes."""
    codes = [f"P{number:04d}" for number in range(1, size.people + 1)]
    for number, first in enumerate(range(0, size.people, size.section), 1):
        yield f"{number:03d}科", codes[first : first + size.section]


def write_files(size: Size, folder: Path) -> tuple[Path, Path, Path]:
    """Write scheme, roster and ballots; returns their paths in this order."""
    scheme, roster, ballots = (folder / n for n in ("scheme.toml", "roster.csv", "ballots.csv"))
    scheme.write_text(scheme_text(size), encoding="utf-8")
    chance = random.Random(SEED)
    with roster.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["code", "name", "section", "role", "supervisors", "identity", "clerk_note"])
        for section, codes in sections(size):
            rows.writerows(
                (code, f"人员{code[1:]}", section, "staff", "", "", "") for code in codes
            )
    with ballots.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["tier", "rater", "ratee", *(f"i{n}" for n in range(len(size.points)))])
        for _section, codes in sections(size):
            for rater in codes:
                for ratee in codes:
                    if ratee != rater:
                        rows.writerow([TIER, rater, ratee, *_marks(size, chance)])
    return scheme, roster, ballots


def _marks(size: Size, chance: random.Random) -> Iterator[str]:
    for points in size.points:
        halves = chance.randint(points + points // 2, points * 2)
        yield f"{halves // 2}.5" if halves % 2 else str(halves // 2)


def opened(size: Size, folder: Path) -> tuple[Room, Path]:
    """A database with its tier open and no ballots yet, and the file that holds them."""
    scheme, roster, ballots = write_files(size, folder)
    room = starting.new_year(folder / "kaohe.db", scheme, roster)
    steps.open_tier(room, PERIOD, TIER)
    return room, ballots


def filled(size: Size, folder: Path) -> Path:
    """A database whose ballots are all in."""
    room, ballots = opened(size, folder)
    import_ballots(room, ballots, PERIOD)
    room.close()
    return folder / "kaohe.db"
