"""Ballots put right: restored, keyed anew, moved to the right rater, exchanged."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.services.ballots import claims, righting
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.ballots.open_ballot import OpenBallot, give_back, strike_out
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.counting.overview import overview
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.record import records
from tests import alone
from tests.refused import refused
from tests.services.bureau import even, key_ballot, key_row, press, scheme_text
from tests.services.conftest import MakeRoom
from tests.services.keyed_twice import FIRST, SECOND, THIRD, act_as, double_scheme, key_as

PEER = ("q1", "peer")
S1, S2, S3, H = ((*PEER, code) for code in ("s1", "s2", "s3", "h"))


@pytest.fixture
def opened(room: Room) -> Room:
    """The first tier is open: everybody rates everybody but the head."""
    steps.open_tier(room, *PEER)
    return room


@pytest.fixture
def paper(make_room: MakeRoom) -> Room:
    """The first tier is open and keyed twice."""
    room = make_room(double_scheme())
    steps.open_tier(room, *PEER)
    return room


def holds(room: Room) -> None:
    """Whether kaohe and a stranger find nothing."""
    assert verify(room).findings == ()
    assert alone.said(room.database.path) == []


def line(room: Room, rater: str) -> tuple[BallotProgress, int, int]:
    """How far a rater's ballot is: its state, what is answered, what is missing."""
    [found] = [
        each
        for tier in overview(room, "q1").tiers
        for each in tier.raters
        if tier.tier.key == "peer" and each.rater.code == rater
    ]
    return found.state, found.answered, found.missing


def score(room: Room, code: str) -> object:
    return Board(room, "q1").standings.row(code).review.score


def last(room: Room) -> records.Entry:
    with room.database.reading() as tx:
        return records.entries(tx)[-1]


def without(*codes: str) -> Callable[[str], tuple[int, ...]]:
    """Marks for everybody but these, who are left open."""
    return lambda code: () if code in codes else (50, 30)


# -- restored ------------------------------------------------------------------------------------


def test_a_ballot_struck_out_by_mistake_counts_again(opened: Room) -> None:
    key_ballot(opened, S1, lambda code: (10, 10))
    key_ballot(opened, S2)
    before = score(opened, "l1")
    strike_out(opened, *S1, "看错人")
    assert score(opened, "l1") != before
    assert righting.restore(opened, *S1, " 作废错了 ") == "handed_in"
    assert score(opened, "l1") == before
    assert line(opened, "s1") == (BallotProgress.HANDED_IN, 6, 0)
    entry = last(opened)
    assert (entry.action, entry.subject, entry.new, entry.reason) == (
        "reinstate", "s1", "handed_in", "作废错了"
    )  # fmt: skip
    holds(opened)
    steps.close_tier(opened, *PEER, "到时间")
    holds(opened)


def test_one_of_a_file_is_restored(opened: Room, tmp_path: Path) -> None:
    rows = ["tier,rater,ratee,work,spirit", "peer,s1,l1,60,40"]
    path = tmp_path / "ballots.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    import_ballots(opened, path, "q1")
    strike_out(opened, *S1, "看错人")
    righting.restore(opened, *S1, "恢复")
    assert line(opened, "s1") == (BallotProgress.HANDED_IN, 1, 5)
    holds(opened)


def test_a_ballot_struck_out_is_keyed_anew(opened: Room) -> None:
    key_ballot(opened, S1)
    strike_out(opened, *S1, "字迹不清")
    give_back(opened, *S1, "重新填写")
    assert line(opened, "s1")[0] is BallotProgress.BEGUN
    holds(opened)
    ballot = OpenBallot(opened, *S1)
    key_row(ballot, "l1", (60, 40))
    ballot.hand_in()
    assert score(opened, "l1") == 100
    holds(opened)


@pytest.mark.parametrize("keyings", [1, 2])
def test_where_it_stood_in_a_tier_that_is_keyed_twice(paper: Room, keyings: int) -> None:
    for clerk in (FIRST, SECOND)[:keyings]:
        key_as(paper, clerk)
    stood = line(paper, "s1")
    strike_out(paper, *S1, "看错人")
    assert righting.restore(paper, *S1, "恢复") == ("keyed", "handed_in")[keyings - 1]
    assert line(paper, "s1") == stood
    holds(paper)


