"""Ballots taken from files, all or nothing."""

from pathlib import Path

import pytest

from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.ballots.import_checks import Imported
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.ballots.open_ballot import OpenBallot, give_back, strike_out
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.counting.overview import overview
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.record import records
from tests.bureau import key_ballot, press
from tests.refused import refused

HEADINGS = "tier,rater,ratee,work,spirit,abstain"
S1 = [f"peer,s1,{ratee},50,30," for ratee in ("l1", "l2", "m1", "m2", "s2", "s3")]


@pytest.fixture
def opened(room: Room) -> Room:
    """The first tier open; 孙红 recused from rating 马科长, 王芳 handed in and struck out."""
    steps.recuse(room, "q1", ("s2", "m1"), "亲属")
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, ("q1", "peer", "s3"))
    strike_out(room, "q1", "peer", "s3", "涂改")
    return room


def _file(room: Room, *lines: str, name: str = "ballots.csv") -> Path:
    path = room.database.path.parent / name
    path.write_text("\n".join((HEADINGS, *lines)) + "\n", encoding="utf-8")
    return path


def _facts(room: Room) -> object:
    """Everything on disk that an import may touch."""
    with room.database.reading() as tx:
        heads = ballots.heads(tx, room.period("q1").opened_id)
        return [ballots.facts(tx, head.id) for head in heads], records.entries(tx)


def _line(room: Room, rater: str) -> tuple[BallotProgress, int]:
    lines = overview(room, "q1").tiers[0].raters
    return next((one.state, one.missing) for one in lines if one.rater.code == rater)


def test_a_whole_ballot_is_taken_and_handed_in(opened: Room) -> None:
    took = import_ballots(opened, _file(opened, *S1[:5], "peer,s1,s3,,,1"), "q1")
    assert took == Imported(ballots=1, ratings=5, abstentions=1, incomplete=())
    assert _line(opened, "s1") == (BallotProgress.HANDED_IN, 0)
    review = Board(opened, "q1").standings.row("s3").review
    assert (review.tiers[0].abstained, review.tiers[0].ratings) == (1, 0)
    assert Board(opened, "q1").standings.row("l1").review.score == 80
    with opened.database.reading() as tx:
        entry = records.entries(tx)[-1]
    assert (entry.action, entry.period, entry.tier) == ("import", "q1", "peer")


def test_what_a_ballot_lacks_is_told_and_brought_by_a_second_file(opened: Room) -> None:
    first = import_ballots(opened, _file(opened, *S1[:4], "peer,s2,l1,40,20,"), "q1")
    assert first == Imported(2, 5, 0, ("s1", "s2"))
    assert _line(opened, "s1") == (BallotProgress.HANDED_IN, 2)
    rest = [f"peer,s2,{ratee},40,20," for ratee in ("l2", "m2", "s1", "s3")]
    second = import_ballots(opened, _file(opened, *S1[4:], *rest, name="二.csv"), "q1")
    assert second == Imported(2, 6, 0, ())
    assert _line(opened, "s1") == _line(opened, "s2") == (BallotProgress.HANDED_IN, 0)


def test_a_row_that_was_half_keyed_is_still_missing(opened: Room) -> None:
    ballot = OpenBallot(opened, "q1", "peer", "s1")
    press(ballot, *"50")
    took = import_ballots(opened, _file(opened, *S1[1:]), "q1")
    assert (took.incomplete, took.left_open) == (("s1",), ("s1",))
    assert _line(opened, "s1") == (BallotProgress.BEGUN, 1)
    again = OpenBallot(opened, "q1", "peer", "s1")
    press(again, *"30")
    assert again.hand_in() == 0


def test_a_ballot_begun_at_the_keyboard_is_handed_in_once_it_is_complete(opened: Room) -> None:
    press(OpenBallot(opened, "q1", "peer", "s1"), *"5030")
    took = import_ballots(opened, _file(opened, *S1[1:4]), "q1")
    assert took == Imported(1, 3, 0, ("s1",), ("s1",))
    assert _line(opened, "s1") == (BallotProgress.BEGUN, 2)
    took = import_ballots(opened, _file(opened, *S1[4:]), "q1")
    assert took == Imported(1, 2, 0, ())
    assert _line(opened, "s1") == (BallotProgress.HANDED_IN, 0)


