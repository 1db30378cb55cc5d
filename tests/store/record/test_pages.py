"""The record read in parts, on real files."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from kaohe_tui.domain.record.events import HandedIn, RecordKind, Recused, Texts, Unknown
from kaohe_tui.store.database.engine import Database
from kaohe_tui.store.record import pages, records
from kaohe_tui.store.record.pages import Wanted
from kaohe_tui.store.seals import chain

LINES = (
    ("陈静", "open_tier", "q1", "peer", "", "", "", ""),
    ("周敏", "hand_in", "q1", "peer", "s1", "", "abc", ""),
    ("周敏", "hand_in", "q1", "peer", "s10", "", "abc", ""),
    ("陈静", "recuse", "q1", "peer", "s1>m1", "", "", "近亲属"),
    ("陈静", "recuse", "q1", "peer", "m1>s1", "", "", "近亲属"),
    ("陈静", "close_tier", "q1", "peer", "", "m2:3;s1:2", "", "到时间"),
    ("陈静", "close_tier", "q1", "peer", "", "s10:3", "", "到时间"),
    ("陈静", "give_back", "q1", "peer", "m2", '{"m2":{"marks":{"s1":[500,300]}}}', "", "填错_50%"),
    ("陈静", "change_roster", "", "", "", "f", "f joined:s1 moved:s9;s8", ""),
    ("周敏", "hand_in", "q1", "peer", "12", "", "", ""),
    ("陈静", "close_period", "q1", "", "12", "", "digest", ""),
    ("root", "fly_away", "", "", "", "", "", "Reason\\"),
    ("root", "sign_in", "", "", "s1", "", "host", ""),
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database.create(tmp_path / "kaohe.db")
    with made.writing() as tx:
        for day, (actor, action, period, tier, subject, old, new, reason) in enumerate(LINES, 1):
            at = f"2026-07-{day:02}T09:00:00+08:00"
            texts = Texts(period, tier, subject, old, new, reason)
            chain.add(tx, at, actor, Unknown(stored=action, **texts._asdict()))
    yield made
    made.close()


def found(database: Database, **wanted: object) -> list[int]:
    with database.reading() as tx:
        return list(pages.numbers(tx, Wanted(**wanted)))  # type: ignore[arg-type]


EVERYTHING = list(range(1, len(LINES) + 1))


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({}, EVERYTHING),
        ({"person": "s1"}, [2, 4, 5, 6, 8, 9]),
        ({"person": "s10"}, [3, 7]),
        ({"person": "m1"}, [4, 5]),
        ({"person": "s8"}, [9]),
        ({"person": "12"}, []),
        ({"person": "s_"}, []),
        ({"person": "%"}, []),
        ({"operator": "周敏"}, [2, 3, 10]),
        ({"operator": "周"}, []),
        ({"kind": RecordKind.STEPS}, [1, 4, 5, 6, 7, 11]),
        ({"kind": RecordKind.TASKS}, []),
        ({"kind": RecordKind.OPERATORS}, [13]),
        ({"kind": RecordKind.OTHER}, [12]),
        ({"period": "q1"}, [1, 2, 3, 4, 5, 6, 7, 8, 10, 11]),
        ({"period": ""}, [9, 12, 13]),
        ({"tier": "peer", "operator": "周敏"}, [2, 3, 10]),
        ({"since": "2026-07-09"}, [9, 10, 11, 12, 13]),
        ({"text": "亲属"}, [4, 5]),
        ({"text": "_50%"}, [8]),
        ({"text": "_"}, [1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13]),
        ({"text": "reason\\"}, [12]),
        ({"text": "'; DROP TABLE record"}, []),
    ],
)
def test_what_fits_is_found(
    database: Database, wanted: dict[str, object], numbers: Sequence[int]
) -> None:
    assert found(database, **wanted) == list(numbers)


def test_only_later_ones(database: Database) -> None:
    with database.reading() as tx:
        assert list(pages.numbers(tx, Wanted(), 8)) == [9, 10, 11, 12, 13]
        assert list(pages.numbers(tx, Wanted(operator="陈静"), 5)) == [6, 7, 8, 9, 11]


def test_a_window_in_any_order(database: Database) -> None:
    with database.reading() as tx:
        assert [e.id for e in pages.entries(tx, [9, 99, 2])] == [9, 2]
        whole = records.entries(tx)
        assert pages.entries(tx, EVERYTHING) == whole
        assert pages.count(tx) == len(whole)
        assert pages.actors(tx) == ["root", "周敏", "陈静"]


def test_a_window_wider_than_one_statement(database: Database) -> None:
    with database.writing() as tx:
        for _number in range(1200):
            chain.add(tx, "2026", "x", Unknown(stored="hand_in"))
    with database.reading() as tx:
        assert len(pages.entries(tx, range(1, 1214))) == 1213


def test_of_a_period_the_actions_asked_for(database: Database) -> None:
    with database.reading() as tx:
        some = pages.of_period(tx, "q1", [HandedIn, Recused])
    assert [(e.id, e.subject) for e in some] == [
        (2, "s1"), (3, "s10"), (4, "s1>m1"), (5, "m1>s1"), (10, "12"),
    ]  # fmt: skip
