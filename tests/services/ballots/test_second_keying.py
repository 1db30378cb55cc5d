"""Paper keyed twice: blind, compared, settled by a third, and never counted before."""

from pathlib import Path

import pytest

from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.paper.double_entry import Choice, Side
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.ballots.open_ballot import OpenBallot, give_back, strike_out
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.counting.overview import overview
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.paper import settling
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.paper import comparisons
from kaohe_tui.store.record import records
from tests.bureau import key_ballot, press
from tests.refused import refused
from tests.services.conftest import MakeRoom
from tests.services.keyed_twice import FIRST, S1, SECOND, THIRD, act_as, double_scheme, key_as


@pytest.fixture
def paper(make_room: MakeRoom) -> Room:
    """The room with its first tier open, which is keyed twice."""
    room = make_room(double_scheme())
    steps.open_tier(room, "q1", "peer")
    return room


def _state(room: Room) -> tuple[BallotProgress, int]:
    line = next(one for one in overview(room, "q1").tiers[0].raters if one.rater.code == "s1")
    return line.state, line.missing


def _counted(room: Room) -> int:
    """How many ratings of l1 count."""
    return next(
        t.ratings for t in Board(room, "q1").standings.row("l1").review.tiers if t.tier == "peer"
    )


def _entries(room: Room) -> list[tuple[str, str, str, str]]:
    wanted = ("key_first", "key_second", "settle_cell", "settle", "hand_in")
    with room.database.reading() as tx:
        found = records.entries(tx)
    return [(e.action, e.subject, e.old, e.new) for e in found if e.action in wanted]


def _compared(room: Room) -> list[comparisons.Comparison]:
    with room.database.reading() as tx:
        return list(comparisons.comparisons(tx))


def _ballots(room: Room) -> list[tuple[int, str]]:
    with room.database.reading() as tx:
        rows = tx.exec_driver_sql("SELECT keying, state FROM ballot ORDER BY keying").all()
        return [tuple(row) for row in rows]


def test_two_keyings_that_are_the_same_are_handed_in(paper: Room) -> None:
    key_as(paper, FIRST)
    assert _state(paper) == (BallotProgress.KEYED, 6)
    assert _counted(paper) == 0
    act_as(paper, SECOND)
    blind = OpenBallot(paper, *S1)
    assert all(row.marks == (None, None) for row in blind.sheet.rows)
    press(blind, "5", "0")
    again = OpenBallot(paper, *S1)
    assert again.sheet.rows[0].marks == (500, None)
    assert _state(paper) == (BallotProgress.KEYED, 6)
    key_as(paper, SECOND)
    assert _state(paper) == (BallotProgress.HANDED_IN, 0)
    assert _counted(paper) == 1
    assert _compared(paper) == [comparisons.Comparison(FIRST, SECOND, "", 12, 0, 0)]
    assert _ballots(paper) == [(1, "handed_in")]
    assert [entry[:2] for entry in _entries(paper)] == [
        ("key_first", "s1"),
        ("key_second", "s1"),
        ("hand_in", "s1"),
    ]


def test_nobody_keys_both(paper: Room) -> None:
    key_as(paper, FIRST)
    with refused("clerk-same", clerk="甲", name="单雄 (s1)"):
        OpenBallot(paper, *S1)
    act_as(paper, "　甲 ")
    with refused("clerk-same"):
        OpenBallot(paper, *S1)
    act_as(paper, SECOND)
    ballot = OpenBallot(paper, *S1)
    act_as(paper, FIRST)
    with refused("clerk-same"):
        ballot.hand_in()
    assert _state(paper)[0] is BallotProgress.KEYED


