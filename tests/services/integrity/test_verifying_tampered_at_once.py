"""What was done behind kaohe's back is found at once, in a tier that is open still, and by a room
that had looked at everything before."""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.counting.overview import overview, result
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.entries import entries
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.record.reading import Reading
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.services.year import grades
from kaohe_tui.services.year.year import view
from tests.bureau import key_ballot
from tests.services.closed_quarter import SCHEME, close_quarter
from tests.services.conftest import MakeRoom
from tests.services.tampering import findings

PEER = ("q1", "peer")


@pytest.fixture
def opened(room: Room) -> Room:
    """A named tier that is open: two ballots are in, and nothing is amiss."""
    steps.open_tier(room, *PEER)
    key_ballot(room, (*PEER, "m1"), lambda code: (50 + len(code), 30))
    key_ballot(room, (*PEER, "m2"), lambda code: (40 + len(code), 20))
    assert verify(room).holds
    return room


def _force(room: Room, *statements: str) -> None:
    """Write behind the room's back, with the checks of references and rows put out of the way."""
    with closing(sqlite3.connect(room.database.path)) as other, other:
        other.execute("PRAGMA ignore_check_constraints=ON")
        for statement in statements:
            other.execute(statement)


M1 = "(SELECT id FROM participant WHERE code = 'm1')"
M2 = "(SELECT id FROM participant WHERE code = 'm2')"
FIRST = f"(SELECT id FROM ballot WHERE rater_id = {M1})"
MOST = "(SELECT max(id) FROM participant)"


@pytest.mark.parametrize(
    ("statements", "names"),
    [
        (
            (
                f"UPDATE ballot SET rater_id = -1 WHERE rater_id = {M1}",
                f"UPDATE ballot SET rater_id = {M1} WHERE rater_id = {M2}",
                f"UPDATE ballot SET rater_id = {M2} WHERE rater_id = -1",
            ),
            ("马科长", "毛科长"),
        ),
        ((f"UPDATE ballot SET keyed_by = 'x' WHERE rater_id = {M1}",), ("马科长",)),
        ((f"UPDATE ballot SET nonce = nonce || '0' WHERE rater_id = {M1}",), ("马科长",)),
        ((f"UPDATE rating SET mark_0 = mark_0 - 10 WHERE ballot_id = {FIRST}",), ("马科长",)),
        ((f"UPDATE rating SET mark_29 = 1 WHERE ballot_id = {FIRST}",), ("马科长",)),
        ((f"DELETE FROM rating WHERE ballot_id = {FIRST}",), ("马科长",)),
        ((f"INSERT INTO abstention VALUES ({MOST}, {FIRST})",), ("马科长",)),
        ((f"INSERT INTO part_mark VALUES ({MOST}, {FIRST}, 0, 0, 10)",), ("马科长",)),
    ],
    ids=[
        *("swapped raters", "keyed_by", "nonce", "mark", "last column", "ratings gone"),
        *("abstention", "part"),
    ],
)
def test_a_ballot_that_was_handed_in_is_named(
    opened: Room, statements: Sequence[str], names: Sequence[str]
) -> None:
    _force(opened, *statements)
    found = verify(opened).findings
    assert found == findings(opened.database.path)
    for name in names:
        assert any(name in each for each in found), found


# -- a room that has looked ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE adjustment SET count = count + 1",
        "UPDATE veto SET code = 's1'",
        "UPDATE participant SET role = 'middle' WHERE code = 's3'",
        "INSERT INTO recusal (period_key, tier_key, rater_code, ratee_code, reason)"
        " VALUES ('q1', 'peer', 's1', 's2', '')",
        "UPDATE rating SET mark_0 = 0 WHERE ballot_id = (SELECT min(ballot_id) FROM rating)",
        "UPDATE tier_step SET state = 'open' WHERE key = 'head'",
    ],
)
def test_a_room_that_has_looked_finds_what_a_new_one_finds(
    make_room: MakeRoom, tmp_path: Path, statement: str
) -> None:
    room = make_room(SCHEME)
    number = entries.enter_adjustment(room, "q1", "s1", "research", 1, "县委通报")
    entries.approve(room, number, "h")
    entries.enter_veto(room, "q1", "s2", "县委规定的一票否决事项", "县发〔2026〕1号", "县委")
    close_quarter(room)
    before = tmp_path / "before.db"
    shutil.copyfile(room.database.path, before)
    looked = enter_room(room.database.path)
    _look_at_all(looked)
    assert verify(looked).holds
    _force(looked, statement)
    new = findings(looked.database.path)
    assert new
    assert verify(looked).findings == new
    looked.close()


def _look_at_all(room: Room) -> None:
    overview(room, "q1")
    Board(room, "q1")
    result(room, "q1")
    grades.grading(room, "q1")
    view(room)
    Reading(room).window(0, 100)


# -- rows that no entry tells of -------------------------------------------------------------------


@pytest.mark.parametrize("table", ["veto", "operator", "matter_step", "forms", "rater_code"])
def test_a_row_in_a_table_that_nothing_sealed_is_found(room: Room, table: str) -> None:
    assert verify(room).holds
    with closing(sqlite3.connect(room.database.path)) as connection:
        columns = connection.execute(f"PRAGMA table_info('{table}')").fetchall()
    values = ", ".join("1" if kind == "INTEGER" else "'x'" for _id, _name, kind, *_ in columns)
    _force(room, f"INSERT INTO {table} VALUES ({values})")
    found = verify(room).findings
    assert any("no entry of the record mentions" in each for each in found), found
