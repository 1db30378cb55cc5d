"""Databases that former versions made: they verify, replay and read as they did; tests/former."""

import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kaohe_tui import words
from kaohe_tui.domain.record.chain import FIELDS, link
from kaohe_tui.domain.result.published import contract
from kaohe_tui.domain.standings.withholding import FEWEST
from kaohe_tui.services.access import operators
from kaohe_tui.services.counting import overview
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.database import restoring
from kaohe_tui.services.database.opening import enter_room, look
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.record import entry_view, reading
from kaohe_tui.services.record.replaying import Replay
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.services.year.year import grading_of
from kaohe_tui.store.database.engine import Database
from kaohe_tui.store.database.migrations import HEAD

FOLDER = Path(__file__).parents[2] / "former"
NAMES = sorted(path.name.removesuffix(".db.gz") for path in FOLDER.glob("*.db.gz"))


@dataclass(frozen=True)
class Former:
    """A copy of a former database, opened by today's program."""

    name: str
    room: Room
    before: bytes
    """The file before it was opened."""
    said: dict[str, Any]
    """What the program that made it said of it."""

    @property
    def is_chained(self) -> bool:
        """Whether its record was chained when it was made."""
        return "chain" in self.said["record"][0]

    def entries(self) -> list[dict[str, Any]]:
        """The record as it is now, as rows."""
        with closing(sqlite3.connect(self.room.database.path)) as connection:
            return _rows(connection)