def test_what_was_settled_is_handed_in_and_told(paper: Room) -> None:
    key_as(paper, FIRST, {"l2": (51, 30), "m1": None, "s3": (49, 31)})
    key_as(paper, SECOND, {"l2": (15, 30), "s3": (48, 32)})
    assert _state(paper) == (BallotProgress.DIFFERS, 6)
    assert _counted(paper) == 0
    for clerk in (FIRST, SECOND):
        act_as(paper, clerk)
        with refused("clerk-same", clerk=clerk, name="单雄"):
            settling.settling(paper, *S1)
    with refused("entries-differ"):
        OpenBallot(paper, *S1)
    act_as(paper, THIRD)
    look = settling.settling(paper, *S1)
    told = [
        (d.ratee.code, d.where(look.indicators), d.told(Side.FIRST), d.told(Side.SECOND))
        for d in look.found
    ]
    assert told == [
        ("l2", "工作业绩", "51", "15"),
        ("m1", "the whole row", "abstained", "50 30"),
        ("s3", "工作业绩", "49", "48"),
        ("s3", "精神状况", "31", "32"),
    ]
    choices: dict[int, Choice] = {0: Side.FIRST, 1: Side.SECOND, 2: 470}
    with refused("differences-open", count=1, name="王芳[/] (s3)"):
        settling.settle(paper, *S1, look.found, choices)
    settling.settle(paper, *S1, look.found, {**choices, 3: Side.SECOND})
    assert _state(paper) == (BallotProgress.HANDED_IN, 0)
    assert _compared(paper) == [comparisons.Comparison(FIRST, SECOND, THIRD, 11, 3, 2)]
    assert _ballots(paper) == [(1, "handed_in")]
    assert _entries(paper)[2:-1] == [
        ("settle_cell", "s1>l2", "work 51/15", "51"),
        ("settle_cell", "s1>m1", "abstained/50 30", "50 30"),
        ("settle_cell", "s1>s3", "work 49/48", "47"),
        ("settle_cell", "s1>s3", "spirit 31/32", "32"),
        ("settle", "s1", "甲:3 乙:2", "4"),
    ]
    give_back(paper, *S1, "to look at it")
    act_as(paper, FIRST)
    rows = {row.ratee.code: row.marks for row in OpenBallot(paper, *S1).sheet.rows}
    assert rows["l2"] == (510, 300)
    assert rows["m1"] == (500, 300)
    assert rows["s3"] == (470, 320)
    assert verify(paper).holds


def test_what_was_looked_at_must_still_stand(paper: Room) -> None:
    key_as(paper, FIRST, {"l2": (51, 30)})
    key_as(paper, SECOND)
    act_as(paper, THIRD)
    look = settling.settling(paper, *S1)
    give_back(paper, *S1, "keyed wrongly")
    assert _ballots(paper) == [(1, "open")]
    assert _state(paper) == (BallotProgress.BEGUN, 6)
    with refused("no-differences"):
        settling.settle(paper, *S1, look.found, {0: Side.FIRST})
    key_as(paper, FIRST, {"s3": (51, 30), "l2": (50, 30)})
    key_as(paper, SECOND)
    act_as(paper, THIRD)
    with refused("changed-meanwhile"):
        settling.settle(paper, *S1, look.found, {0: Side.FIRST})


def test_a_second_keying_of_a_ballot_given_back_takes_no_more(paper: Room) -> None:
    key_as(paper, FIRST)
    act_as(paper, SECOND)
    late = OpenBallot(paper, *S1)
    press(late, "5")
    give_back(paper, *S1, "keyed wrongly")
    outcome = late.sheet.key("7")
    assert outcome is not None
    assert outcome.refused
    assert "no longer waiting for a second entry" in outcome.says
    assert _ballots(paper) == [(1, "open")]


def test_a_ballot_keyed_once_can_be_struck_out(paper: Room) -> None:
    key_as(paper, FIRST)
    act_as(paper, SECOND)
    press(OpenBallot(paper, *S1), "5")
    strike_out(paper, *S1, "illegible")
    assert _state(paper) == (BallotProgress.VOID, 0)
    assert _ballots(paper) == [(1, "void")]


