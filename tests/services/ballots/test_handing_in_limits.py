"""Limits of a ballot (限制) hold wherever it is handed in: by keys, keyed twice, from a file."""

from pathlib import Path

import pytest

from kaohe_tui.domain.ballot.state import BallotProgress, BallotState
from kaohe_tui.domain.record.events import SecretVoided, VoidedByLimit
from kaohe_tui.services.ballots.importing import import_ballots, in_words
from kaohe_tui.services.ballots.open_ballot import OpenBallot, give_back
from kaohe_tui.services.ballots.righting import restore
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.counting.overview import overview
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.record import pages
from tests.bureau import key_ballot, scheme_text
from tests.refused import refused
from tests.services.conftest import MakeRoom
from tests.services.keyed_twice import FIRST, S1, SECOND, act_as, double_scheme, key_as

LIMIT = "limits = [{ from = 90, at_most = 1 }]\n"
VOID = 'limits = [{ from = 90, at_most = 1, on_break = "void" }]\n'
HEADINGS = "tier,rater,ratee,work,spirit,abstain"
GOOD = {"l1": (60, 40)}
BAD = {"l1": (60, 40), "l2": (50, 40), "m1": (20, 20)}
REASON = "“90 points or more” went to 2 of 6 people; at most 1 may have it: change one of them."


def limited(limit: str) -> str:
    return scheme_text().replace('key = "peer"\n', f'key = "peer"\n{limit}', 1)


def opened(make_room: MakeRoom, scheme: str) -> Room:
    room = make_room(scheme)
    steps.open_tier(room, "q1", "peer")
    return room


def key(room: Room, marks: dict[str, tuple[int, int]]) -> None:
    key_ballot(room, S1, lambda code: marks.get(code, (50, 30)))


def state(room: Room) -> tuple[BallotProgress, int]:
    lines = overview(room, "q1").tiers[0].raters
    return next((one.state, one.missing) for one in lines if one.rater.code == "s1")


def file_of(room: Room, marks: dict[str, tuple[int, int]], rater: str = "s1") -> Path:
    people = ("l1", "l2", "m1", "m2", "s1", "s2", "s3")
    rows = [(p, *marks.get(p, (50, 30))) for p in people if p != rater]
    path = room.database.path.parent / "ballots.csv"
    lines = [f"peer,{rater},{ratee},{work},{spirit}," for ratee, work, spirit in rows]
    path.write_text("\n".join((HEADINGS, *lines)) + "\n", encoding="utf-8")
    return path


def test_a_ballot_that_breaks_a_limit_is_refused_and_stays(make_room: MakeRoom) -> None:
    room = opened(make_room, limited(LIMIT))
    with refused("limit-broken") as refusal:
        key(room, BAD)
    assert "单雄 (s1)" in str(refusal.value)
    assert REASON in str(refusal.value)
    assert state(room) == (BallotProgress.BEGUN, 0)
    ballot = OpenBallot(room, *S1)
    ballot.sheet.go_to(1)
    for digit in "40":
        ballot.sheet.key(digit)
    ballot.hand_in()
    assert state(room) == (BallotProgress.HANDED_IN, 0)


def test_a_ballot_that_keeps_to_it_is_taken(make_room: MakeRoom) -> None:
    room = opened(make_room, limited(LIMIT))
    key(room, GOOD)
    assert state(room) == (BallotProgress.HANDED_IN, 0)


def test_where_it_voids_the_ballot_is_taken_and_counts_for_nobody(make_room: MakeRoom) -> None:
    room = opened(make_room, limited(VOID))
    key(room, BAD)
    assert state(room)[0] is BallotProgress.VOID
    assert Board(room, "q1").standings.row("l1").review.tiers[0].ratings == 0
    with room.database.reading() as tx:
        [entry] = pages.of_events(tx, [VoidedByLimit])
    assert isinstance(entry.event, VoidedByLimit)
    assert REASON in str(entry.event.reason)
    assert verify(room).holds
    give_back(room, *S1, "误判")
    assert state(room)[0] is BallotProgress.BEGUN


def test_a_voided_ballot_may_be_restored_by_the_host(make_room: MakeRoom) -> None:
    room = opened(make_room, limited(VOID))
    key(room, BAD)
    assert restore(room, *S1, "集体研究") is BallotState.HANDED_IN
    assert state(room) == (BallotProgress.HANDED_IN, 0)


def test_of_two_entries_the_first_is_refused_already(make_room: MakeRoom) -> None:
    room = opened(make_room, double_scheme(LIMIT))
    with refused("limit-broken"):
        key_as(room, FIRST, dict(BAD))


def test_two_entries_that_agree_are_voided(make_room: MakeRoom) -> None:
    room = opened(make_room, double_scheme(VOID))
    for clerk in (FIRST, SECOND):
        key_as(room, clerk, dict(BAD))
    assert state(room)[0] is BallotProgress.VOID
    act_as(room, "host")
    assert verify(room).holds


@pytest.mark.parametrize("secret", ["", "secret = true\n"])
def test_a_file_that_breaks_it_is_refused_whole(make_room: MakeRoom, secret: str) -> None:
    room = opened(make_room, limited(LIMIT + secret))
    with refused("limit-broken") as refusal:
        import_ballots(room, file_of(room, BAD), "q1")
    told = str(refusal.value)
    for each in ("ballots.csv", "单雄 (s1)", REASON, "Nothing was imported"):
        assert each in told
    assert state(room)[0] is BallotProgress.OWED
    import_ballots(room, file_of(room, GOOD), "q1")
    assert state(room)[0] is BallotProgress.HANDED_IN


def test_of_a_void_secret_ballot_nothing_stays_and_no_name_is_told(make_room: MakeRoom) -> None:
    room = opened(make_room, limited(VOID + "secret = true\n"))
    key(room, BAD)
    assert state(room) == (BallotProgress.HANDED_IN, 0)
    with room.database.reading() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM rating").scalar_one() == 0
        [entry] = pages.of_events(tx, [SecretVoided])
    assert entry.event == SecretVoided(period="q1", tier="peer", number=1)
    assert verify(room).holds
    with refused("limit-void-secret") as refusal:
        import_ballots(room, file_of(room, BAD | {"s1": (60, 40)}, "s2"), "q1")
    assert "孙红 (s2)" in str(refusal.value)
    steps.close_tier(room, "q1", "peer", "缺席")
    assert Board(room, "q1").standings.row("l1").review.tiers[0].ratings == 0
    assert verify(room).holds


def test_what_was_in_before_is_counted_with_the_file(make_room: MakeRoom) -> None:
    room = opened(make_room, limited(LIMIT))
    path = file_of(room, BAD)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    import_ballots(room, path, "q1")
    path.write_text("\n".join((lines[0], *lines[2:])) + "\n", encoding="utf-8")
    with refused("limit-broken") as refusal:
        import_ballots(room, path, "q1")
    assert "2 of 6 people" in str(refusal.value)


def test_a_file_brings_ballots_that_are_voided(make_room: MakeRoom) -> None:
    room = opened(make_room, limited(VOID))
    brought = import_ballots(room, file_of(room, BAD), "q1")
    assert brought.void == ("s1",)
    assert "voided, as they break a limit: s1" in in_words(brought)
    assert state(room)[0] is BallotProgress.VOID
    assert Board(room, "q1").standings.row("l1").review.tiers[0].ratings == 0
    assert verify(room).holds
