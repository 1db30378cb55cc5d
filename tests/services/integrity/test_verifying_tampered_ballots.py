"""Ballots of an open tier that were taken away, put in, or put into another state behind kaohe's
back are found at once, and are found still where the tier can be closed over them."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.ballots.open_ballot import give_back, strike_out
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from tests.bureau import key_ballot

PEER = ("q1", "peer")


def _of(code: str) -> str:
    person = f"(SELECT id FROM participant WHERE code = '{code}')"
    return f"(SELECT id FROM ballot WHERE rater_id = {person})"


FIRST = _of("m1")


@pytest.fixture
def opened(room: Room) -> Room:
    """A named tier that is open: four ballots were handed in, one struck out, one given back."""
    steps.open_tier(room, *PEER)
    for rater in ("m1", "m2", "s1", "s2"):
        key_ballot(room, (*PEER, rater))
    strike_out(room, *PEER, "s1", "涂改")
    give_back(room, *PEER, "s2", "看错一行")
    return room


def _force(room: Room, *statements: str) -> None:
    """Write behind the room's back, with no reference checked."""
    with closing(sqlite3.connect(room.database.path)) as other, other:
        for statement in statements:
            other.execute(statement)


CHANGES = {
    "nonce emptied, marks lowered": (
        f"UPDATE ballot SET nonce = '' WHERE id = {FIRST}",
        f"UPDATE rating SET mark_0 = mark_0 - 300 WHERE ballot_id = {FIRST}",
    ),
    "taken away": (
        f"DELETE FROM rating WHERE ballot_id = {FIRST}",
        f"DELETE FROM ballot WHERE id = {FIRST}",
    ),
    "voided": (f"UPDATE ballot SET state = 'void' WHERE id = {FIRST}",),
    "opened": (f"UPDATE ballot SET state = 'open' WHERE id = {FIRST}",),
    "back to the first keying": (f"UPDATE ballot SET state = 'keyed' WHERE id = {FIRST}",),
    "another rater's": (
        "UPDATE ballot SET rater_id = (SELECT id FROM participant WHERE code = 'h')"
        f" WHERE id = {FIRST}",
    ),
    "put in": (
        "INSERT INTO ballot (id, period_id, tier_no, rater_id, state, keying, keyed_by, nonce)"
        " SELECT 999, 1, 0, id, 'handed_in', 1, 'x', 'y' FROM participant WHERE code = 's3'",
        "INSERT INTO rating (ratee_id, ballot_id, mark_0, mark_1) SELECT id, 999, 600, 400"
        " FROM participant WHERE code = 'm1'",
    ),
    "put in as void": (
        "INSERT INTO ballot (id, period_id, tier_no, rater_id, state, keying, keyed_by, nonce)"
        " SELECT 999, 1, 0, id, 'void', 1, 'x', 'y' FROM participant WHERE code = 's3'",
    ),
    "struck out no longer": (f"UPDATE ballot SET state = 'handed_in' WHERE id = {_of('s1')}",),
    "given back no longer": (f"UPDATE ballot SET state = 'handed_in' WHERE id = {_of('s2')}",),
}


def test_nothing_is_amiss_before(opened: Room) -> None:
    assert verify(opened).holds


@pytest.mark.parametrize("what", CHANGES)
def test_it_is_found_while_the_tier_is_open(opened: Room, what: str) -> None:
    _force(opened, *CHANGES[what])
    assert verify(opened).findings


@pytest.mark.parametrize("what", CHANGES)
def test_it_is_found_still_when_the_tier_is_closed(opened: Room, what: str) -> None:
    _force(opened, *CHANGES[what])
    other = enter_room(opened.database.path)
    with suppress(Refusal):
        steps.close_tier(other, *PEER, "到此为止")
    assert verify(other).findings
    other.close()


def test_what_a_file_brought_is_found_as_well(opened: Room, tmp_path: Path) -> None:
    path = tmp_path / "ballots.csv"
    path.write_text("tier,rater,ratee,work,spirit\npeer,s3,s1,50,30\n", encoding="utf-8")
    import_ballots(opened, path, "q1")
    assert verify(opened).holds
    _force(opened, f"UPDATE rating SET mark_0 = 600 WHERE ballot_id = {_of('s3')}")
    assert verify(opened).findings