def _rows(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    connection.row_factory = sqlite3.Row
    return [dict(row) for row in connection.execute("SELECT * FROM record ORDER BY id")]


@pytest.fixture(params=NAMES)
def former(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Former]:
    """Each of them in its turn."""
    before = gzip.decompress((FOLDER / f"{request.param}.db.gz").read_bytes())
    said = json.loads((FOLDER / f"{request.param}.json").read_text(encoding="utf-8"))
    path = tmp_path / "2026.db"
    path.write_bytes(before)
    room = enter_room(path)
    yield Former(request.param, room, before, said)
    room.close()


def test_the_record_verifies(former: Former) -> None:
    found = verify(former.room)
    assert found.holds, found.findings
    assert found.results >= 1
    if then := former.said["verify"]:
        assert then["findings"] == []
        # Those that later ones replaced are made again too, where the record kept enough.
        assert found.results >= then["results"]


def test_every_entry_is_the_same_text_for_text_and_hash_for_hash(former: Former) -> None:
    then, now = former.said["record"], former.entries()
    assert len(then) > 50
    assert [{name: row[name] for name in then[0]} for row in now[: len(then)]] == then
    added = {row["action"] for row in now[len(then) :]}
    assert added <= {"upgrade", "unlink"}
    if not former.is_chained:
        assert all(row["seal"] == "" for row in now[: len(then)])
    chain = ""
    for number, row in enumerate(now, 1):
        chain = link(chain, number, {name: row[name] for name in FIELDS})
        assert (row["id"], row["chain"]) == (number, chain)
    if then_verified := former.said["verify"]:
        assert now[then_verified["entries"] - 1]["chain"] == then_verified["head"]


def _today(room: Room, key: str) -> dict[str, Any]:
    """What ``kaohe standings --json`` says of the period now."""
    here, frozen = room.period(key), overview.result(room, key)
    found = frozen.standings if frozen else Board(room, key).standings
    grading = grading_of(here, found, closed=here.steps.closed)
    return contract(key, found, grading, here.scheme)


def _as_it_was(former: Former, key: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The standings of then and of now, without what a later version shows otherwise on purpose."""
    then, now = former.said["standings"][key], _today(former.room, key)
    for row in then["standings"]:
        if 0 < row["tiers"]["all"]["ratings"] < FEWEST:
            # Whoever gets few ratings in a secret tier is shown with the score alone.
            row["tiers"] = {k: tier | {"mean": None} for k, tier in row["tiers"].items()}
    if former.name == "0001":
        # It proposed no grades.
        for row in (*then["standings"], *now["standings"]):
            del row["proposed_grade"]
    return then, now


@pytest.mark.parametrize("key", ["q1", "q2"])
def test_the_standings_of_each_period_are_as_they_were(former: Former, key: str) -> None:
    then, now = _as_it_was(former, key)
    assert all(row["score"] for row in then["standings"])
    assert now == then


def test_a_secret_tier_that_is_open_counts_once_it_is_closed(former: Former) -> None:
    """Former versions counted what was handed in before."""
    room = former.room
    _sign_in(room)
    assert {row["score"] for row in _today(room, "q3")["standings"]} == {None}
    steps.close_tier(room, "q3", "all", "到此为止")
    rows = {row["code"]: row for row in _today(room, "q3")["standings"]}
    # Of three ballots the third lacks s4, and nobody rates himself.
    ratings = {code: row["tiers"]["all"]["ratings"] for code, row in rows.items()}
    assert ratings == {"l": 3, "m": 2, "s1": 2, "s2": 3, "s3": 3, "s4": 2}
    assert verify(room).holds


def _sign_in(room: Room) -> None:
    if room.keyboard.guarded or operators.may_sign_in(room):
        operators.sign_in(room, "主持", "2580")


def test_it_replays_at_every_entry(former: Former) -> None:
    room = former.room
    _sign_in(room)
    for key in ("q1", "q2", "q3"):
        replay = Replay(room, key)
        for number in range(1, replay.entries + 1):
            assert replay.at(number).period_room.key == key
            replay.moves(number)
    frozen = overview.result(room, "q1")
    assert frozen is not None
    then = Replay(room, "q1").at(len(former.said["record"]))
    assert (then.result, then.standings) == (frozen, frozen.standings)
    # The second quarter was not closed: what counted then is counted again.
    now = Replay(room, "q2").at(len(former.said["record"])).standings
    assert {row.person.code for row in now.rows} == {"l", "m", "s1", "s2", "s3", "s4"}
    assert now.has_scores


def test_every_entry_reads_in_both_languages(former: Former) -> None:
    _sign_in(former.room)
    chinese, english = (_told(former, language) for language in ("zh_CN", "en"))
    # What has no words is told as it stands, in both the same.
    assert [both for both in zip(chinese, english, strict=True) if both[0] == both[1]] == []


def _told(former: Former, language: str) -> list[str]:
    """A sentence for each entry that was there, after a look at all that the entry holds."""
    before, told = words.language(), []
    words.use_language(language)
    try:
        called = reading.names(former.room)
        for row in former.said["record"]:
            entry = reading.entry(former.room, row["id"])
            assert all(name or value for name, value in entry_view.lines(entry, called))
            told.append(str(entry_view.plain(entry, called)["told"]))
    finally:
        words.use_language(before)
    return told


def test_the_copy_of_before_is_kept(former: Former) -> None:
    path = former.room.database.path
    kept = path.with_name(f"{path.stem}.before-{HEAD}.db")
    with closing(sqlite3.connect(":memory:")) as old:
        old.deserialize(former.before)
        (revision,) = old.execute("SELECT version_num FROM alembic_version").fetchone()
        assert kept.exists() == (revision != HEAD)
        if kept.exists():
            with closing(sqlite3.connect(kept)) as copy:
                assert list(copy.iterdump()) == list(old.iterdump())


def test_a_look_ends_a_leading_on_that_was_cut_off(former: Former, tmp_path: Path) -> None:
    """Killed when it had today's tables, and secret ballots were with their raters' names still."""
    path = tmp_path / "half.db"
    path.write_bytes(former.before)
    Database.open(path).close()
    room = look(path)
    found = verify(room)
    room.close()
    assert found.findings == ()


def test_it_can_be_restored(former: Former, tmp_path: Path) -> None:
    """What was kept before the leading on, say."""
    copy, path = tmp_path / "copy.db", tmp_path / "restored.db"
    copy.write_bytes(former.before)
    with restoring.planned(path, copy) as plan:
        restoring.restore(plan, "何局长")
    room = enter_room(path)
    found = verify(room)
    room.close()
    assert found.findings == ()
    assert copy.read_bytes() == former.before