def test_what_differs_waits_for_the_second_keying_again(paper: Room) -> None:
    key_as(paper, FIRST)
    key_as(paper, SECOND, {"l1": (60, 40)})
    strike_out(paper, *S1, "看错人")
    assert righting.restore(paper, *S1, "恢复") == "keyed"
    assert line(paper, "s1")[0] is BallotProgress.KEYED
    key_as(paper, THIRD)
    assert line(paper, "s1")[0] is BallotProgress.HANDED_IN
    holds(paper)


@pytest.mark.parametrize(
    ("rater", "reason", "kind"),
    [
        ("s1", "", "reason-missing"),
        ("s2", "恢复", "ballot-not-voided"),
        ("s3", "恢复", "ballot-not-voided"),
    ],
)
def test_what_is_not_restored(opened: Room, rater: str, reason: str, kind: str) -> None:
    key_ballot(opened, S1)
    key_ballot(opened, S2)
    strike_out(opened, *S1, "看错人")
    with refused(kind):
        righting.restore(opened, *PEER, rater, reason)


def test_a_closed_tier_has_to_be_reopened_first(opened: Room) -> None:
    key_ballot(opened, S1)
    strike_out(opened, *S1, "看错人")
    steps.close_tier(opened, *PEER, "到时间")
    with refused("tier-not-open"):
        righting.restore(opened, *S1, "恢复")
    steps.reopen_tier(opened, *PEER, "恢复")
    righting.restore(opened, *S1, "恢复")
    holds(opened)


def test_what_was_struck_out_says_what_can_be_done(opened: Room) -> None:
    key_ballot(opened, S1)
    strike_out(opened, *S1, "看错人")
    with refused("ballot-voided"):
        OpenBallot(opened, *S1)
    with refused("ballot-voided"):
        strike_out(opened, *S1, "再来")


# -- moved and exchanged -------------------------------------------------------------------------


@pytest.mark.parametrize("hand_in", [True, False])
def test_a_ballot_goes_to_the_right_rater(opened: Room, hand_in: bool) -> None:
    key_ballot(opened, S1, without("s2"), hand_in=hand_in).leave()
    before = score(opened, "l1")
    righting.move(opened, *PEER, "s1", "s2", "录错人")
    state = BallotProgress.HANDED_IN if hand_in else BallotProgress.BEGUN
    assert line(opened, "s1") == (BallotProgress.OWED, 0, 6)
    assert line(opened, "s2") == (state, 5, 1)
    assert score(opened, "l1") == before
    entry = last(opened)
    assert (entry.action, entry.subject, entry.reason) == ("move_ballot", "s1>s2", "录错人")
    holds(opened)
    key_ballot(opened, S1, even)
    holds(opened)
    steps.close_tier(opened, *PEER, "到时间")
    holds(opened)


def test_a_moved_ballot_is_given_back_and_handed_in_by_its_rater(opened: Room) -> None:
    key_ballot(opened, S2)
    give_back(opened, *S2, "填错")
    key_ballot(opened, H)
    with refused("ballot-already-there"):
        righting.move(opened, *PEER, "h", "s2", "录错人")
    ballot = OpenBallot(opened, *S2)
    for row in range(len(ballot.sheet.rows)):
        ballot.sheet.go_to(row)
        press(ballot, "delete")
        ballot.sheet.go_to(row, 1)
        press(ballot, "delete")
    ballot.leave()
    key_ballot(opened, S1, without("s2"))
    righting.move(opened, *PEER, "s1", "s2", "录错人")
    holds(opened)
    give_back(opened, *S2, "补录")
    key_row(OpenBallot(opened, *S2), "s1", (60, 40))
    OpenBallot(opened, *S2).hand_in()
    assert line(opened, "s2") == (BallotProgress.HANDED_IN, 6, 0)
    holds(opened)


