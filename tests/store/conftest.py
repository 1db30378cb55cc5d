"""A database file with one open period of three people and one begun ballot."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.database.engine import Database
from kaohe_tui.store.periods import people, periods, schemes

ROSTER = Roster(
    (
        Person(
            "003", "王芳", "农业科", Role.STAFF, ("901", "902"), "公务员", "试用", "wf wang fang"
        ),
        Person("001", "买买提·艾力", "综合科", Role.MIDDLE, ("901",)),
        Person("901", "张三[/]", "", Role.LEADER),
    )
)


@dataclass(frozen=True)
class Filled:
    """An open database and the ids of what is in it."""

    database: Database
    period: int
    ids: dict[str, int]
    ballot: int


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "县 统计局%20.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    opened = Database.create(path)
    yield opened
    opened.close()


@pytest.fixture
def filled(database: Database) -> Filled:
    with database.writing() as tx:
        scheme = schemes.put_scheme(tx, "[scheme]", "f1")
        period = periods.open_period(tx, "q1", scheme, "f1", "r1", ["peer", "middle"])
        people.freeze_roster(tx, period, ROSTER)
        ids = dict(people.participants(tx, period).ids)
        ballot = ballots.begin(tx, period, 0, ids["001"]).id
    return Filled(database, period, ids, ballot)
