"""Two copies of one database that both went on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.database import parted
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.database.parted import Which
from kaohe_tui.services.integrity import verifying
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from tests.refused import refused
from tests.services.bureau import even, key_ballot, new_room, scheme_text


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Room, Room]]:
    """A database and a copy of it, parted after one ballot of the open first tier."""
    room = new_room(tmp_path, scheme_text())
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, ("q1", "peer", "s1"))
    shutil.copy(tmp_path / "kaohe.db", tmp_path / "stick.db")
    copy = enter_room(tmp_path / "stick.db")
    yield room, copy
    room.close()
    copy.close()


def test_two_that_are_the_same(pair: tuple[Room, Room]) -> None:
    found = parted.compare(*pair)
    assert (found.ours.entries, found.theirs.entries, found.differing) == (0, 0, ())
    with refused("nothing-to-carry-over"):
        parted.export(*pair, found, Path("nowhere"))


def test_what_each_has_since_they_parted(pair: tuple[Room, Room]) -> None:
    room, copy = pair
    key_ballot(room, ("q1", "peer", "s2"))
    key_ballot(copy, ("q1", "peer", "m1"))
    key_ballot(copy, ("q1", "peer", "m2"), lambda code: None if code == "s1" else even(code))
    key_ballot(copy, ("q1", "peer", "l1"), hand_in=False)
    found = parted.compare(room, copy)
    assert set(found.ours.ballots) == {Which("q1", "peer", "s2")}
    assert set(found.theirs.ballots) == {Which("q1", "peer", "m1"), Which("q1", "peer", "m2")}
    assert (found.ours.entries, found.theirs.entries) == (1, 2)
    assert [(each.kind.value, each.period, each.count) for each in found.theirs.since] == [
        ("ballots", "q1", 2)
    ]
    assert found.theirs.begun == 1
    assert found.common == parted.compare(copy, room).common


def test_what_only_the_other_has_is_imported_here(pair: tuple[Room, Room], tmp_path: Path) -> None:
    room, copy = pair
    key_ballot(copy, ("q1", "peer", "m1"))
    key_ballot(copy, ("q1", "peer", "m2"), lambda code: None if code == "s1" else even(code))
    ((path, key),) = parted.export(room, copy, parted.compare(room, copy), tmp_path / "out")
    assert (path.name, key) == ("ballots-q1.csv", "q1")
    brought = import_ballots(room, path, key)
    assert (brought.ballots, brought.abstentions) == (2, 1)
    after = parted.compare(room, copy)
    assert (after.theirs.ballots, after.differing) == ({}, ())
    assert verifying.verify(room).findings == ()


def test_a_ballot_that_both_have_and_that_differs(pair: tuple[Room, Room]) -> None:
    room, copy = pair
    key_ballot(room, ("q1", "peer", "m1"))
    key_ballot(copy, ("q1", "peer", "m1"), lambda _code: (40, 20))
    found = parted.compare(room, copy)
    assert found.differing == (Which("q1", "peer", "m1"),)
    assert found.theirs.ballots == {}


def test_a_secret_tier_is_named_and_none_of_its_ballots_carried_over(tmp_path: Path) -> None:
    secret = scheme_text().replace('key = "peer"\n', 'key = "peer"\nsecret = true\n')
    room = new_room(tmp_path, secret)
    steps.open_tier(room, "q1", "peer")
    shutil.copy(tmp_path / "kaohe.db", tmp_path / "stick.db")
    copy = enter_room(tmp_path / "stick.db")
    key_ballot(copy, ("q1", "peer", "s1"))
    found = parted.compare(room, copy)
    assert found.theirs.secret == ("全员互评 (q1 小评)",)
    assert (found.ours.secret, found.theirs.ballots) == ((), {})
    room.close()
    copy.close()


def test_another_year_is_no_copy(pair: tuple[Room, Room], tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = new_room(tmp_path / "other", scheme_text(reveal="tier"))
    with refused("records-unrelated"):
        parted.compare(pair[0], other)
    other.close()


def test_a_period_opened_with_another_roster_does_not_fit(
    pair: tuple[Room, Room], tmp_path: Path
) -> None:
    from kaohe_tui.services.periods.roster_and_scheme import change_roster

    room, copy = pair
    lines = (tmp_path / "roster.csv").read_text(encoding="utf-8")
    (tmp_path / "new.csv").write_text(lines + "s9,新人,综合科,staff,l1\n", encoding="utf-8")
    change_roster(copy, tmp_path / "new.csv")
    for each in (room, copy):
        steps.open_tier(each, "q2", "peer")
    key_ballot(copy, ("q2", "peer", "s1"))
    with refused("roster-or-scheme-differs"):
        parted.export(room, copy, parted.compare(room, copy), tmp_path / "out")
    assert not (tmp_path / "out").exists()