def test_a_ballot_given_back_stays_with_its_rater_until_it_is_complete(opened: Room) -> None:
    import_ballots(opened, _file(opened, *S1[:4]), "q1")
    give_back(opened, "q1", "peer", "s1", "补登")
    import_ballots(opened, _file(opened, S1[4]), "q1")
    assert _line(opened, "s1") == (BallotProgress.BEGUN, 1)


def test_a_ballot_looked_at_but_not_begun_is_handed_in(opened: Room) -> None:
    ballot = OpenBallot(opened, "q1", "peer", "s1")
    ballot.mark("l1", 0, 500)
    ballot.mark("l1", 0, None)
    import_ballots(opened, _file(opened, *S1[:4]), "q1")
    assert _line(opened, "s1") == (BallotProgress.HANDED_IN, 2)


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("peer,x,l1,50,30,", "nobody in the roster has code “x”."),
        ("peer,s2,x,50,30,", "nobody in the roster has code “x”."),
        ("peer,s2,h,50,30,", "全员互评 does not have 孙红 (s2) rate 何局长 (h); delete the line."),
        ("peer,s2,s2,50,30,", "does not have 孙红 (s2) rate 孙红 (s2); delete the line."),
        ("peer,s2,m1,50,30,", "孙红 (s2) is recused from rating 马科长 (m1)."),
        ("peer,m1,s2,50,30,", "马科长 (m1) has already rated 孙红 (s2)."),
        ("peer,m1,s1,,,1", "马科长 (m1) has already rated 单雄 (s1)."),
        ("peer,m1,m2,50,30,", "马科长 (m1) has already rated 毛科长 (m2)."),
        ("peer,s3,l1,50,30,", "王芳[/] (s3)'s ballot was voided; restore it"),
        ("middle,m1,s1,50,30,", "中层干部评分 is not open in q1 小评"),
        ("boss,s2,l1,50,30,", "“boss”"),
        ("peer,s2,l1,61,30,", "61 is more than the 60 points"),
        ("peer,s2,l1,50.5,30,", "50.5 is not allowed"),
        ("peer,s2,l1,50,,", "has no mark for “精神状况”"),
        ("peer,s1,l1,50,30,", "already rates l1 in line 2"),
    ],
)
def test_nothing_is_taken_when_the_last_line_is_bad(opened: Room, bad: str, says: str) -> None:
    ballot = OpenBallot(opened, "q1", "peer", "m1")
    ballot.sheet.go_to(4)
    press(ballot, *"5030")
    ballot.sheet.go_to(3)
    press(ballot, "-")
    ballot.sheet.go_to(2)
    press(ballot, *"50")
    before = _facts(opened)
    with pytest.raises(Refusal) as info:
        import_ballots(opened, _file(opened, *S1, bad), "q1")
    told = str(info.value)
    assert says in told
    assert "ballots.csv" in told
    assert "line 8" in told
    assert _facts(opened) == before


def test_the_same_file_twice_is_refused(opened: Room) -> None:
    path = _file(opened, *S1)
    import_ballots(opened, path, "q1")
    before = _facts(opened)
    with pytest.raises(Refusal) as caught:
        import_ballots(opened, path, "q1")
    assert caught.value.code == "lines-wrong"
    told = str(caught.value).splitlines()
    assert len(told) == 7
    assert told[0] == "ballots.csv, line 2: 单雄 (s1) has already rated 李副局长 (l1)."
    assert told[5] == "ballots.csv, line 7: 单雄 (s1) has already rated 王芳[/] (s3)."
    assert told[6] == "Nothing was imported from the file."
    assert _facts(opened) == before


def test_a_tier_closed_elsewhere_takes_no_file(opened: Room, second: Room) -> None:
    opened.period("q1")
    steps.close_tier(second, "q1", "peer", "散会")
    with refused("tier-not-open", tier="全员互评"):
        import_ballots(opened, _file(opened, *S1), "q1")


def test_a_period_that_is_not_open_takes_no_file(opened: Room) -> None:
    with refused("tier-not-open", tier="全员互评", period="q2 小评"):
        import_ballots(opened, _file(opened, *S1), "q2")
    with refused("period-unknown", period="q9"):
        import_ballots(opened, _file(opened, *S1), "q9")