def test_two_swapped_ballots_are_exchanged(opened: Room) -> None:
    key_ballot(opened, S1, without("s2"))
    key_ballot(opened, S2, lambda code: () if code == "s1" else (20, 20))
    before = {code: score(opened, code) for code in ("l1", "s3")}
    righting.exchange(opened, *PEER, "s1", "s2", "录反了")
    assert {code: score(opened, code) for code in ("l1", "s3")} == before
    with opened.database.reading() as tx:
        rows = tx.exec_driver_sql(
            "SELECT code, max(mark_0) FROM rating JOIN ballot ON ballot.id = ballot_id"
            " JOIN participant ON participant.id = rater_id GROUP BY code ORDER BY code"
        ).all()
    assert [tuple(row) for row in rows] == [("s1", 200), ("s2", 500)]
    holds(opened)
    strike_out(opened, *S1, "作废")
    righting.exchange(opened, *PEER, "s1", "s2", "又反了")
    assert line(opened, "s2")[0] is BallotProgress.VOID
    righting.restore(opened, *S2, "恢复")
    holds(opened)


def test_both_keyings_go_together(paper: Room) -> None:
    for clerk in (FIRST, SECOND):
        act_as(paper, clerk)
        key_ballot(paper, S1, without("s2"))
    righting.move(paper, *PEER, "s1", "s2", "录错人")
    assert line(paper, "s2")[0] is BallotProgress.HANDED_IN
    holds(paper)
    strike_out(paper, *S2, "作废")
    assert righting.restore(paper, *S2, "恢复") == "handed_in"
    holds(paper)


def test_two_keyings_that_differ_stay_apart_under_the_right_rater(paper: Room) -> None:
    act_as(paper, FIRST)
    key_ballot(paper, S1, without("s2"))
    act_as(paper, SECOND)
    key_ballot(paper, S1, lambda code: () if code == "s2" else (60, 40))
    assert line(paper, "s1")[0] is BallotProgress.DIFFERS
    righting.move(paper, *PEER, "s1", "s2", "录错人")
    assert line(paper, "s2")[0] is BallotProgress.DIFFERS
    assert line(paper, "s1")[0] is BallotProgress.OWED
    holds(paper)


def test_ratings_that_do_not_fit_are_named(opened: Room) -> None:
    key_ballot(opened, S1)
    with refused("rater-rates-others", receiver="孙红", names="孙红", tier="全员互评"):
        righting.move(opened, *PEER, "s1", "s2", "录错人")
    key_ballot(opened, S2)
    with refused("rater-rates-others"):
        righting.exchange(opened, *PEER, "s1", "s2", "录反了")
    holds(opened)


@pytest.mark.parametrize(
    ("rater", "other", "reason", "kind", "values"),
    [
        ("s1", "s2", " ", "reason-missing", {}),
        ("s1", "s1", "录错", "rater-same", {}),
        ("s3", "s2", "录错", "no-ballot", {}),
        ("s1", "nobody", "录错", "person-unknown", {"code": "nobody"}),
        ("s1", "l2", "录错", "ballot-already-there", {}),
    ],
)
def test_what_is_not_moved(
    opened: Room, rater: str, other: str, reason: str, kind: str, values: dict[str, object]
) -> None:
    key_ballot(opened, S1, without("s2"))
    key_ballot(opened, (*PEER, "l2"), hand_in=False).leave()
    with refused(kind, **values):
        righting.move(opened, *PEER, rater, other, reason)
    with refused("no-ballot"):
        righting.exchange(opened, *PEER, "s1", "s3", "录反了")


def test_what_somebody_keys_is_not_moved(opened: Room) -> None:
    key_ballot(opened, S1, without("s2"))
    for code in ("s1", "s2"):
        held = claims.take(opened, opened.period("q1"), "peer", opened.period("q1").person(code))
        with refused("ballot-in-use"):
            righting.move(opened, *PEER, "s1", "s2", "录错人")
        held.release()
    righting.move(opened, *PEER, "s1", "s2", "录错人")


def test_what_lies_in_the_urn_is_nobodys(make_room: MakeRoom) -> None:
    room = make_room(
        scheme_text(reveal="tier").replace('key = "peer"\n', 'key = "peer"\nsecret = true\n', 1)
    )
    steps.open_tier(room, *PEER)
    key_ballot(room, S1)
    with refused("ballot-in-urn"):
        righting.move(room, *PEER, "s1", "s2", "录错人")
    with refused("ballot-not-voided"):
        righting.restore(room, *S1, "恢复")
