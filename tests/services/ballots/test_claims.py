"""Holding a ballot while it is keyed."""

import gc
from pathlib import Path

import pytest

from kaohe_tui.services.ballots import claims
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting import overview
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.ballots import claims as holding
from tests.refused import refused


def held_file(room: Room) -> Path:
    return room.database.path.with_name("kaohe.db-held")


@pytest.fixture
def opened(room: Room) -> Room:
    steps.open_tier(room, "q1", "peer")
    return room


def test_a_ballot_is_held_until_it_is_left_or_handed_in(opened: Room) -> None:
    path = opened.database.path
    ballot = OpenBallot(opened, "q1", "peer", "s1")
    [holder] = holding.holders(path)
    assert (holder.ballot.rater, holder.who) == (opened.period("q1").ids["s1"], opened.actor)
    ballot.leave()
    assert holding.holders(path) == ()
    ballot = OpenBallot(opened, "q1", "peer", "s1")
    ballot.hand_in()
    assert holding.holders(path) == ()
    assert not held_file(opened).read_bytes().strip(b"\0")
    ballot.leave()


def test_a_ballot_that_cannot_be_taken_up_is_not_held(opened: Room) -> None:
    OpenBallot(opened, "q1", "peer", "s1").hand_in()
    with refused("ballot-handed-in"):
        OpenBallot(opened, "q1", "peer", "s1")
    assert holding.holders(opened.database.path) == ()


def test_a_ballot_that_is_forgotten_is_let_go(opened: Room) -> None:
    OpenBallot(opened, "q1", "peer", "s1")
    gc.collect()
    assert holding.holders(opened.database.path) == ()


def test_whoever_only_reads_takes_nothing(opened: Room) -> None:
    reading = enter_room(opened.database.path, read_only=True)
    with refused("read-only"):
        OpenBallot(reading, "q1", "peer", "s1")
    assert not held_file(opened).exists()
    reading.close()


def test_where_nobody_can_hold_it_is_said_once_and_goes_on(opened: Room) -> None:
    held_file(opened).mkdir()
    first = OpenBallot(opened, "q1", "peer", "s1")
    assert first.caution.startswith("It cannot be noted beside the database who")
    assert first.mark("s2", 0, 500)
    first.leave()
    assert OpenBallot(opened, "q1", "peer", "s2").caution == ""


def test_ones_own_ballot_is_nobody_elses(opened: Room) -> None:
    ballot = OpenBallot(opened, "q1", "peer", "s1")
    assert claims.of_others(opened, opened.period("q1")) == {}
    progress = overview.overview(opened, "q1").tiers[0]
    assert claims.being_keyed(opened, "q1", progress) == []
    ballot.leave()


def test_the_day_is_told_where_it_is_not_today() -> None:
    at = "2026-03-02T14:02:33+08:00"
    assert claims.clock(at, "2026-03-02T15:00:00+08:00") == "14:02"
    assert claims.clock(at, "2026-03-03T09:00:00+08:00") == "2026-03-02 14:02"