@pytest.mark.parametrize("reveal", ["row", "ballot", "tier"])
def test_what_was_not_compared_does_not_count_after_closing_either(
    make_room: MakeRoom, reveal: str
) -> None:
    """Neither a first keying that is done nor one that is whole but not handed in."""
    room = make_room(double_scheme(reveal=reveal))
    steps.open_tier(room, "q1", "peer")
    key_as(room, FIRST)
    key_ballot(room, ("q1", "peer", "s2"), hand_in=False)
    assert _counted(room) == 0
    with refused("ratings-outstanding"):
        steps.close_tier(room, "q1", "peer")
    steps.close_tier(room, "q1", "peer", "nobody is left to key")
    assert _counted(room) == 0
    assert verify(room).holds


def test_a_secret_ballot_leaves_only_counts_in_the_record(make_room: MakeRoom) -> None:
    room = make_room(double_scheme("secret = true\n"))
    steps.open_tier(room, "q1", "peer")
    key_as(room, FIRST, {"l2": (51, 30), "m1": None})
    key_as(room, SECOND, {"m1": None})
    act_as(room, THIRD)
    look = settling.settling(room, *S1)
    settling.settle(room, *S1, look.found, {0: Side.FIRST})
    assert [entry for entry in _entries(room) if entry[0] == "settle_cell"] == []
    assert ("settle", "s1", "甲:0 乙:1", "1") in _entries(room)
    assert [found.cells for found in _compared(room)] == [12]


def test_a_ballot_is_handed_in_with_the_total_on_the_paper(make_room: MakeRoom) -> None:
    room = make_room(double_scheme("control_total = true\n"))
    steps.open_tier(room, "q1", "peer")
    act_as(room, FIRST)
    ballot = key_ballot(room, S1, hand_in=False)
    with refused("total-missing"):
        ballot.hand_in()
    with refused("total-differs", written="479", keyed="480"):
        ballot.hand_in(4790)
    assert _state(room)[0] is BallotProgress.BEGUN
    ballot.hand_in(4800)
    assert _state(room)[0] is BallotProgress.KEYED


def test_a_resolved_ballot_is_handed_in_with_the_total_on_the_paper(make_room: MakeRoom) -> None:
    # Both clerks gave the paper's total; resolved by a wrong mark the form once counted another.
    room = make_room(double_scheme("control_total = true\n"))
    steps.open_tier(room, "q1", "peer")
    for clerk, marks in ((FIRST, (51, 30)), (SECOND, (50, 31))):
        act_as(room, clerk)
        given = {"l2": marks}
        ballot = key_ballot(room, S1, lambda x: given.get(x, (50, 30)), hand_in=False)  # noqa: B023
        ballot.hand_in(4810)
    act_as(room, THIRD)
    look = settling.settling(room, *S1)
    choices = {0: Side.FIRST, 1: Side.SECOND}
    with refused("total-missing"):
        settling.settle(room, *S1, look.found, choices)
    with refused("total-differs", written="481", keyed="482"):
        settling.settle(room, *S1, look.found, choices, 4810)
    with refused("total-differs", written="481", keyed="482"):
        look.check_total(choices, 4810)
    assert _state(room)[0] is BallotProgress.DIFFERS
    settling.settle(room, *S1, look.found, {0: Side.FIRST, 1: Side.FIRST}, 4810)
    assert _state(room)[0] is BallotProgress.HANDED_IN


def test_no_file_completes_a_ballot_that_waits(paper: Room, tmp_path: Path) -> None:
    act_as(paper, FIRST)
    key_ballot(paper, S1, lambda code: () if code == "l1" else (50, 30))
    path = tmp_path / "ballots.csv"
    path.write_text("tier,rater,ratee,work,spirit\npeer,s1,l1,50,30\n", encoding="utf-8")
    with refused("rated-already"):
        import_ballots(paper, path, "q1")
    assert _state(paper)[0] is BallotProgress.KEYED


def test_nothing_of_a_keying_is_to_be_read_in_the_record(paper: Room) -> None:
    act_as(paper, FIRST)
    ballot = key_ballot(paper, S1, hand_in=False)
    ballot.sheet.go_to(0, 0)
    press(ballot, "4", "8")
    with paper.database.reading() as tx:
        assert [e for e in records.entries(tx) if e.action == "mark"] == []
